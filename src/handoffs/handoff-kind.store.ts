import type { Tx } from '../platform/database.js';

/** Keeps the form of the present version in its order, which `resource_version` does not. */
export async function keepForm(tx: Tx, kindId: string): Promise<void> {
  await tx.query(
    `insert into handoff_kind_form (kind_id, version, form)
     select id, version, form from handoff_kind where id = $1`,
    [kindId],
  );
}
