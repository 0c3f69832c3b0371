import { assignmentsOf, inputRows, insertInto, type SentColumn, valuesOf } from './columns.js';
import type { Sql } from './sql.js';

/** Writes a set of rows with one statement, and an empty one with none. */
type WriteSet<Row> = (sql: Sql, rows: readonly Row[]) => Promise<void>;

/** @param name of the prepared statement; @param rest what follows in SQL: `on conflict do nothing` */
export function insertSet<Row>(
  table: string,
  columns: readonly SentColumn<Row>[],
  name: string,
  rest?: string,
): WriteSet<Row> {
  const insert = insertInto(table, columns);
  return writeSet(rest === undefined ? insert : `${insert} ${rest}`, columns, name);
}

/** Updates the rows that have the same key. @param name of the prepared statement; @param also a further assignment in SQL */
export function updateSet<Row>(
  table: string,
  key: readonly SentColumn<Row>[],
  changing: readonly SentColumn<Row>[],
  name: string,
  also?: string,
): WriteSet<Row> {
  const columns = [...key, ...changing];
  const isSame = key.map((column) => `${table}.${column.name} = input.${column.name}`).join(' and ');
  const assignments = [assignmentsOf(changing), ...(also === undefined ? [] : [also])].join(', ');
  const update = `update ${table} set ${assignments} from ${inputRows(columns)} where ${isSame}`;
  return writeSet(update, columns, name);
}

type ReadSet<Row> = (sql: Sql, ids: readonly string[]) => Promise<Row[]>;

/** Reads rows in the order of their ids; skips unknown ids. @param columns SQL */
export function readSet<Row>(table: string, columns: string, name: string, rest = ''): ReadSet<Row> {
  const text = `select ${columns} from ${table} where id = any ($1::uuid[]) order by id ${rest}`;
  return (sql, ids) => sql.rowsOf(text, [ids], name);
}

/** Like `readSet`, and locks the rows. */
export function lockSet<Row>(table: string, columns: string, name: string): ReadSet<Row> {
  return readSet(table, columns, name, `for no key update of ${table}`);
}

/** Like `lockSet`, but skips rows that others have locked. */
export function lockFreeSet<Row>(table: string, columns: string, name: string): ReadSet<Row> {
  return readSet(table, columns, name, `for no key update of ${table} skip locked`);
}

function writeSet<Row>(text: string, columns: readonly SentColumn<Row>[], name: string): WriteSet<Row> {
  return async (sql, rows) => {
    if (rows.length > 0) await sql.query(text, valuesOf(rows, columns), name);
  };
}
