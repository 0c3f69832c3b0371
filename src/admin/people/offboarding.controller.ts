import { Controller, Delete, Get, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { DryRunQuery } from '../../documents/version.schema.js';
import type { OffboardBody } from '../../people/offboarding.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { OffboardingSchema, OffboardRequest } from './offboarding.schema.js';
import { OffboardingService } from './offboarding.service.js';
import { RepSightGuard } from './rep-sight.guard.js';

@ApiTags('People')
@Controller('v1/reps/:id/offboard')
@UseGuards(RepSightGuard)
export class OffboardingController {
  constructor(private readonly offboarding: OffboardingService) {}

  @Post()
  @Scopes('manager')
  @Operation('offboardRep', 'Offboard a rep', {
    description:
      'Hands over what a rep has, ends their memberships, and sets them inactive, all at once; with `at`, at that instant. `dryRun=true` lists what they have, what names them, and what the request lacks. Managers offboard the reps below them who are no admins.',
    refuses: ['last-admin-key'],
  })
  @Answers(200, 'What they have, and what happened to it.', OffboardingSchema)
  offboard(
    @IdParam('rep') repId: string,
    @CheckedBody(OffboardRequest) body: OffboardBody,
    @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
    @CalledBy() caller: Caller,
  ) {
    return this.offboarding.offboard(repId, body, caller, dryRun === 'true');
  }

  @Get()
  @Scopes('manager')
  @Operation('getOffboarding', 'Read a planned offboarding', {
    description:
      'When they leave, who takes over what, what they have now, and what has no successor by now (`missing`). If none is planned, the answer is 404.',
  })
  @Answers(200, 'The planned offboarding.', OffboardingSchema)
  read(@IdParam('rep') repId: string, @CalledBy() caller: Caller) {
    return this.offboarding.readPlanned(repId.toLowerCase(), caller);
  }

  @Delete()
  @Scopes('manager')
  @Operation('withdrawOffboarding', 'Withdraw a planned offboarding', {
    description:
      'The rep stays, with all they have. If none is planned, the answer is 404. Managers withdraw what they may plan, so not their own.',
  })
  @Answers(204, 'It is withdrawn.')
  withdraw(@IdParam('rep') repId: string, @CalledBy() caller: Caller): Promise<void> {
    return this.offboarding.withdraw(repId.toLowerCase(), caller);
  }
}
