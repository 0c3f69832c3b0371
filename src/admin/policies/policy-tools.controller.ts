import { Controller, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { actorOf } from '../../auth/actor-of.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { DryRunBody } from '../../backtest/backtest.dto.js';
import { CheckedBody } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { PolicyOrder } from '../../sla/policy.dto.js';
import { JobSchema } from '../jobs/job.schema.js';
import { PoliciesService } from './policies.service.js';
import { PolicyPage, PolicyPreviewSchema } from './policy.schema.js';
import { PolicyDryRunService } from './policy-dry-run.service.js';
import { PolicyPreviewBody } from './policy-preview.dto.js';
import { PolicyPreviewService } from './policy-preview.service.js';

@ApiTags('SLA policies')
@Controller('v1/sla-policies')
export class PolicyToolsController {
  constructor(
    private readonly policies: PoliciesService,
    private readonly previews: PolicyPreviewService,
    private readonly dryRuns: PolicyDryRunService,
  ) {}

  @Put('order')
  @Scopes()
  @Operation('orderSlaPolicies', 'Order the SLA policies', {
    description: 'A lead gets the first policy that matches. All ids have to be given, each once.',
  })
  @Answers(200, 'All policies, in the order given.', PolicyPage)
  order(@CheckedBody(PolicyOrder) ids: PolicyOrder, @CalledBy() caller: Caller) {
    return this.policies.order(ids, actorOf(caller));
  }

  @Post('preview')
  @HttpCode(200)
  @Scopes('read')
  @Operation('previewSlaPolicy', 'Try an SLA policy', {
    description:
      'Every instant at which something would happen if nobody touched the lead; nothing is saved. It ends with the first touch: what follows (`followUp`, `decideWithin`, `unreachable`) depends on when that is.',
  })
  @Answers(200, 'Whether it matches, and what would happen when.', PolicyPreviewSchema)
  preview(@CheckedBody(PolicyPreviewBody) body: PolicyPreviewBody) {
    return this.previews.preview(body);
  }

  @Post('dry-run')
  @HttpCode(202)
  @Scopes('read')
  @Operation('dryRunSlaPolicies', 'Try SLA policies on leads of the past', {
    description:
      'A job (`GET /v1/jobs/{id}`) that plays a draft over what really happened to the leads that came in within a span of at most 400 days, by the very functions that enforce, and says what would have been met, warned of, missed and moved, beside what was. Each lead is played in its first cycle, as it is described now, by the hours and absences that are known now. Its owners are those who really had it: a move that there was none of is counted, and the lead stays where it was. Not played: `unreachable`, acknowledgements, holds and undone moves, touches that were taken back, and changes of policy meanwhile. Nothing is saved but the job.',
  })
  @Answers(202, 'The job.', JobSchema)
  dryRun(@CheckedBody(DryRunBody) body: DryRunBody, @CalledBy() caller: Caller) {
    return this.dryRuns.begin(body, caller);
  }
}
