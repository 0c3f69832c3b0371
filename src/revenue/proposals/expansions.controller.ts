import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { DealSchema } from '../../deals/deal.schema.js';
import { DealsReadingService } from '../../deals/deals-reading.service.js';
import { CheckedBody, IdParam } from '../../platform/http/checked-input.js';
import { NoBody } from '../../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { DeclineBody } from '../contracts/contract.schema.js';
import { ExpansionVerbs } from './expansion-verbs.service.js';

@ApiTags('Deals')
@Controller('v1/deals/:id/proposal')
export class ExpansionsController {
  constructor(
    private readonly verbs: ExpansionVerbs,
    private readonly reading: DealsReadingService,
  ) {}

  @Post('apply')
  @Scopes('integration', 'rep', 'manager')
  @Operation('applyDealProposal', 'Make the deal that a delivery proposes', {
    description:
      'Makes an open deal of the type `expansion` that follows this one, worth what is billed more than was sold, and sold in the same way. It belongs to whoever looks after the account. The receivers who bill the delivery are notified.',
  })
  @NoBody()
  @Answers(201, 'The new deal.', DealSchema)
  async apply(@IdParam('deal') id: string, @CalledBy() caller: Caller) {
    return this.reading.viewOf(await this.verbs.apply(id, caller), caller);
  }

  @Post('decline')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('declineDealProposal', 'Decline the deal that a delivery proposes', {
    description:
      'No deal is made, and the same difference is not proposed again. The receivers who bill the delivery are notified.',
  })
  @Answers(200, 'The deal that was delivered.', DealSchema)
  async decline(
    @IdParam('deal') id: string,
    @CheckedBody(DeclineBody) { reason }: DeclineBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.viewOf(await this.verbs.decline(id, reason, caller), caller);
  }
}
