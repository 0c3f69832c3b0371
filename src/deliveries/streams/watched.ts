import { type Caller, may } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import { sightOf } from '../../leads/visibility.js';
import { OverloadError } from '../../platform/refusal.js';

/** Ids of reps: whose inboxes somebody watches, and of whom they are sent what these are told. */
export interface Watched {
  readonly inboxes: ReadonlySet<string>;
  /** The pools whose leads they may claim. */
  readonly offering: ReadonlySet<string>;
  readonly told: ReadonlySet<string>;
  /** As whom they read it: with the key of a rep nothing is named of leads that others have. */
  readonly as: ReadsAs;
  /** In whose local time they are told of instants. */
  readonly timeZone: string;
}

export const READS_AS = ['rep', 'manager'] as const;
export type ReadsAs = (typeof READS_AS)[number];

/** What is asked for to be watched. */
export interface WatchRequest {
  /** `line`: a manager and all reps below, by the id of the manager. */
  readonly of: 'rep' | 'team' | 'line';
  readonly id: string;
}

/** What a key may watch of what is asked for; null where there is nothing of the kind that it may know of. */
export function watchedBy(caller: Caller, { of, id }: WatchRequest, directory: Directory): Watched | null {
  if (of === 'team') return teamWatchedBy(caller, id, directory);
  return of === 'rep' ? repWatchedBy(caller, id, directory) : lineWatchedBy(caller, id, directory);
}

function repWatchedBy(caller: Caller, repId: string, directory: Directory): Watched | null {
  const sight = sightOf(caller, directory);
  if (directory.rep(repId) === undefined || !(sight.all || sight.repIds.includes(repId))) return null;
  return watching([repId], repId, caller, directory);
}

function lineWatchedBy(caller: Caller, repId: string, directory: Directory): Watched | null {
  if (!may(caller, 'manager') || directory.rep(repId) === undefined) return null;
  return watching([repId, ...directory.repsUnder(repId)], repId, caller, directory);
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
  return watching(inboxes, caller.repId, caller, directory);
}

/** @param toldId who is told what they are sent beside the inboxes; null for nobody */
function watching(inboxes: readonly string[], toldId: string | null, caller: Caller, directory: Directory): Watched {
  return {
    inboxes: new Set(inboxes),
    offering: new Set(directory.poolsOfferingTo(inboxes)),
    told: new Set(toldId === null ? [] : [toldId]),
    as: may(caller, 'manager', 'read') ? 'manager' : 'rep',
    timeZone: directory.timeZoneOf(toldId),
  };
}

export function areSame(one: Watched, other: Watched): boolean {
  const hasSame = (which: 'inboxes' | 'offering' | 'told') => isSameSet(one[which], other[which]);
  return one.as === other.as && hasSame('inboxes') && hasSame('offering') && hasSame('told');
}

function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((id) => other.has(id));
}

const LISTENERS_MAX = 5_000;
/** One key leaves room for others. */
const OF_A_KEY_MAX = 1_000;

/** How many may listen on a node, and how often by one key. */
export class Places {
  private readonly taken = new Map<string, number>();
  private count = 0;

  /** @throws OverloadError when there are too many */
  take(keyId: string): void {
    if (this.count >= LISTENERS_MAX)
      throw new OverloadError('This node has as many listeners as it takes. Ask another, or again in a moment.');
    const ofKey = this.taken.get(keyId) ?? 0;
    if (ofKey >= OF_A_KEY_MAX)
      throw new OverloadError(
        `This key listens ${OF_A_KEY_MAX.toLocaleString('en')} times on this node, as often as one may: end a stream first, or ask another node.`,
      );
    this.count += 1;
    this.taken.set(keyId, ofKey + 1);
  }

  free(keyId: string): void {
    const left = this.taken.get(keyId)! - 1;
    this.count -= 1;
    if (left === 0) this.taken.delete(keyId);
    else this.taken.set(keyId, left);
  }
}
