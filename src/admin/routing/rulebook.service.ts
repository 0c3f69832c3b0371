import { Injectable } from '@nestjs/common';
import { ClockStore } from '../../clocks/clock.store.js';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { withRules } from '../../directory/foreseen.js';
import { warningsOfRouting } from '../../directory/warnings.js';
import { changesBetween } from '../../documents/change.js';
import { requireMatch } from '../../documents/if-match.js';
import type { Submission } from '../../documents/replacement.js';
import { type VersionView, type Warning, withWarnings } from '../../documents/version.schema.js';
import { type Page, type PageRequest, readCursor, toPage } from '../../platform/http/page.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Turns } from '../../platform/running/turns.js';
import { Database, type Sql, type Tx } from '../../platform/sql/database.js';
import type { CallerType } from '../../platform/values/actor.js';
import { type Instant, MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import type { RoutingBody } from '../../routing/rules/routing.dto.js';
import {
  faultsOfFallback,
  faultsOfRules,
  NO_RULES,
  normalisedFallback,
  normalisedRules,
  ROUTING_ID,
  type RulebookBody,
} from '../../routing/rules/rulebook.js';
import { type PlannedRules, RulebookStore, type RulebookVersionRow } from '../../routing/rules/rulebook.store.js';
import { prepareRules } from '../../routing/rules/rules.js';
import { ShadowStore } from '../../routing/rules/shadow.store.js';
import { NothingPlannedError } from './rulebook.errors.js';

const NEWEST = 2 ** 31 - 1;

/** Limits how far ahead rules can be planned, because people forget plans that are further away. */
const AHEAD_MAX_DAYS = 400;

interface PlanView extends RulebookBody {
  readonly effectiveAt: string;
  readonly version: number;
  readonly restores?: number;
  readonly plannedAt: string;
  readonly by: { readonly type: CallerType; readonly id: string };
}

type RulebookView = RulebookBody & {
  readonly version: number;
  readonly planned?: PlanView;
  readonly warnings?: readonly Warning[];
};

/** The rules that hold at present; undefined for those of a new installation. */
type PresentRules = Pick<RulebookVersionRow, 'version' | 'body'> | undefined;

/** The routing rules, versioned as a whole: a change replaces all of them, now or at an instant. */
@Injectable()
export class RulebookService {
  constructor(
    private readonly database: Database,
    private readonly configuration: ConfigurationService,
    private readonly directories: DirectoryService,
    private readonly store: RulebookStore,
    private readonly shadows: ShadowStore,
    private readonly clocks: ClockStore,
    private readonly time: TimeSource,
  ) {}

  async get(): Promise<RulebookView> {
    // One snapshot: a plan that takes effect between two reads would otherwise be seen twice or not at all.
    return this.database.reads.snapshot((tx) => this.read(tx));
  }

  /** @throws StaleVersionError unless it is meant for the present version */
  async put(
    { body: given, ifMatch, restores: restored, requestId }: Submission<RoutingBody>,
    actor: PlannedRules['actor'],
    dryRun: boolean,
  ): Promise<RulebookView> {
    // Prepared before the lock is taken, because all changes of leads would wait for it.
    await prepareRules(given.rules, new Turns());
    const { mode } = given;
    const body = { rules: normalisedRules(given.rules), fallback: normalisedFallback(given.fallback), mode };
    const effectiveAt = given.effectiveAt === undefined ? null : instantOf(given.effectiveAt);
    const restores = restored ?? null;
    let former: PlannedRules | undefined;
    const replace = async (tx: Tx, now: Instant, begin: () => void) => {
      const present = await this.store.readLatest(tx);
      former = await this.store.readPlan(tx);
      requireMatch(ifMatch, present?.version ?? 0);
      const directory = await this.directories.current(tx);
      refuse(
        faultsOfRules(body.rules, directory),
        faultsOfFallback(body.fallback, directory),
        faultsOfEffectiveAt(effectiveAt, now),
      );
      const isDifferent = changesBetween(present?.body ?? NO_RULES, body).length > 0;
      if (effectiveAt === null && former === undefined && !isDifferent) return view(present, former);
      begin();
      if (former !== undefined) await this.removePlan(tx, former, now);
      if (effectiveAt !== null) {
        const plan = { id: newId(now), effectiveAt, body, plannedAt: now, actor, restores };
        await this.plan(tx, plan, present);
        return view(present, plan);
      }
      if (former !== undefined) await this.recordWithdrawal(tx, former, present, { actor, now });
      if (!isDifferent) return view(present, undefined);
      return this.replace(tx, { present, body, restores, actor, now, plannedAt: null });
    };
    const once = { requestId, present: (tx: Tx) => this.read(tx) };
    const changed = await this.configuration.changeIfDifferentWithConsequence(replace, { dryRun, once });
    const { content } = await this.directories.ofChange(changed);
    const ofRules = warningsOfRouting(effectiveAt === null ? content : withRules(content, body));
    return withWarnings(changed.outcome, [...ofRules, ...warningsOfPlan(former, effectiveAt)]);
  }

  /** @throws NothingPlannedError */
  async withdraw(actor: PlannedRules['actor']): Promise<void> {
    await this.configuration.change(async (tx, now) => {
      const plan = await this.store.readPlan(tx);
      if (plan === undefined) throw new NothingPlannedError();
      await this.removePlan(tx, plan, now);
      await this.recordWithdrawal(tx, plan, await this.store.readLatest(tx), { actor, now });
    });
  }

  /** Puts a due plan into force, once: its row is deleted in the same transaction. @returns whether one was due */
  async takeEffect(): Promise<boolean> {
    const due = await this.database.engine.transaction(async (tx) => this.store.readDuePlan(tx, this.time.now()));
    if (due === undefined) return false;
    await prepareRules(due.body.rules, new Turns());
    await this.configuration.change(async (tx, now) => {
      const plan = await this.store.readDuePlan(tx, now);
      // Another node was first, or the plan has been replaced.
      if (plan === undefined) return;
      const { body, restores, actor, plannedAt } = plan;
      await this.store.removePlan(tx, plan.id);
      await this.clocks.finishTimer(tx, plan.id, now);
      const present = await this.store.readLatest(tx);
      if (changesBetween(present?.body ?? NO_RULES, body).length === 0) return;
      await this.replace(tx, { present, body, restores, actor, now, plannedAt });
    });
    return true;
  }

  private async read(tx: Sql): Promise<RulebookView> {
    return view(await this.store.readLatest(tx), await this.store.readPlan(tx));
  }

  private async replace(
    tx: Tx,
    {
      present,
      body,
      restores,
      actor,
      now,
      plannedAt,
    }: RulesChange & Pick<RulebookVersionRow, 'body' | 'restores' | 'plannedAt'> & { readonly present: PresentRules },
  ): Promise<RulebookView> {
    const version = versionAfter(present);
    await this.store.add(tx, { version, restores, body, at: now, actor, plannedAt });
    // Entering shadow mode starts its fairness counts from level.
    if (body.mode === 'shadow' && present?.body.mode !== 'shadow') await this.shadows.beginLevel(tx);
    const how = { ...(restores !== null && { restores }), ...(plannedAt !== null && { plannedAt: toIso(plannedAt) }) };
    await this.record(tx, { version, change: 'replaced', ...how }, { actor, now });
    return view({ version, body }, undefined);
  }

  private async plan(tx: Tx, plan: PlannedRules, present: PresentRules): Promise<void> {
    const { id, effectiveAt, plannedAt: now, actor, restores } = plan;
    await this.store.addPlan(tx, plan);
    await this.clocks.addTimers(tx, [{ id, kind: 'plannedRules', at: effectiveAt, now }]);
    const how = { effectiveAt: toIso(effectiveAt), ...(restores !== null && { restores }) };
    await this.record(tx, { version: versionAfter(present), change: 'planned', ...how }, { actor, now });
  }

  private async removePlan(tx: Tx, { id }: PlannedRules, now: Instant): Promise<void> {
    await this.store.removePlan(tx, id);
    await this.clocks.cancelTimer(tx, id, 'withdrawn', now);
  }

  private recordWithdrawal(
    tx: Tx,
    { effectiveAt }: PlannedRules,
    present: PresentRules,
    acting: RulesChange,
  ): Promise<void> {
    const data = { version: versionAfter(present), change: 'withdrawn', effectiveAt: toIso(effectiveAt) };
    return this.record(tx, data, acting);
  }

  private record(tx: Tx, data: Record<string, unknown>, { actor, now }: RulesChange): Promise<void> {
    return this.configuration.record(tx, {
      type: 'config.changed',
      kind: 'routing',
      id: ROUTING_ID,
      at: now,
      actor,
      data: { kind: 'routing', ...data },
    });
  }

  async versions(page: PageRequest): Promise<Page<VersionView>> {
    const { limit = 100, cursor } = page;
    const before = readCursor(cursor, ['number'])?.[0] ?? NEWEST;
    // Each version is shown as a difference from the one before, so one row more than the page is read.
    const rows = await this.store.readVersions(before, limit + 1);
    const views = rows.map((row, index) => ({
      version: row.version,
      ...(row.restores !== null && { restores: row.restores }),
      at: toIso(row.at),
      ...(row.plannedAt !== null && { plannedAt: toIso(row.plannedAt) }),
      by: { type: row.actorType, id: row.actorId },
      changes: changesBetween(rows[index + 1]?.body ?? NO_RULES, row.body),
    }));
    return toPage(views, limit, (row) => [row.version]);
  }

  /** @throws NotFoundError if there is no such version; there is no version 0 */
  async version(version: number): Promise<RulebookVersionRow> {
    const [row] = await this.store.readVersions(version + 1, 1);
    if (row?.version !== version) throw new NotFoundError('version of the routing rules', String(version));
    return row;
  }
}

interface RulesChange {
  readonly actor: PlannedRules['actor'];
  readonly now: Instant;
}

function versionAfter(present: PresentRules): number {
  return (present?.version ?? 0) + 1;
}

function faultsOfEffectiveAt(effectiveAt: Instant | null, now: Instant): Fault[] {
  const pointer = '/effectiveAt';
  if (effectiveAt === null) return [];
  if (effectiveAt <= now) return [fault(pointer, 'past', 'Expected an instant in the future.')];
  const latest = now + AHEAD_MAX_DAYS * MS_PER_DAY;
  if (effectiveAt <= latest) return [];
  const message = `Expected an instant within ${AHEAD_MAX_DAYS} days, by ${toIso(latest)}.`;
  return [fault(pointer, 'tooLate', message)];
}

/** Warns that a publication withdraws or replaces a plan, which may be a colleague's. */
function warningsOfPlan(former: PlannedRules | undefined, effectiveAt: Instant | null): Warning[] {
  if (former === undefined) return [];
  const planned = `the rules that were planned for ${toIso(former.effectiveAt)}`;
  const message =
    effectiveAt === null
      ? `This withdraws ${planned}: to keep them, PUT /v1/routing with them and an effectiveAt again.`
      : `This replaces ${planned}: there is one plan at a time.`;
  return [{ pointer: effectiveAt === null ? '' : '/effectiveAt', message }];
}

function view(present: PresentRules, plan: PlannedRules | undefined): RulebookView {
  const rulebook = { ...(present?.body ?? NO_RULES), version: present?.version ?? 0 };
  if (plan === undefined) return rulebook;
  const { body, effectiveAt, plannedAt, actor, restores } = plan;
  const planned = {
    effectiveAt: toIso(effectiveAt),
    ...body,
    version: versionAfter(present),
    ...(restores !== null && { restores }),
    plannedAt: toIso(plannedAt),
    by: actor,
  };
  return { ...rulebook, planned };
}
