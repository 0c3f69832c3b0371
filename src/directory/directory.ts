import type { CalendarEntity } from '../calendar/calendar.table.js';
import { unite } from '../calendar/claims.js';
import { OWNER_ZONE } from '../calendar/definition.js';
import { alwaysOpen, type WorkingTime } from '../calendar/working-time.js';
import type { Clock, ClockCalendar } from '../clocks/clock.js';
import type { CompiledCondition, Lists } from '../conditions/condition.js';
import type { ReasonEntity } from '../disposition/reason.table.js';
import type { FormerNames } from '../documents/change.js';
import type { AbsenceRow } from '../people/absence.table.js';
import type { RepEntity } from '../people/rep.table.js';
import { teamsOfReps } from '../people/rep-batch.js';
import type { TeamEntity } from '../people/team.table.js';
import { dayIn, startOfDay } from '../platform/day.js';
import type { Instant, Interval } from '../platform/duration.js';
import { beginsOn, isRamp, type Member, weightOn } from '../routing/membership.js';
import type { PoolEntity } from '../routing/pool.table.js';
import type { Queues } from '../routing/queue.dto.js';
import { askAccounts, askCompanies, type CompiledRule } from '../routing/rules.js';
import type { Sources } from '../routing/sources.js';
import { offersLeads } from '../routing/strategies.js';
import { type Hold, isInForce } from '../sla/hold.js';
import type { Commitment, SlaPolicy } from '../sla/policy.js';
import { type Compile, ContactTimes } from './contact-times.js';
import type { SettingsEntity } from './settings.table.js';

/** So many changes of lists and sources in a row are told apart; the number fits into a column beside that of the rules. */
const LISTS_TOLD_APART = 1_000;

/** Working time, and under which calendar it was worked out. */
export interface Hours {
  readonly calendar: ClockCalendar;
  readonly working: WorkingTime;
}

/** The rules as saved, ready to be asked. */
export interface Rulebook {
  readonly version: number;
  readonly rules: readonly CompiledRule[];
  readonly fallbackPoolId: string | null;
  readonly queueOwnerId: string | null;
  /** Whether the rules only say what they would do. */
  readonly isShadow: boolean;
}

/** A pool with its members, also where they are those of a team. */
export interface KnownPool extends Omit<PoolEntity, 'members'> {
  readonly members: readonly Member[];
}

export interface DirectoryContent {
  readonly revision: number;
  readonly settings: SettingsEntity;
  readonly calendars: ReadonlyMap<string, CalendarEntity>;
  readonly reps: ReadonlyMap<string, RepEntity>;
  readonly absencesByRep: ReadonlyMap<string, readonly AbsenceRow[]>;
  /** Oldest first: the first one applies to a rep in several. */
  readonly teams: readonly TeamEntity[];
  readonly pools: ReadonlyMap<string, KnownPool>;
  readonly queues: Queues;
  readonly sources: Sources;
  readonly rulebook: Rulebook;
  /** In the order in which they are matched. */
  readonly policies: readonly { readonly policy: SlaPolicy; readonly when: CompiledCondition }[];
  readonly reasons: readonly ReasonEntity[];
  /** What conditions ask by their ids. */
  readonly lists: Lists;
  /** Holds that nobody has ended; some may be over. */
  readonly holds: readonly Hold[];
  /** The revision at which the working time of a calendar, a rep or a pool last changed; absent if never. */
  readonly hoursChanges: ReadonlyMap<string, number>;
  /** Names of what was deleted. */
  readonly formerNames: FormerNames;
}

const AROUND_THE_CLOCK: Hours = {
  calendar: { calendarId: null, calendarVersion: null, timeZone: null, reach: null },
  working: alwaysOpen,
};

/**
 * All configuration at one revision, on which every decision is based. Immutable: the next revision is another
 * directory. Compiled calendars are shared between revisions.
 */
export class Directory {
  /** Whether anybody has a capacity for a single source. */
  readonly capsSources: boolean;
  /** Whether rules are asked at milestones. */
  readonly handsOver: boolean;
  /** Whether the rules ask for the accounts of leads, and for who has open leads of their companies. */
  readonly rulesAsk: { readonly accounts: boolean; readonly companies: boolean };
  /** Whether a policy asks for the accounts of leads. */
  readonly policiesAskAccounts: boolean;
  private readonly hours = new Map<string, Hours>();
  private readonly absences = new Map<string, readonly Interval[]>();
  private readonly teamsOfRep: ReadonlyMap<string, readonly TeamEntity[]>;
  private readonly contactTimes: ContactTimes;

  constructor(
    readonly content: DirectoryContent,
    private readonly compile: Compile,
  ) {
    this.contactTimes = new ContactTimes(content.settings, compile);
    this.teamsOfRep = teamsOfReps(content.teams);
    this.capsSources = Array.from(content.reps.values()).some(({ capacity }) => capacity.perSource !== undefined);
    const { rules } = content.rulebook;
    this.handsOver = !this.isShadow && rules.some(({ on }) => on !== 'intake');
    this.rulesAsk = { accounts: askAccounts(rules), companies: askCompanies(rules) };
    this.policiesAskAccounts = content.policies.some(
      ({ policy, when }) => when.asksAccount || policy.pauseWhile?.asksAccount === true,
    );
  }

  /** The same directory with other policies, for previews. */
  withPolicies(policies: DirectoryContent['policies']): Directory {
    return new Directory({ ...this.content, policies }, this.compile);
  }

  /** The same directory with other rules and pools, for replays. */
  withRouting(rules: Rulebook['rules'], pools: DirectoryContent['pools']): Directory {
    const rulebook = { ...this.content.rulebook, rules };
    return new Directory({ ...this.content, rulebook, pools }, this.compile);
  }

  get revision(): number {
    return this.content.revision;
  }

  /** Another number whenever rules may answer otherwise: they have changed, or a list or a source has. */
  get rulesVersion(): number {
    const { rulebook, lists, sources } = this.content;
    const asked = [...lists.values(), ...sources.all].reduce((sum, { version }) => sum + version, 0);
    return rulebook.version * LISTS_TOLD_APART + (asked % LISTS_TOLD_APART);
  }

  list(id: string): unknown {
    return this.content.lists.get(id);
  }

  rep(id: string): RepEntity | undefined {
    return this.content.reps.get(id);
  }

  team(id: string): TeamEntity | undefined {
    return this.content.teams.find((team) => team.id === id);
  }

  pool(id: string | null): KnownPool | undefined {
    return id === null ? undefined : this.content.pools.get(id);
  }

  /** The pools that offer leads to any of these reps. */
  poolsOfferingTo(repIds: readonly string[]): string[] {
    if (repIds.length === 0) return [];
    const offered = new Set(repIds);
    const offering = [...this.content.pools.values()].filter(offersLeads);
    return offering.filter(({ members }) => members.some(({ repId }) => offered.has(repId))).map(({ id }) => id);
  }

  /** The weight of a member of a pool at an instant; null if they have not begun. */
  weightAt(member: Member, at: Instant): number | null {
    return isRamp(member) ? weightOn(member, dayIn(at, this.timeZoneOf(member.repId))) : member.weights[0]!.weight;
  }

  /** When a member of a pool begins; null for one who was there from the start. */
  beginsAt(member: Member): Instant | null {
    const day = beginsOn(member);
    return day === null ? null : startOfDay(day, this.timeZoneOf(member.repId));
  }

  /** Whether the rules act on nothing, and what waits is not dealt out. */
  get isShadow(): boolean {
    return this.content.rulebook.isShadow;
  }

  get queueOwnerId(): string | null {
    return this.content.rulebook.queueOwnerId;
  }

  /**
   * Who is told of leads that wait in a queue, sees them and moves them. Where nobody active owns it, whoever the routing
   * rules name. @param queueId null for the queue of all leads that nobody can take
   */
  ownerOfQueue(queueId: string | null): string | null {
    const ownerId = queueId === null ? null : (this.content.queues.get(queueId)?.ownerRepId ?? null);
    return ownerId !== null && this.rep(ownerId)?.active === true ? ownerId : this.queueOwnerId;
  }

  /** The named queues that any of these reps owns. */
  queuesOf(repIds: readonly string[]): string[] {
    return [...this.content.queues.keys()].filter((id) => repIds.includes(this.ownerOfQueue(id) ?? ''));
  }

  /** Who is notified of alarms: the owner of the queue, and the reps that the settings name. */
  get alerted(): readonly string[] {
    const ids = [this.queueOwnerId, ...this.content.settings.alertsTo].filter((id) => id !== null);
    return [...new Set(ids)].filter((id) => this.rep(id)?.active === true);
  }

  /** The hours of the organisation: those of the default calendar. */
  get defaultHours(): Hours {
    return this.wholeHours(this.content.settings.defaultCalendarId, null);
  }

  /** The holds on enforcement at an instant. */
  holdsAt(at: Instant): readonly Hold[] {
    const { holds, sources } = this.content;
    return holds.filter((hold) => isInForce(hold, at)).map((hold) => inItsCode(hold, sources));
  }

  /** The manager of a rep: their own, else that of their first team; never themselves. */
  managerOf(repId: string): string | null {
    const own = this.rep(repId)?.managerId ?? this.teamsOfRep.get(repId)?.[0]?.managerId ?? null;
    return own === repId ? null : own;
  }

  /** The team that applies to a rep: of several, the one that was made first; null for none. */
  teamOf(repId: string): TeamEntity | null {
    return this.teamsOfRep.get(repId)?.[0] ?? null;
  }

  /** All reps below a manager, directly or not. */
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
   * A rep's own zone, else that of their calendar (their own, their team's or the default one), else that of the
   * settings.
   */
  timeZoneOf(repId: string | null): string {
    const { settings, calendars } = this.content;
    const rep = repId === null ? undefined : this.rep(repId);
    if (rep === undefined) return settings.timeZone;
    if (rep.timeZone !== null) return rep.timeZone;
    const ofCalendar = calendars.get(this.ownerCalendarId(rep.id, null))?.timeZone ?? OWNER_ZONE;
    return ofCalendar === OWNER_ZONE ? settings.timeZone : ofCalendar;
  }

  /** A rep's calendar: their own, else the pool's, else their team's, else the default one; without their absences. */
  ownerHours(repId: string, poolId: string | null): Hours {
    return this.hoursOf(this.ownerCalendarId(repId, poolId), repId);
  }

  /** The pool's calendar, else the default one. With a rep, read in their zone and without their absences. */
  poolHours(poolId: string | null, repId: string | null): Hours {
    return this.hoursOf(this.pool(poolId)?.calendarId ?? this.content.settings.defaultCalendarId, repId);
  }

  calendarHours(calendarId: string, repId: string | null): Hours {
    return this.hoursOf(this.present(calendarId), repId);
  }

  /**
   * The time in which a policy counts an owner's clock.
   * @param reach of the lead, if time counts only while it may be contacted
   */
  hoursOfOwnersClock(policy: Commitment, repId: string, poolId: string | null, reach: string | null = null): Hours {
    return this.withinReach(this.ownersHours(policy, repId, poolId), reach);
  }

  /** The time in which a policy counts a company's clock that begins now. */
  hoursOfLeadsClock(policy: SlaPolicy, poolId: string | null): Hours {
    if (policy.time === 'elapsed') return AROUND_THE_CLOCK;
    const { leadCalendar } = policy.firstTouch;
    return leadCalendar === 'pool' ? this.poolHours(poolId, null) : this.calendarHours(leadCalendar.calendarId, null);
  }

  /** The time in which a running clock counts, by the calendar that it was planned with. */
  hoursOfClock({ calendarId, repId, reach }: Pick<Clock, 'calendarId' | 'repId' | 'reach'>): Hours {
    return this.withinReach(calendarId === null ? AROUND_THE_CLOCK : this.calendarHours(calendarId, repId), reach);
  }

  /** When a lead may be contacted. @param reach as `writeReach` writes it @returns null for any time */
  contactTime(reach: string): WorkingTime | null {
    return this.contactTimes.of(reach);
  }

  /** The time in which a chain counts: that of the promise, without absences. */
  hoursOfChain({ calendarId, timeZone }: Pick<Clock, 'calendarId' | 'timeZone'>): Hours {
    return calendarId === null ? AROUND_THE_CLOCK : this.wholeHours(this.present(calendarId), timeZone);
  }

  /** A text that changes whenever what a rep's hours depend on does, apart from pools and the contents of calendars. */
  hoursKey(repId: string): string {
    const { defaultCalendarId } = this.content.settings;
    const calendars = [this.rep(repId)?.calendarId, this.teamsOfRep.get(repId)?.[0]?.calendarId, defaultCalendarId];
    const absences = this.absencesOf(repId).map(({ from, to }) => `${from}-${to}`);
    return [...calendars, this.timeZoneOf(repId), ...absences].join(' ');
  }

  /** The same for the hours of a pool. */
  poolHoursKey(poolId: string): string {
    // A pool without a calendar leaves its owners their teams' calendars, although the pool itself uses the default
    // one.
    const own = this.pool(poolId)?.calendarId;
    return own ?? `default ${this.content.settings.defaultCalendarId}`;
  }

  /** The absences of a rep, in order and joined where they meet. */
  absencesOf(repId: string): readonly Interval[] {
    let absences = this.absences.get(repId);
    if (absences === undefined) {
      const rows = this.content.absencesByRep.get(repId) ?? [];
      absences = unite(rows.map(({ fromAt, toAt }) => ({ from: fromAt, to: toAt })));
      this.absences.set(repId, absences);
    }
    return absences;
  }

  /** Who stands in for a rep at an instant; null for nobody, also where the rep is not absent. */
  coverOf(repId: string, at: Instant): string | null {
    const rows = this.content.absencesByRep.get(repId) ?? [];
    return (
      rows.findLast(({ fromAt, toAt, coverRepId }) => coverRepId !== null && fromAt <= at && at < toAt)?.coverRepId ??
      null
    );
  }

  /** Who gets what is given to a rep: whoever stands in for them while they are absent, if anybody does, else the rep. */
  standInFor(repId: string, at: Instant): string {
    const asked = new Set([repId]);
    for (let id = this.coverOf(repId, at); id !== null && !asked.has(id); id = this.coverOf(id, at)) {
      if (!this.isAwayAt(id, at)) return id;
      asked.add(id);
    }
    return repId;
  }

  /** Whether nobody would read at an instant what they are told: absent, not available, or not active. */
  isAwayAt(repId: string, at: Instant): boolean {
    const rep = this.rep(repId);
    if (rep === undefined || !rep.active) return true;
    const isAvailable = rep.available || (rep.unavailableUntil !== null && rep.unavailableUntil <= at);
    return !isAvailable || this.absencesOf(repId).some(({ from, to }) => from <= at && at < to);
  }

  private ownersHours(policy: Commitment, repId: string, poolId: string | null): Hours {
    if (policy.time === 'elapsed') return AROUND_THE_CLOCK;
    if (policy.calendar === 'owner') return this.ownerHours(repId, poolId);
    if (policy.calendar === 'pool') return this.poolHours(poolId, repId);
    return this.calendarHours(policy.calendar.calendarId, repId);
  }

  /** In elapsed time, the contact hours of the lead remain, with its days. */
  private withinReach(hours: Hours, reach: string | null): Hours {
    if (reach === null) return hours;
    const calendar = { ...hours.calendar, reach };
    if (hours !== AROUND_THE_CLOCK) return { calendar, working: this.contactTimes.within(hours.working, reach) };
    return { calendar, working: this.contactTimes.of(reach) ?? alwaysOpen };
  }

  private ownerCalendarId(repId: string, poolId: string | null): string {
    return (
      this.rep(repId)?.calendarId ??
      this.pool(poolId)?.calendarId ??
      this.teamsOfRep.get(repId)?.[0]?.calendarId ??
      this.content.settings.defaultCalendarId
    );
  }

  private hoursOf(calendarId: string, repId: string | null): Hours {
    const whole = this.wholeHours(calendarId, this.timeZoneOf(repId));
    // Reps without absences share a compiled calendar: there may be thousands of reps and few calendars.
    if (repId === null || !this.content.absencesByRep.has(repId)) return whole;
    return this.known(`${calendarId} ${whole.calendar.timeZone} ${repId}`, () => ({
      ...whole,
      working: whole.working.without(this.absencesOf(repId)),
    }));
  }

  /** The hours of a calendar, without absences. @param ownersZone the zone in which it is read if it says so */
  private wholeHours(calendarId: string, ownersZone: string | null): Hours {
    const calendar = this.content.calendars.get(calendarId)!;
    const timeZone = calendar.timeZone === OWNER_ZONE ? (ownersZone ?? this.timeZoneOf(null)) : calendar.timeZone;
    return this.known(`${calendarId} ${timeZone}`, () => ({
      calendar: { calendarId, calendarVersion: calendar.version, timeZone, reach: null },
      working: this.compile(calendar, timeZone),
    }));
  }

  /** A calendar that is there: the default one in place of one that was deleted. */
  private present(calendarId: string): string {
    return this.content.calendars.has(calendarId) ? calendarId : this.content.settings.defaultCalendarId;
  }

  private known(key: string, make: () => Hours): Hours {
    const known = this.hours.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.hours.set(key, made);
    return made;
  }

  private isUnder(repId: string, managerId: string, known: ReadonlySet<string>): boolean {
    const manager = this.managerOf(repId);
    return manager !== null && (manager === managerId || known.has(manager));
  }
}

/** A hold on a source covers it in all spellings: by its code. */
function inItsCode(hold: Hold, sources: Sources): Hold {
  const { scope } = hold;
  return scope === 'all' || !('source' in scope) ? hold : { ...hold, scope: { source: sources.codeOf(scope.source) } };
}
