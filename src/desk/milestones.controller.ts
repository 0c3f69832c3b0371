import { Controller, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { withWarnings } from '../documents/version.schema.js';
import { MilestoneBody, ReverseBody, ValueBody } from '../leads/activity.dto.js';
import { LeadSchema } from '../leads/lead.schema.js';
import { MilestonesService } from '../lifecycle/milestones/milestones.service.js';
import { CheckedBody, IdParam } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { LeadsService } from './leads.service.js';

@ApiTags('Leads')
@Controller('v1/leads/:id/milestones')
export class MilestonesController {
  constructor(
    private readonly milestones: MilestonesService,
    private readonly leads: LeadsService,
  ) {}

  @Post()
  @Scopes('integration', 'rep', 'manager')
  @Operation('createMilestone', 'Report a milestone', {
    description: '`won` closes the lead.',
    refuses: ['lead-state', 'lead-erased', 'handoff-incomplete', 'term-missing'],
  })
  @Answers(200, 'The lead.', LeadSchema)
  async milestone(
    @IdParam('lead') id: string,
    @CheckedBody(MilestoneBody) body: MilestoneBody,
    @CalledBy() caller: Caller,
  ) {
    return this.leads.viewOf(await this.milestones.reach(id, body, caller));
  }

  @Post(':milestoneId/reverse')
  @Scopes('integration', 'rep', 'manager')
  @Operation('reverseMilestone', 'Reverse a milestone', {
    description:
      'Takes a milestone back, for example when an order was cancelled. A lead that was won by it is reopened as a new cycle, or closed with `disposition` instead. The deal that had won it is open again, and the lead belongs to the owner of the deal. Reversing it again changes nothing.',
    refuses: ['lead-erased', 'open-deals', 'deal-exists'],
  })
  @Answers(200, 'The lead.', LeadSchema)
  async reverse(
    @IdParam('lead') leadId: string,
    @IdParam('milestone', 'milestoneId') milestoneId: string,
    @CheckedBody(ReverseBody) body: ReverseBody,
    @CalledBy() caller: Caller,
  ) {
    const { leadCase, warnings } = await this.milestones.reverse({ leadId, milestoneId }, body, caller);
    return withWarnings(await this.leads.viewOf(leadCase), warnings);
  }

  @Put(':milestoneId/value')
  @Scopes('integration', 'rep', 'manager')
  @Operation('revalueMilestone', 'Set the value of a milestone', {
    description: 'Changes the value, for example when an order turns out larger. Possible for closed leads too.',
    refuses: ['milestone-reversed', 'lead-erased'],
  })
  @Answers(200, 'The lead.', LeadSchema)
  async revalue(
    @IdParam('lead') leadId: string,
    @IdParam('milestone', 'milestoneId') milestoneId: string,
    @CheckedBody(ValueBody) body: ValueBody,
    @CalledBy() caller: Caller,
  ) {
    return this.leads.viewOf(await this.milestones.revalue({ leadId, milestoneId }, body, caller));
  }
}
