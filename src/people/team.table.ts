import { resource } from '../configuration/resource.table.js';
import { entityTable } from '../platform/sql/entity-table.js';
import { jsonb, type Row, text, uuid } from '../platform/sql/table.js';

export const TEAMS = entityTable('team', 'staff', {
  ...resource,
  name: text(),
  managerId: uuid().nullable(),
  repIds: jsonb<string[]>(),
  calendarId: uuid().nullable(),
});
export type TeamRow = Row<typeof TEAMS>;
