import type { RowFilter } from './dimension.js';

/** What each row has: how what it is about is listed. */
export interface ReportRow {
  readonly filter: RowFilter | null;
}

interface Report<Row> {
  readonly data: readonly Row[];
  readonly total: Row;
  /** How many rows of other people are left out. */
  readonly withheld?: number;
}

/** A row of a report as cells, each under the way to it: `split.ownerSeconds`, `steps.0.kept`. */
function flat(value: unknown, path = ''): [name: string, cell: string][] {
  if (value === null || value === undefined) return [[path, '']];
  if (typeof value !== 'object') return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, part]) => flat(part, path === '' ? name : `${path}.${name}`));
}

/**
 * The rows of a report with its total as the last: a line each, under the names of all columns that any of them has. A
 * filter is the text that follows `GET /v1/leads?`, or that of the list that it is of.
 */
export function tableOf({ data, total, ...report }: Report<ReportRow>): string[][] {
  const listed = (row: ReportRow) => ({ ...row, filter: row.filter && new URLSearchParams(row.filter).toString() });
  return tableOfRows({ ...report, data: data.map(listed), total: listed(total) });
}

/** The same of rows that no list is of. */
export function tableOfRows({ data, total, withheld }: Report<object>): string[][] {
  if (withheld === undefined) return tableOfData([...data, total]);
  // The first column, which nobody scrolls past; in the total alone, so that each line of data is still a row.
  return tableOfData([...data.map((row) => ({ withheld: null, ...row })), { withheld, ...total }]);
}

/** The same of rows without a total. */
export function tableOfData(data: readonly object[]): string[][] {
  const rows = data.map((row) => new Map(flat(row)));
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return [columns, ...rows.map((row) => columns.map((column) => row.get(column) ?? ''))];
}

/** What each has of which several may be said. */
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

/** A line for each; of what there may be several all stand in one cell, so that every file has the same columns. */
export function tableOfReasons({ data }: { readonly data: readonly Reason[] }): string[][] {
  const rows = data.map((reason) => {
    const decidedBy = reason.decidedBy.map(({ name, times }) => `${name} (${times})`);
    const cells: Readonly<Record<string, unknown>> = { ...reason, decidedBy };
    return REASON_COLUMNS.map((column) => [cells[column]].flat().join('; '));
  });
  return [REASON_COLUMNS, ...rows];
}
