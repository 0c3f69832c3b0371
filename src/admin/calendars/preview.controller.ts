import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../../auth/auth.guard.js';
import { PreviewBody, SavedPreviewBody } from '../../calendar/calendar.dto.js';
import { checkDateSpan, type DateSpan } from '../../calendar/days.js';
import { type CalendarDefinition, checkCalendar } from '../../calendar/definition.js';
import { publicHolidays } from '../../calendar/holidays.js';
import { answerPreview, type PreviewQuestions } from '../../calendar/preview.js';
import { compileWorkingTime } from '../../calendar/working-time.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { CheckedBody, IdParam } from '../../platform/checked-input.js';
import { type Fault, under } from '../../platform/fault.js';
import { Answers, Operation } from '../../platform/operation.js';
import { InvalidRequestError, refuse } from '../../platform/refusal.js';
import { inTurns } from '../../platform/turns.js';
import { CALENDAR } from './calendar.kind.js';
import { CalendarPreviewSchema } from './calendar.schema.js';
import { daysOf } from './days-of.js';

const UTC = 'UTC';

@ApiTags('Calendars')
@Controller('v1/calendars')
export class CalendarPreviewController {
  constructor(private readonly resources: ResourceService) {}

  @Post('preview')
  @HttpCode(200)
  @Scopes('read')
  @Operation('previewCalendar', 'Preview a calendar', {
    description:
      'Works out deadlines as instants, spans in working seconds and dates with their hours, for a calendar that need not be saved.',
  })
  @Answers(200, 'An answer to each question, in order.', CalendarPreviewSchema)
  preview(@CheckedBody(PreviewBody) body: PreviewBody) {
    const definition = body.calendar as CalendarDefinition;
    return answer(definition, body as PreviewQuery, under('/calendar', checkCalendar(definition)));
  }

  @Post(':id/preview')
  @HttpCode(200)
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

async function answer(definition: CalendarDefinition, asked: PreviewQuery, ofCalendar: readonly Fault[] = []) {
  const timeZone = asked.timeZone ?? UTC;
  const ofDays = asked.days === undefined ? [] : under('/days', checkDateSpan(asked.days));
  const answered = await inTurns(
    answerPreview(
      (window) => compileWorkingTime(definition, { timeZone, holidaysOf: publicHolidays, window }),
      asked,
      ofCalendar,
    ),
  );
  if (answered.kind === 'refused') throw new InvalidRequestError([...answered.faults, ...ofDays]);
  refuse(ofDays);
  const { deadlines, spans } = answered;
  if (asked.days === undefined) return { deadlines, spans };
  return { deadlines, spans, days: await daysOf(definition, asked.days) };
}
