import { AnotherLife, type LeftOut } from './another-life.js';
import { beginNext } from './cadence.js';
import { grantGrace } from './changing.js';
import { beginRequested } from './deciding.js';
import type { ModelLead } from './model-lead.js';
import { recordStanding, stand } from './pausing.js';
import { type Clock, chainOf } from './promise.js';
import { isPresent } from './standing.js';
import { hush, type Milestone, type Touch } from './touching.js';

type Why = 'touchVoided' | 'milestoneReversed' | 'missStruck' | 'dealReopened' | 'dealOpened';

/** Voids a touch: the lead then owes what it would owe without it. */
export function voidTouch(lead: ModelLead, touch: Touch, now: number): void {
  lead.record(now, 'lead.touchVoided');
  if (lead.isOpen) liveWithout(lead, touch, 'touchVoided', now);
  touch.isVoided = true;
}

/** Reverses a milestone in the same way. */
export function reverse(lead: ModelLead, milestone: Milestone, now: number): void {
  lead.record(now, 'lead.milestoneReversed');
  if (lead.isOpen) liveWithout(lead, milestone, 'milestoneReversed', now);
  milestone.isReversed = true;
}

/** Applies the differences between the lead's life with and without something. */
export function liveWithout(lead: ModelLead, told: LeftOut, why: Why, now: number): void {
  const [before, life] = [AnotherLife.of(lead, null), AnotherLife.of(lead, told)];
  goOnWithWhatRuns(lead, life);
  liveOn(lead, { before, life, why, now });
}

/** The life that the lead has had, and the one that it gets instead. */
interface LifeChange {
  readonly before: AnotherLife;
  readonly life: AnotherLife;
  readonly why: Why;
  readonly now: number;
  /** Clocks whose state has been settled already. */
  readonly seenTo?: ReadonlySet<Clock>;
  /** Whether the lead moves to another rep next. */
  readonly isLeaving?: boolean;
}

/** Changes the lead to the state of the other life. */
export function liveOn(
  lead: ModelLead,
  { before, life, why, now, seenTo = new Set(), isLeaving = false }: LifeChange,
): void {
  lead.work = life.work;
  lead.isDecisionPending = life.isDecisionPending;
  for (const clock of [...lead.clocks]) {
    if (seenTo.has(clock)) continue;
    const former = `${clock.state} ${clock.metAt}`;
    const owed = life.fateOf(clock);
    if (inShort(owed) === inShort(before.fateOf(clock))) continue;
    if (clock.breachedAt === null) settle(lead, clock, owed, why, now);
    else settleMissed(lead, clock, owed, { why, now });
    if (clock.state === 'cancelled' || former === `${clock.state} ${clock.metAt}`) continue;
    lead.recordClock(now, 'sla.corrected', clock, { metAt: clock.metAt, state: clock.state });
    if (clock.paused !== null) recordStanding(lead, clock, now);
  }
  if (isLeaving) return;
  const wasOwed = before.clocks.find((clock) => clock.state === 'running' && !before.made.has(clock));
  for (const clock of life.clocks)
    if (clock.state === 'running' && !life.made.has(clock) && !isSame(clock, wasOwed)) beginAnew(lead, clock, now);
}

function inShort(clock: Clock | undefined): string {
  if (clock === undefined) return 'never';
  const isFollowed = clock.state === 'breached' && clock.metAt === null && !clock.isQuiet;
  return `${clock.state} ${clock.metAt} ${isFollowed}`;
}

function isSame(one: Clock, other: Clock | undefined): boolean {
  return other !== undefined && one.kind === other.kind && one.step === other.step && one.tenure === other.tenure;
}

/** Lets running clocks continue in place of equal ones that the other life would begin. */
export function goOnWithWhatRuns(lead: ModelLead, life: AnotherLife): void {
  for (const owed of life.clocks) {
    if (owed.state !== 'running' || life.made.get(owed)?.state === 'running') continue;
    const same = lead.clocks.find(
      (clock) =>
        clock.state === 'running' &&
        life.fateOf(clock) === undefined &&
        clock.kind === owed.kind &&
        clock.step === owed.step &&
        clock.tenure === owed.tenure,
    );
    if (same !== undefined) life.made.set(owed, same);
  }
}

/** Settles a clock that was not missed. */
function settle(lead: ModelLead, clock: Clock, owed: Clock | undefined, why: Why, now: number): void {
  const state = owed?.state ?? 'cancelled';
  switch (state) {
    case 'running':
      if (clock.state === 'running') return;
      clock.held = null;
      Object.assign(clock, { state, metAt: null, endedAt: null, endReason: null, isQuiet: false });
      stand(lead, clock, now);
      grantGrace(lead, clock, null, now);
      return;
    case 'met':
      Object.assign(clock, { state, metAt: owed!.metAt, endedAt: now, endReason: null, isQuiet: true });
      Object.assign(clock, { paused: null, untold: null });
      return;
    case 'breached':
      lead.windowOf(clock);
      Object.assign(clock, { state, metAt: owed!.metAt, breachedAt: now, endedAt: now, endReason: null });
      Object.assign(clock, { paused: null, untold: null, isQuiet: true });
      lead.diary.push({ what: 'missed', clock, at: now });
      return;
    case 'cancelled':
      if (clock.state === 'cancelled') {
        if (owed === undefined) clock.endReason = why;
        return;
      }
      if (clock.state === 'running') lead.cancel(clock, why, now);
      else {
        Object.assign(clock, { state, metAt: null, endedAt: now, endReason: owed?.endReason ?? why });
        lead.recordClock(now, 'sla.corrected', clock, { metAt: null, state });
      }
      return;
  }
}

/** Settles a missed clock: the miss remains, but whether it was answered may change. */
function settleMissed(
  lead: ModelLead,
  clock: Clock,
  owed: Clock | undefined,
  { why, now }: { readonly why: Why; readonly now: number },
): void {
  if (owed === undefined || owed.state === 'cancelled' || owed.state === 'running') {
    hush(lead, clock);
    if (owed === undefined) clock.endReason = why;
    return;
  }
  const isFollowed = owed.state === 'breached' && owed.metAt === null && !owed.isQuiet;
  const wasFollowed = clock.state === 'breached' && clock.metAt === null && !clock.isQuiet;
  Object.assign(clock, { state: owed.state, metAt: owed.metAt });
  if (!isFollowed) clock.isQuiet = true;
  if (!isFollowed || wasFollowed || !isPresent(lead, clock.tenure)) return;
  clock.isQuiet = false;
  clock.held = null;
  clock.quietUntil = lead.timeOf(clock).after(now, clock.policy.grace);
  askAgain(lead, clock);
}

/** Repeats a move that was asked for but not made. */
export function askAgain(lead: ModelLead, clock: Clock): void {
  const hasMoved = lead.movedAt.some((at) => at >= clock.breachedAt!);
  if (lead.isWaiting || hasMoved || lead.moves >= lead.policy.maxReassignments) return;
  for (const [index, action] of chainOf(clock).entries()) if (action.do === 'reassign') clock.done.delete(index);
}

/** Begins a clock that had no counterpart, counting from now. */
function beginAnew(lead: ModelLead, { kind, step, wait, after }: Clock, now: number): void {
  if (kind === 'firstTouch') lead.begin(kind, now);
  else if (kind === 'decide' && lead.isDecisionPending) beginRequested(lead, now);
  else if (kind === 'decide') beginNext(lead, 'decide', now, now, after);
  else if (wait !== null) beginNext(lead, { step: step! }, now, now);
  else lead.add(lead.make('followUp', now, { step }), now);
}
