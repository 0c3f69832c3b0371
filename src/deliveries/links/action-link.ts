import type { Waiting } from '../../leads/lead.js';
import type { NotificationType } from '../../notifications/notification.js';
import { type Instant, MS_PER_DAY } from '../../platform/duration.js';
import { saidTo } from '../messages/obsolete.js';
import type { UsedLink } from './used-link.store.js';

/** What can be done with a lead by a link in a message. */
const LINK_ACTIONS = ['reached', 'noAnswer', 'close', 'claim'] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

export function isLinkAction(action: unknown): action is LinkAction {
  return LINK_ACTIONS.some((each) => each === action);
}

function isClaim(action: LinkAction): boolean {
  return action === 'claim';
}

/** What links are called. */
export const ACTION_LABELS: Readonly<Record<LinkAction, string>> = {
  reached: 'I reached them',
  noAnswer: 'No answer',
  close: 'Close this lead',
  claim: 'Claim this lead',
};

/** Who was asked is at work again by then, and a message may be three days on its way. */
const VALID_FOR_MS = 7 * MS_PER_DAY;

/** What a link lets whoever has it do once: something with one lead, as the rep to whom it was sent. */
export interface ActionLink {
  /** Of the delivery that it was sent with: with the action it names the link. */
  readonly id: string;
  readonly action: LinkAction;
  readonly repId: string;
  readonly leadId: string;
  readonly expiresAt: Instant;
}

/** A link that was signed by us. */
export interface ReadLink {
  readonly link: ActionLink;
  readonly isOver: boolean;
}

/** What a delivery to a rep about a lead needs for its links. */
interface Sent {
  readonly id: string;
  readonly repId: string;
  readonly subjectId: string | null;
  readonly createdAt: Instant;
  readonly type: NotificationType;
}

/**
 * All that can be done about a lead by its owner, or by those to whom it is offered. They are the same whenever the same
 * message is sent again.
 */
export function linksOf({ id, repId, subjectId, createdAt, type }: Sent): ActionLink[] {
  if (subjectId === null) return [];
  const expiresAt = createdAt + VALID_FOR_MS;
  const isOffer = saidTo(type) === 'members';
  return LINK_ACTIONS.filter((action) => isClaim(action) === isOffer).map((action) => ({
    id,
    action,
    repId,
    leadId: subjectId,
    expiresAt,
  }));
}

/** Why a link does nothing any more. */
export type LinkRefusal = 'expired' | 'inactive' | 'gone' | 'erased' | 'moved' | 'closed' | 'taken' | 'yours';

/** What can be done by a link now. */
export type LinkState =
  | { readonly state: 'usable' }
  /** It was done. */
  | { readonly state: 'used'; readonly used: UsedLink }
  | { readonly state: 'refused'; readonly why: LinkRefusal; readonly ownerId: string | null };

/** How things stand that a link is about; undefined where they are not there any more. */
interface Present {
  readonly isOver: boolean;
  readonly used: UsedLink | undefined;
  readonly rep: { readonly active: boolean } | undefined;
  readonly lead:
    | {
        readonly status: string;
        readonly ownerId: string | null;
        readonly waiting: Waiting | null;
        readonly erasedAt: unknown;
      }
    | undefined;
}

/** What was done by it is said first, whatever has become of the lead since. */
export function stateOf({ repId, action }: ActionLink, { isOver, used, rep, lead }: Present): LinkState {
  if (used !== undefined) return { state: 'used', used };
  const why = refusedBecause();
  return why === null ? { state: 'usable' } : { state: 'refused', why, ownerId: lead?.ownerId ?? null };

  function refusedBecause(): LinkRefusal | null {
    if (isOver) return 'expired';
    if (rep?.active !== true) return 'inactive';
    if (lead === undefined) return 'gone';
    if (lead.erasedAt !== null) return 'erased';
    if (isClaim(action)) return lead.waiting === 'claim' ? null : lead.ownerId === repId ? 'yours' : 'taken';
    if (lead.ownerId !== repId) return 'moved';
    return lead.status === 'open' ? null : 'closed';
  }
}
