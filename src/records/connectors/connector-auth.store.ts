import { Injectable } from '@nestjs/common';
import { SealedSecrets } from '../../configuration/sealed-secrets.store.js';
import { Database } from '../../platform/database.js';
import { type Instant, toIso } from '../../platform/duration.js';

/** Whose `auth` it is: connectors, and connections to CRMs. */
export type AuthOwner = 'recordConnector' | 'crmConnection';

const TABLES: Readonly<Record<AuthOwner, string>> = {
  recordConnector: 'record_connector_auth',
  crmConnection: 'crm_connection_auth',
};

/** A token that was got by a former secret ends with it. */
const ENDS_WITH_IT = ['token', 'token_ends_at', 'refreshing_until'];
export const CONNECTOR_AUTH = new SealedSecrets(TABLES.recordConnector, 'connector_id', ENDS_WITH_IT);
export const CRM_AUTH = new SealedSecrets(TABLES.crmConnection, 'connector_id', ENDS_WITH_IT);

/** What is kept of a connector that asks with tokens. */
export interface KeptAuth {
  readonly sealed: Buffer;
  /** Sealed, and of what is sealed above; null where there is none that still lasts. */
  readonly token: Buffer | null;
}

/** Tokens are shared by all nodes: who gets one gets it for all. */
@Injectable()
export class ConnectorAuthStore {
  constructor(private readonly database: Database) {}

  /** @param until a token that ends before then is none */
  async read(of: AuthOwner, connectorId: string, until: Instant): Promise<KeptAuth | null> {
    const { rows } = await this.database.query<KeptAuth>(
      `select sealed, case when token_ends_at > $2 then token end as token
         from ${TABLES[of]} where connector_id = $1`,
      [connectorId, toIso(until)],
    );
    return rows[0] ?? null;
  }

  /** One at a time asks for another token: who has two refresh tokens made at once may lose both. @returns whether it is ours to ask */
  async beginRefresh(
    of: AuthOwner,
    connectorId: string,
    sealed: Buffer,
    now: Instant,
    until: Instant,
  ): Promise<boolean> {
    const { count } = await this.database.query(
      `update ${TABLES[of]} set refreshing_until = $4
        where connector_id = $1 and sealed = $2 and (refreshing_until is null or refreshing_until <= $3)
       returning connector_id`,
      [connectorId, sealed, toIso(now), toIso(until)],
    );
    return count === 1;
  }

  /** @param to what is sealed from now on, as some give another refresh token each time; the former where they do not */
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

  /** The tool does not know the token any more. */
  async forget(of: AuthOwner, connectorId: string, token: Buffer): Promise<void> {
    await this.database.query(
      `update ${TABLES[of]} set token = null, token_ends_at = null where connector_id = $1 and token = $2`,
      [connectorId, token],
    );
  }
}
