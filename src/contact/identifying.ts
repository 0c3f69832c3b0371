import { caseless } from '../platform/values/text.js';
import { addressKeyOf } from './address.js';
import { formerNumbers, readNumber } from './number.js';

/** What of the settings decides whom an address or a number identifies. */
export interface IdentifyingSettings {
  /** Whose number it is if nothing else says so (ISO 3166-1). */
  readonly defaultCountry: string | null;
  /** Addresses and numbers that identify nobody; `noreply@` is that mailbox at any domain, `@example.org` all of one. */
  readonly placeholders: readonly string[];
}

/**
 * Returns the key by which persons with an address are compared.
 * @returns null if the text is no address, or a placeholder: it identifies nobody
 */
export function identifyingAddress(text: string | undefined, settings: IdentifyingSettings): string | null {
  const key = addressKeyOf(text);
  return key === null || isPlaceholder(key, settings) ? null : key;
}

/**
 * Returns the key by which persons with a number are compared (E.164).
 * @param country the person's, if known (ISO 3166-1)
 * @returns null if the text is no number, or a placeholder: it identifies nobody
 */
export function identifyingNumber(
  text: string | undefined,
  country: string | undefined,
  settings: IdentifyingSettings,
): string | null {
  const key = text === undefined ? null : readNumber(text, country, settings.defaultCountry);
  return key === null || isPlaceholder(key, settings) ? null : key;
}

/** Why an address or a number identifies nobody. */
export type Nobody = 'unreadable' | 'placeholder';

export const PLACEHOLDER = {
  email: 'By the settings, this address is a placeholder, which identifies nobody.',
  phone: 'By the settings, this number is a placeholder, which identifies nobody.',
} as const;

/** @param text an address or a number that identifies nobody @param country as in `identifyingNumber` */
export function whyNobody(
  by: 'email' | 'phone',
  text: string,
  { defaultCountry }: IdentifyingSettings,
  country?: string,
): Nobody {
  const key = by === 'email' ? addressKeyOf(text) : readNumber(text, country, defaultCountry);
  return key === null ? 'unreadable' : 'placeholder';
}

/** @param key of an address or a number */
export function isPlaceholder(key: string, settings: IdentifyingSettings): boolean {
  const known = placeholdersIn(settings);
  const at = key.lastIndexOf('@');
  return known.has(key) || (at > 0 && (known.has(key.slice(0, at + 1)) || known.has(key.slice(at))));
}

/**
 * Returns all keys under which an address or a number may be stored: its own, and those under which earlier versions
 * stored a number.
 */
export function storedKeys(by: string, key: string): readonly string[] {
  return by === 'phone' ? [key, ...formerNumbers(key)] : [key];
}

/** By the settings, which are another object after each change. */
const keysBySettings = new WeakMap<IdentifyingSettings, ReadonlySet<string>>();

function placeholdersIn(settings: IdentifyingSettings): ReadonlySet<string> {
  const before = keysBySettings.get(settings);
  if (before !== undefined) return before;
  const { placeholders, defaultCountry } = settings;
  const keyOf = (text: string) => addressKeyOf(text) ?? readNumber(text, defaultCountry) ?? caseless(text.trim());
  const keys = new Set(placeholders.map(keyOf));
  keysBySettings.set(settings, keys);
  return keys;
}
