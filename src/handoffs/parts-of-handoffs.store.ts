import type { Sql } from '../platform/sql/database.js';
import { groupBy } from '../platform/values/group.js';

/** Makes a function that reads the rows of a table by handoff, each handoff's in an order. */
export function readByHandoff<Part extends { readonly handoffId: string }>(
  table: string,
  columns: string,
  order: string,
  name: string,
): (sql: Sql, handoffIds: readonly string[]) => Promise<ReadonlyMap<string, readonly Part[]>> {
  const text = `select ${columns} from ${table} where handoff_id = any ($1::uuid[]) order by handoff_id, ${order}`;
  return async (sql, handoffIds) =>
    handoffIds.length === 0
      ? new Map()
      : groupBy(await sql.rows<Part>(text, [handoffIds], name), ({ handoffId }) => handoffId);
}
