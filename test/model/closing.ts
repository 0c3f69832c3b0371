import { openDealOf } from './dealing.js';
import { leftOf, takenAwayFrom } from './giving-back.js';
import type { ClosedAs, ModelLead } from './model-lead.js';
import { reopenFor } from './moving.js';
import { stand } from './pausing.js';
import type { Clock } from './promise.js';
import { isAway, staysOf } from './standing.js';
import { anotherOf } from './sweeping.js';
import { follow } from './touching.js';
import { askAgain } from './voiding.js';
import { MINUTE } from './working-hours.js';

const UNDONE_WITHIN = 15 * MINUTE;

/** A closed lead that can be opened as if it had never been closed, and until when it was paused. */
export interface ClosedLead {
  readonly lead: ModelLead;
  readonly at: number;
  readonly isDecisionPending: boolean;
  readonly pause: { readonly running: { to: number }; readonly end: number } | null;
}

export interface BulkClosing {
  readonly at: number;
  readonly closed: ClosedLead[];
}

/** Closes open leads; one with an open deal is closed by itself. */
export function closeInBulk(leads: readonly ModelLead[], now: number): BulkClosing {
  const fitting = leads.filter((lead) => lead.isOpen && openDealOf(lead) === undefined);
  return { at: now, closed: fitting.map((lead) => close(lead, 'lost', now)) };
}

export function close(lead: ModelLead, as: ClosedAs, now: number): ClosedLead {
  const running = lead.pauseAt(now);
  const pause = running === undefined ? null : { running, end: running.to };
  const { isDecisionPending } = lead;
  lead.lose(now, as);
  return { lead, at: now, isDecisionPending, pause };
}

/** @returns whether it is not too late */
export function undoClosing({ at, closed }: BulkClosing, now: number): boolean {
  if (now > at + UNDONE_WITHIN) return false;
  // What was opened again has nothing left to undo.
  for (const each of closed.splice(0)) if (each.lead.status === 'lost') openAgain(each, now, { by: 'person' });
  return true;
}

/** The lead is as if it had never been closed; its promises have the time that was left. */
export function openAgain(
  { lead, at: closedAt, isDecisionPending, pause }: ClosedLead,
  now: number,
  why: { readonly by: string; readonly why?: string },
): void {
  lead.status = 'open';
  lead.closedAt = null;
  lead.record(now, 'lead.reopened', why);
  if (pause !== null) pause.running.to = pause.end;
  for (const clock of lead.clocks) reclaim(lead, clock, closedAt, now);
  lead.isDecisionPending = isDecisionPending;
  const former = staysOf(lead).at(-1)!;
  const { rep } = former.tenure;
  if (isAway(lead, rep, now)) {
    reopenFor(lead, anotherOf(lead, lead.members, now), now, { cause: 'absence' });
    catchUp(lead, now);
    return;
  }
  const owed = takenAwayFrom(lead, former.places, now + 1);
  reopenFor(lead, rep, now, { cause: 'reopened', given: owed });
  catchUp(lead, now);
  const ofCompany = lead.work === 'untouched' ? lead.clocks.filter((clock) => clock.rep === null) : [];
  for (const clock of [...owed.missed, ...ofCompany])
    if (clock.state === 'breached' && clock.metAt === null) {
      Object.assign(clock, { isQuiet: false, held: null });
      askAgain(lead, clock);
    }
}

/** The company's promise goes on; the owner's ended with their tenure, and a decision was not made. */
function reclaim(lead: ModelLead, clock: Clock, closedAt: number, now: number): void {
  if (clock.kind === 'decide' && clock.metAt === closedAt) {
    if (clock.state === 'met' && clock.breachedAt === null)
      Object.assign(clock, { state: 'cancelled', endedAt: closedAt, endReason: 'reassigned' });
    clock.metAt = null;
    lead.recordClock(now, 'sla.corrected', clock, { metAt: null, state: clock.state });
  } else if (clock.endReason === 'closed' && clock.rep !== null) clock.endReason = 'reassigned';
  else if (clock.endReason === 'closed') {
    const left = leftOf(lead, clock);
    Object.assign(clock, { state: 'running', endedAt: null, endReason: null, isQuiet: false, held: null });
    if (left !== null) clock.grace = { from: now, to: lead.timeOf(clock).after(now, left) };
    stand(lead, clock, now);
    lead.recordClock(now, 'sla.corrected', clock, { metAt: null, state: clock.state });
  }
}

/** What was reported while it was closed counts from now on. */
function catchUp(lead: ModelLead, now: number): void {
  const reported = lead.meanwhile.splice(0).filter(({ isVoided }) => !isVoided);
  for (const touch of reported.sort((one, other) => one.at - other.at)) {
    touch.recordedAt = now;
    lead.diary.push({ what: 'touch', touch, at: now });
    follow(lead, touch);
  }
}
