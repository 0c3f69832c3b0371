import { resumeCadence } from './cadence.js';
import { isUnpromised } from './deciding.js';
import type { ModelLead } from './model-lead.js';
import type { Clock, Policy, Window } from './promise.js';

/** The running clocks with their windows before a change. */
export type Before = ReadonlyMap<Clock, Window>;

export function beforeChange(lead: ModelLead): Before {
  const running = lead.clocks.filter(({ state }) => state === 'running');
  return new Map(running.map((clock) => [clock, { ...lead.windowOf(clock) }]));
}

/**
 * Recalculates the running clocks from their start.
 * @param isConcerned selects the clocks to report on
 */
export function planAnew(lead: ModelLead, before: Before, now: number, isConcerned: (clock: Clock) => boolean): void {
  for (const clock of lead.clocks) {
    if (!isConcerned(clock)) continue;
    // The next sweep finds out again whether the clock is held.
    clock.held = null;
    const former = before.get(clock);
    if (former !== undefined && clock.state === 'running') planned(lead, clock, former, now);
  }
}

function planned(lead: ModelLead, clock: Clock, former: Window, now: number): void {
  grantGrace(lead, clock, former.due, now);
  const { opens, due } = lead.windowOf(clock);
  if (opens !== former.opens || due !== former.due) lead.recordClock(now, 'sla.replanned', clock);
}

/** A change makes no clock due earlier than its owner knew or than the end of its grace period, whichever is sooner. */
export function grantGrace(lead: ModelLead, clock: Clock, formerDue: number | null, now: number): void {
  const { due } = lead.windowOf(clock);
  if (due === null || due >= (formerDue ?? Number.POSITIVE_INFINITY)) return;
  const end = lead.timeOf(clock).after(now, clock.policy.grace);
  const kept = clock.grace;
  clock.grace = { from: now, to: Math.min(formerDue ?? end, end) };
  if (lead.windowOf(clock).due! <= due) clock.grace = kept;
}

/**
 * Applies another version of its policy to an open lead: running clocks are recalculated from their start, except those
 * that no policy promises.
 */
export function adopt(lead: ModelLead, policy: Policy, now: number): void {
  const before = new Map([...beforeChange(lead)].filter(([clock]) => !isUnpromised(clock)));
  lead.policy = policy;
  lead.diary.push({ what: 'policy', policy, at: now });
  lead.record(now, 'lead.updated');
  for (const [clock] of before) {
    if (!isPromised(clock, policy)) {
      lead.cancel(clock, 'policyChanged', now);
      continue;
    }
    clock.policy = policy;
    clock.within = lead.promisedBy(policy, clock);
    if (clock.wait !== null) clock.wait = policy.steps[clock.step! - 1]!.after;
  }
  planAnew(lead, before, now, (clock) => before.has(clock));
  resumeCadence(lead, now);
}

/** The same clock under another version of its policy, or null if that version has none. */
export function underVersion(lead: ModelLead, clock: Clock, policy: Policy): Clock | null {
  if (!isPromised(clock, policy)) return null;
  const wait = clock.wait === null ? null : policy.steps[clock.step! - 1]!.after;
  const promised: Clock = { ...clock, policy, wait };
  promised.within = lead.promisedBy(policy, promised);
  return promised;
}

export function isPromised(clock: Clock, { steps, decideWithin }: Policy): boolean {
  const { kind, step } = clock;
  if (kind === 'followUp') return step! <= steps.length;
  return kind !== 'decide' || decideWithin !== null || isUnpromised(clock);
}
