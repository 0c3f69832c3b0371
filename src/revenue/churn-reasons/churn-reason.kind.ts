import type { ResourceKind } from '../../configuration/resource.kind.js';
import { countedUsers } from '../../configuration/users.store.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { caseless } from '../../platform/values/text.js';
import type { Answerable, ChurnReasonBody } from './churn-reason.schema.js';
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

type BuiltIn = readonly [code: string, label: string, answerable: Answerable];

const BUILT_IN: readonly BuiltIn[] = [
  ['budget_cut', 'Budget was cut', 'nobody'],
  ['price', 'Price', 'sales'],
  ['competitor', 'Went to a competitor', 'product'],
  ['missing_feature', 'A feature is missing', 'product'],
  ['low_usage', 'Is hardly used', 'delivery'],
  ['champion_left', 'The champion has left', 'nobody'],
  ['acquired', 'The customer was acquired', 'nobody'],
  ['insolvent', 'The customer is insolvent', 'nobody'],
  ['mis_sold', 'Was sold something else than was delivered', 'sales'],
  ['implementation_failed', 'The implementation failed', 'delivery'],
  ['support', 'Support', 'delivery'],
  ['quality', 'Quality', 'product'],
  ['step_refused', 'Refused a step that was agreed', 'sales'],
  ['non_payment', 'Does not pay', 'nobody'],
  ['end_of_project', 'The project has ended', 'nobody'],
];

/** The churn reasons of a new installation. */
export const BUILT_IN_CHURN_REASONS: readonly ChurnReasonBody[] = BUILT_IN.map(([code, label, answerable]) => ({
  code,
  label,
  answerable,
}));
