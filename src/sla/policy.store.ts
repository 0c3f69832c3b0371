import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';

@Injectable()
export class PolicyStore {
  /** The ids of all policies, in the order in which they are matched. */
  async readOrder(sql: Sql): Promise<string[]> {
    const { rows } = await sql.query<{ id: string }>('select id from sla_policy order by position, id');
    return rows.map((row) => row.id);
  }

  /** @param ids of all policies, in the order in which they are matched */
  async writeOrder(sql: Sql, ids: readonly string[]): Promise<void> {
    await sql.query(
      `update sla_policy set position = new.position
         from unnest($1::uuid[]) with ordinality as new (id, position)
        where sla_policy.id = new.id and sla_policy.position <> new.position`,
      [ids],
    );
  }
}

/** How many open leads have an older version of a policy than this one, by version. */
export async function readOlderVersions(
  sql: Sql,
  policyId: string,
  version: number,
): Promise<{ leads: number; versions: readonly number[] }> {
  const { rows } = await sql.query<{ leads: number; versions: number[] }>(
    `select count(*)::int as leads, coalesce(array_agg(distinct lead.policy_version), '{}') as versions
       from assignment join lead on lead.id = assignment.lead_id
      where assignment.until_at is null and lead.status = 'open' and lead.policy_id = $1 and lead.policy_version < $2`,
    [policyId, version],
  );
  return rows[0]!;
}
