import { latest, nextAfter, REACHED } from '../clocks/cadence.js';
import type { TouchRow } from '../leads/activity.store.js';
import { workStateAfter } from '../leads/touch.js';
import { beginNext } from './beginning-next.js';
import { beginWhereNothingIs } from './cadence.js';
import type { LeadCase } from './lead-case.js';
import type { UnitOfWork } from './unit-of-work.js';

/**
 * The last milestone of an open lead's cycle turns out to be none: the work stands where its touches have brought it, and
 * what is waited for then is promised anew. What was kept or missed meanwhile stays as it was.
 * @param touches of the cycle, those that stand
 */
export function goOnWithoutMilestone(work: UnitOfWork, leadCase: LeadCase, touches: readonly TouchRow[]): void {
  const workState = touches.reduce(workStateAfter, 'untouched');
  leadCase.lead = { ...leadCase.lead, workState, updatedAt: work.now };
  const { policy, lead, clocks } = leadCase;
  const ofCycle = clocks.filter(({ cycle }) => cycle === lead.cycle);
  if (policy === null || ofCycle.some(({ state, kind }) => state === 'running' && kind !== 'leadResponse')) return;
  const last = latest(ofCycle);
  if (last === undefined) {
    if (workState !== 'untouched') beginWhereNothingIs(work, leadCase, policy, work.now);
    return;
  }
  // The step that the milestone ended, as if somebody had been reached.
  const isStep = last.kind === 'followUp' && last.endReason === REACHED && workState !== 'connected';
  beginNext(work, leadCase, nextAfter(isStep ? last.step! - 1 : Number.POSITIVE_INFINITY, policy), work.now);
}
