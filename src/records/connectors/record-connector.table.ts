import { resource } from '../../configuration/resource.table.js';
import { instant, jsonb, type Row, table, text } from '../../platform/table.js';
import type { RecordConnectorBody } from './record-connector.schema.js';

export const RECORD_CONNECTORS = table('record_connector', 'configuration', {
  ...resource,
  name: text(),
  request: jsonb<RecordConnectorBody['request']>(),
  idempotency: jsonb<NonNullable<RecordConnectorBody['idempotency']>>().nullable(),
  idOf: text(),
  link: text().nullable(),
  find: jsonb<NonNullable<RecordConnectorBody['find']>>().nullable(),
  update: jsonb<NonNullable<RecordConnectorBody['update']>>().nullable(),
  /** Since when it is known to the tool; null: it has nothing to say who asks. That stands elsewhere, sealed. */
  authSetAt: instant().nullable(),
});
export type RecordConnectorRow = Row<typeof RECORD_CONNECTORS>;
