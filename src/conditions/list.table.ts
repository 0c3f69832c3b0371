import { resource } from '../configuration/resource.table.js';
import { entityTable } from '../platform/sql/entity-table.js';
import { list, type Row, text } from '../platform/sql/table.js';

export const LISTS = entityTable('list', 'configuration', {
  ...resource,
  name: text(),
  values: list(text()),
});
export type ListRow = Row<typeof LISTS>;
