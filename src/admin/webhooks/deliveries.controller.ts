import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../../auth/auth.guard.js';
import { DeliveryPage, WholeDeliverySchema } from '../../deliveries/delivery.schema.js';
import { CheckedQuery, IdParam } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { DeliveriesQuery } from './deliveries.dto.js';
import { DeliveriesService } from './deliveries.service.js';

@ApiTags('Webhooks')
@Controller('v1/deliveries')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Get()
  @Scopes('read', 'integration')
  @Operation('listDeliveries', 'List what is told to the outside', {
    description: 'What waits, what was delivered, and what was given up; those that ended 30 days ago are gone.',
  })
  @Answers(200, 'A page, newest first.', DeliveryPage)
  list(@CheckedQuery(DeliveriesQuery) query: DeliveriesQuery) {
    return this.deliveries.list(query);
  }

  @Get(':id')
  @Scopes('read', 'integration')
  @Operation('getDelivery', 'See how a delivery went')
  @Answers(200, 'What is sent, and every attempt.', WholeDeliverySchema)
  get(@IdParam('delivery') id: string) {
    return this.deliveries.get(id);
  }
}
