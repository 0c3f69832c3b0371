import { resource } from '../../configuration/resource.table.js';
import type { AccountRole } from '../../deals/accounts/account.js';
import { entityTable } from '../../platform/sql/entity-table.js';
import { code, int, json, jsonb, type Row, text } from '../../platform/sql/table.js';
import type { Basis } from '../../sla/policy.js';
import type { HandoffKindBody } from './handoff-kind.schema.js';

export const HANDOFF_KINDS = entityTable('handoff_kind', 'configuration', {
  ...resource,
  name: text(),
  moment: text(),
  /** A deal gets the first kind in this order that takes it. */
  position: int(),
  start: jsonb<HandoffKindBody['start']>(),
  /** As text, not binary, to preserve the order of the form's fields. */
  form: json<HandoffKindBody['form']>(),
  ready: jsonb<HandoffKindBody['ready']>(),
  receivers: jsonb<HandoffKindBody['receivers']>(),
  stages: jsonb<NonNullable<HandoffKindBody['stages']>>().nullable(),
  escalation: jsonb<HandoffKindBody['escalation']>(),
  exceptions: jsonb<HandoffKindBody['exceptions']>(),
  accountRole: code<AccountRole>().default("'manager'"),
  clientToldWithin: text().nullable(),
  /** How its deadlines count. */
  time: code<Basis>().default("'working'"),
});
export type HandoffKindRow = Row<typeof HANDOFF_KINDS>;
