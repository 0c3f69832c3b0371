import { addressesIn, numbersIn } from '../../contact/contacts-in-text.js';
import { type IdentifyingSettings, identifyingAddress, identifyingNumber } from '../../contact/identifying.js';
import type { Identifier } from '../../disposition/suppression.js';
import type { LenientLead } from '../../leads/lenient-lead.js';
import type { KeptRequest } from './kept-request.js';
import { charsetOf, decoded } from './payload.js';

const FOUND_MAX = 500;

/**
 * Returns the addresses and numbers anywhere in a request, by which an erasure finds it.
 * @param payload null if it cannot be read; then its text is looked through as it is
 * @param lead what was read of it: it knows its country, by which a national number is read
 */
export function contactsOf(
  request: KeptRequest,
  payload: unknown,
  lead: Pick<LenientLead, 'body'> | null,
  settings: IdentifyingSettings,
): Identifier[] {
  const found = new Map<string, Identifier>();
  const { email, phone, country } = lead?.body.contact ?? {};
  note(found, 'email', identifyingAddress(email, settings));
  note(found, 'phone', identifyingNumber(phone, country, settings));
  const text = textIn(request, payload);
  for (const address of addressesIn(text)) {
    if (found.size >= FOUND_MAX) break;
    note(found, 'email', identifyingAddress(address, settings));
  }
  for (const number of numbersIn(text)) {
    if (found.size >= FOUND_MAX) break;
    note(found, 'phone', identifyingNumber(number, undefined, settings));
  }
  return [...found.values()];
}

function note(found: Map<string, Identifier>, kind: 'email' | 'phone', key: string | null): void {
  if (key !== null) found.set(`${kind}:${key}`, { kind, key });
}

function textIn({ headers, body, encoding, contentType }: KeptRequest, payload: unknown): string {
  const raw = () => decoded(Buffer.from(body, encoding), charsetOf(contentType));
  const said = payload === null ? raw() : (orNull(() => JSON.stringify(payload)) ?? raw());
  const { referer = '' } = headers;
  return `${said} ${orNull(() => decodeURIComponent(referer)) ?? referer}`.replaceAll('\0', '');
}

/** What is nested too deeply cannot be written, and not every address can be decoded. */
function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
