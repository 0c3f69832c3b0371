import { Injectable } from '@nestjs/common';
import type { JobView } from '../admin/jobs/job.schema.js';
import { JobsService } from '../admin/jobs/jobs.service.js';
import { checkPolicy, checkPolicyBeside, normalisedPolicy } from '../admin/policies/policy.kind.js';
import type { Caller } from '../auth/scope.js';
import { type Fault, fault, step, under } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';
import { refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import { toIso } from '../platform/values/duration.js';
import { caseless } from '../platform/values/text.js';
import type { PolicyShape } from '../sla/policy.dto.js';
import type { DryRunBody } from './backtest/backtest.schema.js';
import { faultsOfSpan } from './span.js';

const NEITHER = 'Expected a `policy`, or `policies` in the order in which they are tried.';
const BOTH = 'Both `policy` and `policies` are given: put all of them into `policies`.';

@Injectable()
export class PolicyDryRunService {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobsService,
    private readonly time: TimeSource,
  ) {}

  async begin(body: DryRunBody, caller: Caller): Promise<JobView> {
    const { policy, policies, from, to } = body;
    refuse(
      policy !== undefined && (await this.faultsOf(policy, '/policy')),
      await this.faultsOfAll(policies ?? []),
      faultsOfGiven(body),
      faultsOfSpan(instantOf(from), instantOf(to), this.time.now()),
    );
    const draft =
      policy === undefined ? { policies: policies!.map(normalisedPolicy) } : { policy: normalisedPolicy(policy) };
    const span = { from: toIso(instantOf(from)), to: toIso(instantOf(to)) };
    return this.jobs.begin('policyDryRun', { ...draft, ...span }, caller);
  }

  /** Checks the drafts against each other, since they replace all saved policies. */
  private async faultsOfAll(policies: readonly PolicyShape[]): Promise<Fault[]> {
    const faults: Fault[] = [];
    for (const [index, policy] of policies.entries()) {
      const [before, pointer] = [policies.slice(0, index), `/policies${step(index)}`];
      faults.push(
        ...under(pointer, [
          ...(await checkPolicyBeside(this.database, normalisedPolicy(policy), before)),
          ...faultsOfName(policy, before),
        ]),
      );
    }
    return faults;
  }

  private async faultsOf(policy: PolicyShape, pointer: string): Promise<Fault[]> {
    return under(pointer, await checkPolicy(this.database, normalisedPolicy(policy)));
  }
}

/** Names must be unique: they identify policies in the result. */
function faultsOfName({ name }: PolicyShape, before: readonly PolicyShape[]): Fault[] {
  const place = before.findIndex(
    (each) => name !== undefined && each.name !== undefined && caseless(each.name) === caseless(name),
  );
  if (place === -1) return [];
  return [fault('/name', 'duplicate', `The policy at ${place} is called ${JSON.stringify(name)} too.`)];
}

function faultsOfGiven({ policy, policies }: DryRunBody): Fault[] {
  if ((policy === undefined) !== (policies === undefined)) return [];
  return [fault('', 'oneOf', policy === undefined ? NEITHER : BOTH)];
}
