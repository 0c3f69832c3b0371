import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../../auth/auth.guard.js';
import {
  CalendarBody,
  CalendarPreviewBody,
  DaysQuery,
  RegionsQuery,
  SavedPreviewBody,
} from '../../calendar/calendar.dto.js';
import { type CalendarDay, calendarDays, checkDateSpan, type DateSpan, yearsAround } from '../../calendar/days.js';
import { type CalendarDefinition, checkCalendar } from '../../calendar/definition.js';
import {
  checkCountry,
  holidayRegions,
  NO_HOLIDAYS,
  publicHolidays,
  regionalHolidays,
  regionsOfCountry,
} from '../../calendar/holidays.js';
import { answerPreview, type PreviewQuestions } from '../../calendar/preview.js';
import { compileWorkingTime } from '../../calendar/working-time.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { type Fault, under } from '../../platform/input/fault.js';
import { InvalidRequestError, refuse } from '../../platform/input/refusal.js';
import { inTurns } from '../../platform/running/turns.js';
import { readCountry } from '../../vocabulary/countries.js';
import { resourceController } from '../resource.controller.js';
import { CALENDAR } from './calendar.kind.js';
import { CalendarDayList, CalendarPreviewSchema, CalendarSchema, HolidayRegionList } from './calendar.schema.js';

export const CalendarsController = resourceController({
  path: 'calendars',
  tag: 'Calendars',
  one: 'a calendar',
  many: 'calendars',
  kind: CALENDAR,
  body: CalendarBody,
  schema: CalendarSchema,
  readers: ['integration'],
});

@ApiTags('Calendars')
@Controller('v1')
export class DaysController {
  constructor(private readonly resources: ResourceService) {}

  @Get('calendars/:id/days')
  @Scopes('read', 'integration')
  @Operation('listCalendarDays', 'List the days of a calendar', {
    description:
      'Each date with its hours and the reason: which holidays a region closes, and which it leaves open because only some observe them. Hours are local times, so a calendar with the zone "owner" has them too.',
  })
  @Answers(200, 'Every date from the first to the last.', CalendarDayList)
  async days(@IdParam('calendar') id: string, @CheckedQuery(DaysQuery) span: DaysQuery) {
    refuse(checkDateSpan(span));
    const definition = (await this.resources.get(CALENDAR, id)) as CalendarDefinition;
    return { data: await daysOf(definition, span) };
  }

  @Get('holiday-regions')
  @Scopes('read', 'integration')
  @Operation('listHolidayRegions', 'List the holiday regions', {
    description: 'The countries and regions whose public holidays are known: each country before its regions.',
  })
  @Answers(200, 'All matching regions.', HolidayRegionList)
  regions(@CheckedQuery(RegionsQuery) { country }: RegionsQuery) {
    if (country === undefined) return { data: holidayRegions() };
    const code = readCountry(country).country.toUpperCase();
    refuse(checkCountry(code, country));
    return { data: regionsOfCountry(code) };
  }
}

const UTC = 'UTC';

@ApiTags('Calendars')
@Controller('v1/calendars')
export class CalendarPreviewController {
  constructor(private readonly resources: ResourceService) {}

  @Post('preview')
  @Scopes('read')
  @Operation('previewCalendar', 'Preview a calendar', {
    description:
      'Works out deadlines as instants, spans in working seconds and dates with their hours, for a calendar that need not be saved.',
  })
  @Answers(200, 'An answer to each question, in order.', CalendarPreviewSchema)
  preview(@CheckedBody(CalendarPreviewBody) body: CalendarPreviewBody) {
    const definition = body.calendar as CalendarDefinition;
    return answer(definition, body as PreviewQuery, under('/calendar', checkCalendar(definition)));
  }

  @Post(':id/preview')
  @Scopes('read')
  @Operation('previewSavedCalendar', 'Preview a saved calendar', {
    description: 'Works out deadlines as instants, spans in working seconds and dates with their hours.',
  })
  @Answers(200, 'An answer to each question, in order.', CalendarPreviewSchema)
  async previewSaved(@IdParam('calendar') id: string, @CheckedBody(SavedPreviewBody) body: SavedPreviewBody) {
    return answer((await this.resources.get(CALENDAR, id)) as CalendarDefinition, body as PreviewQuery);
  }
}

type PreviewQuery = PreviewQuestions & { readonly timeZone?: string; readonly days?: DateSpan };

async function answer(definition: CalendarDefinition, query: PreviewQuery, ofCalendar: readonly Fault[] = []) {
  const timeZone = query.timeZone ?? UTC;
  const ofDays = query.days === undefined ? [] : under('/days', checkDateSpan(query.days));
  const answered = await inTurns(
    answerPreview(
      (window) => compileWorkingTime(definition, { timeZone, holidaysOf: publicHolidays, window }),
      query,
      ofCalendar,
    ),
  );
  if (answered.kind === 'refused') throw new InvalidRequestError([...answered.faults, ...ofDays]);
  refuse(ofDays);
  const { deadlines, spans } = answered;
  if (query.days === undefined) return { deadlines, spans };
  return { deadlines, spans, days: await daysOf(definition, query.days) };
}

/** Returns the days of a calendar, with the holidays of its region. Expects valid arguments. */
async function daysOf(definition: CalendarDefinition, span: DateSpan): Promise<CalendarDay[]> {
  const { holidayRegion } = definition;
  const holidays =
    holidayRegion === undefined ? NO_HOLIDAYS : await inTurns(regionalHolidays(holidayRegion, yearsAround(span)));
  return calendarDays(definition, span, holidays);
}
