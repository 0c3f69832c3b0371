import type { Instant } from '../platform/instant.js';
import { breachAgain, type Clock, type LeadClock, reopen } from './clock.js';
import { judgeTouch } from './judging-a-touch.js';
import type { Judging } from './verdict.js';

/** How a promise stands without a touch that turns out to have been none. */
export interface Unjudged<Owned extends Clock = LeadClock> {
  readonly before: Owned;
  readonly clock: Owned;
}

/**
 * The promises that a touch has kept, as they stand without it: one that was kept runs again, one whose miss it had
 * corrected is missed again, and one that it had answered late waits on. What was enforced stays enforced.
 * @param takenAt when the touch was taken to have happened
 */
export function withoutTouch<Owned extends Clock>(clocks: readonly Owned[], takenAt: Instant): Unjudged<Owned>[] {
  return clocks.flatMap((before) => {
    if (before.metAt !== takenAt) return [];
    if (before.state === 'breached') return [{ before, clock: { ...before, metAt: null } }];
    if (before.state !== 'met') return [];
    return [{ before, clock: before.breachedAt === null ? reopen(before) : breachAgain(before) }];
  });
}

/** The same with the touches that there are besides, in the order in which they happened. */
export function judgedAnew(unjudged: readonly LeadClock[], judgings: readonly Judging[]): LeadClock[] {
  const clocks = new Map(unjudged.map((clock) => [clock.id, clock]));
  for (const judging of judgings)
    for (const { clock } of judgeTouch([...clocks.values()], judging)) clocks.set(clock.id, clock);
  return [...clocks.values()];
}
