import { ForbiddenError } from '../../auth/auth.errors.js';
import type { Caller } from '../../auth/scope.js';
import { MissStruckError, NotMissedError } from '../../clocks/clock.errors.js';
import { type Clock, isStruck } from '../../clocks/clock.js';
import type { Directory } from '../../directory/directory.js';

/** Returns the reps whom the holder of a key leads. */
export function repsLedBy({ repId }: Caller, directory: Directory): ReadonlySet<string> {
  return repId === null ? new Set() : directory.repsUnder(repId);
}

/** The caller, and whether they may work on the subject of the miss. */
type JudgeOf = [caller: Caller, at: { readonly directory: Directory }, mayWork: () => boolean];

/** @throws ForbiddenError MissStruckError NotMissedError */
export function requireStrikable(clock: Clock, ...judge: JudgeOf): void {
  const why = whyNotStrikable(clock, ...judge);
  if (why !== null) throw why;
}

/**
 * Returns why the caller cannot strike a miss; null if they can. Pay depends on misses, so reps do not strike their own.
 * A miss of the company is struck by anybody who may work on the lead.
 */
export function whyNotStrikable(clock: Clock, ...[caller, { directory }, mayWork]: JudgeOf): Error | null {
  const { repId, state } = clock;
  const isAdmin = caller.scopes.includes('admin');
  if (!isAdmin && repId !== null && repId === caller.repId)
    return new ForbiddenError('You cannot strike your own miss: ask a manager above you or an admin.');
  const mayJudge = isAdmin || (repId === null ? mayWork() : repsLedBy(caller, directory).has(repId));
  if (!mayJudge) return new ForbiddenError('Only a manager above the rep who missed it, or an admin, can strike it.');
  if (isStruck(clock)) return new MissStruckError(clock.struckBreachAt!);
  return state === 'breached' ? null : new NotMissedError(state);
}
