import { exclusionOf } from '../deciding/eligibility.js';
import { poolChain, type Roster, type RosterRep } from '../deciding/roster.js';
import { coversOf } from '../pools/covers.js';

/**
 * Reports whether anybody could take a lead that waits for a pool, or (null) for the fallback alone: a cheap check
 * before any lead is read. It may return true wrongly (earlier owners, off hours), but never false.
 */
export function canServe(roster: Roster, poolId: string | null): boolean {
  return poolChain(roster, poolId).some((pool) =>
    pool.members.some((member) => {
      const rep = roster.reps.get(member.repId);
      return rep !== undefined && isFree(rep) && (pool.offHours === 'share' || member.hours.isOpenAt(roster.at));
    }),
  );
}

/** Reports the same for a rep named by a rule, whose hours do not count; their covers may take it, too. */
export function canTake({ reps }: Roster, repId: string): boolean {
  const candidates = [repId, ...coversOf(repId, (id) => reps.get(id))].flatMap((id) => reps.get(id) ?? []);
  return candidates.some(isFree);
}

/**
 * Reports whether a lead could go to the rep who gets it as soon as they can. A last owner has to be at work.
 * @param byName whether it may be the rep of its account or company instead, whose hours do not count
 */
export function canReturn(roster: Roster, repId: string, byName: boolean): boolean {
  const rep = roster.reps.get(repId);
  if (rep === undefined || !canTake(roster, repId)) return false;
  return byName || !isFree(rep) || rep.hours.isOpenAt(roster.at);
}

function isFree(rep: RosterRep): boolean {
  return exclusionOf(rep, rep.load) === null;
}
