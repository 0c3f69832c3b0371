import type { ModelLead } from './model-lead.js';

/** All cycles of a lead, the present one first. */
export function cyclesOf(lead: ModelLead): ModelLead[] {
  return lead.former === null ? [lead] : [lead, ...cyclesOf(lead.former)];
}

/** The cycle to which an instant belongs; instants before all of them belong to the first. */
export function cycleAt(lead: ModelLead, at: number): ModelLead {
  const cycles = cyclesOf(lead);
  return cycles.find(({ tenures }) => tenures[0]!.from <= at) ?? cycles.at(-1)!;
}
