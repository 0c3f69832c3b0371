import type { Waiting } from '../../leads/lead.js';
import type { NotificationType } from '../../notifications/notification.js';

/** What decides how a message about a lead stands by now. */
interface Lead {
  readonly ownerId: string | null;
  readonly status: string;
  readonly workState: string;
  readonly erasedAt: unknown;
}

interface MessageState {
  /** In plain English; null where it is as it was told. */
  readonly outcome: string | null;
  /** Whether whoever was told can still do something about it. */
  readonly isLive: boolean;
}

const CLOSED: Readonly<Record<string, string>> = {
  nurturing: 'Set aside until later',
  recycled: 'Recycled, to come back to somebody else',
  suppressed: 'Closed as suppressed',
  lost: 'Closed as lost',
  won: 'Won',
};

const WORKED: Readonly<Record<string, string>> = {
  attempting: 'Attempted',
  connected: 'Reached',
  qualified: 'Qualified',
};

/**
 * How a lead stands that a message told of.
 * @param toldId whose it was then; null: nobody's, it waited
 * @param nameOf what people call a rep
 */
export function stateOf(toldId: string | null, lead: Lead | null, nameOf: (repId: string) => string): MessageState {
  if (lead === null || lead.erasedAt !== null) return { outcome: 'What was known of it was erased', isLive: false };
  if (lead.status !== 'open') return { outcome: CLOSED[lead.status] ?? 'Closed', isLive: false };
  if (lead.ownerId === null) return toldId === null ? LIVE : { outcome: 'Now in the queue', isLive: false };
  if (lead.ownerId !== toldId) return { outcome: `Now with ${nameOf(lead.ownerId)}`, isLive: false };
  return { outcome: WORKED[lead.workState] ?? null, isLive: true };
}

/** It waits still: nobody can act on it, and it may be somebody's soon. */
const LIVE: MessageState = { outcome: null, isLive: true };

/** Whether it is said of a lead to whoever owns it: to anybody else it is told in any case. */
const IS_FOR_THE_OWNER: Readonly<Record<NotificationType, boolean>> = {
  'lead.assigned': true,
  'lead.reassigned': true,
  'lead.movedAway': false,
  'lead.woken': true,
  'lead.queued': false,
  'lead.offered': false,
  'lead.claimed': false,
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
  'handoff.amended': false,
  'handoff.dealChanged': false,
  'handoff.decided': false,
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
    readonly waiting: Waiting | null;
    readonly clocks: readonly { readonly id: string; readonly state: string }[];
  } | null;
}

/**
 * Why nobody has to be told any more of something that has not gone out yet, in plain English: the lead has moved on, was
 * closed, or what was waited for has happened. Null where they still have to.
 */
export function obsoleteBecause({ type, repId, clockId, lead }: Untold): string | null {
  if (lead === null) return null;
  if (type === 'lead.offered' && lead.waiting !== 'claim') return 'it is no longer offered';
  if (!IS_FOR_THE_OWNER[type]) return null;
  if (lead.ownerId !== repId) return 'the lead has moved on';
  if (lead.status !== 'open') return 'the lead was closed';
  if (typeof clockId !== 'string') return null;
  const clock = lead.clocks.find(({ id }) => id === clockId);
  return clock === undefined || clock.state === 'running' ? null : 'what was waited for has happened, or was missed';
}

/** Divides deliveries into those that are sent and those that are obsolete. @param why of an obsolete one */
export function splitObsolete<Taken extends { readonly id: string }>(
  taken: readonly Taken[],
  why: (each: Taken) => string | undefined,
): { readonly sent: readonly Taken[]; readonly obsolete: readonly { readonly id: string; readonly why: string }[] } {
  return {
    sent: taken.filter((each) => why(each) === undefined),
    obsolete: taken.flatMap((each) => {
      const because = why(each);
      return because === undefined ? [] : [{ id: each.id, why: because }];
    }),
  };
}
