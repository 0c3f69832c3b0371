import { isRunning, type Pause } from '../clocks/pause.js';
import { type Instant, isoOrNull, toIso } from '../platform/instant.js';

export function pauseView({ id, kind, cycle, fromAt, untilAt, reason, madeBy }: Pause) {
  return { id, kind, cycle, from: toIso(fromAt), until: isoOrNull(untilAt), reason, by: madeBy };
}

/** What its clocks stand still by now: of two pauses, that of a person. */
export function presentPause(pauses: readonly Pause[], cycle: number, now: Instant): Pause | undefined {
  const running = pauses.filter((pause) => pause.cycle === cycle && isRunning(pause, now));
  return running.find(({ kind }) => kind === 'hand') ?? running[0];
}
