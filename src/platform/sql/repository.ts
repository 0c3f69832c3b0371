import type { DataSource, EntitySchema, FindOptionsWhere, Repository } from 'typeorm';
import type { Sql } from './sql.js';
import type { Column, Field } from './table.js';

/** The parts of a declared table that are used where its rows are of any type. */
export interface TableOfRows<Row> {
  readonly name: string;
  readonly fields: { readonly [Name in keyof Row]: Field<Row[Name]> };
  readonly entity: EntitySchema<Row>;
  columns(): readonly Column<never>[];
  nameOf(field: keyof Row & string): string;
}

type Reading =
  | 'find'
  | 'findBy'
  | 'findOne'
  | 'findOneBy'
  | 'findOneByOrFail'
  | 'exists'
  | 'existsBy'
  | 'count'
  | 'countBy';

/**
 * What is used of a repository of TypeORM. `save`, `remove` and `upsert` are left out: they read before they write, and
 * have transactions of their own.
 */
export interface Rows<Row extends object> extends Pick<Repository<Row>, Reading | 'delete'> {
  /** @param rows all with the same fields; other columns get their defaults */
  insert(rows: Partial<Row> | readonly Partial<Row>[]): Promise<unknown>;
  update(which: FindOptionsWhere<Row>, changes: Partial<Row>): Promise<unknown>;
}

/**
 * Returns a repository whose statements run on `sql`: within its transaction, if it is one, with its limits and its
 * errors. The runner has no connection of its own, and takes the transaction for begun.
 * @param entities a source that knows the table
 */
export function repositoryOn<Row extends object>(
  entities: DataSource,
  sql: Sql,
  { entity }: TableOfRows<Row>,
): Rows<Row> {
  const runner = entities.createQueryRunner();
  const query = async (text: string, values?: readonly unknown[]) => {
    const { rows, count } = await sql.query(text, values);
    return { rows, rowCount: count };
  };
  Object.assign(runner, { databaseConnection: { query }, isTransactionActive: true, transactionDepth: 1 });
  return runner.manager.getRepository(entity) as unknown as Rows<Row>;
}
