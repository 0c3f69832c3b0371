import type { CalendarRow } from '../calendar/calendar.table.js';
import { unite } from '../calendar/claims.js';
import type { CompiledCondition } from '../conditions/condition-evaluate.js';
import type { Lists } from '../conditions/value-list.js';
import type { Revision } from '../configuration/revision.js';
import type { ReasonRow } from '../disposition/reason.table.js';
import type { FormerNames } from '../documents/change.js';
import type { AbsenceRow } from '../people/absence.table.js';
import type { RepRow } from '../people/rep.table.js';
import type { TeamRow } from '../people/team.table.js';
import { teamsOfReps } from '../people/teams.js';
import { type Day, dayIn, startOfDay } from '../platform/values/day.js';
import type { Instant, Interval } from '../platform/values/duration.js';
import { beginsOn, isRamp, type Member, weightOn } from '../routing/pools/membership.js';
import type { PoolRow } from '../routing/pools/pool.table.js';
import { offersLeads } from '../routing/pools/strategies.js';
import type { Queues } from '../routing/queues/queue.dto.js';
import { askAccounts, askCompanies, type CompiledRule } from '../routing/rules/rules.js';
import type { Sources } from '../routing/sources/sources.js';
import { type Hold, isInForce } from '../sla/hold.js';
import type { SlaPolicy } from '../sla/policy.js';
import type { Compile } from './contact-times.js';
import type { SettingsRow } from './settings.table.js';
import { WorkingHours } from './working-hours.js';

/** The number of successive changes of lists and sources that `rulesVersion` tells apart; a limit of its column. */
const LIST_VERSIONS_MAX = 1_000;

export interface Rulebook {
  readonly version: number;
  readonly rules: readonly CompiledRule[];
  readonly fallbackPoolId: string | null;
  readonly queueOwnerId: string | null;
  /** Whether decisions of the rules are only recorded, not applied. */
  readonly isShadow: boolean;
}

/** A pool with its members, resolved if they are a team's. */
export interface KnownPool extends Omit<PoolRow, 'members'> {
  readonly members: readonly Member[];
}

export interface DirectoryContent {
  readonly readAs: Revision;
  readonly settings: SettingsRow;
  readonly calendars: ReadonlyMap<string, CalendarRow>;
  readonly reps: ReadonlyMap<string, RepRow>;
  readonly absencesByRep: ReadonlyMap<string, readonly AbsenceRow[]>;
  /** Oldest first: the first one applies to a rep in several. */
  readonly teams: readonly TeamRow[];
  readonly pools: ReadonlyMap<string, KnownPool>;
  readonly queues: Queues;
  readonly sources: Sources;
  readonly rulebook: Rulebook;
  /** In order of evaluation. */
  readonly policies: readonly { readonly policy: SlaPolicy; readonly when: CompiledCondition }[];
  readonly reasons: readonly ReasonRow[];
  /** The lists that conditions refer to, by id. */
  readonly lists: Lists;
  /** Holds that have not been ended by hand; some may have expired. */
  readonly holds: readonly Hold[];
  /** The revision at which the working time of a calendar, a rep or a pool last changed; absent if never. */
  readonly hoursChanges: ReadonlyMap<string, number>;
  readonly formerNames: FormerNames;
}

/**
 * All configuration at one revision, on which every decision is based. Immutable: the next revision is another
 * directory. Compiled calendars are shared between revisions.
 */
export class Directory {
  /** Whether any rep has a capacity for a single source. */
  readonly capsSources: boolean;
  /** Whether any rule is evaluated at milestones. */
  readonly handsOver: boolean;
  /** Whether rules use the accounts of leads, and the reps who have open leads of the same company. */
  readonly rulesAsk: { readonly accounts: boolean; readonly companies: boolean };
  readonly policiesAskAccounts: boolean;
  readonly hours: WorkingHours;
  private readonly absences = new Map<string, readonly Interval[]>();
  private readonly teamsOfRep: ReadonlyMap<string, readonly TeamRow[]>;

  constructor(
    readonly content: DirectoryContent,
    private readonly compile: Compile,
  ) {
    this.hours = new WorkingHours(this, compile);
    this.teamsOfRep = teamsOfReps(content.teams);
    this.capsSources = Array.from(content.reps.values()).some(({ capacity }) => capacity.perSource !== undefined);
    const { rules } = content.rulebook;
    this.handsOver = !this.isShadow && rules.some(({ on }) => on !== 'intake');
    this.rulesAsk = { accounts: askAccounts(rules), companies: askCompanies(rules) };
    this.policiesAskAccounts = content.policies.some(
      ({ policy, when }) => when.asksAccount || policy.pauseWhile?.asksAccount === true,
    );
  }

  /** Returns this directory with other policies, for previews. */
  withPolicies(policies: DirectoryContent['policies']): Directory {
    return new Directory({ ...this.content, policies }, this.compile);
  }

  /** Returns this directory with other rules and pools, for replays. */
  withRouting(rules: Rulebook['rules'], pools: DirectoryContent['pools']): Directory {
    const rulebook = { ...this.content.rulebook, rules };
    return new Directory({ ...this.content, rulebook, pools }, this.compile);
  }

  get revision(): number {
    return this.content.readAs.revision;
  }

  /** A number that changes whenever rules, lists or sources change, so that rules may decide differently. */
  get rulesVersion(): number {
    const { rulebook, lists, sources } = this.content;
    const versions = [...lists.values(), ...sources.all].reduce((sum, { version }) => sum + version, 0);
    return rulebook.version * LIST_VERSIONS_MAX + (versions % LIST_VERSIONS_MAX);
  }

  list(id: string): unknown {
    return this.content.lists.get(id);
  }

  rep(id: string): RepRow | undefined {
    return this.content.reps.get(id);
  }

  team(id: string): TeamRow | undefined {
    return this.content.teams.find((team) => team.id === id);
  }

  pool(id: string | null): KnownPool | undefined {
    return id === null ? undefined : this.content.pools.get(id);
  }

  poolsOfferingTo(repIds: readonly string[]): string[] {
    if (repIds.length === 0) return [];
    const offered = new Set(repIds);
    const offering = [...this.content.pools.values()].filter(offersLeads);
    return offering.filter(({ members }) => members.some(({ repId }) => offered.has(repId))).map(({ id }) => id);
  }

  /** Returns the weight of a member of a pool at an instant, or null if they have not begun. */
  weightAt(member: Member, at: Instant): number | null {
    return isRamp(member) ? weightOn(member, dayIn(at, this.timeZoneOf(member.repId))) : member.weights[0]!.weight;
  }

  /** Returns when a member of a pool begins, or null if they have been one from the start. */
  beginsAt(member: Member): Instant | null {
    const day = beginsOn(member);
    return day === null ? null : startOfDay(day, this.timeZoneOf(member.repId));
  }

  /** Whether decisions of the rules are not applied and waiting leads are not dealt. */
  get isShadow(): boolean {
    return this.content.rulebook.isShadow;
  }

  get queueOwnerId(): string | null {
    return this.content.rulebook.queueOwnerId;
  }

  /**
   * Returns the rep who is notified of the leads that wait in a queue, sees them and moves them. If the queue has no
   * active owner, this is the queue owner of the routing rules. @param queueId null for the general queue
   */
  ownerOfQueue(queueId: string | null): string | null {
    const ownerId = queueId === null ? null : (this.content.queues.get(queueId)?.ownerRepId ?? null);
    return ownerId !== null && this.rep(ownerId)?.active === true ? ownerId : this.queueOwnerId;
  }

  queuesOf(repIds: readonly string[]): string[] {
    return [...this.content.queues.keys()].filter((id) => repIds.includes(this.ownerOfQueue(id) ?? ''));
  }

  /** The active reps who receive alarms: the owner of the general queue, and those that the settings name. */
  get alerted(): readonly string[] {
    const ids = [this.queueOwnerId, ...this.content.settings.alertsTo].filter((id) => id !== null);
    return [...new Set(ids)].filter((id) => this.rep(id)?.active === true);
  }

  holdsAt(at: Instant): readonly Hold[] {
    const { holds, sources } = this.content;
    return holds.filter((hold) => isInForce(hold, at)).map((hold) => inItsCode(hold, sources));
  }

  /** Returns the manager of a rep: their own, else that of their first team, but never themselves. */
  managerOf(repId: string): string | null {
    const own = this.rep(repId)?.managerId ?? this.teamOf(repId)?.managerId ?? null;
    return own === repId ? null : own;
  }

  /** Returns the team that applies to a rep, the oldest of several, or null if none. */
  teamOf(repId: string): TeamRow | null {
    return this.teamsOfRep.get(repId)?.[0] ?? null;
  }

  /** Returns all reps below a manager, directly or not. */
  repsUnder(managerId: string): Set<string> {
    const under = new Set<string>();
    const reps = [...this.content.reps.keys()];
    for (let grew = true; grew; ) {
      const more = reps.filter((id) => !under.has(id) && id !== managerId && this.isUnder(id, managerId, under));
      for (const id of more) under.add(id);
      grew = more.length > 0;
    }
    return under;
  }

  /**
   * Returns the zone of a rep: their own, else that of their calendar (their own, their team's or the default one),
   * else that of the settings.
   */
  timeZoneOf(repId: string | null): string {
    return this.hours.timeZoneOf(repId);
  }

  /** Returns the day of the company, whose time zone its contracts and the terms of its deals count in. */
  companyDay(at: Instant): Day {
    return dayIn(at, this.timeZoneOf(null));
  }

  /** Returns the absences of a rep in order, with adjacent ones joined. */
  absencesOf(repId: string): readonly Interval[] {
    let absences = this.absences.get(repId);
    if (absences === undefined) {
      const rows = this.content.absencesByRep.get(repId) ?? [];
      absences = unite(rows.map(({ fromAt, toAt }) => ({ from: fromAt, to: toAt })));
      this.absences.set(repId, absences);
    }
    return absences;
  }

  /** Returns the cover of a rep at an instant, or null if they have none or are not absent. */
  coverOf(repId: string, at: Instant): string | null {
    const rows = this.content.absencesByRep.get(repId) ?? [];
    return (
      rows.findLast(({ fromAt, toAt, coverRepId }) => coverRepId !== null && fromAt <= at && at < toAt)?.coverRepId ??
      null
    );
  }

  /** Returns who receives what is assigned to `repId`: the first of their covers who is there, else the rep. */
  standInFor(repId: string, at: Instant): string {
    const seen = new Set([repId]);
    for (let id = this.coverOf(repId, at); id !== null && !seen.has(id); id = this.coverOf(id, at)) {
      if (!this.isAwayAt(id, at)) return id;
      seen.add(id);
    }
    return repId;
  }

  /** Returns the absent reps whom `repId` covers at an instant. */
  coveredBy(repId: string, at: Instant): string[] {
    return [...this.content.absencesByRep.keys()].filter((id) => id !== repId && this.standInFor(id, at) === repId);
  }

  /** Reports whether a rep could not read notifications at an instant: absent, unavailable or inactive. */
  isAwayAt(repId: string, at: Instant): boolean {
    const rep = this.rep(repId);
    if (rep === undefined || !rep.active) return true;
    const isAvailable = rep.available || (rep.unavailableUntil !== null && rep.unavailableUntil <= at);
    return !isAvailable || this.isAbsentAt(repId, at);
  }

  isAbsentAt(repId: string, at: Instant): boolean {
    return this.absencesOf(repId).some(({ from, to }) => from <= at && at < to);
  }

  private isUnder(repId: string, managerId: string, known: ReadonlySet<string>): boolean {
    const manager = this.managerOf(repId);
    return manager !== null && (manager === managerId || known.has(manager));
  }
}

/** Replaces the source of a hold by its code, so that it covers all spellings. */
function inItsCode(hold: Hold, sources: Sources): Hold {
  const { scope } = hold;
  return scope === 'all' || !('source' in scope) ? hold : { ...hold, scope: { source: sources.codeOf(scope.source) } };
}
