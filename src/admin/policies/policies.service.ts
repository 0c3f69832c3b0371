import { Injectable } from '@nestjs/common';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import type { ResourceView } from '../../configuration/resource.kind.js';
import { ResourceService } from '../../configuration/resource.service.js';
import type { Actor } from '../../platform/actor.js';
import { type Fault, step } from '../../platform/fault.js';
import { PAGE_LIMIT_MAX, type Page } from '../../platform/page.js';
import { refuse } from '../../platform/refusal.js';
import type { PolicyBody } from '../../sla/policy.dto.js';
import { PolicyStore } from '../../sla/policy.store.js';
import { POLICY } from './policy.kind.js';

/** The subject under which the ledger keeps changes of the order: it belongs to all policies and to none. */
const ORDER_ID = '00000000-0000-7000-8000-000000000005';

/** The order of the policies: the first that matches a lead is the lead's. */
@Injectable()
export class PoliciesService {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly resources: ResourceService,
    private readonly store: PolicyStore,
  ) {}

  /** @throws InvalidRequestError unless the ids are exactly those of all policies */
  async order(asked: readonly string[], actor: Actor): Promise<Page<ResourceView<PolicyBody>>> {
    const ids = asked.map((id) => id.toLowerCase());
    await this.configuration.changeIfDifferent(async (tx, now, begin) => {
      const before = await this.store.readOrder(tx);
      refuse(faultsOfOrder(ids, before));
      if (ids.every((id, index) => id === before[index])) return;
      begin();
      await this.store.writeOrder(tx, ids);
      await this.configuration.record(tx, {
        type: 'config.changed',
        kind: 'policyOrder',
        id: ORDER_ID,
        at: now,
        actor,
        data: { kind: 'policyOrder', change: 'replaced', policyIds: ids },
      });
    });
    return this.resources.list(POLICY, { limit: PAGE_LIMIT_MAX });
  }
}

function faultsOfOrder(ids: readonly string[], existing: readonly string[]): Fault[] {
  const unknown = ids.flatMap((id, index) =>
    existing.includes(id)
      ? []
      : [{ pointer: step(index), code: 'unknownId', message: `There is no policy ${JSON.stringify(id)}.` }],
  );
  const repeated = ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [{ pointer: step(index), code: 'duplicate', message: `Repeats entry ${ids.indexOf(id)}.` }],
  );
  const missing = existing
    .filter((id) => !ids.includes(id))
    .map((id) => ({ pointer: '', code: 'missing', message: `The policy ${id} is missing from the order.` }));
  return [...unknown, ...repeated, ...missing];
}
