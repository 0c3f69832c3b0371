import { toIso } from '../values/duration.js';
import type { Sql, Tx } from './sql.js';
import { type Column, type Field, selectList } from './table.js';

/*
 * Whole rows of a declared table, one or a few at a time, for configuration. Sets of rows are written by `columns.ts`,
 * and frequent queries have statements of their own.
 */

/** The parts of a declared table that are used here. */
export interface TableOf<Row> {
  readonly name: string;
  readonly fields: { readonly [Name in keyof Row]: Field<Row[Name]> };
  columns(): readonly Column<never>[];
  nameOf(field: keyof Row & string): string;
}

/** @param rest what follows in SQL: `where … order by …` @param name as for `Sql.query` */
export function readRows<Row>(
  sql: Sql,
  table: TableOf<Row>,
  rest = '',
  values: readonly unknown[] = [],
  name?: string,
): Promise<Row[]> {
  return sql.rows<Row>(`select ${selectList(table.columns())} from ${table.name} ${rest}`, values, name);
}

/** @param rest what follows in SQL, always the same for a table: `order by …` */
export function readAllRows<Row>(sql: Sql, table: TableOf<Row>, rest = ''): Promise<Row[]> {
  return readRows(sql, table, rest, [], `all-${table.name}`);
}

export async function readRow<Row>(sql: Sql, table: TableOf<Row>, id: string): Promise<Row | undefined> {
  return (await readRows(sql, table, 'where id = $1', [id], `one-${table.name}`))[0];
}

/** Returns the rows in no particular order. */
export function readRowsOf<Row>(sql: Sql, table: TableOf<Row>, ids: readonly string[]): Promise<Row[]> {
  return readRows(sql, table, 'where id = any ($1::uuid[])', [ids]);
}

/** @param rows with the same fields; other columns get their defaults */
export async function insertRows<Row extends object>(
  tx: Tx,
  table: TableOf<Row>,
  rows: readonly Partial<Row>[],
): Promise<void> {
  const fields = fieldsIn(table, rows[0]!);
  const values = rows.flatMap((row) => fields.map((field) => sent(table, field, row[field])));
  const places = rows.map((_, at) => `(${fields.map((_, place) => `$${at * fields.length + place + 1}`).join(', ')})`);
  await tx.query(
    `insert into ${table.name} (${fields.map((field) => `"${table.nameOf(field)}"`).join(', ')}) values ${places.join(', ')}`,
    values,
  );
}

export function updateRow<Row extends object>(
  tx: Tx,
  table: TableOf<Row>,
  id: string,
  changes: Partial<Row>,
): Promise<void> {
  return updateRows(tx, table, changes, 'where id = $1', [id]);
}

/** @param which in SQL: `where …` */
export async function updateRows<Row extends object>(
  tx: Tx,
  table: TableOf<Row>,
  changes: Partial<Row>,
  which: string,
  parameters: readonly unknown[] = [],
): Promise<void> {
  const fields = fieldsIn(table, changes);
  const assignments = fields.map((field, place) => `"${table.nameOf(field)}" = $${parameters.length + place + 1}`);
  const values = fields.map((field) => sent(table, field, changes[field]));
  await tx.query(`update ${table.name} set ${assignments.join(', ')} ${which}`, [...parameters, ...values]);
}

export async function deleteRow<Row>(tx: Tx, table: TableOf<Row>, id: string): Promise<void> {
  await tx.query(`delete from ${table.name} where id = $1`, [id]);
}

function fieldsIn<Row extends object>(table: TableOf<Row>, row: Partial<Row>): (keyof Row & string)[] {
  const declared = Object.keys(table.fields) as (keyof Row & string)[];
  return declared.filter((field) => row[field] !== undefined);
}

/** Converts a value for the driver. */
function sent<Row>(table: TableOf<Row>, field: keyof Row, value: unknown): unknown {
  if (value === null) return null;
  const { type } = table.fields[field];
  if (type === 'json' || type === 'jsonb') return JSON.stringify(value);
  return type === 'timestamptz' ? toIso(value as number) : value;
}
