import { type CalendarDay, calendarDays, type DateSpan, yearsAround } from '../../calendar/days.js';
import type { CalendarDefinition } from '../../calendar/definition.js';
import { NO_HOLIDAYS, regionalHolidays } from '../../calendar/holidays.js';
import { inTurns } from '../../platform/turns.js';

/** Returns the days of a calendar, with the holidays of its region. Expects valid arguments. */
export async function daysOf(definition: CalendarDefinition, span: DateSpan): Promise<CalendarDay[]> {
  const { holidayRegion } = definition;
  const holidays =
    holidayRegion === undefined ? NO_HOLIDAYS : await inTurns(regionalHolidays(holidayRegion, yearsAround(span)));
  return calendarDays(definition, span, holidays);
}
