import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { BulkReassignBody, DryRunFlag } from '../leads/bulk.dto.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/http/checked-input.js';
import { NoBody } from '../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { BulkReassignmentSchema } from './reassignment.schema.js';
import { ReassignmentsService } from './reassignments.service.js';

@ApiTags('Leads')
@Controller('v1/leads/reassign')
export class ReassignmentsController {
  constructor(private readonly reassignments: ReassignmentsService) {}

  @Post()
  @Scopes('integration', 'rep', 'manager')
  @Operation('reassignLeads', 'Move many leads', {
    description:
      'Assigns up to 1,000 open leads to a rep, or deals them to the members of a pool, with new clocks. Each rep gets one notification of how many leads they got and how many they lost; if it is a single lead, the notification names it. `dryRun` changes nothing and reports who would get which lead. The reassignment can be undone as a whole.',
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
  @NoBody()
  @Scopes('integration', 'rep', 'manager')
  @Operation('undoReassignment', 'Undo a move of many leads', {
    description:
      'Gives every lead back to its previous owner, who has the time that was left when it moved, or to the queue, unless it has since been closed, moved again or worked on by somebody else. If a rep undoes their own move, their time has run on. Whoever made the reassignment may undo it, even if the leads are no longer theirs. Repeating the request does nothing more. The body may be left out.',
  })
  @Answers(200, 'The result for each lead.', BulkReassignmentSchema)
  undo(@IdParam('bulk reassignment', 'bulkId') id: string, @CalledBy() caller: Caller) {
    return this.reassignments.undo(id, caller);
  }
}
