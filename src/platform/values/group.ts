/** Groups rows by a key. Groups, and the rows in them, keep their order. */
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

export function isSameSet<Each>(one: ReadonlySet<Each>, other: ReadonlySet<Each>): boolean {
  return one.size === other.size && [...one].every((each) => other.has(each));
}

/** Returns the values of a field. */
export function pluck<Row, Name extends keyof Row>(rows: readonly Row[], name: Name): Row[Name][] {
  return rows.map((row) => row[name]);
}

/** Splits things into those that pass a test and the others. */
export function partition<Thing>(things: readonly Thing[], isSo: (thing: Thing) => boolean): [Thing[], Thing[]] {
  return [things.filter(isSo), things.filter((thing) => !isSo(thing))];
}

/** Waits for all fields of an object at once, as `Promise.all` does for a list. */
export async function awaitAll<Fields extends object>(
  waiting: {
    readonly [Name in keyof Fields]: Promise<Fields[Name]>;
  },
): Promise<Fields> {
  const entries = Object.entries<Promise<unknown>>(waiting).map(async ([name, value]) => [name, await value] as const);
  return Object.fromEntries(await Promise.all(entries)) as Fields;
}

/** Splits rows, in their order, into portions up to a weight. A row that weighs more is a portion by itself. */
export function* portionsOf<Row>(rows: readonly Row[], weigh: (row: Row) => number, most: number): Generator<Row[]> {
  let portion: Row[] = [];
  let weight = 0;
  for (const row of rows) {
    const more = weigh(row);
    if (portion.length > 0 && weight + more > most) {
      yield portion;
      portion = [];
      weight = 0;
    }
    portion.push(row);
    weight += more;
  }
  if (portion.length > 0) yield portion;
}
