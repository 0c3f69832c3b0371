import type { SetupCheck } from '../../directory/setup-checks.js';
import type { Sql, Tx } from '../../platform/database.js';
import { kindWarnings, type NamingKind, repsNamedBy } from './kind-warnings.js';

/** Keeps the form of the present version in its order, which `resource_version` does not. */
export async function keepForm(tx: Tx, kindId: string): Promise<void> {
  await tx.query(
    `insert into handoff_kind_form (kind_id, version, form)
     select id, version, form from handoff_kind where id = $1`,
    [kindId],
  );
}

/** The form of a version, in its order. */
export async function readForm(sql: Sql, kindId: string, version: number): Promise<unknown> {
  const { rows } = await sql.query<{ form: unknown }>(
    'select form from handoff_kind_form where kind_id = $1 and version = $2',
    [kindId, version],
  );
  return rows[0]!.form;
}

/** Whom the kinds that are there name, the oldest kind first. */
export async function readNamingKinds(sql: Sql): Promise<NamingKind[]> {
  const { rows } = await sql.query<NamingKind>(
    'select name, receivers, escalation from handoff_kind order by id',
    [],
    'handoff-kind-naming',
  );
  return rows;
}

/** Kinds that name somebody who has left. */
export const KIND_CHECK: SetupCheck = {
  codes: ['handoffWithoutOwner', 'handoffWithoutTeam'],
  find: async ({ sql, directory }) => kindWarnings(await readNamingKinds(sql), directory.content),
  findBusy: async ({ sql, directory }) => repsNamedBy(await readNamingKinds(sql), directory.content),
};
