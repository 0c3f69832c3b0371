import { Injectable } from '@nestjs/common';
import { SealedSecrets } from '../../configuration/sealed-secrets.store.js';
import { Database, type Sql, type Tx } from '../../platform/sql/database.js';
import { type Instant, isoOrNull } from '../../platform/values/duration.js';
import type { PausedBecause } from '../endpoint.js';
import { forgetFailures } from '../endpoint.store.js';
import type { Subscriber } from './webhook.js';
import { WEBHOOKS } from './webhook.table.js';

export interface PausedWebhook {
  readonly id: string;
  readonly url: string;
  readonly at: Instant;
  readonly why: PausedBecause;
}

/** Returns the webhooks that are paused, oldest first. */
export function readPausedWebhooks(sql: Sql): Promise<PausedWebhook[]> {
  return sql.rows(
    'select id, url, paused_at as at, paused_why as why from webhook where paused_at is not null order by id',
  );
}

@Injectable()
export class WebhookStore {
  /** Includes paused webhooks, whose deliveries wait. */
  readSubscribers(tx: Tx): Promise<Subscriber[]> {
    return tx.rows('select id, types, created_at as "createdAt" from webhook');
  }

  /** Returns each webhook's host as its name, because the rest of the URL may be secret. */
  async readNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await sql.rowsOf<{ id: string; url: string }>(
      'select id, url from webhook where id = any ($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ id, url }) => [id, new URL(url).host]));
  }

  /** Pauses a webhook. On a paused one, only a person's new reason has an effect. @returns whether anything changed */
  async pause(tx: Tx, id: string, why: PausedBecause, note: string | null, at: Instant): Promise<boolean> {
    const found = await tx.repository(WEBHOOKS).findOneBy({ id });
    const isPaused = found?.pausedAt != null;
    if (found === null || (isPaused && (why !== 'person' || found.pausedNote === note))) return false;
    await tx.repository(WEBHOOKS).update({ id }, { pausedAt: found.pausedAt ?? at, pausedWhy: why, pausedNote: note });
    return true;
  }

  /** Resumes a webhook and resets its failures. @returns whether it was paused */
  async resume(tx: Tx, id: string, at: Instant): Promise<boolean> {
    const found = await tx.repository(WEBHOOKS).findOneBy({ id });
    await forgetFailures(tx, 'webhook', id);
    if (found === null || found.pausedAt === null) return false;
    await tx.repository(WEBHOOKS).update({ id }, { pausedAt: null, pausedWhy: null, pausedNote: null, resumedAt: at });
    return true;
  }
}

/** The sealed secrets that sign now: two during a rotation. */
interface SigningSecrets {
  readonly webhookId: string;
  readonly sealed: Buffer;
  readonly former: Buffer | null;
  readonly formerUntil: Instant | null;
}

export const WEBHOOK_SECRETS = new SealedSecrets('webhook_secret', 'webhook_id');

@Injectable()
export class WebhookSecretStore {
  constructor(private readonly database: Database) {}

  readMany(webhookIds: readonly string[]): Promise<SigningSecrets[]> {
    return this.database.reads.rows(
      `select webhook_id as "webhookId", sealed, former, former_until as "formerUntil"
         from webhook_secret where webhook_id = any ($1::uuid[])`,
      [webhookIds],
    );
  }

  /** Makes the present secret the former one until `formerUntil`; null discards it at once. */
  async rotate(tx: Tx, webhookId: string, sealed: Buffer, formerUntil: Instant | null): Promise<void> {
    await tx.query(
      `update webhook_secret
          set former = case when $3::timestamptz is null then null else sealed end, former_until = $3, sealed = $2
        where webhook_id = $1`,
      [webhookId, sealed, isoOrNull(formerUntil)],
    );
  }
}
