import type { Cause, Place, Tenure } from './diary.js';
import type { ModelLead } from './model-lead.js';
import type { Pool } from './story.js';

/** The time of a lead with one rep: several tenures if it was given back to them. */
export interface Stay {
  /** The tenure with which it began. */
  readonly tenure: Tenure;
  /** The indices of all of its tenures. */
  readonly places: readonly number[];
}

/** Whether a rep has a lead as if it had never gone from them. */
export function isBack(cause: Cause): boolean {
  return cause === 'undone' || cause === 'reopened';
}

/** The stays of a lead as if what was undone had never been: its rep goes on with the lead as before. */
export function staysOf({ tenures }: Pick<ModelLead, 'tenures'>): Stay[] {
  const stays: Stay[] = [];
  for (const [place, tenure] of tenures.entries()) {
    const former = isBack(tenure.cause) ? stays.findLastIndex((stay) => stay.tenure.rep === tenure.rep) : -1;
    if (former === -1) stays.push({ tenure, places: [place] });
    else stays.splice(former, stays.length, { ...stays[former]!, places: [...stays[former]!.places, place] });
  }
  return stays;
}

/** Reports whether a tenure is of the present stay, as if the lead had never gone since; null is the company's. */
export function isPresent(lead: Pick<ModelLead, 'tenures'>, tenure: number | null): boolean {
  return tenure === null || staysOf(lead).at(-1)!.places.includes(tenure);
}

/** The stay of an instant, as if what was undone since had never been; instants before all stays belong to the first. */
export function stayAt(lead: Pick<ModelLead, 'tenures'>, at: number): Stay {
  const stays = staysOf(lead);
  return stays.findLast(({ tenure }) => tenure.from <= at) ?? stays[0]!;
}

/** Reports whether two tenures are of one stay. */
export function isOneStay(lead: Pick<ModelLead, 'tenures'>, one: number | null, other: number | null): boolean {
  return one === other || staysOf(lead).some(({ places }) => [one, other].every((each) => places.includes(each!)));
}

/** The tenures that stand: those with which the stays began. */
export function standing(lead: Pick<ModelLead, 'tenures'>): Tenure[] {
  return staysOf(lead).map(({ tenure }) => tenure);
}

/**
 * Where a lead is after a move. A handover is to the closers, a lead that was in no pool gets into the one of all, and
 * an undo restores its place.
 */
export function placeAfter(lead: ModelLead, cause: Cause, rep: number | null, chosen?: Pool): Place {
  if (chosen !== undefined) return { pool: chosen, isByRule: false };
  if (cause === 'milestone') return { pool: 'closers', isByRule: true };
  if (isBack(cause)) {
    const former = staysOf(lead).findLast(({ tenure }) => tenure.rep === rep)!;
    return placeOf(lead.tenures[former.places.at(-1)!]!);
  }
  if (cause === 'manual' || lead.pool !== null) return placeOf(lead.tenures.at(-1)!);
  return { pool: 'team', isByRule: true };
}

function placeOf({ pool, isByRule }: Place): Place {
  return { pool, isByRule };
}

export function isAway({ desk }: Pick<ModelLead, 'desk'>, rep: number | null, now: number): boolean {
  return desk.awayOf(rep).some(({ from, to }) => from <= now && now < to);
}
