import type { Category, Intent } from '../../disposition/disposition.js';
import type { EventData, EventType } from '../../events/event.js';
import type { Instant } from '../../platform/values/duration.js';
import { STAGE_OF_MILESTONE, type Stage } from '../delivery.js';
import type { Money } from '../money.js';
import type { ClosingParts } from './trigger.js';

/** Events of a lead after which there may be something to send. */
export const FOLLOWED_EVENTS = [
  'lead.received',
  'lead.updated',
  'lead.inquired',
  'lead.merged',
  'lead.unmerged',
  'lead.inquiryErased',
  'lead.milestone',
  'lead.milestoneRevalued',
  'lead.milestoneReversed',
  'lead.disposed',
  'lead.corrected',
  'lead.reopened',
  'lead.woken',
  'lead.erased',
] as const satisfies readonly EventType[];

/** Those that close a lead, or open it again. */
export const CLOSING_EVENTS = [
  'lead.disposed',
  'lead.corrected',
  'lead.reopened',
  'lead.woken',
] as const satisfies readonly (typeof FOLLOWED_EVENTS)[number][];

/** An event of a lead that may call for a delivery. `at` is when it was recorded. */
export type LeadEvent = { readonly at: Instant; readonly seq: number } & (
  | { readonly is: 'received' }
  /** The lead changed; `isIdentifying` if platforms may recognise it by that, or be allowed or asked to. */
  | { readonly is: 'updated'; readonly isIdentifying: boolean }
  /** Another form of the person joined the lead, or another lead was merged into it. */
  | { readonly is: 'joined'; readonly inquiryId: string }
  /** A merge into the lead was taken back, and with it the click that it had brought. */
  | { readonly is: 'withdrawn'; readonly inquiryId: string }
  /** The lead was merged into another, after it had been closed as its duplicate. */
  | { readonly is: 'merged' }
  /** Nothing more is sent of the person. */
  | { readonly is: 'erased' }
  | ({ readonly is: 'reached'; readonly reachedAt: Instant; readonly value: Money | null } & OfMilestone)
  | ({ readonly is: 'revalued'; readonly value: Money } & OfMilestone)
  | ({ readonly is: 'reversed' } & OfMilestone)
  /** What survived of a win. It is stored with the destination's survivals, not in the ledger. */
  | ({ readonly is: 'survived'; readonly value: Money } & OfMilestone)
  | { readonly is: 'closed'; readonly closing: ClosingParts; readonly isCorrection: boolean }
  /** A person took the disposition back, or a new cycle began: the contact asked again, or its time had come. */
  | { readonly is: 'reopened'; readonly isTakenBack: boolean }
);

/** A lead may reach a stage more than once. */
interface OfMilestone {
  readonly milestoneId: string;
  readonly stage: Stage;
}

interface LedgerEvent {
  readonly type: string;
  readonly occurredAt: Instant;
  readonly subjectSeq: number;
  readonly data: EventData;
}

/** The fields that decide whether a destination is sent a lead: who it is, what the person allows, and its source. */
const IDENTIFYING = /^(?:(?:clickIds|consent)(?:\.|$)|contact\.(?:email|phone|country)$|source$)/;

function fieldsOf(data: EventData): readonly string[] {
  return (data.fields as readonly string[] | undefined) ?? [];
}

/** @throws Error for an event that is not in `FOLLOWED_EVENTS` */
export function leadEventOf({ type, occurredAt: at, subjectSeq: seq, data }: LedgerEvent): LeadEvent {
  switch (type as (typeof FOLLOWED_EVENTS)[number]) {
    case 'lead.received':
      return { at, seq, is: 'received' };
    case 'lead.updated':
      return { at, seq, is: 'updated', isIdentifying: fieldsOf(data).some((field) => IDENTIFYING.test(field)) };
    case 'lead.inquired':
      return { at, seq, is: 'joined', inquiryId: data.inquiryId as string };
    case 'lead.merged':
      return data.mergedLeadId === undefined
        ? { at, seq, is: 'merged' }
        : { at, seq, is: 'joined', inquiryId: data.inquiryId as string };
    case 'lead.unmerged':
      return data.mergedLeadId === undefined
        ? { at, seq, is: 'updated', isIdentifying: false }
        : { at, seq, is: 'withdrawn', inquiryId: data.inquiryId as string };
    case 'lead.inquiryErased':
      return { at, seq, is: 'updated', isIdentifying: false };
    case 'lead.erased':
      return { at, seq, is: 'erased' };
    case 'lead.milestone':
      return {
        at,
        seq,
        is: 'reached',
        ...milestoneOf(data),
        reachedAt: Date.parse(data.occurredAt as string),
        value: (data.value as Money | undefined) ?? null,
      };
    case 'lead.milestoneRevalued':
      return { at, seq, is: 'revalued', ...milestoneOf(data), value: data.value as Money };
    case 'lead.milestoneReversed':
      return { at, seq, is: 'reversed', ...milestoneOf(data) };
    case 'lead.disposed':
    case 'lead.corrected':
      return { at, seq, is: 'closed', closing: closingOf(data), isCorrection: type === 'lead.corrected' };
    case 'lead.reopened':
      return { at, seq, is: 'reopened', isTakenBack: data.by === 'person' };
    case 'lead.woken':
      return { at, seq, is: 'reopened', isTakenBack: false };
    default:
      throw new Error(`No platform receives events of type ${type}`);
  }
}

function milestoneOf(data: EventData): OfMilestone {
  const stage = STAGE_OF_MILESTONE[data.name as keyof typeof STAGE_OF_MILESTONE];
  return { milestoneId: data.milestoneId as string, stage };
}

function closingOf(data: EventData): ClosingParts {
  return { category: data.category as Category, reason: data.reason as string, intent: data.intent as Intent };
}
