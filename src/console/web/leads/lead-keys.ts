import type { Schemas } from '../api/api.js';
import { useNotices } from '../parts/notices.js';
import { useKeys } from '../parts/use-keys.js';
import { usePreferences } from '../session/me.js';
import type { LeadActions } from './actions.js';
import type { LeadSheet } from './dialogs.js';
import { mayBeDeclined } from './person.js';

const SHEETS: Readonly<Record<string, LeadSheet>> = {
  c: 'call',
  e: 'email',
  q: 'milestone',
  d: 'dispose',
  z: 'pause',
  b: 'decline',
  m: 'reassign',
  w: 'why',
};

/** What can be done with a lead that has no owner, too. */
const OF_EVERY_LEAD: readonly LeadSheet[] = ['reassign', 'why'];

interface AtLead {
  readonly lead: Schemas['Lead'];
  readonly actions: LeadActions;
  readonly onSheet: (sheet: LeadSheet) => void;
}

/** Returns the action of a letter; null if it has none. */
export function leadActionOf(key: string, { lead, actions, onSheet }: AtLead): (() => void) | null {
  const isOwned = lead.ownerId !== null;
  if (key === 'g' && !isOwned) return () => void actions.claim(lead);
  if (key === 'a' && isOwned) return () => void actions.acknowledge(lead);
  const kind = SHEETS[key];
  if (kind === undefined || (!isOwned && !OF_EVERY_LEAD.includes(kind))) return null;
  if (kind === 'decline' && !mayBeDeclined(lead)) return null;
  return () => onSheet(kind);
}

/** Handles the inbox's letters on the page of a lead, unless an input has the focus or a dialog is open. */
export function useLeadKeys(at: AtLead | null): void {
  const { keys = true } = usePreferences();
  const { undoLast } = useNotices();
  useKeys((key) => {
    if (!keys || at === null) return null;
    return key === 'u' ? undoLast : leadActionOf(key, at);
  });
}
