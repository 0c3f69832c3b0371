import { isEmail } from '../platform/input/formats.js';
import { caseless, domainAsWritten } from '../platform/values/text.js';

/** Characters that nobody sees: of zero width, soft hyphens, marks of the writing direction. */
const UNSEEN = /[\p{Cf}\p{DI}]/gu;
const ASCII = /^[\x20-\x7e]*$/;
/** `Kim Lee <kim@example.com>`, as mail programs copy it. */
const IN_BRACKETS = /^[^<>]*<\s*([^<>]*?)\s*>$/;
const LINK = /^mailto:([^?]*)(?:\?.*)?$/i;
/** Ends a sentence, a fully qualified domain or an entry of a list. */
const ENDING = /[.,;]+$/;

/**
 * Returns the e-mail address that a text is, as it is written there. The only reader of addresses of persons: what it
 * cannot read identifies nobody.
 * @returns null if the text is none, such as `n/a` or `test@test`
 */
export function readAddress(text: string): string | null {
  const seen = ASCII.test(text) ? text : text.normalize('NFKC').replace(UNSEEN, '');
  const inside = IN_BRACKETS.exec(seen.trim())?.[1] ?? seen.trim();
  const address = (LINK.exec(inside)?.[1] ?? inside).trim().replace(ENDING, '');
  return isEmail(address) ? address : null;
}

/**
 * Returns an address for comparison: without case, and with its domain as people write it.
 * @returns null if there is none, or it cannot be read
 */
export function addressKeyOf(text: string | undefined): string | null {
  const address = text === undefined ? null : readAddress(text);
  if (address === null) return null;
  const domainAt = address.lastIndexOf('@') + 1;
  return caseless(address.slice(0, domainAt) + domainAsWritten(address.slice(domainAt)));
}
