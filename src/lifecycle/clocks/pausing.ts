import { rulesOf } from '../../clocks/kinds.js';
import { isRunning, type Pause } from '../../clocks/pause.js';
import { factsOf } from '../../leads/lead.js';
import type { Instant } from '../../platform/values/duration.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { recordPaused, recordResumed } from './clocks.js';
import { planAnew } from './replanning.js';

interface PauseRequest {
  readonly untilAt: Instant;
  readonly reason: string;
  readonly madeBy: NonNullable<Pause['madeBy']>;
}

/** Returns the present pause by hand of a lead. */
export function pauseByHand({ pauses, lead }: LeadCase, now: Instant): Pause | undefined {
  return pauses.find((pause) => pause.kind === 'hand' && pause.cycle === lead.cycle && isRunning(pause, now));
}

/** Pauses what the owner owes. If the lead is paused already, changes the end of that pause. */
export function pause(work: UnitOfWork, leadCase: LeadCase, { untilAt, reason, madeBy }: PauseRequest): void {
  const running = pauseByHand(leadCase, work.now);
  if (running !== undefined) work.replacePause(leadCase, { ...running, untilAt, reason });
  else
    work.addPause(leadCase, {
      ...beginning(work, leadCase),
      kind: 'hand',
      fromAt: work.now,
      untilAt,
      reason,
      madeBy,
    });
  stopOrGoOn(work, leadCase);
}

/** Ends a pause early. */
export function resume(work: UnitOfWork, leadCase: LeadCase, running: Pause): void {
  work.replacePause(leadCase, { ...running, untilAt: work.now });
  stopOrGoOn(work, leadCase);
}

/**
 * Pauses or resumes a lead as it begins or ceases to meet the pause condition of its policy.
 * @param from when it began to meet it
 */
export function followCondition(work: UnitOfWork, leadCase: LeadCase, from: Instant): void {
  const { policy, lead, document, pauses } = leadCase;
  const running = pauses.find(
    ({ kind, cycle, untilAt }) => kind === 'condition' && cycle === lead.cycle && untilAt === null,
  );
  const { lists, sources } = work.directory.content;
  const holds =
    lead.status === 'open' && policy?.pauseWhile?.evaluate(factsOf(document!), lists, sources).matched === true;
  if (holds === (running !== undefined)) return;
  if (running !== undefined) work.replacePause(leadCase, { ...running, untilAt: work.now });
  else
    work.addPause(leadCase, {
      ...beginning(work, leadCase),
      kind: 'condition',
      fromAt: from,
      untilAt: null,
      reason: null,
      madeBy: null,
    });
  stopOrGoOn(work, leadCase);
}

/** Ends the pauses of a closed lead. Their actual lengths stay stored. */
export function endPauses(work: UnitOfWork, leadCase: LeadCase): void {
  for (const each of leadCase.pauses)
    if (isRunning(each, work.now)) work.replacePause(leadCase, { ...each, untilAt: work.now });
}

function beginning(work: UnitOfWork, { subjectType, subjectId, lead }: LeadCase) {
  return { id: work.newId(), subjectType, subjectId, cycle: lead.cycle } as const;
}

/** Pauses or resumes every running clock by the present pauses. */
function stopOrGoOn(work: UnitOfWork, leadCase: LeadCase): void {
  for (const clock of leadCase.clocks) {
    if (clock.state !== 'running' || clock.cycle !== leadCase.lead.cycle || rulesOf(clock).owedBy === null) continue;
    const anew = planAnew(work, leadCase, clock);
    const isTicking = anew.pausedAt === null && clock.pausedAt === null;
    if (isTicking || (anew.pausedAt === clock.pausedAt && anew.resumesAt === clock.resumesAt)) continue;
    work.replaceClock(leadCase, anew);
    if (anew.pausedAt === null) recordResumed(work, leadCase, anew);
    else recordPaused(work, leadCase, anew);
  }
}
