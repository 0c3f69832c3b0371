import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { tableOf, tableOfReasons } from '../../figures/report-csv.js';
import { AnswersReport } from '../../figures/report-form.interceptor.js';
import { CheckedQuery } from '../../platform/http/checked-input.js';
import { Operation } from '../../platform/http/operation.js';
import {
  HandoffReasonsQuery,
  HandoffReasonsReport,
  HandoffReport,
  HandoffReportQuery,
} from './handoff-report.schema.js';
import { HandoffReasonsService, HandoffReportService } from './handoff-report.service.js';

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
      'By kind, team, giver, receiver, day or week: how many handoffs, how long each stage took in elapsed and in working time, deadlines kept and missed, and how many were returned, asked about, escalated, and right the first time. `from` and `to` bound when they were handed over; running ones count so far. By team and by receiver, a handoff to two receivers counts for each of them, and once in the total. Percentiles are values that occurred (nearest rank), in milliseconds. Reps see the handoffs that they gave or receive; managers also those of their reps. As `text/csv`, each row is a line under a header, and the total comes last.',
  })
  @AnswersReport('A row for each value, and the total.', HandoffReport, tableOf)
  ofHandoffs(@CheckedQuery(HandoffReportQuery) query: HandoffReportQuery, @CalledBy() caller: Caller) {
    return this.handoffs.read(query, caller);
  }

  @Get('handoff-exceptions')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportHandoffExceptions', 'Report the most frequent exceptions', {
    description:
      'The most frequent exceptions (handed over before the form was complete) and blockers of handoffs in a span, with their deciders, whether the form was completed, the treatment in the kind, and what was learnt. Equal texts, compared without case and spaces, count as one, and so do those that name a known exception of the kind. An exception that was not granted leaves the deal open and is not listed. Reps see those of handoffs that they gave or receive. As `text/csv`, each is a line under a header.',
  })
  @AnswersReport('Most frequent first.', HandoffReasonsReport, tableOfReasons)
  ofExceptions(@CheckedQuery(HandoffReasonsQuery) query: HandoffReasonsQuery, @CalledBy() caller: Caller) {
    return this.reasons.read(query, caller);
  }
}
