import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../../platform/database.js';
import { type Instant, toIso } from '../../platform/instant.js';
import type { PersonalChannel } from '../delivery.js';

/** When people were last written to. */
@Injectable()
export class MessagePaceStore {
  /** By each way; null: not yet. */
  async readMany(
    sql: Sql,
    repIds: readonly string[],
  ): Promise<(repId: string, channel: PersonalChannel) => Instant | null> {
    const { rows } = await sql.query<{ repId: string; channel: PersonalChannel; lastAt: Instant }>(
      `select rep_id as "repId", channel, last_at as "lastAt" from message_pace where rep_id = any ($1::uuid[])`,
      [repIds],
    );
    const keyOf = (repId: string, channel: PersonalChannel) => `${channel} ${repId}`;
    const known = new Map(rows.map(({ repId, channel, lastAt }) => [keyOf(repId, channel), lastAt]));
    return (repId, channel) => known.get(keyOf(repId, channel)) ?? null;
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
