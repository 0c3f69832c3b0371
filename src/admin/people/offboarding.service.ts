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
import { TellingOfActs } from '../../lifecycle/news/telling-of-acts.service.js';
import { type HandedOverPart, OffboardingParts } from '../../lifecycle/offboarding-parts.service.js';
import { leadSuccessorOf, type OffboardBody, successorOf } from '../../people/offboarding.js';
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
import {
  coveredAbsences,
  faultsOfSuccessors,
  isBelow,
  missingOf,
  namedBy,
  type OwnedGroup,
  ownedOf,
  reportsOf,
} from './leaving.js';
import { LeavingLeads } from './leaving-leads.service.js';
import { Memberships } from './memberships.service.js';
import { REP } from './rep.kind.js';

/** Who is offboarded, how and by whom: asked for now, or by the plan that is due. */
interface OffboardRequest {
  readonly repId: string;
  readonly body: OffboardBody;
  readonly actor: Actor;
}

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
    private readonly memberships: Memberships,
    private readonly departures: DeparturesService,
    private readonly plans: OffboardingStore,
    private readonly clocks: ClockStore,
    private readonly parts: OffboardingParts,
    private readonly requests: IdempotencyStore,
    private readonly auth: AuthService,
    private readonly telling: TellingOfActs,
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
        handedOver: await this.carryOut(tx, directory, now, { repId, body, actor }),
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

  /** Skips successors who have left meanwhile: leads go where the rules say, and the rest stays. */
  async carryOutPlanned(repId: string): Promise<void> {
    const isDone = await this.configuration.change(async (tx, now) => {
      const plan = await this.plans.find(tx, repId);
      // Withdrawn or postponed while this change was waiting for another.
      if (plan === undefined || plan.at > now) return false;
      await this.departures.endPlanned(tx, repId, now);
      const { body, actorType, actorId } = plan;
      const directory = await this.directories.current(tx);
      await this.carryOut(tx, directory, now, { repId, body, actor: { type: actorType, id: actorId } });
      return true;
    });
    if (isDone) this.forget(repId);
  }

  private async carryOut(tx: Tx, directory: Directory, now: Instant, { repId, body, actor }: OffboardRequest) {
    for (const part of this.parts.inOrder) await part.lock?.(tx);
    const inherited = new Map<string, { count: number; one: string; many: string }[]>();
    const leadsOf = new Map<string, readonly string[]>();
    const handedOver: Record<string, number> = {};
    const report = (to: string, count: number, one: string, many: string) =>
      inherited.set(to, [...(inherited.get(to) ?? []), { count, one, many }]);
    const target = leadSuccessorOf(body);
    const isThere =
      target !== undefined &&
      ('poolId' in target ? directory.pool(target.poolId) !== undefined : isActive(target.repId, directory));
    if (isThere) {
      const got = await this.leads.handOver(tx, { directory, now }, { repId, to: target, actor });
      handedOver.leads = [...got.values()].reduce((sum, theirs) => sum + theirs.length, 0);
      for (const [to, theirs] of got) if (to !== null) report(to, theirs.length, 'lead', 'leads');
      for (const [to, theirs] of got) if (to !== null) leadsOf.set(to, theirs);
    }
    const work = this.lifecycle.workOn([], { directory, now }, actor);
    const follows: HandedOverPart[] = [];
    for (const part of this.parts.inOrder) {
      const to = successorOf(body, part.name);
      if (to === undefined || !isActive(to, directory)) continue;
      const given = await part.handOver(tx, work, repId, to);
      follows.push(given);
      const { count } = given;
      handedOver[part.name] = count;
      if (count > 0) report(to, count, part.one, part.name);
    }
    const firstDue = await this.telling.firstDues(tx, leadsOf);
    for (const [to, counts] of inherited) {
      const { about, data } = firstDue(to);
      work.notify(to, 'rep.inherited', about, { fromRepId: repId, counts, ...data });
    }
    await this.lifecycle.save(tx, work);
    const later = this.lifecycle.workOn([], { directory, now }, actor);
    for (const each of follows) await each.follow?.(later);
    await this.lifecycle.save(tx, later);
    const managerId = body.reports?.managerId?.toLowerCase() ?? null;
    // Since the plan was made, the new manager may have left, or have come to be below the leaver.
    const canManage = managerId !== null && isActive(managerId, directory) && !isBelow(managerId, repId, directory);
    await this.memberships.end(tx, directory, { repId, managerId: canManage ? managerId : null, actor, now });
    const turn = {
      repId,
      wasActive: directory.rep(repId)!.active,
      isActive: false,
      openLeads: isThere ? undefined : ('reassignAll' as const),
    };
    await this.departures.carryOut(tx, [turn], { actor, now, begin: () => undefined });
    return handedOver;
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

function isActive(repId: string, directory: Directory): boolean {
  return directory.rep(repId)?.active === true;
}

function managesTeam({ id }: RepRow, { content }: Directory): boolean {
  return content.teams.some(({ managerId }) => managerId === id);
}

function faultsOfTime({ at }: OffboardBody, instant: Instant, now: Instant): Fault[] {
  if (at === undefined || instant > now) return [];
  return [fault('/at', 'past', 'Expected an instant in the future; leave it out to offboard at once.')];
}
