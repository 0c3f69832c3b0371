import { cancel, isStillMissed, type LeadClock, reopen } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import type { TouchRow } from '../../leads/activity.store.js';
import { enterStatus } from '../../leads/lead.js';
import type { Instant } from '../../platform/values/duration.js';
import { ofCycle } from '../clocks/beginning-next.js';
import { endClocks } from '../clocks/clocks.js';
import { followCondition } from '../clocks/pausing.js';
import { planAnew } from '../clocks/replanning.js';
import { timeLeft } from '../clocks/resuming.js';
import { restate } from '../corrections/restoring.js';
import { progressOf, takeBack } from '../corrections/taking-back.js';
import type { LeadCase } from '../lead-case.js';
import { takeTouch } from '../touches/touching.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { closedAtOf, type SinceClosing } from './since-closing.js';

/** Opens a lead as if it had never been closed: its cycle goes on. It has no owner yet. */
export function openAgain(
  work: UnitOfWork,
  leadCase: LeadCase,
  facts: { readonly bulkId?: string; readonly why?: 'unmerged' },
): void {
  endClocks(work, leadCase, 'reopened');
  leadCase.isClosingUndone = true;
  const { lead } = leadCase;
  leadCase.lead = { ...enterStatus(lead, 'open'), ownerId: null, dispositionId: null, updatedAt: work.now };
  work.record(leadCase, 'lead.reopened', { by: 'person', cycle: lead.cycle, ...facts });
}

/**
 * Takes back what the closing of a lead did to its promises: those of the owner ended with their tenure, as with a move,
 * and are given back with it; that of the company goes on; a decision was not made. Its pauses end when they would have.
 */
export function reclaimPromises(work: UnitOfWork, leadCase: LeadCase, since: SinceClosing): void {
  const closedAt = closedAtOf(leadCase);
  for (const pause of leadCase.pauses) {
    const untilAt = since.pauseEnds.get(pause.id) ?? closedAt;
    const wasEnded = pause.kind === 'hand' && pause.cycle === leadCase.lead.cycle && pause.untilAt === closedAt;
    if (wasEnded && untilAt > closedAt) work.replacePause(leadCase, { ...pause, untilAt });
  }
  followCondition(work, leadCase, work.now);
  for (const clock of ofCycle(leadCase)) {
    if (rulesOf(clock).owedBy === null) continue;
    if (clock.kind === 'decide' && clock.metAt === closedAt) notDecided(work, leadCase, clock, closedAt);
    else if (clock.endReason === 'closed' && rulesOf(clock).owedBy === 'company') goOn(work, leadCase, clock);
    else if (clock.endReason === 'closed') work.replaceClock(leadCase, { ...clock, endReason: 'reassigned' });
  }
  if (since.decisionPending) leadCase.lead = { ...leadCase.lead, decisionPending: true };
}

function notDecided(work: UnitOfWork, leadCase: LeadCase, clock: LeadClock, closedAt: Instant): void {
  const after =
    clock.state === 'met' && clock.breachedAt === null
      ? cancel(reopen(clock), 'reassigned', closedAt)
      : { ...clock, metAt: null };
  restate(work, leadCase, { before: clock, after, why: 'closingUndone' });
}

function goOn(work: UnitOfWork, leadCase: LeadCase, clock: LeadClock): void {
  const again = { ...reopen(clock), ...timeLeft(work, leadCase, clock) };
  restate(work, leadCase, { before: clock, after: planAnew(work, leadCase, again), why: 'closingUndone' });
}

/**
 * Lets the chains of misses go on that the closing had ended, once the lead has an owner again. A move that had waited is
 * requested again.
 * @param missed the misses of the owner that are still to be made up for
 */
export function followMissesAgain(work: UnitOfWork, leadCase: LeadCase, missed: readonly LeadClock[]): void {
  const ofCompany = ofCycle(leadCase).filter((clock) => rulesOf(clock).owedBy === 'company' && isStillMissed(clock));
  // Once somebody has touched the lead, what was missed before is answered.
  const unanswered = leadCase.lead.workState === 'untouched' ? ofCompany : [];
  const owners = ofCycle(leadCase).filter((clock) => isStillMissed(clock) && missed.some(({ id }) => id === clock.id));
  for (const clock of [...owners, ...unanswered])
    work.replaceClock(leadCase, planAnew(work, leadCase, { ...clock, progress: progressOf(leadCase, clock) }));
}

/**
 * Applies to a lead that is open again what was reported and taken back while it was closed.
 * @returns the touches that count
 */
export function catchUp(work: UnitOfWork, leadCase: LeadCase, { reported, takenBack }: SinceClosing): TouchRow[] {
  const { tenures, assignment, lead } = leadCase;
  // It is judged in the tenure that has just begun as well.
  const begun = { ...tenures.at(-1)!, ...assignment!, repId: lead.ownerId, fromAt: work.now, untilAt: null };
  leadCase.tenures = [...tenures, begun];
  if (takenBack !== null) takeBack(work, leadCase, { ...takenBack, why: 'takenBack' });
  const counting = reported.filter((touch) => takeTouch(work, leadCase, touch, leadCase.policy));
  leadCase.tenures = tenures;
  return counting;
}
