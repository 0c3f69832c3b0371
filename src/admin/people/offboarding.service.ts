import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../../auth/auth.errors.js';
import { AuthService } from '../../auth/auth.service.js';
import { IdempotencyStore } from '../../auth/idempotency.store.js';
import { actorOf, type Caller, may } from '../../auth/scope.js';
import { ClockStore } from '../../clocks/clock.store.js';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { readUsers } from '../../configuration/users.store.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import { OffboardingParts } from '../../lifecycle/offboarding-parts.service.js';
import type { OffboardBody } from '../../people/offboarding.js';
import { OffboardingStore } from '../../people/offboarding.store.js';
import { NoOffboardingPlannedError } from '../../people/rep.errors.js';
import type { RepRow } from '../../people/rep.table.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { type Instant, isoOrNull, toIso } from '../../platform/values/duration.js';
import { DeparturesService } from './departures.service.js';
import { HandingOver, type OffboardRequest } from './handing-over.service.js';
import {
  coveredAbsences,
  faultsOfSuccessors,
  missingOf,
  namedBy,
  type OwnedGroup,
  ownedOf,
  reportsOf,
} from './leaving.js';
import { LeavingLeads } from './leaving-leads.service.js';
import { REP } from './rep.kind.js';

interface OffboardingView {
  readonly repId: string;
  readonly state: 'foreseen' | 'planned' | 'done';
  readonly at: string;
  /** When the planned offboarding is due; null if none is planned. */
  readonly plannedAt: string | null;
  readonly owned: readonly Omit<OwnedGroup, 'one'>[];
  readonly reports: readonly string[];
  readonly names: ReturnType<typeof namedBy>;
  readonly missing: readonly Fault[];
  readonly handedOver: Readonly<Record<string, number>>;
  readonly request?: OffboardBody;
}

/**
 * Offboards reps, with their leads and with what satellites keep for them. Changes of configuration run alone, so a
 * leaver receives nothing between the check and the commit.
 */
@Injectable()
export class OffboardingService {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly directories: DirectoryService,
    private readonly lifecycle: LifecycleService,
    private readonly leads: LeavingLeads,
    private readonly departures: DeparturesService,
    private readonly handing: HandingOver,
    private readonly plans: OffboardingStore,
    private readonly clocks: ClockStore,
    private readonly parts: OffboardingParts,
    private readonly requests: IdempotencyStore,
    private readonly auth: AuthService,
  ) {}

  /**
   * @throws InvalidRequestError if anything of the leaver's has no successor @throws NotFoundError
   * @throws ForbiddenError if the leaver is an admin and the caller is not
   */
  async offboard(id: string, body: OffboardBody, caller: Caller, dryRun: boolean): Promise<OffboardingView> {
    const repId = id.toLowerCase();
    if (dryRun)
      return this.lifecycle.perform(({ tx, now, directory }) => this.look(tx, directory, now, { repId, body, caller }));
    const actor = actorOf(caller);
    const view = await this.configuration.change(async (tx, now): Promise<OffboardingView> => {
      const directory = await this.directories.current(tx);
      // Repeated later, it would replace another plan, or offboard a rep who has come back.
      if (await this.requests.hasActed(tx, caller.requestId)) {
        const seen = await this.look(tx, directory, now, { repId, body, caller }, 'kept');
        return body.at === undefined
          ? { ...seen, state: 'done' }
          : { ...seen, state: 'planned', request: successorsIn(body) };
      }
      const seen = await this.look(tx, directory, now, { repId, body, caller });
      refuse(seen.missing);
      if (body.at !== undefined) {
        await this.plan(tx, now, { repId, body, actor });
        return { ...seen, state: 'planned', plannedAt: seen.at, request: successorsIn(body) };
      }
      await this.departures.endPlanned(tx, repId, now);
      return {
        ...seen,
        state: 'done',
        plannedAt: null,
        handedOver: await this.handing.carryOut(tx, directory, now, { repId, body, actor }),
      };
    });
    if (view.state === 'done') this.forget(repId);
    return view;
  }

  /** Returns the plan with what the rep has now; `missing` lists what has no successor any more. */
  readPlanned(repId: string, caller: Caller): Promise<OffboardingView> {
    return this.lifecycle.perform(async ({ tx, now, directory }) => {
      const rep = repOf(repId, caller, directory);
      const plan = await this.plans.find(tx, repId);
      if (plan === undefined) throw new NoOffboardingPlannedError(rep.name);
      const { body } = plan;
      const gone = faultsOfSuccessors(body, this.partNames, rep, directory);
      const seen = await this.look(
        tx,
        directory,
        now,
        { repId, body: { ...body, at: toIso(plan.at) }, caller },
        'kept',
      );
      return { ...seen, state: 'planned', missing: [...gone, ...seen.missing], request: successorsIn(body) };
    });
  }

  /** @throws NoOffboardingPlannedError @throws NotFoundError @throws ForbiddenError as `offboard` */
  async withdraw(repId: string, caller: Caller): Promise<void> {
    await this.configuration.change(async (tx, now) => {
      const rep = await this.leaverOf(tx, await this.directories.current(tx), now, repId, caller);
      if ((await this.plans.find(tx, repId)) === undefined) throw new NoOffboardingPlannedError(rep.name);
      await this.departures.endPlanned(tx, repId, now);
      const actor = actorOf(caller);
      const data = { kind: 'offboarding', change: 'deleted' };
      await this.configuration.record(tx, { type: 'config.changed', kind: 'rep', id: repId, at: now, actor, data });
    });
  }

  private async look(
    tx: Tx,
    directory: Directory,
    now: Instant,
    { repId, body, caller }: { readonly repId: string; readonly body: OffboardBody; readonly caller: Caller },
    which: 'new' | 'kept' = 'new',
  ): Promise<OffboardingView> {
    const rep = await (which === 'new'
      ? this.leaverOf(tx, directory, now, repId, caller)
      : repOf(repId, caller, directory));
    const at = body.at === undefined ? now : instantOf(body.at);
    if (which === 'new') refuse(faultsOfTime(body, at, now), faultsOfSuccessors(body, this.partNames, rep, directory));
    const owned = await this.readOwned(tx, repId);
    const reports = reportsOf(rep, directory);
    return {
      repId,
      state: 'foreseen',
      at: toIso(at),
      reports,
      handedOver: {},
      plannedAt: isoOrNull((await this.plans.find(tx, repId))?.at ?? null),
      owned: owned.map(({ one: _, ...each }) => each),
      names: namedBy(
        [
          ...(await readUsers(tx, { kind: 'rep', users: REP.users ?? [] }, repId)),
          ...coveredAbsences(rep, directory, at),
        ],
        this.parts.inOrder.map(({ subject }) => subject),
      ),
      missing: missingOf(body, { rep, owned, isManager: reports.length > 0 || managesTeam(rep, directory) }),
    };
  }

  /** Returns the rep, if the caller may decide whether they leave. */
  private async leaverOf(tx: Tx, directory: Directory, now: Instant, repId: string, caller: Caller): Promise<RepRow> {
    const rep = repOf(repId, caller, directory);
    // Leaving ends all their access, which a manager could not take from an admin otherwise.
    if (!may(caller) && (await this.auth.isAdmin(tx, repId, now)))
      throw new ForbiddenError(`${rep.name} is an admin: only another admin offboards them.`);
    return rep;
  }

  private get partNames(): string[] {
    return this.parts.inOrder.map(({ name }) => name);
  }

  private async readOwned(tx: Tx, repId: string): Promise<OwnedGroup[]> {
    const owned = [ownedOf('leads', 'open lead', await this.leads.find(tx, repId))];
    for (const part of this.parts.inOrder) owned.push(ownedOf(part.name, part.one, await part.find(tx, repId)));
    return owned;
  }

  /** Replaces an earlier plan, unless it is the same. */
  private async plan(tx: Tx, now: Instant, { repId, body, actor }: OffboardRequest): Promise<void> {
    const at = instantOf(body.at!);
    const former = await this.plans.find(tx, repId);
    if (former?.at === at && isDeepStrictEqual(successorsIn(former.body), successorsIn(body))) return;
    await this.departures.endPlanned(tx, repId, now);
    // Callers over HTTP are never the system.
    const { type, id: by } = actor as Exclude<Actor, { readonly type: 'system' }>;
    await this.plans.insert(tx, { repId, at, body, actorType: type, actorId: by, madeAt: now });
    await this.clocks.addTimers(tx, [{ kind: 'departure', repId, openLeads: 'reassignAll', at, now }]);
    const data = { kind: 'offboarding', change: 'created', leavesAt: toIso(at) };
    await this.configuration.record(tx, { type: 'config.changed', kind: 'rep', id: repId, at: now, actor, data });
  }

  /** Carries out the plan of a rep that is due. */
  async carryOutPlanned(repId: string): Promise<void> {
    const isDone = await this.configuration.change(async (tx, now) => {
      const plan = await this.plans.find(tx, repId);
      // Withdrawn or postponed while this change was waiting for another.
      if (plan === undefined || plan.at > now) return false;
      await this.departures.endPlanned(tx, repId, now);
      const { body, actorType, actorId } = plan;
      const directory = await this.directories.current(tx);
      await this.handing.carryOut(tx, directory, now, { repId, body, actor: { type: actorType, id: actorId } });
      return true;
    });
    if (isDone) this.forget(repId);
  }

  private forget(repId: string): void {
    this.departures.forget([{ repId, wasActive: true, isActive: false, openLeads: undefined }]);
  }
}

function successorsIn({ at: _, ...successors }: OffboardBody): OffboardBody {
  return successors;
}

/** Finds the rep. No one but an admin may offboard themselves. @throws NotFoundError */
function repOf(repId: string, caller: Caller, directory: Directory): RepRow {
  const rep = directory.rep(repId);
  if (rep === undefined || (!may(caller) && caller.repId === repId)) throw new NotFoundError('rep', repId);
  return rep;
}

function managesTeam({ id }: RepRow, { content }: Directory): boolean {
  return content.teams.some(({ managerId }) => managerId === id);
}

function faultsOfTime({ at }: OffboardBody, instant: Instant, now: Instant): Fault[] {
  if (at === undefined || instant > now) return [];
  return [fault('/at', 'past', 'Expected an instant in the future; leave it out to offboard at once.')];
}
