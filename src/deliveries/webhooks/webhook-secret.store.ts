import { Injectable } from '@nestjs/common';
import { Database, type Sql, type Tx } from '../../platform/database.js';
import { type Instant, isoOrNull } from '../../platform/instant.js';

/** Those that sign now, as they are sealed: one, or two while one takes the place of another. */
export interface SealedSecrets {
  readonly webhookId: string;
  readonly sealed: Buffer;
  readonly former: Buffer | null;
  readonly formerUntil: Instant | null;
}

@Injectable()
export class WebhookSecretStore {
  constructor(private readonly database: Database) {}

  async readMany(webhookIds: readonly string[]): Promise<SealedSecrets[]> {
    const { rows } = await this.database.reads.query<SealedSecrets>(
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

export async function readWebhookSecret(sql: Sql, webhookId: string): Promise<Buffer | null> {
  const { rows } = await sql.query<{ sealed: Buffer }>('select sealed from webhook_secret where webhook_id = $1', [
    webhookId,
  ]);
  return rows[0]?.sealed ?? null;
}

/** A webhook always has one: it goes with the webhook. */
export async function writeWebhookSecret(tx: Tx, webhookId: string, sealed: Buffer | null): Promise<void> {
  await tx.query('insert into webhook_secret (webhook_id, sealed) values ($1, $2)', [webhookId, sealed]);
}
