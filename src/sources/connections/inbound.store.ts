import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SealedSecrets } from '../../configuration/sealed-secrets.store.js';
import { Database, type Sql, type Tx } from '../../platform/sql/database.js';
import { selectList } from '../../platform/sql/table.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { INBOUND, type InboundRow } from './inbound.table.js';

export const INBOUND_SECRETS = new SealedSecrets('inbound_secret', 'inbound_id');
export const INBOUND_TOKENS = new SealedSecrets('inbound_token', 'inbound_id');

/** A connection, as far as it matters for what arrives. */
export type ReceivingConnection = Omit<
  InboundRow,
  'version' | 'createdAt' | 'updatedAt' | 'formerKey' | 'formerUntil' | 'secretSetAt' | 'accessTokenSetAt'
>;

/** With what its door needs to check a proof. */
export type GuardedInbound = ReceivingConnection & { readonly sealed: Buffer | null };

/** With what is needed to ask its product; see `Graph`. */
export type AskingInbound = GuardedInbound & { readonly sealedToken: Buffer | null };

const RECEIVING = INBOUND.without(
  'version',
  'createdAt',
  'updatedAt',
  'formerKey',
  'formerUntil',
  'secretSetAt',
  'accessTokenSetAt',
);
const OF_CONNECTION = selectList(RECEIVING)
  .split(', ')
  .map((each) => `inbound.${each}`)
  .join(', ');
const KEY_BYTES = 18;

/** The prefix lets scanners of secrets recognise it. */
export function newKey(): string {
  return `in_${randomBytes(KEY_BYTES).toString('base64url')}`;
}

@Injectable()
export class InboundStore {
  constructor(private readonly database: Database) {}

  /** Reads connections by the keys of their addresses, also former ones that still work. */
  readByKeys(keys: readonly string[], now: Instant): Promise<(GuardedInbound & { readonly calledBy: string })[]> {
    return this.database.rows(
      `select ${OF_CONNECTION}, sealed, asked.key as "calledBy"
         from unnest($1::text[]) as asked (key)
         join inbound on inbound.key = asked.key or (inbound.former_key = asked.key and inbound.former_until > $2)
         left join inbound_secret on inbound_id = inbound.id`,
      [keys, toIso(now)],
      'inbound-by-keys',
    );
  }

  readByIds(ids: readonly string[]): Promise<ReceivingConnection[]> {
    return this.database.rows(`select ${OF_CONNECTION} from inbound where id = any ($1::uuid[])`, [ids]);
  }

  readAsking(ids: readonly string[]): Promise<AskingInbound[]> {
    return this.database.rows(
      `select ${OF_CONNECTION}, inbound_secret.sealed, inbound_token.sealed as "sealedToken"
         from inbound
         left join inbound_secret on inbound_secret.inbound_id = inbound.id
         left join inbound_token on inbound_token.inbound_id = inbound.id
        where inbound.id = any ($1::uuid[])`,
      [ids],
      'inbound-asking',
    );
  }

  readKeys(sql: Sql, ids: readonly string[]): Promise<Pick<InboundRow, 'id' | 'key' | 'formerUntil'>[]> {
    return sql.rows('select id, key, former_until as "formerUntil" from inbound where id = any ($1::uuid[])', [ids]);
  }

  /** Gives a connection another address. @param formerUntil null ends the former one at once */
  async changeKey(tx: Tx, id: string, key: string, formerUntil: Instant | null): Promise<void> {
    await tx.query(
      `update inbound set key = $2, former_key = case when $3::timestamptz is null then null else key end, former_until = $3
        where id = $1`,
      [id, key, formerUntil === null ? null : toIso(formerUntil)],
    );
  }
}
