import type { ModelLead } from './model-lead.js';
import type { Clock } from './promise.js';

/** @returns whether the lead had a running owner clock to pause */
export function pause(lead: ModelLead, until: number, now: number): boolean {
  if (!lead.clocks.some(({ state, rep }) => state === 'running' && rep !== null)) return false;
  const running = lead.pauseAt(now);
  // A lead that is paused already gets a new end.
  if (running === undefined) lead.pauses.push({ from: now, to: until });
  else running.to = until;
  standOrGoOn(lead, now);
  return true;
}

/** @returns whether the lead was paused */
export function resume(lead: ModelLead, now: number): boolean {
  const running = lead.pauseAt(now);
  if (running === undefined) return false;
  running.to = now;
  standOrGoOn(lead, now);
  return true;
}

/** Pauses or resumes the owner's clocks. */
function standOrGoOn(lead: ModelLead, now: number): void {
  for (const clock of lead.clocks) {
    if (clock.state !== 'running' || clock.rep === null) continue;
    const was = clock.paused;
    stand(lead, clock, now);
    const { paused } = clock;
    if (was?.from === paused?.from && was?.to === paused?.to) continue;
    clock.untold = null;
    // The plan has changed, so the next sweep finds out again whether the clock is held.
    clock.held = null;
    recordStanding(lead, clock, now);
  }
}

export function stand(lead: ModelLead, clock: Clock, now: number): void {
  const running = clock.rep === null ? undefined : lead.pauseAt(now);
  clock.paused =
    running === undefined ? null : { from: Math.max(beginOf(running, lead.pauses), clock.start), to: running.to };
}

/** Adjacent pauses are one stretch in which a clock is paused. */
function beginOf(pause: ModelLead['pauses'][number], all: ModelLead['pauses']): number {
  const former = all.find(({ from, to }) => to === pause.from && from < to);
  return former === undefined ? pause.from : beginOf(former, all);
}

export function recordStanding(lead: ModelLead, clock: Clock, now: number): void {
  if (clock.paused === null) lead.recordClock(now, 'sla.resumed', clock);
  else lead.recordClock(now, 'sla.paused', clock, { from: clock.paused.from, until: clock.paused.to });
}
