import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { StrikeBody } from '../../leads/activity.dto.js';
import { CheckedBody, IdParam } from '../../platform/http/checked-input.js';
import { NoBody } from '../../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { DealClockSchema } from '../deal.schema.js';
import { DealsReadingService } from '../deals-reading.service.js';
import { PromiseActs } from './promise-acts.service.js';

@ApiTags('Deals')
@Controller('v1/deals/:id/clocks/:clockId')
export class DealPromisesController {
  constructor(
    private readonly acts: PromiseActs,
    private readonly reading: DealsReadingService,
  ) {}

  @Post('strike')
  @Scopes('manager')
  @Operation('strikeDealMiss', 'Strike a miss of a deal', {
    description:
      'Stops counting a miss that was nobody’s fault: `breached=true` of `GET /v1/deals` no longer lists the deal because of it. Moves, escalations and the rest of the chain stay as they are. A miss is struck by an admin or by a manager of the rep who missed it, wherever the deal is now and also when it is closed; nobody strikes their own.',
    refuses: ['not-missed', 'miss-struck'],
  })
  @Answers(200, 'The clock.', DealClockSchema)
  async strike(
    @IdParam('deal') dealId: string,
    @IdParam('clock', 'clockId') clockId: string,
    @CheckedBody(StrikeBody) { reason }: StrikeBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.clockViewOf(await this.acts.strike({ dealId, clockId }, reason, caller), clockId, caller);
  }

  @Post('acknowledge')
  @NoBody()
  @Scopes('integration', 'rep', 'manager')
  @Operation('acknowledgeDealPromise', 'Acknowledge a promise of a deal', {
    description:
      'Records that the owner knows of a promise. If they miss it, or have missed it, the deal moves later, by `acknowledge` of the policy; it still counts as a miss. Possible until the deal moves, and once for each promise of an owner: a second time changes nothing. The body may be left out.',
    refuses: ['not-acknowledgeable'],
  })
  @Answers(200, 'The clock.', DealClockSchema)
  async acknowledge(
    @IdParam('deal') dealId: string,
    @IdParam('clock', 'clockId') clockId: string,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.clockViewOf(await this.acts.acknowledge({ dealId, clockId }, caller), clockId, caller);
  }
}
