import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import {
  DispositionBatchBody,
  DocumentedDispositionBatch,
  DocumentedMilestoneBatch,
  MilestoneBatchBody,
  NamedDispositionBody,
  NamedMilestoneBody,
} from '../leads/activity.dto.js';
import { DispositionResults, MilestoneResults } from '../leads/batch-result.schema.js';
import { ClosingService } from '../lifecycle/closing/closing.service.js';
import { MilestonesService } from '../lifecycle/milestones/milestones.service.js';
import { CheckedBody } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { TakingBatches } from './taking-batches.service.js';

const NAMED = 'A lead is named by exactly one of `leadId`, `leadExternalId` with `source`, `email` and `phone`.';

@ApiTags('Leads')
@Controller('v1')
export class OutcomeBatchesController {
  constructor(
    private readonly batches: TakingBatches,
    private readonly milestones: MilestonesService,
    private readonly closing: ClosingService,
  ) {}

  @Post('milestones/batch')
  @Scopes('integration', 'rep', 'manager')
  @Operation('createMilestones', 'Report up to 1,000 milestones', {
    description: `For programs that synchronise a CRM. Each milestone is recorded or refused by itself, as by \`POST /v1/leads/{id}/milestones\`; several of one lead are recorded in the order in which they happened. ${NAMED}`,
  })
  @Answers(200, 'The result for each milestone, in order.', MilestoneResults)
  reachMany(
    @CheckedBody(MilestoneBatchBody, { rawText: true, documented: DocumentedMilestoneBatch })
    { milestones: sent }: MilestoneBatchBody,
    @CalledBy() caller: Caller,
  ) {
    return this.batches.take<NamedMilestoneBody>({
      list: 'milestones',
      one: 'milestone',
      schema: NamedMilestoneBody,
      sent,
      take: (reports) => this.milestones.reachMany(reports, caller),
    });
  }

  @Post('dispositions/batch')
  @Scopes('integration', 'rep', 'manager')
  @Operation('createDispositions', 'Close up to 1,000 leads, each with a reason of its own', {
    description: `For programs that synchronise a CRM. Each disposition is made or refused by itself, as by \`POST /v1/leads/{id}/disposition\`. ${NAMED} To close many leads with one reason, use \`POST /v1/leads/dispositions\`, which can be undone.`,
  })
  @Answers(200, 'The result for each disposition, in order.', DispositionResults)
  disposeMany(
    @CheckedBody(DispositionBatchBody, { rawText: true, documented: DocumentedDispositionBatch })
    { dispositions: sent }: DispositionBatchBody,
    @CalledBy() caller: Caller,
  ) {
    return this.batches.take<NamedDispositionBody>({
      list: 'dispositions',
      one: 'disposition',
      schema: NamedDispositionBody,
      sent,
      take: (reports) => this.closing.disposeMany(reports, caller),
    });
  }
}
