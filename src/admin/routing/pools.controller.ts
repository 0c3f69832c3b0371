import { Controller, Get } from '@nestjs/common';
import { Scopes } from '../../auth/auth.guard.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { IdParam } from '../../platform/checked-input.js';
import { isoOrNull } from '../../platform/duration.js';
import { Answers, Operation } from '../../platform/operation.js';
import { TimeSource } from '../../platform/time-source.js';
import { FairnessStore } from '../../routing/assignment.store.js';
import { normalisedPool, PoolBody } from '../../routing/pool.dto.js';
import { readable } from '../../routing/rulebook.js';
import { DryRuns } from '../dry-runs.service.js';
import { resourceController } from '../resource.controller.js';
import { POOL } from './pool.kind.js';
import { FairnessList, PoolSchema } from './pool.schema.js';

const PoolResources = resourceController({
  path: 'pools',
  tag: 'Routing',
  one: 'a pool',
  many: 'pools',
  kind: POOL,
  body: PoolBody,
  schema: PoolSchema,
  normalise: normalisedPool,
});

@Controller('v1/pools')
export class PoolsController extends PoolResources {
  constructor(
    resources: ResourceService,
    directories: DirectoryService,
    dryRuns: DryRuns,
    private readonly members: FairnessStore,
    private readonly time: TimeSource,
  ) {
    super(resources, directories, dryRuns);
  }

  @Get(':id/fairness')
  @Scopes('read')
  @Operation('getPoolFairness', 'Read how fairly a pool has dealt', {
    description: 'For each member: the share due by weight, the leads they got, and every missed turn with its reason.',
  })
  @Answers(200, 'Every member, in the order of the pool.', FairnessList)
  async fairness(@IdParam('pool') id: string) {
    await this.resources.get(POOL, id);
    const members = await this.members.read(id);
    const directory = await this.directories.now();
    const known = new Map(directory.pool(id)?.members.map((member) => [member.repId, member]));
    const weightOf = (repId: string) => {
      const member = known.get(repId);
      return member === undefined ? 0 : (directory.weightAt(member, this.time.now()) ?? 0);
    };
    return {
      data: members.map(({ lastAssignedAt, ...member }) => ({
        ...member,
        weight: weightOf(member.repId),
        shareDue: readable(member.shareDue),
        credit: readable(member.credit),
        shareGot: member.leadsGot,
        lastAssignedAt: isoOrNull(lastAssignedAt),
      })),
    };
  }
}
