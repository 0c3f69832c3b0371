import type { ResourceKind } from '../../configuration/resource.kind.js';
import { countedUsers } from '../../configuration/users.store.js';
import type { Tx } from '../../platform/database.js';
import { type Fault, fault } from '../../platform/fault.js';
import { caseless } from '../../platform/text.js';
import type { ChurnReasonBody } from './churn-reason.schema.js';
import { CHURN_REASONS, type ChurnReasonRow } from './churn-reason.table.js';

const GIVEN = `select id from contract
   where notice is not null and lower(notice->>'reason') = (select lower(code) from churn_reason where id = $1)`;

/** A reason that notices name cannot be deleted. */
export const CHURN_REASON_KIND: ResourceKind<ChurnReasonRow, ChurnReasonBody> = {
  kind: 'churnReason',
  table: CHURN_REASONS,
  fields: ['code', 'label', 'answerable'],
  unique: 'code',
  check: (tx, body, id) => (id === null ? Promise.resolve([]) : faultsOfCode(tx, body, id)),
  users: [countedUsers('contract', 'contract', GIVEN)],
};

/** Another code would change what past notices say. */
async function faultsOfCode(tx: Tx, { code }: ChurnReasonBody, id: string): Promise<Fault[]> {
  const given = await tx.row<{ code: string }>(
    `select code from churn_reason where id = $1::uuid and exists (${GIVEN})`,
    [id],
  );
  if (given === undefined || caseless(given.code) === caseless(code)) return [];
  const message = `Expected ${given.code}: notices were given for this reason. Add another reason instead.`;
  return [fault('/code', 'inUse', message)];
}
