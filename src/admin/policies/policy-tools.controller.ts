import { Controller, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { actorOf } from '../../auth/actor-of.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { Answers, CheckedBody } from '../../platform/checked-input.js';
import { PolicyOrder } from '../../sla/policy.dto.js';
import { PoliciesService } from './policies.service.js';
import { PolicyPage, PolicyPreviewSchema } from './policy.schema.js';
import { PolicyPreviewBody } from './policy-preview.dto.js';
import { PolicyPreviewService } from './policy-preview.service.js';

@ApiTags('SLA policies')
@Controller('v1/sla-policies')
export class PolicyToolsController {
  constructor(
    private readonly policies: PoliciesService,
    private readonly previews: PolicyPreviewService,
  ) {}

  @Put('order')
  @Scopes()
  @Answers(200, 'All policies, in the order given: the first that matches a lead is the lead’s', PolicyPage)
  order(@CheckedBody(PolicyOrder) ids: PolicyOrder, @CalledBy() caller: Caller) {
    return this.policies.order(ids, actorOf(caller));
  }

  @Post('preview')
  @HttpCode(200)
  @Scopes('read')
  @Answers(
    200,
    'Every instant at which something would happen if nobody touched the lead; nothing is saved',
    PolicyPreviewSchema,
  )
  preview(@CheckedBody(PolicyPreviewBody) body: PolicyPreviewBody) {
    return this.previews.preview(body);
  }
}
