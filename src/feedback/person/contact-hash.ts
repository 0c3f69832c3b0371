import { hash } from 'node:crypto';
import { readAddress } from '../../contact/address.js';
import { readNumber } from '../../contact/number.js';

/**
 * How an address is normalised before it is hashed. `plain`: in lower case (Meta, LinkedIn, TikTok). `google`: also
 * without dots and the `+` suffix if the mailbox is Google's own. `stripped`: the same for every domain.
 */
export type EmailForm = 'plain' | 'google' | 'stripped';
/** How a number is normalised before it is hashed: E.164 with its `+`, or its digits alone (Meta). */
export type PhoneForm = 'plus' | 'digits';

const HASH = /^[0-9a-f]{64}$/;
const HASH_OF_ANY_CASE = /^[0-9a-f]{64}$/i;
/** The hash of an empty text, which would identify everybody as one person. */
const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const GOOGLE_MAILBOXES: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/** Reports whether platforms accept a text as a hashed address or number. */
export function isContactHash(text: string): boolean {
  return HASH.test(text) && text !== EMPTY_HASH;
}

/**
 * Returns the SHA-256 of an address in a platform's form, in lower-case hex. A hash is returned unchanged.
 * @returns null if the text is no address: a hash of a typing error is accepted everywhere and matches nobody
 */
export function hashedEmail(text: string, form: EmailForm): string | null {
  return hashedBy(text, (typed) => normalisedEmail(typed, form));
}

/**
 * Returns the SHA-256 of a number in a platform's form, in lower-case hex. A hash is returned unchanged.
 * @param country ISO 3166-1, for numbers without a country code
 * @returns null if it cannot be parsed, also for lack of a country: a guessed one would make it another person's number
 */
export function hashedPhone(text: string, country: string | null, form: PhoneForm): string | null {
  return hashedBy(text, (typed) => normalisedPhone(typed, country, form));
}

/** Returns the SHA-256 of a trimmed text, such as an id that a platform wants hashed. */
export function hashedText(text: string): string {
  return sha256(text.trim());
}

export function normalisedEmail(text: string, form: EmailForm): string | null {
  const address = readAddress(text)?.normalize('NFC').toLowerCase();
  if (address === undefined) return null;
  const [mailbox, domain] = address.split('@') as [string, string];
  const isStripped = form === 'stripped' || (form === 'google' && GOOGLE_MAILBOXES.has(domain));
  if (!isStripped) return address;
  const name = mailbox.split('+', 1)[0]!.replaceAll('.', '');
  return name === '' ? null : `${name}@${domain}`;
}

export function normalisedPhone(text: string, country: string | null, form: PhoneForm): string | null {
  const number = readNumber(text, country);
  return form === 'plus' || number === null ? number : number.slice(1);
}

function hashedBy(text: string, normalised: (text: string) => string | null): string | null {
  const given = text.trim();
  // An upper-case hash may be of another form than ours; hashing it again would hide that.
  if (HASH_OF_ANY_CASE.test(given)) return isContactHash(given) ? given : null;
  const form = normalised(given);
  return form === null ? null : sha256(form);
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
