import { AnotherLife } from './another-life.js';
import { grantGrace, underVersion } from './changing.js';
import type { ModelLead } from './model-lead.js';
import { recordStanding, stand } from './pausing.js';
import { type Clock, type Policy, unended, windowOf } from './promise.js';
import { waitsFor } from './touching.js';
import { goOnWithWhatRuns, liveOn } from './voiding.js';
import type { Stretch } from './working-hours.js';

/** A version of the policy, with the instant at which it was saved. */
export interface Version {
  readonly policy: Policy;
  readonly at: number;
}

/**
 * Strikes misses within a span, under versions saved in the span, that were not due by the version before. The lead
 * then owes what it would owe without them.
 * @param isLeaving whether the lead returns to its former owner next
 */
export function strike(
  lead: ModelLead,
  span: Stretch,
  versions: readonly Version[],
  { isLeaving, now }: { readonly isLeaving: boolean; readonly now: number },
): void {
  const isIn = (at: number | null) => at !== null && span.from <= at && at < span.to;
  const inForce = versions.findLast(({ at }) => at < span.from);
  if (inForce === undefined) return;
  const isOfSpan = ({ policy }: Clock) => versions.some((version) => version.policy === policy && isIn(version.at));
  const missed = lead.clocks.filter(
    (clock) =>
      clock.state === 'breached' && isIn(clock.breachedAt) && clock.struckMiss !== clock.breachedAt && isOfSpan(clock),
  );
  const notDue = missed.filter((clock) => !wasDue(lead, clock, inForce.policy));
  if (notDue.length === 0) return;
  if (!lead.isOpen) for (const clock of notDue) uncount(lead, clock, now);
  else strikeOpen(lead, missed, notDue, { isLeaving, now });
}

function wasDue(lead: ModelLead, clock: Clock, policy: Policy): boolean {
  const promised = underVersion(lead, running(clock), policy);
  if (promised === null) return false;
  const { due } = windowOf(promised, lead.timeOf(promised), lead.pausesOf(promised));
  return due !== null && due <= clock.breachedAt!;
}

function running(clock: Clock): Clock {
  return { ...clock, ...unended() };
}

function uncount(lead: ModelLead, clock: Clock, now: number): void {
  clock.struckMiss = clock.breachedAt;
  clock.isQuiet = true;
  recordStruck(lead, clock, now);
}

function recordStruck(lead: ModelLead, clock: Clock, now: number): void {
  lead.recordClock(now, 'sla.struck', clock, { state: clock.state, metAt: clock.metAt });
}

function strikeOpen(
  lead: ModelLead,
  missed: readonly Clock[],
  notDue: readonly Clock[],
  { isLeaving, now }: { readonly isLeaving: boolean; readonly now: number },
): void {
  const again = new Map(notDue.map((clock) => [clock, asItRuns(lead, clock)]));
  const before = AnotherLife.of(lead, null);
  const life = AnotherLife.of(lead, null, again);
  goOnWithWhatRuns(lead, life);
  const isUnfounded = (clock: Clock) => before.fateOf(clock) !== undefined && life.fateOf(clock) === undefined;
  const struck = missed.filter((clock) => again.has(clock) || isUnfounded(clock));
  for (const clock of struck) {
    const fate = life.fateOf(clock);
    const endsBy = isLeaving && clock.rep !== null && fate?.state === 'running' ? 'reassigned' : null;
    become(lead, clock, { promised: again.get(clock) ?? running(clock), fate, endsBy, now });
    recordStruck(lead, clock, now);
    if (clock.paused !== null) recordStanding(lead, clock, now);
  }
  if (lead.isWaiting && waitsFor(lead) === undefined) lead.waitingSince = null;
  liveOn(lead, { before, life, why: 'missStruck', now, seenTo: new Set(struck), isLeaving });
}

/** The clock under the lead's present version, or as it was if that version does not have it. */
function asItRuns(lead: ModelLead, clock: Clock): Clock {
  const promised = underVersion(lead, running(clock), lead.policy);
  if (promised === null) return running(clock);
  promised.window = windowOf(promised, lead.timeOf(promised), lead.pausesOf(promised));
  return promised;
}

interface Becoming {
  readonly promised: Clock;
  readonly fate: Clock | undefined;
  readonly endsBy: string | null;
  readonly now: number;
}

function become(lead: ModelLead, clock: Clock, { promised, fate, endsBy, now }: Becoming): void {
  clock.struckMiss = clock.breachedAt;
  if (fate?.state === 'breached') {
    Object.assign(clock, { metAt: fate.metAt, isQuiet: true });
    return;
  }
  lead.unmiss(clock);
  const { policy, wait, within, window } = promised;
  Object.assign(clock, running(clock), { policy, wait, within, window, struckMiss: clock.struckMiss });
  if (fate === undefined || endsBy !== null) end(clock, 'cancelled', now, endsBy ?? 'missStruck');
  else if (fate.state === 'running') {
    stand(lead, clock, now);
    grantGrace(lead, clock, null, now);
  } else if (fate.state === 'met') {
    end(clock, 'met', now, null);
    clock.metAt = fate.metAt;
  } else end(clock, 'cancelled', fate.endedAt!, fate.endReason);
}

function end(clock: Clock, state: Clock['state'], endedAt: number, endReason: string | null): void {
  Object.assign(clock, { state, endedAt, endReason, paused: null, untold: null, isQuiet: true });
}
