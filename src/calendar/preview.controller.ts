import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../auth/auth.guard.js';
import { ResourceService } from '../configuration/resource.service.js';
import { Answers, CheckedBody, IdParam, SentBody } from '../platform/checked-input.js';
import { Clock } from '../platform/clock.js';
import { under } from '../platform/fault.js';
import type { Instant } from '../platform/instant.js';
import { refuse } from '../platform/refusal.js';
import type { Sent } from '../platform/sent.js';
import { PreviewBody, SavedPreviewBody } from './calendar.dto.js';
import { CALENDAR } from './calendar.kind.js';
import { CalendarPreviewSchema } from './calendar.schema.js';
import { type CalendarDefinition, checkCalendar } from './definition.js';
import { publicHolidays } from './holidays.js';
import { answerPreview, type PreviewQuestions } from './preview.js';
import { compileWorkingTime } from './working-time.js';

const UTC = 'UTC';

@ApiTags('Calendars')
@Controller('v1/calendars')
export class CalendarPreviewController {
  constructor(
    private readonly resources: ResourceService,
    private readonly clock: Clock,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Scopes('read')
  @Answers(200, 'Deadlines as instants, spans in working seconds; nothing is saved', CalendarPreviewSchema)
  preview(@SentBody(PreviewBody) sent: Sent<PreviewBody>) {
    const definition = sent.draft.calendar as CalendarDefinition;
    const body = sent.accept(under('/calendar', checkCalendar(definition)));
    return answer(definition, body as Asked, this.clock.now());
  }

  @Post(':id/preview')
  @HttpCode(200)
  @Scopes('read')
  @Answers(200, 'The same for a saved calendar', CalendarPreviewSchema)
  async previewSaved(@IdParam('calendar') id: string, @CheckedBody(SavedPreviewBody) body: SavedPreviewBody) {
    return answer((await this.resources.get(CALENDAR, id)) as CalendarDefinition, body as Asked, this.clock.now());
  }
}

type Asked = PreviewQuestions & { readonly timeZone?: string };

function answer(definition: CalendarDefinition, asked: Asked, now: Instant) {
  const year = new Date(now).getUTCFullYear();
  const workingTime = compileWorkingTime(definition, {
    timeZone: asked.timeZone ?? UTC,
    holidaysOf: publicHolidays,
    window: { firstYear: year, lastYear: year },
  });
  const answered = answerPreview(workingTime, asked);
  if (answered.kind === 'refused') {
    refuse(answered.faults);
    return { deadlines: [], spans: [] };
  }
  return { deadlines: answered.deadlines, spans: answered.spans };
}
