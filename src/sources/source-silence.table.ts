import { instant, table, uuid } from '../platform/table.js';

/** The sources that have fallen silent, of which people have been told. */
export const SOURCE_SILENCE = table('source_silence', 'work', {
  sourceId: uuid().key(),
  /** When its last lead came. */
  silentSince: instant(),
});
