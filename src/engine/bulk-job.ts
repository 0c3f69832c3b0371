import { countOf, whySkipped } from '../disposition/bulk-closing.js';
import type { BulkRun } from '../disposition/bulk-run.store.js';
import type { JobStep } from '../jobs/job.js';

/** So many ids are put on the list of a run at once: a fraction of a second, and little memory. */
export const GATHERED_AT_ONCE = 2_000;

/** Where a job stands: it puts leads on its list, or goes through them. */
export interface BulkCursor {
  readonly isFinding: boolean;
  /** The last lead of the part before; null at the beginning of either. */
  readonly afterId: string | null;
}

export const FINDING: BulkCursor = { isFinding: true, afterId: null };

/** A node that had lost the job may have put leads on the list behind the place where it stands. */
export const ONCE_MORE: JobStep = { kind: 'goOn', cursor: { isFinding: false, afterId: null }, progress: 1 };

/** @param run as it was before these leads */
export function goingOn({ found, done, skipped }: BulkRun, leadIds: readonly string[]): JobStep {
  const over = done + countOf(skipped) + leadIds.length;
  const cursor: BulkCursor = { isFinding: false, afterId: leadIds.at(-1)! };
  return { kind: 'goOn', cursor, progress: Math.min(over / Math.max(found, 1), 1) };
}

/** What came of it: the counts of a closing that is answered at once. */
export function endOf({ bulkId, done, skipped }: BulkRun): JobStep {
  return {
    kind: 'done',
    result: { bulkId, done, skipped: countOf(skipped), whySkipped: whySkipped(skipped) },
  };
}
