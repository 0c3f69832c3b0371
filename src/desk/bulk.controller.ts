import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { BulkClosingBody, DryRunFlag } from '../leads/bulk.dto.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/checked-input.js';
import { NothingMore } from '../platform/nothing-more.dto.js';
import { Answers, Operation } from '../platform/operation.js';
import { BulkSchema } from './bulk.schema.js';
import { BulkService } from './bulk.service.js';

@ApiTags('Leads')
@Controller('v1/leads/dispositions')
export class BulkController {
  constructor(private readonly bulk: BulkService) {}

  @Post()
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('disposeLeads', 'Close many leads with one reason', {
    description:
      'Up to 1,000, by their ids or by a filter, such as those that nobody has touched for a month. Each owner is told once of all of theirs. `dryRun` says what would be done and changes nothing; what was done can be undone for 15 minutes.',
  })
  @Answers(200, 'What became of each lead.', BulkSchema)
  close(
    @CheckedQuery(DryRunFlag) { dryRun }: DryRunFlag,
    @CheckedBody(BulkClosingBody) body: BulkClosingBody,
    @CalledBy() caller: Caller,
  ) {
    return this.bulk.close(body, dryRun, caller);
  }

  @Post(':bulkId/undo')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('undoDispositions', 'Undo a closing of many leads', {
    description:
      'Within 15 minutes: leads that are still closed by it are open again, as a new cycle, with whoever had them. Asked again, it finds nothing more to do. The body may be left out.',
    refuses: ['undo-too-late'],
  })
  @Answers(200, 'What became of each lead.', BulkSchema)
  undo(
    @IdParam('bulk closing', 'bulkId') id: string,
    @CheckedBody(NothingMore, { mayBeAbsent: true }) _: unknown,
    @CalledBy() caller: Caller,
  ) {
    return this.bulk.undo(id, caller);
  }
}
