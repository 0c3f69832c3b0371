import { type Page, type PageRequest, readCursor, toPage } from '../platform/http/page.js';
import { type Fault, fault, step } from '../platform/input/fault.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { selectList } from '../platform/sql/table.js';
import type { ResourceKind } from './resource.kind.js';
import type { ResourceRow } from './resource.table.js';

type Paged<E extends ResourceRow> = Pick<ResourceKind<E, never>, 'table' | 'orderedBy'> & {
  readonly large?: string | undefined;
};

/** Returns a page in the order of the kind, else oldest first. @param among the ids to choose from; all by default */
export async function readPage<E extends ResourceRow>(
  sql: Sql,
  { table, orderedBy, large }: Paged<E>,
  { limit = 100, cursor }: PageRequest,
  among?: readonly string[],
): Promise<Page<E>> {
  const keys: readonly (keyof E & string)[] = orderedBy === undefined ? ['id'] : [orderedBy, 'id'];
  const order = keys.map((key) => table.nameOf(key)).join(', ');
  const after = readCursor(cursor, orderedBy === undefined ? ['id'] : ['number', 'id']) ?? [];
  const begun = after.length === 0 ? 'true' : `(${order}) > (${after.map((_, at) => `$${at + 3}`).join(', ')})`;
  const rows = await sql.rows<E>(
    `select ${selectList(table.columns().filter(({ field }) => field !== large))} from ${table.name}
      where ($2::uuid[] is null or id = any ($2)) and ${begun} order by ${order} limit $1`,
    [limit + 1, among ?? null, ...after],
  );
  return toPage(rows, limit, (row) => keys.map((key) => row[key] as string | number));
}

interface Reference {
  readonly pointer: string;
  readonly id: string;
}

export function referenceAt(pointer: string, id: string | undefined): Reference[] {
  return id === undefined ? [] : [{ pointer, id }];
}

/** Returns a fault for each id that does not exist. @param what the kind of the referenced things, and their table */
export async function faultsOfReferences(
  sql: Sql,
  what: 'calendar' | 'rep' | 'pool' | 'team' | 'list',
  references: readonly Reference[],
): Promise<Fault[]> {
  if (references.length === 0) return [];
  const rows = await sql.rows<{ id: string }>(`select id from ${what} where id = any ($1::uuid[])`, [
    references.map(({ id }) => id),
  ]);
  const known = new Set(rows.map(({ id }) => id));
  return references
    .filter(({ id }) => !known.has(id))
    .map(({ pointer, id }) => fault(pointer, 'unknownId', `There is no ${what} ${id}.`));
}

export function faultsOfRepeats(references: readonly Reference[]): Fault[] {
  return references.flatMap(({ pointer, id }, index) => {
    const first = references.findIndex((each) => each.id === id);
    return first === index ? [] : [fault(pointer, 'duplicate', `This is the same as entry ${first} (counted from 0).`)];
  });
}

/** Returns the references of a list of ids, or of a list whose entries have the id in a field. */
export function referencesIn(pointer: string, ids: readonly string[], field = ''): Reference[] {
  return ids.map((id, index) => ({ pointer: `${pointer}${step(index)}${field}`, id }));
}

export function readOrder(tx: Tx, table: string): Promise<string[]> {
  return tx.column(`select id from ${table} order by position, id`);
}

/** @param ids of all resources of the table, in their new order */
export async function writeOrder(tx: Tx, table: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    `update ${table} set position = new.position
       from unnest($1::uuid[]) with ordinality as new (id, position)
      where ${table}.id = new.id and ${table}.position <> new.position`,
    [ids],
  );
}
