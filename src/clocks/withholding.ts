import type { Instant } from '../platform/values/duration.js';
import type { Clock } from './clock.js';
import type { ClockEffect, Enforcement } from './clock-rules.js';

/** Whether an effect happens even under a hold: a miss is recorded, a pause ends, the next step begins. */
const HAPPENS: Readonly<Record<ClockEffect['kind'], boolean>> = {
  breached: true,
  goOn: true,
  return: true,
  resumed: true,
  tellResumed: false,
  warned: false,
  reassign: false,
  remind: false,
  escalate: false,
};

interface Held<Owned extends Clock> extends Enforcement<Owned> {
  /** Whether the clock has only now begun to wait for this hold. */
  readonly isNew: boolean;
}

/**
 * Reduces an enforcement to what happens under a hold: the clock runs on and a miss is recorded, but nobody is notified
 * and nothing moves. The rest counts as not done and is due again when the hold ends.
 * @param due the clock before it was enforced
 */
export function withhold<Owned extends Clock>(
  due: Owned,
  { clock, effects }: Enforcement<Owned>,
  hold: { readonly id: string; readonly endsAt: Instant },
): Held<Owned> {
  const happening = effects.filter(({ kind }) => HAPPENS[kind]);
  if (happening.length === effects.length) return { clock: withoutHold(clock), effects, isNew: false };
  const isSameState = due.state === clock.state;
  // A running clock is due at its deadline, or when a pause ends.
  const next = clock.state === 'running' ? clock.nextAt : null;
  return {
    clock: {
      ...clock,
      progress: isSameState ? due.progress : 0,
      // The owner is still to be notified of the end of the pause.
      resumesAt: isSameState && clock.pausedAt === null ? due.resumesAt : clock.resumesAt,
      nextAt: Math.min(next ?? hold.endsAt, hold.endsAt),
      heldBy: hold.id,
    },
    effects: happening,
    isNew: !isSameState || due.heldBy !== hold.id,
  };
}

export function withoutHold<Owned extends Clock>(clock: Owned): Owned {
  return clock.heldBy === null ? clock : { ...clock, heldBy: null };
}

/**
 * Makes a clock due that waits for a hold which may no longer cover it. If the same hold still covers it, the sweep
 * withholds the same effects again and records no new hold.
 */
export function recheckHold<Owned extends Clock>(clock: Owned, now: Instant): Owned {
  if (clock.heldBy === null || clock.nextAt === null) return clock;
  return { ...clock, nextAt: Math.min(clock.nextAt, now) };
}
