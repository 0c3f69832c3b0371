import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { tableOf, tableOfReasons } from '../../figures/report-csv.js';
import { FORMED, formed } from '../../figures/report-form.js';
import { CheckedQuery } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { HandoffReasonsReport } from './handoff-reasons.schema.js';
import { HandoffReasonsService } from './handoff-reasons.service.js';
import { HandoffReasonsQuery, HandoffReportQuery } from './handoff-report.dto.js';
import { HandoffReport } from './handoff-report.schema.js';
import { HandoffReportService } from './handoff-report.service.js';

@ApiTags('Reports')
@Controller('v1/reports')
export class HandoffReportsController {
  constructor(
    private readonly handoffs: HandoffReportService,
    private readonly reasons: HandoffReasonsService,
  ) {}

  @Get('handoffs')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportHandoffs', 'Report how work changes hands', {
    description:
      'Of each kind, team, giver, receiver, day or week: how many handoffs, how long they took from stage to stage in elapsed and in working time, what was kept and missed, how much was returned, asked, escalated, and right the first time. `from` and `to` bound when they were handed over; what runs counts as far as it is. A handoff to two receivers counts for each of them by team and by receiver, and once in the total. Percentiles are values that occurred (nearest rank), with milliseconds. A rep sees the handoffs that they gave or answer for, a manager also those of their reps. As `text/csv` each row is a line under a header, and the total the last.',
  })
  @Answers(200, 'A row for each value, and the total.', HandoffReport, FORMED)
  async ofHandoffs(
    @CheckedQuery(HandoffReportQuery) query: HandoffReportQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('handoffs', await this.handoffs.read(query, caller), accept, reply, tableOf);
  }

  @Get('handoff-exceptions')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportHandoffExceptions', 'Report the most frequent exceptions', {
    description:
      'The most frequent exceptions (handed over before the form was complete) and blockers of what was handed over in the time, with what was decided about each: who decided, whether it was made up for, what the kind says is done about it, and what was learnt. What was said alike, without case and spaces, is one; so is what names an exception that its kind knows. An exception that nobody granted leaves the deal open, and is not among them. A rep sees those of handoffs that they gave or answer for. As `text/csv` each is a line under a header.',
  })
  @Answers(200, 'The most frequent first.', HandoffReasonsReport, FORMED)
  async ofExceptions(
    @CheckedQuery(HandoffReasonsQuery) query: HandoffReasonsQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('handoff-exceptions', await this.reasons.read(query, caller), accept, reply, tableOfReasons);
  }
}
