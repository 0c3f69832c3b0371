import { type Caller, may } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import { sightOf } from '../../leads/visibility.js';
import { OverloadError } from '../../platform/input/refusal.js';
import { isSameSet } from '../../platform/values/group.js';
import { type ReadsAs, readsAs } from '../notifications/reads-as.js';

/** The reps whose inboxes (`inboxes`) and notifications (`notified`) a listener receives. */
export interface WatchedReps {
  readonly inboxes: ReadonlySet<string>;
  /** The pools whose leads these reps may claim. */
  readonly offering: ReadonlySet<string>;
  readonly notified: ReadonlySet<string>;
  readonly as: ReadsAs;
  readonly timeZone: string;
}

export interface WatchRequest {
  /** `line`: the caller, a manager, and all reps below; `id` is the manager's. */
  readonly of: 'rep' | 'team' | 'line';
  readonly id: string;
}

/** Returns what the caller may watch of a request; null if it does not exist or the caller may not know of it. */
export function watchedBy(caller: Caller, { of, id }: WatchRequest, directory: Directory): WatchedReps | null {
  if (of === 'team') return teamWatchedBy(caller, id, directory);
  return of === 'rep' ? repWatchedBy(caller, id, directory) : lineWatchedBy(caller, id, directory);
}

function repWatchedBy(caller: Caller, repId: string, directory: Directory): WatchedReps | null {
  const sight = sightOf(caller, directory);
  if (directory.rep(repId) === undefined || !(sight.all || sight.repIds.includes(repId))) return null;
  return watching([repId], repId, caller, directory);
}

function lineWatchedBy(caller: Caller, repId: string, directory: Directory): WatchedReps | null {
  if (!may(caller, 'manager') || caller.repId !== repId || directory.rep(repId) === undefined) return null;
  return watching([repId, ...directory.repsUnder(repId)], repId, caller, directory);
}

/** Watches the team and all below it. The team's manager also receives their own notifications. */
function teamWatchedBy(caller: Caller, teamId: string, directory: Directory): WatchedReps | null {
  const team = directory.team(teamId);
  if (team === undefined) return null;
  const below = team.repIds.flatMap((id) => [...directory.repsUnder(id)]);
  const sight = sightOf(caller, directory);
  const inboxes = [...team.repIds, ...below].filter((id) => sight.all || sight.repIds.includes(id));
  const isManager = may(caller, 'manager') && caller.repId !== null && team.managerId === caller.repId;
  if (inboxes.length === 0 && !sight.all && !isManager) return null;
  return watching(inboxes, caller.repId, caller, directory);
}

/** @param notifiedId the rep whose notifications are sent; null for none */
function watching(
  inboxes: readonly string[],
  notifiedId: string | null,
  caller: Caller,
  directory: Directory,
): WatchedReps {
  return {
    inboxes: new Set(inboxes),
    offering: new Set(directory.poolsOfferingTo(inboxes)),
    notified: new Set(notifiedId === null ? [] : [notifiedId]),
    as: readsAs(caller),
    timeZone: directory.timeZoneOf(notifiedId),
  };
}

export function areSame(one: WatchedReps, other: WatchedReps): boolean {
  const hasSame = (which: 'inboxes' | 'offering' | 'notified') => isSameSet(one[which], other[which]);
  return one.as === other.as && hasSame('inboxes') && hasSame('offering') && hasSame('notified');
}

const LISTENERS_MAX = 5_000;
/** Below the limit of a node, so that one key leaves room for others. */
const OF_A_KEY_MAX = 1_000;

export class Places {
  private readonly taken = new Map<string, number>();
  private count = 0;

  take(keyId: string): void {
    if (this.count >= LISTENERS_MAX)
      throw new OverloadError(
        'This node has as many listeners as it accepts. Ask another node, or try again in a moment.',
      );
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
