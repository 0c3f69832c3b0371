import { elapsedMs, type Instant, MS_PER_DAY, parseDuration } from '../platform/values/duration.js';

/** When the engine stops by itself: how many leads may move by breach within a time. */
export interface StormBreakerSettings {
  readonly moves: number;
  readonly per: string;
}

/** Moves so far, on all nodes. */
export interface StormState {
  /** Moves since `countedSince`, as far as they count. */
  readonly moves: number;
  /** When a person last ended a hold. Leads missed until then may move freely. Null if no person has. */
  readonly wentOnAt: Instant | null;
}

/** The longest time over which a breaker counts. */
export const COUNTED_FOR_MS = MS_PER_DAY;

export function countedForMs({ per }: StormBreakerSettings): number {
  const duration = parseDuration(per);
  if ('code' in duration) throw new Error(`"${per}" passed the check of the settings and is no duration`);
  return elapsedMs(duration);
}

/** Returns the instant from which moves count. */
export function countedSince(breaker: StormBreakerSettings, now: Instant): Instant {
  return now - countedForMs(breaker);
}

/** A lead that would move because of a miss. */
export interface MoveByMiss {
  /** When its miss was recorded; null if that happens now. */
  readonly missedAt: Instant | null;
}

/**
 * Decides which moves go ahead, in the order given: all whose miss was recorded before a person ended the last hold,
 * and of the others as many as there is room for.
 */
export function admit<Move extends MoveByMiss>(
  moves: readonly Move[],
  breaker: StormBreakerSettings,
  { moves: counted, wentOnAt }: StormState,
): { readonly counted: readonly Move[]; readonly uncounted: readonly Move[]; readonly held: readonly Move[] } {
  const isCleared = ({ missedAt }: Move) => missedAt !== null && wentOnAt !== null && missedAt <= wentOnAt;
  const fresh = moves.filter((move) => !isCleared(move));
  const room = Math.max(0, breaker.moves - counted);
  return { counted: fresh.slice(0, room), uncounted: moves.filter(isCleared), held: fresh.slice(room) };
}

export interface MovesAt {
  readonly at: Instant;
  readonly moves: number;
}

/** Predicts which coming moves the breaker would let through, in the order of the calls. */
export class StormForecast {
  private readonly countedAt: Map<Instant, number>;
  /** When the breaker would stop all moves. */
  private stopsAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly breaker: StormBreakerSettings,
    counted: readonly MovesAt[],
  ) {
    this.countedAt = new Map(counted.map(({ at, moves }) => [at, moves]));
  }

  admits(at: Instant): boolean {
    if (at >= this.stopsAt) return false;
    const { counted } = admit([{ missedAt: null }], this.breaker, { moves: this.countedBy(at), wentOnAt: null });
    if (counted.length === 0) this.stopsAt = at;
    else this.countedAt.set(at, (this.countedAt.get(at) ?? 0) + 1);
    return counted.length > 0;
  }

  private countedBy(now: Instant): number {
    const since = countedSince(this.breaker, now);
    let sum = 0;
    for (const [at, moves] of this.countedAt) if (since < at && at <= now) sum += moves;
    return sum;
  }
}
