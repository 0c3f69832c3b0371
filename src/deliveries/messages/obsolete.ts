import type { NotificationType } from '../../notifications/notification.js';

/** Whether it is said of a lead to whoever owns it: to anybody else it is told in any case. */
const IS_FOR_THE_OWNER: Readonly<Record<NotificationType, boolean>> = {
  'lead.assigned': true,
  'lead.reassigned': true,
  'lead.movedAway': false,
  'lead.woken': true,
  'lead.queued': false,
  'lead.suppressed': false,
  'sla.warned': true,
  'sla.resumed': true,
  'sla.replanned': true,
  'sla.corrected': true,
  'sla.escalated': false,
  'lead.movesUndone': false,
  'enforcement.stopped': false,
  'touches.silent': false,
  'touches.back': false,
  'leads.keptOut': false,
  'leads.closed': false,
  'leads.reopened': false,
  'feedback.stopped': false,
  'feedback.ending': false,
  'webhook.failing': false,
  'webhook.paused': false,
  'team.summary': false,
  'channel.failing': false,
  'channel.stopped': false,
  'connector.failing': false,
  'crm.failing': false,
  'mail.failing': false,
  'handoff.received': false,
  'handoff.accepted': false,
  'handoff.returned': false,
  'handoff.done': false,
  'handoff.missing': false,
  'handoff.due': false,
  'handoff.excepted': false,
  'handoff.reassigned': false,
  'handoff.asked': false,
  'handoff.answered': false,
  'handoff.blocked': false,
  'handoff.tellClient': false,
  'handoff.cancelled': false,
  'record.failed': false,
};

export function isForTheOwner(type: NotificationType): boolean {
  return IS_FOR_THE_OWNER[type];
}

/** A notification that has not gone out yet, and how its lead stands by now. */
interface Untold {
  readonly type: NotificationType;
  readonly repId: string;
  /** The clock that it is about, where it is about one. */
  readonly clockId: unknown;
  /** Null: it is gone, or the notification is about none. */
  readonly lead: {
    readonly ownerId: string | null;
    readonly status: string;
    readonly clocks: readonly { readonly id: string; readonly state: string }[];
  } | null;
}

/**
 * Why nobody has to be told any more of something that has not gone out yet, in plain English: the lead has moved on, was
 * closed, or what was waited for has happened. Null where they still have to.
 */
export function obsoleteBecause({ type, repId, clockId, lead }: Untold): string | null {
  if (!IS_FOR_THE_OWNER[type] || lead === null) return null;
  if (lead.ownerId !== repId) return 'the lead has moved on';
  if (lead.status !== 'open') return 'the lead was closed';
  if (typeof clockId !== 'string') return null;
  const clock = lead.clocks.find(({ id }) => id === clockId);
  return clock === undefined || clock.state === 'running' ? null : 'what was waited for has happened, or was missed';
}
