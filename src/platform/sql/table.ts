import type { Instant } from '../values/duration.js';
import type { ArrayWriter } from './binary-array.js';
import { type SentColumn, WRITERS } from './columns.js';
import type { JsonRecord } from './sql.js';

/**
 * The subject of a table. In a table about leads, each column that could hold personal data says whether it does. In other
 * tables no column does, unless it says so.
 */
export type TableSubject =
  | 'leads'
  /** Configuration, and its former versions. */
  | 'configuration'
  /** The people who work here, and programs. */
  | 'staff'
  /** Companies, as distinct from the people who work there. */
  | 'companies'
  /** Ids, codes, numbers and instants, without sentences: those are written when they are read. */
  | 'work';

/** A column as it is declared. `Value` is the type of the row's field. */
export class Field<Value> {
  /** Exists for the compiler only. */
  declare readonly value: Value;

  private constructor(
    /** The type as SQL writes it. */
    readonly type: string,
    readonly how: {
      readonly name?: string;
      readonly isKey?: true;
      readonly isNullable?: true;
      /** In SQL, or `generated`. */
      readonly default?: string;
      readonly isPersonal?: boolean;
    } = {},
  ) {}

  static of<Value>(type: string): Field<Value> {
    return new Field<Value>(type);
  }

  /** The column's name, if it is not the field's in snake case. */
  named(name: string): Field<Value> {
    return new Field<Value>(this.type, { ...this.how, name });
  }

  key(): Field<Value> {
    return new Field<Value>(this.type, { ...this.how, isKey: true });
  }

  nullable(): Field<Value | null> {
    return new Field<Value | null>(this.type, { ...this.how, isNullable: true });
  }

  default(sql: string): Field<Value> {
    return new Field<Value>(this.type, { ...this.how, default: sql });
  }

  /** It may hold personal data. A person can ask for these data and have them erased (src/erasure). */
  personal(): Field<Value> {
    return new Field<Value>(this.type, { ...this.how, isPersonal: true });
  }

  /** It holds no personal data: codes, the program's own words, names from the configuration. */
  harmless(): Field<Value> {
    return new Field<Value>(this.type, { ...this.how, isPersonal: false });
  }
}

export const uuid = () => Field.of<string>('uuid');
/** Free text. */
export const text = () => Field.of<string>('text');
/** A value from a fixed list, or a code from the configuration. */
export const code = <Value extends string = string>() => Field.of<Value>('text').harmless();
export const int = () => Field.of<number>('int');
export const bigint = () => Field.of<number>('bigint');
export const boolean = () => Field.of<boolean>('boolean');
export const float8 = () => Field.of<number>('float8');
export const instant = () => Field.of<Instant>('timestamptz');
/** `2027-01-31` */
export const day = () => Field.of<string>('date').harmless();
/** A decimal number as text, exact to the digit. */
export const numeric = () => Field.of<string>('numeric');
/** A bigint as text, exact to the digit: minor units of a currency may be more than a number holds. Read it as text, too. */
export const wholeNumber = () => Field.of<string>('bigint');
export const json = <Value = JsonRecord>() => Field.of<Value>('json');
export const jsonb = <Value = JsonRecord>() => Field.of<Value>('jsonb');
/** Words that are searched by their beginnings, without positions. */
export const tsvector = () => Field.of<readonly string[]>('tsvector');
export const bytea = () => Field.of<Buffer>('bytea');
export const list = <Value>(of: Field<Value>) => Field.of<readonly Value[]>(`${of.type}[]`);

const SENT_AS_TEXT: readonly string[] = ['date', 'numeric', 'bigint'];

const notInSets = (type: string) => (): never => {
  throw new Error(`Rows with a column of ${type} are not written in sets`);
};

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type RowOf<Declared extends Fields> = { readonly [Name in keyof Declared]: Declared[Name]['value'] };
/** A row as it is read and written: `type RecordRow = Row<typeof RECORD>`. */
export type Row<Declared extends { readonly fields: Fields }> = RowOf<Declared['fields']>;

/** A column, with the field of the row that holds its value. */
export interface Column<Source> extends SentColumn<Source> {
  readonly field: string;
}

/**
 * A table, declared once: the type of its rows, how they are read and written, and which columns are personal. A test
 * compares all declarations with the migrated database.
 */
export class Table<Declared extends Fields = Fields> {
  constructor(
    readonly name: string,
    readonly about: TableSubject,
    readonly fields: Declared,
  ) {}

  /** The named columns in the order given, or all columns. */
  columns<Name extends keyof Declared & string>(...names: readonly Name[]): Column<Pick<RowOf<Declared>, Name>>[] {
    const chosen = names.length === 0 ? (Object.keys(this.fields) as Name[]) : names;
    return chosen.map((name) => this.column(name, (row) => row[name]));
  }

  /** All columns except the named ones. */
  without<Name extends keyof Declared & string>(...names: readonly Name[]): Column<Omit<RowOf<Declared>, Name>>[] {
    const left = Object.keys(this.fields).filter((name) => !(names as readonly string[]).includes(name));
    return this.columns(...left) as Column<Omit<RowOf<Declared>, Name>>[];
  }

  /** A column whose value comes from something other than a row of the table. */
  column<Source, Name extends keyof Declared & string>(
    name: Name,
    pick: (source: Source) => RowOf<Declared>[Name] | null,
  ): Column<Source> {
    const { type } = this.fields[name]!;
    const sent = SENT_AS_TEXT.includes(type) ? 'text' : type;
    const writer = (WRITERS as Record<string, ArrayWriter<unknown> | undefined>)[sent] ?? notInSets(type);
    return {
      field: name,
      name: this.nameOf(name),
      type: sent,
      ...(sent !== type && { cast: type }),
      write: (rows, extent) => writer(rows, pick, extent),
    };
  }

  /** Returns the name of a field's column in SQL. */
  nameOf(field: keyof Declared & string): string {
    return this.fields[field]!.how.name ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

export function table<Declared extends Fields>(name: string, about: TableSubject, fields: Declared): Table<Declared> {
  return new Table(name, about, fields);
}

/**
 * Returns the select list that reads rows: `"id", "handoff_id" as "handoffId"`. @param of the table's name, for
 * statements that join others
 */
export function selectList(columns: readonly Column<never>[], of?: string): string {
  return columns
    .map(({ name, field, cast }) => {
      const read = `${of === undefined ? '' : `${of}.`}"${name}"${cast === 'date' ? '::text' : ''}`;
      return name === field && cast !== 'date' ? read : `${read} as "${field}"`;
    })
    .join(', ');
}
