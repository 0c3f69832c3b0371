import type { CalendarBody } from '../../calendar/calendar.dto.js';
import { CALENDARS, type CalendarRow } from '../../calendar/calendar.table.js';
import { type CalendarDefinition, checkCalendar } from '../../calendar/definition.js';
import type { ResourceKind } from '../../configuration/resource.kind.js';
import type { UsersQuestion } from '../../configuration/users.store.js';

const USERS: readonly UsersQuestion[] = [
  { kind: 'rep', select: 'id, name from rep where calendar_id = $1' },
  { kind: 'team', select: 'id, name from team where calendar_id = $1' },
  { kind: 'pool', select: 'id, name from pool where calendar_id = $1' },
  {
    kind: 'policy',
    select: `id, name from sla_policy
      where calendar->>'calendarId' = $1::text or first_touch->'leadCalendar'->>'calendarId' = $1::text`,
  },
  { kind: 'settings', select: `null::uuid, 'settings' from settings where default_calendar_id = $1` },
  {
    kind: 'clock',
    select: `(array_agg(id))[1], case count(distinct lead_id) when 1 then 'clocks of 1 lead' else 'clocks of ' || count(distinct lead_id) || ' leads' end
      from clock where calendar_id = $1 and (state = 'running' or next_at is not null) having count(*) > 0`,
    isCounted: true,
  },
];

export const CALENDAR: ResourceKind<CalendarRow, CalendarBody> = {
  kind: 'calendar',
  table: CALENDARS,
  fields: ['name', 'timeZone', 'hours', 'holidays', 'holidayRegion', 'overrides', 'breaks'],
  unique: 'name',
  check: async (_, body) => checkCalendar(body as CalendarDefinition),
  users: USERS,
  insteadOfRemoving: 'Give each of these another calendar first: running clocks are then planned by that one.',
};
