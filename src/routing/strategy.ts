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

/** The members among whom a lead is dealt. */
export interface DealtAmong {
  /** Positions in the ledger, ascending, at least one. */
  readonly among: readonly number[];
  /** Only working hours exclude them, and the pool deals off hours. */
  readonly offHours: boolean;
  /** Who of them has claimed the lead: nobody has to be chosen. */
  readonly claimedBy?: number;
}

export interface Dealt {
  readonly winner: number;
  /** One plain sentence with numbers. */
  readonly because: string;
}

/** A way in which pools deal. All code asks the strategy of the pool and never compares its name. */
export interface Strategy {
  /** What it does, for whoever chooses it: the part of a sentence after its name. */
  readonly description: string;
  /** What it compares besides weights. Only this is read, and the trace shows it. */
  readonly compares: readonly Figure[];
  /** Whether leads are offered first: whoever is eligible may claim them, and only those that nobody claims are dealt. */
  readonly offers: boolean;
  /** The fields of a pool that it has besides those of all, with their defaults. */
  readonly options: Partial<PoolOptions>;
  /** Finds who gets a lead of which everybody has been given their share. Changes nothing. */
  choose(ledger: Ledger, deal: DealtAmong, options: Partial<PoolOptions>): Dealt;
}

/** Claims, or loads by weight, that differ by no more than this are equal: thirds are not exact in binary. */
export const TOLERANCE = 1e-9;

/** How the sentence of a trace calls those among whom a lead is dealt. */
export function eligibleOf({ offHours }: DealtAmong): string {
  return offHours ? 'otherwise eligible' : 'eligible';
}

function claimed(deal: DealtAmong, winner: number): Dealt {
  const { length } = deal.among;
  const first = length === 1 ? 'They were the only one' : `They were the first to claim it of ${length}`;
  return { winner, because: `${first} ${eligibleOf(deal)}.` };
}

/** Deals one lead and books it. @param turn larger than any turn before */
export function dealBy(
  strategy: Strategy,
  ledger: Ledger,
  deal: DealtAmong,
  { turn, options = {} }: { readonly turn: number; readonly options?: Partial<PoolOptions> },
): Dealt {
  shareOut(ledger, deal.among);
  const dealt = deal.claimedBy === undefined ? strategy.choose(ledger, deal, options) : claimed(deal, deal.claimedBy);
  pay(ledger, dealt.winner);
  ledger.loads[dealt.winner]! += 1;
  ledger.lastTurns[dealt.winner] = turn;
  return dealt;
}
