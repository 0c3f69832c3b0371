import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../../auth/auth.guard.js';
import { DaysQuery, RegionsQuery } from '../../calendar/calendar.dto.js';
import { checkDateSpan } from '../../calendar/days.js';
import type { CalendarDefinition } from '../../calendar/definition.js';
import { checkCountry, holidayRegions, regionsOfCountry } from '../../calendar/holidays.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { CheckedQuery, IdParam } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { refuse } from '../../platform/refusal.js';
import { readCountry } from '../../vocabulary/countries.js';
import { CALENDAR } from './calendar.kind.js';
import { CalendarDayList, HolidayRegionList } from './calendar.schema.js';
import { daysOf } from './days-of.js';

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
