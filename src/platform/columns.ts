import { type Instant, toIso } from './instant.js';

/**
 * Turns rows into one array per column, as `unnest` takes them: one statement writes any number of rows.
 * Written out here rather than by the driver, which escapes every element with two regular expressions: for a batch
 * of a thousand leads that took longer than Postgres took to store them.
 */
export type Column<Row> = (rows: readonly Row[]) => string;

export function columnsOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  return columns.map((column) => column(rows));
}

type Pick<Row, Value> = (row: Row) => Value;

/** Ids, codes of our own, numbers, booleans: values that never hold a character with a meaning in an array's text. */
export function plain<Row>(pick: Pick<Row, string | number | boolean | null>): Column<Row> {
  return (rows) => `{${rows.map((row) => pick(row) ?? 'NULL').join(',')}}`;
}

export function instant<Row>(pick: Pick<Row, Instant | null>): Column<Row> {
  // Instants of a batch are mostly the same one.
  let latest: Instant | null = null;
  let text = 'NULL';
  return (rows) =>
    `{${rows
      .map((row) => {
        const at = pick(row);
        if (at === null) return 'NULL';
        if (at !== latest) {
          latest = at;
          text = toIso(at);
        }
        return text;
      })
      .join(',')}}`;
}

const SPECIAL = /["\\]/g;

export function text<Row>(pick: Pick<Row, string | null>): Column<Row> {
  return (rows) =>
    `{${rows
      .map((row) => {
        const value = pick(row);
        return value === null ? 'NULL' : `"${value.replace(SPECIAL, '\\$&')}"`;
      })
      .join(',')}}`;
}

export function json<Row>(pick: Pick<Row, unknown>): Column<Row> {
  return text((row) => jsonOrNull(pick(row)));
}

export function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : toIso(at);
}

export function jsonOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** A column with its name and type, so that a statement can be written from a list of them and nothing is counted by hand. */
export interface NamedColumn<Row> {
  readonly name: string;
  readonly type: string;
  readonly write: Column<Row>;
}

/** @param name in the table  @param type as Postgres calls it */
export function column<Row>(name: string, type: string, write: Column<Row>): NamedColumn<Row> {
  return { name, type, write };
}

export function namesOf<Row>(columns: readonly NamedColumn<Row>[]): string {
  return columns.map(({ name }) => name).join(', ');
}

/** The rows as a table in SQL: `unnest($1::uuid[], $2::text[]) as new (id, kind)`. */
export function unnested<Row>(columns: readonly NamedColumn<Row>[]): string {
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
  return `unnest(${arrays}) as new (${namesOf(columns)})`;
}

/** `kind = new.kind, state = new.state` */
export function assignmentsOf<Row>(columns: readonly NamedColumn<Row>[]): string {
  return columns.map(({ name }) => `${name} = new.${name}`).join(', ');
}

/** The values for a statement that was written from the same columns. */
export function valuesOf<Row>(rows: readonly Row[], columns: readonly NamedColumn<Row>[]): string[] {
  return columns.map(({ write }) => write(rows));
}
