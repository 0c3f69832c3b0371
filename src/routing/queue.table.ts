import { resource } from '../configuration/resource.table.js';
import { type Row, table, text, uuid } from '../platform/table.js';

/** Where leads wait for a person. */
export const QUEUES = table('queue', 'configuration', {
  ...resource,
  name: text(),
  /** Null for nobody. */
  ownerRepId: uuid().nullable(),
});
export type QueueRow = Row<typeof QUEUES>;
