import { Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, IdParam } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { AckBody, BatchBody, OutcomeBody } from './batch.dto.js';
import { BatchSchema, ReportedSchema } from './batch.schema.js';
import { BatchesService } from './batches.service.js';

@ApiTags('Feedback')
@Controller('v1/feedback/destinations/:id/batches')
export class BatchesController {
  constructor(private readonly batches: BatchesService) {}

  @Post()
  @HttpCode(200)
  @Scopes('feedback')
  @Operation('leaseFeedbackBatch', 'Fetch the next batch for a platform', {
    description:
      'For 15 minutes nobody else gets it; then it is offered again, under the same keys. Post each body as it is to its target, and say what became of it. Everything is judged at this moment: what a person has denied since, or what the platform takes no longer, is not in it.',
    refuses: ['destination-stopped', 'destination-in-shadow'],
  })
  @Answers(200, 'The batch; without items where nothing is due.', BatchSchema)
  async lease(
    @IdParam('destination') id: string,
    @CheckedBody(BatchBody) body: BatchBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = await this.batches.lease(id, body, caller);
    reply.type('application/json; charset=utf-8');
    return text;
  }

  @Post(':batchId/ack')
  @HttpCode(200)
  @Scopes('feedback')
  @Operation('acknowledgeFeedbackBatch', 'Acknowledge that a batch was posted', {
    description:
      'What was not named as failed was sent. What a code means on the platform is known: it is tried again, final, a success, or the account is broken, which stops the destination. The same said again is answered the same.',
    refuses: ['not-of-batch', 'already-reported'],
  })
  @Answers(200, 'What has become of it.', ReportedSchema)
  acknowledge(
    @IdParam('destination') id: string,
    @IdParam('batch', 'batchId') batchId: string,
    @CheckedBody(AckBody) body: AckBody,
    @CalledBy() caller: Caller,
  ) {
    return this.batches.acknowledge(id, batchId, body, caller);
  }

  @Post(':batchId/outcome')
  @HttpCode(200)
  @Scopes('feedback')
  @Operation('concludeFeedbackBatch', 'Report what the platform accepted of a batch', {
    description:
      'Where a success of the request proves nothing (Google), the platform says later what it has accepted. Only that can be taken back or changed.',
    refuses: ['not-of-batch', 'already-reported'],
  })
  @Answers(200, 'What has become of it.', ReportedSchema)
  conclude(
    @IdParam('destination') id: string,
    @IdParam('batch', 'batchId') batchId: string,
    @CheckedBody(OutcomeBody) body: OutcomeBody,
  ) {
    return this.batches.conclude(id, batchId, body);
  }
}
