import { Injectable } from '@nestjs/common';
import { SealedSecrets } from '../../configuration/sealed-secrets.store.js';
import { Database, type Sql, type Tx } from '../../platform/database.js';
import { type Instant, toIso } from '../../platform/duration.js';
import type { RevenueKind } from '../reported-kinds.js';
import type { CrmConnectionRow } from './crm-connection.table.js';

/** A connection as its door knows it. */
export interface Doored extends Pick<CrmConnectionRow, 'id' | 'name' | 'system' | 'proof' | 'mapping' | RevenueKind> {
  readonly sealed: readonly Buffer[];
}

/** Given anew, a secret holds alone: the former one, which is taken too while one is rotated, may be known to somebody. */
export const CRM_SECRETS = new SealedSecrets(
  'crm_connection_secret',
  'connection_id',
  ['former', 'former_until'],
  'former is null',
);

/** Connections without one: nothing that comes by them is taken. */
export async function readUnproven(sql: Sql): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql.query<{ id: string; name: string }>(
    'select id, name from crm_connection where secret_set_at is null order by lower(name)',
  );
  return rows;
}

/** By what it is known that a request comes from a CRM, sealed. */
@Injectable()
export class CrmSecretStore {
  constructor(private readonly database: Database) {}

  /** Connections with the secrets that hold now: one, or two while one takes the place of another. */
  async readDoored(ids: readonly string[], now: Instant): Promise<Doored[]> {
    const { rows } = await this.database.query<Omit<Doored, 'sealed'> & Record<'sealed' | 'former', Buffer | null>>(
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

  /** @returns until when a former one is taken beside the present one, where that is the one meant; null else */
  async rotatedTo(tx: Tx, connectionId: string, isMeant: (sealed: Buffer) => boolean): Promise<Instant | null> {
    const { rows } = await tx.query<{ sealed: Buffer; until: Instant }>(
      'select sealed, former_until as until from crm_connection_secret where connection_id = $1 and former is not null',
      [connectionId],
    );
    const [row] = rows;
    return row !== undefined && isMeant(row.sealed) ? row.until : null;
  }

  /** The present one becomes the former one, until an instant. @returns whether there is one */
  async rotate(tx: Tx, connectionId: string, sealed: Buffer, formerUntil: Instant): Promise<boolean> {
    const { count } = await tx.query(
      `update crm_connection_secret set former = sealed, former_until = $3, sealed = $2
        where connection_id = $1 returning connection_id`,
      [connectionId, sealed, toIso(formerUntil)],
    );
    return count === 1;
  }
}
