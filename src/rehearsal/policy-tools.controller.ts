import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { JobSchema } from '../admin/jobs/job.schema.js';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { CheckedBody } from '../platform/checked-input.js';
import { Answers, Operation } from '../platform/operation.js';
import { DryRunBody } from './backtest/backtest.dto.js';
import { PolicyDryRunService } from './policy-dry-run.service.js';
import { PolicyPreviewBody } from './policy-preview.dto.js';
import { PolicyPreviewSchema } from './policy-preview.schema.js';
import { PolicyPreviewService } from './policy-preview.service.js';

@ApiTags('SLA policies')
@Controller('v1/sla-policies')
export class PolicyToolsController {
  constructor(
    private readonly previews: PolicyPreviewService,
    private readonly dryRuns: PolicyDryRunService,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Scopes('read')
  @Operation('previewSlaPolicy', 'Preview an SLA policy', {
    description:
      'Plays what would become of a lead, by the very functions that enforce, and tells every instant at which something would happen: what, to whom and why. Nothing is saved. The lead is an imaginary one, `lead`, that comes in `at` an instant, or a real one, `leadId`, that goes on from how it is now: under its own policy, or from `at` on as if `policy` replaced that with `applyTo: "open"`. Nobody does anything but the `touches` that are assumed; what follows them is played too: steps of the cadence, decisions, `unreachable`, returns. It looks ahead at most 400 days and tells at most 500 instants; `cut` says where it stopped earlier than life does. Who would get the lead is decided as people stand now, but for their hours and absences, which are those of then. Not played: what other leads make of people meanwhile, the storm breaker, holds that begin later, and that leads are taken from whoever goes away; `caveats` say it where it matters.',
  })
  @Answers(200, 'Whether it matches, and what would happen when.', PolicyPreviewSchema)
  preview(@CheckedBody(PolicyPreviewBody) body: PolicyPreviewBody, @CalledBy() caller: Caller) {
    return this.previews.preview(body, caller);
  }

  @Post('dry-run')
  @HttpCode(202)
  @Scopes('read')
  @Operation('dryRunSlaPolicies', 'Try SLA policies on past leads', {
    description:
      'A job (`GET /v1/jobs/{id}`) that plays a draft over what really happened to the leads that came in within a span of at most 400 days, by the very functions that enforce, and says what would have been met, warned of, missed and moved, beside what was. Several drafts are one set, in the place of the saved ones: a lead gets the first that matches. Each lead is played through all of its cycles, as it is described now, by the hours and absences that are known now, with its touches, those that were taken back until they were, acknowledgements, pauses and closings. Its owners are those who really had it, and it comes back when it really did: a move that there was none of is counted, and the lead stays where it was; one that `unreachable` would have closed is counted as closed, and what really happened to it afterwards in that cycle is left out. Not played: holds, the storm breaker, undone moves, struck misses, dispositions that were corrected and milestones that were reversed, and changes of policy, hours or lead meanwhile. Nothing is saved but the job.',
  })
  @Answers(202, 'The job.', JobSchema)
  dryRun(@CheckedBody(DryRunBody) body: DryRunBody, @CalledBy() caller: Caller) {
    return this.dryRuns.begin(body, caller);
  }
}
