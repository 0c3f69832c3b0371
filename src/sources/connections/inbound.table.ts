import { resource } from '../../configuration/resource.table.js';
import { entityTable } from '../../platform/sql/entity-table.js';
import { code, instant, int, jsonb, type Row, text } from '../../platform/sql/table.js';
import type { HostedForm } from '../hosted/hosted-form.schema.js';
import type { WrittenMap } from '../maps/payload-map.schema.js';
import type { InboundKind, InboundSettings, InboundSource, Vendor } from './inbound.schema.js';

export const INBOUND = entityTable('inbound', 'configuration', {
  ...resource,
  name: text(),
  /** The part of its address that nobody can guess. */
  key: text(),
  /** That of its former address, which works a while longer. */
  formerKey: text().nullable(),
  formerUntil: instant().nullable(),
  source: jsonb<InboundSource>(),
  kind: code<InboundKind>(),
  vendor: code<Vendor>().nullable(),
  map: jsonb<WrittenMap>().nullable(),
  origins: jsonb<readonly string[]>(),
  redirect: text().nullable(),
  hosted: jsonb<HostedForm>().nullable(),
  perMinute: int().nullable(),
  settings: jsonb<InboundSettings>().nullable(),
  /** When its secret was set; null if there is none. Its value is stored sealed, elsewhere. */
  secretSetAt: instant().nullable(),
  /** The same of its access token. */
  accessTokenSetAt: instant().nullable(),
});
export type InboundRow = Row<typeof INBOUND>;
