import { distance } from 'fastest-levenshtein';

/** What was sent is compared up to this length: nobody mistypes more. */
const COMPARED_MAX = 50;

/**
 * A sentence that names the one word that was likely meant, with a space before it: one that differs in its case, or in
 * at most a third of its letters. Empty where none is near, two are as near, or there is only one anyway.
 */
export function meantBy(given: unknown, known: readonly string[]): string {
  if (typeof given !== 'string' || given.length > COMPARED_MAX || known.length < 2) return '';
  const written = given.toLowerCase();
  const near = known
    .map((word) => ({ word, apart: distance(written, word.toLowerCase()) }))
    .filter(({ word, apart }) => apart <= Math.floor(Math.max(word.length, written.length) / 3))
    .sort((a, b) => a.apart - b.apart);
  const [first, second] = near;
  return first === undefined || first.apart === second?.apart ? '' : ` Did you mean ${JSON.stringify(first.word)}?`;
}
