import type { Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { useNotices } from '../parts/notices.js';
import { useKeys } from '../parts/use-keys.js';
import { usePreferences } from '../session/me.js';
import type { LeadActions } from './actions.js';
import type { LeadSheet } from './dialogs.js';
import { banInWords, bansOf, type Channel } from './forbidden.js';
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

/** Returns the action of a letter; null if it has none. One that does not apply to the lead says why. */
export function leadActionOf(
  key: string,
  { lead, actions, onSheet }: AtLead,
  say: ReturnType<typeof useNotices>['say'],
): (() => void) | null {
  const text = whyNot(key, lead);
  if (text !== null) return () => say({ text, isWrong: true });
  if (key === 'g') return () => void actions.claim(lead);
  if (key === 'a') return () => void actions.acknowledge(lead);
  const kind = SHEETS[key];
  return kind === undefined ? null : () => onSheet(kind);
}

function whyNot(key: string, lead: Schemas['Lead']): string | null {
  const isOwned = lead.ownerId !== null;
  if (key === 'g') return isOwned ? 'It has an owner already.' : null;
  const kind = SHEETS[key];
  if (key !== 'a' && (kind === undefined || OF_EVERY_LEAD.includes(kind))) return null;
  if (!isOwned) return 'Nobody has it: claim it first, with g.';
  if (kind === 'call' || kind === 'email') return whyNotBy(kind, lead);
  return kind === 'decline' && !mayBeDeclined(lead) ? whyNotDeclined(lead) : null;
}

function whyNotBy(channel: Channel, lead: Schemas['Lead']): string | null {
  const ban = bansOf(lead, serverTime.now()).find(({ channels }) => channels.includes(channel));
  return ban === undefined ? null : `${banInWords(ban)}.`;
}

function whyNotDeclined({ workState, declinableUntil }: Schemas['Lead']): string {
  if (workState !== 'untouched') return 'It can only be given back before its owner works on it.';
  if (declinableUntil !== undefined) return 'The time to give it back is over.';
  return 'No pool dealt it, its pool takes no leads back, or its owner has given back as many today as allowed.';
}

/** Handles the inbox's letters on the page of a lead, unless an input has the focus or a dialog is open. */
export function useLeadKeys(at: AtLead | null): void {
  const { keys = true } = usePreferences();
  const { undoLast, say } = useNotices();
  useKeys((key) => {
    if (!keys || at === null) return null;
    return key === 'u' ? undoLast : leadActionOf(key, at, say);
  });
}
