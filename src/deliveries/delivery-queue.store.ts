import { Injectable } from '@nestjs/common';
import { valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { pluck } from '../platform/values/group.js';
import type { About } from '../vocabulary/subjects.js';
import type { Attempt } from './attempt.js';
import type { ChannelKind, NewPost, PostedMessage } from './channels/channel.js';
import type { DeliveryState, NewDelivery, NewMessage, PersonalChannel } from './delivery.js';
import { DELIVERY } from './delivery.table.js';
import {
  HOLD_BACK,
  HOLD_BACK_POSTS,
  HURRY,
  INSERT,
  INSERT_MESSAGES,
  INSERT_POSTS,
  LET_GO,
  MESSAGE,
  MOOT,
  NEW,
  POST,
  SETTLE,
  STATE,
  WITHDRAW,
} from './delivery-columns.store.js';
import { SICK_AFTER } from './endpoint.js';
import type { EndpointKind } from './endpoint.store.js';

/** A delivery that this node has taken, with its URL. */
export interface TakenDelivery
  extends Pick<NewDelivery, 'id' | 'webhookId' | 'eventId' | 'eventAt' | 'subjectType' | 'subjectId' | 'subjectSeq'> {
  readonly url: string;
  /** Including this one. */
  readonly attempts: number;
  /** When another node may take it. A node that reads another instant here has lost the delivery. */
  readonly takenUntil: Instant;
  /** Its creation, or when its webhook was last resumed, if that is later. It is tried for three days from here. */
  readonly createdAt: Instant;
}

/** A delivery to a rep that was taken; those with the same `messageId` are sent as one message. */
export interface TakenMessage
  extends Pick<NewMessage, 'id' | 'repId' | 'notificationId' | 'type' | 'createdAt' | keyof About> {
  readonly messageId: string;
  readonly attempts: number;
  readonly takenUntil: Instant;
}

export interface TakenPost
  extends Pick<NewPost, 'id' | 'channelId' | 'eventId' | 'eventAt' | 'subjectType' | 'subjectId' | 'subjectSeq'>,
    Pick<NewPost, 'rewrites' | 'createdAt'> {
  readonly messageId: string;
  readonly attempts: number;
  readonly takenUntil: Instant;
}

export interface SettledDelivery extends Pick<TakenDelivery, 'id' | 'attempts' | 'takenUntil'> {
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly attempt: Attempt;
  readonly state: DeliveryState;
  /** When it is tried again; null if it has ended. */
  readonly dueAt: Instant | null;
  readonly endedAt: Instant | null;
}

/**
 * SQL for the deliveries that are due: the first waiting one of each subject, so that an endpoint receives the events
 * of a lead in order, and one at a time for sick endpoints. It must not scan ended rows or sort waiting ones: either
 * may be a hundred thousand times as many as it takes. `offset 0` makes Postgres look up the earlier rows of each
 * delivery; with stale statistics it would join all rows of the endpoint.
 * @param wanted columns besides the id; @param isOpen SQL condition: whether the endpoint may be sent anything
 */
const dueTo = (endpoint: EndpointKind, wanted: string, isOpen: string) => `
  select next.id${wanted}
    from ${endpoint}
    left join ${endpoint}_endpoint as faring on faring.${endpoint}_id = ${endpoint}.id
    left join unnest($2::uuid[], $3::int[]) as busy (id, count) on busy.id = ${endpoint}.id
   cross join lateral (
     select delivery.id
       from delivery
      where delivery.${endpoint}_id = ${endpoint}.id and delivery.state = 'waiting' and delivery.due_at <= $1
        and not exists (
              select 1 from delivery as former
               where former.${endpoint}_id = delivery.${endpoint}_id and former.subject_id = delivery.subject_id
                 and former.state = 'waiting' and former.turn < delivery.turn
              offset 0)
      order by delivery.due_at, delivery.turn
      limit greatest(case when faring.failures >= $5 then 1 else $4::int end - coalesce(busy.count, 0), 0)
        for no key update skip locked) as next
   where ${isOpen} and coalesce(faring.rests_until <= $1, true)`;
const DUE_TO_WEBHOOKS = dueTo(
  'webhook',
  ', webhook.url, webhook.resumed_at as "resumedAt"',
  'webhook.paused_at is null',
);
const DUE_TO_CHANNELS = dueTo('channel', '', 'channel.kind = $6 and channel.stopped_at is null');

const TAKEN = selectList([
  ...DELIVERY.columns('id', 'webhookId', 'channelId', 'eventId', 'eventAt', 'subjectType', 'subjectId', 'subjectSeq'),
  ...DELIVERY.columns('rewrites', 'messageId', 'createdAt', 'attempts', 'turn'),
]);
const TAKE = `update delivery set due_at = $2, attempts = attempts + 1 where id = any ($1::uuid[])
  returning ${TAKEN}, due_at as "takenUntil"`;

export interface WithdrawnDelivery extends Pick<TakenDelivery, 'id' | 'takenUntil'> {
  readonly why: string;
}

@Injectable()
export class DeliveryQueueStore {
  /** Inserts in order and skips deliveries that exist already. */
  async insertMany(tx: Sql, deliveries: readonly NewDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await tx.query(INSERT, valuesOf(deliveries, NEW), 'delivery-queue-insert');
  }

  /** @param busy under way from this node, by webhook; @param room how many may be; @param until as `takenUntil` */
  async take(
    tx: Tx,
    now: Instant,
    until: Instant,
    busy: ReadonlyMap<string, number>,
    room: number,
  ): Promise<TakenDelivery[]> {
    const due = await tx.rows<{ id: string; url: string; resumedAt: Instant | null }>(
      DUE_TO_WEBHOOKS,
      [toIso(now), [...busy.keys()], [...busy.values()], room, SICK_AFTER],
      'delivery-queue-due',
    );
    const found = new Map(due.map((each) => [each.id, each]));
    const taken = await this.takeFound<Omit<TakenDelivery, 'url'>>(tx, [...found.keys()], until);
    return taken.map((row) => {
      const { url, resumedAt } = found.get(row.id)!;
      return { ...row, url, createdAt: Math.max(row.createdAt, resumedAt ?? row.createdAt) };
    });
  }

  /** Takes rows by id in a separate statement: joined with the search, it scanned all waiting rows. */
  private async takeFound<Taken extends { readonly id: string }>(
    tx: Tx,
    ids: readonly string[],
    until: Instant,
  ): Promise<Taken[]> {
    const rows = await tx.rowsOf<Taken & { readonly turn: number }>(TAKE, [ids, toIso(until)], 'delivery-queue-take');
    return rows.sort((one, other) => one.turn - other.turn);
  }

  isStillTaken(sql: Sql, { id, takenUntil }: Pick<WithdrawnDelivery, 'id' | 'takenUntil'>): Promise<boolean> {
    return sql.matches(
      `select from delivery where id = $1 and due_at = $2 and state = 'waiting'`,
      [id, toIso(takenUntil)],
      'delivery-queue-still-taken',
    );
  }

  /** Inserts one delivery per notification and channel, and skips those that exist already. */
  async insertMessages(tx: Tx, messages: readonly NewMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await tx.query(INSERT_MESSAGES, valuesOf(messages, MESSAGE), 'delivery-queue-messages');
  }

  /**
   * Takes the messages that are due, each with everything else that waits for its rep, to be sent together. Deliveries
   * that failed together stay one message on a retry: the first of them brings the rest.
   * @param room the number of messages at most
   */
  async takeMessages(
    tx: Tx,
    channel: PersonalChannel,
    now: Instant,
    until: Instant,
    room: number,
  ): Promise<TakenMessage[]> {
    const ripe = await tx.rows<{ repId: string; messageId: string | null }>(
      `select rep_id as "repId", message_id as "messageId" from delivery
        where channel = $1 and rep_id is not null and state = 'waiting' and due_at <= $2
          and (message_id is null or not exists (
                select 1 from delivery as former
                 where former.rep_id = delivery.rep_id and former.channel = $1 and former.state = 'waiting'
                   and former.message_id = delivery.message_id and former.turn < delivery.turn
                 offset 0))
        order by due_at limit $3 for no key update skip locked`,
      [channel, toIso(now), room],
      'delivery-queue-ripe',
    );
    if (ripe.length === 0) return [];
    const fresh = [...new Set(ripe.filter(({ messageId }) => messageId === null).map(({ repId }) => repId))];
    const repeated = ripe.flatMap(({ messageId }) => messageId ?? []);
    return tx.rows(
      `with made as materialized (
         select rep_id, gen_random_uuid() as message_id from unnest($2::uuid[]) as people (rep_id)
       ), along as materialized (
         select id, rep_id, message_id from delivery
          where rep_id = any ($3::uuid[]) and channel = $1 and state = 'waiting'
            and (message_id = any ($4::uuid[]) or (message_id is null and rep_id = any ($2::uuid[])))
            for no key update skip locked
       )
       update delivery
          set due_at = $5, attempts = attempts + 1, message_id = coalesce(along.message_id, made.message_id)
         from along left join made using (rep_id)
        where delivery.id = along.id
       returning delivery.id, delivery.rep_id as "repId", notification_id as "notificationId", type,
                 subject_type as "subjectType", subject_id as "subjectId", created_at as "createdAt",
                 delivery.message_id as "messageId", attempts, due_at as "takenUntil"`,
      [channel, fresh, [...new Set(ripe.map(({ repId }) => repId))], repeated, toIso(until)],
      'delivery-queue-take-messages',
    );
  }

  /** Inserts in order and skips posts that exist already. */
  async insertPosts(tx: Tx, posts: readonly NewPost[]): Promise<void> {
    if (posts.length === 0) return;
    await tx.query(INSERT_POSTS, valuesOf(posts, POST), 'delivery-queue-posts');
  }

  async takePosts(
    tx: Tx,
    kind: ChannelKind,
    now: Instant,
    until: Instant,
    busy: ReadonlyMap<string, number>,
    room: number,
  ): Promise<TakenPost[]> {
    const due = await tx.rows<{ id: string }>(
      DUE_TO_CHANNELS,
      [toIso(now), [...busy.keys()], [...busy.values()], room, SICK_AFTER, kind],
      'delivery-queue-due-posts',
    );
    return this.takeFound<TakenPost>(tx, pluck(due, 'id'), until);
  }

  async notePosted(tx: Tx, posted: ReadonlyMap<string, PostedMessage>): Promise<void> {
    if (posted.size === 0) return;
    await tx.query(
      `update delivery set posted = noted.posted
         from unnest($1::uuid[], $2::jsonb[]) as noted (message_id, posted)
        where delivery.channel = 'slack' and delivery.message_id = noted.message_id`,
      [[...posted.keys()], [...posted.values()].map((each) => JSON.stringify(each))],
    );
  }

  /**
   * Withdraws obsolete deliveries, except those that another node has taken since. They were not sent, so the attempt
   * counted when they were taken is uncounted.
   */
  async withdraw(tx: Tx, withdrawn: readonly WithdrawnDelivery[], now: Instant): Promise<void> {
    if (withdrawn.length === 0) return;
    await tx.query(WITHDRAW, [...valuesOf(withdrawn, MOOT), toIso(now)]);
  }

  /**
   * Makes a delivery, and what waits behind it, due now; its subject's order still holds. Skips one whose last attempt
   * is not stored yet: it is under way, would be sent twice, and the first outcome would be lost.
   */
  async hurry(tx: Tx, id: string, now: Instant): Promise<void> {
    await tx.query(HURRY, [id, toIso(now)]);
  }

  /** Stores outcomes, except of deliveries that another node has taken since. */
  async settle(tx: Tx, rows: readonly SettledDelivery[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(SETTLE, valuesOf(rows, STATE), 'delivery-queue-settle');
    // A delivery that ends at its first attempt has held nothing back.
    const ended = rows.filter(
      ({ endedAt, attempts, subjectId }) => endedAt !== null && attempts > 1 && subjectId !== null,
    );
    if (ended.length > 0) await tx.query(LET_GO, valuesOf(ended, STATE), 'delivery-queue-let-go');
    const failed = rows.filter(({ dueAt, subjectId }) => dueAt !== null && subjectId !== null);
    if (failed.length === 0) return;
    await tx.query(HOLD_BACK, valuesOf(failed, STATE), 'delivery-queue-hold-back');
    await tx.query(HOLD_BACK_POSTS, valuesOf(failed, STATE), 'delivery-queue-hold-back-posts');
  }
}

/* Conditions for the pulse (`src/engine/pulse.store.ts`): whether anything is due at $1, by sender. */

export const WEBHOOKS_WAIT = `exists (
  select from webhook left join webhook_endpoint as faring on faring.webhook_id = webhook.id
   where paused_at is null and coalesce(rests_until <= $1, true)
     and (select min(due_at) from delivery where delivery.webhook_id = webhook.id and state = 'waiting') <= $1)`;

/** Channels of a kind that are neither stopped nor resting. */
const channels = (kind: string) =>
  `select from channel left join channel_endpoint as faring on faring.channel_id = channel.id
    where kind = '${kind}' and stopped_at is null and coalesce(rests_until <= $1, true)`;
const postsWait = (kind: string) => `exists (${channels(kind)}
  and (select min(due_at) from delivery where delivery.channel_id = channel.id and state = 'waiting') <= $1)`;
const messagesWait = (channel: string) =>
  `(select min(due_at) from delivery where channel = '${channel}' and rep_id is not null and state = 'waiting') <= $1`;

export const MAILS_WAIT = messagesWait('email');
export const SLACK_WAITS = `${postsWait('slack')} or (${messagesWait('slack')} and exists (${channels('slack')}))`;
export const TEAMS_WAITS = postsWait('teams');
