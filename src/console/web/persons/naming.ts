import type { Schemas } from '../api/api.js';
import { addressIn } from '../parts/identifier.js';

/* How an admin names a person: by an address, a number, or a lead, whose id may stand in the address of its page. */

type Held = Schemas['SubjectAccess'];
type Named = ReturnType<typeof addressIn> | { leadId: string };

const LEAD_ID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;

/** Returns the parameter of the API for a person as somebody names them. */
export function personIn(text: string): Named {
  const leadId = text.match(LEAD_ID)?.[0];
  return leadId === undefined ? addressIn(text) : { leadId };
}

export function titleOf(text: string): string {
  const named = personIn(text);
  return 'leadId' in named ? `Lead ${named.leadId.slice(-6)}` : text;
}

interface Contact {
  readonly name?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly phone?: string;
}

interface Found {
  readonly contact: Contact;
  readonly leadId: string;
}

/** Somebody who may be meant, if an address or number is not only of one person. */
export interface Choice {
  readonly email: string | null;
  readonly names: readonly string[];
  readonly leadIds: readonly string[];
}

/** Returns the names that came with leads and forms, in any spelling once. */
export function namesIn(held: Held): string[] {
  return distinct(contactsIn(held).map(({ contact }) => nameIn(contact)));
}

/** Returns the addresses and numbers that came beside the one that was asked for. */
export function othersIn(held: Held, asked: string): string[] {
  const given = contactsIn(held).flatMap(({ contact: { email, phone } }) => [email, phone]);
  return distinct(given).filter((each) => !isSame(each, asked));
}

/**
 * Returns who may be meant, if several are found: behind a number, people with different addresses; behind an address,
 * people with different names. One lead is one person.
 */
export function choicesIn(held: Held, asked: string): Choice[] {
  const named = personIn(asked);
  if ('leadId' in named) return [];
  const groups = new Map<string, Found[]>();
  for (const found of contactsIn(held)) {
    const key = (('phone' in named ? found.contact.email : nameIn(found.contact)) ?? '').toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  const known = [...groups].filter(([key]) => key !== '');
  if (known.length < 2) return [];
  return [...groups.values()].map((group) => ({
    email: ('phone' in named && group[0]!.contact.email) || null,
    names: distinct(group.map(({ contact }) => nameIn(contact))),
    leadIds: distinct(group.map(({ leadId }) => leadId)),
  }));
}

/** Leads and forms, each with the lead that it is, or that it has joined. */
function contactsIn({ data, inquiries }: Held): Found[] {
  const ofLeads = data.flatMap(({ id, contact, inquiries: joined }) => [
    { contact: (contact ?? {}) as Contact, leadId: id },
    ...joined.map(({ sent }) => ({ contact: contactOf(sent), leadId: id })),
  ]);
  return [...ofLeads, ...inquiries.map(({ sent, leadId }) => ({ contact: contactOf(sent), leadId }))];
}

function contactOf(sent: Held['inquiries'][number]['sent']): Contact {
  return ((sent as { readonly contact?: Contact } | null)?.contact ?? {}) as Contact;
}

/** Returns the name in the contact of a lead or a form; undefined without one. */
export function nameIn({ name, firstName, lastName }: Contact): string | undefined {
  return name ?? ([firstName, lastName].filter(Boolean).join(' ') || undefined);
}

/** Without case. */
function distinct(texts: readonly (string | undefined)[]): string[] {
  const found = new Map<string, string>();
  for (const text of texts)
    if (text !== undefined && !found.has(text.toLowerCase())) found.set(text.toLowerCase(), text);
  return [...found.values()];
}

function digitsOf(number: string): string {
  return number.replaceAll(/\D/g, '');
}

/** @param asked as somebody types it: a number with blanks, and perhaps without its country */
function isSame(stored: string, asked: string): boolean {
  if (asked.includes('@') || stored.includes('@')) return stored.toLowerCase() === asked.toLowerCase();
  return digitsOf(stored).endsWith(digitsOf(asked).replace(/^0+/, ''));
}
