import { randomBytes } from 'node:crypto';
import { Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { resourceController, tagged } from '../../admin/resource.controller.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { CheckedBody } from '../../platform/checked-input.js';
import { NoIdempotency } from '../../platform/no-idempotency.js';
import { Answers, ETAG, Operation } from '../../platform/operation.js';
import { SECRET_BYTES, secretOf } from './signing.js';
import { WebhookBody, type WebhookDocument } from './webhook.dto.js';
import { WEBHOOK } from './webhook.kind.js';
import { NewWebhookSchema, WebhookSchema } from './webhook.schema.js';
import type { WebhookEntity } from './webhook.table.js';

const WebhookResources = resourceController<WebhookEntity, WebhookDocument>({
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
  @Answers(201, 'The webhook, with its secret, which is shown only this once.', NewWebhookSchema, { headers: ETAG })
  async create(
    @CheckedBody(WebhookBody) body: WebhookBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const secret = secretOf(randomBytes(SECRET_BYTES));
    const made = await this.resources.create(WEBHOOK, { ...body, secret }, actorOf(caller));
    return tagged(reply, { ...made, secret });
  }
}
