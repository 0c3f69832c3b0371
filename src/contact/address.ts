import { isEmail } from '../platform/input/formats.js';
import { caseless, domainAsWritten, legible } from '../platform/values/text.js';

const LINK = 'mailto:';
/** Longer texts are no addresses in any form, and are not worth reading. */
const LENGTH_MAX = 1_000;
/** What ends a sentence, a fully qualified domain or an entry of a list. */
const ENDINGS = new Set('.,;');

/**
 * Returns the e-mail address that a text is, as it is written there. The only reader of addresses of persons: what it
 * cannot read identifies nobody.
 * @returns null if the text is none, such as `n/a` or `test@test`
 */
export function readAddress(text: string): string | null {
  if (text.length > LENGTH_MAX) return null;
  const address = withoutEnding(outOfLink(outOfBrackets(withoutEnding(legible(text)))));
  return isEmail(address) ? address : null;
}

/** `Kim Lee <kim@example.com>`, as mail programs copy it. */
function outOfBrackets(text: string): string {
  const begin = text.indexOf('<');
  return begin >= 0 && text.endsWith('>') ? text.slice(begin + 1, -1).trim() : text;
}

/** `mailto:kim@example.com?subject=Hello` */
function outOfLink(text: string): string {
  return text.toLowerCase().startsWith(LINK) ? text.slice(LINK.length).split('?', 1)[0]! : text;
}

function withoutEnding(text: string): string {
  const trimmed = text.trim();
  let end = trimmed.length;
  while (end > 0 && ENDINGS.has(trimmed[end - 1]!)) end -= 1;
  return trimmed.slice(0, end);
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
