import { isDeepStrictEqual } from 'node:util';

/** An entry of the former list and the one of the new list that it has become; null where there is none. */
export type Pair = readonly [before: number | null, after: number | null];

/** Comparisons up to here; of longer lists the places say which is which. */
const COMPARED_MAX = 40_000;

/**
 * Which entries of two lists are the same: as many equal ones as there are in the same order, and of what stands between
 * them the first with the first.
 */
export function pairsOf(before: readonly unknown[], after: readonly unknown[]): Pair[] {
  const pairs: Pair[] = [];
  let [from, to] = [0, 0];
  const between = (upTo: number, andUpTo: number) => {
    for (; from < upTo && to < andUpTo; from += 1, to += 1) pairs.push([from, to]);
    for (; from < upTo; from += 1) pairs.push([from, null]);
    for (; to < andUpTo; to += 1) pairs.push([null, to]);
  };
  for (const [one, other] of equalOnes(before, after)) {
    between(one, other);
    pairs.push([one, other]);
    [from, to] = [one + 1, other + 1];
  }
  between(before.length, after.length);
  return pairs;
}

/** The longest common subsequence. */
function equalOnes(before: readonly unknown[], after: readonly unknown[]): [number, number][] {
  if (before.length * after.length > COMPARED_MAX) return [];
  const isEqual = before.map((one) => after.map((other) => isDeepStrictEqual(one, other)));
  // How many are equal from here on.
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let one = before.length - 1; one >= 0; one -= 1)
    for (let other = after.length - 1; other >= 0; other -= 1)
      lengths[one]![other] = isEqual[one]![other]
        ? lengths[one + 1]![other + 1]! + 1
        : Math.max(lengths[one + 1]![other]!, lengths[one]![other + 1]!);
  const found: [number, number][] = [];
  for (let one = 0, other = 0; one < before.length && other < after.length; ) {
    if (isEqual[one]![other]) found.push([one++, other++]);
    else if (lengths[one + 1]![other]! >= lengths[one]![other + 1]!) one += 1;
    else other += 1;
  }
  return found;
}
