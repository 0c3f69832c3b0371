import { MILESTONES } from '../leads/touch.js';
import type { Instant } from '../platform/duration.js';
import type { Consent } from '../vocabulary/lead-fields.js';
import type { Money } from './money.js';
import type { Identifiers } from './person/identifiers.js';

/**
 * What is told. `conversion`: count something new. `stage`: the same for a platform that models a funnel as events of any
 * name. `restate`: what was counted is worth something else. `retract`: it no longer counts.
 */
export const DELIVERY_KINDS = ['conversion', 'stage', 'restate', 'retract'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/**
 * What becomes of a delivery. `sent` is what a 2xx proves; `accepted` is what the platform says of it, at once or later.
 * Only what was accepted can be taken back.
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

/** Why something that could be told is not. */
export const WITHHELD_WORDS = {
  noIdentifier: 'the lead has nothing by which the platform would know it',
  consentDenied: 'the person does not allow that their data is sent',
  consentMissing: 'the person may live in the EEA, the UK or Switzerland, and has not allowed that their data is sent',
  stopped: 'the person does not want to be contacted, has been erased, or was none',
  countedByTag: 'the tag of the website counts new leads',
  windowClosed: 'the platform takes it no longer',
  originalNotAccepted: 'the platform has not accepted yet what this would change',
  platformCannotRetract: 'the platform takes nothing back',
  platformCannotRestate: 'the platform changes no value',
  alreadyRetracted: 'it has been taken back already, and that is final',
  valueMissing: 'there is no value to tell',
  contactChanged: 'that by which the platform was told of the lead is another by now, and it would find nothing',
} as const;
export type WithheldReason = keyof typeof WITHHELD_WORDS;

/** Reasons that another document of the lead may do away with. */
export const MAY_CHANGE: readonly WithheldReason[] = ['noIdentifier', 'consentDenied', 'consentMissing'];

/** How far a lead has come: what is counted, in the order of the funnel. */
export const STAGES = ['lead', ...MILESTONES] as const;
export type Stage = (typeof STAGES)[number];
/** What became of it otherwise: told to platforms that take events of any name, for reports alone. */
export const SIDE_STAGES = ['nurture', 'recycle', 'disqualified', 'lost', 'suppressed'] as const;
export type SideStage = (typeof SIDE_STAGES)[number];

/** What the `milestone` of a rule is called among the stages. `received` is the new lead. */
export const STAGE_OF_MILESTONE = {
  received: 'lead',
  qualified: 'qualified',
  opportunity: 'opportunity',
  won: 'won',
} as const satisfies Record<string, Stage>;
export type SentMilestone = keyof typeof STAGE_OF_MILESTONE;

/** Names in plain text, of platforms that match by them where a destination says so. */
export interface PersonNames {
  readonly firstName: string;
  readonly lastName: string;
  readonly companyName: string | null;
  readonly country: string | null;
}

/** What was told before, and is now changed or taken back: quoted to the second, so it is kept as it was sent. */
export interface Original {
  /** The key by which the platform knows it; null where it is known by its click and its time alone. */
  readonly key: string | null;
  /** Where it was counted: the `placeOf` of its platform. */
  readonly place: string;
  readonly eventAt: Instant;
  readonly eventTimeAsSent: string;
  readonly state: FeedbackDeliveryState;
  readonly isRetracted: boolean;
  readonly lastAdjustedAt: Instant | null;
}

/** One thing to tell a platform, as it stands in the ledger. */
export interface Delivery<Send extends object = object> {
  readonly id: string;
  readonly leadId: string;
  readonly kind: DeliveryKind;
  readonly stage: Stage | SideStage;
  /** Of an adjustment, that of what it adjusts. */
  readonly dedupKey: string;
  /** What the rule says that it is called there. Of an adjustment, that of what it adjusts. */
  readonly send: Send;
  /** When the stage was reached; of an adjustment, when it was decided. */
  readonly eventAt: Instant;
  /** Of a `restate` the new total, never what it differs by; of a `retract` null. */
  readonly value: Money | null;
  /** What may leave of the person, in the form of the platform: `identify` says what. */
  readonly identifiers: Identifiers;
  readonly consent: Consent;
  readonly names: PersonNames | null;
  readonly pageUrl: string | null;
  readonly leadCreatedAt: Instant;
  readonly clickedAt: Instant | null;
  /** Of an adjustment alone. */
  readonly original: Original | null;
}

export function isAdjustment({ kind }: Pick<Delivery, 'kind'>): boolean {
  return kind === 'restate' || kind === 'retract';
}
