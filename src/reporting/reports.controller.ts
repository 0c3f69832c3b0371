import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { tableOf, tableOfRows } from '../figures/report-csv.js';
import { AnswersReport } from '../figures/report-form.interceptor.js';
import { CheckedQuery } from '../platform/http/checked-input.js';
import { Operation } from '../platform/http/operation.js';
import { BeforeAfterQuery, BeforeAfterReport } from './before-after/before-after.schema.js';
import { BeforeAfterService } from './before-after/before-after.service.js';
import { FairnessReportService } from './fairness-report.service.js';
import {
  CyclesQuery,
  DispositionReportQuery,
  FairnessReportQuery,
  ReportQuery,
  ShadowQuery,
  SpeedQuery,
} from './report.dto.js';
import {
  AgeingReport,
  BreachReport,
  CadenceReport,
  DispositionReport,
  FairnessReport,
  ReassignmentReport,
} from './reports.schema.js';
import { ReportsService } from './reports.service.js';
import { ShadowReport } from './shadow-report.schema.js';
import { ShadowReportService } from './shadow-report.service.js';
import { SpeedToLeadReport } from './speed-to-lead.schema.js';

const RECEIVED =
  '`from` and `to` bound the receipt of leads. Results were settled when they were decided, by the calendars, absences and teams of that time. Reports are a second or so behind.';

/** Shared by the descriptions of most reports. */
const ABOUT = `${RECEIVED} With \`by=rep\` or \`by=team\`, and for the key of a rep or a manager, rows are about what owners did with leads while these were theirs. Reps see their own rows, managers also those of their reps. Test leads are left out. As \`text/csv\`, each row is a line under a header, and the total comes last.`;

@ApiTags('Reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly shadow: ShadowReportService,
    private readonly fairness: FairnessReportService,
    private readonly beforeAfter: BeforeAfterService,
  ) {}

  @Get('speed-to-lead')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportSpeedToLead', 'Report how soon leads are answered', {
    description: `For each source, rep, day and so on: how many leads there were, how many were answered, how soon, and where the time went. Percentiles are values that occurred (nearest rank), with milliseconds. ${ABOUT}`,
  })
  @AnswersReport('A row for each value, and the total.', SpeedToLeadReport, tableOf)
  speedToLead(@CheckedQuery(SpeedQuery) query: SpeedQuery, @CalledBy() caller: Caller) {
    return this.reports.read('speed-to-lead', query, caller);
  }

  @Get('breaches')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportBreaches', 'Report how many promises were kept', {
    description: `Every promise with a deadline, by its kind: made, met, breached, corrected later, and misses that were struck. By rep, the row without one (\`the company\`) has the promises to the lead (\`leadWithin\`), which apply no matter who owns it. ${ABOUT}`,
  })
  @AnswersReport('A row for each value, and the total.', BreachReport, tableOf)
  breaches(@CheckedQuery(CyclesQuery) query: CyclesQuery, @CalledBy() caller: Caller) {
    return this.reports.read('breaches', query, caller);
  }

  @Get('reassignments')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportReassignments', 'Report how leads moved between owners', {
    description: `How often a lead went from one owner to another, and why. ${ABOUT}`,
  })
  @AnswersReport('A row for each value, and the total.', ReassignmentReport, tableOf)
  reassignments(@CheckedQuery(CyclesQuery) query: CyclesQuery, @CalledBy() caller: Caller) {
    return this.reports.read('reassignments', query, caller);
  }

  @Get('cadence')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportCadence', 'Report how follow-up performs', {
    description: `What became of each step of the cadences, and how many attempts it took to reach people. ${ABOUT}`,
  })
  @AnswersReport('A row for each value, and the total.', CadenceReport, tableOf)
  cadence(@CheckedQuery(CyclesQuery) query: CyclesQuery, @CalledBy() caller: Caller) {
    return this.reports.read('cadence', query, caller);
  }

  @Get('ageing')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportAgeing', 'Report how old open leads are', {
    description:
      'Leads that are open now, by age and work state; without `from`, all of them. Owners, pools and teams are the present ones. Reps see their own leads, managers also those of their reps, and the owner of the queue also the leads that wait in it. As `text/csv`, each row is a line under a header, and the total comes last.',
  })
  @AnswersReport('A row for each value, and the total.', AgeingReport, tableOf)
  ageing(@CheckedQuery(ReportQuery) query: ReportQuery, @CalledBy() caller: Caller) {
    return this.reports.read('ageing', query, caller);
  }

  @Get('dispositions')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportDispositions', 'Report why leads are closed', {
    description: `For each source, reason, rep and so on: how many leads were closed with a reason, by whom, how many of them came back and were won after all, and what milestones were worth. A corrected disposition counts as its correction; one that was taken back no longer counts as a closing, but as \`reversed\`. ${RECEIVED} Each lead counts under its last owner: when it was closed, or now. Reps see the leads that count under them, managers also those of their reps. Test leads are left out. As \`text/csv\`, each row is a line under a header, and the total comes last.`,
  })
  @AnswersReport('A row for each value, and the total.', DispositionReport, tableOf)
  dispositions(@CheckedQuery(DispositionReportQuery) query: DispositionReportQuery, @CalledBy() caller: Caller) {
    return this.reports.read('dispositions', query, caller);
  }

  @Get('fairness')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportFairness', 'Report how fairly pools dealt', {
    description:
      'For each member of each pool, or for each pool or rep: what was due by weight, what they got, and the leads dealt without them, by reason. It covers present members, from one day to another. Reps see their own rows, managers all rows of the pools of their reps. `GET /v1/pools/{id}/fairness` reports the same for one pool, with what would even it out. As `text/csv`, each row is a line under a header, and the total comes last.',
  })
  @AnswersReport('A row for each value, and the total.', FairnessReport, tableOfRows)
  readFairness(@CheckedQuery(FairnessReportQuery) query: FairnessReportQuery, @CalledBy() caller: Caller) {
    return this.fairness.read(query, caller);
  }

  @Get('shadow')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportShadow', 'Report what the routing rules would have done', {
    description:
      'For the leads that came in between `from` and `to` while the routing rules were in shadow: how many each rep was given and would have got, how many each rule matched, and the first 20 leads that would have gone to another rep, with the reason. Reps see what is about them, managers also what is about their reps. Test leads are left out. As `text/csv`, each row of `data` is a line under a header, and the total comes last.',
  })
  @AnswersReport('A row for each rep, the total, the rules, and differences.', ShadowReport, tableOfRows)
  readShadow(@CheckedQuery(ShadowQuery) query: ShadowQuery, @CalledBy() caller: Caller) {
    return this.shadow.read(query, caller);
  }

  @Get('before-after')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportBeforeAfter', 'Report what has changed since a day', {
    description: `For each month or week before \`since\` and since: how many leads came in, how many nobody touched, how soon the others were answered, how many closed ones have a reason, and how many were won. What an import of history has brought along counts. ${RECEIVED} Reps see what is about their own leads, managers also those of their reps. Test leads are left out. As \`text/csv\`, each row is a line under a header, and both periods come last.`,
  })
  @AnswersReport('A row for each month or week, and both periods.', BeforeAfterReport, tableOfPeriods)
  readBeforeAfter(@CheckedQuery(BeforeAfterQuery) query: BeforeAfterQuery, @CalledBy() caller: Caller) {
    return this.beforeAfter.read(query, caller);
  }
}

type Periods = Awaited<ReturnType<BeforeAfterService['read']>>;

function tableOfPeriods({ data, before, after }: Periods): string[][] {
  return tableOf({ data: [...data, before], total: after });
}
