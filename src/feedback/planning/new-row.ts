import type { Instant } from '../../platform/values/duration.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { Destination } from '../destinations/destination.js';
import { platformOf } from '../platforms.js';
import type { Planner } from './booking.js';
import { sendOfStage } from './matching.js';

/** The form that every platform accepts as order id, transaction id, event id and client id. */
const DEDUP_KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Google rejects order ids that may be a telephone number. */
const LIKE_A_NUMBER = /^\d{7,15}$/;

/** A key that a website's tag has set, such as the number of an order. It must not be a formula in a file. */
const OF_A_TAG = /^(?![=+@-])\S[^\p{C}\p{Zl}\p{Zp}]{0,63}$/u;

/**
 * Returns the key under which every platform knows a stage of a lead. A lead that comes back keeps it, so that nothing
 * counts twice; a stage that was retracted for good and is sent again has the next revision.
 */
export function dedupKeyOf(leadId: string, stage: string, revision: number): string {
  return `${leadId}.${stage}.${revision}`;
}

export function isDedupKey(key: string): boolean {
  return DEDUP_KEY.test(key) && !LIKE_A_NUMBER.test(key);
}

/** Reports whether an adjustment may quote a key. It may also be one that a website's tag has set, but no address. */
export function isKeyToQuote(key: string): boolean {
  return isDedupKey(key) || (OF_A_TAG.test(key) && !key.includes('@'));
}

/** The fields of a new row; those left out get their defaults. */
type NewRow = Pick<
  DeliveryRow,
  | 'stage'
  | 'send'
  | 'revision'
  | 'kind'
  | 'dedupKey'
  | 'eventAt'
  | 'value'
  | 'notBefore'
  | 'sendBefore'
  | 'state'
  | 'withheldReason'
> &
  Partial<
    Pick<
      DeliveryRow,
      | 'place'
      | 'originalId'
      | 'isCountWrong'
      | 'eventTimeAsSent'
      | 'sentAt'
      | 'acceptedAt'
      | 'errorCode'
      | 'errorMessage'
    >
  >;

interface Maker {
  readonly destination: Destination;
  readonly now: Instant;
  readonly newId: () => string;
}

/**
 * Returns a row that was never handed out. It is written out whole: spreading other objects into one of so many fields
 * costs 20 µs, which is more than planning takes.
 */
export function newRow(
  { destination, now, newId }: Maker,
  lead: { readonly id: string; readonly cycle: number },
  row: NewRow,
): DeliveryRow {
  return {
    id: newId(),
    destinationId: destination.id,
    leadId: lead.id,
    cycle: lead.cycle,
    platform: destination.platform,
    place: row.place ?? platformOf(destination.platform).place(destination.settings, row.send),
    isShadow: destination.mode === 'shadow',
    stage: row.stage,
    revision: row.revision,
    kind: row.kind,
    dedupKey: row.dedupKey,
    originalId: row.originalId ?? null,
    send: row.send,
    eventAt: row.eventAt,
    value: row.value,
    isCountWrong: row.isCountWrong ?? false,
    isReleased: false,
    notBefore: row.notBefore,
    sendBefore: row.sendBefore,
    state: row.state,
    withheldReason: row.withheldReason,
    mayHaveLeft: false,
    leftAt: null,
    recalled: null,
    attempts: 0,
    batchId: null,
    leasedUntil: null,
    eventTimeAsSent: row.eventTimeAsSent ?? null,
    identifiersSent: null,
    clickInquiryId: null,
    consentSent: null,
    errorCode: row.errorCode ?? null,
    errorMessage: row.errorMessage ?? null,
    createdAt: now,
    sentAt: row.sentAt ?? null,
    acceptedAt: row.acceptedAt ?? null,
  };
}

const CANNOT_BE_PLANNED = 'cannotBePlanned';

/**
 * Returns a row that records that planning failed for a lead, so that people can find it. It is never sent.
 * @param rows all rows of the lead
 * @returns null if one records it already
 */
export function unplanned(
  { destination, now, newId }: Planner,
  lead: { readonly id: string; readonly cycle: number },
  rows: readonly DeliveryRow[],
): DeliveryRow | null {
  if (rows.some(({ errorCode }) => errorCode === CANNOT_BE_PLANNED)) return null;
  return newRow({ destination, now, newId }, lead, {
    stage: 'lead',
    send: sendOfStage(destination.rules, 'lead') ?? {},
    place: '',
    revision: 0,
    kind: 'conversion',
    dedupKey: dedupKeyOf(lead.id, 'lead', 0),
    eventAt: now,
    value: null,
    notBefore: now,
    sendBefore: null,
    state: 'failed',
    withheldReason: null,
    errorCode: CANNOT_BE_PLANNED,
    errorMessage: 'It could not be determined what to send about this lead; the log shows where it failed.',
  });
}
