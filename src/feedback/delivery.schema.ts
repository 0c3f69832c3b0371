import { type Static, Type } from '@sinclair/typebox';
import { id, instant, nullable, objectSchema, oneOf, pageOf } from '../platform/input/schema.js';
import { isoOrNull, toIso } from '../platform/values/duration.js';
import {
  DELIVERY_KINDS,
  DELIVERY_STATES,
  SIDE_STAGES,
  STAGES,
  WITHHELD_WORDS,
  type WithheldReason,
} from './delivery.js';
import type { DeliveryRow } from './delivery-row.js';
import { WAITING_WORDS, type WaitingReason, whyOf } from './dispatch/waiting.js';

const MoneySchema = objectSchema('ToldValue', 'A value.', {
  amount: Type.String({ description: 'A decimal number, as text.' }),
  currency: Type.String({ description: 'ISO 4217' }),
});

export const DeliverySchema = objectSchema(
  'FeedbackItem',
  'One item that is sent to a platform about a lead, or withheld.',
  {
    id: id('The id of the item.'),
    leadId: id('The lead.'),
    kind: oneOf(DELIVERY_KINDS, {
      description:
        '`conversion`: a new conversion; `stage`: the same for platforms that accept events of any name; `restate`: a new value for an earlier conversion; `retract`: the earlier conversion no longer counts.',
    }),
    stage: oneOf([...STAGES, ...SIDE_STAGES], { description: 'The milestone or disposition.' }),
    revision: Type.Integer({
      description: 'Grows by one whenever the stage counts again; 0 if the item only shows why nothing is sent.',
    }),
    dedupKey: Type.String({
      description: 'The key by which the platform identifies it; for an adjustment, that of the adjusted item.',
    }),
    adjusts: nullable(id, 'The item that it restates or retracts; null for none.'),
    state: oneOf(DELIVERY_STATES, {
      description:
        '`sent`: the request succeeded. `accepted`: the platform confirmed it. `superseded`: it was never sent, or the platform has received something later.',
    }),
    withheldReason: nullable(
      oneOf(Object.keys(WITHHELD_WORDS) as WithheldReason[]),
      'Why it is not sent; null if it was or will be.',
    ),
    waitsFor: nullable(
      oneOf(Object.keys(WAITING_WORDS) as WaitingReason[]),
      'For a `pending` item, why it is not offered now; null if it is.',
    ),
    why: nullable(
      Type.String(),
      'The same in a sentence: why it is not sent or waits, also for `superseded` and `expired` items. Null if it was sent or can be fetched; for `failed` items, see `error`.',
    ),
    eventAt: instant('When it happened; for an adjustment, when it was decided.'),
    value: nullable(MoneySchema, 'The value that is sent; null for none.'),
    isCountWrong: Type.Boolean({
      description: 'Whether it only sets the value to zero, because the platform cannot retract conversions.',
    }),
    notBefore: instant('The earliest time at which it is offered.'),
    sendBefore: nullable(instant, 'The end of the platform’s window; null for none.'),
    attempts: Type.Integer({ description: 'How often it was leased.' }),
    mayHaveLeft: Type.Boolean({ description: 'Whether its result was not reported after an earlier lease.' }),
    batchId: nullable(id, 'The last batch that included it.'),
    leasedUntil: nullable(instant, 'The end of its lease; null if it is not leased.'),
    error: nullable(
      objectSchema('FeedbackError', 'The platform’s error.', {
        code: Type.String({ description: 'The platform’s code, or the rule that it would have broken.' }),
        message: Type.String({ description: 'The message.' }),
      }),
      'The platform’s last error; null for none.',
    ),
    createdAt: instant('When it was planned.'),
    sentAt: nullable(instant, 'When it was sent; null if it was not.'),
    acceptedAt: nullable(instant, 'When it was accepted; null if it was not.'),
    shadow: Type.Boolean({ description: 'Whether it was only planned in shadow mode and is never sent.' }),
  },
);
type FeedbackDeliveryView = Static<typeof DeliverySchema>;
export const DeliveryPage = pageOf(DeliverySchema);

/** @param row with `waitsFor` if it was queried */
export function deliveryView(row: DeliveryRow & { readonly waitsFor?: WaitingReason | null }): FeedbackDeliveryView {
  const { id, leadId, kind, stage, revision, dedupKey, state, withheldReason, value, isCountWrong } = row;
  const { attempts, mayHaveLeft, batchId, errorCode, errorMessage, waitsFor = null } = row;
  return {
    id,
    leadId,
    kind,
    stage,
    revision,
    dedupKey,
    adjusts: row.originalId,
    state,
    withheldReason,
    waitsFor,
    why: whyOf(row, waitsFor),
    eventAt: toIso(row.eventAt),
    value,
    isCountWrong,
    notBefore: toIso(row.notBefore),
    sendBefore: isoOrNull(row.sendBefore),
    attempts,
    mayHaveLeft,
    batchId,
    leasedUntil: isoOrNull(row.leasedUntil),
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
    createdAt: toIso(row.createdAt),
    sentAt: isoOrNull(row.sentAt),
    acceptedAt: isoOrNull(row.acceptedAt),
    shadow: row.isShadow,
  };
}
