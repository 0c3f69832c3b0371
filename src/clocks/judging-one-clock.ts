import type { Instant } from '../platform/instant.js';
import type { TouchFacts } from '../sla/what-counts.js';
import { breach, type Clock, cancel, type LeadClock, meet } from './clock.js';
import type { Judging, Verdict } from './verdict.js';

/** A promise of whoever has the lead: kept by anybody's touch, or by its owner's alone (`by`). */
export function judgeOwners(clock: LeadClock, judging: Judging): Verdict[] {
  const { touch, policy, tenure } = judging;
  const isOwn = touch.repId === clock.repId;
  // Where only owners count, the touch of whoever had it then is none of a former one's, but the lead is touched.
  if (policy.firstTouch.by === 'owner' && !isOwn)
    return tenure !== null && touch.repId === tenure.repId ? silence(clock) : [];
  // What somebody else did after the lead had moved on is no late answer of the rep who missed it.
  const isLate = clock.state === 'breached' && touch.occurredAt > clock.dueAt!;
  return isLate && !isOwn && clock.assignmentId !== tenure?.assignmentId ? silence(clock) : judge(clock, judging);
}

/** When somebody did what was promised, and when that became known. */
export interface Done {
  readonly touch: Pick<TouchFacts, 'occurredAt'>;
  readonly now: Instant;
}

/** A promise that anybody's touch keeps. */
export function judge<Owned extends Clock>(clock: Owned, { touch, now }: Done): Verdict<Owned>[] {
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
      // Reported out of order: what was kept first is what is measured.
      if (touch.occurredAt >= clock.metAt!) return [];
      return [{ kind: 'met', clock: { ...clock, metAt: touch.occurredAt } }];
    case 'cancelled':
      return [];
  }
}

/** Whoever got the lead because of a breach that was none owes nothing any more; what they missed already stays missed. */
export function release(clock: LeadClock, now: Instant): Verdict[] {
  if (clock.state !== 'running') return silence(clock);
  if (clock.dueAt === null || clock.dueAt > now)
    return [{ kind: 'alreadyTouched', clock: cancel(clock, 'alreadyTouched', now) }];
  return [{ kind: 'missed', clock: breach(clock, now) }];
}

/** Nobody need be told any more of a miss, and nothing moves because of it; that it was one stays. */
export function silence(clock: LeadClock): Verdict[] {
  return clock.state === 'breached' ? [{ kind: 'silenced', clock: { ...clock, nextAt: null } }] : [];
}

function stopChain<Owned extends Clock>(clock: Owned, touch: Done['touch']): Owned {
  return { ...clock, metAt: Math.min(clock.metAt ?? touch.occurredAt, touch.occurredAt), nextAt: null };
}
