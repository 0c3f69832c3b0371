import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { NotificationSettings } from './notification-settings.js';

export interface NotificationSettingsRow {
  readonly repId: string;
  readonly version: number;
  readonly updatedAt: Instant;
  readonly body: NotificationSettings;
}

@Injectable()
export class NotificationSettingsStore {
  /** Those who have said something. */
  async readMany(sql: Sql, repIds: readonly string[]): Promise<NotificationSettingsRow[]> {
    const { rows } = await sql.query<NotificationSettingsRow>(
      `select rep_id as "repId", version, updated_at as "updatedAt", body
         from notification_settings where rep_id = any ($1::uuid[])`,
      [repIds],
    );
    return rows;
  }

  /** One at a time says how a rep is told. */
  async lock(tx: Tx, repId: string): Promise<NotificationSettingsRow | undefined> {
    await tx.query('select 1 from rep where id = $1 for no key update', [repId]);
    return (await this.readMany(tx, [repId]))[0];
  }

  async write(tx: Tx, { repId, version, updatedAt, body }: NotificationSettingsRow): Promise<void> {
    await tx.query(
      `insert into notification_settings (rep_id, version, updated_at, body) values ($1, $2, $3, $4)
       on conflict (rep_id) do update
          set version = excluded.version, updated_at = excluded.updated_at, body = excluded.body`,
      [repId, version, toIso(updatedAt), JSON.stringify(body)],
    );
  }
}
