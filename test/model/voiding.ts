import { beginNext, latest, nextAfter } from './cadence.js';
import { grantGrace } from './changing.js';
import type { ModelLead } from './model-lead.js';
import { stand, tellStanding } from './pausing.js';
import type { Clock } from './promise.js';
import { countsAsTouch, isContact, judgeFirst, type Touch, workAfter } from './touching.js';

/** A touch was none: what it did to what runs is undone, and what has been enforced meanwhile is not. */
export function voidTouch(lead: ModelLead, touch: Touch, now: number): void {
  lead.tell(now, 'lead.touchVoided');
  touch.isVoided = true;
  if (!lead.isOpen) return;
  const standing = lead.touches.filter(({ isVoided }) => !isVoided).sort((a, b) => a.at - b.at);
  lead.work = standing.reduce(workAfter, 'untouched');
  const begun = endWhatItBegan(lead, touch, now);
  takeBack(lead, touch, standing, now);
  goOnWithout(lead, touch, begun, standing, now);
}

function endWhatItBegan(lead: ModelLead, touch: Touch, now: number): Clock | null {
  const last = latest(lead);
  if (last?.state !== 'running' || last.begunBy !== touch) return null;
  lead.cancel(last, 'touchVoided', now);
  return last;
}

/** What it kept is promised again, was missed after all, or has been kept by another. */
function takeBack(lead: ModelLead, touch: Touch, standing: readonly Touch[], now: number): void {
  const kept = lead.clocks.filter((clock) => clock.keptBy?.name === touch.name && mayBeTakenBack(lead, clock));
  const before = new Map(kept.map((clock) => [clock, `${clock.state} ${clock.metAt}`]));
  for (const clock of kept) forget(clock);
  const firsts = kept.filter(({ kind }) => kind === 'firstTouch' || kind === 'leadResponse');
  // By their deadlines as they were.
  for (const clock of firsts) lead.fixed.add(clock);
  lead.silently(() => {
    for (const other of standing) if (countsAsTouch(other)) judgeFirst(lead, { ...other, recordedAt: now }, firsts);
  });
  lead.fixed.clear();
  for (const clock of kept) restore(lead, clock, before.get(clock)!, now);
}

/** A former owner's promise runs for nobody again, and of a cadence one step runs at a time. */
function mayBeTakenBack(lead: ModelLead, clock: Clock): boolean {
  const wouldRun = clock.state === 'met' && clock.breachedAt === null;
  if (!wouldRun || clock.rep === null) return true;
  const isBehind = clock.kind !== 'firstTouch' && latest(lead) !== clock;
  return clock.tenure === lead.tenures.length - 1 && !isBehind;
}

function forget(clock: Clock): void {
  const isMissed = clock.breachedAt !== null;
  Object.assign(clock, { state: isMissed ? 'breached' : 'running', metAt: null, keptBy: null });
  if (!isMissed) Object.assign(clock, { endedAt: null, isQuiet: false });
}

function restore(lead: ModelLead, clock: Clock, before: string, now: number): void {
  clock.held = null;
  const isPresent = clock.tenure === null || clock.tenure === lead.tenures.length - 1;
  if (clock.state === 'running') {
    stand(lead, clock, now);
    grantGrace(lead, clock, null, now);
  } else if (clock.state === 'breached' && clock.metAt === null && isPresent) {
    // What is still to follow does, after the grace.
    clock.isQuiet = false;
    clock.quietUntil = lead.timeOf(clock).after(now, clock.policy.grace);
  }
  if (before === `${clock.state} ${clock.metAt}`) return;
  lead.tellOf(now, 'sla.corrected', clock, { metAt: clock.metAt, state: clock.state });
  if (clock.paused !== null) tellStanding(lead, clock, now);
}

/** What was waited for before is waited for again, where nothing of it runs. */
function goOnWithout(
  lead: ModelLead,
  touch: Touch,
  begun: Clock | null,
  standing: readonly Touch[],
  now: number,
): void {
  if (lead.clocks.some(({ kind, state }) => state === 'running' && kind !== 'leadResponse')) return;
  if (!standing.some(countsAsTouch)) {
    const present = lead.tenures.length - 1;
    const isMissed = lead.clocks.some(({ state, tenure }) => state === 'breached' && tenure === present);
    if (!isMissed && lead.work === 'untouched') lead.begin('firstTouch', now);
    return;
  }
  const ended = lead.clocks.findLast(({ endedBy }) => endedBy === touch);
  const at = ended ?? begun;
  if (at === null) return;
  const isReached = standing.some((other) => other.at >= touch.at && isContact(other));
  beginNext(
    lead,
    nextAfter(lead, at.kind === 'followUp' && !isReached ? at.step! - 1 : Number.POSITIVE_INFINITY),
    now,
    now,
  );
}
