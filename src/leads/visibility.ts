import { type Caller, may } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import type { Offer, Waiting } from './lead.js';

/** What a key may see of a lead depends on who owns it, whether it waits for an owner, and which key sent it. */
export interface SeenLead {
  readonly ownerId: string | null;
  readonly waiting: Waiting | null;
  readonly poolId: string | null;
  readonly queueId: string | null;
  readonly createdBy: string | null;
  readonly offer: Offer | null;
  /** Who have handed it over at a milestone. */
  readonly giverIds: readonly string[] | null;
}

/** Which leads a key may see: all, those it sent, those of certain reps, offered to them or handed over by them, or those that wait in the queue. */
export interface Sight {
  readonly all: boolean;
  readonly createdBy: string | null;
  readonly repIds: readonly string[];
  /** Those that nobody can take just now. */
  readonly queue: boolean;
  /** The named queues that these reps own. */
  readonly queueIds: readonly string[];
  /** The pools whose leads these reps may claim. */
  readonly offeredByPoolIds: readonly string[];
  /** Whether leads count that these reps have handed over at a milestone: they read them, and change nothing. */
  readonly given: boolean;
}

export function sightOf(caller: Caller, directory: Directory): Sight {
  const repIds: string[] = [];
  if (caller.repId !== null && may(caller, 'rep', 'manager')) repIds.push(caller.repId);
  if (caller.repId !== null && may(caller, 'manager')) repIds.push(...directory.repsUnder(caller.repId));
  const { queueOwnerId } = directory;
  return {
    all: may(caller, 'read', 'integration'),
    createdBy: may(caller, 'intake') ? caller.keyId : null,
    repIds,
    // Whoever is told that leads wait sees and moves them.
    queue: queueOwnerId !== null && repIds.includes(queueOwnerId),
    queueIds: directory.queuesOf(repIds),
    offeredByPoolIds: directory.poolsOfferingTo(repIds),
    given: true,
  };
}

/** Which leads a key may change: the scope `read` adds none to them, nor does having handed one over. */
export function workSightOf(caller: Caller, directory: Directory): Sight {
  const sight = sightOf({ ...caller, scopes: caller.scopes.filter((scope) => scope !== 'read') }, directory);
  return { ...sight, given: false };
}

export function isSeen(sight: Sight, lead: SeenLead): boolean {
  if (sight.all) return true;
  if (sight.createdBy !== null && lead.createdBy === sight.createdBy) return true;
  if (lead.queueId !== null && sight.queueIds.includes(lead.queueId)) return true;
  if (sight.queue && lead.waiting === 'queue' && lead.queueId === null) return true;
  const isOne = (repId: string) => sight.repIds.includes(repId);
  if (lead.waiting === 'claim' && wasOffered(sight, lead)) return true;
  if (sight.given && lead.giverIds?.some(isOne) === true) return true;
  return lead.ownerId !== null && isOne(lead.ownerId);
}

/** Whether one of the reps could claim it as it was last offered: is a member of the pool that did, also since, and it is for them. */
export function wasOffered(
  { offeredByPoolIds, repIds }: Sight,
  { poolId, offer }: Pick<SeenLead, 'poolId' | 'offer'>,
): boolean {
  if (poolId === null || offer === null || !offeredByPoolIds.includes(poolId)) return false;
  return isOfferedToAny(offer, (repId) => repIds.includes(repId));
}

/** @param isOne whether a rep is one of some members of the pool; `offeredToAny` says the same in SQL */
export function isOfferedToAny({ to, not }: Offer, isOne: (repId: string) => boolean): boolean {
  return to.some(isOne) || !not.some(isOne);
}
