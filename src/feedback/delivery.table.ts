import { boolean, code, instant, int, jsonb, table, text, uuid } from '../platform/table.js';
import type { Consent } from '../vocabulary/lead-fields.js';
import type { DeliveryKind, FeedbackDeliveryState, SideStage, Stage, WithheldReason } from './delivery.js';
import type { IdentifierName } from './person/identifiers.js';
import type { Platform } from './platform.js';

/** The ledger of what platforms are told. It holds nothing by which a person could be known. */
export const FEEDBACK_DELIVERY = table('feedback_delivery', 'leads', {
  id: uuid().key(),
  destinationId: uuid(),
  leadId: uuid(),
  cycle: int(),
  platform: code<Platform>(),
  /** The account and what counts there: the `place` of its platform. */
  place: text().harmless(),
  /** Worked out to be looked at, and never handed out. */
  isShadow: boolean(),
  stage: code<Stage | SideStage>(),
  /** From 1; 0 where it only says why nothing is told. */
  revision: int(),
  kind: code<DeliveryKind>(),
  /** Of an adjustment, that of what it adjusts. */
  dedupKey: text().harmless(),
  /** What it adjusts. */
  originalId: uuid().nullable(),
  send: jsonb<object>().harmless(),
  eventAt: instant(),
  amount: text().nullable().harmless(),
  currency: code().nullable(),
  /** A restatement that stands in for a retraction: the platform goes on counting. */
  isCountWrong: boolean().default('false'),
  /** A retraction that was due when a person let go what had been too much for a day. */
  isReleased: boolean().default('false'),
  notBefore: instant(),
  /** Null: whenever. */
  sendBefore: instant().nullable(),
  state: code<FeedbackDeliveryState>(),
  withheldReason: code<WithheldReason>().nullable(),
  /** A lease of it has lapsed: it may have been sent. */
  mayHaveLeft: boolean().default('false'),
  /** Since when; null where it has not been handed out, or certainly did not leave. */
  leftAt: instant().nullable(),
  /** What becomes of it where whoever has it brings it back: it was cancelled meanwhile. */
  recalled: code<WithheldReason | 'superseded'>().nullable(),
  attempts: int().default('0'),
  batchId: uuid().nullable(),
  leasedUntil: instant().nullable(),
  eventTimeAsSent: text().nullable().harmless(),
  /** By which it went, never what they are. */
  identifiersSent: jsonb<readonly IdentifierName[]>().nullable().harmless(),
  consentSent: jsonb<Consent>().nullable().harmless(),
  errorCode: text().nullable().harmless(),
  errorMessage: text().nullable().personal(),
  createdAt: instant(),
  sentAt: instant().nullable(),
  acceptedAt: instant().nullable(),
});
