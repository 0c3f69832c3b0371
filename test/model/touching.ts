import { followTouch, judgeSteps } from './cadence.js';
import type { ModelLead } from './model-lead.js';
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

export function take(lead: ModelLead, touch: Touch): void {
  lead.tell(touch.recordedAt, 'lead.touched', { rep: REPS[touch.rep] });
  // What happens to a closed lead is recorded, and that is all.
  if (lead.closedAt !== null && touch.at >= lead.closedAt) return;
  const counts = countsAsTouch(touch);
  if (lead.isOpen) {
    if (isContact(touch)) lead.work = 'connected';
    else if (counts && lead.work === 'untouched') lead.work = 'attempting';
  }
  if (counts) judgeFirst(lead, touch);
  if (lead.isOpen) followTouch(lead, touch);
  else judgeSteps(lead, touch);
}

/** By the promises that wait for a first touch. */
function judgeFirst(lead: ModelLead, touch: Touch): void {
  const now = touch.recordedAt;
  const owners = lead.clocks.filter(({ kind }) => kind === 'firstTouch');
  const isBefore = (clock: Clock) => clock.tenure !== 0 && touch.at < clock.start;
  const acquitted: Clock[] = [];
  for (const clock of owners) if (!isBefore(clock) && judgeOwners(lead, clock, touch)) acquitted.push(clock);
  for (const clock of lead.clocks.filter(({ kind }) => kind === 'leadResponse')) {
    const isCorrected = judge(lead, clock, touch.at, now);
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
  return judge(lead, clock, touch.at, touch.recordedAt);
}

/** A promise that anybody's touch keeps. @returns whether a miss is corrected */
export function judge(lead: ModelLead, clock: Clock, at: number, now: number): boolean {
  const { due } = lead.windowOf(clock);
  const isInTime = due === null || at <= due;
  if (clock.state === 'running' && isInTime) {
    keep(clock, at, now);
    lead.tellOf(now, 'sla.met', clock, { metAt: at });
  } else if (clock.state === 'running') {
    lead.breach(clock, now);
    answerLate(lead, clock, at, now);
  } else if (clock.state === 'breached' && isInTime) {
    keep(clock, at, now);
    lead.tellOf(now, 'sla.corrected', clock, { metAt: at });
    return true;
  } else if (clock.state === 'breached') {
    const isNews = clock.metAt === null || at < clock.metAt || lead.toFollow(clock).length > 0;
    if (isNews) answerLate(lead, clock, at, now);
  } else if (clock.state === 'met' && at < clock.metAt!) {
    clock.metAt = at;
    lead.tellOf(now, 'sla.met', clock, { metAt: at });
  }
  return false;
}

function keep(clock: Clock, at: number, now: number): void {
  Object.assign(clock, { state: 'met', metAt: at, endedAt: clock.endedAt ?? now, paused: null, isQuiet: true });
}

/** The miss stands; nothing follows it. */
function answerLate(lead: ModelLead, clock: Clock, at: number, now: number): void {
  clock.metAt = Math.min(clock.metAt ?? at, at);
  clock.isQuiet = true;
  lead.tellOf(now, 'sla.met', clock, { metAt: clock.metAt, late: true });
}

/** What they have missed by then stays missed; nothing follows it. */
function release(lead: ModelLead, clock: Clock, now: number): void {
  if (clock.state === 'running' && lead.isMissedBy(clock, now)) lead.breach(clock, now);
  else if (clock.state === 'running') lead.cancel(clock, 'alreadyTouched', now);
  clock.isQuiet = true;
}
