import type { WinChange } from '../../leads/survivals.js';
import { type Day, daysAfter } from '../../platform/values/day.js';
import { amountIn } from '../../platform/values/money.js';
import type { DestinationRule } from '../destinations/destination.dto.js';
import { survivedDays } from '../destinations/survived-rules.js';
import type { Money } from '../money.js';
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

interface RemainingValue {
  readonly on: Day;
  readonly value: Money;
}

/**
 * Returns what is left of a win some days after the first day on which it is worth something: the least that it was
 * worth since. What is added later does not make up for what was lost, but a gap that has ended is no loss.
 * @param changes of the win itself, in the order of the days
 * @returns null if it was never worth anything a year, or its contracts are in several currencies
 */
export function leftOf(
  changes: readonly Pick<WinChange, 'currency' | 'day' | 'change'>[],
  days: number,
): RemainingValue | null {
  const [first] = changes;
  if (first === undefined || changes.some(({ currency }) => currency !== first.currency)) return null;
  const steps: { readonly day: Day; readonly arr: bigint }[] = [];
  for (const { day, change } of changes) steps.push({ day, arr: (steps.at(-1)?.arr ?? 0n) + change });
  const begin = steps.find(({ arr }) => arr > 0n);
  if (begin === undefined) return null;
  const on = daysAfter(begin.day, days);
  const since = steps.filter(({ day }) => begin.day <= day && day <= on);
  const least = since.reduce((left, { arr }) => (arr > 0n && arr < left ? arr : left), begin.arr);
  const amount = amountIn(since.at(-1)!.arr > 0n ? least : 0n, first.currency);
  return { on, value: { amount, currency: first.currency } };
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
