/*
 * Rows stay in place while the pointer or the focus is in the list. New and more urgent rows are counted, and shown on
 * request or once the list is left.
 */

interface HeldOrder {
  readonly shown: readonly string[];
  /** The number of rows that are missing or too low compared with the present order. */
  readonly waiting: number;
}

/**
 * @param shown the ids of the rows now shown
 * @param wanted all ids in the present order
 */
export function heldOrder(shown: readonly string[], wanted: readonly string[], isHeld: boolean): HeldOrder {
  if (!isHeld || shown.length === 0) return { shown: wanted, waiting: 0 };
  const present = new Set(wanted);
  const kept = shown.filter((id) => present.has(id));
  return { shown: kept, waiting: waitingIn(kept, wanted) };
}

/** Counts rows that are not shown, and those that should be above a row that is shown above them. */
function waitingIn(kept: readonly string[], wanted: readonly string[]): number {
  const place = new Map(kept.map((id, at) => [id, at]));
  let waiting = 0;
  // From the bottom up: a row is too low if one that should follow it is shown above it.
  let highest = Number.POSITIVE_INFINITY;
  for (const id of wanted.toReversed()) {
    const at = place.get(id);
    if (at === undefined || at > highest) waiting += 1;
    else highest = at;
  }
  return waiting;
}
