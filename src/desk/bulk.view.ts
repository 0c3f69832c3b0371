import { countOf, stateOf, tallyOf, undoableUntil, whySkipped } from '../disposition/bulk-closing.js';
import type { BulkClosing } from '../disposition/bulk-closing.store.js';
import type { BulkRun } from '../disposition/bulk-run.store.js';
import type { LeadTally } from '../leads/lead-tally.store.js';
import type { BulkResult } from '../lifecycle/closing/bulk-result.js';
import { isoOrNull, toIso } from '../platform/values/duration.js';

export function bulkAnswer(results: readonly BulkResult[], status: 'closed' | 'reopened') {
  const skips = results.flatMap(({ left }) => (left === null ? [] : left.skip));
  return {
    done: results.length - skips.length,
    skipped: skips.length,
    whySkipped: whySkipped(tallyOf(skips)),
    results: [...results]
      .sort((a, b) => (a.leadId < b.leadId ? -1 : 1))
      .map(({ leadId, left }) =>
        left === null ? { leadId, status } : { leadId, status: 'skipped' as const, why: left.why },
      ),
  };
}

export type BulkAnswer = ReturnType<typeof bulkAnswer> & {
  readonly bulkId: string | null;
  readonly hasMore: boolean;
  readonly matched?: ReturnType<typeof tallyView>;
};

export function tallyView({ oldestAt, newestAt, ...counts }: LeadTally) {
  return { ...counts, oldestAt: isoOrNull(oldestAt), newestAt: isoOrNull(newestAt) };
}

/** A bulk closing with its undos. @param runs oldest first */
export function bulkView(bulk: BulkClosing, runs: readonly BulkRun[]) {
  const closing = runs.find(({ kind }) => kind === 'close')!;
  const until = undoableUntil(closing);
  return {
    bulkId: bulk.id,
    madeAt: toIso(bulk.madeAt),
    by: { type: bulk.actorType, id: bulk.actorId },
    category: bulk.category,
    reason: bulk.reason,
    filter: bulk.filter,
    ...went(closing),
    undoableUntil: isoOrNull(until),
    undos: runs
      .filter(({ kind }) => kind === 'undo')
      .map((run) => ({
        madeAt: toIso(run.begunAt),
        by: { type: run.actorType, id: run.actorId },
        ...went(run),
      })),
  };
}

function went(run: Omit<BulkRun, 'bulkId' | 'kind' | 'actorType' | 'actorId' | 'begunAt'>) {
  const { id, isJob, endedAt, found, done, skipped } = run;
  return {
    state: stateOf(run),
    ...(isJob && { jobId: id }),
    endedAt: isoOrNull(endedAt),
    found,
    done,
    skipped: countOf(skipped),
    whySkipped: whySkipped(skipped),
  };
}
