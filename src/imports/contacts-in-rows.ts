import { hash } from 'node:crypto';
import { addressKeyOf } from '../contact/address.js';
import { addressesIn, numbersIn } from '../contact/contacts-in-text.js';
import { type ErasedPerson, IDENTIFYING_DIGITS } from '../leads/personal-data.js';

/** So many digits may be a whole number, though more follow: an extension, or another number. */
const WHOLE_DIGITS = 9;
const MARK_DIGITS = 8;

/**
 * Yields the addresses in the cells of a row, and how the numbers in them end: what is dialled before that depends on
 * the country, which a file need not say.
 */
export function* contactsIn(cells: readonly string[]): Generator<string> {
  for (const cell of cells) {
    for (const address of addressesIn(cell)) {
      const key = addressKeyOf(address);
      if (key !== null) yield `email:${key}`;
    }
    for (const number of numbersIn(cell)) yield* endingsOf(number);
  }
}

function* endingsOf(number: string): Generator<string> {
  const parts = number.split(/\D+/);
  let digits = '';
  for (const [index, part] of parts.entries()) {
    digits += part;
    if (digits.length >= (index === parts.length - 1 ? IDENTIFYING_DIGITS : WHOLE_DIGITS)) yield endingOf(digits);
  }
}

/** Returns a person as `contactsIn` finds them. */
export function contactsOfPerson({ emailKeys, phoneKeys }: Pick<ErasedPerson, 'emailKeys' | 'phoneKeys'>): string[] {
  return [...emailKeys.map((key) => `email:${key}`), ...phoneKeys.map((key) => endingOf(key.replace(/\D/g, '')))];
}

function endingOf(digits: string): string {
  return `phone:${digits.slice(-IDENTIFYING_DIGITS)}`;
}

/**
 * Returns a hash of a contact that is short enough to store one for each contact of a file, and to say of nobody for
 * certain that they are in it. That two persons share one only opens a part in vain.
 */
export function markOf(contact: string): number {
  return Number.parseInt(hash('sha256', contact).slice(0, MARK_DIGITS), 16) | 0;
}
