import { followTouch, judgeSteps } from './cadence.js';
import type { ModelLead, Work } from './model-lead.js';
import type { Clock } from './promise.js';
import { REPS } from './story.js';

export interface Touch {
  readonly name: string;
  readonly kind: string;
  readonly outcome: string;
  /** When it happened. */
  readonly at: number;
  readonly rep: number;
  readonly recordedAt: number;
  isVoided: boolean;
}

/** What was promised, when, and when that became known. */
export interface Done {
  readonly at: number;
  readonly recordedAt: number;
  /** Where it was a touch that did it. */
  readonly by?: Touch;
}

/** Nobody could have been reached, or nobody came. */
const NO_CONTACT_AT_ALL = ['bounced', 'wrongNumber', 'cancelled', 'noShow'];
const CONTACT = ['connected', 'replied', 'booked', 'held'];

export function countsAsTouch({ kind, outcome }: Touch): boolean {
  return kind !== 'other' && !NO_CONTACT_AT_ALL.includes(outcome);
}

/** Somebody tried to reach the lead, by whatever means. */
export function isAttempt({ outcome }: Touch): boolean {
  return !NO_CONTACT_AT_ALL.includes(outcome);
}

export function isContact({ outcome }: Touch): boolean {
  return CONTACT.includes(outcome);
}

/** By which stretch of ownership a lead was somebody's at an instant; what came before all is the first's. */
export function tenureAt({ tenures }: Pick<ModelLead, 'tenures'>, at: number): number {
  return Math.max(
    0,
    tenures.findLastIndex(({ from }) => from <= at),
  );
}

/** How far the work is: it never goes back by a touch. */
export function workAfter(work: Work, touch: Touch): Work {
  if (isContact(touch) || work === 'connected') return 'connected';
  return countsAsTouch(touch) ? 'attempting' : work;
}

export function take(lead: ModelLead, touch: Touch): void {
  lead.touches.push(touch);
  lead.tell(touch.recordedAt, 'lead.touched', { rep: REPS[touch.rep] });
  // What happens to a closed lead is recorded, and that is all.
  if (lead.closedAt !== null && touch.at >= lead.closedAt) return;
  const counts = countsAsTouch(touch);
  if (lead.isOpen) lead.work = workAfter(lead.work, touch);
  if (counts) judgeFirst(lead, touch);
  if (lead.isOpen) followTouch(lead, touch);
  else judgeSteps(lead, touch);
}

/** By the promises that wait for a first touch. */
export function judgeFirst(lead: ModelLead, touch: Touch, clocks: readonly Clock[] = lead.clocks): void {
  const now = touch.recordedAt;
  const owners = clocks.filter(({ kind }) => kind === 'firstTouch');
  const isBefore = (clock: Clock) => clock.tenure !== 0 && touch.at < clock.start;
  const acquitted: Clock[] = [];
  for (const clock of owners) if (!isBefore(clock) && judgeOwners(lead, clock, touch)) acquitted.push(clock);
  for (const clock of clocks.filter(({ kind }) => kind === 'leadResponse')) {
    const isCorrected = judge(lead, clock, { ...touch, by: touch });
    // Where only owners count, the company is right by whoever had it.
    if (isCorrected && (lead.policy.by === 'anyone' || isOfItsOwner(lead, touch))) acquitted.push(clock);
  }
  // Whoever got it because of a miss that was none owes nothing any more.
  for (const clock of owners)
    if (isBefore(clock) && acquitted.some(({ breachedAt }) => breachedAt! <= clock.start)) release(lead, clock, now);
  const isSince = touch.at >= lead.tenures.at(-1)!.from;
  const isAnswer = isSince && (lead.policy.by === 'anyone' || touch.rep === lead.owner);
  if (lead.isOpen && (acquitted.length > 0 || isAnswer)) lead.isWaiting = false;
}

function isOfItsOwner(lead: ModelLead, touch: Touch): boolean {
  return lead.tenures[tenureAt(lead, touch.at)]!.rep === touch.rep;
}

/** @returns whether it was no miss after all */
function judgeOwners(lead: ModelLead, clock: Clock, touch: Touch): boolean {
  const isOwn = touch.rep === clock.rep;
  if (lead.policy.by === 'owner' && !isOwn) {
    if (isOfItsOwner(lead, touch)) clock.isQuiet = true;
    return false;
  }
  // What somebody else did after the lead had moved on is no late answer of the rep who missed it.
  const isLate = clock.state === 'breached' && touch.at > lead.windowOf(clock).due!;
  if (isLate && !isOwn && clock.tenure !== tenureAt(lead, touch.at)) {
    clock.isQuiet = true;
    return false;
  }
  return judge(lead, clock, { ...touch, by: touch });
}

/** A promise that anybody's touch keeps, or whatever else does. @returns whether a miss is corrected */
export function judge(lead: ModelLead, clock: Clock, done: Done): boolean {
  const { at, recordedAt: now } = done;
  const { due } = lead.windowOf(clock);
  const isInTime = due === null || at <= due;
  if (clock.state === 'running' && isInTime) {
    keep(clock, done);
    lead.tellOf(now, 'sla.met', clock, { metAt: at });
  } else if (clock.state === 'running') {
    lead.breach(clock, now);
    answerLate(lead, clock, done);
  } else if (clock.state === 'breached' && isInTime) {
    keep(clock, done);
    lead.tellOf(now, 'sla.corrected', clock, { metAt: at });
    return true;
  } else if (clock.state === 'breached') {
    const isNews = clock.metAt === null || at < clock.metAt || lead.toFollow(clock).length > 0;
    if (isNews) answerLate(lead, clock, done);
  } else if (clock.state === 'met' && at < clock.metAt!) {
    keep(clock, done);
    lead.tellOf(now, 'sla.met', clock, { metAt: at });
  }
  return false;
}

function keep(clock: Clock, { at, recordedAt, by }: Done): void {
  const endedAt = clock.endedAt ?? recordedAt;
  Object.assign(clock, {
    state: 'met',
    metAt: at,
    endedAt,
    paused: null,
    untold: null,
    isQuiet: true,
    keptBy: by ?? null,
  });
}

/** The miss stands; nothing follows it. */
function answerLate(lead: ModelLead, clock: Clock, { at, recordedAt, by }: Done): void {
  if (clock.metAt === null || at < clock.metAt) Object.assign(clock, { metAt: at, keptBy: by ?? null });
  clock.isQuiet = true;
  lead.tellOf(recordedAt, 'sla.met', clock, { metAt: clock.metAt, late: true });
}

/** What they have missed by then stays missed; nothing follows it. */
function release(lead: ModelLead, clock: Clock, now: number): void {
  if (clock.state === 'running' && lead.isMissedBy(clock, now)) lead.breach(clock, now);
  else if (clock.state === 'running') lead.cancel(clock, 'alreadyTouched', now);
  clock.isQuiet = true;
}
