import { Injectable } from '@nestjs/common';
import { SealedSecrets } from '../../configuration/sealed-secrets.store.js';
import { Database, type Sql, type Tx } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { RevenueKind } from '../reported-kinds.js';
import type { CrmConnectionRow } from './crm-connection.table.js';

/** A connection with what its door needs to authenticate requests. */
export interface GuardedConnection
  extends Pick<CrmConnectionRow, 'id' | 'name' | 'system' | 'proof' | 'mapping' | RevenueKind> {
  readonly sealed: readonly Buffer[];
}

/** Setting a secret, unlike rotating it, ends the former one at once, as it may be compromised. */
export const CRM_SECRETS = new SealedSecrets(
  'crm_connection_secret',
  'connection_id',
  ['former', 'former_until'],
  'former is null',
);

/** Returns connections without a secret, whose requests are all rejected. */
export function readUnproven(sql: Sql): Promise<{ id: string; name: string }[]> {
  return sql.rows('select id, name from crm_connection where secret_set_at is null order by lower(name)');
}

@Injectable()
export class CrmSecretStore {
  constructor(private readonly database: Database) {}

  /** Returns connections with their valid secrets: one, or two during a rotation. */
  async readDoored(ids: readonly string[], now: Instant): Promise<GuardedConnection[]> {
    const rows = await this.database.rows<
      Omit<GuardedConnection, 'sealed'> & Record<'sealed' | 'former', Buffer | null>
    >(
      `select connection.id, connection.name, connection.system, connection.proof, connection.mapping,
              connection.contracts, connection.invoices, connection.usage, secret.sealed,
              case when secret.former_until > $2 then secret.former end as former
         from crm_connection as connection
         left join crm_connection_secret as secret on secret.connection_id = connection.id
        where connection.id = any ($1::uuid[])`,
      [ids, toIso(now)],
    );
    return rows.map(({ sealed, former, ...connection }) => ({
      ...connection,
      sealed: [sealed, former].filter((each) => each !== null),
    }));
  }

  /** @returns the end of the rotation if the present secret is already the given one; else null */
  async rotatedTo(tx: Tx, connectionId: string, isMeant: (sealed: Buffer) => boolean): Promise<Instant | null> {
    const row = await tx.row<{ sealed: Buffer; until: Instant }>(
      'select sealed, former_until as until from crm_connection_secret where connection_id = $1 and former is not null',
      [connectionId],
    );
    return row !== undefined && isMeant(row.sealed) ? row.until : null;
  }

  /** Replaces the secret; the former one stays valid until an instant. @returns whether there was one */
  rotate(tx: Tx, connectionId: string, sealed: Buffer, formerUntil: Instant): Promise<boolean> {
    return tx.matches(
      `update crm_connection_secret set former = sealed, former_until = $3, sealed = $2
        where connection_id = $1 returning connection_id`,
      [connectionId, sealed, toIso(formerUntil)],
    );
  }
}
