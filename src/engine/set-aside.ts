import { isTooSlow, isUnavailable } from '../platform/database.js';
import { type Instant, MS_PER_MINUTE } from '../platform/duration.js';

/** How long work that fails for a reason of its own rests, so that all other work goes on meanwhile. */
export const SET_ASIDE_MS = MS_PER_MINUTE;

/** A batch that fails is tried again in smaller ones, down to the row that makes it fail. */
const BATCH_DIVISOR = 10;
/** Beyond that something is wrong with all of them, and no list of theirs helps. */
const SUBJECTS_MAX = 10_000;

/**
 * Works on a batch. One that fails for a reason of its own is divided until the row that makes it fail is alone.
 * @param work does at most so many, and says which it has claimed as soon as it knows
 * @param setAside lets the culprit rest, so that the next batch goes without it
 * @throws what made it fail when the database is away, or no row can be to blame
 */
export async function downToTheCulprit<Row, Done>(
  most: number,
  work: (limit: number, claimed: (rows: readonly Row[]) => void) => Promise<Done>,
  setAside: (culprit: Row, cause: unknown) => Promise<Done>,
): Promise<Done> {
  for (let limit = most; ; limit = Math.ceil(limit / BATCH_DIVISOR)) {
    let claimed: readonly Row[] = [];
    const claim = (rows: readonly Row[]) => {
      claimed = rows;
    };
    try {
      return await work(limit, claim);
    } catch (error) {
      // Fewer may be done in the time; a single one that takes too long is not to blame for a slow database.
      const isSlow = isTooSlow(error);
      if ((isUnavailable(error) && !isSlow) || claimed.length === 0 || (isSlow && limit === 1)) throw error;
      if (limit === 1) return setAside(claimed[0]!, error);
    }
  }
}

/** Subjects that cannot be dealt, moved or planned anew just now, for a reason of their own. Each node finds out for itself. */
export class SetAside {
  private readonly until = new Map<string, Instant>();

  /** @throws the cause when so many rest already that it is no fault of single ones */
  add(id: string, now: Instant, cause: unknown): void {
    if (this.until.size >= SUBJECTS_MAX) throw cause;
    this.until.set(id, now + SET_ASIDE_MS);
  }

  /** Those that still rest. */
  at(now: Instant): string[] {
    for (const [id, until] of this.until) if (until <= now) this.until.delete(id);
    return [...this.until.keys()];
  }

  /** When the first of them may be tried again; null when none rests. */
  get nextAt(): Instant | null {
    return this.until.size === 0 ? null : Math.min(...this.until.values());
  }
}
