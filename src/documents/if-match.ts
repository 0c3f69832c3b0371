import { StaleVersionError } from './document.errors.js';

/** What a change is meant for (RFC 9110, 13.1.1): certain versions, `*` for any that there is, null for nothing said. */
export type IfMatch = readonly string[] | '*' | null;

/** Of all tags those that a version of ours can have: a weak one never matches. */
const VERSION_TAG = /(?<![^\s,])"(\d{1,9})"(?=\s*(?:,|$))/g;

export function readIfMatch(header: string | undefined): IfMatch {
  if (header === undefined) return null;
  return header.trim() === '*' ? '*' : Array.from(header.matchAll(VERSION_TAG), ([, version]) => version!);
}

/**
 * @param version the present one; null while there is nothing
 * @throws StaleVersionError
 */
export function requireMatch(ifMatch: IfMatch, version: number | null): void {
  if (ifMatch === null) return;
  const isMeant = version !== null && (ifMatch === '*' || ifMatch.includes(String(version)));
  if (!isMeant) throw new StaleVersionError(version ?? 0);
}
