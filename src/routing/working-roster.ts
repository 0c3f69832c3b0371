import type { Instant } from '../platform/duration.js';
import { type Exclusion, exclusionOf } from './eligibility.js';
import { outsideOfAll, poolChain, type Roster, type RosterPool, type RosterRep } from './roster.js';
import type { LoadKind } from './strategy.js';
import type { TracedPool } from './trace.js';
import { type MemberChange, WorkingPool } from './working-pool.js';

/** The roster while a batch is decided: each lead is counted before the next is decided. */
export class WorkingRoster {
  readonly at: Instant;
  readonly #roster: Roster;
  readonly #reps = new Map<string, WorkingRep>();
  readonly #pools = new Map<RosterPool, WorkingPool>();
  readonly #chains = new Map<string | null, readonly WorkingPool[]>();
  /** All pools that were asked, for test leads and real ones: the trace refers to them by position. */
  readonly #asked: WorkingPool[];
  #turns = 0;

  constructor(roster: Roster, asked: WorkingPool[] = []) {
    this.#roster = roster;
    this.#asked = asked;
    this.at = roster.at;
  }

  /** The same reps and pools for test leads, whose deals change nothing here. */
  forTests(): WorkingRoster {
    return new WorkingRoster(outsideOfAll(this.#roster), this.#asked);
  }

  /** @returns undefined for a rep that the roster does not know */
  rep(repId: string): WorkingRep | undefined {
    const known = this.#reps.get(repId);
    if (known !== undefined) return known;
    const rep = this.#roster.reps.get(repId);
    if (rep === undefined) return undefined;
    const working = new WorkingRep(rep);
    this.#reps.set(repId, working);
    return working;
  }

  /** Of somebody whom the roster does not know, no. */
  isActive(repId: string): boolean {
    return this.#roster.reps.get(repId)?.active === true;
  }

  /** The pools to try for a lead of this pool, in order. */
  chain(poolId: string | null): readonly WorkingPool[] {
    const known = this.#chains.get(poolId);
    if (known !== undefined) return known;
    const chain = poolChain(this.#roster, poolId).map((pool) => this.#pool(pool));
    this.#chains.set(poolId, chain);
    return chain;
  }

  /** The names of the visited pools. */
  namesOf(visits: readonly (readonly number[])[]): string[] {
    return visits.map(([position]) => this.#asked[position!]!.pool.name);
  }

  /** Larger than all turns before, in this batch and earlier ones; all of a batch happens at the same instant. */
  nextTurn(): number {
    this.#turns += 1;
    return this.at + this.#turns;
  }

  tracedPools(): TracedPool[] {
    return this.#asked.map((pool) => pool.traced);
  }

  memberChanges(): MemberChange[] {
    return [...this.#pools.values()].flatMap((pool) => pool.memberChanges(this.at));
  }

  #pool(pool: RosterPool): WorkingPool {
    const known = this.#pools.get(pool);
    if (known !== undefined) return known;
    const reps = pool.members.map(({ repId }) => this.rep(repId));
    const working = new WorkingPool({ pool, reps, position: this.#asked.length, at: this.at });
    this.#asked.push(working);
    this.#pools.set(pool, working);
    return working;
  }
}

/** A rep, with what they got so far. */
export class WorkingRep {
  readonly rep: RosterRep;
  /** What excludes them apart from working hours. */
  exclusion: Exclusion | null;
  readonly #load: { open: number; untouched: number; today: number; thisWeek: number };
  readonly #pools: WorkingPool[] = [];
  readonly #comparing: WorkingPool[] = [];

  constructor(rep: RosterRep) {
    this.rep = rep;
    this.#load = { ...rep.load };
    this.exclusion = exclusionOf(rep, this.#load);
  }

  joins(pool: WorkingPool): void {
    this.#pools.push(pool);
    if (pool.comparesLoads) this.#comparing.push(pool);
  }

  loadOf(kind: LoadKind): number {
    return this.#load[kind];
  }

  take(): void {
    this.#load.open += 1;
    this.#load.untouched += 1;
    this.#load.today += 1;
    this.#load.thisWeek += 1;
    this.#reconsider();
  }

  /** Takes a lead away. Leads got today still count. */
  giveUp(untouched: boolean): void {
    this.#load.open -= 1;
    if (untouched) this.#load.untouched -= 1;
    this.#reconsider();
  }

  #reconsider(): void {
    for (const pool of this.#comparing) pool.reweigh(this);
    const exclusion = exclusionOf(this.rep, this.#load);
    if (exclusion?.excludedBy === this.exclusion?.excludedBy && exclusion?.detail === this.exclusion?.detail) return;
    this.exclusion = exclusion;
    for (const pool of this.#pools) pool.reconsider(this.rep.id);
  }
}
