import type { NotificationType } from '../notifications/notification.js';
import type { Instant } from '../platform/instant.js';

/** What is said of a lead to whoever owns it. */
const OF_THE_OWNER: readonly NotificationType[] = [
  'lead.assigned',
  'lead.reassigned',
  'lead.woken',
  'sla.warned',
  'sla.resumed',
  'sla.replanned',
  'sla.corrected',
];

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
    readonly clocks: readonly { readonly id: string; readonly state: string; readonly dueAt: Instant | null }[];
  } | null;
}

/**
 * Why nobody has to be told any more of something that has not gone out yet, in plain English: the lead has moved on, was
 * closed, or what was waited for has happened. Null where they still have to.
 */
export function mootBecause({ type, repId, clockId, lead }: Untold): string | null {
  if (!OF_THE_OWNER.includes(type) || lead === null) return null;
  if (lead.ownerId !== repId) return 'the lead has moved on';
  if (lead.status !== 'open') return 'the lead was closed';
  if (typeof clockId !== 'string') return null;
  const clock = lead.clocks.find(({ id }) => id === clockId);
  return clock === undefined || clock.state === 'running' ? null : 'what was waited for has happened, or was missed';
}
