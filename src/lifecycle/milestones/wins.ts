import type { LeadState } from '../../leads/lead.js';
import type { MilestoneRow } from '../../leads/milestone.store.js';

type Win = Pick<MilestoneRow, 'id' | 'name' | 'cycle' | 'recordedAt' | 'reversedAt'>;

/** Reports whether a milestone has won a lead as it is now, even if it is dated before the lead came back. */
export function winsNow({ name, cycle, recordedAt, reversedAt }: Win, lead: LeadState): boolean {
  const isOfPresent = cycle === lead.cycle || recordedAt > lead.cycleStartedAt;
  return name === 'won' && reversedAt === null && lead.status === 'won' && isOfPresent;
}

/** Reports whether a lead is no longer won without a milestone. @param all milestones that it has */
export function endsWin(milestone: Win, all: readonly Win[], lead: LeadState): boolean {
  return winsNow(milestone, lead) && !all.some((each) => each.id !== milestone.id && winsNow(each, lead));
}
