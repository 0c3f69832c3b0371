import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';

/** What has a secret, as it is configured. */
export const SEALED_KINDS = ['destination', 'webhook', 'channel', 'recordConnector', 'crmConnection'] as const;

export interface Sealed {
  readonly kind: (typeof SEALED_KINDS)[number];
  readonly id: string;
  readonly name: string;
  readonly sealed: Buffer;
}

/** All secrets that are kept, whatever they are of. */
@Injectable()
export class SealedStore {
  async readAll(sql: Sql): Promise<Sealed[]> {
    const { rows } = await sql.query<Sealed>(
      `select 'destination' as kind, id, name, sealed
         from feedback_credentials join feedback_destination on feedback_destination.id = destination_id
        union all select 'webhook', id, url, sealed from webhook_secret join webhook on webhook.id = webhook_id
        union all select 'channel', id, name, sealed from channel_secret join channel on channel.id = channel_id
        union all select 'recordConnector', id, name, sealed
                    from record_connector_auth join record_connector on record_connector.id = connector_id
        union all select 'crmConnection', id, name, sealed
                    from crm_connection_secret join crm_connection on crm_connection.id = connection_id
        union all select 'crmConnection', id, name, sealed
                    from crm_connection_auth join crm_connection on crm_connection.id = connector_id
        order by kind, name`,
    );
    return rows;
  }
}
