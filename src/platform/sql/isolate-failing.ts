import { isTooSlow, isUnavailable } from './database.js';

/** Factor by which a failed batch is reduced before it is tried again, down to the row that makes it fail. */
const BATCH_DIVISOR = 10;

/**
 * The size of the next batch of some work. After a failure it stays small and grows with each batch that succeeds, so
 * that of many rows that fail each costs about one attempt. If each batch began at full size, a thousand failing rows
 * would hold up all others for minutes.
 */
export class BatchSize {
  private limit: number;

  constructor(readonly most: number) {
    this.limit = most;
  }

  get next(): number {
    return this.limit;
  }

  shrinkFrom(limit: number): void {
    this.limit = Math.ceil(limit / BATCH_DIVISOR);
  }

  growFrom(limit: number): void {
    this.limit = Math.min(this.most, limit * BATCH_DIVISOR);
  }
}

/**
 * Works on a batch. If it fails for a reason of its own, it is divided until the row that makes it fail is alone.
 * @param size kept by the caller for the next batch of the same work
 * @param work processes up to `limit` rows, and reports which it has claimed as soon as it knows
 * @param setAside postpones the culprits, so that the next batch goes without them: one, unless `smallest` is larger
 * @param smallest the number of rows that are not divided further
 * @throws the failure if the database is unavailable, or no row can be to blame
 */
export async function isolateFailing<Row, Done>(
  size: BatchSize,
  work: (limit: number, claimed: (rows: readonly Row[]) => void) => Promise<Done>,
  setAside: (culprit: Row, cause: unknown, culprits: readonly Row[]) => Promise<Done>,
  smallest = 1,
): Promise<Done> {
  for (;;) {
    const limit = size.next;
    let claimed: readonly Row[] = [];
    const claim = (rows: readonly Row[]) => {
      claimed = rows;
    };
    try {
      const done = await work(limit, claim);
      size.growFrom(limit);
      return done;
    } catch (error) {
      const count = Math.min(limit, claimed.length);
      // A smaller batch may be done in time. A single row that takes too long is not to blame for a slow database.
      const isSlow = isTooSlow(error);
      if ((isUnavailable(error) && !isSlow) || count === 0 || (isSlow && count === 1)) throw error;
      size.shrinkFrom(count);
      if (count <= smallest && !isSlow) return setAside(claimed[0]!, error, claimed);
    }
  }
}
