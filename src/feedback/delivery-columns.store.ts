import { columnsFor, namesOf } from '../platform/columns.js';
import type { DeliveryRow } from './delivery-row.js';

const { uuid, text, int, boolean, instant, jsonb } = columnsFor<DeliveryRow>();
/** What a row is about. */
export const FACTS = [
  uuid('destination_id', (row) => row.destinationId),
  uuid('lead_id', (row) => row.leadId),
  int('cycle', (row) => row.cycle),
  text('platform', (row) => row.platform),
  text('place', (row) => row.place),
  boolean('is_shadow', (row) => row.isShadow),
  text('stage', (row) => row.stage),
  int('revision', (row) => row.revision),
  text('kind', (row) => row.kind),
  text('dedup_key', (row) => row.dedupKey),
  uuid('original_id', (row) => row.originalId),
  jsonb('send', (row) => row.send),
  boolean('is_count_wrong', (row) => row.isCountWrong),
  boolean('is_released', (row) => row.isReleased),
  instant('created_at', (row) => row.createdAt),
];
/** What becomes of it. */
export const COURSE = [
  uuid('id', (row) => row.id),
  instant('event_at', (row) => row.eventAt),
  text('amount', (row) => row.value?.amount ?? null),
  text('currency', (row) => row.value?.currency ?? null),
  instant('not_before', (row) => row.notBefore),
  instant('send_before', (row) => row.sendBefore),
  text('state', (row) => row.state),
  text('withheld_reason', (row) => row.withheldReason),
  boolean('may_have_left', (row) => row.mayHaveLeft),
  instant('left_at', (row) => row.leftAt),
  text('recalled', (row) => row.recalled),
  int('attempts', (row) => row.attempts),
  uuid('batch_id', (row) => row.batchId),
  instant('leased_until', (row) => row.leasedUntil),
  text('event_time_as_sent', (row) => row.eventTimeAsSent),
  jsonb('identifiers_sent', (row) => row.identifiersSent),
  jsonb('consent_sent', (row) => row.consentSent),
  text('error_code', (row) => row.errorCode),
  text('error_message', (row) => row.errorMessage),
  instant('sent_at', (row) => row.sentAt),
  instant('accepted_at', (row) => row.acceptedAt),
];
/** What of it changes when it is handed out: `leased` says how. */
const HANDED_OUT = new Set([
  'id',
  'state',
  'may_have_left',
  'left_at',
  'attempts',
  'batch_id',
  'leased_until',
  'event_time_as_sent',
  'identifiers_sent',
  'consent_sent',
  'error_code',
  'error_message',
]);
export const LEASE = COURSE.filter(({ name }) => HANDED_OUT.has(name));
/** What of it changes when it is reported on: `afterPosting` and `afterOutcome` say how. */
const REPORTED = new Set([
  'id',
  'not_before',
  'state',
  'withheld_reason',
  'may_have_left',
  'left_at',
  'recalled',
  'leased_until',
  'error_code',
  'error_message',
  'sent_at',
  'accepted_at',
]);
export const REPORT = COURSE.filter(({ name }) => REPORTED.has(name));
export const ALL = [...COURSE, ...FACTS];

/** A row, as it is read; the table is called `row`. */
export const SELECTED = `${namesOf(ALL)
  .split(', ')
  .filter((name) => name !== 'amount' && name !== 'currency')
  .map((name) => `row.${name} as "${name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())}"`)
  .join(', ')},
  case when row.amount is null then null else jsonb_build_object('amount', row.amount, 'currency', row.currency) end as value`;
