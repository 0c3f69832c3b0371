import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { legible } from '../platform/values/text.js';

/** Longer texts are no numbers, and are not worth reading. */
const LENGTH_MAX = 200;
/** What people and platforms write before a number: `p:`, `tel:`, `Mobile: `, the apostrophe of a spreadsheet. */
const LABEL = /^[^\p{L}\d+(]{0,5}(?:(?:\p{L}{1,12}\s?[.:]|tel|phone|mobile?|cell)\s?)?[^\p{L}\d+(]{0,5}/iu;
/** What they write after it: `(office)`. */
const REMARK = /(?:\s?\([^()\d]{1,40}\)|[^\p{L}\d)]{1,5})$/u;
/** A country code in brackets, or after more than one plus. */
const CODE = /^(?:\(\s*((?:\+|00)\d{1,5})\s*\)|\+[\s+]*)/;
/** `00` calls abroad from most countries, `0011` from Australia: no country has a code that begins with `11`. */
const ABROAD = /^\+?\s*00(?:11)?\s*(?=[1-9(])/;
/** Between two numbers. A stroke or comma without a space may belong to one: `030/5551000`. */
const BETWEEN = /\s[/&|]\s|[;|\n]|,\s|\s(?:or|oder|und|and|ou|et|o|y|e)\s/i;
const STROKE = /\//;

/** Whether numbers without a country code can be read as those of a country (ISO 3166-1, two capitals). */
export function isTelephoneCountry(code: string): boolean {
  return isSupportedCountry(code);
}

/**
 * Returns the international form (E.164) of the number that a text is. The only reader of numbers of persons: what it
 * cannot read identifies nobody. Of several numbers, the first counts.
 * @param countries whose number it is if it has no country code, the likeliest first (ISO 3166-1)
 * @returns null if the text is none, if no such number can exist, or if it was only typed to fill a field: it repeats
 * one digit, or counts up or down
 */
export function readNumber(text: string, ...countries: readonly (string | null | undefined)[]): string | null {
  if (text.length > LENGTH_MAX) return null;
  const region = countries
    .map((code) => code?.toUpperCase())
    .find((code): code is CountryCode => code !== undefined && isSupportedCountry(code));
  const seen = legible(text);
  const number = firstOf(seen, region) ?? possible(seen, region) ?? beforeStroke(seen, region);
  return number === undefined || isFiller(number) ? null : number.number;
}

function firstOf(text: string, region: CountryCode | undefined): PhoneNumber | undefined {
  if (!BETWEEN.test(text)) return undefined;
  const first = possible(text.split(BETWEEN, 1)[0]!, region);
  return first?.isValid() === true ? first : undefined;
}

function beforeStroke(text: string, region: CountryCode | undefined): PhoneNumber | undefined {
  return STROKE.test(text) ? possible(text.split(STROKE, 1)[0]!, region) : undefined;
}

function possible(text: string, region: CountryCode | undefined): PhoneNumber | undefined {
  const bare = text.replace(LABEL, '').replace(REMARK, '');
  const dialled = bare.replace(CODE, (_, code: string | undefined) => code ?? '+').replace(ABROAD, '+');
  const read = parse(dialled, region);
  const number = read === undefined ? undefined : renumbered(abroad(dialled, read) ?? read);
  return number?.isPossible() === true ? number : undefined;
}

/** Programs leave out the plus: `491712345678` is a mobile's number, since within Germany it would begin with a zero. */
function abroad(dialled: string, read: PhoneNumber): PhoneNumber | undefined {
  const isComplete = read.isValid() && !read.formatNational().startsWith('0');
  if (!dialled.startsWith(read.countryCallingCode) || isComplete) return undefined;
  const number = parse(`+${dialled}`, undefined);
  return number?.isValid() === true ? number : undefined;
}

/** The whole text must be the number: one found inside a sentence may be anybody's. */
function parse(text: string, region: CountryCode | undefined): PhoneNumber | undefined {
  return parsePhoneNumberFromString(text, { ...(region !== undefined && { defaultCountry: region }), extract: false });
}

/**
 * Numbers as they are dialled today, which libphonenumber leaves as they were: Mexico's mobiles lost the `1` after the
 * country code (and `044` and `045` within the country) in 2019, and Brazil's have had a ninth digit, a 9 after the area code, in all areas since 2016.
 */
function renumbered(number: PhoneNumber): PhoneNumber {
  const { countryCallingCode: code, nationalNumber: national } = number;
  if (code === '52' && /^(?:1|04[45])\d{10}$/.test(national))
    return parse(`+52${national.slice(-10)}`, undefined) ?? number;
  if (code !== '55' || !/^\d{2}[6-9]\d{7}$/.test(national)) return number;
  const mobile = parse(`+55${national.slice(0, 2)}9${national.slice(2)}`, undefined);
  return mobile?.isValid() === true ? mobile : number;
}

const UP = '01234567890123456789';
const DOWN = [...UP].reverse().join('');

/** Whether its digits, with or without the country code, were typed without thinking of anybody. */
function isFiller({ nationalNumber, countryCallingCode }: PhoneNumber): boolean {
  const written = [nationalNumber, countryCallingCode + nationalNumber];
  return written.some((digits) => /^(\d)\1*$/.test(digits) || UP.includes(digits) || DOWN.includes(digits));
}

/** Whether a number can only be a mobile's. In North America, nobody can tell. @param key as `readNumber` returns it */
export function isMobile(key: string): boolean {
  return parse(key, undefined)?.getType() === 'MOBILE';
}

/** Returns the countries to which a number may belong. @param key as `readNumber` returns it */
export function countriesOfNumber(key: string): readonly string[] {
  return parse(key, undefined)?.getPossibleCountries() ?? [];
}

/** What is dialled before a number within its country, by calling code: in most countries a zero. */
const TRUNK: Readonly<Record<string, string>> = { 7: '8', 36: '06', 370: '8', 375: '8', 993: '8' };
/** Codes of countries in which nothing is, or where numbers vary in length: with one more digit, it is another number. */
const WITHOUT_TRUNK: ReadonlySet<string> = new Set(
  '1 30 39 48 56 57 247 268 290 352 378 420 599 688 689 690 852 968 974'.split(' '),
);
const CALLING_CODES: ReadonlySet<string> = new Set(getCountries().map((country) => getCountryCallingCode(country)));

/**
 * Returns the other forms under which earlier versions stored a number, by the spellings that they misread: with the
 * digits that are only dialled within its country (`+44 07700 900115`, `+54 11 15 …`), and as it was before it got or
 * lost a digit. Hashes of them remain, and cannot be read again. Every lead with a number is looked for under them, so
 * they are written by rules and not by the library, which takes ten times as long.
 * @param key as `readNumber` returns it
 */
export function formerNumbers(key: string): string[] {
  const code = [1, 2, 3].map((length) => key.slice(1, 1 + length)).find((each) => CALLING_CODES.has(each));
  if (code === undefined) return [];
  const national = key.slice(1 + code.length);
  const former = WITHOUT_TRUNK.has(code) ? [] : [(TRUNK[code] ?? '0') + national];
  if (code === '52') former.push(`1${national}`);
  if (code === '54' && national.startsWith('9')) former.push(...dialledInArgentina(key));
  if (code === '55' && /^\d{2}9[6-9]\d{7}$/.test(national)) former.push(national.slice(0, 2) + national.slice(3));
  return former.map((digits) => `+${code}${digits}`);
}

/** Mobiles have a 15 after the area code there, whose length only the numbering plan knows. */
function dialledInArgentina(key: string): string[] {
  const dialled = parse(key, undefined)?.formatNational().replace(/\D/g, '');
  return dialled === undefined ? [] : [dialled, dialled.slice(1)];
}
