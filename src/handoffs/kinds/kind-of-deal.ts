import type { Deal } from '../../deals/deal.js';
import type { DealFacts } from '../../forms/billing.js';
import type { Instant } from '../../platform/duration.js';
import type { KindVersion } from './handoff-kind.js';
import { ASKED_OF_DEALS, readyFactsOf } from './ready.js';

/** A kind that begins handoffs, and since when there is one. */
export interface StartingKind {
  readonly kind: KindVersion;
  readonly since: Instant;
}

/** Whether a kind asks for a handoff of such a deal. */
export function takes({ when }: Pick<KindVersion, 'when'>, deal: DealFacts): boolean {
  return when === null || when.evaluate(readyFactsOf(ASKED_OF_DEALS, {}, deal)).matched;
}

/** Whether a kind asks for a handoff of every deal, so that a deal gets none of those behind it. */
export function takesAll({ when }: Pick<KindVersion, 'when'>): boolean {
  return when === null || when.matchesAll;
}

/**
 * The same of a win. A renewal goes on with what was handed over before, so that only a kind that asks what deals are to
 * the customer takes it.
 */
function takesWin(kind: Pick<KindVersion, 'when' | 'asksForType'>, deal: DealFacts): boolean {
  return (deal.type !== 'renewal' || kind.asksForType) && takes(kind, deal);
}

/**
 * The kind by which a deal changes hands when it is won: the first that takes it.
 * @param kinds those that start on a win, in their order
 * @returns undefined where none takes it
 */
export function firstTaking(kinds: readonly StartingKind[], deal: DealFacts): KindVersion | undefined {
  return kinds.find(({ kind }) => takesWin(kind, deal))?.kind;
}

/**
 * The same, of the kinds that there were when it was won.
 * @param kinds what was won before there was one is not asked for it
 */
export function kindFor(
  kinds: readonly StartingKind[],
  deal: DealFacts & Partial<Pick<Deal, 'stage' | 'wonAt'>>,
): KindVersion | undefined {
  const asked = kinds.filter(({ since }) => deal.stage !== 'won' || deal.wonAt! >= since);
  return firstTaking(asked, deal);
}
