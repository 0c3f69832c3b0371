import type { SetupWarning } from '../directory/setup-checks.js';
import { type Instant, toIso } from '../platform/duration.js';

export const NAMED_MAX = 5;

/** @param unknown at most one more than the sources to name, which shows that there are more */
export function unknownIn(unknown: readonly { readonly source: string }[]): SetupWarning[] {
  if (unknown.length === 0) return [];
  const named = unknown.slice(0, NAMED_MAX).map(({ source }) => `"${source}"`);
  const names = new Intl.ListFormat('en').format(unknown.length > NAMED_MAX ? [...named, 'others'] : named);
  const text = `Leads come from ${names}, and no source is configured with ${unknown.length === 1 ? 'this spelling' : 'these spellings'}: POST /v1/sources, or PUT /v1/sources/{id} with an alias. GET /v1/sources/unknown lists them.`;
  return [{ code: 'unknownSource', text }];
}

export function silentIn(
  silent: readonly { readonly id: string; readonly code: string; readonly since: Instant }[],
): SetupWarning[] {
  return silent.map(({ id, code, since }) => ({
    code: 'sourceSilent',
    text: `No leads have come from the source "${code}" since ${toIso(since)}: look whether its form or its connection is broken, or say how long it may be silent: PUT /v1/sources/${id} with silentAfter.`,
  }));
}
