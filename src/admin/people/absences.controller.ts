import { Controller, Delete, Get, Post, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { DryRunQuery, withReplanned } from '../../documents/version.schema.js';
import { AbsenceBody } from '../../people/rep.dto.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { PagedQuery } from '../../platform/http/page.js';
import { AbsencesService } from './absences.service.js';
import { AbsencePage, AbsenceSchema } from './rep.schema.js';
import { RepSightGuard } from './rep-sight.guard.js';

@ApiTags('People')
@Controller('v1/reps/:id/absences')
@UseGuards(RepSightGuard)
export class AbsencesController {
  constructor(private readonly absences: AbsencesService) {}

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listAbsences', 'List the absences of a rep', { description: 'Ordered by start.' })
  @Answers(200, 'A page.', AbsencePage)
  list(@IdParam('rep') repId: string, @CheckedQuery(PagedQuery) page: PagedQuery) {
    return this.absences.list(repId, page);
  }

  @Post()
  @Scopes('rep', 'manager')
  @Operation('createAbsence', 'Enter an absence of a rep', {
    description:
      'Absent reps get no new leads. An absence that has begun already takes effect at once. A rep has at most 500 absences that are still to come or ended within the last 400 days.',
  })
  @Answers(201, 'The absence.', AbsenceSchema)
  @Answers(200, 'With `dryRun=true`: the absence, which is not saved.', AbsenceSchema)
  async create(
    @IdParam('rep') repId: string,
    @CheckedBody(AbsenceBody) body: AbsenceBody,
    @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const isTried = dryRun === 'true';
    const { outcome, consequence } = await this.absences.create(repId, body, actorOf(caller), {
      requestId: caller.requestId,
      dryRun: isTried,
    });
    reply.status(isTried ? 200 : 201);
    return withReplanned(outcome, consequence);
  }

  @Get(':absenceId')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getAbsence', 'Get an absence')
  @Answers(200, 'The absence.', AbsenceSchema)
  get(@IdParam('rep') repId: string, @IdParam('absence', 'absenceId') id: string) {
    return this.absences.get(repId, id);
  }

  @Delete(':absenceId')
  @Scopes('rep', 'manager')
  @Operation('deleteAbsence', 'Delete an absence', { description: 'Deletes an absence. A present one ends at once.' })
  @Answers(204, 'Deleted.')
  @Answers(200, 'With `dryRun=true`: the absence, which still exists.', AbsenceSchema)
  async remove(
    @IdParam('rep') repId: string,
    @IdParam('absence', 'absenceId') id: string,
    @CheckedQuery(DryRunQuery) { dryRun }: DryRunQuery,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const isTried = dryRun === 'true';
    const { outcome, consequence } = await this.absences.remove(repId, id, actorOf(caller), isTried);
    reply.status(isTried ? 200 : 204);
    return isTried ? withReplanned(outcome, consequence) : undefined;
  }
}
