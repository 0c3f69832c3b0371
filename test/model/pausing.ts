import type { ModelLead } from './model-lead.js';
import type { Clock } from './promise.js';

/** @returns whether there is anything that its owner has promised */
export function pause(lead: ModelLead, until: number, now: number): boolean {
  if (!lead.clocks.some(({ state, rep }) => state === 'running' && rep !== null)) return false;
  const running = lead.pauseAt(now);
  // Paused already, it gets another end.
  if (running === undefined) lead.pauses.push({ from: now, to: until });
  else running.to = until;
  standOrGoOn(lead, now);
  return true;
}

/** @returns whether it was paused */
export function resume(lead: ModelLead, now: number): boolean {
  const running = lead.pauseAt(now);
  if (running === undefined) return false;
  running.to = now;
  standOrGoOn(lead, now);
  return true;
}

/** What its owner owes stands still, or ticks. */
function standOrGoOn(lead: ModelLead, now: number): void {
  for (const clock of lead.clocks) {
    if (clock.state !== 'running' || clock.rep === null) continue;
    const was = clock.paused;
    stand(lead, clock, now);
    const { paused } = clock;
    if (was?.from === paused?.from && was?.to === paused?.to) continue;
    clock.untold = null;
    // By another plan: whether a hold is on it is found out again.
    clock.held = null;
    tellStanding(lead, clock, now);
  }
}

export function stand(lead: ModelLead, clock: Clock, now: number): void {
  const running = clock.rep === null ? undefined : lead.pauseAt(now);
  clock.paused =
    running === undefined ? null : { from: Math.max(beginOf(running, lead.pauses), clock.start), to: running.to };
}

/** Pauses that touch are one stretch in which a clock stands. */
function beginOf(pause: ModelLead['pauses'][number], all: ModelLead['pauses']): number {
  const former = all.find(({ from, to }) => to === pause.from && from < to);
  return former === undefined ? pause.from : beginOf(former, all);
}

export function tellStanding(lead: ModelLead, clock: Clock, now: number): void {
  if (clock.paused === null) lead.tellOf(now, 'sla.resumed', clock);
  else lead.tellOf(now, 'sla.paused', clock, { from: clock.paused.from, until: clock.paused.to });
}
