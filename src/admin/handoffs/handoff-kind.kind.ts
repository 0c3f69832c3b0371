import type { ResourceKind } from '../../configuration/resource.kind.js';
import type { HandoffKindBody } from '../../handoffs/handoff-kind.dto.js';
import { HandoffKindEntity } from '../../handoffs/handoff-kind.entity.js';
import { keepForm } from '../../handoffs/handoff-kind.store.js';
import { faultsOfKind, namedBy } from '../../handoffs/kind-faults.js';
import { readActivity } from '../../people/rep.store.js';
import { readStaffing } from '../../people/team.store.js';
import type { Tx } from '../../platform/database.js';
import type { Fault } from '../../platform/fault.js';

export const HANDOFF_KIND: ResourceKind<HandoffKindEntity, HandoffKindBody> = {
  kind: 'handoffKind',
  entity: HandoffKindEntity,
  fields: ['name', 'moment', 'start', 'form', 'ready', 'receivers', 'escalation', 'exceptions', 'clientToldWithin'],
  ordered: 'form',
  unique: 'name',
  check,
  afterWrite: keepForm,
  usersOf: async () => [],
};

async function check(tx: Tx, body: HandoffKindBody): Promise<Fault[]> {
  const { repIds, teamIds } = namedBy(body);
  const people = { reps: await readActivity(tx, repIds), teams: await readStaffing(tx, teamIds) };
  return faultsOfKind(body, people);
}
