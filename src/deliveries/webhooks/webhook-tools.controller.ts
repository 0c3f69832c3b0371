import { Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { tagged } from '../../admin/resource.controller.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, IdParam } from '../../platform/checked-input.js';
import { NoIdempotency } from '../../platform/no-idempotency.js';
import { NothingMore } from '../../platform/nothing-more.dto.js';
import { Answers, ETAG, Operation } from '../../platform/operation.js';
import { DeliverySchema } from '../delivery.schema.js';
import { PauseWebhookBody, ReplayBody } from './webhook.dto.js';
import { ReplayedSchema, RotatedSchema, WebhookSchema } from './webhook.schema.js';
import { WebhookToolsService } from './webhook-tools.service.js';

@ApiTags('Webhooks')
@Controller('v1/webhooks/:id')
export class WebhookToolsController {
  constructor(private readonly tools: WebhookToolsService) {}

  @Post('rotate')
  @HttpCode(200)
  @Scopes()
  @NoIdempotency()
  @Operation('rotateWebhookSecret', 'Rotate the secret of a webhook', {
    description:
      'For 24 hours requests are signed by both, so that the receiver can change in its own time. Rotated again within that time, the one before the former ends at once. The body may be left out.',
  })
  @Answers(200, 'The secret, only this once.', RotatedSchema)
  rotate(
    @IdParam('webhook') id: string,
    @CheckedBody(NothingMore, { mayBeAbsent: true }) _body: object,
    @CalledBy() caller: Caller,
  ) {
    return this.tools.rotate(id, caller);
  }

  @Post('pause')
  @HttpCode(200)
  @Scopes()
  @Operation('pauseWebhook', 'Pause a webhook', { description: 'What happens meanwhile waits.' })
  @Answers(200, 'The webhook.', WebhookSchema, { headers: ETAG })
  async pause(
    @IdParam('webhook') id: string,
    @CheckedBody(PauseWebhookBody) { reason }: PauseWebhookBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(reply, await this.tools.pause(id, reason, caller));
  }

  @Post('resume')
  @HttpCode(200)
  @Scopes()
  @Operation('resumeWebhook', 'Resume a webhook', {
    description: 'What has waited goes first. What is older than three days is tried once. The body may be left out.',
  })
  @Answers(200, 'The webhook.', WebhookSchema, { headers: ETAG })
  async resume(
    @IdParam('webhook') id: string,
    @CheckedBody(NothingMore, { mayBeAbsent: true }) _body: object,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(reply, await this.tools.resume(id, caller));
  }

  @Post('replay')
  @HttpCode(202)
  @Scopes()
  @Operation('replayWebhook', 'Replay the events of a span of time', {
    description:
      'Those that were delivered or given up, in their order, each under the `webhook-id` that it had. At most 50,000 at once.',
  })
  @Answers(202, 'How many are sent once more.', ReplayedSchema)
  replay(@IdParam('webhook') id: string, @CheckedBody(ReplayBody) body: ReplayBody) {
    return this.tools.replay(id, body);
  }

  @Post('deliveries/:deliveryId/replay')
  @HttpCode(202)
  @Scopes()
  @Operation('replayDelivery', 'Replay a delivery of a webhook', {
    description:
      'Under the `webhook-id` that it had. One that still waits is sent at once, unless another about its subject is before it. The body may be left out.',
  })
  @Answers(202, 'What is on its way now.', DeliverySchema)
  replayOne(
    @IdParam('webhook') id: string,
    @IdParam('delivery', 'deliveryId') deliveryId: string,
    @CheckedBody(NothingMore, { mayBeAbsent: true }) _body: object,
  ) {
    return this.tools.replayOne(id, deliveryId);
  }
}
