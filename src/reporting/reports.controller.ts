import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { HandoffReasonsReport } from '../handoffs/reports/handoff-reasons.schema.js';
import { HandoffReasonsService } from '../handoffs/reports/handoff-reasons.service.js';
import { HandoffReasonsQuery, HandoffReportQuery } from '../handoffs/reports/handoff-report.dto.js';
import { HandoffReport } from '../handoffs/reports/handoff-report.schema.js';
import { HandoffReportService } from '../handoffs/reports/handoff-report.service.js';
import { preferredType } from '../platform/accept.js';
import { CheckedQuery } from '../platform/checked-input.js';
import { toCsv } from '../platform/csv.js';
import { Answers, Operation } from '../platform/operation.js';
import { CyclesQuery, DispositionReportQuery, ReportQuery, SpeedQuery } from './report.dto.js';
import { tableOf, tableOfReasons } from './report-csv.js';
import {
  AgeingReport,
  BreachReport,
  CadenceReport,
  DispositionReport,
  ReassignmentReport,
  SpeedToLeadReport,
} from './reports.schema.js';
import { ReportsService } from './reports.service.js';

const JSON_TYPE = 'application/json';
const CSV = 'text/csv';
const CSV_WITH_HEADER = `${CSV}; header=present` as const;

const FORMED = {
  textTypes: [CSV],
  headers: {
    Vary: { description: 'The form depends on `Accept`.', schema: { type: 'string', enum: ['accept'] } },
  },
};

const RECEIVED =
  '`from` and `to` bound the receipt of leads. What is reported was settled when it was decided, by the calendars, absences and teams of that time; it follows what happens by a second or so.';

/** Holds of most reports, and is said of each. */
const ABOUT = `${RECEIVED} With \`by=rep\` or \`by=team\`, and for the key of a rep or a manager, rows are about what owners did with leads while these were theirs; a rep sees their own, a manager those of their reps too. Test leads are left out. As \`text/csv\` each row is a line under a header, and the total the last.`;

@ApiTags('Reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly handoffs: HandoffReportService,
    private readonly reasons: HandoffReasonsService,
  ) {}

  @Get('speed-to-lead')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportSpeedToLead', 'Report how soon leads are answered', {
    description: `Of each source, rep, day and so on: how many leads, how many of them answered, how soon, and where the time went. Percentiles are values that occurred (nearest rank), with milliseconds. ${ABOUT}`,
  })
  @Answers(200, 'A row for each value, and the total.', SpeedToLeadReport, FORMED)
  async speedToLead(
    @CheckedQuery(SpeedQuery) query: SpeedQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('speed-to-lead', await this.reports.read('speed-to-lead', query, caller), accept, reply, tableOf);
  }

  @Get('breaches')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportBreaches', 'Report how many promises were kept', {
    description: `Every promise with a deadline, by its kind: made, met, breached, corrected later, and misses that were struck. By rep, the row without one (\`the company\`) has the promises to the lead (\`leadWithin\`), which hold whoever owns it. ${ABOUT}`,
  })
  @Answers(200, 'A row for each value, and the total.', BreachReport, FORMED)
  async breaches(
    @CheckedQuery(CyclesQuery) query: CyclesQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('breaches', await this.reports.read('breaches', query, caller), accept, reply, tableOf);
  }

  @Get('reassignments')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportReassignments', 'Report how leads moved between owners', {
    description: `How often a lead went from one owner to another, and why. ${ABOUT}`,
  })
  @Answers(200, 'A row for each value, and the total.', ReassignmentReport, FORMED)
  async reassignments(
    @CheckedQuery(CyclesQuery) query: CyclesQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('reassignments', await this.reports.read('reassignments', query, caller), accept, reply, tableOf);
  }

  @Get('cadence')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportCadence', 'Report what follow-up comes to', {
    description: `What became of each step of the cadences, and how many attempts it took to reach people. ${ABOUT}`,
  })
  @Answers(200, 'A row for each value, and the total.', CadenceReport, FORMED)
  async cadence(
    @CheckedQuery(CyclesQuery) query: CyclesQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('cadence', await this.reports.read('cadence', query, caller), accept, reply, tableOf);
  }

  @Get('ageing')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportAgeing', 'Report how old open leads are', {
    description:
      'Leads that are open now, by how long they have been and how far the work on them is; without `from` all of them. Owners, pools and teams are those of now. A rep sees their own leads, a manager those of their reps too, and whoever owns the queue what waits in it. As `text/csv` each row is a line under a header, and the total the last.',
  })
  @Answers(200, 'A row for each value, and the total.', AgeingReport, FORMED)
  async ageing(
    @CheckedQuery(ReportQuery) query: ReportQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('ageing', await this.reports.read('ageing', query, caller), accept, reply, tableOf);
  }

  @Get('dispositions')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportDispositions', 'Report with what reasons leads are closed', {
    description: `Of each source, reason, rep and so on: how many leads were closed with a reason, by whom, how many of them came back and were won after all, and what milestones were worth. A disposition that was corrected counts as its correction; one that was taken back is no closing any more, and counts as \`reversed\`. ${RECEIVED} Each lead counts under whoever had it last: when it was closed, or now; a rep sees the leads that are theirs by that, a manager those of their reps too. Test leads are left out. As \`text/csv\` each row is a line under a header, and the total the last.`,
  })
  @Answers(200, 'A row for each value, and the total.', DispositionReport, FORMED)
  async dispositions(
    @CheckedQuery(DispositionReportQuery) query: DispositionReportQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('dispositions', await this.reports.read('dispositions', query, caller), accept, reply, tableOf);
  }

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
  @Operation('reportHandoffExceptions', 'Report what went another way most often', {
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

/** As JSON, or as CSV to whoever prefers that. */
function formed<Report extends object>(
  name: string,
  report: Report,
  accept: string | undefined,
  reply: FastifyReply,
  table: (report: Report) => string[][],
) {
  reply.header('vary', 'accept');
  if (preferredType(accept, [JSON_TYPE, CSV_WITH_HEADER]) === JSON_TYPE) return report;
  reply.type(`${CSV}; charset=utf-8; header=present`);
  reply.header('content-disposition', `attachment; filename="${name}.csv"`);
  return toCsv(table(report));
}
