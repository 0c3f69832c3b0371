/** Rows in portions that weigh about as much as they may, in their order; a row that weighs more is one by itself. */
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
