import { type Caller, may } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import { sightOf } from '../../leads/visibility.js';

/** Ids of reps: whose inboxes somebody watches, and of whom they are sent what these are told. */
export interface Watched {
  readonly inboxes: ReadonlySet<string>;
  readonly told: ReadonlySet<string>;
  /** As whom they read it: with the key of a rep nothing is named of leads that others have. */
  readonly as: ReadsAs;
}

export const READS_AS = ['rep', 'manager'] as const;
export type ReadsAs = (typeof READS_AS)[number];

/** What is asked for to be watched. */
export interface WatchRequest {
  readonly of: 'rep' | 'team';
  readonly id: string;
}

/** What a key may watch of what is asked for; null where there is nothing of the kind that it may know of. */
export function watchedBy(caller: Caller, { of, id }: WatchRequest, directory: Directory): Watched | null {
  return of === 'rep' ? repWatchedBy(caller, id, directory) : teamWatchedBy(caller, id, directory);
}

function repWatchedBy(caller: Caller, repId: string, directory: Directory): Watched | null {
  const sight = sightOf(caller, directory);
  if (directory.rep(repId) === undefined || !(sight.all || sight.repIds.includes(repId))) return null;
  return { inboxes: new Set([repId]), told: new Set([repId]), as: readsAs(caller) };
}

/** Those in the team and all below them; a manager is told what is for the manager beside that. */
function teamWatchedBy(caller: Caller, teamId: string, directory: Directory): Watched | null {
  const team = directory.team(teamId);
  if (team === undefined) return null;
  const below = team.repIds.flatMap((id) => [...directory.repsUnder(id)]);
  const sight = sightOf(caller, directory);
  const inboxes = [...team.repIds, ...below].filter((id) => sight.all || sight.repIds.includes(id));
  const isTheirs = may(caller, 'manager') && caller.repId !== null && team.managerId === caller.repId;
  if (inboxes.length === 0 && !sight.all && !isTheirs) return null;
  return { inboxes: new Set(inboxes), told: new Set(caller.repId === null ? [] : [caller.repId]), as: readsAs(caller) };
}

function readsAs(caller: Caller): ReadsAs {
  return may(caller, 'manager', 'read') ? 'manager' : 'rep';
}

export function areSame(one: Watched, other: Watched): boolean {
  return one.as === other.as && isSameSet(one.inboxes, other.inboxes) && isSameSet(one.told, other.told);
}

function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((id) => other.has(id));
}
