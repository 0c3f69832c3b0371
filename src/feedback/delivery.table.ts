import { boolean, code, instant, int, jsonb, table, text, uuid } from '../platform/sql/table.js';
import type { Consent } from '../vocabulary/lead-fields.js';
import type { DeliveryKind, FeedbackDeliveryState, SideStage, Stage, WithheldReason } from './delivery.js';
import type { IdentifierName } from './person/identifiers.js';
import type { Platform } from './platform.js';

/** The ledger of deliveries. It holds no identifiers of a person. */
export const FEEDBACK_DELIVERY = table('feedback_delivery', 'leads', {
  id: uuid().key(),
  destinationId: uuid(),
  leadId: uuid(),
  cycle: int(),
  platform: code<Platform>(),
  /** The account and what counts there; see `place` of the platform. */
  place: text().harmless(),
  /** Planned in shadow mode, and never handed out. */
  isShadow: boolean(),
  stage: code<Stage | SideStage>(),
  /** From 1; 0 if the row only records why nothing is sent. */
  revision: int(),
  kind: code<DeliveryKind>(),
  /** For an adjustment, the key of the original. */
  dedupKey: text().harmless(),
  originalId: uuid().nullable(),
  send: jsonb<object>().harmless(),
  eventAt: instant(),
  amount: text().nullable().harmless(),
  currency: code().nullable(),
  /** A restatement in place of a retraction: the platform still counts the conversion. */
  isCountWrong: boolean().default('false'),
  /** A retraction exempt from the daily limit: it was due when a person resumed the destination. */
  isReleased: boolean().default('false'),
  notBefore: instant(),
  /** The end of the platform's window; null if there is none. */
  sendBefore: instant().nullable(),
  state: code<FeedbackDeliveryState>(),
  withheldReason: code<WithheldReason>().nullable(),
  /** Whether a lease ended without a report, so that it may have been sent. */
  mayHaveLeft: boolean().default('false'),
  /** Since when it may have left; null if it was not handed out or certainly did not leave. */
  leftAt: instant().nullable(),
  /** What it becomes if its lease ends without a result, because it was cancelled while leased. */
  recalled: code<WithheldReason | 'superseded'>().nullable(),
  attempts: int().default('0'),
  batchId: uuid().nullable(),
  leasedUntil: instant().nullable(),
  eventTimeAsSent: text().nullable().harmless(),
  /** The names of the identifiers it was sent with, never their values. */
  identifiersSent: jsonb<readonly IdentifierName[]>().nullable().harmless(),
  /** The inquiry whose click it was sent with; null if that was the lead's own, or there was none. */
  clickInquiryId: uuid().nullable(),
  consentSent: jsonb<Consent>().nullable().harmless(),
  errorCode: text().nullable().harmless(),
  errorMessage: text().nullable().personal(),
  createdAt: instant(),
  sentAt: instant().nullable(),
  acceptedAt: instant().nullable(),
});
