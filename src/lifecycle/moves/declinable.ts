import type { Directory } from '../../directory/directory.js';
import { NotDeclinableError } from '../../leads/lead.errors.js';
import type { LeadState } from '../../leads/lead.js';
import type { Instant } from '../../platform/values/duration.js';
import type { AssignmentCause, Tenure } from '../../routing/assignments/assignment.js';
import { mayDeclineUntil } from '../../routing/assignments/declining.js';
import { originOf } from '../tenures.js';

/** Causes by which a person gives a lead to a rep by name, or has a pool deal it. */
const BY_HAND: ReadonlySet<AssignmentCause> = new Set(['manual', 'given', 'offboard']);

export interface Declinable {
  readonly poolId: string;
  /** The name of the pool. */
  readonly name: string;
  readonly pool: NonNullable<NonNullable<ReturnType<Directory['pool']>>['decline']>;
  /** The tenure in which the owner really got the lead. */
  readonly origin: Tenure;
  readonly until: Instant;
}

/** Returns how its owner may decline an open lead that they have not worked on, or why not. */
export function declinableOf(
  { lead, tenures }: { readonly lead: Pick<LeadState, 'poolId'>; readonly tenures: readonly Tenure[] },
  directory: Directory,
): Declinable | NotDeclinableError {
  const pool = directory.pool(lead.poolId);
  // A lead that had gone and was brought back is declined as it was dealt.
  const origin = originOf({ tenures })!;
  const { repId, fromAt } = tenures.at(-1)!;
  if (pool === undefined)
    return new NotDeclinableError(
      'noPool',
      'Only leads that a pool has dealt are declined, and this one came without.',
    );
  if (BY_HAND.has(origin.cause) && origin.snapshotId == null)
    return new NotDeclinableError(
      'notDealt',
      'Only leads that a pool dealt can be declined, and a person assigned this one: ask them to give it to another rep.',
    );
  if (pool.decline === null)
    return new NotDeclinableError(
      'notAllowed',
      `The pool "${pool.name}" does not allow declining: PUT /v1/pools/{id} with \`decline\`.`,
    );
  const until = mayDeclineUntil(pool.decline, fromAt, directory.hours.ofOwner(repId!, pool.id).working);
  return { poolId: pool.id, name: pool.name, pool: pool.decline, origin, until };
}
