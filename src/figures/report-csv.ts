import type { RowFilter } from './dimension.js';

interface ReportRow {
  readonly filter: RowFilter | null;
}

interface Report<Row> {
  readonly data: readonly Row[];
  /** Null if it is left out. */
  readonly total: Row | null;
  /** The number of rows about other people that were left out. */
  readonly withheld?: number;
  /** What is not counted, by reason. */
  readonly leavesOut?: object;
}

/** Flattens a row into cells named by their path: `split.ownerSeconds`, `steps.0.kept`. */
function flat(value: unknown, path = ''): [name: string, cell: string][] {
  if (value === null || value === undefined) return [[path, '']];
  if (typeof value !== 'object') return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, part]) => flat(part, path === '' ? name : `${path}.${name}`));
}

/**
 * Returns a report as a table with all columns of any row, the total last. A filter becomes the query string of the
 * list that the row is of, such as that of `GET /v1/leads`.
 */
export function tableOf({ data, total, ...report }: Report<ReportRow>): string[][] {
  const listed = (row: ReportRow) => ({ ...row, filter: row.filter && new URLSearchParams(row.filter).toString() });
  return tableOfRows({ ...report, data: data.map(listed), total: total && listed(total) });
}

/** What is about the whole report is filled in the total alone, so that each line of data is still a row. */
export function tableOfRows({ data: all, total, withheld, leavesOut }: Report<object>): string[][] {
  // The only row of a report without `by` is its total, which is written once.
  const data = all.filter((row) => row !== total);
  const whole = { ...total, ...(leavesOut && { leavesOut }) };
  if (withheld === undefined) return tableOfData({ data: [...data, whole] });
  // In the first column, where it is seen.
  return tableOfData({ data: [...data.map((row) => ({ withheld: null, ...row })), { withheld, ...whole }] });
}

export function tableOfData({ data }: { readonly data: readonly object[] }): string[][] {
  const rows = data.map((row) => new Map(flat(row)));
  const named = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  // What is null in one row, such as `cost`, has columns for its parts if another row has them.
  const columns = named.filter((column) => !named.some((other) => other.startsWith(`${column}.`)));
  return [columns, ...rows.map((row) => columns.map((column) => row.get(column) ?? ''))];
}

/** The list fields of a row. */
interface Reason {
  readonly treatments: readonly string[];
  readonly decidedBy: readonly { readonly name: string; readonly times: number }[];
  readonly lessons: readonly string[];
  readonly kindIds: readonly string[];
}

const REASON_COLUMNS = [
  ...['what', 'text', 'times', 'handoffs', 'treatments', 'decidedBy', 'madeUpFor', 'overdue', 'pending', 'open'],
  ...['lessons', 'kindIds', 'sentence'],
];

/** Returns reasons as a table. Lists are joined into one cell, so that every file has the same columns. */
export function tableOfReasons({ data }: { readonly data: readonly Reason[] }): string[][] {
  const rows = data.map((reason) => {
    const decidedBy = reason.decidedBy.map(({ name, times }) => `${name} (${times})`);
    const cells: Readonly<Record<string, unknown>> = { ...reason, decidedBy };
    return REASON_COLUMNS.map((column) => [cells[column]].flat().join('; '));
  });
  return [REASON_COLUMNS, ...rows];
}
