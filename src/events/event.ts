import type { Actor } from '../platform/actor.js';
import type { Instant } from '../platform/duration.js';
import type { Row } from '../platform/table.js';
import type { EVENT } from './event.table.js';

export const EVENT_TYPES = [
  'lead.received',
  'lead.updated',
  'lead.assigned',
  'lead.queued',
  'lead.reassigned',
  'lead.offered',
  'lead.claimed',
  'lead.inquired',
  'lead.merged',
  'lead.unmerged',
  'lead.inquiryErased',
  'lead.declined',
  'lead.credited',
  'lead.creditWithdrawn',
  'lead.touched',
  'lead.touchVoided',
  'lead.milestone',
  'lead.milestoneRevalued',
  'lead.milestoneReversed',
  'lead.decisionRequested',
  'lead.decisionWithdrawn',
  'lead.disposed',
  'lead.corrected',
  'lead.reopened',
  'lead.woken',
  'lead.erased',
  'account.created',
  'account.updated',
  'deal.created',
  'deal.updated',
  'deal.touched',
  'deal.touchVoided',
  'deal.won',
  'deal.delivered',
  'deal.lost',
  'deal.reopened',
  'deal.contracted',
  'contract.started',
  'contract.amended',
  'contract.renewed',
  'contract.noticeGiven',
  'contract.noticeWithdrawn',
  'contract.transferred',
  'contract.parted',
  'contract.withdrawn',
  'invoice.recorded',
  'invoice.updated',
  'invoice.paidInFull',
  'invoice.paidInFullWithdrawn',
  'handoff.drafted',
  'handoff.amended',
  'handoff.started',
  'handoff.stageReached',
  'handoff.accepted',
  'handoff.returned',
  'handoff.resent',
  'handoff.reassigned',
  'handoff.scheduled',
  'handoff.checked',
  'handoff.asked',
  'handoff.answered',
  'handoff.blocked',
  'handoff.unblocked',
  'handoff.clientTold',
  'handoff.decided',
  'handoff.done',
  'handoff.cancelled',
  'handoff.read',
  'record.created',
  'record.failed',
  'record.updated',
  'handoff.linked',
  'sla.started',
  'sla.warned',
  'sla.breached',
  'sla.met',
  'sla.corrected',
  'sla.struck',
  'sla.escalated',
  'sla.cancelled',
  'sla.replanned',
  'sla.paused',
  'sla.resumed',
  'sla.acknowledged',
  'sla.held',
  'rep.away',
  'rep.back',
  'config.changed',
  'feedback.sent',
  'feedback.expired',
  'suppression.added',
  'suppression.lifted',
  'hold.begun',
  'hold.ended',
  'source.silent',
  'source.back',
  'touches.silent',
  'touches.back',
  'system.heartbeat',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** The groups of types, for filters: `lead.*`. */
export const EVENT_KINDS = [...new Set(EVENT_TYPES.map((type) => `${type.split('.')[0]}.*`))];

/** @param names names of types or groups */
export function matchesTypes(type: string, names: readonly string[]): boolean {
  return names.includes(type) || names.includes(`${type.split('.')[0]}.*`);
}

/** Ids, codes, numbers and instants; never a person's name, address or number. */
export type EventData = Readonly<Record<string, unknown>>;

const SUBJECT_TYPES = [
  'lead',
  'deal',
  'account',
  'contract',
  'invoice',
  'handoff',
  'rep',
  'team',
  'pool',
  'calendar',
  'policy',
  'policyOrder',
  'reason',
  'list',
  'queue',
  'source',
  'routing',
  'settings',
  'hold',
  'suppression',
  'destination',
  'webhook',
  'channel',
  'handoffKind',
  'handoffKindOrder',
  'recordConnector',
  'crmConnection',
  'churnReason',
  'key',
  'system',
] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

/** An event to be recorded. `subjectSeq` numbers the events of its subject, from 1, without gaps. */
export interface NewEvent {
  readonly type: EventType;
  readonly at: Instant;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly subjectSeq: number;
  readonly actor: Actor;
  readonly data: EventData;
}

export type LedgerRow = Row<typeof EVENT>;
