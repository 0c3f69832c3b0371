import type { Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { timeOfDay } from '../parts/times.js';
import { type Me, may } from '../session/me.js';

type Lead = Schemas['Lead'];

/** In the order in which leads reach them. */
export const MILESTONES: Readonly<
  Record<Schemas['Milestone']['name'], { readonly label: string; readonly help: string }>
> = {
  qualified: { label: 'Qualified', help: 'it is worth working on' },
  opportunity: { label: 'Opportunity', help: 'there is something to sell' },
  won: { label: 'Won', help: 'they have bought, and the lead is closed' },
};

/** What it means to close leads with a reason of a category. */
export const CLOSED_AS: Readonly<Record<Schemas['Reason']['category'], string>> = {
  nurture: 'Not now: comes back to its owner later',
  recycle: 'Not for its owner: goes to somebody else later',
  suppress: 'Should not be worked on',
  lost: 'Lost',
};

export const STATUSES: Readonly<Record<Lead['status'], string>> = {
  open: 'Open',
  nurturing: 'Nurturing',
  recycled: 'Recycled',
  suppressed: 'Suppressed',
  lost: 'Lost',
  won: 'Won',
};

export function nameOf({ contact, company, id }: Lead): string {
  const { name, firstName, lastName, email, phone } = contact;
  const parts = [firstName, lastName].filter(Boolean).join(' ');
  return name ?? (parts || email) ?? phone ?? company?.name ?? `Lead ${id.slice(-6)}`;
}

/** Reports whether the user may change a lead. A rep also sees leads that they handed over, or that anyone may read. */
export function mayWorkOn({ ownerId }: Lead, me: Me): boolean {
  return may(me, 'manager', 'integration') || (may(me, 'rep') && (ownerId === null || ownerId === me.repId));
}

/** Reports whether the owner may give it back, as its pool allows. */
export function mayBeDeclined({ workState, declinableUntil }: Lead): boolean {
  return workState === 'untouched' && declinableUntil !== undefined && Date.parse(declinableUntil) >= serverTime.now();
}

/** Reports whether its owner owes to accept it. */
export function isToBeAccepted({ clocks }: Lead): boolean {
  return clocks.some(({ kind, state }) => kind === 'accept' && state === 'running');
}

/**
 * Returns the contact's local time, `14:05`, or a range if several zones are possible; null if unknown.
 * @param at milliseconds since 1970
 */
export function localTimeOf({ contactZone }: Lead, at: number): string | null {
  if (contactZone === null) return null;
  const times = [...new Set(contactZone.zones.map((zone) => timeOfDay(at, zone)))].sort();
  if (times.length === 0) return null;
  if (times.length <= 2) return times.join(' or ');
  return `between ${times[0]} and ${times.at(-1)}`;
}
