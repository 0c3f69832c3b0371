import { Controller, Delete, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { actorOf } from '../../auth/actor-of.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { AbsenceBody, AbsenceListQuery } from '../../people/absence.dto.js';
import { Answers, CheckedBody, CheckedQuery, IdParam } from '../../platform/checked-input.js';
import { AbsencePage, AbsenceSchema } from './absence.schema.js';
import { AbsencesService } from './absences.service.js';
import { RepSightGuard } from './rep-sight.guard.js';

@ApiTags('People')
@Controller('v1/reps/:id/absences')
@UseGuards(RepSightGuard)
export class AbsencesController {
  constructor(private readonly absences: AbsencesService) {}

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Answers(200, 'A page, in the order in which they begin', AbsencePage)
  list(@IdParam('rep') repId: string, @CheckedQuery(AbsenceListQuery) page: AbsenceListQuery) {
    return this.absences.list(repId, page);
  }

  @Post()
  @Scopes('rep', 'manager')
  @Answers(
    201,
    'The absence; one that has begun already has taken effect. At most 500 that are to come or ended within 400 days',
    AbsenceSchema,
  )
  create(@IdParam('rep') repId: string, @CheckedBody(AbsenceBody) body: AbsenceBody, @CalledBy() caller: Caller) {
    return this.absences.create(repId, body, actorOf(caller), caller.requestId);
  }

  @Get(':absenceId')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Answers(200, 'The absence', AbsenceSchema)
  get(@IdParam('rep') repId: string, @IdParam('absence', 'absenceId') id: string) {
    return this.absences.get(repId, id);
  }

  @Delete(':absenceId')
  @HttpCode(204)
  @Scopes('rep', 'manager')
  @Answers(204, 'Deleted; one that lasted is over')
  remove(
    @IdParam('rep') repId: string,
    @IdParam('absence', 'absenceId') id: string,
    @CalledBy() caller: Caller,
  ): Promise<void> {
    return this.absences.remove(repId, id, actorOf(caller));
  }
}
