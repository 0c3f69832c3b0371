import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { BulkReassignBody, DryRunFlag } from '../leads/bulk.dto.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/checked-input.js';
import { NothingMore } from '../platform/nothing-more.dto.js';
import { Answers, Operation } from '../platform/operation.js';
import { BulkReassignmentSchema } from './reassignment.schema.js';
import { ReassignmentsService } from './reassignments.service.js';

@ApiTags('Leads')
@Controller('v1/leads/reassign')
export class ReassignmentsController {
  constructor(private readonly reassignments: ReassignmentsService) {}

  @Post()
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('reassignLeads', 'Move many leads', {
    description:
      'Assigns up to 1,000 open leads to a rep, or deals them to the members of a pool, with new clocks. Each rep is told once how many they got and how many went from them. `dryRun` changes nothing and says who would get which. It can be undone as a whole.',
  })
  @Answers(200, 'The result for each lead.', BulkReassignmentSchema)
  reassign(
    @CheckedQuery(DryRunFlag) { dryRun }: DryRunFlag,
    @CheckedBody(BulkReassignBody) body: BulkReassignBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reassignments.reassign(body, dryRun, caller);
  }

  @Post(':bulkId/undo')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('undoReassignment', 'Undo a move of many leads', {
    description:
      'Gives every lead back to whoever had it before, or to the queue, with new clocks, unless it was closed, has moved again or was worked on by somebody else since. Whoever made it may undo it, also where the leads are no longer theirs. Repeating it does nothing more. The body may be left out.',
  })
  @Answers(200, 'The result for each lead.', BulkReassignmentSchema)
  undo(
    @IdParam('bulk reassignment', 'bulkId') id: string,
    @CheckedBody(NothingMore, { mayBeAbsent: true }) _: unknown,
    @CalledBy() caller: Caller,
  ) {
    return this.reassignments.undo(id, caller);
  }
}
