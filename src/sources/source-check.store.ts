import type { SetupCheck, SetupWarning } from '../directory/setup-checks.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { readSilent, readUnknown } from './source-watch.store.js';

/** Checks nothing if no source is configured, because configuring sources is optional. */
export const SOURCE_CHECK: SetupCheck = {
  codes: ['unknownSource', 'sourceSilent'],
  find: async ({ sql, directory }) =>
    directory.content.sources.all.length === 0
      ? []
      : [...unknownIn(await readUnknown(sql, null, NAMED_MAX + 1)), ...silentIn(await readSilent(sql))],
};

const NAMED_MAX = 5;

/** @param unknown at most one more than the sources to name, which shows that there are more */
function unknownIn(unknown: readonly { readonly source: string }[]): SetupWarning[] {
  if (unknown.length === 0) return [];
  const named = unknown.slice(0, NAMED_MAX).map(({ source }) => `"${source}"`);
  const names = new Intl.ListFormat('en').format(unknown.length > NAMED_MAX ? [...named, 'others'] : named);
  const text = `Leads come from ${names}, and no source is configured with ${unknown.length === 1 ? 'this spelling' : 'these spellings'}: POST /v1/sources, or PUT /v1/sources/{id} with an alias. GET /v1/sources/unknown lists them.`;
  return [{ code: 'unknownSource', text }];
}

function silentIn(
  silent: readonly { readonly id: string; readonly code: string; readonly since: Instant }[],
): SetupWarning[] {
  return silent.map(({ id, code, since }) => ({
    code: 'sourceSilent',
    text: `No leads have come from the source "${code}" since ${toIso(since)}: look whether its form or its connection is broken, or say how long it may be silent: PUT /v1/sources/${id} with silentAfter.`,
  }));
}
