import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { PauseBody } from '../leads/activity.dto.js';
import { LeadSchema } from '../leads/lead.schema.js';
import { PauseList } from '../leads/pause.schema.js';
import { PausingService } from '../lifecycle/pausing.service.js';
import { CheckedBody, IdParam } from '../platform/checked-input.js';
import { NothingMore } from '../platform/nothing-more.dto.js';
import { Answers, Operation } from '../platform/operation.js';
import { LeadHistoryService } from './lead-history.service.js';
import { LeadsService } from './leads.service.js';

@ApiTags('Leads')
@Controller('v1/leads/:id')
export class PausingController {
  constructor(
    private readonly pausing: PausingService,
    private readonly leads: LeadsService,
    private readonly history: LeadHistoryService,
  ) {}

  @Post('pause')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('pauseLead', 'Pause the clocks of a lead', {
    description:
      'What its owner owes stands still until then; the company’s own promise (`leadResponse`) runs on, and so does what follows a miss that there was before. A lead that is paused already gets the new end and the new reason. A rep may do so as long and as often as the policy’s `pauses` say.',
    refuses: ['lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead, with clocks that stand still.', LeadSchema)
  async pause(@IdParam('lead') id: string, @CheckedBody(PauseBody) body: PauseBody, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.pausing.pause(id, body, caller));
  }

  @Post('resume')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('resumeLead', 'End the pause of a lead', {
    description: 'Its clocks go on with the time that they had left. The body may be left out.',
    refuses: ['lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead, with clocks that tick again.', LeadSchema)
  async resume(
    @IdParam('lead') id: string,
    @CheckedBody(NothingMore, { mayBeAbsent: true }) _: unknown,
    @CalledBy() caller: Caller,
  ) {
    return this.leads.viewOf(await this.pausing.resume(id, caller));
  }

  @Post('acknowledge')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('acknowledgeLead', 'Acknowledge a lead', {
    description:
      'Should its owner miss the first touch, the lead moves so much later as the policy’s `firstTouch.acknowledge` says. A miss is a miss all the same. Once for each owner. The body may be left out.',
    refuses: ['lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead.', LeadSchema)
  async acknowledge(
    @IdParam('lead') id: string,
    @CheckedBody(NothingMore, { mayBeAbsent: true }) _: unknown,
    @CalledBy() caller: Caller,
  ) {
    return this.leads.viewOf(await this.pausing.acknowledge(id, caller));
  }

  @Get('pauses')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listPauses', 'List the pauses of a lead', {
    description: 'Every pause, by hand and by the policy’s condition, with who made it and why.',
  })
  @Answers(200, 'All pauses, the earliest first.', PauseList)
  pauses(@IdParam('lead') id: string, @CalledBy() caller: Caller) {
    return this.history.pauses(id, caller);
  }
}
