import type { Place, Tenure } from './diary.js';
import { takenAwayFrom } from './giving-back.js';
import type { ModelLead } from './model-lead.js';
import { giveTo, leaveHolds } from './moving.js';
import { isAway, staysOf } from './standing.js';
import { POOLS, type Target } from './story.js';
import { anotherOf } from './sweeping.js';
import { isWorkedOn } from './undoing.js';

/** @returns whether the lead is open, so that it can be given to somebody */
export function reassign(lead: ModelLead, to: Target, now: number): boolean {
  if (!lead.isOpen) return false;
  if (!move(lead, to, now)) retain(lead, 'pool' in to ? { pool: to.pool, isByRule: false } : null, now);
  return true;
}

/** @returns whether it moves: a lead stays if it is to go to its owner, or if nobody else of the pool is there */
function move(lead: ModelLead, to: Target, now: number, inBulk = false): boolean {
  if ('rep' in to) {
    if (to.rep === lead.owner) return false;
    giveTo(lead, to.rep, now, { cause: 'manual', inBulk });
    return true;
  }
  const members: readonly number[] = POOLS[to.pool];
  const rep = anotherOf(lead, members, now);
  const isKept = rep === null && lead.owner !== null && members.includes(lead.owner) && !isAway(lead, lead.owner, now);
  if (!isKept) giveTo(lead, rep, now, { cause: 'dealt', inBulk, pool: to.pool });
  return !isKept;
}

/** The decision was for the owner, so a waiting move is called off. @param place null: it stays in its pool */
function retain(lead: ModelLead, place: Place | null, now: number): void {
  const tenure = lead.tenures.at(-1)!;
  const { pool, isByRule } = tenure;
  const isElsewhere = place !== null && (place.pool !== pool || place.isByRule !== isByRule);
  if (isElsewhere) Object.assign(tenure, place);
  if (!isElsewhere && !lead.isWaiting) return;
  lead.waitingSince = null;
  lead.record(now, 'lead.updated');
  if (lead.pool !== pool) leaveHolds(lead);
}

/** A lead that was moved in bulk, with the tenure that began, and since when it had waited to move. */
interface MovedLead {
  readonly lead: ModelLead;
  readonly tenure: Tenure;
  readonly waitingSince: number | null;
}

export interface BulkMove {
  readonly at: number;
  readonly moved: readonly MovedLead[];
}

/** Gives the open leads of others to a rep, or has a pool deal them. */
export function reassignInBulk(leads: readonly ModelLead[], to: Target, now: number): BulkMove {
  const moved = leads
    .filter(({ isOpen }) => isOpen)
    .flatMap((lead) => {
      const { waitingSince } = lead;
      return move(lead, to, now, true) ? [{ lead, tenure: lead.tenures.at(-1)!, waitingSince }] : [];
    });
  return { at: now, moved };
}

/** Gives each lead back, unless it was closed, moved or worked on since, or its former owner is away. */
export function undoInBulk({ at, moved }: BulkMove, now: number): void {
  for (const each of moved) undoMove(each, at, now);
}

function undoMove({ lead, tenure, waitingSince }: MovedLead, since: number, now: number): void {
  const stays = staysOf(lead);
  const former = stays.at(-2);
  if (!lead.isOpen || former === undefined || stays.at(-1)!.tenure !== tenure) return;
  const { rep } = former.tenure;
  if (isAway(lead, rep, now) || isWorkedOn(lead, rep, since)) return;
  const owed = takenAwayFrom(lead, former.places, since);
  giveTo(lead, rep, now, { cause: 'undone', given: owed, inBulk: true });
  if (waitingSince !== null && owed.missed.length > 0 && lead.moves < lead.policy.maxReassignments)
    lead.waitingSince = waitingSince;
}
