/** The ways in which a pool deals its leads out. */
export const POOL_STRATEGIES = ['roundRobin'] as const;
export type PoolStrategy = (typeof POOL_STRATEGIES)[number];

/** What is known of the members of a pool, by their positions, as its leads are dealt. */
export interface Ledger extends Shares {
  /** Grows with each turn; -Infinity when a member never had one. Only its order counts. */
  readonly lastTurns: number[];
}

/** The part of it that the trace keeps. */
export interface Shares {
  /** Above 0. */
  readonly weights: readonly number[];
  /** Leads due less leads got. */
  readonly credits: number[];
}

/** Among whom a lead is dealt. */
export interface Deal {
  /** Positions in the ledger, ascending, at least one. */
  readonly among: readonly number[];
  /** Nothing but working hours stands in their way, and they are shared. */
  readonly offHours: boolean;
}

export interface Dealt {
  readonly winner: number;
  /** One plain sentence with numbers. */
  readonly because: string;
}

/** A way of dealing. Whoever deals, shows or replays asks the strategy of the pool, and nobody asks for one by name. */
export interface Strategy {
  /** It goes by what its members have: then that is read of them all, else of those who have a capacity. */
  readonly goesByLoad: boolean;
  /** Finds whose turn it is and books it. @param turn larger than any turn before */
  deal(ledger: Ledger, deal: Deal, turn: number): Dealt;
  /**
   * What a deal books for all among whom the lead is dealt, and then for its winner. The trace replays these two, so what
   * they make of a snapshot never changes; how the winner is found may.
   */
  share(shares: Shares, among: readonly number[]): void;
  pay(shares: Shares, winner: number): void;
  /** The numbers by which the trace explains a member. */
  shown(shares: Shares, member: number): { readonly weight: number; readonly credit: number };
}
