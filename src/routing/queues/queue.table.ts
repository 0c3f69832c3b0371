import { resource } from '../../configuration/resource.table.js';
import { entityTable } from '../../platform/sql/entity-table.js';
import { type Row, text, uuid } from '../../platform/sql/table.js';

/** The named queues, in which leads wait for a person. */
export const QUEUES = entityTable('queue', 'configuration', {
  ...resource,
  name: text(),
  ownerRepId: uuid().nullable(),
  /** How soon leads are to leave it, as written; null for no promise. */
  within: text().nullable(),
});
export type QueueRow = Row<typeof QUEUES>;
