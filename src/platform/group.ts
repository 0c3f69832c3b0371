/** Rows by a key, in the order in which they came. */
export function groupBy<Key, Row>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** Those for which it is so, and the others. */
export function partition<Thing>(things: readonly Thing[], isSo: (thing: Thing) => boolean): [Thing[], Thing[]] {
  return [things.filter(isSo), things.filter((thing) => !isSo(thing))];
}
