import type { DirectoryContent } from '../directory/directory.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { caseless } from '../platform/values/text.js';
import { unknownQueue } from '../routing/queues/queue.dto.js';
import type { LeadListQuery } from './lead.dto.js';

/** What filters of leads may name. */
type FilterableContent = Pick<DirectoryContent, 'reps' | 'pools' | 'queues' | 'policies' | 'reasons'>;
type Naming = Pick<LeadListQuery, 'ownerId' | 'hadBy' | 'poolId' | 'queue' | 'policyId' | 'closedWith'>;

/**
 * Returns a fault for each id or code in a filter that does not exist. A list simply comes out empty, which its reader
 * sees; a caller who closes leads would conclude that there were none to close.
 */
export function faultsOfNamed(naming: Naming, known: FilterableContent): Fault[] {
  const { ownerId, hadBy, poolId, queue, policyId, closedWith } = naming;
  const { reps, pools, policies, reasons } = known;
  const isPolicy = (id: string) => policies.some(({ policy }) => policy.id === id);
  return [
    ...unknownId('ownerId', 'rep', ownerId, (id) => reps.has(id)),
    ...unknownId('hadBy', 'rep', hadBy, (id) => reps.has(id)),
    ...unknownId('poolId', 'pool', poolId, (id) => pools.has(id)),
    ...unknownQueue(queue, known.queues, '/queue'),
    ...unknownId('policyId', 'policy', policyId, isPolicy),
    ...unknownReason(closedWith, reasons),
  ];
}

function unknownId(name: string, what: string, id: string | undefined, isKnown: (id: string) => boolean): Fault[] {
  if (id === undefined || isKnown(id.toLowerCase())) return [];
  return [fault(`/${name}`, 'unknownId', `Expected the id of a ${what}: there is no ${what} ${id}.`)];
}

function unknownReason(code: string | undefined, reasons: FilterableContent['reasons']): Fault[] {
  const codes = reasons.map((reason) => reason.code);
  if (code === undefined || codes.some((known) => caseless(known) === caseless(code))) return [];
  const message = `Expected the code of a reason, not ${JSON.stringify(code)}: ${codes.join(', ')}.`;
  return [fault('/closedWith', 'unknownReason', message)];
}
