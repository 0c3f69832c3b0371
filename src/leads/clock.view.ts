import { type Clock, isOutOfReach } from '../clocks/clock.js';
import { type Pause, pausesOf } from '../clocks/pause.js';
import { remainingMs } from '../clocks/remaining.js';
import type { Directory, Hours } from '../directory/directory.js';
import { type Instant, isoOrNull, MS_PER_SECOND, toIso } from '../platform/instant.js';

/** What a clock is seen by. */
interface Seen {
  readonly pauses: readonly Pause[];
  readonly directory: Directory;
  readonly now: Instant;
}

/** A clock as its lead shows it. Seconds that remain are of its own time: what the owner really has left. */
export function clockView(clock: Clock, { pauses, directory, now }: Seen) {
  const { working } = directory.hoursOfClock(clock);
  const leftMs = remainingMs(clock, working, pausesOf(clock, pauses), now);
  return {
    id: clock.id,
    kind: clock.kind,
    state: clock.pausedAt === null ? clock.state : 'paused',
    ...(clock.repId !== null && { repId: clock.repId }),
    startedAt: toIso(clock.startedAt),
    ...(clock.step !== null && { step: clock.step }),
    ...(clock.opensAt !== null && { opensAt: toIso(clock.opensAt) }),
    dueAt: isoOrNull(clock.dueAt),
    ...(isOutOfReach(clock) && { outOfReach: true }),
    remainingSeconds: leftMs === null ? null : Math.floor(leftMs / MS_PER_SECOND),
    ...tickingOf(clock, working, now),
    ...(clock.pausedAt !== null && { pausedAt: toIso(clock.pausedAt) }),
    ...(clock.graceAt !== null && { graceUntil: toIso(clock.graceAt) }),
    ...(clock.acknowledgedAt !== null && { acknowledgedAt: toIso(clock.acknowledgedAt) }),
    ...(clock.metAt !== null && { metAt: toIso(clock.metAt) }),
    ...(clock.breachedAt !== null && { breachedAt: toIso(clock.breachedAt) }),
    ...(clock.struckBreachAt !== null && { struckBreachAt: toIso(clock.struckBreachAt) }),
    ...(clock.target !== null && { target: clock.target }),
    ...(clock.endReason !== null && { endReason: clock.endReason }),
  };
}

/** Whether its time runs down at this moment, and where it does not, when it does again, as far as that is known. */
function tickingOf(clock: Clock, working: Hours['working'], now: Instant) {
  if (clock.state !== 'running') return { ticking: false };
  const stands = clock.pausedAt !== null;
  if (!stands && working.isOpenAt(now)) return { ticking: true };
  const from = stands ? clock.resumesAt : now;
  const resumesAt = from === null ? null : working.nextOpening(Math.max(from, now));
  return { ticking: false, ...(resumesAt !== null && { resumesAt: toIso(resumesAt) }) };
}
