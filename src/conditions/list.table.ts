import { resource } from '../configuration/resource.table.js';
import { entityOf, list, type Row, table, text } from '../platform/table.js';

export const LIST = table('list', 'configuration', {
  ...resource,
  name: text(),
  values: list(text()),
});
export const ListEntity = entityOf(LIST);
export type ListEntity = Row<typeof LIST>;
