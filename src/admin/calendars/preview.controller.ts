import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../../auth/auth.guard.js';
import { PreviewBody, SavedPreviewBody } from '../../calendar/calendar.dto.js';
import { type CalendarDefinition, checkCalendar } from '../../calendar/definition.js';
import { publicHolidays } from '../../calendar/holidays.js';
import { answerPreview, type PreviewQuestions } from '../../calendar/preview.js';
import { compileWorkingTime } from '../../calendar/working-time.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { CheckedBody, IdParam } from '../../platform/checked-input.js';
import { type Fault, under } from '../../platform/fault.js';
import { Answers, Operation } from '../../platform/operation.js';
import { refuse } from '../../platform/refusal.js';
import { Turns } from '../../platform/turns.js';
import { CALENDAR } from './calendar.kind.js';
import { CalendarPreviewSchema } from './calendar.schema.js';

const UTC = 'UTC';

@ApiTags('Calendars')
@Controller('v1/calendars')
export class CalendarPreviewController {
  constructor(private readonly resources: ResourceService) {}

  @Post('preview')
  @HttpCode(200)
  @Scopes('read')
  @Operation('previewCalendar', 'Try a calendar', {
    description:
      'Deadlines as instants and spans in working seconds, for a calendar that need not exist; nothing is saved.',
  })
  @Answers(200, 'An answer for each question, in their order.', CalendarPreviewSchema)
  preview(@CheckedBody(PreviewBody) body: PreviewBody) {
    const definition = body.calendar as CalendarDefinition;
    return answer(definition, body as Asked, under('/calendar', checkCalendar(definition)));
  }

  @Post(':id/preview')
  @HttpCode(200)
  @Scopes('read')
  @Operation('previewSavedCalendar', 'Ask a saved calendar', {
    description: 'Deadlines as instants and spans in working seconds.',
  })
  @Answers(200, 'An answer for each question, in their order.', CalendarPreviewSchema)
  async previewSaved(@IdParam('calendar') id: string, @CheckedBody(SavedPreviewBody) body: SavedPreviewBody) {
    return answer((await this.resources.get(CALENDAR, id)) as CalendarDefinition, body as Asked);
  }
}

type Asked = PreviewQuestions & { readonly timeZone?: string };

async function answer(definition: CalendarDefinition, asked: Asked, ofCalendar: readonly Fault[] = []) {
  const timeZone = asked.timeZone ?? UTC;
  const parts = answerPreview(
    (window) => compileWorkingTime(definition, { timeZone, holidaysOf: publicHolidays, window }),
    asked,
    ofCalendar,
  );
  const turns = new Turns();
  let part = parts.next();
  for (; part.done !== true; part = parts.next()) await turns.next();
  const answered = part.value;
  if (answered.kind === 'refused') {
    refuse(answered.faults);
    return { deadlines: [], spans: [] };
  }
  return { deadlines: answered.deadlines, spans: answered.spans };
}
