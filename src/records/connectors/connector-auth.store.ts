import { Injectable } from '@nestjs/common';
import { SealedSecrets } from '../../configuration/sealed-secrets.store.js';
import { Database } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';

export type AuthOwner = 'recordConnector' | 'crmConnection';

const TABLES: Readonly<Record<AuthOwner, string>> = {
  recordConnector: 'record_connector_auth',
  crmConnection: 'crm_connection_auth',
};

/** Cleared when another secret is stored, since the token was issued for the former one. */
const ENDS_WITH_IT = ['token', 'token_ends_at', 'refreshing_until'];
export const CONNECTOR_AUTH = new SealedSecrets(TABLES.recordConnector, 'connector_id', ENDS_WITH_IT);
export const CRM_AUTH = new SealedSecrets(TABLES.crmConnection, 'connector_id', ENDS_WITH_IT);

interface KeptAuth {
  readonly sealed: Buffer;
  /** Sealed; null if there is none or it has expired. */
  readonly token: Buffer | null;
}

/** Stores authentication. Access tokens are shared by all nodes. */
@Injectable()
export class ConnectorAuthStore {
  constructor(private readonly database: Database) {}

  /** @param until tokens that expire before then are ignored */
  async read(of: AuthOwner, connectorId: string, until: Instant): Promise<KeptAuth | null> {
    return (
      (await this.database.row<KeptAuth>(
        `select sealed, case when token_ends_at > $2 then token end as token
         from ${TABLES[of]} where connector_id = $1`,
        [connectorId, toIso(until)],
      )) ?? null
    );
  }

  /** Claims a refresh, since two at once may invalidate both tokens. @returns whether it was claimed */
  beginRefresh(of: AuthOwner, connectorId: string, sealed: Buffer, now: Instant, until: Instant): Promise<boolean> {
    return this.database.matches(
      `update ${TABLES[of]} set refreshing_until = $4
        where connector_id = $1 and sealed = $2 and (refreshing_until is null or refreshing_until <= $3)
       returning connector_id`,
      [connectorId, sealed, toIso(now), toIso(until)],
    );
  }

  /** @param got null if the refresh failed; `to` has the new refresh token, as some tools issue one each time */
  async endRefresh(
    of: AuthOwner,
    connectorId: string,
    sealed: Buffer,
    got: { readonly to: Buffer; readonly token: Buffer; readonly endsAt: Instant } | null,
  ): Promise<void> {
    if (got === null) {
      await this.database.query(
        `update ${TABLES[of]} set refreshing_until = null where connector_id = $1 and sealed = $2`,
        [connectorId, sealed],
      );
      return;
    }
    await this.database.query(
      `update ${TABLES[of]}
          set sealed = $3, token = $4, token_ends_at = $5, refreshing_until = null
        where connector_id = $1 and sealed = $2`,
      [connectorId, sealed, got.to, got.token, toIso(got.endsAt)],
    );
  }

  /** Deletes a token that the tool no longer accepts. */
  async forget(of: AuthOwner, connectorId: string, token: Buffer): Promise<void> {
    await this.database.query(
      `update ${TABLES[of]} set token = null, token_ends_at = null where connector_id = $1 and token = $2`,
      [connectorId, token],
    );
  }
}
