import { Injectable } from '@nestjs/common';
import type { JobView } from '../../admin/jobs/job.schema.js';
import { JobsService } from '../../admin/jobs/jobs.service.js';
import { POOL } from '../../admin/routing/pool.kind.js';
import type { Caller } from '../../auth/scope.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { changesBetween } from '../../documents/change.js';
import { type Fault, fault, step, under } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Turns } from '../../platform/running/turns.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { toIso } from '../../platform/values/duration.js';
import { normalisedPool } from '../../routing/pools/pool.dto.js';
import { faultsOfRules, NO_RULES, normalisedRules } from '../../routing/rules/rulebook.js';
import { RulebookStore } from '../../routing/rules/rulebook.store.js';
import { prepareRules } from '../../routing/rules/rules.js';
import { faultsOfSpan } from '../span.js';
import type { ReplayBody } from './replay.schema.js';

@Injectable()
export class ReplaysService {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly rulebooks: RulebookStore,
    private readonly jobs: JobsService,
    private readonly time: TimeSource,
  ) {}

  async begin({ from, to, rules, pools = [] }: ReplayBody, caller: Caller): Promise<JobView> {
    await prepareRules(rules ?? [], new Turns());
    const drafted = pools.map(({ id, version: _, createdAt: _made, updatedAt: _changed, ...pool }) => ({
      ...normalisedPool(pool),
      id: id.toLowerCase(),
    }));
    const draft = rules && normalisedRules(rules);
    const directory = await this.directories.now();
    refuse(
      faultsOfSpan(instantOf(from), instantOf(to), this.time.now()),
      draft !== undefined && faultsOfRules(draft, directory),
      await this.database.transaction((tx) => faultsOfPools(tx, drafted, (id) => directory.pool(id) !== undefined)),
    );
    const saved = (await this.rulebooks.readLatest())?.body ?? NO_RULES;
    // Rules equal to the saved ones are no draft.
    const isDraft = draft !== undefined && changesBetween({ rules: saved.rules }, { rules: draft }).length > 0;
    const request = {
      from: toIso(instantOf(from)),
      to: toIso(instantOf(to)),
      ...(isDraft && { rules: draft }),
      ...(drafted.length > 0 && { pools: drafted }),
    };
    return this.jobs.begin('routingReplay', request, caller);
  }
}

async function faultsOfPools(
  tx: Tx,
  pools: NonNullable<ReplayBody['pools']>,
  isKnown: (id: string) => boolean,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const [index, { id, ...pool }] of pools.entries()) {
    const pointer = `/pools${step(index)}`;
    if (!isKnown(id)) faults.push(fault(`${pointer}/id`, 'unknownId', `There is no pool ${id}.`));
    if (pools.slice(0, index).some((other) => other.id === id))
      faults.push(fault(`${pointer}/id`, 'duplicate', 'This pool is drafted already.'));
    faults.push(...under(pointer, await POOL.check!(tx, pool, id)));
  }
  return faults;
}
