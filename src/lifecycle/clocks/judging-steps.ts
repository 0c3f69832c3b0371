import { isOfStep } from '../../clocks/cadence.js';
import type { ClockVerdict, LeadClock } from '../../clocks/clock.js';
import { begunAs } from '../../clocks/judging-a-touch.js';
import { judge, release, silence } from '../../clocks/judging-one-clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import type { Instant } from '../../platform/values/duration.js';
import type { PromisedDuration, SlaPolicy } from '../../sla/policy.js';
import { isAttempt, type TouchFacts } from '../../sla/what-counts.js';
import type { LeadCase } from '../lead-case.js';
import { isOfPresentStay, stayAt } from '../stays.js';
import type { OwnedSubject } from '../subject.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { announce } from './announcing.js';
import { clockFacts } from './clocks.js';
import { planAnew } from './replanning.js';

/** A touch, with the policy by which it may keep steps. */
interface SteppingTouch {
  readonly policy: SlaPolicy;
  readonly touch: TouchFacts;
}

/**
 * Judges the steps of a cadence as first touches are judged: anybody keeps them, or their owner alone (`by`), and a
 * late report corrects a miss. An owner who took over the missed step because of that miss no longer owes it.
 * @returns whether the touch ended the running step
 */
export function judgeSteps(
  work: UnitOfWork,
  leadCase: LeadCase,
  { policy, touch, cycle }: SteppingTouch & { readonly cycle: number },
): boolean {
  const steps = leadCase.clocks.filter((clock) => clock.kind === 'followUp' && clock.cycle === cycle);
  const verdicts = steps.flatMap((clock) => judgeStep(leadCase, clock, { policy, touch, now: work.now }));
  for (const verdict of verdicts) announce(work, leadCase, verdict);
  const corrected = verdicts.flatMap(({ kind, clock }) => (kind === 'corrected' ? [clock] : []));
  const since = steps.filter(({ startedAt }) => touch.occurredAt < startedAt);
  const taken = since.filter((clock) => corrected.some((former) => isTakenFrom(former, begunAs(clock, steps))));
  const releases = taken.flatMap((clock) => release(clock, work.now));
  for (const verdict of releases) announce(work, leadCase, verdict);
  return releases.some(({ kind }) => kind === 'alreadyTouched');
}

function judgeStep(
  leadCase: LeadCase,
  clock: LeadClock,
  { policy, touch, now }: SteppingTouch & { readonly now: Instant },
): ClockVerdict[] {
  if (isKeptBy(leadCase, clock, { policy, touch })) return judge(clock, { touch, now });
  const isAfter = clock.state === 'breached' && isAttempt(touch) && touch.occurredAt > clock.dueAt!;
  return isAfter && isByOwnerThen(leadCase, clock, { policy, touch }) ? silence(clock) : [];
}

/**
 * Reports whether a touch keeps a step. A touch of another rep counts only if the policy lets anybody, and after the
 * deadline only while the lead is the owner's of the step.
 */
export function isKeptBy(leadCase: LeadCase, clock: LeadClock, { policy, touch }: SteppingTouch): boolean {
  const terms = leadCase.policyOf(clock) ?? policy;
  if (!isOfStep(clock, touch, terms)) return false;
  if (touch.repId === clock.repId) return true;
  const isLate = clock.state === 'breached' && touch.occurredAt > clock.dueAt!;
  if (terms.firstTouch.by === 'owner') return false;
  return !isLate || stayAt(leadCase, touch.occurredAt)?.tenures.some(({ id }) => id === clock.assignmentId) === true;
}

/** Reports whether the touch counts: anybody's, or only that of the owner at the time, as the policy says. */
function isByOwnerThen(leadCase: LeadCase, clock: LeadClock, { policy, touch }: SteppingTouch): boolean {
  const { by } = (leadCase.policyOf(clock) ?? policy).firstTouch;
  return by === 'anyone' || touch.repId === stayAt(leadCase, touch.occurredAt)?.tenure.repId;
}

function isTakenFrom(former: LeadClock, { step, assignmentId, startedAt }: LeadClock): boolean {
  return step === former.step && assignmentId !== former.assignmentId && startedAt >= former.breachedAt!;
}

/**
 * Returns a clock of the present owner whose move they may delay by acknowledging it, and for how long; undefined if
 * there is none.
 */
export function holdable(
  leadCase: LeadCase,
): { readonly clock: LeadClock; readonly holds: PromisedDuration } | undefined {
  for (const clock of leadCase.clocks) {
    const policy = leadCase.policyOf(clock);
    const isOfOwner = isOfPresentStay(leadCase, clock.assignmentId);
    const holds = isOfOwner && policy !== null ? rulesOf(clock).postponedBy(clock, policy) : null;
    if (holds !== null) return { clock, holds };
  }
  return undefined;
}

/**
 * Records that the owner acknowledges a promise: if they miss the deadline, the move waits once, as long as the policy
 * says.
 */
export function acknowledge<Owned extends OwnedSubject>(
  work: UnitOfWork,
  subject: Owned,
  { clock, holds }: { readonly clock: Owned['clocks'][number]; readonly holds: PromisedDuration },
): void {
  const known = { ...clock, acknowledgedAt: work.now };
  // If it was missed already, its chain is planned anew.
  const held = known.state === 'breached' ? planAnew(work, subject, known) : known;
  work.replaceClock(subject, held);
  work.record(subject, 'sla.acknowledged', { ...clockFacts(held), holds: holds.text });
}
