import type { Schemas } from '../api/api.js';
import { timeOfDay } from '../parts/times.js';

type Lead = Schemas['Lead'];

/** What leads come to, in its order. */
export const MILESTONES: Readonly<
  Record<Schemas['Milestone']['name'], { readonly label: string; readonly help: string }>
> = {
  qualified: { label: 'Qualified', help: 'it is worth working on' },
  opportunity: { label: 'Opportunity', help: 'there is something to sell' },
  won: { label: 'Won', help: 'they have bought, and the lead is closed' },
};

/** Who the lead is, by the best name that is known. */
export function nameOf({ contact, company, id }: Lead): string {
  const { name, firstName, lastName, email, phone } = contact;
  const parts = [firstName, lastName].filter(Boolean).join(' ');
  return name ?? (parts || email) ?? phone ?? company?.name ?? `Lead ${id.slice(-6)}`;
}

/**
 * The time of day where the person is, `14:05`, or from when to when it may be, `13:05–14:05`; null where that is unknown.
 * @param at milliseconds since 1970
 */
export function localTimeOf({ contactZone }: Lead, at: number): string | null {
  if (contactZone === null) return null;
  const times = [...new Set(contactZone.zones.map((zone) => timeOfDay(at, zone)))].sort();
  if (times.length === 0) return null;
  return times.length === 1 ? times[0]! : `${times[0]}–${times.at(-1)}`;
}
