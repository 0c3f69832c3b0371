import {
  type IdentifyingSettings,
  identifyingAddress,
  identifyingNumber,
  type Nobody,
  PLACEHOLDER,
  storedKeys,
  whyNobody,
} from '../contact/identifying.js';
import type { LeadDocument } from '../leads/lead.js';
import { type ErasedPerson, IDENTIFYING_DIGITS } from '../leads/personal-data.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { caseless } from '../platform/values/text.js';
import type { RequestedBy } from './erasure.js';

/** A person as a request names them. */
export type RequestedPerson = Readonly<Partial<Record<RequestedBy, string | undefined>>>;

/** A person, by a key as it is compared with leads. */
export interface NamedPerson {
  readonly by: RequestedBy;
  readonly key: string;
  /** All keys under which the person may be stored. */
  readonly keys: readonly string[];
}

/** A person who is named by an address or a number. */
export type WantedAddress = NamedPerson & { readonly by: 'email' | 'phone' };

export function isAddress(wanted: NamedPerson): wanted is WantedAddress {
  return wanted.by !== 'leadId';
}

/** Returns the keys of a person by what they are; none of a lead. */
export function keysOf({ by, keys }: NamedPerson): Pick<ErasedPerson, 'emailKeys' | 'phoneKeys'> {
  return { emailKeys: by === 'email' ? keys : [], phoneKeys: by === 'phone' ? keys : [] };
}

/** A domain belongs to a company, and so to others too. */
export function isOfPerson({ kind }: { readonly kind: string }): boolean {
  return kind !== 'domain';
}

/** @returns the person, if exactly one of the fields is given and valid, else the errors */
export function readPerson(
  { email, phone, leadId }: RequestedPerson,
  settings: IdentifyingSettings,
  among: readonly RequestedBy[],
): NamedPerson | { readonly faults: readonly Fault[] } {
  const named: (NamedPerson | { readonly faults: readonly Fault[] })[] = [];
  const name = (by: 'email' | 'phone', text: string, key: string | null) =>
    named.push(
      key === null
        ? { faults: [OF_NOBODY[whyNobody(by, text, settings)][by]] }
        : { by, key, keys: storedKeys(by, key) },
    );
  if (email !== undefined) name('email', email, identifyingAddress(email, settings));
  if (phone !== undefined) name('phone', phone, identifyingNumber(phone, undefined, settings));
  if (leadId !== undefined) named.push({ by: 'leadId', key: leadId.toLowerCase(), keys: [leadId.toLowerCase()] });
  if (named.length === 1) return named[0]!;
  return { faults: [fault('', 'oneOf', `Expected exactly one of ${among.join(', ')}.`)] };
}

/** What identifies nobody could erase somebody else. */
const OF_NOBODY: Readonly<Record<Nobody, Readonly<Record<'email' | 'phone', Fault>>>> = {
  unreadable: {
    email: fault(
      '/email',
      'email',
      'Expected an e-mail address: kim@example.com. Name a lead by its id if what it has for an address is none.',
    ),
    phone: fault('/phone', 'phone', 'Expected a phone number, best with its country code: +49 30 901820.'),
  },
  placeholder: {
    email: fault('/email', 'placeholder', `${PLACEHOLDER.email} Name a lead by its id if it has no other.`),
    phone: fault('/phone', 'placeholder', `${PLACEHOLDER.phone} Name a lead by its id if it has no other.`),
  },
};

const ADDRESS = /[^\s@]+@[^\s@]+/;

/** Shorter words of a name occur in other words and identify nobody by themselves. */
const WORD_LENGTH_MIN = 3;

/** The fields of a lead that a text about somebody else may quote. */
type Naming = Pick<LeadDocument, 'contact' | 'emailKey' | 'phoneKey'>;

/** Rejects a reason that names the erased person, because it is stored for good. @param names as in their leads */
export function faultsOfReason(reason: string, person: NamedPerson, names: readonly string[]): Fault[] {
  const digits = reason.replace(/[^0-9]/g, '');
  const ofReason = new Set(wordsOf(reason));
  const isNamed =
    names.some((name) => wordsOf(name).length > 0 && wordsOf(name).every((word) => ofReason.has(word))) ||
    ADDRESS.test(reason) ||
    (person.by === 'email' && caseless(reason).includes(person.key)) ||
    (person.by === 'phone' && digits.includes(person.key.slice(-IDENTIFYING_DIGITS)));
  if (!isNamed) return [];
  const message =
    'Expected words that do not identify the person, because the reason is kept: no name, no address and no number.';
  return [fault('/reason', 'personal', message)];
}

/** Returns the whole names by which a lead calls its person. */
export function namesOf({ contact: { name, firstName, lastName } }: Pick<LeadDocument, 'contact'>): string[] {
  const both = [firstName, lastName].filter((part) => part !== undefined && part !== '').join(' ');
  return [name ?? '', both].filter((each) => each.trim() !== '');
}

/** Returns case-insensitive Postgres regular expressions, any of which matches a text that quotes the person. */
export function patternsNaming({ contact, emailKey, phoneKey }: Naming): string[] {
  const names = [contact.name, contact.firstName, contact.lastName].flatMap((name) => wordsOf(name ?? ''));
  const texts = [contact.email, emailKey, contact.phone].filter((text) => typeof text === 'string' && text.length > 3);
  return [
    ...new Set([
      ...names.map((word) => `\\m${word}\\M`),
      ...texts.map((text) => text!.replace(/[^\p{L}\p{N}]/gu, '\\$&')),
      // With any separators between the digits.
      ...(phoneKey === null ? [] : [[...phoneKey.slice(-IDENTIFYING_DIGITS)].join('[^0-9]{0,2}')]),
    ]),
  ];
}

/** Returns the words that identify a person, without characters that may be escaped where the name is quoted. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length >= WORD_LENGTH_MIN || !/^[\p{Script=Latin}\p{N}]+$/u.test(word));
}
