import type { Instant } from '../platform/values/duration.js';
import type { TouchFacts } from '../sla/what-counts.js';
import { breach, type Clock, type ClockVerdict, cancel, type LeadClock, meet, type TouchInCycle } from './clock.js';

/** Judges an owner's promise. The policy says whether every touch keeps it, or only one by the owner (`by`). */
export function judgeOwners(clock: LeadClock, judging: TouchInCycle): ClockVerdict[] {
  const { touch, policy, stay } = judging;
  const isOwn = touch.repId === clock.repId;
  // If only owners count, a former owner's promise is not kept by the rep who owned the lead at the time of the touch.
  // Its chain ends all the same, because the lead has been touched.
  if (policy.firstTouch.by === 'owner' && !isOwn)
    return stay !== null && touch.repId === stay.repId ? silence(clock) : [];
  // A touch by another rep after the lead has moved is no late answer by the rep who missed the promise.
  const isLate = clock.state === 'breached' && touch.occurredAt > clock.dueAt!;
  const isOfTheirs = stay?.assignmentIds.includes(clock.assignmentId) === true;
  return isLate && !isOwn && !isOfTheirs ? silence(clock) : judge(clock, judging);
}

/** When the promised act happened, and when that became known. */
interface PromisedAct {
  readonly touch: Pick<TouchFacts, 'occurredAt'>;
  readonly now: Instant;
}

/** Judges a promise that every touch keeps, whoever made it. */
export function judge<Owned extends Clock>(clock: Owned, { touch, now }: PromisedAct): ClockVerdict<Owned>[] {
  const isInTime = clock.dueAt === null || touch.occurredAt <= clock.dueAt;
  switch (clock.state) {
    case 'running':
      if (isInTime) return [{ kind: 'met', clock: meet(clock, touch.occurredAt, now) }];
      return [{ kind: 'breached', clock: stopChain(breach(clock, now), touch) }];
    case 'breached':
      if (isInTime) return [{ kind: 'corrected', clock: meet(clock, touch.occurredAt, now) }];
      if (clock.metAt === null || clock.nextAt !== null || touch.occurredAt < clock.metAt)
        return [{ kind: 'answeredLate', clock: stopChain(clock, touch) }];
      return [];
    case 'met':
      // Reports may come out of order: the earliest touch counts.
      if (touch.occurredAt >= clock.metAt!) return [];
      return [{ kind: 'met', clock: { ...clock, metAt: touch.occurredAt } }];
    case 'cancelled':
      return [];
  }
}

/**
 * Ends the promise of an owner who got the lead because of a miss that was corrected afterwards. If they have missed
 * their own deadline by then, it stays missed.
 */
export function release(clock: LeadClock, now: Instant): ClockVerdict[] {
  if (clock.state !== 'running') return silence(clock);
  if (clock.dueAt === null || clock.dueAt > now)
    return [{ kind: 'alreadyTouched', clock: cancel(clock, 'alreadyTouched', now) }];
  return [{ kind: 'missed', clock: breach(clock, now) }];
}

/** Ends the chain of a miss: no further notifications or moves. The miss itself stays. */
export function silence(clock: LeadClock): ClockVerdict[] {
  return clock.state === 'breached' ? [{ kind: 'silenced', clock: { ...clock, nextAt: null } }] : [];
}

function stopChain<Owned extends Clock>(clock: Owned, touch: PromisedAct['touch']): Owned {
  return { ...clock, metAt: Math.min(clock.metAt ?? touch.occurredAt, touch.occurredAt), nextAt: null };
}
