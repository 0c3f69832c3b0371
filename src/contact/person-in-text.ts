import { caseless } from '../platform/values/text.js';

/** The keys by which a person is known, and their names. */
export interface PersonToFind {
  readonly emailKeys: readonly string[];
  readonly phoneKeys: readonly string[];
  readonly names: readonly string[];
}

/** This many digits of a number identify a person, and so do as many letters of a name in a text. */
const DIGITS_MIN = 7;
const LETTERS_MIN = 3;
/** Stands where a person was named. */
const GONE = '…';

/** Finds a person in values and texts that somebody typed. */
export class PersonInText {
  private readonly addresses: ReadonlySet<string>;
  private readonly names: ReadonlySet<string>;
  private readonly quoted: readonly RegExp[];

  constructor(private readonly person: PersonToFind) {
    this.addresses = new Set(addressesOf(person));
    this.names = new Set(person.names.map((name) => caseless(name.trim())));
    this.quoted = [...person.emailKeys.map(escaped), ...person.names.map((name) => whole(escaped(name.trim())))]
      .map((pattern) => new RegExp(pattern, 'giu'))
      .concat(person.names.flatMap(wordsOf).map((word) => new RegExp(whole(escaped(word)), 'gu')))
      .concat(person.phoneKeys.map(numberIn));
  }

  /** Returns the same person with further names. */
  called(names: readonly string[]): PersonInText {
    return new PersonInText({ ...this.person, names: [...new Set([...this.person.names, ...names])] });
  }

  get hasAddress(): boolean {
    return this.addresses.size > 0;
  }

  /** Reports whether a text is an address or number of the person, as `addresses_in` of the database reads it. */
  isAddress(text: string): boolean {
    const trimmed = text.trim();
    const key = trimmed.includes('@') ? trimmed.toLowerCase() : trimmed.replace(/\D/g, '').replace(/^0+/, '');
    return this.addresses.has(key);
  }

  isName(text: string): boolean {
    return this.names.has(caseless(text.trim()));
  }

  isNamedIn(text: string): boolean {
    return this.takenFrom(text) !== text;
  }

  /** Returns a text without what names the person. */
  takenFrom(text: string): string {
    return this.quoted.reduce((rest, pattern) => rest.replace(pattern, GONE), text);
  }
}

/** Returns addresses, and numbers without as many of their leading digits as people leave out. */
export function addressesOf({ emailKeys, phoneKeys }: Pick<PersonToFind, 'emailKeys' | 'phoneKeys'>): string[] {
  const endings = phoneKeys
    .map((key) => key.replace(/\D/g, ''))
    .flatMap((digits) =>
      Array.from({ length: Math.max(0, digits.length - DIGITS_MIN + 1) }, (_, from) => digits.slice(from)),
    );
  return [...emailKeys, ...endings];
}

/** The words of a name, as names are written: "Price" is a person, "price" is none. */
function wordsOf(name: string): string[] {
  const words = name.match(/[\p{L}\p{M}]+/gu) ?? [];
  return words
    .filter((word) => word.length >= LETTERS_MIN)
    .flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1)]);
}

function whole(pattern: string): string {
  return `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** A number with any separators between its digits. */
function numberIn(key: string): RegExp {
  const digits = key.replace(/\D/g, '').slice(-DIGITS_MIN);
  return new RegExp(`(?:[+(\\d][\\d ()./-]{0,20})?${[...digits].join('[^0-9\\n]{0,2}')}`, 'gu');
}
