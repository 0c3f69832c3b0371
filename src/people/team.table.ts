import { resource } from '../configuration/resource.table.js';
import { entityOf, jsonb, type Row, table, text, uuid } from '../platform/table.js';

export const TEAM = table('team', 'staff', {
  ...resource,
  name: text(),
  managerId: uuid().nullable(),
  repIds: jsonb<string[]>(),
  calendarId: uuid().nullable(),
});
export const TeamEntity = entityOf(TEAM);
export type TeamEntity = Row<typeof TEAM>;
