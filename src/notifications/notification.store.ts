import { Injectable } from '@nestjs/common';
import type { FeedPosition, FeedSpan } from '../events/feed.js';
import { placeAfter } from '../events/place.store.js';
import { Registry } from '../platform/registry.js';
import { columnsFor, inputRows, namesOf, valuesOf } from '../platform/sql/columns.js';
import { Database, type Sql, type Tx } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { idsAround, newId } from '../platform/values/ids.js';
import { SUBJECT_FIELDS, type SubjectField } from '../vocabulary/subject.table.js';
import { ABOUT, subjectColumns } from '../vocabulary/subject-columns.store.js';
import type { About } from '../vocabulary/subjects.js';
import type { NewNotification, NotificationType } from './notification.js';
import { NOTIFICATION } from './notification.table.js';

export interface NotificationRow
  extends About,
    Omit<Row<typeof NOTIFICATION>, SubjectField | 'epoch' | 'xid' | 'seq'> {}

/** With its position in the feed. */
export type FeedNotification = NotificationRow & Pick<FeedPosition, 'epoch' | 'xid'>;

const COLUMNS = `${selectList(NOTIFICATION.without(...SUBJECT_FIELDS, 'epoch', 'xid', 'seq'))}, ${ABOUT}`;
const NEW = [
  NOTIFICATION.column('id', ({ at }: NewNotification) => newId(at)),
  ...NOTIFICATION.columns('repId', 'type'),
  ...subjectColumns<NewNotification>(),
  ...NOTIFICATION.columns('data'),
  NOTIFICATION.column('createdAt', ({ at }: NewNotification) => at),
];
const SENT = [...NEW, columnsFor<NewNotification>().text('former_xid', ({ formerXid }) => formerXid)];
/** SQL conditions: whether notifications go out by a further way. Satellites add theirs. */
export const OTHER_WAYS = new Registry<string>();

/** If no further way exists, rows are marked as passed on. */
const insert = (ways: readonly string[]) => `insert into notification (${namesOf(NEW)}, epoch, xid, passed_on)
  select ${namesOf(NEW)}, (select epoch from feed_epoch), ${placeAfter('former_xid::xid8')},
         not (${['false', ...ways].join(' or ')})
    from ${inputRows(SENT)}`;

/** SQL condition for the pulse: whether any notification waits to be passed on. */
export const NOTIFICATIONS_WAIT = '(select id from notification where not passed_on order by id limit 1) is not null';

@Injectable()
export class NotificationStore {
  private readonly insert = insert(OTHER_WAYS.all);

  constructor(private readonly database: Database) {}

  async insertMany(tx: Sql, notifications: readonly NewNotification[]): Promise<void> {
    if (notifications.length === 0) return;
    await tx.query(this.insert, valuesOf(notifications, SENT), 'notification-insert');
  }

  /** Newest first. @param before an exclusive upper bound of the id; null for the first page */
  readOfRep(repId: string, before: string | null, limit: number): Promise<NotificationRow[]> {
    return this.database.reads.rows(
      `select ${COLUMNS} from notification
        where rep_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      [repId, before, limit],
    );
  }

  readNotifiedReps(
    sql: Sql,
    repIds: readonly string[],
    { type, leadId, since }: { readonly type: NotificationType; readonly leadId: string; readonly since: Instant },
  ): Promise<string[]> {
    return sql.column(
      `select distinct rep_id as "repId" from notification
        where rep_id = any ($1::uuid[]) and id >= $2 and lead_id = $3 and type = $4 and created_at >= $5`,
      [repIds, idsAround({ from: since, to: since }).first, leadId, type, toIso(since)],
      'notification-told',
    );
  }

  /** Oldest first. */
  readMany(sql: Sql, ids: readonly string[]): Promise<NotificationRow[]> {
    return sql.rows(`select ${COLUMNS} from notification where id = any ($1::uuid[]) order by id`, [ids]);
  }

  /** Returns the reps' notifications of a stretch of the feed, in its order. */
  readBetween(repIds: readonly string[], { after, horizon }: FeedSpan): Promise<FeedNotification[]> {
    return this.database.reads.rows(
      `select ${COLUMNS}, epoch, xid::text as xid from notification
        where (epoch, notification.xid) >= ($1, $2::text::xid8) and (epoch, notification.xid) < ($3, $4::text::xid8)
          and rep_id = any ($5::uuid[])
        order by epoch, notification.xid, seq, id`,
      [after.epoch, after.xid, horizon.epoch, horizon.xid, repIds],
      'notification-between',
    );
  }

  /** Locks notifications that are not passed on yet, and skips those locked by another node. */
  takeNew(tx: Tx, most: number): Promise<NotificationRow[]> {
    return tx.rows(
      `select ${COLUMNS} from notification where not passed_on order by id limit $1 for no key update skip locked`,
      [most],
    );
  }

  async markPassedOn(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.query('update notification set passed_on = true where id = any ($1::uuid[])', [ids]);
  }

  find(id: string): Promise<NotificationRow | undefined> {
    return this.database.row(`select ${COLUMNS} from notification where id = $1`, [id]);
  }

  markRead(id: string, now: Instant): Promise<NotificationRow | undefined> {
    return this.database.row(
      `update notification set read_at = coalesce(read_at, $2) where id = $1 returning ${COLUMNS}`,
      [id, toIso(now)],
    );
  }

  /** Marks a rep's notifications up to an id. @returns how many were unread */
  markAllRead(repId: string, upTo: string, now: Instant): Promise<number> {
    return this.database.value(
      `with read as (
         update notification set read_at = $3 where rep_id = $1 and id <= $2 and read_at is null returning 1
       )
       select count(*)::int as read from read`,
      [repId, upTo, toIso(now)],
    );
  }
}

export async function deleteNotificationsOf(tx: Sql, repIds: readonly string[]): Promise<void> {
  await tx.query('delete from notification where rep_id = any ($1::uuid[])', [repIds]);
}
