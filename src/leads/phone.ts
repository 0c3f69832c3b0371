import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

const INTERNATIONAL = /^(?:\+|00)([1-9]\d{6,14})$/;
const SEPARATORS = /[\s().\-/\u00a0\u2010-\u2015]/g;

/** Whether numbers without a country code can be read as those of a country (ISO 3166-1, two capitals). */
export function isTelephoneCountry(code: string): boolean {
  return isSupportedCountry(code);
}

/**
 * The international form (E.164) in which numbers are compared. A leading `00` is `+`; a number without either is
 * read as one of `country`, or of `defaultCountry` (ISO 3166 codes).
 * @returns null when it cannot be read
 */
export function toE164(phone: string, country: string | undefined, defaultCountry: string | null): string | null {
  const bare = phone.replace(SEPARATORS, '');
  const digits = INTERNATIONAL.exec(bare)?.[1];
  if (digits !== undefined) return `+${digits}`;
  const region = [country?.toUpperCase(), defaultCountry?.toUpperCase()].find(
    (code): code is CountryCode => code !== undefined && isSupportedCountry(code),
  );
  const number = parsePhoneNumberFromString(phone.replace(/^\s*00/, '+'), region);
  return number?.isPossible() === true ? number.number : null;
}
