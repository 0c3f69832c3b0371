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
      'Pauses the owner’s clocks until then. The company’s promise (`leadResponse`) and the chain of an earlier miss run on. A lead that is paused already gets the new end and reason. Reps may pause as long and as often as `pauses` of the policy allows.',
    refuses: ['lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead, with paused clocks.', LeadSchema)
  async pause(@IdParam('lead') id: string, @CheckedBody(PauseBody) body: PauseBody, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.pausing.pause(id, body, caller));
  }

  @Post('resume')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('resumeLead', 'End the pause of a lead', {
    description: 'Resumes the clocks with the time that they had left. The body may be left out.',
    refuses: ['lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead, with running clocks.', LeadSchema)
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
      'If the owner then misses the first touch, the lead moves later, by `firstTouch.acknowledge` of the policy. It still counts as a miss. Possible once per owner. The body may be left out.',
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
