import type { Warning } from '../documents/version.schema.js';
import { step } from '../platform/input/fault.js';
import { queueOf } from '../routing/rules/rules.js';
import type { ConfigurationWarning } from './configuration-warning.js';
import type { DirectoryContent } from './directory.js';

/** Warns if the owner of the general queue is not active. */
export function ofFormerOwner({ reps, rulebook: { queueOwnerId } }: DirectoryContent): ConfigurationWarning[] {
  const owner = reps.get(queueOwnerId ?? '');
  if (owner === undefined || owner.active) return [];
  const text = `The owner of the queue is ${owner.name}, who is not active, so nobody is notified of waiting leads: PUT /v1/routing with the id of another rep as \`fallback.queueOwnerId\`.`;
  return [{ code: 'queueWithoutOwner', place: { in: 'routing', pointer: '/fallback/queueOwnerId' }, text }];
}

/** Warns of queues without an owner that rules send leads to, and of queues whose owner is not active. */
export function unowned({ reps, queues, rulebook }: DirectoryContent): ConfigurationWarning[] {
  const sentTo = new Set(rulebook.rules.flatMap(({ assign }) => queueOf(assign)?.queueId ?? []));
  const { queueOwnerId } = rulebook;
  const isActive = (repId: string | null) => repId !== null && reps.get(repId)?.active === true;
  return [...queues.values()]
    .filter(({ id, ownerRepId }) => !isActive(ownerRepId) && (ownerRepId !== null || sentTo.has(id)))
    .map(({ id, name, ownerRepId }) => {
      const why = ownerRepId === null ? 'has no owner' : `is owned by ${reps.get(ownerRepId)!.name}, who is not active`;
      const instead = isActive(queueOwnerId) ? `${reps.get(queueOwnerId!)!.name} is` : 'nobody is';
      const text = `The queue "${name}" ${why}, so ${instead} notified of leads that wait in it: PUT /v1/queues/${id} with the id of a rep as ownerRepId.`;
      return { code: 'queueWithoutOwner', place: { in: 'queues', queueId: id, ownerRepId }, text };
    });
}

/** Repeats these warnings at the rules that send leads to the queues. */
export function toUnownedQueues(content: DirectoryContent): Warning[] {
  const odd = unowned(content);
  return [...content.rulebook.rules.entries()].flatMap(([index, { assign, accountRole, asksCompany }]) => {
    const queue = queueOf(assign);
    const found = odd.find(({ place }) => place.in === 'queues' && place.queueId === queue?.queueId);
    const isOtherwise = accountRole !== null || asksCompany;
    const pointer = `/rules${step(index)}/assign${isOtherwise ? '/otherwise' : ''}/queue`;
    return found === undefined ? [] : [{ pointer, message: found.text }];
  });
}
