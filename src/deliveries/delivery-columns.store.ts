import { columnsFor, inputRows, insertInto, namesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { ChannelKind, NewPost } from './channels/channel.js';
import type { NewDelivery } from './delivery.js';
import { DELIVERY } from './delivery.table.js';
import type { SettledDelivery, WithdrawnDelivery } from './delivery-queue.store.js';

/* The columns of deliveries, and the bulk statements of the queue. */

const WAITING = DELIVERY.column('state', () => 'waiting');

export const NEW = [
  DELIVERY.column('id', ({ id }: NewDelivery) => id),
  DELIVERY.column('channel', () => 'webhook'),
  ...DELIVERY.columns('webhookId', 'type', 'eventId', 'eventAt', 'subjectType', 'subjectId', 'subjectSeq', 'replayOf'),
  ...DELIVERY.columns('createdAt'),
  WAITING,
  DELIVERY.column('dueAt', ({ createdAt }: NewDelivery) => createdAt),
];
/** Longer than any delivery is taken for. One that is due later is not under way, but waits for a retry. */
const SURELY_WAITS = `interval '2 minutes'`;
/**
 * Lets a new delivery wait as long as the first waiting one of its subject. If it were due at once, thousands behind a
 * few failures would be examined in vain and delay all others. A shorter wait is ignored: the first may be under way.
 */
const AS_LONG_AS_THE_FIRST = `coalesce((
    select case when first.due_at > input.due_at + ${SURELY_WAITS} then first.due_at end
      from (select former.due_at from delivery as former
             where former.webhook_id = input.webhook_id and former.subject_id = input.subject_id and former.state = 'waiting'
             order by former.turn limit 1) as first), input.due_at)`;
export const INSERT = `insert into delivery (${namesOf(NEW)})
  select ${namesOf(NEW).replace('due_at', AS_LONG_AS_THE_FIRST)} from ${inputRows(NEW)}
  on conflict (webhook_id, event_id) where replay_of is null do nothing`;

export const MESSAGE = [
  ...DELIVERY.columns('id', 'channel', 'repId', 'notificationId', 'type', 'subjectType', 'subjectId', 'createdAt'),
  WAITING,
  ...DELIVERY.columns('dueAt', 'messageId'),
];
export const INSERT_MESSAGES = `${insertInto('delivery', MESSAGE)} on conflict (notification_id, channel) where notification_id is not null do nothing`;

export const STATE = [
  ...DELIVERY.columns('id'),
  columnsFor<SettledDelivery>().instant('taken_until', ({ takenUntil }) => takenUntil),
  ...DELIVERY.columns('state', 'dueAt', 'endedAt'),
];
export const SETTLE = `update delivery
    set state = input.state, due_at = input.due_at, ended_at = input.ended_at
   from ${inputRows(STATE)}
  where delivery.id = input.id and delivery.state = 'waiting' and delivery.due_at = input.taken_until`;

const moot = columnsFor<WithdrawnDelivery>();
export const MOOT = [
  moot.uuid('id', ({ id }) => id),
  moot.instant('taken_until', ({ takenUntil }) => takenUntil),
  moot.text('why', ({ why }) => why),
];
export const WITHDRAW = `update delivery
    set state = 'withdrawn', due_at = null, ended_at = $${MOOT.length + 1}, why = input.why, attempts = attempts - 1
   from ${inputRows(MOOT)}
  where delivery.id = input.id and delivery.state = 'waiting' and delivery.due_at = input.taken_until`;

/** Postpones what waits behind a failed delivery until its retry, so that it is not examined in vain. */
export const HOLD_BACK = `update delivery
    set due_at = held.until
   from (select delivery.webhook_id, delivery.subject_id, delivery.turn, input.due_at as until
           from ${inputRows(STATE)} join delivery using (id)
          where input.due_at is not null) as held
  where delivery.webhook_id = held.webhook_id and delivery.subject_id = held.subject_id and delivery.turn > held.turn
    and delivery.state = 'waiting' and delivery.due_at < held.until`;

/**
 * Makes due what waits as long as a delivery that has just ended, and was never tried. Inserted while that one was
 * hurried, it copied the old wait, which nothing else shortens. A row with attempts is under way, or waits for its own
 * retry.
 */
export const LET_GO = `update delivery
    set due_at = ended.at
   from (select delivery.webhook_id, delivery.subject_id, delivery.turn, input.ended_at as at
           from ${inputRows(STATE)} join delivery using (id)) as ended
  where delivery.webhook_id = ended.webhook_id and delivery.subject_id = ended.subject_id and delivery.turn > ended.turn
    and delivery.state = 'waiting' and delivery.attempts = 0 and delivery.due_at > ended.at + ${SURELY_WAITS}`;

export const HURRY = `with hurried as (
    update delivery set due_at = $2
     where id = $1 and state = 'waiting'
       and (attempts = 0 or exists (
             select 1 from delivery_attempt as noted
              where noted.delivery_id = delivery.id and noted.number = delivery.attempts))
    returning webhook_id, subject_id, turn)
  update delivery set due_at = $2
    from hurried
   where delivery.webhook_id = hurried.webhook_id and delivery.subject_id = hurried.subject_id
     and delivery.turn > hurried.turn and delivery.state = 'waiting' and delivery.attempts = 0 and delivery.due_at > $2`;

/** Makes due what waits for a retry at a webhook or channel. @returns how many, at most `most` */
export async function makeAllDue(
  tx: Tx,
  to: { readonly webhookId: string } | { readonly channelId: string },
  now: Instant,
  most: number,
): Promise<number> {
  const [column, id] = 'webhookId' in to ? ['webhook_id', to.webhookId] : ['channel_id', to.channelId];
  const rows = await tx.rows<{ id: string }>(
    `select id from delivery
      where ${column} = $1 and state = 'waiting' and due_at > $2::timestamptz + ${SURELY_WAITS}
      order by due_at limit $3
        for no key update skip locked`,
    [id, toIso(now), most],
  );
  // By id in a separate statement, as the queue does: joined with the search, it took 25 s for 49,000 rows.
  await tx.query('update delivery set due_at = $2 where id = any ($1::uuid[])', [
    rows.map((row) => row.id),
    toIso(now),
  ]);
  return rows.length;
}

export const POST = [
  ...DELIVERY.columns(
    'id',
    'channel',
    'channelId',
    'type',
    'eventId',
    'eventAt',
    'subjectType',
    'subjectId',
    'subjectSeq',
  ),
  DELIVERY.column('messageId', ({ id }: NewPost) => id),
  ...DELIVERY.columns('rewrites', 'createdAt'),
  WAITING,
  DELIVERY.column('dueAt', ({ createdAt }: NewPost) => createdAt),
];
// Skips posts to a channel that was deleted meanwhile.
export const INSERT_POSTS = `insert into delivery (${namesOf(POST)}) select ${namesOf(POST)} from ${inputRows(POST)}
   where exists (select 1 from channel where channel.id = input.channel_id)
  on conflict (channel_id, event_id, rewrites) where channel_id is not null do nothing`;
export const HOLD_BACK_POSTS = HOLD_BACK.replaceAll('webhook_id', 'channel_id');

const LEFT_OUT = 'it was too old when the channel went on';

export interface ChannelRef {
  readonly id: string;
  readonly kind: ChannelKind;
}

/**
 * SQL for what is too old to send when a stopped channel resumes (docs/adr/0058): posts of events before $3 and, if its
 * bot writes to reps, messages due before $3. Excludes rewrites of posted messages and deliveries under way. Each half
 * uses an index of its own.
 */
const OLD_OF = (wanted: string, last: string) => {
  const waits = `state = 'waiting' and (due_at <= $4 or due_at > $4::timestamptz + ${SURELY_WAITS})`;
  return `(select ${wanted} from delivery where channel_id = $1 and rewrites is null and event_at < $3 and ${waits} ${last})
    union all
    (select ${wanted} from delivery
      where channel = $2 and $2 = 'slack' and rep_id is not null and due_at < $3 and ${waits} ${last})`;
};

export async function countOld(sql: Sql, { id, kind }: ChannelRef, before: Instant, now: Instant): Promise<number> {
  const count = await sql.value<string>(`select sum(count) as count from (${OLD_OF('count(*) as count', '')}) as old`, [
    id,
    kind,
    toIso(before),
    toIso(now),
  ]);
  return Number(count);
}

/** Withdraws old deliveries. @returns how many: at most `most` to the channel and `most` to reps */
export async function leaveOutOld(
  tx: Tx,
  { id, kind }: ChannelRef,
  before: Instant,
  now: Instant,
  most: number,
): Promise<number> {
  const rows = await tx.rows<{ id: string }>(OLD_OF('id', 'limit $5'), [id, kind, toIso(before), toIso(now), most]);
  // By id, and only if still waiting: some may have ended meanwhile.
  const { count } = await tx.query(
    `update delivery set state = 'withdrawn', due_at = null, ended_at = $2, why = $3
      where id = any ($1::uuid[]) and state = 'waiting'`,
    [rows.map((row) => row.id), toIso(now), LEFT_OUT],
  );
  return count;
}

/** Deletes deliveries that ended before an instant. @returns how many, at most `most` */
export async function forgetEnded(tx: Tx, before: Instant, most: number): Promise<number> {
  const { count } = await tx.query(
    'delete from delivery where id in (select id from delivery where ended_at < $1 limit $2)',
    [toIso(before), most],
  );
  return count;
}

/** Fails waiting deliveries that were created before an instant. @returns how many, at most `most` */
export async function giveUp(tx: Tx, before: Instant, now: Instant, most: number): Promise<number> {
  const { count } = await tx.query(
    `update delivery set state = 'failed', due_at = null, ended_at = $2
      where id in (select id from delivery where state = 'waiting' and created_at < $1 limit $3)`,
    [toIso(before), toIso(now), most],
  );
  return count;
}

/** SQL for each webhook or channel with deliveries. Steps through an index, whatever their number. */
const ADDRESSED = (column: string) => `with recursive each as (
    (select ${column} as id from delivery where ${column} is not null order by ${column} limit 1)
    union all
    select (select ${column} from delivery where ${column} > each.id order by ${column} limit 1)
      from each where each.id is not null)
  select id from each where id is not null`;
const OF_THE_DELETED = [
  {
    column: 'webhook_id',
    find: `${ADDRESSED('webhook_id')} and not exists (select 1 from webhook where webhook.id = each.id)`,
  },
  {
    column: 'channel_id',
    find: `${ADDRESSED('channel_id')} and not exists (select 1 from channel where channel.id = each.id)`,
  },
];

/** Deletes deliveries to deleted webhooks and channels. @returns how many, at most `most` of each */
export async function forgetOfDeleted(tx: Tx, most: number): Promise<number> {
  let forgotten = 0;
  for (const { column, find } of OF_THE_DELETED) {
    const rows = await tx.rows<{ id: string }>(`${find} limit 1`);
    if (rows.length === 0) continue;
    const { count } = await tx.query(
      `delete from delivery where id in (select id from delivery where ${column} = $1 limit $2)`,
      [rows[0]!.id, most],
    );
    forgotten += count;
  }
  return forgotten;
}
