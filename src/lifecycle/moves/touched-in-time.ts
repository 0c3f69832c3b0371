import type { TouchRow } from '../../leads/activity.store.js';
import { system } from '../../platform/values/actor.js';
import { staysOf } from '../../routing/assignments/stays.js';
import { isAttempt } from '../../sla/what-counts.js';
import { NOTHING_TAKEN } from '../clocks/resuming.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { giveBack } from './giving-back.js';

/**
 * Returns the rep who gets a lead back because of a touch that was reported late: they lost it by a miss, and turn out
 * to have touched it in time. Null if the policy lets the lead stay where it is, or it has moved on since.
 * @param touch one that has been judged
 */
export function whoGetsItBack({ lead, policy, clocks, tenures }: LeadCase, touch: TouchRow): string | null {
  if (policy?.firstTouch.onCorrection !== 'return' || touch.cycle !== lead.cycle || lead.status !== 'open') return null;
  const present = staysOf(tenures).at(-1)?.tenure;
  if (present?.cause !== 'breach' || lead.ownerId === null || touch.repId === lead.ownerId) return null;
  const takenAt = Math.min(touch.occurredAt, touch.recordedAt);
  const acquitted = clocks.find(
    ({ kind, cycle, state, breachedAt, metAt, repId }) =>
      kind === 'firstTouch' &&
      cycle === lead.cycle &&
      state === 'met' &&
      breachedAt !== null &&
      metAt === takenAt &&
      repId === touch.repId,
  );
  return acquitted?.repId ?? null;
}

/** Reports whether the present owner has worked on the lead, so that it stays theirs. */
export function hasWorkedOnIt({ lead, tenures }: LeadCase, touches: readonly TouchRow[]): boolean {
  const since = staysOf(tenures).at(-1)?.tenure.fromAt ?? 0;
  return touches.some((touch) => touch.repId === lead.ownerId && touch.occurredAt >= since && isAttempt(touch));
}

/** Gives the lead back as if it had never been lost. What its owner owed by then they have done. */
export function giveBackTouched(work: UnitOfWork, leadCase: LeadCase, repId: string): void {
  const former = staysOf(leadCase.tenures).findLast(({ tenure }) => tenure.repId === repId)!;
  giveBack(work, leadCase, former, {
    cause: 'correction',
    actor: system('onCorrection'),
    given: { ...NOTHING_TAKEN, stoodStill: true },
  });
}
