import { Injectable } from '@nestjs/common';
import { SealedSecrets } from '../../configuration/sealed-secrets.store.js';
import { Database, type Sql, type Tx } from '../../platform/database.js';
import { type Instant, isoOrNull } from '../../platform/duration.js';
import { readRow, updateRow } from '../../platform/rows.js';
import type { PausedBecause } from '../endpoint.js';
import { forgetFailures } from '../endpoint.store.js';
import type { Subscriber } from './webhook.js';
import { WEBHOOKS } from './webhook.table.js';

@Injectable()
export class WebhookStore {
  /** Paused ones too: what they are not told now they are told later. */
  async readSubscribers(tx: Tx): Promise<Subscriber[]> {
    return (await tx.query<Subscriber>('select id, types, created_at as "createdAt" from webhook')).rows;
  }

  /** What people call them: where they post to, without what may be secret in it. */
  async readNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const { rows } = await sql.query<{ id: string; url: string }>(
      'select id, url from webhook where id = any ($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ id, url }) => [id, new URL(url).host]));
  }

  /** Said again in other words by a person, the newer ones stand. @returns whether anything is other than before */
  async pause(tx: Tx, id: string, why: PausedBecause, note: string | null, at: Instant): Promise<boolean> {
    const found = await readRow(tx, WEBHOOKS, id);
    const isPaused = found?.pausedAt != null;
    if (found === undefined || (isPaused && (why !== 'person' || found.pausedNote === note))) return false;
    await updateRow(tx, WEBHOOKS, id, { pausedAt: found.pausedAt ?? at, pausedWhy: why, pausedNote: note });
    return true;
  }

  /** Nothing is held against it any more. @returns whether it was paused */
  async resume(tx: Tx, id: string, at: Instant): Promise<boolean> {
    const found = await readRow(tx, WEBHOOKS, id);
    await forgetFailures(tx, 'webhook', id);
    if (found === undefined || found.pausedAt === null) return false;
    await updateRow(tx, WEBHOOKS, id, { pausedAt: null, pausedWhy: null, pausedNote: null, resumedAt: at });
    return true;
  }
}

/** Those that sign now, as they are sealed: one, or two while one takes the place of another. */
interface SigningSecrets {
  readonly webhookId: string;
  readonly sealed: Buffer;
  readonly former: Buffer | null;
  readonly formerUntil: Instant | null;
}

/** A webhook always has one: it goes with the webhook. */
export const WEBHOOK_SECRETS = new SealedSecrets('webhook_secret', 'webhook_id');

@Injectable()
export class WebhookSecretStore {
  constructor(private readonly database: Database) {}

  async readMany(webhookIds: readonly string[]): Promise<SigningSecrets[]> {
    const { rows } = await this.database.reads.query<SigningSecrets>(
      `select webhook_id as "webhookId", sealed, former, former_until as "formerUntil"
         from webhook_secret where webhook_id = any ($1::uuid[])`,
      [webhookIds],
    );
    return rows;
  }

  /** The present one becomes the former one, until an instant; null: it signs no more. */
  async rotate(tx: Tx, webhookId: string, sealed: Buffer, formerUntil: Instant | null): Promise<void> {
    await tx.query(
      `update webhook_secret
          set former = case when $3::timestamptz is null then null else sealed end, former_until = $3, sealed = $2
        where webhook_id = $1`,
      [webhookId, sealed, isoOrNull(formerUntil)],
    );
  }
}
