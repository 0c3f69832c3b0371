import { isTooSlow, isUnavailable } from './database.js';

/** Factor by which a failed batch is reduced before it is tried again, down to the row that makes it fail. */
const BATCH_DIVISOR = 10;

/**
 * Works on a batch. If it fails for a reason of its own, it is divided until the row that makes it fail is alone.
 * @param work processes up to `limit` rows, and reports which it has claimed as soon as it knows
 * @param setAside postpones the culprits, so that the next batch goes without them: one, unless `smallest` is larger
 * @param smallest the number of rows that are not divided further
 * @throws the failure if the database is unavailable, or no row can be to blame
 */
export async function isolateFailing<Row, Done>(
  most: number,
  work: (limit: number, claimed: (rows: readonly Row[]) => void) => Promise<Done>,
  setAside: (culprit: Row, cause: unknown, culprits: readonly Row[]) => Promise<Done>,
  smallest = 1,
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
      if (limit <= smallest && !isSlow) return setAside(claimed[0]!, error, claimed);
    }
  }
}
