import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { LiftBody, SuppressionBody, SuppressionQuery } from '../../disposition/suppression.dto.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { LiftedSuppressionSchema, SuppressionPage, SuppressionSchema } from './suppression.schema.js';
import { SuppressionsService } from './suppressions.service.js';

@ApiTags('Suppressions')
@Controller('v1/suppressions')
export class SuppressionsController {
  constructor(private readonly suppressions: SuppressionsService) {}

  @Get()
  @Scopes('read', 'integration')
  @Operation('listSuppressions', 'List suppressions', {
    description:
      'Newest first. Filter by `email`, `phone` or `domain` to find those of one identifier; the list itself holds only hashes.',
  })
  @Answers(200, 'A page.', SuppressionPage)
  list(@CheckedQuery(SuppressionQuery) query: SuppressionQuery) {
    return this.suppressions.list(query);
  }

  @Post()
  @Scopes('integration')
  @Operation('createSuppression', 'Suppress a person or a company', {
    description:
      'Blocks an address, number or domain: later leads with it are stored and closed at once with the reason, without an owner, a clock or a notification. Of a number, that applies to leads without another address; those with one are served, and not called or texted. An entry holds also for a number that several people use, which the closing of a lead does not suppress. Open leads stay as they are, and their `suppression` says so.',
  })
  @Answers(201, 'The suppression, in force from now on.', SuppressionSchema)
  enter(@CheckedBody(SuppressionBody) body: SuppressionBody, @CalledBy() caller: Caller) {
    return this.suppressions.enter(body, caller);
  }

  @Delete(':id')
  @Scopes('integration')
  @Operation('deleteSuppression', 'Delete a suppression', {
    description:
      'Lifts a suppression, which stays in the list. Leads that it closed stay closed until they are reopened; the answer says how many there are, and how to list them with `GET /v1/leads`. Lifting it again changes nothing.',
  })
  @Answers(200, 'Lifted.', LiftedSuppressionSchema)
  lift(@IdParam('suppression') id: string, @CheckedBody(LiftBody) { reason }: LiftBody, @CalledBy() caller: Caller) {
    return this.suppressions.lift(id, reason, caller);
  }
}
