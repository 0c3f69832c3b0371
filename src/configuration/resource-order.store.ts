import type { EntityTarget } from 'typeorm';
import type { Tx } from '../platform/database.js';
import type { ResourceEntity } from './resource.table.js';

/** The ids of all resources of a kind with a `position`, in the order in which they are asked. */
export async function readOrder<E extends ResourceEntity>(tx: Tx, entity: EntityTarget<E>): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(`select id from ${tableOf(tx, entity)} order by position, id`);
  return rows.map(({ id }) => id);
}

/** @param ids of all of them, in the order in which they are asked */
export async function writeOrder<E extends ResourceEntity>(
  tx: Tx,
  entity: EntityTarget<E>,
  ids: readonly string[],
): Promise<void> {
  const table = tableOf(tx, entity);
  await tx.query(
    `update ${table} set position = new.position
       from unnest($1::uuid[]) with ordinality as new (id, position)
      where ${table}.id = new.id and ${table}.position <> new.position`,
    [ids],
  );
}

function tableOf<E extends ResourceEntity>(tx: Tx, entity: EntityTarget<E>): string {
  return tx.manager.getRepository(entity).metadata.tableName;
}
