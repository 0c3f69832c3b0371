import { resource } from '../../configuration/resource.table.js';
import { entityTable } from '../../platform/sql/entity-table.js';
import { instant, jsonb, type Row, text } from '../../platform/sql/table.js';
import type { RecordConnectorBody } from './record-connector.schema.js';

export const RECORD_CONNECTORS = entityTable('record_connector', 'configuration', {
  ...resource,
  name: text(),
  request: jsonb<RecordConnectorBody['request']>(),
  idempotency: jsonb<NonNullable<RecordConnectorBody['idempotency']>>().nullable(),
  idOf: text(),
  link: text().nullable(),
  find: jsonb<NonNullable<RecordConnectorBody['find']>>().nullable(),
  update: jsonb<NonNullable<RecordConnectorBody['update']>>().nullable(),
  /** When `auth` was set; null if there is none. Its value is stored sealed, elsewhere. */
  authSetAt: instant().nullable(),
});
export type RecordConnectorRow = Row<typeof RECORD_CONNECTORS>;
