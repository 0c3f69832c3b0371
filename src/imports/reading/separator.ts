import { Records } from './records.js';

const SEPARATORS = [',', ';', '\t', '|'] as const;
/** Excel writes and reads this line before the first one. */
const SAID = /^sep=([^"\w\r\n])\r?\n/i;
/** Rows that are compared. */
const ROWS = 50;

export interface Separation {
  readonly separator: string;
  /** The number of characters before the first row. */
  readonly skip: number;
}

/**
 * Returns by what the cells of a file are separated: what divides its first lines into most cells, of which there are as
 * many in each. Separators within quotes do not count.
 */
export function separationOf(beginning: string): Separation {
  const said = SAID.exec(beginning);
  if (said !== null) return { separator: said[1]!, skip: said[0].length };
  const scores = SEPARATORS.map((separator) => scoreOf(separator, beginning));
  return { separator: SEPARATORS[scores.indexOf(Math.max(...scores))]!, skip: 0 };
}

function scoreOf(separator: string, beginning: string): number {
  const rows = new Records(separator).push(`${beginning}\n`).slice(0, ROWS);
  const counts = rows.flatMap((row) =>
    'cells' in row && row.cells.some((cell) => cell !== '') ? [row.cells.length] : [],
  );
  const first = counts[0] ?? 1;
  if (first === 1) return 0;
  const alike = counts.filter((count) => count === first).length;
  return (alike / rows.length) ** 2 * Math.log(first);
}
