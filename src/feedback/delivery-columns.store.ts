import { selectList } from '../platform/table.js';
import { FEEDBACK_DELIVERY } from './delivery.table.js';
import type { DeliveryRow } from './delivery-row.js';

/** What changes when a row is handed out: `leased` says how. */
const HANDED_OUT = ['mayHaveLeft', 'leftAt', 'attempts', 'batchId', 'leasedUntil', 'eventTimeAsSent'] as const;
const SENT_BY = ['identifiersSent', 'consentSent', 'errorCode', 'errorMessage'] as const;
export const LEASE = FEEDBACK_DELIVERY.columns('id', 'state', ...HANDED_OUT, ...SENT_BY);
/** What changes when it is reported on: `afterPosting` and `afterOutcome` say how. */
export const REPORT = FEEDBACK_DELIVERY.columns(
  ...(['id', 'notBefore', 'state', 'withheldReason', 'mayHaveLeft', 'leftAt', 'recalled', 'leasedUntil'] as const),
  ...(['errorCode', 'errorMessage', 'sentAt', 'acceptedAt'] as const),
);

/** What a row is about, and stays. */
const FACTS = [
  ...(['destinationId', 'leadId', 'cycle', 'platform', 'place', 'isShadow', 'stage', 'revision', 'kind'] as const),
  ...(['dedupKey', 'originalId', 'send', 'isCountWrong', 'isReleased', 'createdAt'] as const),
];
const VALUE = [
  FEEDBACK_DELIVERY.column('amount', ({ value }: DeliveryRow) => value?.amount ?? null),
  FEEDBACK_DELIVERY.column('currency', ({ value }: DeliveryRow) => value?.currency ?? null),
];
/** What becomes of it. */
export const CHANGING = [...FEEDBACK_DELIVERY.without(...FACTS, 'amount', 'currency'), ...VALUE];
export const ALL = [...CHANGING, ...FEEDBACK_DELIVERY.columns(...FACTS)];

/** A row, as it is read; the table is called `row`. */
export const SELECTED = `${selectList(FEEDBACK_DELIVERY.without('amount', 'currency'), 'row')},
  case when row.amount is null then null else jsonb_build_object('amount', row.amount, 'currency', row.currency) end as value`;
