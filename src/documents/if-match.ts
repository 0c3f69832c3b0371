import { StaleVersionError } from './document.errors.js';

/** The precondition of a change (RFC 9110, 13.1.1): certain versions, `*` for any existing one, null for none. */
export type IfMatch = readonly string[] | '*' | null;

/** Matches only tags that our versions can have; weak tags never match. */
const VERSION_TAG = /(?<![^\s,])"(\d{1,9})"(?=\s*(?:,|$))/g;

export function readIfMatch(header: string | undefined): IfMatch {
  if (header === undefined) return null;
  return header.trim() === '*' ? '*' : Array.from(header.matchAll(VERSION_TAG), ([, version]) => version!);
}

/**
 * @param version the current one; null if the resource does not exist
 * @throws StaleVersionError
 */
export function requireMatch(ifMatch: IfMatch, version: number | null): void {
  if (ifMatch === null) return;
  const isMeant = version !== null && (ifMatch === '*' || ifMatch.includes(String(version)));
  if (!isMeant) throw new StaleVersionError(version ?? 0);
}
