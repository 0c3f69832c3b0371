import { Controller, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, IdParam, TextParam } from '../../platform/http/checked-input.js';
import { NoBody } from '../../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { HandoffSchema } from '../handoff.schema.js';
import { HandoffsReadingService } from '../handoffs-reading.service.js';
import { ChecklistBody, RECEIVER, ReturnBody, ScheduleBody } from './receiving.dto.js';
import { Receiving } from './receiving.service.js';

@ApiTags('Handoffs')
@Controller('v1/handoffs/:id/receivers/:receiver')
export class ReceivingController {
  constructor(
    private readonly receiving: Receiving,
    private readonly reading: HandoffsReadingService,
  ) {}

  @Post('accept')
  @NoBody()
  @Scopes('integration', 'rep', 'manager')
  @Operation('acceptHandoff', 'Accept a handoff', {
    description: 'Confirms that the handoff has arrived and is complete. The giver cannot accept it.',
    refuses: ['handoff-state', 'handoff-role', 'receiver-state', 'stage-not-reached'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async accept(
    @IdParam('handoff') id: string,
    @TextParam('receiver', RECEIVER) receiver: string,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.viewOf(await this.receiving.accept(id, receiver, caller), caller);
  }

  @Post('return')
  @Scopes('integration', 'rep', 'manager')
  @Operation('returnHandoff', 'Return a handoff', {
    description:
      'Returns a handoff because something is missing. The giver then has to provide it within `escalation.decideWithin`. The handoff goes back to the receiver by itself as soon as every field named in `missing` has a new value and nothing else is missing. `POST /v1/handoffs/{id}/start` sends it back as it is. Returns count as rework.',
    refuses: ['handoff-state', 'handoff-role', 'receiver-state', 'stage-not-reached'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async giveBack(
    @IdParam('handoff') id: string,
    @TextParam('receiver', RECEIVER) receiver: string,
    @CheckedBody(ReturnBody) body: ReturnBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.viewOf(await this.receiving.giveBack(id, receiver, body, caller), caller);
  }

  @Post('schedule')
  @Scopes('integration', 'rep', 'manager')
  @Operation('scheduleHandoff', 'Schedule the processing of a handoff', {
    description:
      'Sets when the receiver will process it, by the present deadline at the latest. That becomes the deadline.',
    refuses: ['handoff-state', 'handoff-role', 'receiver-state', 'stage-not-reached'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async schedule(
    @IdParam('handoff') id: string,
    @TextParam('receiver', RECEIVER) receiver: string,
    @CheckedBody(ScheduleBody) { at }: ScheduleBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.viewOf(await this.receiving.schedule(id, receiver, at, caller), caller);
  }

  @Put('checklist')
  @Scopes('integration', 'rep', 'manager')
  @Operation('checkHandoff', 'Tick the checklist of a receiver', {
    refuses: ['handoff-state', 'handoff-role', 'receiver-state', 'stage-not-reached'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async check(
    @IdParam('handoff') id: string,
    @TextParam('receiver', RECEIVER) receiver: string,
    @CheckedBody(ChecklistBody) { done }: ChecklistBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.viewOf(await this.receiving.check(id, receiver, done, caller), caller);
  }

  @Post('done')
  @NoBody()
  @Scopes('integration', 'rep', 'manager')
  @Operation('finishHandoff', 'Confirm that a handoff is processed', {
    description: 'Possible once the checklist is done. With the last receiver the handoff is done.',
    refuses: ['handoff-state', 'handoff-role', 'receiver-state', 'stage-not-reached', 'checklist-open'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async finish(
    @IdParam('handoff') id: string,
    @TextParam('receiver', RECEIVER) receiver: string,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.viewOf(await this.receiving.finish(id, receiver, caller), caller);
  }
}
