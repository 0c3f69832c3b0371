import { isStruck } from '../../clocks/clock.js';
import type { Cycle, PastClock } from './history.js';

/** What became of the lead, and of the promise of a first touch: bits, so that rows of a kind are counted together. */
export const OUTCOME = { contact: 1, qualified: 2, won: 4, kept: 8, missed: 16 } as const;

/**
 * What became of a promise; `struck`: its miss was struck, and nothing has become of it since. Its place is what is stored: a new one is
 * added at the end.
 */
const VERDICTS = ['running', 'met', 'breached', 'corrected', 'cancelled', 'contact', 'struck'] as const;
export type PromiseVerdict = (typeof VERDICTS)[number];

/** Added to the place of the verdict of a promise of which a miss was struck, whatever has become of it since. */
const STRUCK_ONCE = 8;
/** So many codes there are, from 0. */
export const VERDICT_CODES = 2 * STRUCK_ONCE;

/** A verdict, and whether a miss was struck, whatever has become of the promise since. */
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

/** By the promise to the lead where it has a deadline, else by those of its owners: one that was missed is enough. */
export function verdictOfCycle({ clocks }: Cycle): number {
  const toLead = clocks.filter(({ kind, target }) => kind === 'leadResponse' && target !== null);
  return keptOrMissed(toLead.length > 0 ? toLead : clocks.filter(({ kind }) => kind === 'firstTouch'));
}

export function keptOrMissed(clocks: readonly PastClock[]): number {
  if (clocks.some((clock) => clock.state === 'breached' && !isStruck(clock))) return OUTCOME.missed;
  return clocks.some(({ state }) => state === 'met') ? OUTCOME.kept : 0;
}

export function verdictOf(clock: PastClock): PromiseVerdict {
  const { state, breachedAt, struckBreachAt, endReason } = clock;
  if (isStruck(clock)) return 'struck';
  if (state === 'met') return breachedAt === null ? 'met' : 'corrected';
  if (state === 'cancelled' && endReason === 'contact') return 'contact';
  // Nothing has become of a promise that ended after its miss was struck.
  if (state === 'cancelled') return struckBreachAt === null ? 'cancelled' : 'struck';
  return state;
}
