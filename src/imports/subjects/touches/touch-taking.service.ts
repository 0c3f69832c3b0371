import { Injectable } from '@nestjs/common';
import { LeadMatchStore } from '../../../leads/lead-match.store.js';
import { faultOfNoLead } from '../../../leads/naming.js';
import { EVERYBODYS } from '../../../leads/visibility.js';
import { LifecycleService, type TransactionContext } from '../../../lifecycle/lifecycle.service.js';
import { PastTouches, type PastTouchReport } from '../../../lifecycle/touches/past-touches.service.js';
import { instantOf } from '../../../platform/input/formats.js';
import { Turns } from '../../../platform/running/turns.js';
import type { Tx } from '../../../platform/sql/database.js';
import { type FileImport, starterOf } from '../../import.store.js';
import { MadeStore } from '../../made.store.js';
import { planColumns } from '../../mapping/planned-column.js';
import { takeInOwn } from '../own-transaction.service.js';
import { RowFields } from '../row-fields.js';
import type { Batch, RowOutcome, SubjectTaking, TakenBackCounts, Undoer } from '../subject.js';
import { fieldAt, type RowTouch, touchOfRow } from './row-touch.js';
import { TOUCHES } from './touches.shape.js';

const AT_ONCE = 200;
const UNDONE = 'The import that made it was undone.';

interface ReadRow {
  readonly row: RowFields;
  readonly touch: RowTouch | { readonly why: string };
}

/** Rows as touches of leads that are there, of before somebody worked on them here. */
@Injectable()
export class TouchTaking implements SubjectTaking {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly touches: PastTouches,
    private readonly matches: LeadMatchStore,
    private readonly made: MadeStore,
  ) {}

  take(batch: Batch): Promise<void> {
    return takeInOwn(this.lifecycle, batch, (context) => this.takeIn(context, batch));
  }

  /** Voids them, so that they count no more and their ids are free again. */
  takeBack({ id: importId }: FileImport, after: string | null, by: Undoer): Promise<string | null> {
    return this.lifecycle.performDue(async (context) => {
      const { tx } = context;
      const ids = await this.made.find(tx, importId, 'touch', after, AT_ONCE);
      if (ids.length === 0) return null;
      await this.made.noteUndone(tx, importId, 'touch', await this.touches.takeBack(context, ids, UNDONE, by));
      return ids.at(-1)!;
    });
  }

  finishUndo(tx: Tx, importId: string): Promise<TakenBackCounts> {
    return this.made.count(tx, importId, 'touch');
  }

  private async takeIn(context: TransactionContext, batch: Batch): Promise<readonly RowOutcome[]> {
    const read = await readRows(context, batch);
    const named = read.flatMap(({ touch }) => ('why' in touch ? [] : [touch.name]));
    const found = await this.matches.findMany(context.tx, named, EVERYBODYS);
    const outcomes: RowOutcome[] = [];
    const known: { readonly place: number; readonly report: PastTouchReport }[] = [];
    let next = 0;
    for (const [place, { row, touch }] of read.entries()) {
      if ('why' in touch) {
        outcomes[place] = touch;
        continue;
      }
      const at = instantOf(touch.body.occurredAt);
      const lead = found[next++]!;
      if (typeof lead !== 'string')
        known.push({ place, report: { id: batch.idOf(place), leadId: lead.id, body: touch.body } });
      else {
        row.refuseFor([faultOfNoLead(touch.name, lead)], fieldAt);
        outcomes[place] = { why: row.why!, at };
      }
    }
    const results = await this.touches.bring(
      context,
      known.map(({ report }) => report),
      starterOf(batch.of),
    );
    for (const [index, { place, report }] of known.entries()) {
      const result = results[index]!;
      const at = instantOf(report.body.occurredAt);
      if ('faults' in result) {
        const { row } = read[place]!;
        row.refuseFor(result.faults, fieldAt);
        outcomes[place] = { why: row.why!, at };
      } else if (result.status === 'existing') outcomes[place] = { status: 'unchanged', at };
      else outcomes[place] = { status: 'created', made: [{ kind: 'touch', id: report.id }], at };
    }
    return outcomes;
  }
}

async function readRows({ directory }: TransactionContext, { of, rows }: Batch): Promise<ReadRow[]> {
  const { settings, reps } = directory.content;
  const columns = planColumns(of.fileForm!.columns, of.mapping!, TOUCHES.typeOf, TOUCHES.otherwise);
  const timeZone = of.mapping!.timeZone ?? settings.timeZone;
  const judged = { settings, reps: [...reps.values()], source: of.source };
  const read: ReadRow[] = [];
  const turns = new Turns();
  for (const { cells } of rows) {
    const row = new RowFields(cells, columns, timeZone);
    read.push({ row, touch: touchOfRow(row, judged) });
    await turns.next();
  }
  return read;
}
