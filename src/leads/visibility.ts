import { type Caller, may } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import type { Offer, WaitingKind } from './lead.js';

export interface SeenLead {
  readonly ownerId: string | null;
  readonly waiting: WaitingKind | null;
  readonly poolId: string | null;
  readonly queueId: string | null;
  readonly createdBy: string | null;
  readonly offer: Offer | null;
  readonly giverIds: readonly string[] | null;
}

/** The leads that a key may see: all, its own, or those that its reps own, may claim, handed over or see in queues. */
export interface Sight {
  readonly all: boolean;
  readonly createdBy: string | null;
  readonly repIds: readonly string[];
  /** Whether it sees leads that nobody can take now, and those that were closed as they came in. */
  readonly queue: boolean;
  /** The named queues that these reps own. */
  readonly queueIds: readonly string[];
  /** The pools whose leads these reps may claim. */
  readonly offeredByPoolIds: readonly string[];
  /** Whether it sees leads that these reps handed over at a milestone; it may not change them. */
  readonly given: boolean;
}

/** Of the program itself. */
export const EVERYBODYS: Sight = {
  all: true,
  createdBy: null,
  repIds: [],
  queue: true,
  queueIds: [],
  offeredByPoolIds: [],
  given: true,
};

export function sightOf(caller: Caller, directory: Directory): Sight {
  const repIds: string[] = [];
  if (caller.repId !== null && may(caller, 'rep', 'manager')) repIds.push(caller.repId);
  if (caller.repId !== null && may(caller, 'manager')) repIds.push(...directory.repsUnder(caller.repId));
  const { queueOwnerId } = directory;
  return {
    all: may(caller, 'read', 'integration'),
    createdBy: may(caller, 'intake') ? caller.keyId : null,
    repIds,
    // The rep who is notified of waiting leads sees and moves them.
    queue: queueOwnerId !== null && repIds.includes(queueOwnerId),
    queueIds: directory.queuesOf(repIds),
    offeredByPoolIds: directory.poolsOfferingTo(repIds),
    given: true,
  };
}

/** Returns the leads that a key may change. The scope `read` and having handed a lead over add none. */
export function workSightOf(caller: Caller, directory: Directory): Sight {
  const sight = sightOf({ ...caller, scopes: caller.scopes.filter((scope) => scope !== 'read') }, directory);
  return { ...sight, given: false };
}

export function isSeen(sight: Sight, lead: SeenLead): boolean {
  if (sight.all) return true;
  if (sight.createdBy !== null && lead.createdBy === sight.createdBy) return true;
  if (lead.queueId !== null && sight.queueIds.includes(lead.queueId)) return true;
  if (sight.queue && lead.waiting === 'queue' && lead.queueId === null) return true;
  // Closed as it came in, without an owner: they are asked to check that. Lists show them what waits.
  if (sight.queue && lead.waiting === null && lead.ownerId === null) return true;
  const isOne = (repId: string) => sight.repIds.includes(repId);
  if (lead.waiting === 'claim' && wasOffered(sight, lead)) return true;
  if (sight.given && lead.giverIds?.some(isOne) === true) return true;
  return lead.ownerId !== null && isOne(lead.ownerId);
}

/** Whether one of the reps may claim the lead by its last offer: they are members of the pool now, and not excluded. */
export function wasOffered(
  { offeredByPoolIds, repIds }: Sight,
  { poolId, offer }: Pick<SeenLead, 'poolId' | 'offer'>,
): boolean {
  if (poolId === null || offer === null || !offeredByPoolIds.includes(poolId)) return false;
  return isOfferedToAny(offer, (repId) => repIds.includes(repId));
}

/** @param isOne whether a rep is one of some members of the pool; `offeredToAny` is the same in SQL */
export function isOfferedToAny({ to, not }: Offer, isOne: (repId: string) => boolean): boolean {
  return to.some(isOne) || !not.some(isOne);
}

/**
 * Reports whether a caller may see figures of a rep: people, who use a session, see those of others only if the settings
 * say so; for programs, the scopes of their keys decide (docs/adr/0112).
 */
export function seesFiguresOf(
  repId: string,
  { session, repId: ownId }: Caller,
  { individualReports }: { readonly individualReports: 'self' | 'managers' },
): boolean {
  return session === undefined || individualReports === 'managers' || repId.toLowerCase() === ownId;
}
