import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, IdParam, TextParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { HandoffSchema } from '../handoff.schema.js';
import { HandoffsReadingService } from '../handoffs-reading.service.js';
import { RECEIVER, RetryRecordBody } from '../receivers/receiving.dto.js';
import { RecordOutcomes } from './record-outcomes.service.js';

@ApiTags('Handoffs')
@Controller('v1/handoffs/:id/receivers/:receiver')
export class RecordOutcomesController {
  constructor(
    private readonly records: RecordOutcomes,
    private readonly reading: HandoffsReadingService,
  ) {}

  @Post('record/retry')
  @Scopes('integration', 'rep', 'manager')
  @Operation('retryRecord', 'Try again to make the record of a receiver', {
    description:
      'Tries a failed record for three days again, under the same key. A record that waits for a value is tried at once. A record that exists, is being sent, or is still being tried stays as it is. The body may be left out.',
    refuses: ['handoff-state', 'handoff-role', 'record-may-exist'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async retry(
    @IdParam('handoff') id: string,
    @TextParam('receiver', RECEIVER) receiver: string,
    @CheckedBody(RetryRecordBody, { mayBeAbsent: true }) { notThere }: RetryRecordBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.viewOf(await this.records.retry(id, receiver, notThere, caller), caller);
  }
}
