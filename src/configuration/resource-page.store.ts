import type { FindOperator, FindOptionsOrder, FindOptionsWhere, Repository } from 'typeorm';
import { And, In, MoreThan } from 'typeorm';
import { type Page, type PageRequest, readCursor, toPage } from '../platform/page.js';
import type { ResourceKind } from './resource.kind.js';
import type { ResourceEntity } from './resource.table.js';

type Order<E extends ResourceEntity> = Pick<ResourceKind<E, never>, 'orderedBy'>;

/** In the order of the kind, else oldest first. @param among the ids to choose from; all by default */
export async function readPage<E extends ResourceEntity>(
  rows: Repository<E>,
  kind: Order<E>,
  { limit = 100, cursor }: PageRequest,
  among?: readonly string[],
): Promise<Page<E>> {
  const found = await rows.find({
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
