import type { Instant } from '../platform/values/duration.js';
import type { About } from '../vocabulary/subjects.js';

export const NOTIFICATION_TYPES = [
  'lead.assigned',
  'lead.reassigned',
  'lead.movedAway',
  'lead.woken',
  'lead.queued',
  'lead.queueOverdue',
  'lead.offered',
  'lead.claimed',
  'lead.inquired',
  'lead.suppressed',
  'sla.warned',
  'sla.resumed',
  'sla.replanned',
  'sla.corrected',
  'sla.escalated',
  'lead.movesUndone',
  'enforcement.stopped',
  'source.silent',
  'source.back',
  'connection.refused',
  'connection.failing',
  'connection.rejected',
  'touches.silent',
  'touches.back',
  'leads.keptOut',
  'leads.moved',
  'leads.replanned',
  'rep.inherited',
  'leads.closed',
  'leads.reopened',
  'feedback.stopped',
  'feedback.ending',
  'webhook.failing',
  'webhook.paused',
  'team.summary',
  'channel.failing',
  'channel.stopped',
  'connector.failing',
  'crm.failing',
  'crm.refused',
  'mail.failing',
  'deal.reassigned',
  'deal.deliveredOtherwise',
  'handoff.received',
  'handoff.accepted',
  'handoff.returned',
  'handoff.done',
  'handoff.missing',
  'handoff.due',
  'handoff.excepted',
  'handoff.reassigned',
  'handoff.asked',
  'handoff.answered',
  'handoff.amended',
  'handoff.dealChanged',
  'handoff.decided',
  'handoff.blocked',
  'handoff.tellClient',
  'handoff.cancelled',
  'handoff.actionGiven',
  'handoff.actionDue',
  'record.failed',
] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** A notification of a rep. `data` holds ids and facts; the sentence is made when it is read. */
export interface NewNotification extends About {
  readonly repId: string;
  readonly type: NotificationType;
  readonly at: Instant;
  /** The `xid` of its subject's latest event, which it follows in streams; null if it has none. */
  readonly formerXid: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}
