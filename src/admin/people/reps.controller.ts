import { Controller, Get, Put, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { ResourceService } from '../../configuration/resource.service.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { warningsOfRep } from '../../directory/warnings.js';
import { readIfMatch } from '../../documents/if-match.js';
import { OffboardingParts } from '../../lifecycle/offboarding-parts.service.js';
import {
  AvailabilityBody,
  normalisedRep,
  RepBatchBody,
  RepBody,
  type RepByRefBody,
  RepListQuery,
  RepReplacement,
  repBatchOf,
} from '../../people/rep.dto.js';
import { CheckedBody, CheckedQuery, IdParam, IfMatchHeader, TextParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { DryRuns } from '../dry-runs.service.js';
import { type ResourceReplacement, resourceController } from '../resource.controller.js';
import { ownedOf, warningsOfLeft } from './leaving.js';
import { ReceivingService } from './receiving.service.js';
import { REP } from './rep.kind.js';
import { RepBatchResults, RepNames, RepPage, RepSchema } from './rep.schema.js';
import { REP_IN_BATCH, RepBatchService } from './rep-batch.service.js';
import { RepSightGuard } from './rep-sight.guard.js';
import { REP_BY_REF, RepsService, type RepView } from './reps.service.js';

const RepResources = resourceController({
  path: 'reps',
  tag: 'People',
  one: 'a rep',
  many: 'reps',
  kind: REP,
  body: RepBody,
  schema: RepSchema,
  readers: ['integration', 'rep', 'manager'],
  replacement: RepReplacement,
  normalise: normalisedRep,
  warningsOf: warningsOfRep,
  replacing: {
    description: 'If the rep is set inactive, their keys are revoked and their open leads go where `openLeads` says.',
    refuses: ['open-leads', 'last-admin-key'],
  },
});

const SYSTEM = 'The other system, such as `salesforce`.';
const REF = 'The id that the rep has there.';

@Controller('v1/reps')
@UseGuards(RepSightGuard)
export class RepsController extends RepResources {
  constructor(
    resources: ResourceService,
    directories: DirectoryService,
    dryRuns: DryRuns,
    private readonly reps: RepsService,
    private readonly batches: RepBatchService,
    private readonly receiving: ReceivingService,
    private readonly parts: OffboardingParts,
  ) {
    super(resources, directories, dryRuns);
  }

  override async completed(views: readonly RepView[], directory?: Directory): Promise<RepView[]> {
    return this.receiving.addTo(views, directory ?? (await this.directories.now()));
  }

  /** A rep who is set inactive has keys, and may have open leads. */
  override replaced(id: string, { taken, actor, dryRun }: ResourceReplacement<RepReplacement>) {
    return this.reps.replace(id, taken, actor, dryRun);
  }

  /** Only an offboarding hands over what a rep has besides leads. */
  override async unchanged(rep: RepView) {
    if (rep.active) return [];
    const { reads } = this.resources.database;
    const owned = await Promise.all(
      this.parts.inOrder.map(async (part) => ownedOf(part.name, part.one, await part.find(reads, rep.id))),
    );
    return warningsOfLeft(rep, owned);
  }

  /** Overrides the list: a rep's key sees that rep; a manager's key also those below. */
  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listReps', 'List reps', { description: 'The reps that the key may see, oldest first.' })
  @Answers(200, 'A page of reps.', RepPage)
  async list(@CheckedQuery(RepListQuery) page: RepListQuery, @CalledBy() caller: Caller) {
    const { data, ...rest } = await this.reps.list(page, caller);
    return { data: await this.completed(data), ...rest };
  }

  @Get('names')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listRepNames', 'List the names of all reps', {
    description:
      'For clients that show reps by name: also includes reps whom the key does not see otherwise, oldest first.',
  })
  @Answers(200, 'All reps by name.', RepNames)
  async names() {
    const { content } = await this.directories.now();
    const data = [...content.reps.values()].map(({ id, name, active }) => ({ id, name, active }));
    return { data: data.sort((a, b) => (a.id < b.id ? -1 : 1)) };
  }

  @Get('by-ref/:system/:ref')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getRepByRef', 'Get a rep by another system’s id', {
    description: 'System and id are percent-encoded: a slash is `%2F`; a colon may stay.',
  })
  @Answers(200, 'The rep with this id in the other system.', RepSchema, { tagged: true })
  async getByRef(
    @TextParam('system', SYSTEM) system: string,
    @TextParam('ref', REF) ref: string,
    @CalledBy() caller: Caller,
  ) {
    return this.whole(await this.reps.getByRef({ system, ref }, caller));
  }

  @Put('by-ref/:system/:ref')
  @Scopes()
  @Operation('putRepByRef', 'Create or replace a rep by another system’s id', {
    description: 'If `refs` is left out, the ids in other systems stay as they are.',
    refuses: ['open-leads', 'last-admin-key'],
  })
  @Answers(201, 'The new rep.', RepSchema, { tagged: true })
  @Answers(200, 'The replaced rep.', RepSchema, { tagged: true })
  async putByRef(
    @TextParam('system', SYSTEM) system: string,
    @TextParam('ref', REF) ref: string,
    @CheckedBody(REP_BY_REF.schema) body: RepByRefBody,
    @IfMatchHeader() ifMatch: string | undefined,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { view, isNew } = await this.reps.putByRef({ system, ref }, body, actorOf(caller), readIfMatch(ifMatch));
    reply.status(isNew ? 201 : 200);
    return this.whole(view);
  }

  @Put('batch')
  @Scopes()
  @Operation('putReps', 'Create or replace up to 1,000 reps', {
    description:
      'Finds each rep by `ref`, else by e-mail address, and creates, replaces or refuses each on its own, in order: an address, or an id in another system, can pass to a rep after the entry that gives it up. To exchange two, let one rep give theirs up in an earlier request.',
    refuses: ['last-admin-key'],
  })
  @Answers(200, 'The result for each rep, in order.', RepBatchResults)
  putMany(
    @CheckedBody(RepBatchBody, { rawText: true, documented: repBatchOf(REP_IN_BATCH.schema) }) { reps }: RepBatchBody,
    @CalledBy() caller: Caller,
  ) {
    return this.batches.putMany(reps, actorOf(caller));
  }

  @Put(':id/availability')
  @Scopes('rep', 'manager')
  @Operation('setAvailability', 'Set whether a rep takes new leads', { description: 'Running clocks go on.' })
  @Answers(200, 'The rep.', RepSchema)
  async setAvailability(
    @IdParam('rep') id: string,
    @CheckedBody(AvailabilityBody) body: AvailabilityBody,
    @CalledBy() caller: Caller,
  ) {
    return this.whole(await this.reps.setAvailability(id, body, actorOf(caller)));
  }
}
