import { randomBytes } from 'node:crypto';
import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { resourceController } from '../../admin/resource.controller.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { CheckedBody, IdParam } from '../../platform/http/checked-input.js';
import { NoBody } from '../../platform/http/no-body.interceptor.js';
import { NoIdempotency } from '../../platform/http/no-idempotency.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { DeliverySchema } from '../delivery.schema.js';
import { SECRET_BYTES, secretOf } from './webhook.js';
import { WEBHOOK } from './webhook.kind.js';
import {
  NewWebhookSchema,
  PauseWebhookBody,
  ReplayedSchema,
  RotatedSchema,
  WebhookBody,
  type WebhookDocument,
  WebhookReplayBody,
  WebhookSchema,
} from './webhook.schema.js';
import type { WebhookRow } from './webhook.table.js';
import { WebhookToolsService } from './webhook-tools.service.js';

const WebhookResources = resourceController<WebhookRow, WebhookDocument>({
  path: 'webhooks',
  tag: 'Webhooks',
  one: 'a webhook',
  many: 'webhooks',
  kind: WEBHOOK,
  body: WebhookBody,
  schema: WebhookSchema,
  readers: ['integration'],
});

@Controller('v1/webhooks')
export class WebhooksController extends WebhookResources {
  @Post()
  @Scopes()
  @NoIdempotency()
  @Operation('createWebhook', 'Create a webhook', {
    description:
      'Creates a webhook for events from now on. Each request is signed as in [Standard Webhooks](https://www.standardwebhooks.com), with the secret that is answered only this once.',
  })
  @Answers(201, 'The webhook, with its secret, which is shown only this once.', NewWebhookSchema, { tagged: true })
  async create(@CheckedBody(WebhookBody) body: WebhookBody, @CalledBy() caller: Caller) {
    const secret = secretOf(randomBytes(SECRET_BYTES));
    const made = await this.resources.create(WEBHOOK, { ...body, secret }, actorOf(caller));
    return { ...made, secret };
  }
}

@ApiTags('Webhooks')
@Controller('v1/webhooks/:id')
export class WebhookToolsController {
  constructor(private readonly tools: WebhookToolsService) {}

  @Post('rotate')
  @NoBody()
  @Scopes()
  @NoIdempotency()
  @Operation('rotateWebhookSecret', 'Rotate the secret of a webhook', {
    description:
      'Makes a new secret. For 24 hours requests are signed with both, so that the receiver has time to change. If it is rotated again within that time, the oldest secret ends at once. The body may be left out.',
  })
  @Answers(200, 'The secret, which is shown only this once.', RotatedSchema)
  rotate(@IdParam('webhook') id: string, @CalledBy() caller: Caller) {
    return this.tools.rotate(id, caller);
  }

  @Post('pause')
  @Scopes()
  @Operation('pauseWebhook', 'Pause a webhook', { description: 'Pauses deliveries. Events wait meanwhile.' })
  @Answers(200, 'The webhook.', WebhookSchema, { tagged: true })
  pause(
    @IdParam('webhook') id: string,
    @CheckedBody(PauseWebhookBody) { reason }: PauseWebhookBody,
    @CalledBy() caller: Caller,
  ) {
    return this.tools.pause(id, reason, caller);
  }

  @Post('resume')
  @NoBody()
  @Scopes()
  @Operation('resumeWebhook', 'Resume a webhook', {
    description:
      'Resumes deliveries, beginning with those that waited. Those older than three days are tried once. The body may be left out.',
  })
  @Answers(200, 'The webhook.', WebhookSchema, { tagged: true })
  resume(@IdParam('webhook') id: string, @CalledBy() caller: Caller) {
    return this.tools.resume(id, caller);
  }

  @Post('replay')
  @Scopes()
  @Operation('replayWebhook', 'Replay the events of a span of time', {
    description:
      'Sends deliveries again that were delivered or given up, in their order, each with its `webhook-id`. At most 50,000 at once.',
  })
  @Answers(202, 'How many are sent again.', ReplayedSchema)
  replay(
    @IdParam('webhook') id: string,
    @CheckedBody(WebhookReplayBody) body: WebhookReplayBody,
    @CalledBy() caller: Caller,
  ) {
    return this.tools.replay(id, body, caller);
  }

  @Post('deliveries/:deliveryId/replay')
  @NoBody()
  @Scopes()
  @Operation('replayDelivery', 'Replay a delivery of a webhook', {
    description:
      'Sends a delivery again, with its `webhook-id`. One that still waits is sent at once, unless an earlier one about the same subject waits. The body may be left out.',
  })
  @Answers(202, 'The delivery.', DeliverySchema)
  replayOne(
    @IdParam('webhook') id: string,
    @IdParam('delivery', 'deliveryId') deliveryId: string,
    @CalledBy() caller: Caller,
  ) {
    return this.tools.replayOne(id, deliveryId, caller);
  }
}
