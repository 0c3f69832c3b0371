import { selectList } from '../platform/sql/table.js';
import { FEEDBACK_DELIVERY } from './delivery.table.js';
import type { DeliveryRow } from './delivery-row.js';

/** Columns that change when a row is handed out; see `leased`. */
const HANDED_OUT = ['mayHaveLeft', 'leftAt', 'attempts', 'batchId', 'leasedUntil', 'eventTimeAsSent'] as const;
const SENT_BY = ['identifiersSent', 'clickInquiryId', 'consentSent', 'errorCode', 'errorMessage'] as const;
export const LEASE = FEEDBACK_DELIVERY.columns('id', 'state', ...HANDED_OUT, ...SENT_BY);
/** Columns that change when a result is reported; see `afterPosting` and `afterOutcome`. */
export const REPORT = FEEDBACK_DELIVERY.columns(
  ...(['id', 'notBefore', 'state', 'withheldReason', 'mayHaveLeft', 'leftAt', 'recalled', 'leasedUntil'] as const),
  ...(['errorCode', 'errorMessage', 'sentAt', 'acceptedAt'] as const),
);

/** Columns that `updateMany` never writes. */
const FACTS = [
  ...(['destinationId', 'leadId', 'cycle', 'platform', 'place', 'isShadow', 'stage', 'revision', 'kind'] as const),
  ...(['dedupKey', 'originalId', 'send', 'isCountWrong', 'isReleased', 'createdAt'] as const),
];
const VALUE = [
  FEEDBACK_DELIVERY.column('amount', ({ value }: DeliveryRow) => value?.amount ?? null),
  FEEDBACK_DELIVERY.column('currency', ({ value }: DeliveryRow) => value?.currency ?? null),
];
export const CHANGING = [...FEEDBACK_DELIVERY.without(...FACTS, 'amount', 'currency'), ...VALUE];
export const ALL = [...CHANGING, ...FEEDBACK_DELIVERY.columns(...FACTS)];

/** Selects a whole row; the alias of the table must be `row`. */
export const SELECTED = `${selectList(FEEDBACK_DELIVERY.without('amount', 'currency'), 'row')},
  case when row.amount is null then null else jsonb_build_object('amount', row.amount, 'currency', row.currency) end as value`;
