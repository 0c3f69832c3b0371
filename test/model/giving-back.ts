import { wasNeverOwed } from './cadence.js';
import { underVersion } from './changing.js';
import { isUnpromised, unpromised } from './deciding.js';
import { acceptance } from './handing-over.js';
import type { ModelLead } from './model-lead.js';
import { type Clock, windowOf } from './promise.js';

/** What the owner of a lead owed when it was taken from them, by something that is undone. */
export interface TakenAway {
  /** The clocks that ended with it and are still to be kept. */
  readonly promises: readonly Clock[];
  /** The missed ones that are still to be kept. */
  readonly missed: readonly Clock[];
}

/** A handover is accepted beside the rest. */
export function isAllThatIsOwed({ promises, missed }: TakenAway): boolean {
  return [...promises, ...missed].some(({ kind }) => kind !== 'accept');
}

/**
 * @param places the indices of the tenures of the rep who gets it back
 * @param since when it went from them
 */
export function takenAwayFrom(lead: ModelLead, places: readonly number[], since: number): TakenAway {
  const { rep } = lead.tenures[places[0]!]!;
  const hasWorked = lead.touches.some((touch) => !touch.isVoided && touch.at >= since && touch.rep === rep);
  const owed = lead.clocks.filter(
    (clock) => clock.tenure !== null && places.includes(clock.tenure) && isStillToBeKept(lead, clock, hasWorked),
  );
  return {
    promises: owed
      .filter(({ tenure, endReason }) => tenure === places.at(-1) && endReason === 'reassigned')
      .flatMap((clock) => asPromisedNow(lead, clock) ?? []),
    missed: owed.filter(({ state, metAt }) => state === 'breached' && metAt === null),
  };
}

/**
 * An ended promise as the present version of the policy makes it, as if that had come into force when the promise
 * ended; null if it makes none.
 */
function asPromisedNow(lead: ModelLead, ended: Clock): Clock | null {
  if (isUnpromised(ended) || ended.policy === lead.policy) return ended;
  const now: Clock | null = underVersion(lead, ended, lead.policy);
  if (now === null) return null;
  const endedAt = ended.endedAt!;
  const time = lead.timeOf(now);
  const pauses = lead.pausesOf(ended).map(({ from, to }) => ({ from, to: Math.min(to, Math.max(from, endedAt)) }));
  now.window = windowOf(now, time, pauses);
  const [former, { due }] = [ended.window.due, now.window];
  if (due === null || former === null || former <= due) return now;
  now.grace = { from: endedAt, to: Math.min(former, time.after(endedAt, lead.policy.grace)) };
  now.window = windowOf(now, time, pauses);
  return now;
}

const ENDED_BY_ACTS: readonly (string | null)[] = ['contact', 'alreadyTouched', 'noShow', 'meetingCancelled'];

/** What somebody has kept since, whoever it was, is owed no more. */
function isStillToBeKept({ clocks, isDecisionPending }: ModelLead, clock: Clock, hasWorked: boolean): boolean {
  const { kind, start } = clock;
  const since = clocks.slice(clocks.indexOf(clock));
  if (kind === 'accept') return !hasWorked && !since.some((each) => each.kind === kind && each.metAt !== null);
  if (kind === 'firstTouch')
    return !clocks.some(
      (each) =>
        each.kind === kind && each.start >= start && (each.metAt !== null || each.endReason === 'alreadyTouched'),
    );
  // A decision that no policy promises is owed as long as it is requested.
  if (isUnpromised(clock) && !isDecisionPending) return false;
  return !since.some(
    (each) =>
      (each.kind === 'followUp' || each.kind === 'decide') &&
      !wasNeverOwed(each.endReason) &&
      (each.metAt !== null || ENDED_BY_ACTS.includes(each.endReason)),
  );
}

function unpromisedAgain(lead: ModelLead, { kind, start, within }: Clock): Clock {
  return kind === 'accept' ? acceptance(lead, within!, start) : unpromised(lead, start);
}

/** Each clock begins again where it had begun, with the time that was left when it ended. */
export function goOnWith(lead: ModelLead, { promises }: TakenAway, now: number): void {
  for (const former of promises) {
    const { kind, start, warned } = former;
    const again = isUnpromised(former) ? unpromisedAgain(lead, former) : lead.make(kind, start, former);
    const clock: Clock = { ...again, warned };
    clock.grace = { from: now, to: lead.timeOf(clock).after(now, leftOf(lead, former)!) };
    lead.add(clock, now);
  }
}

/** A paused clock had the time that was left at the pause. */
export function leftOf(lead: ModelLead, former: Clock): number | null {
  const time = lead.timeOf(former);
  const endedAt = former.endedAt!;
  const pauses = lead.pausesOf(former);
  const soFar = pauses.map(({ from, to }) => ({ from, to: Math.min(to, Math.max(from, endedAt)) }));
  const isPaused = pauses.some(({ from, to }) => from < endedAt && endedAt <= to);
  const { due } = isPaused ? windowOf(former, time, soFar) : former.window;
  return due === null ? null : time.between(Math.max(endedAt, former.start), due);
}
