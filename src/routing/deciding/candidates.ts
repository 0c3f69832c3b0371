import { offersLeads } from '../pools/strategies.js';
import { type ExcludedBy, type Exclusion, moreLasting } from './eligibility.js';
import type { RosterPool } from './roster.js';
import type { PoolDeal, WorkingPool } from './working-pool.js';
import type { WorkingRep } from './working-roster.js';

/** The members of a pool as candidates for leads with the same needs, while a batch is decided. */
export class Candidates {
  /** What excludes each member from these leads. */
  readonly exclusions: (Exclusion | null)[];
  /** The positions of the eligible members, ascending. */
  atWork: number[] = [];
  /** The positions of members whom only working hours exclude, ascending. */
  offHours: number[] = [];
  readonly #working: WorkingPool;
  readonly #fromSome: (Exclusion | null)[] | null;
  readonly #deals = { atWork: 0, offHours: 0 };
  readonly #tallies: Tally[];

  /**
   * @param needs the position of the needs in the trace; null for leads that need nothing in particular
   * @param fromSome what excludes members from these leads alone; null if nothing can
   */
  constructor(
    working: WorkingPool,
    readonly needs: number | null,
    fromSome: (Exclusion | null)[] | null,
  ) {
    this.#working = working;
    this.#fromSome = fromSome;
    this.exclusions = working.fromAll.map((exclusion, member) => moreLasting(exclusion, fromSome?.[member] ?? null));
    this.#tallies = this.exclusions.map(() => ({ missed: {}, since: { atWork: 0, offHours: 0 } }));
    this.#group();
  }

  get offers(): boolean {
    return offersLeads(this.pool);
  }

  get pool(): RosterPool {
    return this.#working.pool;
  }

  /** The pool's position in the trace. */
  get position(): number {
    return this.#working.position;
  }

  positionOf(repId: string): number | undefined {
    return this.#working.positionOf(repId);
  }

  /** The positions of all members who are eligible, or only not at work. */
  get everybody(): number[] {
    return [...this.atWork, ...this.offHours];
  }

  /** Returns the positions of those of `repIds` who are eligible, or only not at work. */
  earlier(repIds: readonly string[]): number[] {
    const positions: number[] = [];
    for (const repId of repIds) {
      const position = this.positionOf(repId);
      if (position === undefined || positions.includes(position)) continue;
      const exclusion = this.exclusions[position];
      if (exclusion === null || exclusion?.excludedBy === 'offHours') positions.push(position);
    }
    return positions;
  }

  /** Reports whether anybody besides these reps could ever get the leads: is active and has the skills. */
  hasOthersThan(repIds: ReadonlySet<string>): boolean {
    return this.exclusions.some((exclusion, member) => {
      const isFitting = exclusion?.excludedBy !== 'inactive' && exclusion?.excludedBy !== 'skill';
      return isFitting && !repIds.has(this.pool.members[member]!.repId);
    });
  }

  /** Returns the reference by which the trace finds the pool in its present state. */
  visit(earlier: readonly number[]): readonly number[] {
    return [this.position, this.#working.steps, ...earlier];
  }

  /** Deals one lead and records it in the ledger and the trace. @param declined reps who have declined it */
  deal(deal: PoolDeal, turn: number, declined: readonly string[] = []): { rep: WorkingRep; because: string } {
    const dealt = this.#working.deal(deal, turn, this.needs);
    const { earlier, offHours } = deal;
    this.#deals[offHours ? 'offHours' : 'atWork'] += 1;
    for (const position of earlier) {
      // A member who is off hours misses an ordinary turn for that reason already.
      if (!offHours && this.exclusions[position] !== null) continue;
      const isDeclined = declined.includes(this.pool.members[position]!.repId);
      bump(this.#tallies[position]!.missed, isDeclined ? 'declined' : 'earlierOwner', 1);
    }
    return dealt;
  }

  reconsider(member: number): void {
    this.#exclude(member, moreLasting(this.#working.fromAll[member]!, this.#fromSome?.[member] ?? null));
  }

  /** Applies a change in what excludes a member from these leads alone. @returns whether anything changed */
  changeForSome(member: number, exclusion: Exclusion | null): boolean {
    const before = this.#fromSome![member] ?? null;
    if (before?.excludedBy === exclusion?.excludedBy && before?.detail === exclusion?.detail) return false;
    this.#fromSome![member] = exclusion;
    this.reconsider(member);
    return true;
  }

  missedBy(member: number): Readonly<Partial<Record<ExcludedBy, number>>> {
    this.#countMissed(member);
    return this.#tallies[member]!.missed;
  }

  #exclude(member: number, exclusion: Exclusion | null): void {
    if (this.exclusions[member] === exclusion) return;
    this.#countMissed(member);
    this.exclusions[member] = exclusion;
    this.#group();
  }

  #group(): void {
    this.atWork = [];
    this.offHours = [];
    for (const [position, exclusion] of this.exclusions.entries()) {
      if (exclusion === null) this.atWork.push(position);
      else if (exclusion.excludedBy === 'offHours') this.offHours.push(position);
    }
  }

  /** Counts missed turns when the reason changes, and not with every lead. */
  #countMissed(member: number): void {
    const { since, missed } = this.#tallies[member]!;
    const reason = this.exclusions[member]?.excludedBy;
    const ordinary = this.#deals.atWork - since.atWork;
    const shared = this.#deals.offHours - since.offHours;
    this.#tallies[member]!.since = { ...this.#deals };
    if (reason === undefined) return;
    const turns = reason === 'offHours' ? ordinary : ordinary + shared;
    if (turns > 0) bump(missed, reason, turns);
  }
}

interface Tally {
  readonly missed: Partial<Record<ExcludedBy, number>>;
  /** The deals already counted. */
  since: { atWork: number; offHours: number };
}

export function bump(counts: Partial<Record<ExcludedBy, number>>, reason: ExcludedBy, by: number): void {
  counts[reason] = (counts[reason] ?? 0) + by;
}
