import { BROUGHT_ALONG } from '../../lifecycle/arrivals/past-leads.js';
import type { LifecycleService, TransactionContext } from '../../lifecycle/lifecycle.service.js';
import { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { newId } from '../../platform/values/ids.js';
import { type FileImport, starterOf } from '../import.store.js';
import type { Batch, RowOutcome, Undoer } from './subject.js';

/** Rolls back what a rehearsal has decided, and carries it. Never leaves this file. */
class RehearsedError extends Error {
  constructor(readonly outcomes: readonly RowOutcome[]) {
    super();
  }
}

/**
 * Takes a batch in, and stores what became of its rows, in one transaction, so that none is taken in twice. A rehearsal
 * does the same and rolls it back, so that it foresees exactly what would happen.
 */
export async function takeInOwn(
  lifecycle: LifecycleService,
  batch: Batch,
  take: (context: TransactionContext) => Promise<readonly RowOutcome[]>,
): Promise<void> {
  try {
    await lifecycle.perform(async (context) => {
      const outcomes = await take(context);
      if (batch.of.isRehearsal) throw new RehearsedError(outcomes);
      await batch.settle(context.tx, outcomes);
    });
  } catch (error) {
    if (!(error instanceof RehearsedError)) throw error;
    await batch.settle(batch.tx, error.outcomes);
  }
}

/** Begins the work of an import, of which nobody hears if it is history. @param by who does it */
export function workOf(
  lifecycle: LifecycleService,
  context: TransactionContext,
  of: FileImport,
  by: Undoer = starterOf(of),
): UnitOfWork {
  if (of.mode === 'live') return lifecycle.workOn([], context, by);
  return new UnitOfWork([], context.directory, context.now, BROUGHT_ALONG, newId, true);
}
