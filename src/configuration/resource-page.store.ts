import {
  And,
  type FindOperator,
  type FindOptionsOrder,
  type FindOptionsSelect,
  type FindOptionsWhere,
  In,
  MoreThan,
  type Repository,
} from 'typeorm';
import type { Sql } from '../platform/database.js';
import { type Fault, step } from '../platform/fault.js';
import { type Page, type PageRequest, readCursor, toPage } from '../platform/page.js';
import type { ResourceKind } from './resource.kind.js';
import type { ResourceEntity } from './resource.table.js';

type Order<E extends ResourceEntity> = Pick<ResourceKind<E, never>, 'orderedBy'>;
type Paged<E extends ResourceEntity> = Order<E> & { readonly large?: string | undefined };

/** In the order of the kind, else oldest first. @param among the ids to choose from; all by default */
export async function readPage<E extends ResourceEntity>(
  rows: Repository<E>,
  kind: Paged<E>,
  { limit = 100, cursor }: PageRequest,
  among?: readonly string[],
): Promise<Page<E>> {
  const columns = rows.metadata.columns.map(({ propertyName }) => propertyName);
  const shown = columns.filter((column) => column !== kind.large).map((column) => [column, true] as const);
  const found = await rows.find({
    ...(kind.large !== undefined && { select: Object.fromEntries(shown) as FindOptionsSelect<E> }),
    where: after(kind, cursor).map((clause) => ({
      ...clause,
      ...(among && { id: clause.id === undefined ? In([...among]) : And(clause.id, In([...among])) }),
    })) as FindOptionsWhere<E>[],
    order: { ...(kind.orderedBy && { [kind.orderedBy]: 'asc' }), id: 'asc' } as FindOptionsOrder<E>,
    take: limit + 1,
  });
  return toPage(found, limit, (row) => keyOf(kind, row));
}

/** By what a list of the kind goes on. */
function keyOf<E extends ResourceEntity>({ orderedBy }: Order<E>, row: E): (string | number)[] {
  return orderedBy === undefined ? [row.id] : [row[orderedBy] as number, row.id];
}

/** What comes after the row that a cursor names: one of these holds. */
function after<E extends ResourceEntity>(
  { orderedBy }: Order<E>,
  cursor: string | undefined,
): { [column: string]: unknown; id?: FindOperator<string> }[] {
  if (cursor === undefined) return [{}];
  if (orderedBy === undefined) return [{ id: MoreThan(readCursor(cursor, ['id'])[0] as string) }];
  const [place, id] = readCursor(cursor, ['number', 'id']) as [number, string];
  return [{ [orderedBy]: MoreThan(place) }, { [orderedBy]: place, id: MoreThan(id) }];
}

/** An id that a body names, and where it stands. */
interface Reference {
  readonly pointer: string;
  readonly id: string;
}

/** Of an optional field: none when it is absent. */
export function referenceAt(pointer: string, id: string | undefined): Reference[] {
  return id === undefined ? [] : [{ pointer, id }];
}

/** Faults for the ids that nothing has. @param what the kind of what they name, and its table */
export async function faultsOfReferences(
  sql: Sql,
  what: 'calendar' | 'rep' | 'pool' | 'team' | 'list',
  references: readonly Reference[],
): Promise<Fault[]> {
  if (references.length === 0) return [];
  const { rows } = await sql.query<{ id: string }>(`select id from ${what} where id = any ($1::uuid[])`, [
    references.map(({ id }) => id),
  ]);
  const known = new Set(rows.map(({ id }) => id));
  return references
    .filter(({ id }) => !known.has(id))
    .map(({ pointer, id }) => ({ pointer, code: 'unknownId', message: `There is no ${what} ${id}.` }));
}

/** Faults for entries of a list that name what an earlier one names. */
export function faultsOfRepeats(references: readonly Reference[]): Fault[] {
  return references.flatMap(({ pointer, id }, index) => {
    const first = references.findIndex((each) => each.id === id);
    return first === index
      ? []
      : [{ pointer, code: 'duplicate', message: `Is the same as entry ${first} (counted from 0).` }];
  });
}

/** The references of a list of ids, or of a list whose entries have the id in a field. */
export function referencesIn(pointer: string, ids: readonly string[], field = ''): Reference[] {
  return ids.map((id, index) => ({ pointer: `${pointer}${step(index)}${field}`, id }));
}
