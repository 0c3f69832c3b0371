import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { ClockSchema } from '../clocks/clock.schema.js';
import { withWarnings } from '../documents/version.schema.js';
import {
  ClaimBody,
  ClosingBody,
  DeclineBody,
  DispositionBody,
  LeadTouchBody,
  PauseBody,
  ReassignBody,
  ReopenBody,
  StrikeBody,
  VoidBody,
} from '../leads/activity.dto.js';
import { LeadSchema } from '../leads/lead.schema.js';
import { touchView } from '../leads/lead.view.js';
import { PauseList, TouchSchema } from '../leads/touch.schema.js';
import { PausingService } from '../lifecycle/clocks/pausing.service.js';
import { ClosingService } from '../lifecycle/closing/closing.service.js';
import { ReopeningService } from '../lifecycle/closing/reopening.service.js';
import { StrikingService } from '../lifecycle/corrections/striking.service.js';
import { ClaimingService } from '../lifecycle/moves/claiming.service.js';
import { CreditingService } from '../lifecycle/moves/crediting.service.js';
import { DecliningService } from '../lifecycle/moves/declining.service.js';
import { ReassigningService } from '../lifecycle/moves/giving-back.service.js';
import { TouchesService } from '../lifecycle/touches/touches.service.js';
import { VoidingService } from '../lifecycle/touches/voiding.service.js';
import { CheckedBody, IdParam } from '../platform/http/checked-input.js';
import { NoBody } from '../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { LeadHistoryService } from './lead-history.service.js';
import { LeadsService } from './leads.service.js';

@ApiTags('Leads')
@Controller('v1/leads/:id')
export class LeadActionsController {
  constructor(
    private readonly reassigning: ReassigningService,
    private readonly claiming: ClaimingService,
    private readonly crediting: CreditingService,
    private readonly declining: DecliningService,
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
      'Records a call, mail or meeting, whoever made it. A touch that counts stops the clocks that wait for it. One that happened in time but is reported late corrects the breach. A former owner may report what they did while the lead was theirs. On a closed lead a touch changes nothing until what closed it is undone, except that the person asking again (an inbound one that is not automatic, not `bounced`, not only a goodbye and not of the kind `other`) reopens a lead that is nurturing, recycled or lost, unless the reason of the loss forbids it (`reopens`).',
    refuses: ['lead-erased'],
  })
  @Answers(201, 'The touch.', TouchSchema)
  @Answers(200, 'The touch with this `externalId`, which was there already.', TouchSchema)
  async touch(
    @IdParam('lead') id: string,
    @CheckedBody(LeadTouchBody) body: LeadTouchBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { touch, isNew } = await this.touches.touch(id, body, caller);
    reply.status(isNew ? 201 : 200);
    return touchView(touch);
  }

  @Post('touches/:touchId/void')
  @Scopes('integration', 'rep', 'manager')
  @Operation('voidTouch', 'Void a touch', {
    description:
      'Takes back a touch that was reported on the wrong lead or never made. Reps void their own, managers also those of their reps. Promises that it kept run again, with the `grace` of the policy, and clocks that it started end. What was enforced meanwhile is not undone. A touch of a closed lead or of an earlier cycle is only marked. Voiding it again changes nothing.',
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
  @Scopes('manager')
  @Operation('strikeMiss', 'Strike a miss', {
    description:
      'Stops counting a miss that should not have been one, in reports, summaries and lists; reports count it separately as `struck`. Moves, escalations and the rest of the chain stay as they are. Misses of earlier cycles and of closed leads can be struck too, and those of erased leads, without keeping the reason. A miss is struck by a manager of the rep who missed it, wherever the lead is now, or by an admin; reps cannot strike their own. To repair what a mistake in a policy did to many leads, use `POST /v1/enforcement/undo`.',
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
  @Scopes('integration', 'rep', 'manager')
  @Operation('reassignLead', 'Move a lead', {
    description: 'Assigns the lead to a rep, or to the next member of a pool. New clocks start for the new owner.',
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

  @Post('claim')
  @Scopes('integration', 'rep', 'manager')
  @Operation('claimLead', 'Claim a lead', {
    description:
      'Gives a lead that a pool of the strategy `claim` offers to the member who claims it first, with new clocks: exactly one gets it. The other members are notified who has it. A member whom only working hours exclude may claim it as well. A lead that waits in a named queue is claimed by the owner of the queue, or by a program on behalf of a rep. With the key of a rep, the body may be left out.',
    refuses: ['already-claimed', 'not-claimable', 'lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead, owned by the rep who has claimed it.', LeadSchema)
  async claim(
    @IdParam('lead') id: string,
    @CheckedBody(ClaimBody, { mayBeAbsent: true }) body: ClaimBody,
    @CalledBy() caller: Caller,
  ) {
    return this.leads.viewOf(await this.claiming.claim(id, body, caller));
  }

  @Post('decline')
  @Scopes('integration', 'rep', 'manager')
  @Operation('declineLead', 'Decline a lead', {
    description:
      'The owner gives back an untouched lead that a pool has dealt them, as `decline` of the pool allows. Another rep in the pool or its fallbacks gets it, with new clocks, or it waits in the queue. The rep who declined it does not get it again in this cycle.',
    refuses: ['not-declinable', 'lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead with its new owner, or in the queue.', LeadSchema)
  async decline(@IdParam('lead') id: string, @CheckedBody(DeclineBody) body: DeclineBody, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.declining.decline(id, body, caller));
  }

  @Post('credit')
  @NoBody()
  @Scopes('manager')
  @Operation('creditLead', 'Credit a junk lead back', {
    description:
      'Confirms that a lead was junk, which was closed within a day of being dealt to its last owner with a reason that means `neverExisted`, `notAProspect` or `duplicate`. It no longer counts as a turn of that owner, as if the pool had not dealt it. If the lead is reopened, or closed with another reason, it counts again. A second credit changes nothing.',
    refuses: ['not-creditable', 'lead-erased'],
  })
  @Answers(200, 'The lead.', LeadSchema)
  async credit(@IdParam('lead') id: string, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.crediting.credit(id, caller));
  }

  @Post('disposition')
  @Scopes('integration', 'rep', 'manager')
  @Operation('disposeLead', 'Close a lead with a reason', {
    description:
      'Cancels every running clock. A nurtured lead comes back on its day, a recycled one after its time. If the lead has an open deal, `deals` says what becomes of it.',
    refuses: ['lead-state', 'lead-erased', 'open-deals'],
  })
  @Answers(200, 'The lead, closed.', LeadSchema)
  async dispose(@IdParam('lead') id: string, @CheckedBody(ClosingBody) body: ClosingBody, @CalledBy() caller: Caller) {
    const { leadCase, warnings } = await this.closing.dispose(id, body, caller);
    return withWarnings(await this.leads.viewOf(leadCase), warnings);
  }

  @Post('disposition/correct')
  @Scopes('integration', 'rep', 'manager')
  @Operation('correctDisposition', 'Correct a disposition', {
    description:
      'Possible within a day of the closing. Closes the lead with another reason; both are kept, and the channel gets the last one. Later, reopen the lead, which takes the disposition back.',
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
  @Scopes('integration', 'rep', 'manager')
  @Operation('reopenLead', 'Reopen a lead', {
    description: 'Takes the disposition back and begins a new cycle, with new clocks.',
    refuses: ['lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead, open again.', LeadSchema)
  async reopen(@IdParam('lead') id: string, @CheckedBody(ReopenBody) body: ReopenBody, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.returning.reopen(id, body.reason, caller));
  }
}

@ApiTags('Leads')
@Controller('v1/leads/:id')
export class PausingController {
  constructor(
    private readonly pausing: PausingService,
    private readonly leads: LeadsService,
    private readonly history: LeadHistoryService,
  ) {}

  @Post('pause')
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
  @NoBody()
  @Scopes('integration', 'rep', 'manager')
  @Operation('resumeLead', 'End the pause of a lead', {
    description: 'Resumes the clocks with the time that they had left. The body may be left out.',
    refuses: ['lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead, with running clocks.', LeadSchema)
  async resume(@IdParam('lead') id: string, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.pausing.resume(id, caller));
  }

  @Post('acknowledge')
  @NoBody()
  @Scopes('integration', 'rep', 'manager')
  @Operation('acknowledgeLead', 'Acknowledge a lead', {
    description:
      'Accepts a lead that was handed over at a milestone (`acceptWithin` of the routing rule). If the owner then misses the first touch, the lead moves later, by `firstTouch.acknowledge` of the policy; it still counts as a miss. Possible once per owner. The body may be left out.',
    refuses: ['lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead.', LeadSchema)
  async acknowledge(@IdParam('lead') id: string, @CalledBy() caller: Caller) {
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
