/** Bounded, and without a character in two neighbouring classes: it takes time in proportion to the text. */
const ADDRESS = /[^\s<>"'(),;:[\]\\@=?&/]{1,64}@[^\s<>"'(),;:[\]\\@=?&/]{1,255}/g;
/** A number in a text, with what people write between its digits. */
const NUMBER = /\+?\d(?:[\s().\-/]{0,3}\d){5,39}/g;
const SIGNS_BEFORE = /^[^\p{L}\p{N}]+/u;
const SIGNS_AFTER = /[^\p{L}\p{N}]+$/u;

/** Yields what may be addresses in a text that somebody typed. */
export function* addressesIn(text: string): Generator<string> {
  if (!text.includes('@')) return;
  for (const [found] of text.matchAll(ADDRESS)) {
    const address = found.replace(SIGNS_AFTER, '');
    yield address;
    // An address may begin with a sign, and a sign may stand before an address.
    if (SIGNS_BEFORE.test(address)) yield address.replace(SIGNS_BEFORE, '');
  }
}

/** Yields what may be telephone numbers in a text that somebody typed. */
export function* numbersIn(text: string): Generator<string> {
  for (const [number] of text.matchAll(NUMBER)) yield number;
}
