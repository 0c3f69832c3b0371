import type { Deal } from '../../deals/deal.js';
import type { DealFacts } from '../../forms/billing.js';
import type { Instant } from '../../platform/values/duration.js';
import type { KindVersion } from './handoff-kind.js';
import { DEAL_CONDITION_FIELDS, readyFactsOf } from './ready.js';

export interface StartingKind {
  readonly kind: KindVersion;
  readonly since: Instant;
}

export function takes({ when }: Pick<KindVersion, 'when'>, deal: DealFacts): boolean {
  return when === null || when.evaluate(readyFactsOf(DEAL_CONDITION_FIELDS, {}, deal)).matched;
}

/** Whether a kind takes every deal, so that kinds behind it get none. */
export function takesAll({ when }: Pick<KindVersion, 'when'>): boolean {
  return when === null || when.matchesAll;
}

/**
 * Whether a kind takes a deal when it is won. A renewal continues what was handed over before, so only a kind whose
 * condition asks for the type of deals takes it.
 */
function takesWin(kind: Pick<KindVersion, 'when' | 'asksForType'>, deal: DealFacts): boolean {
  return (deal.type !== 'renewal' || kind.asksForType) && takes(kind, deal);
}

/**
 * Returns the kind by which a deal is handed over when it is won: the first that takes it.
 * @param kinds those that start on a win, in their order
 * @returns undefined if none takes it
 */
export function firstTaking(kinds: readonly StartingKind[], deal: DealFacts): KindVersion | undefined {
  return kinds.find(({ kind }) => takesWin(kind, deal))?.kind;
}

/** Like `firstTaking`, but ignores kinds that did not exist yet when the deal was won. */
export function kindFor(
  kinds: readonly StartingKind[],
  deal: DealFacts & Partial<Pick<Deal, 'stage' | 'wonAt'>>,
): KindVersion | undefined {
  const existing = kinds.filter(({ since }) => deal.stage !== 'won' || deal.wonAt! >= since);
  return firstTaking(existing, deal);
}
