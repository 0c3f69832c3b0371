import type { WaitingKind } from '../../leads/lead.js';
import type { NotificationType } from '../../notifications/notification.js';
import { type Instant, MS_PER_DAY } from '../../platform/values/duration.js';
import { audienceOf } from '../messages/obsolete.js';
import type { UsedLink } from './used-link.store.js';

const LINK_ACTIONS = ['reached', 'noAnswer', 'close', 'claim'] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

export function isLinkAction(action: unknown): action is LinkAction {
  return LINK_ACTIONS.some((each) => each === action);
}

function isClaim(action: LinkAction): boolean {
  return action === 'claim';
}

export const ACTION_LABELS: Readonly<Record<LinkAction, string>> = {
  reached: 'I reached them',
  noAnswer: 'No answer',
  close: 'Close this lead',
  claim: 'Claim this lead',
};

/** Long enough for the recipient to return to work: a message may be three days on its way. */
const VALID_FOR_MS = 7 * MS_PER_DAY;

/** A single use of one action on a lead, as the rep to whom the link was sent. */
export interface ActionLink {
  /** The id of its delivery. Together with the action it identifies the link. */
  readonly id: string;
  readonly action: LinkAction;
  readonly repId: string;
  readonly leadId: string;
  readonly expiresAt: Instant;
}

export interface ReadLink {
  readonly link: ActionLink;
  readonly isOver: boolean;
}

interface LinkedNotification {
  readonly id: string;
  readonly repId: string;
  readonly subjectId: string | null;
  readonly createdAt: Instant;
  readonly type: NotificationType;
}

/**
 * Returns the actions of a lead's owner, or of those who may claim it. The same links result if a message is sent
 * again.
 */
export function linksOf({ id, repId, subjectId, createdAt, type }: LinkedNotification): ActionLink[] {
  if (subjectId === null) return [];
  const expiresAt = createdAt + VALID_FOR_MS;
  const isOffer = audienceOf(type) === 'members';
  return LINK_ACTIONS.filter((action) => isClaim(action) === isOffer).map((action) => ({
    id,
    action,
    repId,
    leadId: subjectId,
    expiresAt,
  }));
}

export type LinkRefusal = 'expired' | 'inactive' | 'gone' | 'erased' | 'moved' | 'closed' | 'taken' | 'yours';

export type LinkState =
  | { readonly state: 'usable' }
  | { readonly state: 'used'; readonly used: UsedLink }
  | { readonly state: 'refused'; readonly why: LinkRefusal; readonly ownerId: string | null };

/** What the state of a link depends on, as it is at present; undefined for what no longer exists. */
interface LinkFacts {
  readonly isOver: boolean;
  readonly used: UsedLink | undefined;
  readonly rep: { readonly active: boolean } | undefined;
  readonly lead:
    | {
        readonly status: string;
        readonly ownerId: string | null;
        readonly waiting: WaitingKind | null;
        readonly erasedAt: unknown;
      }
    | undefined;
}

/** Returns the state of a link. A past use takes precedence over any later change of the lead. */
export function stateOf({ repId, action }: ActionLink, { isOver, used, rep, lead }: LinkFacts): LinkState {
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
