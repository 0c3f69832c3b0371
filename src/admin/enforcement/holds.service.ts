import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../../auth/idempotency.store.js';
import { ClockStore } from '../../clocks/clock.store.js';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { Holding } from '../../lifecycle/clocks/holding.service.js';
import { mapPage, type Page, readIdCursor, toPage } from '../../platform/http/page.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { type Instant, isoOrNull, MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import type { HoldBody, HoldListQuery } from '../../sla/hold.dto.js';
import type { Hold } from '../../sla/hold.js';
import { type EndedHold, HoldStore } from '../../sla/hold.store.js';
import { ScopeService, scopeOf } from './scope.service.js';
import type { HoldView } from './undo.schema.js';

/** A hold any longer should be a policy in mode `measure`. */
const UNTIL_MAX_DAYS = 366;
/** Every due lead is matched against every hold; more than this is a program's mistake. */
const HOLDS_MAX = 100;

@Injectable()
export class HoldsService {
  constructor(
    private readonly database: Database,
    private readonly configuration: ConfigurationService,
    private readonly directories: DirectoryService,
    private readonly holding: Holding,
    private readonly holds: HoldStore,
    private readonly scopes: ScopeService,
    private readonly clocks: ClockStore,
    private readonly requests: IdempotencyStore,
    private readonly time: TimeSource,
  ) {}

  /** Returns the running holds, oldest first, or the ended ones, newest first. */
  async list({ ended, limit = 100, cursor }: HoldListQuery): Promise<Page<HoldView>> {
    const from = readIdCursor(cursor) ?? undefined;
    const rows = ended
      ? await this.holds.readEnded(this.database.reads, this.time.now(), { before: from }, limit + 1)
      : (await this.directories.now()).holdsAt(this.time.now()).filter(({ id }) => from === undefined || id > from);
    const found = toPage<Hold | EndedHold>(rows.slice(0, limit + 1), limit, (row) => [row.id]);
    return mapPage(found, view);
  }

  async read(id: string): Promise<HoldView> {
    const now = this.time.now();
    const running = (await this.directories.now()).holdsAt(now).find((each) => each.id === id);
    const hold = running ?? (await this.holds.readEnded(this.database.reads, now, { id }, 1))[0];
    if (hold === undefined) throw new NotFoundError('hold', id);
    return view(hold);
  }

  /** Creates a hold as a change of configuration, so that no node's sweep is running without knowing of it. */
  create(body: HoldBody, actor: Actor, requestId?: string): Promise<HoldView> {
    return this.configuration.change(async (tx, now) => {
      const made = requestId === undefined ? undefined : await this.holds.find(tx, requestId);
      if (made !== undefined) return view(made);
      if (await this.requests.hasActed(tx, requestId)) throw new NotFoundError('hold', requestId!);
      const directory = await this.directories.current(tx);
      const hold = readHold(requestId ?? newId(now), body, now);
      refuse(
        await this.scopes.faultsOf(tx, body.scope, directory),
        faultsOfUntil(hold.until!, now),
        faultsOfNumber(directory.holdsAt(now).length),
      );
      await this.holding.begin(tx, hold, { actor, now });
      return view(hold);
    });
  }

  /** Ends a hold: what it held back is enforced at once. */
  async remove(id: string, actor: Actor): Promise<void> {
    await this.configuration.change(async (tx, now) => {
      const ended = await this.holding.end(tx, id, 'deleted', { actor, now });
      if (ended === undefined) throw new NotFoundError('hold', id);
      await this.clocks.resumeTimer(tx, id, now);
    });
  }
}

function readHold(id: string, { scope, until, reason }: HoldBody, now: Instant): Hold {
  return { id, scope: scopeOf(scope), until: instantOf(until), reason, by: 'person', createdAt: now };
}

function faultsOfUntil(until: Instant, now: Instant): Fault[] {
  if (until <= now) return [fault('/until', 'past', 'Expected an instant in the future.')];
  if (until <= now + UNTIL_MAX_DAYS * MS_PER_DAY) return [];
  const message = `Expected an instant within ${UNTIL_MAX_DAYS} days, by ${toIso(now + UNTIL_MAX_DAYS * MS_PER_DAY)}.`;
  return [fault('/until', 'tooLate', message)];
}

function faultsOfNumber(running: number): Fault[] {
  if (running < HOLDS_MAX) return [];
  return [fault('', 'tooMany', `Expected at most ${HOLDS_MAX} holds at once: delete some first.`)];
}

function view(hold: Hold | EndedHold): HoldView {
  const { id, scope, until, reason, by, createdAt } = hold;
  return {
    id,
    scope,
    until: isoOrNull(until),
    ...(reason !== null && { reason }),
    by,
    createdAt: toIso(createdAt),
    ...('ended' in hold && { ended: { at: toIso(hold.ended.at), why: hold.ended.why } }),
  };
}
