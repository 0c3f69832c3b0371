import { endCadence, followTouch, judgeSteps } from './cadence.js';
import { beginDeal, winOpenDeal } from './dealing.js';
import { decide } from './deciding.js';
import type { Work } from './diary.js';
import type { ModelLead } from './model-lead.js';
import { type Clock, chainOf } from './promise.js';
import { isPresent, stayAt } from './standing.js';
import { type MilestoneName, REPS } from './story.js';

export interface Touch {
  readonly name: string;
  readonly kind: string;
  readonly outcome: string;
  readonly at: number;
  /** Null if nobody in particular made it, while the lead had no owner. */
  readonly rep: number | null;
  /** When the meeting takes place that was booked; null if that is not known. */
  readonly meeting: number | null;
  recordedAt: number;
  isVoided: boolean;
}

/** When something was done, and when that was reported. */
export interface ReportedAct {
  readonly at: number;
  readonly recordedAt: number;
}

/** A stage that the lead has reached, which implies contact. */
export interface Milestone {
  readonly name: MilestoneName;
  readonly at: number;
  readonly recordedAt: number;
  /** Whether it says what it is worth. */
  hasValue: boolean;
  isReversed: boolean;
}

/** Outcomes of touches that reached no person. */
const NO_CONTACT_AT_ALL = ['bounced', 'wrongNumber', 'cancelled', 'noShow'];
const CONTACT = ['connected', 'replied', 'booked', 'held'];

export function countsAsTouch({ kind, outcome }: Touch): boolean {
  return kind !== 'other' && !NO_CONTACT_AT_ALL.includes(outcome);
}

/** Reports whether a person tried to reach the lead, by any means. */
export function isAttempt({ outcome }: Touch): boolean {
  return !NO_CONTACT_AT_ALL.includes(outcome);
}

export function isContact({ outcome }: Touch): boolean {
  return CONTACT.includes(outcome);
}

/** The index of the tenure at an instant; instants before all tenures belong to the first. */
export function tenureAt({ tenures }: Pick<ModelLead, 'tenures'>, at: number): number {
  return Math.max(
    0,
    tenures.findLastIndex(({ from }) => from <= at),
  );
}

export function workAfter(work: Work, touch: Touch): Work {
  if (work === 'qualified') return work;
  if (isContact(touch) || work === 'connected') return 'connected';
  return countsAsTouch(touch) ? 'attempting' : work;
}

export function take(lead: ModelLead, touch: Touch): void {
  lead.touches.push(touch);
  if (lead.closedAt === null || touch.recordedAt === lead.closedAt)
    lead.diary.push({ what: 'touch', touch, at: touch.recordedAt });
  else lead.meanwhile.push(touch);
  lead.record(touch.recordedAt, 'lead.touched', { rep: touch.rep === null ? null : REPS[touch.rep] });
  follow(lead, touch);
}

/** Applies a touch to the clocks and the work state. */
export function follow(lead: ModelLead, touch: Touch): void {
  // Touches after the closing are recorded only.
  if (lead.closedAt !== null && touch.at >= lead.closedAt) return;
  const counts = countsAsTouch(touch);
  if (lead.isOpen) lead.work = workAfter(lead.work, touch);
  if (counts) judgeFirst(lead, touch);
  if (lead.isOpen) followTouch(lead, touch);
  else judgeSteps(lead, touch);
}

export function reach(lead: ModelLead, milestone: Milestone): void {
  lead.milestones.push(milestone);
  lead.diary.push({ what: 'milestone', milestone, at: milestone.recordedAt });
  lead.record(milestone.recordedAt, 'lead.milestone');
  // One of an earlier cycle does not affect the work.
  if (!lead.isOpen) return;
  conclude(lead, milestone);
  if (milestone.name === 'opportunity') beginDeal(lead);
  if (milestone.name === 'won') win(lead, milestone);
}

/** Closes the lead as won, whichever of its cycles the milestone belongs to. */
export function win(lead: ModelLead, milestone: Milestone): void {
  lead.endCycle('won', milestone.recordedAt);
  winOpenDeal(lead, milestone);
}

/** A milestone counts as the first touch of the owner at its time, ends the cadence and makes the decision. */
export function conclude(lead: ModelLead, { at, recordedAt }: Milestone): void {
  judgeFirst(lead, { at, recordedAt, rep: stayAt(lead, at).tenure.rep });
  endCadence(lead, { at, recordedAt });
  decide(lead, { at, recordedAt });
  lead.work = 'qualified';
}

/** Judges a touch by the first-touch and lead-response clocks. */
function judgeFirst(lead: ModelLead, touch: ReportedAct & Pick<Touch, 'rep'>): void {
  const { clocks } = lead;
  const now = touch.recordedAt;
  const owners = clocks.filter(({ kind }) => kind === 'firstTouch' || kind === 'accept');
  const isBefore = (clock: Clock) => (clock.tenure !== 0 || clock.isRestart) && touch.at < clock.start;
  const hasAskedBy = (at: number) =>
    owners.some(({ isRestart, start }) => isRestart && touch.at < start && start <= at);
  const acquitted: Clock[] = [];
  for (const clock of owners) if (!isBefore(clock) && judgeOwners(lead, clock, touch)) acquitted.push(clock);
  for (const clock of clocks.filter(({ kind }) => kind === 'leadResponse')) {
    const isCorrected = judge(lead, clock, touch);
    // If only owners count, the company's corrected miss also corrects others only by a touch of its owner.
    if (isCorrected && (lead.policy.by === 'anyone' || isOfItsOwner(lead, touch))) acquitted.push(clock);
  }
  // A rep who got the lead because of a corrected miss owes nothing any more, unless the person has asked since.
  for (const clock of owners)
    if (isBefore(clock) && acquitted.some(({ breachedAt }) => breachedAt! <= clock.start) && !hasAskedBy(clock.start))
      release(lead, clock, now);
}

function isOfItsOwner(lead: ModelLead, touch: ReportedAct & Pick<Touch, 'rep'>): boolean {
  return stayAt(lead, touch.at).tenure.rep === touch.rep;
}

/** @returns whether a miss was corrected */
function judgeOwners(lead: ModelLead, clock: Clock, touch: ReportedAct & Pick<Touch, 'rep'>): boolean {
  const isOwn = touch.rep === clock.rep;
  if (clock.kind === 'accept') return isOwn && judge(lead, clock, touch);
  if (lead.policy.by === 'owner' && !isOwn) {
    if (isOfItsOwner(lead, touch)) hush(lead, clock);
    return false;
  }
  // A touch of another rep after the lead had moved does not answer the miss of the former owner.
  const isLate = clock.state === 'breached' && touch.at > lead.windowOf(clock).due!;
  if (isLate && !isOwn && !stayAt(lead, touch.at).places.includes(clock.tenure!)) {
    hush(lead, clock);
    return false;
  }
  return judge(lead, clock, touch);
}

/**
 * Judges a clock that any touch or other act can meet.
 * @returns whether a miss was corrected
 */
export function judge(lead: ModelLead, clock: Clock, done: ReportedAct): boolean {
  const { at, recordedAt: now } = done;
  const { due } = lead.windowOf(clock);
  const isInTime = due === null || at <= due;
  callOff(lead, clock);
  if (clock.state === 'running' && isInTime) {
    keep(clock, done);
    lead.recordClock(now, 'sla.met', clock, { metAt: at });
  } else if (clock.state === 'running') {
    lead.breach(clock, now);
    answerLate(lead, clock, done);
  } else if (clock.state === 'breached' && isInTime) {
    keep(clock, done);
    lead.recordClock(now, 'sla.corrected', clock, { metAt: at });
    return true;
  } else if (clock.state === 'breached') {
    const isNews = clock.metAt === null || at < clock.metAt || lead.toFollow(clock).length > 0;
    if (isNews) answerLate(lead, clock, done);
  } else if (clock.state === 'met' && at < clock.metAt!) {
    keep(clock, done);
    lead.recordClock(now, 'sla.met', clock, { metAt: at });
  }
  return false;
}

function keep(clock: Clock, { at, recordedAt }: ReportedAct): void {
  const endedAt = clock.endedAt ?? recordedAt;
  Object.assign(clock, {
    state: 'met',
    metAt: at,
    endedAt,
    paused: null,
    untold: null,
    isQuiet: true,
  });
}

/** Records a late answer: the miss remains, but its chain ends. */
function answerLate(lead: ModelLead, clock: Clock, { at, recordedAt }: ReportedAct): void {
  if (clock.metAt === null || at < clock.metAt) clock.metAt = at;
  clock.isQuiet = true;
  lead.recordClock(recordedAt, 'sla.met', clock, { metAt: clock.metAt, late: true });
}

/** Releases a clock from its promise. A miss so far remains, but its chain ends. */
export function release(lead: ModelLead, clock: Clock, now: number): void {
  if (clock.state === 'running' && lead.isMissedBy(clock, now)) {
    lead.breach(clock, now);
    clock.isQuiet = true;
  } else if (clock.state === 'running') lead.cancel(clock, 'alreadyTouched', now);
  else hush(lead, clock);
}

/** Ends the chain of a missed clock. */
export function hush(lead: ModelLead, clock: Clock): void {
  if (clock.state !== 'breached') return;
  callOff(lead, clock);
  clock.isQuiet = true;
}

/** Cancels a move that waits for another rep if this clock had asked for it. */
function callOff(lead: ModelLead, clock: Clock): void {
  if (lead.isWaiting && waitsFor(lead) === clock) lead.waitingSince = null;
}

/** The latest clock that has asked for the waiting move. */
export function waitsFor(lead: ModelLead): Clock | undefined {
  const { clocks, waitingSince } = lead;
  const asked = clocks.filter(
    ({ state, metAt, breachedAt, tenure, done, ...clock }) =>
      state === 'breached' &&
      metAt === null &&
      breachedAt! <= waitingSince! &&
      isPresent(lead, tenure) &&
      chainOf(clock).some((action, index) => action.do === 'reassign' && done.has(index)),
  );
  return asked.sort((a, b) => a.breachedAt! - b.breachedAt!).at(-1);
}
