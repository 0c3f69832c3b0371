import type { Instant } from '../../platform/values/duration.js';
import type { Figure, Ledger } from '../pools/credit.js';
import { strategyOf } from '../pools/strategies.js';
import { type DealtAmong, dealBy, type PoolOptions, type Strategy } from '../pools/strategy.js';
import { bump, Candidates } from './candidates.js';
import { type ExcludedBy, type Exclusion, offHoursAt } from './eligibility.js';
import type { PoolMember, PoolStanding, RosterPool } from './roster.js';
import type { TracedCandidate, TracedPool, TracedStep } from './trace.js';
import type { WorkingNeeds, WorkingRep } from './working-roster.js';

/** How a batch changed a member: `shareDue`, `leadsGot` and `missed` are increments, the others new values. */
export interface MemberChange extends Omit<PoolStanding, 'sinceRevision' | 'sinceAt'> {
  readonly poolId: string;
}

/** A deal to be made: the candidates, and the lead's earlier owners who are passed over. */
export interface PoolDeal extends DealtAmong {
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
  /** What excludes each member from all leads. */
  readonly fromAll: (Exclusion | null)[];
  readonly #reps: readonly (WorkingRep | undefined)[];
  readonly #at: Instant;
  readonly #positions = new Map<string, number>();
  readonly #steps: TracedStep[] = [];
  readonly #strategy: Strategy;
  readonly #options: Partial<PoolOptions>;
  readonly #ledger: Ledger;
  readonly #leadsGot: number[];
  /** The candidates of leads by their needs, null for leads that need nothing in particular. */
  readonly #candidates = new Map<WorkingNeeds | null, Candidates>();

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
    this.#leadsGot = members.map(() => 0);
    this.fromAll = members.map((member, position) => this.#exclusionOf(member, position));
    this.traced = {
      poolId: this.pool.id,
      candidates: members.map((member, position) => this.#candidate(member, position)),
      steps: this.#steps,
    };
  }

  positionOf(repId: string): number | undefined {
    return this.#positions.get(repId);
  }

  /** How many steps the trace has. */
  get steps(): number {
    return this.#steps.length;
  }

  /** The members as candidates for leads with these needs. */
  candidatesFor(needs: WorkingNeeds | null): Candidates {
    const known = this.#candidates.get(needs);
    if (known !== undefined) return known;
    const fromSome = needs && this.#reps.map((rep) => rep?.exclusionFrom(needs) ?? null);
    const candidates = new Candidates(this, needs?.position ?? null, fromSome);
    this.#candidates.set(needs, candidates);
    for (const [member, exclusion] of fromSome?.entries() ?? []) {
      if (exclusion !== null) this.#steps.push({ needs: needs!.position, member, ...exclusion });
    }
    return candidates;
  }

  /** Deals one lead and records it in the ledger and the trace. @param needs the position of its needs in the trace */
  deal(deal: PoolDeal, turn: number, needs: number | null): { rep: WorkingRep; because: string } {
    const { winner, because } = dealBy(this.#strategy, this.#ledger, deal, { turn, options: this.#options });
    const step = [winner, ...deal.earlier];
    const traced = deal.offHours ? { offHours: step } : step;
    if (needs === null) this.#steps.push(traced);
    else this.#steps.push(deal.offHours ? { needs, offHours: step } : { needs, deal: step });
    this.#leadsGot[winner]! += 1;
    return { rep: this.#reps[winner]!, because };
  }

  /** Applies a change in what excludes a rep, other than working hours. */
  reconsider(rep: WorkingRep): void {
    const member = this.#positions.get(rep.rep.id)!;
    const exclusion = this.#exclusionOf(this.pool.members[member]!, member);
    if (this.fromAll[member] === exclusion) return;
    this.fromAll[member] = exclusion;
    this.#steps.push({ member, ...exclusion });
    for (const candidates of this.#candidates.values()) candidates.reconsider(member);
  }

  /** Applies a change in what excludes a rep from the leads of a source. */
  reconsiderFor(source: string, rep: WorkingRep): void {
    const member = this.#positions.get(rep.rep.id)!;
    for (const [needs, candidates] of this.#candidates) {
      if (needs?.source !== source) continue;
      const exclusion = rep.exclusionFrom(needs);
      if (candidates.changeForSome(member, exclusion))
        this.#steps.push({ needs: needs.position, member, ...exclusion });
    }
  }

  /** Applies a change in the load of a rep. A lead that this pool has dealt is counted already. */
  reweigh(rep: WorkingRep): void {
    const member = this.#positions.get(rep.rep.id)!;
    const load = rep.loadOf(this.pool.load!);
    if (this.#ledger.loads[member] === load) return;
    this.#ledger.loads[member] = load;
    this.#steps.push({ member, load });
  }

  memberChanges(at: Instant): MemberChange[] {
    return this.pool.members.flatMap((member, position) => {
      const missed: Partial<Record<ExcludedBy, number>> = {};
      for (const candidates of this.#candidates.values()) {
        const counted = Object.entries(candidates.missedBy(position)) as [ExcludedBy, number][];
        for (const [reason, turns] of counted) bump(missed, reason, turns);
      }
      const leadsGot = this.#leadsGot[position]!;
      const credit = this.#ledger.credits[position]!;
      if (credit === member.credit && leadsGot === 0 && Object.keys(missed).length === 0) return [];
      const lastAssignedAt = leadsGot > 0 ? at : member.lastAssignedAt;
      const shareDue = credit - member.credit + leadsGot;
      return [{ poolId: this.pool.id, repId: member.repId, credit, lastAssignedAt, shareDue, leadsGot, missed }];
    });
  }

  /** Returns a member as traces store them: with the figures that are compared. */
  #candidate({ repId, weight, credit, lastAssignedAt }: PoolMember, position: number): TracedCandidate {
    const figures = { credit, load: this.#ledger.loads[position]!, lastAssignedAt };
    const compared: Partial<Record<Figure, number | null>> = {};
    for (const figure of this.#strategy.compares) compared[figure] = figures[figure];
    return { repId, weight, ...compared, ...this.fromAll[position] } as TracedCandidate;
  }

  #exclusionOf(member: PoolMember, position: number): Exclusion | null {
    const rep = this.#reps[position];
    if (rep === undefined) return { excludedBy: 'inactive' };
    return rep.exclusion ?? offHoursAt(member.hours, this.#at);
  }
}
