import { isTooSlow, isUnavailable } from '../platform/database.js';
import { type Instant, MS_PER_MINUTE } from '../platform/duration.js';

/** How long work rests that fails for a reason of its own. All other work goes on meanwhile. */
export const SET_ASIDE_MS = MS_PER_MINUTE;

/** Factor by which a failed batch is reduced before it is tried again, down to the row that makes it fail. */
const BATCH_DIVISOR = 10;
/** With more than this, the cause is not in single subjects, and listing them does not help. */
const SUBJECTS_MAX = 10_000;

/**
 * Works on a batch. If it fails for a reason of its own, it is divided until the row that makes it fail is alone.
 * @param work processes up to `limit` rows, and reports which it has claimed as soon as it knows
 * @param setAside postpones the culprit, so that the next batch goes without it
 * @throws the failure if the database is unavailable, or no row can be to blame
 */
export async function isolateFailing<Row, Done>(
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
      // A smaller batch may be done in time. A single row that takes too long is not to blame for a slow database.
      const isSlow = isTooSlow(error);
      if ((isUnavailable(error) && !isSlow) || claimed.length === 0 || (isSlow && limit === 1)) throw error;
      if (limit === 1) return setAside(claimed[0]!, error);
    }
  }
}

/**
 * Subjects that cannot be dealt, moved or re-planned just now, for a reason of their own. Each node has its own list.
 */
export class SetAside {
  private readonly until = new Map<string, Instant>();

  /** @throws the cause if so many subjects rest already that it cannot be the fault of single ones */
  add(id: string, now: Instant, cause: unknown): void {
    if (this.until.size >= SUBJECTS_MAX) throw cause;
    this.until.set(id, now + SET_ASIDE_MS);
  }

  /** Returns the subjects that still rest. */
  at(now: Instant): string[] {
    for (const [id, until] of this.until) if (until <= now) this.until.delete(id);
    return [...this.until.keys()];
  }

  /** When the first of them may be tried again; null if there are none. */
  get nextAt(): Instant | null {
    return this.until.size === 0 ? null : Math.min(...this.until.values());
  }
}
