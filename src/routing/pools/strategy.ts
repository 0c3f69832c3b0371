import { type Figure, type Ledger, pay, shareOut } from './credit.js';

export const LOADS = ['open', 'untouched'] as const;
/** Which leads of a rep count as their load: all open ones, or those that await first touch. */
export type LoadKind = (typeof LOADS)[number];

/** The fields of a pool that only some strategies have. */
export interface PoolOptions {
  readonly load: LoadKind;
  /** How long members may claim a lead; an ISO 8601 duration, in elapsed time. */
  readonly claimWithin: string;
}

export interface DealtAmong {
  /** Positions in the ledger, ascending, at least one. */
  readonly among: readonly number[];
  /** Whether only working hours exclude them, and the pool deals off hours. */
  readonly offHours: boolean;
  /** The member who has claimed the lead, so that none is chosen. */
  readonly claimedBy?: number;
}

export interface StrategyChoice {
  readonly winner: number;
  /** One plain sentence with numbers. */
  readonly because: string;
}

/** A way in which pools deal. Code asks the strategy of the pool and never compares its name. */
export interface Strategy {
  /** What it does, for people who choose it: the part of a sentence after its name. */
  readonly description: string;
  /** The figures that it compares besides weights. Only these are read, and traces show them. */
  readonly compares: readonly Figure[];
  /** Whether leads are offered first: eligible members may claim them, and only unclaimed leads are dealt. */
  readonly offers: boolean;
  /** The pool fields of this strategy, with their defaults. */
  readonly options: Partial<PoolOptions>;
  /** Chooses who gets a lead, after all members were credited with their shares. Changes nothing. */
  choose(ledger: Ledger, deal: DealtAmong, options: Partial<PoolOptions>): StrategyChoice;
}

/** Claims, or loads by weight, that differ by no more than this are equal: thirds are not exact in binary. */
export const TOLERANCE = 1e-9;

function claimed(deal: DealtAmong, winner: number): StrategyChoice {
  const { length } = deal.among;
  const first = length === 1 ? 'They were the only one' : `They were the first to claim it of ${length}`;
  return { winner, because: `${first} who could take it.` };
}

/** Deals one lead and records it in the ledger. @param turn larger than any turn before */
export function dealBy(
  strategy: Strategy,
  ledger: Ledger,
  deal: DealtAmong,
  { turn, options = {} }: { readonly turn: number; readonly options?: Partial<PoolOptions> },
): StrategyChoice {
  shareOut(ledger, deal.among);
  const dealt = deal.claimedBy === undefined ? strategy.choose(ledger, deal, options) : claimed(deal, deal.claimedBy);
  pay(ledger, dealt.winner);
  ledger.loads[dealt.winner]! += 1;
  ledger.lastTurns[dealt.winner] = turn;
  return dealt;
}
