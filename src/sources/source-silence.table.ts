import { instant, table, uuid } from '../platform/sql/table.js';

/** Sources that have fallen silent, for which an alarm was sent. */
export const SOURCE_SILENCE = table('source_silence', 'work', {
  sourceId: uuid().key(),
  silentSince: instant(),
});
