import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';

@Injectable()
export class PolicyStore {
  /** The ids of all policies, in the order in which they are asked. */
  async readOrder(sql: Sql): Promise<string[]> {
    const { rows } = await sql.query<{ id: string }>('select id from sla_policy order by position, id');
    return rows.map((row) => row.id);
  }

  /** @param ids of all policies, the first to be asked first */
  async writeOrder(sql: Sql, ids: readonly string[]): Promise<void> {
    await sql.query(
      `update sla_policy set position = new.position
         from unnest($1::uuid[]) with ordinality as new (id, position)
        where sla_policy.id = new.id and sla_policy.position <> new.position`,
      [ids],
    );
  }
}
