import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { LiftBody, SuppressionBody, SuppressionQuery } from '../../disposition/suppression.dto.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
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
      'The newest first. With `email`, `phone` or `domain` those of one identifier alone: the list itself holds only their hashes.',
  })
  @Answers(200, 'A page.', SuppressionPage)
  list(@CheckedQuery(SuppressionQuery) query: SuppressionQuery) {
    return this.suppressions.list(query);
  }

  @Post()
  @Scopes('integration')
  @Operation('createSuppression', 'Suppress a person or a company', {
    description:
      'Later leads with this address, number or domain are stored and closed at once, with the reason, without an owner, a clock or a notification. Open leads stay as they are.',
  })
  @Answers(201, 'The suppression, which holds from now on.', SuppressionSchema)
  enter(@CheckedBody(SuppressionBody) body: SuppressionBody, @CalledBy() caller: Caller) {
    return this.suppressions.enter(body, caller);
  }

  @Delete(':id')
  @Scopes('integration')
  @Operation('deleteSuppression', 'Delete a suppression', {
    description:
      'It stays in the list, lifted. Leads that were closed because of it stay closed until they are reopened: the answer says how many there are, and by what `GET /v1/leads` lists them. Lifted again, it stays as it is.',
  })
  @Answers(200, 'Lifted.', LiftedSuppressionSchema)
  lift(@IdParam('suppression') id: string, @CheckedBody(LiftBody) { reason }: LiftBody, @CalledBy() caller: Caller) {
    return this.suppressions.lift(id, reason, caller);
  }
}
