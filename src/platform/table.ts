import { EntitySchema } from 'typeorm';
import type { ArrayWriter } from './binary-array.js';
import { type Column as SentColumn, WRITERS } from './columns.js';
import type { Instant } from './instant.js';
import type { JsonRecord } from './record.js';
import { instantColumn } from './row.js';

/**
 * What a table is about. Of one that is about leads each column that could hold something of a person says whether it does;
 * what else there is holds nothing of the people who come as leads, but where a column says that it does.
 */
export type About =
  | 'leads'
  /** What RevOps configure, or what it was. */
  | 'configuration'
  /** The people who work here, and programs. */
  | 'staff'
  /** Companies, whoever works there. */
  | 'companies'
  /** Ids, codes, numbers and instants. Sentences are written when they are read. */
  | 'work';

/** A column as it is declared. `Value` is what a row holds for it. */
export class Field<Value> {
  /** Says what a row holds, to the compiler alone. */
  declare readonly value: Value;

  private constructor(
    /** As Postgres calls it in SQL. */
    readonly type: string,
    readonly how: {
      readonly name?: string;
      readonly isKey?: true;
      readonly isNullable?: true;
      /** In SQL; what Postgres makes of a generated one is none. */
      readonly default?: string;
      readonly isPersonal?: boolean;
    } = {},
  ) {}

  static of<Value>(type: string): Field<Value> {
    return new Field<Value>(type);
  }

  /** Where the column is not called as the field is, in snake case. */
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

  /** May hold something of a person, who can ask what it is and have it erased (src/erasure/personal-data.ts). */
  personal(): Field<Value> {
    return new Field<Value>(this.type, { ...this.how, isPersonal: true });
  }

  /** Holds nothing of a person: codes, words of ours, names from the configuration. */
  harmless(): Field<Value> {
    return new Field<Value>(this.type, { ...this.how, isPersonal: false });
  }
}

export const uuid = () => Field.of<string>('uuid');
/** In words, of whoever wrote it. */
export const text = () => Field.of<string>('text');
/** One of the words of the program. */
export const code = <Value extends string = string>() => Field.of<Value>('text').harmless();
export const int = () => Field.of<number>('int');
export const bigint = () => Field.of<number>('bigint');
export const boolean = () => Field.of<boolean>('boolean');
export const float8 = () => Field.of<number>('float8');
export const instant = () => Field.of<Instant>('timestamptz');
/** `2027-01-31` */
export const day = () => Field.of<string>('date').harmless();
/** A decimal number, digit by digit. */
export const numeric = () => Field.of<string>('numeric');
export const json = <Value = JsonRecord>() => Field.of<Value>('json');
export const jsonb = <Value = JsonRecord>() => Field.of<Value>('jsonb');
/** Words to be searched for by their beginnings, without positions. */
export const tsvector = () => Field.of<readonly string[]>('tsvector');
export const bytea = () => Field.of<Buffer>('bytea');
export const list = <Value>(of: Field<Value>) => Field.of<readonly Value[]>(`${of.type}[]`);

type Fields = Readonly<Record<string, Field<unknown>>>;
type RowOf<Declared extends Fields> = { readonly [Name in keyof Declared]: Declared[Name]['value'] };
/** A row as it is read and written: `type RecordRow = Row<typeof RECORD>`. */
export type Row<Declared extends { readonly fields: Fields }> = RowOf<Declared['fields']>;

/** A column of a table, and the field that holds it. */
export interface Column<Source> extends SentColumn<Source> {
  readonly field: string;
}

/**
 * A table, declared once: what its rows hold, how they are read and written, and what of it is personal. A test compares
 * all declarations with the migrated database.
 */
export class Table<Declared extends Fields = Fields> {
  constructor(
    readonly name: string,
    readonly about: About,
    readonly fields: Declared,
  ) {}

  /** All its columns, or those that are named, in their order. */
  columns<Name extends keyof Declared & string>(...names: readonly Name[]): Column<Pick<RowOf<Declared>, Name>>[] {
    const chosen = names.length === 0 ? (Object.keys(this.fields) as Name[]) : names;
    return chosen.map((name) => this.column(name, (row) => row[name]));
  }

  /** All columns but those that are named. */
  without<Name extends keyof Declared & string>(...names: readonly Name[]): Column<Omit<RowOf<Declared>, Name>>[] {
    const left = Object.keys(this.fields).filter((name) => !(names as readonly string[]).includes(name));
    return this.columns(...left) as Column<Omit<RowOf<Declared>, Name>>[];
  }

  /** A column of what is no row of the table. */
  column<Source, Name extends keyof Declared & string>(
    name: Name,
    pick: (source: Source) => RowOf<Declared>[Name] | null,
  ): Column<Source> {
    const { type } = this.fields[name]!;
    const sent = type in WRITERS ? type : 'text';
    const writer = WRITERS[sent as keyof typeof WRITERS] as ArrayWriter<unknown>;
    return {
      field: name,
      name: this.nameOf(name),
      type: sent,
      ...(sent !== type && { cast: type }),
      write: (rows, extent) => writer(rows, pick, extent),
    };
  }

  /** The column of a field, as SQL calls it. */
  nameOf(field: keyof Declared & string): string {
    return this.fields[field]!.how.name ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

export function table<Declared extends Fields>(name: string, about: About, fields: Declared): Table<Declared> {
  return new Table(name, about, fields);
}

/** What is selected to read rows: `id, handoff_id as "handoffId"`. @param of the table, where others are joined to it */
export function selectList(columns: readonly Column<never>[], of?: string): string {
  return columns
    .map(({ name, field, cast }) => {
      const read = `${of === undefined ? '' : `${of}.`}${name}${cast === 'date' ? '::text' : ''}`;
      return read.endsWith(`.${field}`) || read === field ? read : `${read} as "${field}"`;
    })
    .join(', ');
}

/** What TypeORM reads and writes: the tables of the plain configuration. All others are SQL in stores. */
export const entities: EntitySchema[] = [];

export function entityOf<Declared extends Fields>(declared: Table<Declared>): EntitySchema<RowOf<Declared>> {
  const columns = Object.entries(declared.fields).map(([field, { type, how }]) => [
    field,
    {
      name: declared.nameOf(field),
      type: type.replace('[]', ''),
      array: type.endsWith('[]'),
      primary: how.isKey === true,
      nullable: how.isNullable === true,
      ...(type === 'timestamptz' && { transformer: instantColumn }),
    },
  ]);
  const { name } = declared;
  const entity = new EntitySchema<RowOf<Declared>>({ name, tableName: name, columns: Object.fromEntries(columns) });
  entities.push(entity as EntitySchema);
  return entity;
}
