import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { mapPage, readPageById } from '../../platform/http/page.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { DeliveryPage, deliveryView } from '../delivery.schema.js';
import { DestinationStore } from '../destinations/destination.store.js';
import { WaitingDeliveryStore } from '../dispatch/due.store.js';
import { waitingAt } from '../dispatch/waiting.js';
import { AckBody, FeedbackBatchBody, ItemsQuery, OutcomeBody } from './batch.dto.js';
import { BatchSchema, ReportedSchema } from './batch.schema.js';
import { BatchesService } from './batches.service.js';

@ApiTags('Feedback')
@Controller('v1/feedback/destinations/:id/batches')
export class BatchesController {
  constructor(private readonly batches: BatchesService) {}

  @Post()
  @Scopes('feedback')
  @Operation('leaseFeedbackBatch', 'Fetch the next batch for a platform', {
    description:
      'Leases the next batch for 15 minutes; then it is offered again, under the same keys. Post each body unchanged to its target, and acknowledge it. Items are checked at this moment: what a person has denied since, or the platform no longer accepts, is left out.',
    refuses: ['destination-stopped', 'destination-in-shadow'],
  })
  @Answers(200, 'The batch; without items if nothing is due.', BatchSchema)
  async lease(
    @IdParam('destination') id: string,
    @CheckedBody(FeedbackBatchBody) body: FeedbackBatchBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = await this.batches.lease(id, body, caller);
    reply.type('application/json; charset=utf-8');
    return text;
  }

  @Post(':batchId/ack')
  @Scopes('feedback')
  @Operation('acknowledgeFeedbackBatch', 'Acknowledge that a batch was posted', {
    description:
      'Reports the result of a batch. Items that are not listed as failed count as sent. Touchline knows what the platform’s codes mean: retry, final, success, or a broken account, which stops the destination. Repeating the request gives the same answer.',
    refuses: ['not-of-batch', 'already-reported'],
  })
  @Answers(200, 'Its new state.', ReportedSchema)
  acknowledge(
    @IdParam('destination') id: string,
    @IdParam('batch', 'batchId') batchId: string,
    @CheckedBody(AckBody) body: AckBody,
    @CalledBy() caller: Caller,
  ) {
    return this.batches.acknowledge(id, batchId, body, caller);
  }

  @Post(':batchId/outcome')
  @Scopes('feedback')
  @Operation('concludeFeedbackBatch', 'Report what the platform accepted of a batch', {
    description:
      'Reports what the platform has accepted, if a successful request does not say so yet (Google). Only accepted items can be retracted or restated.',
    refuses: ['not-of-batch', 'already-reported'],
  })
  @Answers(200, 'Its new state.', ReportedSchema)
  conclude(
    @IdParam('destination') id: string,
    @IdParam('batch', 'batchId') batchId: string,
    @CheckedBody(OutcomeBody) body: OutcomeBody,
  ) {
    return this.batches.conclude(id, batchId, body);
  }
}

@ApiTags('Feedback')
@Controller('v1/feedback/destinations/:id/items')
export class ItemsController {
  constructor(
    private readonly database: Database,
    private readonly destinations: DestinationStore,
    private readonly waiting: WaitingDeliveryStore,
    private readonly time: TimeSource,
  ) {}

  @Get()
  @Scopes('read', 'feedback')
  @Operation('listFeedbackItems', 'List the items of a feedback destination', {
    description: 'Newest first. `withheld` items say why, `pending` items what they wait for.',
  })
  @Answers(200, 'A page.', DeliveryPage)
  async list(@IdParam('destination') id: string, @CheckedQuery(ItemsQuery) query: ItemsQuery) {
    const destination = await this.destinations.find(id);
    if (destination === undefined) throw new NotFoundError('destination', id);
    const { state = null, leadId = null, kind = null, ...page } = query;
    const at = waitingAt(destination, this.time.now());
    const filter = { state, leadId, kind };
    const { reads } = this.database;
    const read = await readPageById(page, (before, limit) => this.waiting.readPage(reads, at, filter, before, limit));
    return mapPage(read, deliveryView);
  }
}
