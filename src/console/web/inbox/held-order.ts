/*
 * The order of a list under somebody's hand. Rows keep their places while a pointer or the focus is in the list: what is
 * new or has become more urgent waits, and is counted, until it is asked for or nobody is there.
 */

export interface HeldOrder {
  /** What is shown, in its order. */
  readonly shown: readonly string[];
  /** How many rows would come, or stand higher, in the order of now. */
  readonly waiting: number;
}

/**
 * @param shown the rows as they stand
 * @param wanted all rows in the order of now
 * @param isHeld whether somebody is at the list
 */
export function heldOrder(shown: readonly string[], wanted: readonly string[], isHeld: boolean): HeldOrder {
  if (!isHeld || shown.length === 0) return { shown: wanted, waiting: 0 };
  const present = new Set(wanted);
  const kept = shown.filter((id) => present.has(id));
  return { shown: kept, waiting: waitingIn(kept, wanted) };
}

/** Rows that are not shown, and those that would overtake one that is shown above them. */
function waitingIn(kept: readonly string[], wanted: readonly string[]): number {
  const place = new Map(kept.map((id, at) => [id, at]));
  let waiting = 0;
  // From below: a row overtakes where one that comes after it now stands above it.
  let highest = Number.POSITIVE_INFINITY;
  for (const id of wanted.toReversed()) {
    const at = place.get(id);
    if (at === undefined || at > highest) waiting += 1;
    else highest = at;
  }
  return waiting;
}
