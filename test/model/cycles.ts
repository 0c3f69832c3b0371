import type { Happening, Tenure } from './diary.js';
import { ModelLead } from './model-lead.js';
import { isAway, standing } from './standing.js';
import { REPS } from './story.js';

/** All cycles of a lead, the present one first. */
export function cyclesOf(lead: ModelLead): ModelLead[] {
  return lead.former === null ? [lead] : [lead, ...cyclesOf(lead.former)];
}

/** The cycle to which an instant belongs; instants before all of them belong to the first. */
export function cycleAt(lead: ModelLead, at: number): ModelLead {
  const cycles = cyclesOf(lead);
  return cycles.find(({ tenures }) => tenures[0]!.from <= at) ?? cycles.at(-1)!;
}

/** The rep for whom a cycle begins, and why. */
export type Beginner = Omit<Tenure, 'from' | 'rep'> & { readonly rep: number };

/** Begins the next cycle of a lead. @param why the data of the event */
export function beginNextCycle(lead: ModelLead, why: Happening['data'], who: Beginner, now: number): ModelLead {
  lead.status = 'over';
  const next = new ModelLead(lead.name, lead.receivedAt, lead.desk, lead.handsOver, lead);
  next.record(now, 'lead.reopened', why);
  next.enter({ ...who, from: now });
  return next;
}

/** A lead that opens because of its deal belongs to the owner of that, and nobody owes a first touch. */
export function ownerOfDeal({ owner }: { readonly owner: number }): Beginner {
  return { rep: owner, cause: 'deal', pool: null, isByRule: false };
}

/**
 * Whoever gets a lead that was put away: the owner of its open deal, else its last owner if they are there, else anybody
 * who is.
 */
export function whoGetsItAgain(lead: ModelLead, cause: 'asked' | 'returned', now: number): Beginner {
  const deal = lead.deals.find(({ stage }) => stage === 'open');
  if (deal !== undefined) return ownerOfDeal(deal);
  const last = lastOwner(lead);
  const isThere = last !== undefined && !isAway(lead, last, now);
  const rep = isThere ? last : whoIsThere(lead, now);
  return { rep, cause, pool: 'team', isByRule: true };
}

/** Any rep who is not away. */
export function whoIsThere(lead: ModelLead, now: number): number {
  const present = [...REPS.keys()].filter((rep) => !isAway(lead, rep, now));
  return lead.desk.chooses(lead.name, present, now);
}

/** The last owner who did not give it back by declining it. */
function lastOwner(lead: ModelLead): number | undefined {
  const cycles = cyclesOf(lead).reverse();
  const all = cycles.flatMap(({ tenures }) => tenures);
  const hasDeclined = (rep: number) => all[all.findLastIndex((tenure) => tenure.rep === rep) + 1]?.cause === 'decline';
  return cycles
    .flatMap(standing)
    .flatMap(({ rep }) => rep ?? [])
    .findLast((rep) => !hasDeclined(rep));
}

/** Whoever gets a further lead of a person: if they have bought, the rep who won them, if that one is there. */
export function whoGetsFurther(lead: ModelLead, further: ModelLead, now: number): Beginner {
  const { owner, status } = lead;
  const isTheirs = status === 'won' && owner !== null && !isAway(lead, owner, now);
  const rep = isTheirs ? owner : whoIsThere(further, now);
  return { rep, cause: 'intake', pool: 'team', isByRule: true };
}
