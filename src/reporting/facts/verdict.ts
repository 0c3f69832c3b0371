import { isStruck } from '../../clocks/clock.js';
import type { Cycle, PastClock } from './history.js';

/**
 * Outcomes of the lead and its first-touch promise as bits, so that equal rows are counted together. Of the promise:
 * `kept`; or `missed`, with `overdue` while it is still owed; or neither, because it is `undecided` or was
 * `closedUntouched` before it was due.
 */
export const OUTCOME = {
  contact: 1,
  qualified: 2,
  won: 4,
  kept: 8,
  missed: 16,
  overdue: 32,
  undecided: 64,
  closedUntouched: 128,
} as const;
export const OUTCOMES = 2 * OUTCOME.closedUntouched;

/** Results of a promise; `struck`: its miss was struck, and it had no result since. Stored by index: append only. */
const VERDICTS = ['running', 'met', 'breached', 'corrected', 'cancelled', 'contact', 'struck'] as const;
export type PromiseVerdict = (typeof VERDICTS)[number];

/** Added to a verdict's index if a miss was struck, whatever the promise's result since. */
const STRUCK_ONCE = 8;
export const VERDICT_CODES = 2 * STRUCK_ONCE;

/** A verdict, and whether a miss was ever struck. */
interface CodedVerdict {
  readonly verdict: PromiseVerdict;
  readonly struck: boolean;
}

export function codeOfVerdict({ verdict, struck }: CodedVerdict): number {
  return VERDICTS.indexOf(verdict) + (struck ? STRUCK_ONCE : 0);
}

export function verdictOfCode(code: number): CodedVerdict {
  return { verdict: VERDICTS[code % STRUCK_ONCE]!, struck: code >= STRUCK_ONCE };
}

/** Returns the promise to the lead if it has a deadline, else those to its owners, where one miss decides. */
export function promisesOfCycle({ clocks }: Cycle): readonly PastClock[] {
  const toLead = clocks.filter(({ kind, target }) => kind === 'leadResponse' && target !== null);
  return toLead.length > 0 ? toLead : clocks.filter(({ kind }) => kind === 'firstTouch');
}

/** Why clocks end with their lead. */
const CLOSED = 'closed';

/**
 * Returns how promises of a first touch stand, as bits of `OUTCOME`.
 * @param clocks of a cycle, or of one owner in it, oldest first; `isOpen` is about whoever promised
 */
export function outcomeOfPromises(
  clocks: readonly PastClock[],
  { isAnswered, isOpen }: { readonly isAnswered: boolean; readonly isOpen: boolean },
): number {
  const isMet = clocks.some(({ state }) => state === 'met');
  if (clocks.some((clock) => clock.state === 'breached' && !isStruck(clock))) {
    // A first touch that was restarted is owed again, whatever answered the one before.
    const isOwed = !isAnswered || (isMet && clocks.at(-1)!.state === 'breached' && clocks.at(-1)!.metAt === null);
    return OUTCOME.missed | (isOpen && isOwed ? OUTCOME.overdue : 0);
  }
  if (clocks.some(({ state }) => state === 'running')) return OUTCOME.undecided;
  if (isMet) return OUTCOME.kept;
  const isClosed = !isOpen && !isAnswered && clocks.some(({ endReason }) => endReason === CLOSED);
  return isClosed ? OUTCOME.closedUntouched : 0;
}

export function verdictOf(clock: PastClock): PromiseVerdict {
  const { state, breachedAt, struckBreachAt, endReason } = clock;
  if (isStruck(clock)) return 'struck';
  if (state === 'met') return breachedAt === null ? 'met' : 'corrected';
  if (state === 'cancelled' && endReason === 'contact') return 'contact';
  // A promise that ended after its miss was struck has no result.
  if (state === 'cancelled') return struckBreachAt === null ? 'cancelled' : 'struck';
  return state;
}
