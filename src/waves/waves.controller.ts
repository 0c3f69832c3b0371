import { Controller, Delete, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { JobSchema } from '../admin/jobs/job.schema.js';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { DryRunFlag } from '../leads/bulk.dto.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { ActivateBody, WavePlansSchema, WavesSchema } from './wave.schema.js';
import { Waves } from './waves.service.js';

@ApiTags('Leads')
@Controller('v1/leads/activate')
export class WavesController {
  constructor(private readonly waves: Waves) {}

  @Post()
  @Scopes('integration')
  @Operation('activateLeads', 'Give old leads a promise, in waves', {
    description:
      'Open leads without a promise, such as those of an import of history, get the one of a policy: so many on each working day, as the company opens. Leads that were brought along begin their first cycle then, for their owner, or for whomever the rules find. Each rep is told once of a wave. A lead that is planned already is planned anew: its last plan holds. `dryRun` changes nothing, and names days and reps.',
  })
  @Answers(200, 'With `dryRun`: what would be planned.', WavesSchema)
  @Answers(202, 'The job that plans the waves. They come by themselves then.', JobSchema)
  async activate(
    @CheckedQuery(DryRunFlag) { dryRun }: DryRunFlag,
    @CheckedBody(ActivateBody) body: ActivateBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    reply.status(dryRun ? 200 : 202);
    return dryRun ? this.waves.foresee(body, caller) : this.waves.activate(body, caller);
  }

  @Get()
  @Scopes('read', 'integration')
  @Operation('listWaves', 'List the waves that are still to come', { description: 'By the job that has planned them.' })
  @Answers(200, 'All plans of which waves are still to come.', WavePlansSchema)
  list() {
    return this.waves.list();
  }

  @Get(':id')
  @Scopes('read', 'integration')
  @Operation('getWaves', 'Get the waves that are still to come', { description: 'By the id of their job.' })
  @Answers(200, 'The waves of the job; none once all have come.', WavesSchema)
  get(@IdParam('job') id: string) {
    return this.waves.get(id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('integration')
  @Operation('endWaves', 'End the waves that are still to come', {
    description: 'By the id of their job. Leads that have got their promise keep it.',
  })
  @Answers(204, 'No further wave comes.')
  cancel(@IdParam('job') id: string) {
    return this.waves.cancel(id);
  }
}
