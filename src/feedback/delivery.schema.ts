import { type Static, Type } from '@sinclair/typebox';
import { id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';
import { isoOrNull, toIso } from '../platform/duration.js';
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

const MoneySchema = thing('ToldValue', 'What something is worth.', {
  amount: Type.String({ description: 'A decimal number, as text.' }),
  currency: Type.String({ description: 'ISO 4217' }),
});

export const DeliverySchema = thing('FeedbackItem', 'One thing that a platform is told of a lead, or is not.', {
  id: id('Of the item.'),
  leadId: id('The lead.'),
  kind: oneOf(DELIVERY_KINDS, {
    description:
      '`conversion`: counts something new; `stage`: the same where a platform takes events of any name; `restate`: what was counted is worth something else; `retract`: it no longer counts.',
  }),
  stage: oneOf([...STAGES, ...SIDE_STAGES], { description: 'How far the lead has come, or what became of it.' }),
  revision: Type.Integer({
    description: 'Grows when something counts anew; 0 where the item only says why nothing is told.',
  }),
  dedupKey: Type.String({ description: 'By which the platform knows it; of an adjustment, that of what it adjusts.' }),
  adjusts: nullable(
    id('The item that it changes.'),
    'The item that it changes or takes back; null where it does neither.',
  ),
  state: oneOf(DELIVERY_STATES, {
    description:
      '`sent` is what a success of the request proves, `accepted` what the platform says of it. What was `superseded` never left, or the platform knows something later.',
  }),
  withheldReason: nullable(
    oneOf(Object.keys(WITHHELD_WORDS) as WithheldReason[]),
    'Why it is not told; null where it is, or will be.',
  ),
  waitsFor: nullable(
    oneOf(Object.keys(WAITING_WORDS) as WaitingReason[]),
    'Of what is `pending`, why it is not handed out now; null where nothing is in its way.',
  ),
  why: nullable(
    Type.String(),
    'The same in words: why it is not told, or waits; also of what was `superseded` or has `expired`. Null where it is told, or may be fetched; of what `failed`, `error` says it.',
  ),
  eventAt: instant('When it happened; of an adjustment, when it was decided.'),
  value: nullable(MoneySchema, 'What is told of worth; null: nothing.'),
  isCountWrong: Type.Boolean({
    description: 'Whether it only makes worthless what should not count: the platform cannot take it back.',
  }),
  notBefore: instant('It is not handed out before.'),
  sendBefore: nullable(
    instant('The platform takes it until then.'),
    'The platform takes it until then; null: whenever.',
  ),
  attempts: Type.Integer({ description: 'How often it was handed out.' }),
  mayHaveLeft: Type.Boolean({ description: 'Whether nobody said what became of it when it was handed out before.' }),
  batchId: nullable(id('The batch that it was handed out with last.'), 'The batch that it was handed out with last.'),
  leasedUntil: nullable(
    instant('Until when it is whoever has it’s.'),
    'Until when whoever has it may report on it; null: nobody has it.',
  ),
  error: nullable(
    thing('FeedbackError', 'What the platform said of it.', {
      code: Type.String({ description: 'As the platform calls it, or the rule that it would have broken.' }),
      message: Type.String({ description: 'In words.' }),
    }),
    'What the platform said of it last; null: nothing.',
  ),
  createdAt: instant('When it was planned.'),
  sentAt: nullable(instant('When it was sent.'), 'When it was sent; null: not yet, or never.'),
  acceptedAt: nullable(instant('When it was accepted.'), 'When it was accepted; null: not yet, or never.'),
  shadow: Type.Boolean({ description: 'Whether it was only worked out, and is never handed out.' }),
});
export type DeliveryView = Static<typeof DeliverySchema>;
export const DeliveryPage = pageOf(DeliverySchema);

/** @param row with why it waits, where that was asked */
export function deliveryView(row: DeliveryRow & { readonly waitsFor?: WaitingReason | null }): DeliveryView {
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
