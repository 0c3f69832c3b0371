import { beginRequested } from './deciding.js';
import type { ModelLead } from './model-lead.js';
import type { Clock } from './promise.js';
import { isOneStay, isPresent, stayAt } from './standing.js';
import { countsAsTouch, hush, isAttempt, isContact, judge, type ReportedAct, release, type Touch } from './touching.js';

type Next = { readonly step: number } | 'decide' | 'nothing';

/** The step or decision that follows a step. */
export function nextAfter({ policy }: ModelLead, step: number): Next {
  if (step < policy.steps.length) return { step: step + 1 };
  return policy.decideWithin === null ? 'nothing' : 'decide';
}

/** Why clocks end that should never have begun. */
const TAKEN_BACK: readonly string[] = ['touchVoided', 'milestoneReversed', 'missStruck', 'dealReopened', 'dealOpened'];

const ALL = Number.POSITIVE_INFINITY;

/** Reports whether the clock was ended because it should never have begun. */
export function wasNeverOwed(endReason: string | null): boolean {
  return endReason !== null && TAKEN_BACK.includes(endReason);
}

/** The latest clock after the first touch that was rightly begun. */
export function latest({ clocks }: ModelLead): Clock | undefined {
  return clocks.findLast(
    ({ kind, endReason }) => (kind === 'followUp' || kind === 'decide') && !wasNeverOwed(endReason),
  );
}

export function owesFirstTouch({ clocks }: ModelLead): boolean {
  return clocks.some(({ kind, state }) => kind === 'firstTouch' && state === 'running');
}

/** Reports whether the first touch is still to be made, or the one that answers the person who asked again. */
export function isUntouched(lead: ModelLead): boolean {
  const asked = lead.clocks.findLastIndex(({ isRestart }) => isRestart);
  if (asked !== -1) return areUnanswered(lead.clocks.slice(asked).filter(({ kind }) => kind === 'firstTouch'));
  const last = latest(lead);
  // An owner who owed a step and no first touch has touched the lead.
  const isWaiting = last === undefined || waitsForFirstTouch(lead, last.tenure);
  return isWaiting && areUnanswered(lead.clocks.filter(({ kind }) => kind === 'firstTouch'));
}

/** Reports whether the owner of a tenure owes a first touch, or has missed it. */
function waitsForFirstTouch(lead: ModelLead, of: number | null): boolean {
  return areUnanswered(lead.clocks.filter(({ kind, tenure }) => kind === 'firstTouch' && isOneStay(lead, tenure, of)));
}

function areUnanswered(firsts: readonly Clock[]): boolean {
  return firsts.length > 0 && firsts.every(({ metAt, endReason }) => metAt === null && endReason !== 'alreadyTouched');
}

/** Applies a touch of an open lead to its cadence and decision. */
export function followTouch(lead: ModelLead, touch: Touch): void {
  const { policy } = lead;
  if (policy.steps.length === 0 && policy.decideWithin === null && latest(lead) === undefined) return;
  if (isContact(touch)) takeContact(lead, touch);
  else if (touch.outcome === 'noShow' || touch.outcome === 'cancelled') takeNoShow(lead, touch);
  else if (isAttempt(touch)) takeAttempt(lead, touch);
  if (countsAsTouch(touch)) beginWhereNothingIs(lead, touch.at, touch.recordedAt);
}

/** Begins the next clock of a touched lead that has none, or only what a former owner left. */
export function beginWhereNothingIs(lead: ModelLead, at: number, now: number): void {
  const last = latest(lead);
  const isOwed =
    last?.state === 'running' || (last !== undefined && isPresent(lead, last.tenure) && isLeftUndone(last));
  if (!isOwed && !owesFirstTouch(lead)) beginNext(lead, nextByPolicy(lead, last), at, now, meetingOf(last));
}

/** Reports whether the clock ended without what it promised. */
function isLeftUndone({ state, metAt, endReason }: Clock): boolean {
  return (state === 'breached' && metAt === null) || endReason === 'reassigned';
}

function takeAttempt(lead: ModelLead, touch: Touch): void {
  const running = lead.clocks.find(({ kind, state }) => kind === 'followUp' && state === 'running');
  const isKept = running !== undefined && isKeptBy(lead, running, touch);
  const isReleased = judgeSteps(lead, touch);
  if (isKept || isReleased) beginNext(lead, nextAfter(lead, running!.step!), touch.at, touch.recordedAt);
}

/**
 * Reports whether the touch is of the kinds of the step, and in its window or before it. The touch that began a step
 * does not count for it.
 */
function isOfStep(clock: Clock, touch: Touch): boolean {
  if (!isAttempt(touch) || touch.at < clock.start || (touch.at === clock.start && clock.wait !== null)) return false;
  return clock.policy.steps[clock.step! - 1]!.kinds.includes(touch.kind);
}

/**
 * Reports whether the touch meets the step: one of its owner, or of any rep if the policy says so. A late touch of
 * another rep counts only while the lead is still with that owner.
 */
function isKeptBy(lead: ModelLead, clock: Clock, touch: Touch): boolean {
  if (!isOfStep(clock, touch)) return false;
  if (touch.rep === clock.rep) return true;
  const isLate = clock.state === 'breached' && touch.at > lead.windowOf(clock).due!;
  return clock.policy.by === 'anyone' && (!isLate || stayAt(lead, touch.at).places.includes(clock.tenure!));
}

/** @returns whether a rep who had taken over a step no longer owes it, because its miss was corrected */
export function judgeSteps(lead: ModelLead, touch: Touch): boolean {
  const steps = lead.clocks.filter(({ kind }) => kind === 'followUp');
  const judged = steps.map((clock) => ({ clock, isKept: isKeptBy(lead, clock, touch), breachedAt: clock.breachedAt }));
  const corrected: Clock[] = [];
  for (const { clock, isKept } of judged) {
    if (isKept && judge(lead, clock, touch)) corrected.push(clock);
    else if (!isKept && isAttempt(touch) && clock.state === 'breached' && touch.at > lead.windowOf(clock).due!) {
      const isByOwner = stayAt(lead, touch.at).tenure.rep === touch.rep;
      if (clock.policy.by === 'anyone' || isByOwner) hush(lead, clock);
    }
  }
  let isReleased = false;
  for (const former of corrected)
    for (const clock of steps) {
      if (clock.step !== former.step || clock.tenure === former.tenure || clock.start < former.breachedAt!) continue;
      if (touch.at >= clock.start) continue;
      isReleased ||= clock.state === 'running' && !lead.isMissedBy(clock, touch.recordedAt);
      release(lead, clock, touch.recordedAt);
    }
  return isReleased;
}

/** Applies contact: ends the cadence and begins the decision. */
function takeContact(lead: ModelLead, touch: Touch): void {
  const { at, recordedAt: now } = touch;
  judgeSteps(lead, touch);
  endCadence(lead, touch);
  if (lead.policy.decideWithin === null || lead.work === 'qualified' || owesFirstTouch(lead)) return;
  const last = latest(lead);
  if (last?.kind !== 'decide') {
    beginNext(lead, 'decide', at, now, touch.meeting);
    return;
  }
  // A booked meeting postpones the decision, at most three times.
  const meetings = lead.clocks.filter(({ kind, metAt }) => kind === 'decide' && metAt !== null).length;
  const isOver = last.state !== 'running' && last.state !== 'breached';
  if (touch.outcome !== 'booked' || at < last.start || meetings >= 3 || isOver) return;
  decided(lead, touch);
  beginNext(lead, 'decide', at, now, touch.meeting);
}

/** Ends all steps, because the lead was reached. */
export function endCadence(lead: ModelLead, done: ReportedAct): void {
  for (const clock of lead.clocks) if (clock.kind === 'followUp') endStep(lead, clock, done);
}

function endStep(lead: ModelLead, clock: Clock, done: ReportedAct): void {
  const { at, recordedAt: now } = done;
  const { due } = lead.windowOf(clock);
  if (clock.state === 'running' && due !== null && due < at) {
    lead.breach(clock, now);
    clock.isQuiet = true;
  } else if (clock.state === 'running') lead.cancel(clock, 'contact', now);
  else if (clock.state === 'breached' && clock.start <= at && at <= due!) judge(lead, clock, done);
  else hush(lead, clock);
}

/** Meets the decision by a next step or a closing, and ends the chains of former owners' misses. */
export function decided(lead: ModelLead, done: ReportedAct): void {
  const last = latest(lead);
  if (last?.kind === 'decide') judge(lead, last, done);
  silenceDecisions(lead);
}

function silenceDecisions(lead: ModelLead): void {
  for (const clock of lead.clocks) if (clock.kind === 'decide') hush(lead, clock);
}

/**
 * Applies a meeting that did not take place: resumes the cadence where contact had ended it. A cancellation at the
 * instant of another booking only moves the meeting.
 */
function takeNoShow(lead: ModelLead, touch: Touch): void {
  const { at, recordedAt: now } = touch;
  const last = latest(lead);
  const isAfterContact =
    lead.work !== 'qualified' &&
    !lead.isDecisionPending &&
    (last?.kind === 'decide' ? last.state !== 'met' : lead.work === 'connected' && last?.state !== 'running');
  if (owesFirstTouch(lead) || !isAfterContact || (last !== undefined && at < last.start)) return;
  if (touch.outcome === 'cancelled' && last?.kind === 'decide' && at === last.start) return;
  if (last?.state === 'running') lead.end(last, touch.outcome === 'noShow' ? 'noShow' : 'meetingCancelled', now);
  silenceDecisions(lead);
  const step = lead.clocks.findLast(({ kind, endReason }) => kind === 'followUp' && !wasNeverOwed(endReason));
  const done = step === undefined ? 0 : step.endReason === 'contact' ? step.step! - 1 : step.step!;
  beginNext(lead, nextAfter(lead, done >= lead.policy.steps.length ? (done === 0 ? 0 : again(lead)) : done), at, now);
}

/** The first step, if there is a cadence. */
function again({ policy }: ModelLead): number {
  return policy.steps.length > 0 ? 0 : ALL;
}

/**
 * Begins the next clock of the owner; a lead in the queue has none. If it was reported so late that its time would be
 * over, it counts from now.
 */
export function beginNext(lead: ModelLead, next: Next, at: number, now: number, after: number | null = null): void {
  if (next === 'nothing' || lead.owner === null) return;
  const kind = next === 'decide' ? 'decide' : 'followUp';
  const place = next === 'decide' ? { after } : { step: next.step, wait: lead.policy.steps[next.step - 1]!.after };
  const early = lead.make(kind, at, place);
  lead.add(lead.isMissedBy(early, now) ? lead.make(kind, now, place) : early, now);
}

/** Begins the next step after a miss, unless a new owner has already begun the missed one again. */
export function goOnAfterMiss(lead: ModelLead, missed: Clock, now: number): void {
  lead.diary.push({ what: 'wentOn', clock: missed, at: now });
  if (latest(lead) === missed) beginNext(lead, nextAfter(lead, missed.step!), now, now);
}

/**
 * Begins the clock that was running or missed again for a new owner, with the whole time.
 * @returns whether there was one
 */
export function takeOver(lead: ModelLead, now: number): boolean {
  const former = isUntouched(lead) ? undefined : latest(lead);
  if (former === undefined || !isLeftUndone(former)) return false;
  // The cadence does not go on: the new owner owes the decision alone.
  if (lead.isDecisionPending) return true;
  const next = nextAfter(lead, former.kind === 'followUp' ? former.step! - 1 : ALL);
  if (next === 'nothing') return false;
  if (next === 'decide') {
    beginNext(lead, next, now, now, meetingOf(former));
    return true;
  }
  const { step } = next;
  const waiting = lead.make('followUp', former.start, { step, wait: lead.policy.steps[step - 1]!.after });
  // A window that is not open yet keeps its opening.
  const isStillToOpen = former.state === 'cancelled' && former.wait !== null && lead.windowOf(waiting).opens! > now;
  lead.add(isStillToOpen ? waiting : lead.make('followUp', now, { step }), now);
  return true;
}

/** Begins the clocks that a changed policy adds, from the present state of the work. */
export function resumeCadence(lead: ModelLead, now: number): void {
  const last = latest(lead);
  if (lead.isDecisionPending) {
    if (last?.endReason === 'policyChanged') beginRequested(lead, now);
    return;
  }
  if (waitsForFirstTouch(lead, lead.tenures.length - 1)) return;
  if (last !== undefined || lead.work !== 'untouched') beginWhereNothingIs(lead, now, now);
}

/** A decision goes on to wait for its meeting, whoever makes it. */
export function meetingOf(former: Clock | undefined): number | null {
  return former?.kind === 'decide' ? former.after : null;
}

function nextByPolicy(lead: ModelLead, last: Clock | undefined): Next {
  if (lead.work === 'qualified' || lead.isDecisionPending) return 'nothing';
  const isReached = lead.work === 'connected';
  if (last === undefined) return nextAfter(lead, isReached ? ALL : 0);
  const isOpen = last.endReason === 'policyChanged' || isLeftUndone(last);
  if (last.kind === 'decide') {
    if (!isOpen) return 'nothing';
    return nextAfter(lead, lead.policy.decideWithin === null && !isReached ? 0 : ALL);
  }
  if (isReached || last.endReason === 'contact') return nextAfter(lead, ALL);
  return nextAfter(lead, isOpen ? last.step! - 1 : last.step!);
}
