import { jsonb, table, uuid } from '../../platform/sql/table.js';

/** Preferences for the console, which alone interprets them. */
export const PREFERENCE = table('preference', 'staff', {
  /** The id of a rep, a user or a key. */
  ownerId: uuid().key(),
  body: jsonb(),
});
