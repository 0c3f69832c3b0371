import type { Instant } from '../platform/duration.js';
import { type ExcludedBy, type Exclusion, offHoursAt } from './eligibility.js';
import type { Figure, Ledger } from './ledger.js';
import type { PoolMember, RosterPool } from './roster.js';
import { strategyOf } from './strategies.js';
import { type Deal, dealBy, type PoolOptions, type Strategy } from './strategy.js';
import type { TracedCandidate, TracedPool, TracedStep } from './trace.js';
import type { WorkingRep } from './working-roster.js';

/** How a batch changed the figures of a member: `shareDue` and `leadsGot` are increments, `credit` is the new value. */
export interface MemberChange {
  readonly poolId: string;
  readonly repId: string;
  readonly credit: number;
  readonly lastAssignedAt: Instant | null;
  readonly shareDue: number;
  readonly leadsGot: number;
  /** Leads dealt in this pool while the member was excluded, by reason. */
  readonly missed: Readonly<Partial<Record<ExcludedBy, number>>>;
}

/** A deal to be made: the candidates, and the lead's earlier owners who are passed over. */
export interface PoolDeal extends Deal {
  readonly earlier: readonly number[];
}

/**
 * A pool while a batch is decided, with its changing ledger and the trace of each step. Members are identified by
 * position.
 */
export class WorkingPool {
  readonly pool: RosterPool;
  /** The pool's position in the trace. */
  readonly position: number;
  readonly traced: TracedPool;
  readonly comparesLoads: boolean;
  readonly exclusions: (Exclusion | null)[];
  /** The eligible, ascending. */
  atWork: number[] = [];
  /** Members whom only working hours exclude, ascending. */
  offHours: number[] = [];
  readonly #reps: readonly (WorkingRep | undefined)[];
  readonly #at: Instant;
  readonly #positions = new Map<string, number>();
  readonly #steps: TracedStep[] = [];
  readonly #strategy: Strategy;
  readonly #options: Partial<PoolOptions>;
  readonly #ledger: Ledger;
  readonly #tallies: Tally[];
  readonly #deals = { atWork: 0, offHours: 0 };

  constructor(options: { pool: RosterPool; reps: readonly (WorkingRep | undefined)[]; position: number; at: Instant }) {
    this.pool = options.pool;
    this.position = options.position;
    this.#reps = options.reps;
    this.#at = options.at;
    const { members } = this.pool;
    for (const [position, member] of members.entries()) this.#positions.set(member.repId, position);
    this.#strategy = strategyOf(this.pool);
    this.comparesLoads = this.#strategy.compares.includes('load');
    const { load } = this.pool;
    this.#options = load === null ? {} : { load };
    for (const rep of this.#reps) rep?.joins(this);
    this.#ledger = {
      weights: members.map(({ weight }) => weight),
      credits: members.map(({ credit }) => credit),
      loads: this.#reps.map((rep) => (load === null ? 0 : (rep?.loadOf(load) ?? 0))),
      lastTurns: members.map(({ lastAssignedAt }) => lastAssignedAt ?? Number.NEGATIVE_INFINITY),
    };
    this.#tallies = members.map(() => ({ leadsGot: 0, missed: {}, since: { atWork: 0, offHours: 0 } }));
    this.exclusions = members.map((member, position) => this.#exclusionOf(member, position));
    this.#group();
    this.traced = {
      poolId: this.pool.id,
      candidates: members.map((member, position) => this.#candidate(member, position)),
      steps: this.#steps,
    };
  }

  positionOf(repId: string): number | undefined {
    return this.#positions.get(repId);
  }

  /** The positions of those of `repIds` who are eligible otherwise. */
  earlier(repIds: readonly string[]): number[] {
    const positions: number[] = [];
    for (const repId of repIds) {
      const position = this.#positions.get(repId);
      if (position === undefined || positions.includes(position)) continue;
      const exclusion = this.exclusions[position];
      if (exclusion === null || exclusion?.excludedBy === 'offHours') positions.push(position);
    }
    return positions;
  }

  /** The reference by which the trace finds the pool as it stands now. */
  visit(earlier: readonly number[]): readonly number[] {
    return [this.position, this.#steps.length, ...earlier];
  }

  /** Deals one lead and books it: ledger, trace, missed turns. */
  deal(deal: PoolDeal, turn: number): { rep: WorkingRep; because: string } {
    const { winner, because } = dealBy(this.#strategy, this.#ledger, deal, { turn, options: this.#options });
    const { earlier, offHours } = deal;
    const step = [winner, ...earlier];
    this.#steps.push(offHours ? { offHours: step } : step);
    this.#deals[offHours ? 'offHours' : 'atWork'] += 1;
    this.#tallies[winner]!.leadsGot += 1;
    for (const position of earlier) {
      // A member who is off hours misses an ordinary turn for that reason already.
      if (offHours || this.exclusions[position] === null) bump(this.#tallies[position]!.missed, 'earlierOwner', 1);
    }
    return { rep: this.#reps[winner]!, because };
  }

  /** Applies a change in what excludes a rep, other than working hours. */
  reconsider(repId: string): void {
    const position = this.#positions.get(repId)!;
    const before = this.exclusions[position] ?? null;
    const exclusion = this.#exclusionOf(this.pool.members[position]!, position);
    if (before === exclusion) return;
    this.#countMissed(position);
    this.exclusions[position] = exclusion;
    this.#steps.push({ member: position, ...exclusion });
    this.#group();
  }

  /** Applies a change in the load of a rep; a lead that this pool has dealt is counted already. */
  reweigh(rep: WorkingRep): void {
    const member = this.#positions.get(rep.rep.id)!;
    const load = rep.loadOf(this.pool.load!);
    if (this.#ledger.loads[member] === load) return;
    this.#ledger.loads[member] = load;
    this.#steps.push({ member, load });
  }

  memberChanges(at: Instant): MemberChange[] {
    return this.pool.members.flatMap((member, position) => {
      this.#countMissed(position);
      const { leadsGot, missed } = this.#tallies[position]!;
      const credit = this.#ledger.credits[position]!;
      if (credit === member.credit && leadsGot === 0 && Object.keys(missed).length === 0) return [];
      const lastAssignedAt = leadsGot > 0 ? at : member.lastAssignedAt;
      const shareDue = credit - member.credit + leadsGot;
      return [{ poolId: this.pool.id, repId: member.repId, credit, lastAssignedAt, shareDue, leadsGot, missed }];
    });
  }

  /** A member as the trace keeps them: with the figures that are compared. */
  #candidate({ repId, weight, credit, lastAssignedAt }: PoolMember, position: number): TracedCandidate {
    const figures = { credit, load: this.#ledger.loads[position]!, lastAssignedAt };
    const compared: Partial<Record<Figure, number | null>> = {};
    for (const figure of this.#strategy.compares) compared[figure] = figures[figure];
    return { repId, weight, ...compared, ...this.exclusions[position] } as TracedCandidate;
  }

  #exclusionOf(member: PoolMember, position: number): Exclusion | null {
    const rep = this.#reps[position];
    if (rep === undefined) return { excludedBy: 'inactive' };
    return rep.exclusion ?? offHoursAt(member.hours, this.#at);
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
  #countMissed(position: number): void {
    const { since, missed } = this.#tallies[position]!;
    const reason = this.exclusions[position]?.excludedBy;
    const ordinary = this.#deals.atWork - since.atWork;
    const shared = this.#deals.offHours - since.offHours;
    this.#tallies[position]!.since = { ...this.#deals };
    if (reason === undefined) return;
    const turns = reason === 'offHours' ? ordinary : ordinary + shared;
    if (turns > 0) bump(missed, reason, turns);
  }
}

interface Tally {
  leadsGot: number;
  readonly missed: Partial<Record<ExcludedBy, number>>;
  /** The deals already counted. */
  since: { atWork: number; offHours: number };
}

function bump(counts: Partial<Record<ExcludedBy, number>>, reason: ExcludedBy, by: number): void {
  counts[reason] = (counts[reason] ?? 0) + by;
}
