import type { Directory } from '../directory/directory.js';
import { countOf, stateOf, tallyOf, undoableUntil, whySkipped } from '../disposition/bulk-closing.js';
import type { BulkClosing } from '../disposition/bulk-closing.store.js';
import type { BulkRun } from '../disposition/bulk-run.store.js';
import type { Category } from '../disposition/disposition.js';
import type { LeadTally } from '../leads/lead-tally.store.js';
import type { ForeseenResult } from '../lifecycle/closing/bulk-closing.service.js';
import type { BulkResult } from '../lifecycle/closing/bulk-result.js';
import { isoOrNull, toIso } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';

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

/** A day on which leads come back. */
interface WaveDay {
  readonly day: string;
  readonly leads: number;
  readonly byOwner?: readonly { readonly repId: string | null; readonly leads: number }[];
}

/**
 * Returns how many leads would come back on which day of the company. A nurtured lead goes to its last owner if it can;
 * who gets a recycled one is not known.
 * @param category null if the owners were not looked at
 */
export function waveOf(
  results: readonly (Pick<ForeseenResult, 'returnsAt'> & Partial<Pick<ForeseenResult, 'ownerId'>>)[],
  category: Category | null,
  directory: Pick<Directory, 'companyDay'>,
): WaveDay[] {
  const back = results.flatMap(({ returnsAt, ownerId }) =>
    returnsAt === null ? [] : [{ day: directory.companyDay(returnsAt), ownerId: ownerId ?? null }],
  );
  const days = [...groupBy(back, ({ day }) => day)].sort(([one], [other]) => (one < other ? -1 : 1));
  return days.map(([day, leads]) => ({
    day,
    leads: leads.length,
    ...(category === 'nurture' && { byOwner: countedByOwner(leads) }),
  }));
}

function countedByOwner(leads: readonly { readonly ownerId: string | null }[]) {
  return [...groupBy(leads, ({ ownerId }) => ownerId)]
    .map(([repId, theirs]) => ({ repId, leads: theirs.length }))
    .sort((one, other) => other.leads - one.leads || (String(one.repId) < String(other.repId) ? -1 : 1));
}

export type BulkAnswer = ReturnType<typeof bulkAnswer> & {
  readonly returns?: readonly WaveDay[];
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
