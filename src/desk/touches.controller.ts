import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { DocumentedTouchBatch, NamedTouchBody, TouchBatchBody } from '../leads/activity.dto.js';
import { TouchResults } from '../leads/batch-result.schema.js';
import { TouchesService } from '../lifecycle/touches/touches.service.js';
import { CheckedBody } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { TakingBatches } from './taking-batches.service.js';

@ApiTags('Leads')
@Controller('v1/touches')
export class TouchesController {
  constructor(
    private readonly batches: TakingBatches,
    private readonly touches: TouchesService,
  ) {}

  @Post('batch')
  @Scopes('integration', 'rep', 'manager')
  @Operation('createTouches', 'Report up to 1,000 touches', {
    description:
      'For programs that synchronise a dialler or a mail system. Each touch is recorded or refused on its own, as in `POST /v1/leads/{id}/touches`; several of one lead in the order in which they happened. Name each lead by exactly one of `leadId`, `leadExternalId` with `source`, `email` and `phone`.',
  })
  @Answers(200, 'The result for each touch, in order.', TouchResults)
  createMany(
    @CheckedBody(TouchBatchBody, { rawText: true, documented: DocumentedTouchBatch }) { touches: sent }: TouchBatchBody,
    @CalledBy() caller: Caller,
  ) {
    return this.batches.take<NamedTouchBody>({
      list: 'touches',
      one: 'touch',
      schema: NamedTouchBody,
      sent,
      take: (reports) => this.touches.touchMany(reports, caller),
    });
  }
}
