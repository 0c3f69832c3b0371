import { resource } from '../configuration/resource.table.js';
import { list, type Row, table, text } from '../platform/sql/table.js';

export const LISTS = table('list', 'configuration', {
  ...resource,
  name: text(),
  values: list(text()),
});
export type ListRow = Row<typeof LISTS>;
