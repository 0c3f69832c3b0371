import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';

/** Channels of a kind that are posted to, and rest after no failure. */
const CHANNELS = (kind: string) =>
  `select from channel left join channel_endpoint as faring on faring.channel_id = channel.id
    where kind = '${kind}' and stopped_at is null and coalesce(rests_until <= $1, true)`;
const POSTS = (kind: string) =>
  `exists (${CHANNELS(kind)}
      and (select min(due_at) from delivery where delivery.channel_id = channel.id and state = 'waiting') <= $1)`;
const MESSAGES = (channel: string) =>
  `(select min(due_at) from delivery where channel = '${channel}' and rep_id is not null and state = 'waiting') <= $1`;
const OF_TOOLS = (table: string) =>
  `exists (select from record_connector as tool
            where (select min(due_at) from ${table} where connector_id = tool.id and state = 'pending') <= $1)`;

/**
 * Where work waits, and whether any is due at $1. Each question asks for the first of a partial index, one for each webhook,
 * channel or tool where those rest and stop by themselves: asked whether there is one at all, Postgres goes through a whole
 * table by old statistics. What cannot be taken must not count as due: it would be looked for again and again.
 */
const QUESTIONS = {
  notifications: '(select id from notification where not passed_on order by id limit 1) is not null',
  words: '(select lead_id from lead_words where not indexed order by lead_id limit 1) is not null',
  // A day is packed once it is over.
  days: `exists (select from packed_day where stale and day < floor(extract(epoch from $1::timestamptz) / 86400))`,
  jobs: `(select id from job where state = 'running' order by id limit 1) is not null
      or (select id from bulk_run where ended_at is null order by id limit 1) is not null`,
  push: `exists (select from feedback_destination where push and mode = 'live' and stopped_at is null)`,
  webhook: `exists (select from webhook left join webhook_endpoint as faring on faring.webhook_id = webhook.id
                     where paused_at is null and coalesce(rests_until <= $1, true)
                       and (select min(due_at) from delivery
                             where delivery.webhook_id = webhook.id and state = 'waiting') <= $1)`,
  email: MESSAGES('email'),
  slack: `${POSTS('slack')} or (${MESSAGES('slack')} and exists (${CHANNELS('slack')}))`,
  teams: POSTS('teams'),
  record: OF_TOOLS('record'),
  recordUpdate: OF_TOOLS('record_update'),
  crm: `exists (select from crm_connection
                 where (select min(due_at) from crm_readiness
                         where connection_id = crm_connection.id and state = 'waiting') <= $1)`,
} as const;

export type Waiting = keyof typeof QUESTIONS;

/** What there is to do. */
export interface Beat {
  readonly waiting: readonly Waiting[];
  /** When the next clock falls due; null where none will. */
  readonly nextClockAt: Instant | null;
  /** The place of the latest event that is final, as a word: it changes when the ledger has gone on. */
  readonly latest: string | null;
}

const PROBE = `select
    array_remove(array[${Object.entries(QUESTIONS)
      .map(([name, question]) => `case when ${question} then '${name}' end`)
      .join(', ')}], null) as waiting,
    (select min(next_at) from clock) as "nextClockAt",
    (select concat_ws(' ', epoch, xid, seq)
       from event
      where (epoch, xid, seq) < ((select epoch from feed_epoch), pg_snapshot_xmin(pg_current_snapshot()), 0)
      order by epoch desc, xid desc, seq desc limit 1) as latest`;

/** The one question of an idle node. */
@Injectable()
export class PulseStore {
  constructor(private readonly database: Database) {}

  async read(now: Instant): Promise<Beat> {
    const { rows } = await this.database.engine.query<Beat>(PROBE, [toIso(now)], 'pulse');
    return rows[0]!;
  }
}
