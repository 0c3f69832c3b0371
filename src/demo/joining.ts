import { basename } from 'node:path';
import { StartRefusal } from '../platform/start-refusal.js';
import type { Csv } from './csv.js';
import type { Remark } from './remark.js';
import type { Row } from './row.js';

/** Another file whose rows say more about those of the first. */
export interface Join {
  /** Its columns are called by it, a dot, and their own name. */
  readonly name: string;
  readonly file: string;
  /** The column that says which row of the other file belongs to a row. */
  readonly column: string;
  /** The column of the other file that holds the same. */
  readonly key: string;
}

/**
 * Each row with the columns of the row of the other file that belongs to it; with empty ones where there is none.
 * @throws StartRefusal when there is no such column
 */
export function joinRows(one: Csv, other: Csv, join: Join, files: { leads: string }): Csv {
  requireColumn(one, join.column, files.leads);
  requireColumn(other, join.key, join.file);
  const { byKey, remarks } = keyed(other, join);
  const named = (cells: Row) =>
    Object.fromEntries(other.header.map((column) => [`${join.name}.${column}`, cells[column] ?? '']));
  const nothing = named({});
  const rows = one.rows.map(({ line, cells }) => {
    const key = cells[join.column]!.trim();
    const found = byKey.get(key);
    if (found === undefined && key !== '') remarks.push(missing(line, key, join, files));
    return { line, cells: { ...cells, ...(found === undefined ? nothing : named(found)) } };
  });
  const added = other.header.map((column) => `${join.name}.${column}`);
  const twice = added.find((column) => one.header.includes(column));
  if (twice !== undefined)
    throw new StartRefusal(`${files.leads} has a column called "${twice}" of its own: give the join another name.`);
  return { header: [...one.header, ...added], rows, remarks: [...one.remarks, ...other.remarks, ...remarks] };
}

function keyed(other: Csv, { file, key }: Join): { byKey: Map<string, Row>; remarks: Remark[] } {
  const byKey = new Map<string, Row>();
  const lines = new Map<string, number>();
  const remarks: Remark[] = [];
  for (const { line, cells } of other.rows) {
    const value = cells[key]!.trim();
    if (value === '') continue;
    const earlier = lines.get(value);
    if (earlier !== undefined) {
      const text = `, ${key}: "${value}" is the same as on line ${earlier}, which counts; this row is left out.`;
      remarks.push({ file: basename(file), line, kind: `repeated ${key}`, text });
      continue;
    }
    byKey.set(value, cells);
    lines.set(value, line);
  }
  return { byKey, remarks };
}

function missing(
  line: number,
  key: string,
  { column, key: there, file, name }: Join,
  { leads }: { leads: string },
): Remark {
  const text = `, ${column}: ${basename(file)} has no row whose ${there} is "${key}"; the columns of ${name} are empty.`;
  return { file: basename(leads), line, kind: `unmatched ${column}`, text };
}

function requireColumn({ header }: Csv, column: string, file: string): void {
  if (!header.includes(column)) throw new StartRefusal(`${file} has no column called "${column}" to join by.`);
}
