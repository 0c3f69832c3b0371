import { resource } from '../../configuration/resource.table.js';
import { entityTable } from '../../platform/sql/entity-table.js';
import { instant, jsonb, type Row, text } from '../../platform/sql/table.js';
import type { ContractsMapping, InvoicesMapping, UsageMapping } from '../revenue/revenue-mapping.schema.js';
import type { ProofBody, ReadinessBody } from './crm-connection.schema.js';
import type { MappingBody } from './mapping.schema.js';

export const CRM_CONNECTIONS = entityTable('crm_connection', 'configuration', {
  ...resource,
  name: text(),
  system: text(),
  proof: jsonb<ProofBody>(),
  mapping: jsonb<MappingBody>(),
  contracts: jsonb<ContractsMapping>().nullable(),
  invoices: jsonb<InvoicesMapping>().nullable(),
  usage: jsonb<UsageMapping>().nullable(),
  readiness: jsonb<ReadinessBody>().nullable(),
  /** When its secret was set; null if there is none. Its value is stored sealed, elsewhere. */
  secretSetAt: instant().nullable(),
  authSetAt: instant().nullable(),
});
export type CrmConnectionRow = Row<typeof CRM_CONNECTIONS>;
