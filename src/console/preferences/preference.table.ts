import { jsonb, table, uuid } from '../../platform/table.js';

/** How somebody likes the console: what it means is the console’s own. */
export const PREFERENCE = table('preference', 'staff', {
  /** A rep, a user or a key. */
  ownerId: uuid().key(),
  body: jsonb(),
});
