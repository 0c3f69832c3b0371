import { ModelLead } from './model-lead.js';

/** All cycles of a lead, the present one first. */
export function cyclesOf(lead: ModelLead): ModelLead[] {
  return lead.former === null ? [lead] : [lead, ...cyclesOf(lead.former)];
}

/** The cycle to which an instant belongs; instants before all of them belong to the first. */
export function cycleAt(lead: ModelLead, at: number): ModelLead {
  const cycles = cyclesOf(lead);
  return cycles.find(({ tenures }) => tenures[0]!.from <= at) ?? cycles.at(-1)!;
}

/** A lead that opens because of its deal belongs to the owner of that, and nobody owes a first touch. */
export function beginCycleWith(lead: ModelLead, owner: number, why: string, now: number): ModelLead {
  lead.status = 'over';
  const next = new ModelLead(lead.name, lead.receivedAt, lead.desk, lead.handsOver, lead);
  next.record(now, 'lead.reopened', { by: 'person', why });
  next.enter({ rep: owner, from: now, cause: 'deal', pool: null, isByRule: false });
  return next;
}
