import { Injectable } from '@nestjs/common';
import { columnsOf, instant, json, plain } from '../platform/columns.js';
import { Database, type Sql } from '../platform/database.js';
import { newId } from '../platform/ids.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { NewNotification, NotificationType } from './notification.js';

export interface NotificationRow {
  readonly id: string;
  readonly repId: string;
  readonly type: NotificationType;
  readonly leadId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly createdAt: Instant;
  readonly readAt: Instant | null;
}

const COLUMNS = `id, rep_id as "repId", type, lead_id as "leadId", data, created_at as "createdAt", read_at as "readAt"`;

@Injectable()
export class NotificationStore {
  constructor(private readonly database: Database) {}

  async insertMany(tx: Sql, notifications: readonly NewNotification[]): Promise<void> {
    if (notifications.length === 0) return;
    await tx.query(
      `insert into notification (id, rep_id, type, lead_id, data, created_at)
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::json[], $6::timestamptz[])`,
      columnsOf(notifications, [
        plain((row) => newId(row.at)),
        plain((row) => row.repId),
        plain((row) => row.type),
        plain((row) => row.leadId),
        json((row) => row.data),
        instant((row) => row.at),
      ]),
      'notification-insert',
    );
  }

  /** Newest first, below an id. */
  async readOfRep(repId: string, before: string | null, limit: number): Promise<NotificationRow[]> {
    const { rows } = await this.database.query<NotificationRow>(
      `select ${COLUMNS} from notification
        where rep_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      [repId, before, limit],
    );
    return rows;
  }

  async find(id: string): Promise<NotificationRow | undefined> {
    const { rows } = await this.database.query<NotificationRow>(`select ${COLUMNS} from notification where id = $1`, [
      id,
    ]);
    return rows[0];
  }

  async markRead(id: string, now: Instant): Promise<NotificationRow | undefined> {
    const { rows } = await this.database.query<NotificationRow>(
      `update notification set read_at = coalesce(read_at, $2) where id = $1 returning ${COLUMNS}`,
      [id, toIso(now)],
    );
    return rows[0];
  }
}
