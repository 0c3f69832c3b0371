import { Injectable } from '@nestjs/common';
import { NOTIFICATION_TYPES } from '../../notifications/notification.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { type NotificationSettings, withLaterTypes } from './notification-settings.js';

export interface NotificationSettingsRow {
  readonly repId: string;
  readonly version: number;
  readonly updatedAt: Instant;
  readonly body: NotificationSettings;
}

/** Reports whether any rep has a Slack member id. */
export function readHasMembers(sql: Sql): Promise<boolean> {
  return sql.value(
    `select exists (select from notification_settings where body->'slack'->>'memberId' is not null) as has`,
  );
}

@Injectable()
export class NotificationSettingsStore {
  /** Returns the settings of those reps who have saved some. */
  async readMany(sql: Sql, repIds: readonly string[]): Promise<NotificationSettingsRow[]> {
    const rows = await sql.rows<NotificationSettingsRow & { readonly known: readonly string[] }>(
      `select rep_id as "repId", version, updated_at as "updatedAt", body, known_types as known
         from notification_settings where rep_id = any ($1::uuid[])`,
      [repIds],
    );
    return rows.map(({ known, ...row }) => ({ ...row, body: withLaterTypes(row.body, known) }));
  }

  /** Returns the id of the rep with this Slack member id, or null. */
  async findMember(sql: Sql, memberId: string): Promise<string | null> {
    const row = await sql.row<{ repId: string }>(
      `select rep_id as "repId" from notification_settings
        where body->'slack'->>'memberId' is not null and body->'slack'->>'memberId' = $1`,
      [memberId],
    );
    return row?.repId ?? null;
  }

  /** Does the same, and prevents other reps from getting this member id until the end of the transaction. */
  async lockMember(tx: Tx, memberId: string): Promise<string | null> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`slack member ${memberId}`]);
    return this.findMember(tx, memberId);
  }

  /** Locks a rep, so that their settings change one at a time. @returns whether the rep exists */
  async lockRep(tx: Tx, repId: string): Promise<boolean> {
    return (await tx.query('select 1 from rep where id = $1 for no key update', [repId])).count === 1;
  }

  async write(tx: Tx, { repId, version, updatedAt, body }: NotificationSettingsRow): Promise<void> {
    await tx.query(
      `insert into notification_settings (rep_id, version, updated_at, body, known_types) values ($1, $2, $3, $4, $5)
       on conflict (rep_id) do update
          set version = excluded.version, updated_at = excluded.updated_at, body = excluded.body,
              known_types = excluded.known_types`,
      [repId, version, toIso(updatedAt), JSON.stringify(body), JSON.stringify(NOTIFICATION_TYPES)],
    );
  }
}
