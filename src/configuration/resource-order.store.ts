import type { Tx } from '../platform/database.js';

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
