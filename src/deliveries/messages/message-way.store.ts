import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { Channel, PersonalChannel } from '../delivery.js';

/** SQL condition: whether any channel to reps exists. */
export const HAS_WAYS = 'exists (select from message_way)';

/** The channels by which reps can receive messages. If there is none, notifications stay in the inbox only. */
@Injectable()
export class MessageWayStore {
  async read(sql: Sql): Promise<Set<PersonalChannel>> {
    return new Set(await sql.column<PersonalChannel>('select channel from message_way', [], 'message-ways'));
  }

  async note(sql: Sql, channel: PersonalChannel): Promise<void> {
    await sql.query(
      `insert into message_way (channel) values ($1) on conflict (channel) do update set noted_at = excluded.noted_at`,
      [channel],
    );
  }

  /** Removes a channel that no node has recorded for this long. */
  async forget(sql: Sql, channel: PersonalChannel, forMs: number): Promise<void> {
    await sql.query(`delete from message_way where channel = $1 and noted_at < now() - $2 * interval '1 millisecond'`, [
      channel,
      forMs,
    ]);
  }
}

/** Records whether a Slack bot exists that could write to reps. @param without a channel that is about to be deleted */
export async function noteBots(tx: Tx, without: string | null): Promise<void> {
  const bots = `select 1 from channel where kind = 'slack' and id is distinct from $1::uuid`;
  await tx.query(`insert into message_way (channel) select 'slack' where exists (${bots}) on conflict do nothing`, [
    without,
  ]);
  await tx.query(`delete from message_way where channel = 'slack' and not exists (${bots})`, [without]);
}

@Injectable()
export class MessagePaceStore {
  async readMany(
    sql: Sql,
    repIds: readonly string[],
  ): Promise<(repId: string, channel: PersonalChannel) => Instant | null> {
    const rows = await sql.rows<{ repId: string; channel: PersonalChannel; lastAt: Instant | null }>(
      `select rep_id as "repId", channel, last_at as "lastAt" from message_pace where rep_id = any ($1::uuid[])`,
      [repIds],
    );
    const keyOf = (repId: string, channel: PersonalChannel) => `${channel} ${repId}`;
    const known = new Map(rows.map(({ repId, channel, lastAt }) => [keyOf(repId, channel), lastAt]));
    return (repId, channel) => known.get(keyOf(repId, channel)) ?? null;
  }

  /**
   * Returns when the latest message to each rep that gathers leads is or was to go out. Waits for other nodes that are
   * planning for the same reps, and makes others wait, so that a second message joins the first.
   */
  async lockPlans(tx: Tx, channel: PersonalChannel, repIds: readonly string[]): Promise<Map<string, Instant | null>> {
    if (repIds.length === 0) return new Map();
    const rows = await tx.rows<{ repId: string; plannedAt: Instant | null }>(
      `insert into message_pace (rep_id, channel)
       select id, $1 from rep where id = any ($2::uuid[]) order by id
       on conflict (rep_id, channel) do update set channel = excluded.channel
       returning rep_id as "repId", planned_at as "plannedAt"`,
      [channel, repIds],
      'message-pace-lock',
    );
    return new Map(rows.map(({ repId, plannedAt }) => [repId, plannedAt]));
  }

  async planMany(tx: Tx, channel: PersonalChannel, plans: ReadonlyMap<string, Instant>): Promise<void> {
    if (plans.size === 0) return;
    await tx.query(
      `update message_pace set planned_at = planned.at
         from unnest($2::uuid[], $3::timestamptz[]) as planned (rep_id, at)
        where message_pace.rep_id = planned.rep_id and channel = $1`,
      [channel, [...plans.keys()], [...plans.values()].map(toIso)],
      'message-pace-plan',
    );
  }

  async writeMany(tx: Tx, channel: Channel, repIds: readonly string[], at: Instant): Promise<void> {
    if (repIds.length === 0) return;
    await tx.query(
      `insert into message_pace (rep_id, channel, last_at)
       select id, $1, $3 from rep where id = any ($2::uuid[]) order by id
       on conflict (rep_id, channel) do update set last_at = excluded.last_at`,
      [channel, repIds, toIso(at)],
    );
  }
}
