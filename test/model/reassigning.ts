import type { Tenure } from './diary.js';
import { takenAwayFrom } from './giving-back.js';
import type { ModelLead } from './model-lead.js';
import { staysOf } from './standing.js';
import { isWorkedOn } from './undoing.js';

/** @returns whether the lead is open, so that it can be given to somebody */
export function reassign(lead: ModelLead, rep: number, now: number): boolean {
  if (!lead.isOpen) return false;
  if (rep !== lead.owner) lead.giveTo(rep, now, 'manual');
  else if (lead.isWaiting) {
    // The decision was for the owner, so a waiting move is called off.
    lead.waitingSince = null;
    lead.record(now, 'lead.updated');
  }
  return true;
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

/** Gives the open leads of other reps to a rep. */
export function reassignInBulk(leads: readonly ModelLead[], rep: number, now: number): BulkMove {
  const moved = leads
    .filter(({ isOpen, owner }) => isOpen && owner !== rep)
    .map((lead) => {
      const { waitingSince } = lead;
      lead.giveTo(rep, now, 'manual', null, true);
      return { lead, tenure: lead.tenures.at(-1)!, waitingSince };
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
  const isAway = lead.desk.awayOf(rep).some(({ from, to }) => from <= now && now < to);
  if (isAway || isWorkedOn(lead, rep, since)) return;
  const owed = takenAwayFrom(lead, former.places, since);
  lead.giveTo(rep, now, 'undone', owed, true);
  if (waitingSince !== null && owed.missed.length > 0 && lead.moves < lead.policy.maxReassignments)
    lead.waitingSince = waitingSince;
}
