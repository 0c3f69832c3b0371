import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../auth/auth.guard.js';
import { CheckedQuery, IdParam } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveriesQuery, DeliveryPage, OwnDeliveriesQuery, WholeDeliverySchema } from './delivery.schema.js';

@ApiTags('Webhooks')
@Controller('v1')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Get('deliveries')
  @Scopes('read', 'integration')
  @Operation('listDeliveries', 'List deliveries to people and programs', {
    description: 'Deliveries that wait, were delivered or were given up. They are deleted 30 days after they ended.',
  })
  @Answers(200, 'A page, newest first.', DeliveryPage)
  list(@CheckedQuery(DeliveriesQuery) query: DeliveriesQuery) {
    return this.deliveries.list(query);
  }

  @Get('deliveries/:id')
  @Scopes('read', 'integration')
  @Operation('getDelivery', 'Get a delivery')
  @Answers(200, 'The delivery with its message and every attempt.', WholeDeliverySchema)
  get(@IdParam('delivery') id: string) {
    return this.deliveries.get(id);
  }

  @Get('webhooks/:id/deliveries')
  @Scopes('read', 'integration')
  @Operation('listWebhookDeliveries', 'List the deliveries of a webhook')
  @Answers(200, 'A page, newest first.', DeliveryPage)
  listOf(@IdParam('webhook') id: string, @CheckedQuery(OwnDeliveriesQuery) query: OwnDeliveriesQuery) {
    return this.deliveries.listOf(id, query);
  }
}
