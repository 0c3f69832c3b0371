import type { Instant } from '../../platform/values/duration.js';
import type { NeededSkill } from '../pools/skills.js';
import type { LoadKind } from '../pools/strategy.js';
import type { Candidates } from './candidates.js';
import { type Exclusion, exclusionByNeeds, exclusionOf, type Needs } from './eligibility.js';
import { outsideOfAll, poolChain, type Roster, type RosterPool, type RosterRep, type SourceLoad } from './roster.js';
import type { TracedNeeds, TracedPool } from './trace.js';
import { type MemberChange, WorkingPool } from './working-pool.js';

/** Needs of leads in a batch, with their position in the trace. */
export interface WorkingNeeds extends Needs {
  readonly position: number;
}

/** The roster while a batch is decided: each lead is counted before the next is decided. */
export class WorkingRoster {
  readonly at: Instant;
  readonly #roster: Roster;
  readonly #reps = new Map<string, WorkingRep>();
  readonly #pools = new Map<RosterPool, WorkingPool>();
  readonly #chains = new Map<WorkingNeeds | null, Map<string | null, readonly Candidates[]>>();
  readonly #needs = new Map<string, WorkingNeeds>();
  readonly #cappedSources = new Map<string | null, ReadonlySet<string>>();
  /** All pools that were tried, for test leads and real ones: the trace refers to them by position. */
  readonly #asked: WorkingPool[];
  /** The rep who got the latest lead of each company in this batch. */
  readonly #companies = new Map<string, string>();
  #turns = 0;

  readonly #countsLeads: boolean;

  /** @param options.countsLeads whether a lead adds to the load of the rep who gets it; true by default */
  constructor(roster: Roster, pools: WorkingPool[] = [], { countsLeads = true }: { countsLeads?: boolean } = {}) {
    this.#roster = roster;
    this.#countsLeads = countsLeads;
    this.#asked = pools;
    this.at = roster.at;
  }

  /** Returns a roster with the same pools for test leads, whose deals change nothing here. */
  forTests(): WorkingRoster {
    return new WorkingRoster(outsideOfAll(this.#roster), this.#asked);
  }

  /** @returns undefined for a rep that the roster does not know */
  rep(repId: string): WorkingRep | undefined {
    const known = this.#reps.get(repId);
    if (known !== undefined) return known;
    const rep = this.#roster.reps.get(repId);
    if (rep === undefined) return undefined;
    const working = new WorkingRep(rep, this.#countsLeads);
    this.#reps.set(repId, working);
    return working;
  }

  /** Returns the needs of a lead, the same object for all leads with the same needs; null for nothing in particular. */
  needs(skills: readonly NeededSkill[] = [], source: string | null): WorkingNeeds | null {
    if (skills.length === 0 && source === null) return null;
    const key = JSON.stringify([skills, source]);
    const known = this.#needs.get(key);
    if (known !== undefined) return known;
    const needs = { skills, source, position: this.#needs.size };
    this.#needs.set(key, needs);
    return needs;
  }

  /** Reports whether one of the reps, or a member of the pools to try, has a capacity for a source. */
  isCapped(source: string, poolId: string | null, repIds: readonly string[]): boolean {
    const inPools = this.#cappedSources.get(poolId) ?? cappedSourcesIn(poolChain(this.#roster, poolId), this.#roster);
    this.#cappedSources.set(poolId, inPools);
    return (
      inPools.has(source) || repIds.some((id) => this.#roster.reps.get(id)?.sourceCapacities?.has(source) === true)
    );
  }

  /** Returns the pools to try for a lead of this pool, in order, with their members as candidates for it. */
  chain(poolId: string | null, needs: WorkingNeeds | null = null): readonly Candidates[] {
    const chains = this.#chains.get(needs) ?? new Map<string | null, readonly Candidates[]>();
    this.#chains.set(needs, chains);
    const known = chains.get(poolId);
    if (known !== undefined) return known;
    const chain = poolChain(this.#roster, poolId).map((pool) => this.#pool(pool).candidatesFor(needs));
    chains.set(poolId, chain);
    return chain;
  }

  ownerOfCompany(key: string | null): string | undefined {
    return key === null ? undefined : this.#companies.get(key);
  }

  noteCompany(key: string | null, repId: string): void {
    if (key !== null) this.#companies.set(key, repId);
  }

  namesOf(visits: readonly (readonly number[])[]): string[] {
    return visits.map(([position]) => this.#asked[position!]!.pool.name);
  }

  /** Returns a turn larger than all before, in this batch and earlier ones. A batch happens at one instant. */
  nextTurn(): number {
    this.#turns += 1;
    return this.at + this.#turns;
  }

  tracedPools(): TracedPool[] {
    return this.#asked.map((pool) => pool.traced);
  }

  tracedNeeds(): TracedNeeds[] {
    return Array.from(this.#needs.values(), ({ skills, source }) => ({ skills, ...(source !== null && { source }) }));
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

/** A rep, with the leads they got so far in the batch. */
export class WorkingRep {
  readonly rep: RosterRep;
  /** What excludes them apart from working hours. */
  exclusion: Exclusion | null;
  readonly #load: {
    open: number;
    untouched: number;
    today: number;
    thisWeek: number;
    bySource: Map<string, SourceLoad>;
  };
  readonly #pools: WorkingPool[] = [];
  readonly #comparing: WorkingPool[] = [];

  readonly #countsLeads: boolean;

  constructor(rep: RosterRep, countsLeads: boolean) {
    this.rep = rep;
    this.#countsLeads = countsLeads;
    this.#load = { ...rep.load, bySource: new Map(rep.load.bySource) };
    this.exclusion = exclusionOf(rep, this.#load);
  }

  joins(pool: WorkingPool): void {
    this.#pools.push(pool);
    if (pool.comparesLoads) this.#comparing.push(pool);
  }

  loadOf(kind: LoadKind): number {
    return this.#load[kind];
  }

  /** What excludes them from leads with these needs alone. */
  exclusionFrom(needs: Needs): Exclusion | null {
    return exclusionByNeeds(this.rep, this.#load, needs);
  }

  /** @param source of the lead, if a rep has a capacity for it; otherwise null */
  take(source: string | null): void {
    if (!this.#countsLeads) return;
    this.#load.open += 1;
    this.#load.untouched += 1;
    this.#load.today += 1;
    this.#load.thisWeek += 1;
    this.#reconsider();
    if (source === null || !this.rep.sourceCapacities?.has(source)) return;
    const { today, thisWeek } = this.#load.bySource.get(source) ?? { today: 0, thisWeek: 0 };
    this.#load.bySource.set(source, { today: today + 1, thisWeek: thisWeek + 1 });
    for (const pool of this.#pools) pool.reconsiderFor(source, this);
  }

  /** Removes a lead from the load. Leads got today still count. */
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
    for (const pool of this.#pools) pool.reconsider(this);
  }
}

function cappedSourcesIn(pools: readonly RosterPool[], { reps }: Roster): Set<string> {
  const members = pools.flatMap((pool) => pool.members);
  return new Set(members.flatMap(({ repId }) => [...(reps.get(repId)?.sourceCapacities?.keys() ?? [])]));
}
