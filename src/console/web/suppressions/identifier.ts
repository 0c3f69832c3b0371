import type { Schemas } from '../api/api.js';

type Kind = Schemas['Suppression']['kind'];

export const KINDS: Readonly<Record<Kind, string>> = {
  email: 'E-mail address',
  phone: 'Phone number',
  domain: 'Company',
};

/** Returns the parameter of the API for an identifier as somebody types it. */
export function identifierIn(text: string): Partial<Record<Kind, string>> {
  if (text === '') return {};
  if (text.includes('@')) return { email: text };
  return /[a-z]/i.test(text) ? { domain: text } : { phone: text };
}
