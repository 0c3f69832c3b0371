import { resource } from '../configuration/resource.table.js';
import { jsonb, type Row, table, text, uuid } from '../platform/sql/table.js';

export const TEAMS = table('team', 'staff', {
  ...resource,
  name: text(),
  managerId: uuid().nullable(),
  repIds: jsonb<string[]>(),
  calendarId: uuid().nullable(),
});
export type TeamRow = Row<typeof TEAMS>;
