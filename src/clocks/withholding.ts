import type { Instant } from '../platform/instant.js';
import type { Clock } from './clock.js';
import type { Effect, Enforcement } from './clock-rules.js';

/** What happens of a clock also while enforcement is held: that a promise was missed or a pause is over, and what runs on by itself. */
const HAPPENS: Readonly<Record<Effect['kind'], boolean>> = {
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
  /** Whether something waits that did not wait for this hold before. */
  readonly isNew: boolean;
}

/**
 * What is left of an enforcement under a hold: the clock runs on and a miss is recorded, but nobody is told and nothing
 * moves. What would have is due at the end of the hold, when the clock is asked again; until then it counts as not done.
 * @param due the clock before it was enforced
 */
export function withhold<Owned extends Clock>(
  due: Owned,
  { clock, effects }: Enforcement<Owned>,
  hold: { readonly id: string; readonly endsAt: Instant },
): Held<Owned> {
  const happening = effects.filter(({ kind }) => HAPPENS[kind]);
  if (happening.length === effects.length) return { clock: unheld(clock), effects, isNew: false };
  const isSameState = due.state === clock.state;
  // One that runs is looked at when its deadline comes, or a pause ends.
  const next = clock.state === 'running' ? clock.nextAt : null;
  return {
    clock: {
      ...clock,
      progress: isSameState ? due.progress : 0,
      // That a pause was over by then is still to be told.
      resumesAt: isSameState && clock.pausedAt === null ? due.resumesAt : clock.resumesAt,
      nextAt: Math.min(next ?? hold.endsAt, hold.endsAt),
      heldBy: hold.id,
    },
    effects: happening,
    isNew: !isSameState || due.heldBy !== hold.id,
  };
}

export function unheld<Owned extends Clock>(clock: Owned): Owned {
  return clock.heldBy === null ? clock : { ...clock, heldBy: null };
}

/**
 * What waits for a hold is due now: that may be on it no longer. Whoever sweeps finds out, and where the same hold still is,
 * nothing new waits for it.
 */
export function askedAnew<Owned extends Clock>(clock: Owned, now: Instant): Owned {
  if (clock.heldBy === null || clock.nextAt === null) return clock;
  return { ...clock, nextAt: Math.min(clock.nextAt, now) };
}
