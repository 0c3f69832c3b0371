import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { PersonalChannel } from './delivery.js';

/** When people were last written to. */
@Injectable()
export class MessagePaceStore {
  async readMany(sql: Sql, channel: PersonalChannel, repIds: readonly string[]): Promise<Map<string, Instant>> {
    const { rows } = await sql.query<{ repId: string; lastAt: Instant }>(
      `select rep_id as "repId", last_at as "lastAt" from message_pace
        where channel = $1 and rep_id = any ($2::uuid[])`,
      [channel, repIds],
    );
    return new Map(rows.map(({ repId, lastAt }) => [repId, lastAt]));
  }

  async writeMany(tx: Tx, channel: PersonalChannel, repIds: readonly string[], at: Instant): Promise<void> {
    await tx.query(
      `insert into message_pace (rep_id, channel, last_at)
       select id, $1, $3 from rep where id = any ($2::uuid[]) order by id
       on conflict (rep_id, channel) do update set last_at = excluded.last_at`,
      [channel, repIds, toIso(at)],
    );
  }
}
