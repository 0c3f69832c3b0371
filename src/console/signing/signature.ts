import { createHmac, timingSafeEqual } from 'node:crypto';

const BYTES = 16;

/** Returns a text with its signature, of letters that a cookie may have: `text.signature`. */
export function signed(text: string, purpose: string, key: string): string {
  return `${text}.${macOf(text, purpose, key).toString('base64url')}`;
}

/** Returns the text; null if it is not signed with the key for this purpose. */
export function textOf(value: string, purpose: string, key: string): string | null {
  const at = value.lastIndexOf('.');
  const mac = Buffer.from(value.slice(at + 1), 'base64url');
  if (at === -1 || mac.length !== BYTES) return null;
  const text = value.slice(0, at);
  return timingSafeEqual(mac, macOf(text, purpose, key)) ? text : null;
}

function macOf(text: string, purpose: string, key: string): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n${text}`).digest().subarray(0, BYTES);
}
