import { Controller, Get } from '@nestjs/common';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { warningsOfPool } from '../../directory/warnings.js';
import { CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { normalisedPool, PoolBody } from '../../routing/pools/pool.dto.js';
import { DryRuns } from '../dry-runs.service.js';
import { resourceController } from '../resource.controller.js';
import { FairnessService } from './fairness.service.js';
import { POOL } from './pool.kind.js';
import { Fairness, FairnessQuery, PoolSchema, RosterQuery, RosterSchema } from './pool.schema.js';
import { RosterService } from './roster.service.js';

const PoolResources = resourceController({
  path: 'pools',
  tag: 'Routing',
  one: 'a pool',
  many: 'pools',
  kind: POOL,
  body: PoolBody,
  schema: PoolSchema,
  normalise: normalisedPool,
  warningsOf: warningsOfPool,
  readers: ['manager'],
});

@Controller('v1/pools')
export class PoolsController extends PoolResources {
  constructor(
    resources: ResourceService,
    directories: DirectoryService,
    dryRuns: DryRuns,
    private readonly fairnessOf: FairnessService,
    private readonly rosters: RosterService,
  ) {
    super(resources, directories, dryRuns);
  }

  @Get(':id/fairness')
  @Scopes('read', 'rep', 'manager')
  @Operation('getPoolFairness', 'Read how fairly a pool has dealt', {
    description:
      'For each member: the share due by weight, the leads they got, and every missed turn with its reason, in all or of some days. With the key of a rep, their own figures, and how many others there are; with that of a manager of a member, everybody’s.',
  })
  @Answers(200, 'The members, in the order of the pool.', Fairness)
  fairness(@IdParam('pool') id: string, @CheckedQuery(FairnessQuery) query: FairnessQuery, @CalledBy() caller: Caller) {
    return this.fairnessOf.read(id, query, caller);
  }

  @Get(':id/roster')
  @Scopes('read', 'rep', 'manager')
  @Operation('getPoolRoster', 'Read who may get leads of a pool', {
    description:
      'For each member, whether they may get a lead at an instant and why not, in the words of routing traces, by the same rules. Of an instant to come, working hours, absences and availability are those planned by now, and loads those of now. With the key of a rep, their own row, and how many others there are; with that of a manager of a member, everybody’s.',
  })
  @Answers(200, 'The members, in the order of the pool.', RosterSchema)
  roster(@IdParam('pool') id: string, @CheckedQuery(RosterQuery) query: RosterQuery, @CalledBy() caller: Caller) {
    return this.rosters.read(id, query, caller);
  }
}
