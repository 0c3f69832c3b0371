import type { ActionLink } from './action-link.js';
import type { UsedLink } from './used-link.store.js';

/** Why a link does nothing any more. */
export type Refused = 'expired' | 'inactive' | 'gone' | 'erased' | 'moved' | 'closed';

/** What can be done by a link now. */
export type LinkState =
  | { readonly state: 'usable' }
  /** It was done. */
  | { readonly state: 'used'; readonly used: UsedLink }
  | { readonly state: 'refused'; readonly why: Refused };

/** How things stand that a link is about; undefined where they are not there any more. */
interface Present {
  readonly isOver: boolean;
  readonly used: UsedLink | undefined;
  readonly rep: { readonly active: boolean } | undefined;
  readonly lead: { readonly status: string; readonly ownerId: string | null; readonly erasedAt: unknown } | undefined;
}

/** What was done by it is said first, whatever has become of the lead since. */
export function stateOf({ repId }: ActionLink, { isOver, used, rep, lead }: Present): LinkState {
  if (used !== undefined) return { state: 'used', used };
  const why = refusedBecause();
  return why === null ? { state: 'usable' } : { state: 'refused', why };

  function refusedBecause(): Refused | null {
    if (isOver) return 'expired';
    if (rep?.active !== true) return 'inactive';
    if (lead === undefined) return 'gone';
    if (lead.erasedAt !== null) return 'erased';
    if (lead.ownerId !== repId) return 'moved';
    return lead.status === 'open' ? null : 'closed';
  }
}
