import type { MilestoneEntry, MilestoneRow } from '../../leads/milestone.store.js';
import { toIso } from '../../platform/values/duration.js';
import { close, writtenBy } from '../closing/disposing.js';
import type { LeadCase } from '../lead-case.js';
import { takeMilestone } from '../touches/touching.js';
import type { UnitOfWork } from '../unit-of-work.js';

/** Records that a lead has reached a milestone, and applies it. A win closes the lead. */
export function reachMilestone(
  work: UnitOfWork,
  leadCase: LeadCase,
  { id: milestoneId, cycle, name, occurredAt, value }: MilestoneRow,
): void {
  work.record(leadCase, 'lead.milestone', {
    milestoneId,
    name,
    occurredAt: toIso(occurredAt),
    ...(value !== null && { value }),
  });
  // A milestone of an earlier cycle does not affect the work in this one.
  if (cycle === leadCase.lead.cycle) takeMilestone(work, leadCase, occurredAt);
  if (name === 'won') close(work, leadCase, 'won', null);
}

/** Returns what programs read of a milestone. @param attempts of people to reach the person until then */
export function entryOf(
  work: UnitOfWork,
  { id: milestoneId, leadId, value }: Pick<MilestoneRow, 'id' | 'leadId' | 'value'>,
  attempts: number,
): MilestoneEntry {
  const entry = { id: work.newId(), kind: 'milestone', milestoneId, leadId, value, note: null } as const;
  return { ...entry, attempts, decidedAt: work.now, ...writtenBy(work.actor) };
}
