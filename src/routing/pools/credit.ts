/** The numbers of a member that a strategy may compare besides the weight. */
export type Figure = 'credit' | 'load' | 'lastAssignedAt';

/** The credit of a pool's members, by position. Every pool maintains it, whatever its strategy. */
export interface Shares {
  /** Above 0. */
  readonly weights: readonly number[];
  /** Leads due minus leads got. */
  readonly credits: number[];
}

/** The figures of a pool's members, by position, while its leads are dealt. */
export interface Ledger extends Shares {
  /** Leads in hand, as the pool's `load` counts them; 0 if the strategy does not compare them. */
  readonly loads: number[];
  /** Grows with each turn; -Infinity for a member without one. Only its order matters. */
  readonly lastTurns: number[];
}

/** Credits each member among whom a lead is dealt with their share of it, by weight. */
export function shareOut({ weights, credits }: Shares, among: readonly number[]): void {
  const total = totalWeight(weights, among);
  for (const member of among) credits[member]! += weights[member]! / total;
}

/** Charges the lead to the member who got it. */
export function pay({ credits }: Shares, winner: number): void {
  credits[winner]! -= 1;
}

export function totalWeight(weights: readonly number[], among: readonly number[]): number {
  let total = 0;
  for (const member of among) total += weights[member]!;
  return total;
}
