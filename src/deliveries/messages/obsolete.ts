import type { WaitingKind } from '../../leads/lead.js';
import { SAYS } from '../../notifications/adding-up.js';
import type { NotificationType } from '../../notifications/notification.js';
import { groupBy } from '../../platform/values/group.js';
import type { WithdrawnDelivery } from '../delivery-queue.store.js';

interface Lead {
  readonly ownerId: string | null;
  readonly status: string;
  readonly workState: string;
  readonly erasedAt: unknown;
}

interface MessageState {
  /** The present state in plain English; null if it is as the message says. */
  readonly outcome: string | null;
  /** Whether the recipient can still act on it. */
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

/** @param notifiedId the owner at the time of the message; null if the lead waited */
export function stateOf(notifiedId: string | null, lead: Lead | null, nameOf: (repId: string) => string): MessageState {
  if (lead === null || lead.erasedAt !== null) return { outcome: 'Its personal data was erased', isLive: false };
  if (lead.status !== 'open') return { outcome: CLOSED[lead.status] ?? 'Closed', isLive: false };
  if (lead.ownerId === null) return notifiedId === null ? LIVE : { outcome: 'Now in the queue', isLive: false };
  if (lead.ownerId !== notifiedId) return { outcome: `Now with ${nameOf(lead.ownerId)}`, isLive: false };
  return { outcome: WORKED[lead.workState] ?? null, isLive: true };
}

/** The lead still waits, and the message may have to change when somebody gets it. */
const LIVE: MessageState = { outcome: null, isLive: true };

type Audience = 'owner' | 'members' | null;

/** Recipients for whom a message about a lead is relevant: its owner, those who may claim it, or (null) always. */
const SAID_TO: Readonly<Record<Extract<NotificationType, `lead.${string}` | `sla.${string}`>, Audience>> = {
  'lead.assigned': 'owner',
  'lead.reassigned': 'owner',
  'lead.movedAway': null,
  'lead.woken': 'owner',
  'lead.queued': null,
  'lead.queueOverdue': null,
  'lead.offered': 'members',
  'lead.claimed': null,
  'lead.inquired': null,
  'lead.suppressed': null,
  'lead.movesUndone': null,
  'sla.warned': 'owner',
  'sla.resumed': 'owner',
  'sla.replanned': 'owner',
  'sla.corrected': 'owner',
  'sla.escalated': null,
};

/** Messages about anything but one lead are always relevant. */
export function audienceOf(type: NotificationType): Audience {
  return type in SAID_TO ? SAID_TO[type as keyof typeof SAID_TO] : null;
}

interface UnsentNotification {
  readonly type: NotificationType;
  readonly repId: string;
  readonly clockId: unknown;
  /** Null if the lead is gone, or the notification is about none. */
  readonly lead: {
    readonly ownerId: string | null;
    readonly status: string;
    readonly waiting: WaitingKind | null;
    readonly clocks: readonly { readonly id: string; readonly state: string }[];
  } | null;
}

/** Returns why an unsent notification about a lead is obsolete, in plain English; null if it is still relevant. */
export function obsoleteBecause({ type, repId, clockId, lead }: UnsentNotification): string | null {
  const to = audienceOf(type);
  if (to === null || lead === null) return null;
  if (to === 'members') return lead.waiting === 'claim' ? null : 'it is no longer offered';
  if (lead.ownerId !== repId) return 'the lead has moved on';
  if (lead.status !== 'open') return 'the lead was closed';
  if (typeof clockId !== 'string') return null;
  const clock = lead.clocks.find(({ id }) => id === clockId);
  return clock === undefined || clock.state === 'running' ? null : 'the promise was kept or missed already';
}

interface SaidOfLead {
  readonly id: string;
  readonly type: NotificationType;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
}

/**
 * Returns what of one message need not be said, by id, with the reason: that a lead left which the message would first
 * have to say had come, or which has come back.
 * @param notifications oldest first
 */
export function saidInVain(notifications: readonly SaidOfLead[]): ReadonlyMap<string, string> {
  const ofLeads = notifications.filter(({ type, subjectType }) => subjectType === 'lead' && SAYS[type] !== undefined);
  const inVain = new Map<string, string>();
  for (const said of groupBy(ofLeads, ({ subjectId }) => subjectId).values()) {
    const cameUnsaid = SAYS[said[0]!.type] === 'theirs';
    for (const { id, type } of said)
      if (SAYS[type] === 'gone' && (cameUnsaid || id !== said.at(-1)!.id))
        inVain.set(
          id,
          cameUnsaid ? 'the lead came and left again before this was sent' : 'the lead has come back since',
        );
  }
  return inVain;
}

/** Divides deliveries into those to send and those that are obsolete. @param why undefined for those to send */
export function splitObsolete<Taken extends Pick<WithdrawnDelivery, 'id' | 'takenUntil'>>(
  taken: readonly Taken[],
  why: (each: Taken) => string | undefined,
): { readonly sent: readonly Taken[]; readonly obsolete: readonly WithdrawnDelivery[] } {
  return {
    sent: taken.filter((each) => why(each) === undefined),
    obsolete: taken.flatMap((each) => {
      const because = why(each);
      return because === undefined ? [] : [{ id: each.id, takenUntil: each.takenUntil, why: because }];
    }),
  };
}
