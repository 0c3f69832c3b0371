import type { Instant } from '../values/duration.js';
import {
  type ArrayWriter,
  booleanArray,
  type Extent,
  float8Array,
  instantArray,
  intArray,
  jsonArray,
  jsonbArray,
  textArray,
  uuidArray,
  wordsArray,
} from './binary-array.js';

/**
 * A column of a table and a row's value for it. Rows are sent as one array per column. One statement, generated from
 * the list of columns so that no parameter is counted by hand, stores any number of rows.
 */
export interface SentColumn<Row> {
  readonly name: string;
  /** The type's name in Postgres. */
  readonly type: string;
  /** The column's type, if its values are sent as text. */
  readonly cast?: string;
  readonly write: (rows: readonly Row[], extent: Extent) => Buffer;
}

type MakeColumn<Row, Value> = (name: string, pick: (row: Row) => Value | null) => SentColumn<Row>;

export const WRITERS = {
  uuid: uuidArray,
  text: textArray,
  int: intArray,
  float8: float8Array,
  boolean: booleanArray,
  timestamptz: instantArray,
  json: ofDocuments(jsonArray),
  jsonb: ofDocuments(jsonbArray),
  tsvector: wordsArray,
};

/** Makes columns for values that are not rows of a declared table: `const { uuid, text } = columnsFor<Question>()`. */
export function columnsFor<Row>(): {
  readonly uuid: MakeColumn<Row, string>;
  readonly text: MakeColumn<Row, string>;
  readonly int: MakeColumn<Row, number>;
  readonly float8: MakeColumn<Row, number>;
  readonly boolean: MakeColumn<Row, boolean>;
  readonly instant: MakeColumn<Row, Instant>;
  /** A document; null is stored as SQL null, not as JSON null. */
  readonly json: MakeColumn<Row, object>;
  readonly jsonb: MakeColumn<Row, object>;
  /** Words to be searched for by their beginnings: a `tsvector` without positions. */
  readonly words: MakeColumn<Row, readonly string[]>;
} {
  const of =
    <Value>(type: keyof typeof WRITERS): MakeColumn<Row, Value> =>
    (name, pick) => {
      const writer = WRITERS[type] as ArrayWriter<Value>;
      return { name, type, write: (rows, extent) => writer(rows, pick, extent) };
    };
  return {
    uuid: of('uuid'),
    text: of('text'),
    int: of('int'),
    float8: of('float8'),
    boolean: of('boolean'),
    instant: of('timestamptz'),
    json: of('json'),
    jsonb: of('jsonb'),
    words: of('tsvector'),
  };
}

function ofDocuments(write: ArrayWriter<string>): ArrayWriter<object> {
  return (rows, pick, extent) => write(rows, (row) => documentOrNull(pick(row)), extent);
}

function documentOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** `id, kind, state` */
export function namesOf(columns: readonly SentColumn<never>[]): string {
  return columns.map(({ name }) => name).join(', ');
}

/** The rows as a table in SQL, in their order: `(select unnest($1::uuid[]) as id, …) as input`. */
export function inputRows(columns: readonly SentColumn<never>[]): string {
  return `(${selection(columns)}) as input`;
}

export function insertInto(table: string, columns: readonly SentColumn<never>[]): string {
  return `insert into ${table} (${namesOf(columns)}) ${selection(columns)}`;
}

/** `kind = input.kind, state = input.state` */
export function assignmentsOf(columns: readonly SentColumn<never>[], from: 'input' | 'excluded' = 'input'): string {
  return columns.map(({ name }) => `${name} = ${from}.${name}`).join(', ');
}

/**
 * Returns the values for a statement that was generated from the same columns. The first column determines the number
 * of rows. Postgres pads shorter arrays with nulls, so that nulls at the end are not sent: in a new row, half the
 * columns are empty.
 */
export function valuesOf<Row>(rows: readonly Row[], columns: readonly SentColumn<Row>[]): Buffer[] {
  return columns.map(({ write }, place) => write(rows, place === 0 ? 'whole' : 'untilLastValue'));
}

/** In the select list, `unnest` returns row by row; in `from`, each array would be stored first. */
function selection(columns: readonly SentColumn<never>[]): string {
  const sent = ({ name, type, cast }: SentColumn<never>, index: number) =>
    `unnest($${index + 1}::${type}[])${cast === undefined ? '' : `::${cast}`} as ${name}`;
  return `select ${columns.map(sent).join(', ')}`;
}
