import { type IdentifyingSettings, identifyingAddress, identifyingNumber } from '../contact/identifying.js';
import { Registry } from '../platform/registry.js';
import { companyKeyOf } from './company.js';

/** A table with contacts of persons, beside the keys by which they are compared. */
export interface ContactTable {
  readonly table: string;
  /** The uuid by which its rows are ordered, and what tells rows of one uuid apart: SQL over a row. */
  readonly id: string;
  readonly place: string;
  /** SQL for what was given. */
  readonly email: string;
  readonly phone: string;
  readonly country: string;
  /** SQL for the domain of the company that was given, where the table has its key too. */
  readonly company?: string;
}

/** All of them. A satellite with contacts of its own adds them. */
export const CONTACT_TABLES = new Registry<ContactTable>();

CONTACT_TABLES.add(
  {
    table: 'lead',
    id: 'id',
    place: '0',
    email: `contact->>'email'`,
    phone: `contact->>'phone'`,
    country: `contact->>'country'`,
    company: `company->>'domain'`,
  },
  {
    table: 'inquiry',
    id: 'id',
    place: '0',
    email: `document->'contact'->>'email'`,
    phone: `document->'contact'->>'phone'`,
    country: `document->'contact'->>'country'`,
  },
);

export interface ContactKeys {
  readonly emailKey: string | null;
  readonly phoneKey: string | null;
  readonly companyKey: string | null;
}

export interface GivenContact {
  readonly email: string | null;
  readonly phone: string | null;
  readonly country: string | null;
  readonly company: string | null;
}

/** Returns the keys of a contact, as they are read today. */
export function contactKeysOf(
  { email, phone, country, company }: GivenContact,
  settings: IdentifyingSettings,
): ContactKeys {
  const emailKey = identifyingAddress(email ?? undefined, settings);
  const phoneKey = identifyingNumber(phone ?? undefined, country ?? undefined, settings);
  return { emailKey, phoneKey, companyKey: companyKeyOf(company ?? undefined, emailKey ?? undefined) };
}
