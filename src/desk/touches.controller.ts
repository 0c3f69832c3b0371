import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { TouchResults } from '../leads/batch-result.schema.js';
import { DocumentedTouchBatch, NamedTouchBody, TouchBatchBody } from '../leads/touch-batch.dto.js';
import { TouchesService } from '../lifecycle/touches.service.js';
import { CheckedBody } from '../platform/checked-input.js';
import { Answers, Operation } from '../platform/operation.js';
import { TakingBatches } from './taking-batches.service.js';

@ApiTags('Leads')
@Controller('v1/touches')
export class TouchesController {
  constructor(
    private readonly batches: TakingBatches,
    private readonly touches: TouchesService,
  ) {}

  @Post('batch')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('createTouches', 'Report up to 1,000 touches', {
    description:
      'For whatever synchronises a dialler or a mail system. Each is recorded or refused by itself, as `POST /v1/leads/{id}/touches` would; several of one lead in the order in which they happened. A lead is named by exactly one of `leadId`, `leadExternalId` with `source`, `email` and `phone`.',
  })
  @Answers(200, 'What became of each touch, in their order.', TouchResults)
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
