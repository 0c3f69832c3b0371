import { type Caller, may } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';

/** What a key may see of a lead depends on who owns it and which key sent it. */
export interface Seen {
  readonly ownerId: string | null;
  readonly createdBy: string | null;
}

/** Which leads a key may see: all, those it sent, or those of certain reps. */
export interface Sight {
  readonly all: boolean;
  readonly createdBy: string | null;
  readonly repIds: readonly string[];
}

export function sightOf(caller: Caller, directory: Directory): Sight {
  const repIds: string[] = [];
  if (caller.repId !== null && may(caller, 'rep', 'manager')) repIds.push(caller.repId);
  if (caller.repId !== null && may(caller, 'manager')) repIds.push(...directory.repsUnder(caller.repId));
  return {
    all: may(caller, 'read', 'integration'),
    createdBy: may(caller, 'intake') ? caller.keyId : null,
    repIds,
  };
}

/** Which leads a key may change: the scope `read` adds none to them. */
export function workSightOf(caller: Caller, directory: Directory): Sight {
  return sightOf({ ...caller, scopes: caller.scopes.filter((scope) => scope !== 'read') }, directory);
}

export function isSeen(sight: Sight, lead: Seen): boolean {
  if (sight.all) return true;
  if (sight.createdBy !== null && lead.createdBy === sight.createdBy) return true;
  return lead.ownerId !== null && sight.repIds.includes(lead.ownerId);
}
