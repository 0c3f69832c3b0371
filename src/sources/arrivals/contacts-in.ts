import { type IdentifyingSettings, identifyingAddress, identifyingNumber } from '../../contact/identifying.js';
import type { Identifier } from '../../disposition/suppression.js';

const FOUND_MAX = 500;
/** Bounded, and without a character in two neighbouring classes: it takes time in proportion to the text. */
const ADDRESS = /[^\s<>"'(),;:[\]\\@=?&/]{1,64}@[^\s<>"'(),;:[\]\\@=?&/]{1,255}/g;
/** A number in a text, with what people write between its digits. */
const NUMBER = /\+?\d(?:[\s().\-/]{0,3}\d){5,19}/g;

/**
 * Returns the addresses and numbers anywhere in a text, by which an erasure finds what it came from.
 * @param text a whole request, decoded
 */
export function contactsIn(text: string, settings: IdentifyingSettings): Identifier[] {
  const found = new Map<string, Identifier>();
  for (const [address] of text.matchAll(ADDRESS)) {
    if (found.size >= FOUND_MAX) break;
    note(found, 'email', identifyingAddress(address.replace(/[.!?…]+$/u, ''), settings));
  }
  for (const [number] of text.matchAll(NUMBER)) {
    if (found.size >= FOUND_MAX) break;
    note(found, 'phone', identifyingNumber(number, undefined, settings));
  }
  return [...found.values()];
}

function note(found: Map<string, Identifier>, kind: 'email' | 'phone', key: string | null): void {
  if (key !== null) found.set(`${kind}:${key}`, { kind, key });
}
