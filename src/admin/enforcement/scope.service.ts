import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import type { Sql } from '../../platform/sql/database.js';
import type { HoldScope } from '../../sla/hold.js';
import { HoldStore } from '../../sla/hold.store.js';

/** Checks that what a scope names exists. A hold with a typo in its scope would silently hold nothing. */
@Injectable()
export class ScopeService {
  constructor(private readonly holds: HoldStore) {}

  async faultsOf(sql: Sql, scope: HoldScope, { content }: Directory): Promise<Fault[]> {
    const named = scopeOf(scope);
    if (named === 'all') return [];
    if ('poolId' in named)
      return content.pools.has(named.poolId) ? [] : [unknown('/scope/poolId', `no pool ${named.poolId}`)];
    if ('policyId' in named)
      return content.policies.some(({ policy }) => policy.id === named.policyId)
        ? []
        : [unknown('/scope/policyId', `no policy ${named.policyId}`)];
    const isKnown = await this.holds.isKnownSource(sql, named.source);
    return isKnown ? [] : [unknown('/scope/source', `no lead from a source ${JSON.stringify(named.source)} yet`)];
  }
}

/** Returns the scope with its ids in lower case, as they are stored. */
export function scopeOf(scope: HoldScope): HoldScope {
  if (scope === 'all' || 'source' in scope) return scope;
  return 'poolId' in scope ? { poolId: scope.poolId.toLowerCase() } : { policyId: scope.policyId.toLowerCase() };
}

function unknown(pointer: string, what: string): Fault {
  return fault(pointer, pointer.endsWith('Id') ? 'unknownId' : 'unknownSource', `There is ${what}.`);
}
