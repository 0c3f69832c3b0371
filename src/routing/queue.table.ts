import { resource } from '../configuration/resource.table.js';
import { entityOf, type Row, table, text, uuid } from '../platform/table.js';

/** Where leads wait for a person. */
export const QUEUE = table('queue', 'configuration', {
  ...resource,
  name: text(),
  /** Null for nobody. */
  ownerRepId: uuid().nullable(),
});
export const QueueEntity = entityOf(QUEUE);
export type QueueEntity = Row<typeof QUEUE>;
