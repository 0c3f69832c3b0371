import { inLocalWords } from '../calendar/zone.js';
import type { Directory } from '../directory/directory.js';
import { formerKey } from '../documents/former-names.js';
import { toIso } from '../platform/instant.js';
import type { LeadDocument } from './lead.js';

/** Names are looked up when a sentence is written, so that neither ledger nor notifications ever hold one. */
export interface Names {
  rep(id: unknown): string;
  pool(id: unknown): string;
  team(id: unknown): string;
  policy(id: unknown): string;
  calendar(id: unknown): string;
  /** What people call a reason, by its code. */
  reason(code: unknown): string;
  /** An instant as the clocks of the reader show it. */
  when(iso: unknown): string;
}

/** Of what is deleted, the last names. @param zone of whoever reads it */
export function namesOf(directory: Directory, zone = directory.timeZoneOf(null)): Names {
  const { reasons, policies, calendars, formerNames } = directory.content;
  const former = (kind: string, id: unknown) => formerNames.get(formerKey(kind, String(id)));
  return {
    reason: (code) => reasons.find((each) => each.code === code)?.label ?? former('reason', code) ?? String(code),
    rep: (id) => (typeof id === 'string' ? (directory.rep(id)?.name ?? former('rep', id) ?? `rep ${id}`) : 'nobody'),
    pool: (id) =>
      typeof id === 'string' ? (directory.pool(id)?.name ?? former('pool', id) ?? `pool ${id}`) : 'no pool',
    team: (id) => (typeof id === 'string' ? (directory.team(id)?.name ?? former('team', id) ?? id) : 'no team'),
    policy: (id) =>
      policies.find(({ policy }) => policy.id === id)?.policy.name ?? former('policy', id) ?? `policy ${id}`,
    calendar: (id) => calendars.get(String(id))?.name ?? former('calendar', id) ?? `${id}`,
    when: (iso) => inLocalWords(Date.parse(String(iso)), zone),
  };
}

type Called = Pick<LeadDocument, 'contact' | 'company' | 'source' | 'receivedAt'>;

/** The contact's name, else the company's; undefined where neither is known. */
export function knownNameOf({ contact, company }: Pick<Called, 'contact' | 'company'>): string | undefined {
  const parts = [contact.firstName, contact.lastName].filter((part) => part !== undefined).join(' ');
  return contact.name ?? (parts || company?.name);
}

/** What people call a lead: its name, else where it came from and when, by which a reader tells it from others. */
export function nameOfLead(lead: Called, names: Pick<Names, 'when'>): string {
  return knownNameOf(lead) ?? `A lead from ${lead.source} received ${names.when(toIso(lead.receivedAt))}`;
}
