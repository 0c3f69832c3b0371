import type { SetupCheck } from '../directory/setup-checks.js';
import { NAMED_MAX, silentIn, unknownIn } from './source-checks.js';
import { readSilent, readUnknown } from './source-watch.store.js';

/** Checks nothing if no source is configured, because configuring sources is optional. */
export const SOURCE_CHECK: SetupCheck = {
  codes: ['unknownSource', 'sourceSilent'],
  find: async ({ sql, directory }) =>
    directory.content.sources.all.length === 0
      ? []
      : [...unknownIn(await readUnknown(sql, null, NAMED_MAX + 1)), ...silentIn(await readSilent(sql))],
};
