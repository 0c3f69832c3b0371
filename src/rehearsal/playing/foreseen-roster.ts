import { localPeriods } from '../../conditions/local-period.js';
import type { Directory } from '../../directory/directory.js';
import type { LeadCase } from '../../lifecycle/lead-case.js';
import { loadChanges } from '../../lifecycle/load-changes.js';
import { type RosterFacts, rosterAt } from '../../lifecycle/roster-facts.js';
import type { Instant } from '../../platform/instant.js';
import type { Load, Roster, RosterRep } from '../../routing/roster.js';
import type { MemberChange } from '../../routing/working-pool.js';

/**
 * People at instants to come: their hours and absences are those of then, their leads and turns those of now, but for
 * what the lead itself that is foreseen makes of them.
 */
export class ForeseenRoster {
  private readonly turns = new Map<string, MemberChange>();
  private readonly had: ReadonlySet<string>;

  /** @param countedAt the day and week whose leads were counted */
  constructor(
    private readonly directory: Directory,
    private readonly facts: RosterFacts,
    private readonly leadCase: LeadCase,
    private readonly countedAt: Instant,
  ) {
    this.had = new Set(leadCase.tenures.map(({ id }) => id));
  }

  at(now: Instant): Roster {
    const roster = rosterAt(this.directory, now, this.facts);
    const changes = new Map(loadChanges([this.leadCase]).map((change) => [change.repId, change]));
    const reps = new Map<string, RosterRep>();
    for (const [id, rep] of roster.reps) reps.set(id, { ...rep, load: this.loadOf(rep, changes.get(id), now) });
    const pools = new Map(
      [...roster.pools].map(([id, pool]) => [
        id,
        { ...pool, members: pool.members.map((member) => ({ ...member, ...this.turnOf(id, member.repId) })) },
      ]),
    );
    return { ...roster, reps, pools };
  }

  /** What a decision has made of whose turn it is. */
  book(changes: readonly MemberChange[]): void {
    for (const change of changes) this.turns.set(`${change.poolId} ${change.repId}`, change);
  }

  private turnOf(poolId: string, repId: string): Partial<Pick<MemberChange, 'credit' | 'lastAssignedAt'>> {
    const turn = this.turns.get(`${poolId} ${repId}`);
    return turn === undefined ? {} : { credit: turn.credit, lastAssignedAt: turn.lastAssignedAt };
  }

  /** A later day, or week, begins with its own count: nobody knows yet who gets what in it. */
  private loadOf({ id, load }: RosterRep, change: Partial<Load> | undefined, now: Instant): Load {
    const zone = this.directory.timeZoneOf(id);
    const { day, week } = localPeriods(zone, now);
    const isIn = (from: Instant, to: Instant) => this.countedAt >= from && this.countedAt < to;
    const got = this.leadCase.tenures.filter((tenure) => tenure.repId === id && !this.had.has(tenure.id));
    return {
      open: load.open + (change?.open ?? 0),
      untouched: load.untouched + (change?.untouched ?? 0),
      today: (isIn(day.from, day.to) ? load.today : 0) + got.filter(({ fromAt }) => fromAt >= day.from).length,
      thisWeek: (isIn(week.from, week.to) ? load.thisWeek : 0) + got.filter(({ fromAt }) => fromAt >= week.from).length,
    };
  }
}
