import type { WinChange } from '../../leads/survivals.js';
import { type Day, daysAfter } from '../../platform/values/day.js';
import { digitsOf, type Ratio, ratioOf, roundedTo } from '../../platform/values/money.js';
import type { DestinationRule } from '../destinations/destination.dto.js';
import { survivedDays } from '../destinations/survived-rules.js';
import { type Money, zeroOf } from '../money.js';
import type { LeadEvent } from '../planning/lead-event.js';
import { sendOfStage } from '../planning/matching.js';

/** Returns how many days after their contracts began the remaining value of wins is sent; null if never. */
export function daysOfWins(rules: readonly DestinationRule[]): number | null {
  const send = sendOfStage(rules, 'won') as { readonly value?: unknown } | undefined;
  return survivedDays(send?.value);
}

/** The decision on what was left of a win. */
export interface SurvivedWin {
  readonly leadId: string;
  readonly milestoneId: string;
  /** The `seq` of the lead's latest event by then. */
  readonly afterSeq: number;
  readonly at: number;
  readonly value: Money;
}

export interface RemainingShare {
  /** The day that has to be over before it is decided. */
  readonly on: Day;
  /** Of what the win was worth a year on its first day. */
  readonly share: Ratio;
  /** ISO 4217, of its contract. */
  readonly currency: string;
}

/**
 * Returns what share is left of a win some days after the first day on which it is worth something: the least that it
 * was worth since. What is added later does not make up for what was lost, but a gap that has ended is no loss.
 * @param changes of the win itself, in the order of the days
 * @returns null if it was never worth anything a year, or its contracts are in several currencies
 */
export function leftOf(
  changes: readonly Pick<WinChange, 'currency' | 'day' | 'change'>[],
  days: number,
): RemainingShare | null {
  const [first] = changes;
  if (first === undefined || changes.some(({ currency }) => currency !== first.currency)) return null;
  const steps: { readonly day: Day; readonly arr: bigint }[] = [];
  for (const { day, change } of changes) steps.push({ day, arr: (steps.at(-1)?.arr ?? 0n) + change });
  const begin = steps.find(({ arr }) => arr > 0n);
  if (begin === undefined) return null;
  const on = daysAfter(begin.day, days);
  const since = steps.filter(({ day }) => begin.day <= day && day <= on);
  const least = since.reduce((left, { arr }) => (arr > 0n && arr < left ? arr : left), begin.arr);
  const share = { over: since.at(-1)!.arr > 0n ? least : 0n, under: begin.arr };
  return { on, share, currency: first.currency };
}

/**
 * Returns the value to send: that share of what was told. An unharmed win keeps its value to the last digit.
 * @param told null if the win was sent without a value
 * @returns null where nothing is to be changed, because no value was told and something is left
 */
export function remainingValue(told: Money | null, { share, currency }: Omit<RemainingShare, 'on'>): Money | null {
  if (told === null) return share.over === 0n ? zeroOf({ currency }) : null;
  if (share.over === share.under) return told;
  const { over, under } = ratioOf(told.amount)!;
  const rest = { over: over * share.over, under: under * share.under };
  return { amount: roundedTo(digitsOf(told.currency), rest), currency: told.currency };
}

/** Returns what a win is worth by the events of its lead, in their order; null if no value was reported. */
export function worthOfWin(events: readonly LeadEvent[], milestoneId: string): Money | null {
  const valued = events.filter(({ is }) => is === 'reached' || is === 'revalued') as Extract<
    LeadEvent,
    { is: 'reached' | 'revalued' }
  >[];
  return valued.findLast((event) => event.milestoneId === milestoneId)?.value ?? null;
}

/** Inserts the decisions on wins between the events of a lead. */
export function withSurvivals(events: readonly LeadEvent[], survivals: readonly SurvivedWin[]): LeadEvent[] {
  if (survivals.length === 0) return [...events];
  return [...events, ...survivals.map(survivedOf)].sort((one, other) => one.seq - other.seq);
}

function survivedOf({ milestoneId, afterSeq, at, value }: SurvivedWin): LeadEvent {
  return { at, seq: seqOf({ afterSeq }), is: 'survived', stage: 'won', milestoneId, value };
}

/** Returns its position among the events of the lead, which have whole numbers. */
export function seqOf({ afterSeq }: Pick<SurvivedWin, 'afterSeq'>): number {
  return afterSeq + 0.5;
}
