import { MILESTONES } from '../leads/touch.js';
import type { Instant } from '../platform/values/duration.js';
import type { Consent } from '../vocabulary/lead-fields.js';
import type { Money } from './money.js';
import type { Identifiers } from './person/identifiers.js';
import type { ClosingParts } from './planning/trigger.js';

/**
 * `conversion`: counts something new. `stage`: the same for a platform that models a funnel as events of any name.
 * `restate`: changes the value of what was counted. `retract`: removes it from the count.
 */
export const DELIVERY_KINDS = ['conversion', 'stage', 'restate', 'retract'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/**
 * `sent`: a 2xx was received. `accepted`: the platform confirmed it, at once or later. Only accepted deliveries can be
 * restated or retracted.
 */
export const DELIVERY_STATES = [
  'pending',
  'leased',
  'sent',
  'accepted',
  'failed',
  'expired',
  'superseded',
  'withheld',
] as const;
export type FeedbackDeliveryState = (typeof DELIVERY_STATES)[number];

export const WITHHELD_WORDS = {
  noIdentifier: 'the lead has nothing by which the platform would know it',
  consentDenied: 'the person does not allow that their data is sent',
  consentMissing: 'the person may live in the EEA, the UK or Switzerland, and has not allowed that their data is sent',
  stopped: 'the person does not want to be contacted, has been erased, or was none',
  countedByTag: 'the tag of the website counts new leads',
  windowClosed: 'the platform no longer takes it',
  originalNotAccepted: 'the platform has not accepted yet what this would change',
  platformCannotRetract: 'the platform takes nothing back',
  platformCannotRestate: 'the platform changes no value',
  alreadyRetracted: 'it has been taken back already, and that is final',
  valueMissing: 'there is no value to send',
  contactChanged: 'the data by which the platform knew the lead has changed, so it would find nothing',
} as const;
export type WithheldReason = keyof typeof WITHHELD_WORDS;

/** Reasons that new data of the lead may remove. */
export const MAY_CHANGE: readonly WithheldReason[] = ['noIdentifier', 'consentDenied', 'consentMissing'];

/** The stages that are counted, in the order of the funnel. */
export const STAGES = ['lead', ...MILESTONES] as const;
export type Stage = (typeof STAGES)[number];
/** Other outcomes, sent only to platforms that accept events of any name, for their reports. */
export const SIDE_STAGES = ['nurture', 'recycle', 'disqualified', 'lost', 'suppressed'] as const;
export type SideStage = (typeof SIDE_STAGES)[number];

/** The stage for each `milestone` of a rule. `received` is the new lead. */
export const STAGE_OF_MILESTONE = {
  received: 'lead',
  qualified: 'qualified',
  opportunity: 'opportunity',
  won: 'won',
} as const satisfies Record<string, Stage>;
export type SentMilestone = keyof typeof STAGE_OF_MILESTONE;

/** Names in plain text, for platforms that match by them if the destination's settings allow it. */
export interface PersonNames {
  readonly firstName: string;
  readonly lastName: string;
  readonly companyName: string | null;
  readonly country: string | null;
}

/** The delivery that an adjustment changes, stored as it was sent, because platforms match it to the second. */
export interface Original {
  /** The key by which the platform identifies it; null if only its click and time do. */
  readonly key: string | null;
  readonly place: string;
  readonly eventAt: Instant;
  readonly eventTimeAsSent: string;
  readonly state: FeedbackDeliveryState;
  readonly isRetracted: boolean;
  readonly lastAdjustedAt: Instant | null;
}

/** One item to send: a row of the ledger with the lead's current data. */
export interface Delivery<Send extends object = object> {
  readonly id: string;
  readonly leadId: string;
  readonly kind: DeliveryKind;
  readonly stage: Stage | SideStage;
  /** For an adjustment, the key of the original. */
  readonly dedupKey: string;
  /** What the rule sends; for an adjustment, what the original sent. */
  readonly send: Send;
  /** When the stage was reached; for an adjustment, when it was decided. */
  readonly eventAt: Instant;
  /** For a `restate` the new total, never a difference; for a `retract` null. */
  readonly value: Money | null;
  /** The identifiers that may be sent, in the platform's form; see `identify`. */
  readonly identifiers: Identifiers;
  readonly consent: Consent;
  readonly names: PersonNames | null;
  readonly pageUrl: string | null;
  readonly leadCreatedAt: Instant;
  /** The click that identifies the person best: when it happened, and the inquiry that brought it. */
  readonly clickedAt: Instant | null;
  readonly clickInquiryId: string | null;
  /** The disposition that it follows from; null if it follows from something else. */
  readonly closing: ClosingParts | null;
  /** Null unless it is an adjustment. */
  readonly original: Original | null;
}

export function isAdjustment({ kind }: Pick<Delivery, 'kind'>): boolean {
  return kind === 'restate' || kind === 'retract';
}
