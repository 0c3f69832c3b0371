import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { toIso } from '../values/duration.js';
import { type Fields, type RowOf, Table, type TableSubject } from './table.js';

/** The entities of all tables of configuration that are imported. */
export const ENTITIES: EntitySchema[] = [];

/** The driver reads instants as epoch milliseconds (`pool.ts`), and would not write these as instants. */
const INSTANT = {
  from: (read: unknown) => read,
  to: (given: unknown) => (typeof given === 'number' ? toIso(given) : given),
};

/** A declared table whose rows are read and written by TypeORM's repositories, too (`repository.ts`). */
export class EntityTable<Declared extends Fields = Fields> extends Table<Declared> {
  readonly entity: EntitySchema<RowOf<Declared>>;

  constructor(name: string, about: TableSubject, fields: Declared) {
    super(name, about, fields);
    const columns = Object.keys(fields).map((field) => [field, this.columnOf(field)] as const);
    this.entity = new EntitySchema({ name, tableName: name, columns: Object.fromEntries(columns) as never });
    ENTITIES.push(this.entity as EntitySchema);
  }

  private columnOf(field: keyof Declared & string): EntitySchemaColumnOptions {
    const { type, how } = this.fields[field]!;
    return {
      name: this.nameOf(field),
      type: type.replace('[]', '') as 'text',
      array: type.endsWith('[]'),
      primary: how.isKey === true,
      nullable: how.isNullable === true,
      ...(type === 'timestamptz' && { transformer: INSTANT }),
    };
  }
}

/** Declares a table of configuration: whole rows of it, one or a few at a time, are read and written by repositories. */
export function entityTable<Declared extends Fields>(
  name: string,
  about: TableSubject,
  fields: Declared,
): EntityTable<Declared> {
  return new EntityTable(name, about, fields);
}
