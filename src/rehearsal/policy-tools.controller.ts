import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { JobSchema } from '../admin/jobs/job.schema.js';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { CheckedBody } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { DryRunBody } from './backtest/backtest.schema.js';
import { PolicyDryRunService } from './policy-dry-run.service.js';
import { PolicyPreviewBody, PolicyPreviewSchema } from './policy-preview.schema.js';
import { PolicyPreviewService } from './policy-preview.service.js';

@ApiTags('SLA policies')
@Controller('v1/sla-policies')
export class PolicyToolsController {
  constructor(
    private readonly previews: PolicyPreviewService,
    private readonly dryRuns: PolicyDryRunService,
  ) {}

  @Post('preview')
  @Scopes('read')
  @Operation('previewSlaPolicy', 'Preview an SLA policy', {
    description:
      'Simulates a lead with the same code that enforces policies, and lists every instant at which something would happen: what, to whom and why. Nothing is saved. The lead is either imaginary (`lead`), received `at` an instant, or real (`leadId`) and continued from its present state: under its own policy, or from `at` on as if `policy` replaced that with `applyTo: "open"`. People act only by the assumed `touches`; what follows from them is simulated too: steps of the cadence, decisions, `unreachable`, returns. It looks ahead at most 400 days and lists at most 500 instants; `cut` states where it stopped early. Owners are chosen by the present state of reps, with their hours and absences at that time. Not simulated: other leads that reps get meanwhile, the storm breaker, holds that begin later, and leads taken from reps who go away; `caveats` say so where it matters.',
  })
  @Answers(200, 'Whether it matches, and what would happen when.', PolicyPreviewSchema)
  preview(@CheckedBody(PolicyPreviewBody) body: PolicyPreviewBody, @CalledBy() caller: Caller) {
    return this.previews.preview(body, caller);
  }

  @Post('dry-run')
  @Scopes('read')
  @Operation('dryRunSlaPolicies', 'Try SLA policies on past leads', {
    description:
      'Starts a job (`GET /v1/jobs/{id}`) that replays the leads received in a span of at most 400 days under a draft, with the same code that enforces policies. It reports what would have been met, warned of, missed and moved, next to what really was. Several drafts replace the saved policies as a set: a lead gets the first that matches. Each lead is replayed through all of its cycles, with its present data, the hours and absences known now, and its real touches (voided ones until they were voided), acknowledgements, pauses and closings. Owners are those who really had it, and it comes back when it really did: a move that did not really happen is counted, and the lead stays where it was; a lead that `unreachable` would have closed counts as closed, and the rest of its cycle is left out. Not replayed: holds, the storm breaker, undone moves, struck misses, corrected dispositions, reversed milestones, and changes of policy, hours or lead meanwhile. Only the job is saved.',
  })
  @Answers(202, 'The job.', JobSchema)
  dryRun(@CheckedBody(DryRunBody) body: DryRunBody, @CalledBy() caller: Caller) {
    return this.dryRuns.begin(body, caller);
  }
}
