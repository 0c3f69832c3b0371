/** What decides how a message about a lead stands by now. */
interface Lead {
  readonly ownerId: string | null;
  readonly status: string;
  readonly workState: string;
  readonly erasedAt: unknown;
}

export interface MessageState {
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
