import { Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { ClockSchema } from '../clocks/clock.schema.js';
import { DispositionBody, ReassignBody, ReopenBody, StrikeBody, TouchBody, VoidBody } from '../leads/activity.dto.js';
import { LeadSchema } from '../leads/lead.schema.js';
import { TouchSchema } from '../leads/touch.schema.js';
import { touchView } from '../leads/touch.view.js';
import { ClosingService } from '../lifecycle/closing.service.js';
import { ReassigningService } from '../lifecycle/reassigning.service.js';
import { ReopeningService } from '../lifecycle/reopening.service.js';
import { StrikingService } from '../lifecycle/striking.service.js';
import { TouchesService } from '../lifecycle/touches.service.js';
import { VoidingService } from '../lifecycle/voiding.service.js';
import { CheckedBody, IdParam } from '../platform/checked-input.js';
import { Answers, Operation } from '../platform/operation.js';
import { LeadsService } from './leads.service.js';

@ApiTags('Leads')
@Controller('v1/leads/:id')
export class LeadActionsController {
  constructor(
    private readonly reassigning: ReassigningService,
    private readonly closing: ClosingService,
    private readonly touches: TouchesService,
    private readonly voiding: VoidingService,
    private readonly striking: StrikingService,
    private readonly returning: ReopeningService,
    private readonly leads: LeadsService,
  ) {}

  @Post('touches')
  @Scopes('integration', 'rep', 'manager')
  @Operation('createTouch', 'Report a touch', {
    description:
      'A contact attempt, by whoever made it. One that counts stops the clocks that wait for it; one that happened in time but is reported late corrects a breach. On a closed lead it is recorded and changes nothing else, but an inbound one reopens a lead that is nurturing, recycled or lost, unless the reason of its loss says that it does not (`reopens`).',
    refuses: ['lead-erased'],
  })
  @Answers(201, 'The touch.', TouchSchema)
  @Answers(200, 'The touch with this `externalId`, which was there already.', TouchSchema)
  async touch(
    @IdParam('lead') id: string,
    @CheckedBody(TouchBody) body: TouchBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { touch, isNew } = await this.touches.touch(id, body, caller);
    reply.status(isNew ? 201 : 200);
    return touchView(touch);
  }

  @Post('touches/:touchId/void')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('voidTouch', 'Void a touch', {
    description:
      'It was none: reported of the wrong lead, or never made. What it kept is promised again, with the `grace` of the policy, and what it began ends; what has been enforced meanwhile is not undone. Of a lead that is closed, and of an earlier cycle, it is only marked. Taken back again, it stays as it was taken back first.',
    refuses: ['lead-erased'],
  })
  @Answers(200, 'The touch.', TouchSchema)
  async voidTouch(
    @IdParam('lead') leadId: string,
    @IdParam('touch', 'touchId') touchId: string,
    @CheckedBody(VoidBody) { reason }: VoidBody,
    @CalledBy() caller: Caller,
  ) {
    return touchView(await this.voiding.voidTouch({ leadId, touchId }, reason, caller));
  }

  @Post('clocks/:clockId/strike')
  @HttpCode(200)
  @Scopes('manager')
  @Operation('strikeMiss', 'Strike a miss', {
    description:
      'It was nobody’s fault: from now on it counts as no miss, in reports, summaries and lists; reports count it apart, as `struck`. Nothing else changes: moves, escalations and what is still to follow the miss stay as they are. Also of an earlier cycle, of a closed lead, and of one whose person was erased: then the reason is not kept. A miss is struck by whoever leads the rep whose miss it is, wherever the lead has gone since, or by an admin; nobody strikes their own. To repair what a mistake in a policy has done to many leads, use `POST /v1/enforcement/undo`.',
    refuses: ['not-missed', 'miss-struck'],
  })
  @Answers(200, 'The clock.', ClockSchema)
  async strike(
    @IdParam('lead') leadId: string,
    @IdParam('clock', 'clockId') clockId: string,
    @CheckedBody(StrikeBody) { reason }: StrikeBody,
    @CalledBy() caller: Caller,
  ) {
    const { clock, leadCase } = await this.striking.strike({ leadId, clockId }, reason, caller);
    return this.leads.clockViewOf(leadCase, clock);
  }

  @Post('reassign')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('reassignLead', 'Move a lead', {
    description: 'To a rep, or to whoever of a pool is next. The new owner has clocks of their own.',
    refuses: ['owner-changed', 'lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead with its new owner, or in the queue.', LeadSchema)
  async reassign(
    @IdParam('lead') id: string,
    @CheckedBody(ReassignBody) body: ReassignBody,
    @CalledBy() caller: Caller,
  ) {
    return this.leads.viewOf(await this.reassigning.reassign(id, body, caller));
  }

  @Post('disposition')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('disposeLead', 'Close a lead with a reason', {
    description:
      'Every running clock is cancelled. What is nurtured comes back on its day, what is recycled after its time.',
    refuses: ['lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead, closed.', LeadSchema)
  async dispose(
    @IdParam('lead') id: string,
    @CheckedBody(DispositionBody) body: DispositionBody,
    @CalledBy() caller: Caller,
  ) {
    return this.leads.viewOf(await this.closing.dispose(id, body, caller));
  }

  @Post('disposition/correct')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('correctDisposition', 'Correct a disposition', {
    description:
      'Within a day of the closing: the lead is closed with another reason, both are kept, and the channel is told of the last. After that it has to be reopened, which takes the disposition back.',
    refuses: ['lead-state', 'lead-erased', 'correction-too-late'],
  })
  @Answers(200, 'The lead, closed with the other reason.', LeadSchema)
  async correct(
    @IdParam('lead') id: string,
    @CheckedBody(DispositionBody) body: DispositionBody,
    @CalledBy() caller: Caller,
  ) {
    return this.leads.viewOf(await this.closing.correct(id, body, caller));
  }

  @Post('reopen')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('reopenLead', 'Reopen a lead', {
    description: 'It begins a new cycle with clocks of its own; the disposition is taken back.',
    refuses: ['lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead, open again.', LeadSchema)
  async reopen(@IdParam('lead') id: string, @CheckedBody(ReopenBody) body: ReopenBody, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.returning.reopen(id, body.reason, caller));
  }
}
