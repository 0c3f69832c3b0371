import { elapsedMs, parseDuration } from '../platform/duration.js';
import { type Instant, MS_PER_DAY } from '../platform/instant.js';

/** When the engine stops by itself: so many leads moved because of a breach in so long. */
export interface StormBreaker {
  readonly moves: number;
  readonly per: string;
}

/** What has happened by now, in all nodes. */
export interface StormState {
  /** Moves that count, since `countedSince`. */
  readonly moves: number;
  /** When a person last ended a hold: what was missed by then is not asked of again. Null when nobody has. */
  readonly wentOnAt: Instant | null;
}

/** No breaker counts further back. */
export const COUNTED_FOR_MS = MS_PER_DAY;

export function countedForMs({ per }: StormBreaker): number {
  const duration = parseDuration(per);
  if ('code' in duration) throw new Error(`"${per}" passed the check of the settings and is no duration`);
  return elapsedMs(duration);
}

/** From when on moves count at an instant. */
export function countedSince(breaker: StormBreaker, now: Instant): Instant {
  return now - countedForMs(breaker);
}

/** A lead that would move. */
export interface Moving {
  /** When it was recorded that a promise about it was missed; null where that is recorded only now. */
  readonly missedAt: Instant | null;
}

/**
 * Which of the moves go ahead, in the order given: all of what was missed before a person said to go on, and of the
 * others as many as there is room for.
 */
export function admit<Move extends Moving>(
  moves: readonly Move[],
  breaker: StormBreaker,
  { moves: counted, wentOnAt }: StormState,
): { readonly counted: readonly Move[]; readonly uncounted: readonly Move[]; readonly held: readonly Move[] } {
  const isCleared = ({ missedAt }: Move) => missedAt !== null && wentOnAt !== null && missedAt <= wentOnAt;
  const fresh = moves.filter((move) => !isCleared(move));
  const room = Math.max(0, breaker.moves - counted);
  return { counted: fresh.slice(0, room), uncounted: moves.filter(isCleared), held: fresh.slice(room) };
}
