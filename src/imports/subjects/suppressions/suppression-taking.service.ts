import { Injectable } from '@nestjs/common';
import { hashesOf, hashOf } from '../../../disposition/suppression.js';
import { SuppressionStore } from '../../../disposition/suppression.store.js';
import { type EnteredBlock, Suppressing } from '../../../lifecycle/arrivals/suppressing.service.js';
import { LifecycleService, type TransactionContext } from '../../../lifecycle/lifecycle.service.js';
import { Turns } from '../../../platform/running/turns.js';
import type { Tx } from '../../../platform/sql/database.js';
import type { Instant } from '../../../platform/values/duration.js';
import { type FileImport, starterOf } from '../../import.store.js';
import { MadeStore } from '../../made.store.js';
import { planColumns } from '../../mapping/planned-column.js';
import { takeInOwn } from '../own-transaction.service.js';
import { RowFields } from '../row-fields.js';
import type { Batch, RowOutcome, SubjectTaking, TakenBackCounts, Undoer } from '../subject.js';
import { type RowSuppressions, suppressionsOf } from './row-suppressions.js';
import { SUPPRESSIONS } from './suppressions.shape.js';

const AT_ONCE = 500;
const UNDONE = 'The import that made it was undone.';

/** Rows as suppressions. What is suppressed already, for as long, stays as it is. */
@Injectable()
export class SuppressionTaking implements SubjectTaking {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly suppressing: Suppressing,
    private readonly store: SuppressionStore,
    private readonly made: MadeStore,
  ) {}

  take(batch: Batch): Promise<void> {
    return takeInOwn(this.lifecycle, batch, (context) => this.takeIn(context, batch));
  }

  /** Lifts what is still in force. Leads that it closed on arrival stay closed, as after any lifting. */
  takeBack({ id: importId }: FileImport, after: string | null, by: Undoer): Promise<string | null> {
    return this.lifecycle.performDue(async (context) => {
      const { tx } = context;
      const ids = await this.made.find(tx, importId, 'suppression', after, AT_ONCE);
      if (ids.length === 0) return null;
      const rows = await this.store.lockInForce(tx, ids, context.now);
      const work = this.lifecycle.workOn([], context, by);
      await this.suppressing.lift(tx, work, rows, UNDONE, 'person');
      await this.lifecycle.save(tx, work);
      const lifted = rows.map(({ id }) => id);
      await this.made.noteUndone(tx, importId, 'suppression', lifted);
      return ids.at(-1)!;
    });
  }

  finishUndo(tx: Tx, importId: string): Promise<TakenBackCounts> {
    return this.made.count(tx, importId, 'suppression');
  }

  private async takeIn(context: TransactionContext, { of, rows, now }: Batch): Promise<readonly RowOutcome[]> {
    const { tx, directory } = context;
    const { settings, reasons } = directory.content;
    const columns = planColumns(of.fileForm!.columns, of.mapping!, SUPPRESSIONS.typeOf, SUPPRESSIONS.otherwise);
    const timeZone = of.mapping!.timeZone ?? settings.timeZone;
    const read: (RowSuppressions | { readonly why: string })[] = [];
    const turns = new Turns();
    for (const { cells } of rows) {
      read.push(suppressionsOf(new RowFields(cells, columns, timeZone), { settings, reasons, now }));
      await turns.next();
    }
    const hashes = read.flatMap((row) => ('why' in row ? [] : row.blocks.flatMap(hashesOf)));
    const known = new Map(await this.store.readEnds(tx, hashes, context.now));
    const work = this.lifecycle.workOn([], context, starterOf(of));
    const entered: EnteredBlock[] = [];
    const outcomes = read.map((row): RowOutcome => {
      if ('why' in row) return row;
      const fresh = row.blocks
        .filter((block) => !lastsUntil(block.untilAt, hashesOf(block), known))
        .map((block) => ({ block, reason: row.reason, id: work.newId() }));
      for (const { block } of fresh) known.set(hashOf(block), block.untilAt);
      entered.push(...fresh);
      const made = fresh.map(({ id }) => ({ kind: 'suppression', id }) as const);
      return fresh.length === 0 ? { status: 'unchanged' } : { status: 'created', made };
    });
    await this.suppressing.enterMany(tx, work, entered);
    await this.lifecycle.save(tx, work);
    return outcomes;
  }
}

/** Reports whether one of some hashes is suppressed until an instant at least; null is for good. */
function lastsUntil(
  untilAt: Instant | null,
  hashes: readonly string[],
  known: ReadonlyMap<string, Instant | null>,
): boolean {
  return hashes.some((hash) => {
    const end = known.get(hash);
    return end !== undefined && (end === null || (untilAt !== null && end >= untilAt));
  });
}
