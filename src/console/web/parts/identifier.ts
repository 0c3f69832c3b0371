import type { Schemas } from '../api/api.js';

type Kind = Schemas['Suppression']['kind'];

export const KINDS: Readonly<Record<Kind, string>> = {
  email: 'E-mail address',
  phone: 'Phone number',
  domain: 'Company',
};

/** Returns the parameter of the API for an address or number as somebody types it. */
export const addressIn = (text: string): { email: string } | { phone: string } =>
  text.includes('@') ? { email: text } : { phone: text };

/** Does the same for an address, number or domain; empty for no text. */
export function identifierIn(text: string): Partial<Record<Kind, string>> {
  if (text === '') return {};
  return !text.includes('@') && /[a-z]/i.test(text) ? { domain: text } : addressIn(text);
}
