import type { CalendarBody } from '../../calendar/calendar.dto.js';
import { CalendarEntity } from '../../calendar/calendar.table.js';
import { type CalendarDefinition, checkCalendar } from '../../calendar/definition.js';
import { counted } from '../../configuration/counted.js';
import type { ResourceUser } from '../../configuration/resource.errors.js';
import type { ResourceKind } from '../../configuration/resource.kind.js';

const USERS = `
  select 'rep' as kind, id, name from rep where calendar_id = $1
  union all select 'team', id, name from team where calendar_id = $1
  union all select 'pool', id, name from pool where calendar_id = $1
  union all select 'policy', id, name from sla_policy
             where calendar->>'calendarId' = $1::text or first_touch->'leadCalendar'->>'calendarId' = $1::text
  union all select 'settings', null, 'settings' from settings where default_calendar_id = $1
  union all select 'clock', (array_agg(id))[1], 'clocks of ' || ${counted('lead', 'count(distinct lead_id)')}
              from clock where calendar_id = $1 and (state = 'running' or next_at is not null) having count(*) > 0`;

export const CALENDAR: ResourceKind<CalendarEntity, CalendarBody> = {
  kind: 'calendar',
  entity: CalendarEntity,
  fields: ['name', 'timeZone', 'hours', 'holidays', 'holidayRegion', 'overrides', 'breaks'],
  unique: 'name',
  check: async (_, body) => checkCalendar(body as CalendarDefinition),
  usersOf: async (tx, id) => (await tx.query<ResourceUser>(USERS, [id])).rows,
  insteadOfRemoving: 'Give each of these another calendar first: running clocks are then planned by that one.',
};
