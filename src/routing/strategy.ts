/** The strategies by which pools deal. */
export const POOL_STRATEGIES = ['roundRobin'] as const;
export type PoolStrategy = (typeof POOL_STRATEGIES)[number];

/** The figures of a pool's members, by position, while its leads are dealt. */
export interface Ledger extends Shares {
  /** Grows with each turn; -Infinity for a member without one. Only its order counts. */
  readonly lastTurns: number[];
}

/** The figures that the trace keeps. */
export interface Shares {
  /** Above 0. */
  readonly weights: readonly number[];
  /** Leads due less leads got. */
  readonly credits: number[];
}

/** The members among whom a lead is dealt. */
export interface Deal {
  /** Positions in the ledger, ascending, at least one. */
  readonly among: readonly number[];
  /** Only working hours exclude them, and the pool deals off hours. */
  readonly offHours: boolean;
}

export interface Dealt {
  readonly winner: number;
  /** One plain sentence with numbers. */
  readonly because: string;
}

/** A strategy. All code asks the strategy of the pool and never compares its name. */
export interface Strategy {
  /** Whether it compares loads: then loads are read of all members, else only of those with a capacity. */
  readonly goesByLoad: boolean;
  /** Finds whose turn it is and books it. @param turn larger than any turn before */
  deal(ledger: Ledger, deal: Deal, turn: number): Dealt;
  /**
   * What a deal books for all members among whom the lead is dealt, and then for the winner. The trace replays both, so
   * what they make of a snapshot must never change; how the winner is found may.
   */
  share(shares: Shares, among: readonly number[]): void;
  pay(shares: Shares, winner: number): void;
  /** The numbers by which the trace explains a member. */
  shown(shares: Shares, member: number): { readonly weight: number; readonly credit: number };
}
