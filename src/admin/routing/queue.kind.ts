import type { ResourceKind } from '../../configuration/resource.kind.js';
import { faultsOfReferences, referenceAt } from '../../configuration/resource-page.store.js';
import { countedUsers, type UsersQuestion } from '../../configuration/users.store.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { caseless } from '../../platform/values/text.js';
import { isReview, type QueueBody, REVIEW } from '../../routing/queues/queue.dto.js';
import { QUEUES, type QueueRow } from '../../routing/queues/queue.table.js';
import { RULEBOOKS } from '../../routing/rules/rulebook.store.js';

const RULES = `${RULEBOOKS}, jsonb_array_elements(body->'rules') as rule`;
/** Rules refer to queues by name. */
const SENDS_TO = `lower((select name from queue where id = $1)) in
  (lower(rule->'assign'->>'queue'), lower(rule->'assign'->'otherwise'->>'queue'))`;

const USERS: readonly UsersQuestion[] = [
  { kind: 'routing rule', select: `null::uuid, rule->>'name' || said from ${RULES} where ${SENDS_TO}` },
  countedUsers('lead', 'waiting lead', 'select id from lead where queue_id = $1'),
  {
    kind: 'source setting',
    select: `null::uuid, 'maxPerMinute' from queue where id = $1 and lower(name) = '${REVIEW}'`,
  },
];

export const QUEUE: ResourceKind<QueueRow, QueueBody> = {
  kind: 'queue',
  table: QUEUES,
  fields: ['name', 'ownerRepId', 'within'],
  unique: 'name',
  check: async (tx, body, id) => [
    ...(await faultsOfReferences(tx, 'rep', referenceAt('/ownerRepId', body.ownerRepId))),
    ...(await faultsOfName(tx, body, id)),
    ...faultsOfOwner(body),
  ],
  users: USERS,
};

/** The owner is notified when leads wait. Only the built-in review queue may have none. */
function faultsOfOwner(body: QueueBody): Fault[] {
  if (body.ownerRepId !== undefined || isReview(body)) return [];
  const message = 'Expected the id of a rep, who is notified when leads wait in the queue, and who moves them.';
  return [fault('/ownerRepId', 'required', message)];
}

/** A queue that rules name cannot be renamed, nor can the built-in review queue. */
async function faultsOfName(tx: Tx, { name }: QueueBody, id: string | null): Promise<Fault[]> {
  if (id === null) return [];
  const present = await tx.row<{ name: string; rule: string | null }>(
    `select queue.name, (select rule->>'name' || said from ${RULES} where ${SENDS_TO} limit 1) as rule
       from queue where id = $1::uuid`,
    [id],
  );
  if (present === undefined || caseless(present.name) === caseless(name)) return [];
  if (isReview(present)) {
    const message = `Expected ${REVIEW}: leads beyond what a source may send go to the queue of this name.`;
    return [fault('/name', 'fixed', message)];
  }
  if (present.rule === null) return [];
  const message = `Expected ${present.name}: the routing rule "${present.rule}" sends leads to the queue of this name. Add another queue, or change the rule first.`;
  return [fault('/name', 'inUse', message)];
}
