import { Injectable } from '@nestjs/common';
import { RepBatchService, readReps } from '../../../admin/people/rep-batch.service.js';
import { DirectoryService } from '../../../directory/directory.service.js';
import type { PlacedRep, RepDecision } from '../../../people/rep-batch.js';
import type { Faulty } from '../../../platform/input/entries.js';
import type { Tx } from '../../../platform/sql/database.js';
import { type FileImport, starterOf } from '../../import.store.js';
import { MadeStore } from '../../made.store.js';
import { planColumns } from '../../mapping/planned-column.js';
import { RowFields } from '../row-fields.js';
import type { Batch, RowOutcome, SubjectTaking, TakenBackCounts, Undoer } from '../subject.js';
import { REPS_OF_FILES } from './reps.shape.js';
import { fieldAt, type RowRep, repOfRow } from './row-rep.js';

/** More reps than a company has. */
const ALL = 100_000;

interface ReadRow {
  readonly row: RowFields;
  readonly rep: RowRep | { readonly why: string };
}

/** Rows as reps. Who is there already gets what the row says, and keeps the rest. */
@Injectable()
export class RepTaking implements SubjectTaking {
  constructor(
    private readonly reps: RepBatchService,
    private readonly directories: DirectoryService,
    private readonly made: MadeStore,
  ) {}

  /** A rehearsal decides the same, and rolls it back. */
  async take(batch: Batch): Promise<void> {
    const { of, tx } = batch;
    const read = await this.read(batch);
    const sound = read.flatMap(({ rep }) => ('why' in rep ? [] : [rep]));
    const entries = await readReps(sound.map(({ entry }) => entry));
    const placed = entries.map((each, place): PlacedRep | Faulty => {
      const { manager } = sound[place]!;
      return 'faults' in each || manager === undefined ? each : { ...each, manager };
    });
    const outcomesOf = (decided: readonly (RepDecision | Faulty)[]) => {
      let next = 0;
      return read.map(({ row, rep }) => ('why' in rep ? rep : outcomeOf(row, decided[next++]!)));
    };
    const decided = await this.reps.put(placed, {
      actor: starterOf(of),
      dryRun: of.isRehearsal,
      within: (own, all) => batch.settle(own, outcomesOf(all)),
    });
    if (of.isRehearsal) await batch.settle(tx, outcomesOf(decided));
  }

  /** All at once: managers go after those whom they manage. */
  async takeBack({ id: importId }: FileImport, _after: string | null, by: Undoer): Promise<null> {
    await this.reps.removeUnused(by, {
      find: (tx) => this.made.find(tx, importId, 'rep', null, ALL),
      removed: (tx, ids) => this.made.noteUndone(tx, importId, 'rep', ids),
    });
    return null;
  }

  finishUndo(tx: Tx, importId: string): Promise<TakenBackCounts> {
    return this.made.count(tx, importId, 'rep');
  }

  private async read({ of, rows }: Batch): Promise<ReadRow[]> {
    const { content } = await this.directories.now();
    const columns = planColumns(of.fileForm!.columns, of.mapping!, REPS_OF_FILES.typeOf, REPS_OF_FILES.otherwise);
    const timeZone = of.mapping!.timeZone ?? content.settings.timeZone;
    const present = { reps: [...content.reps.values()], calendars: [...content.calendars.values()] };
    return rows.map(({ cells }) => {
      const row = new RowFields(cells, columns, timeZone);
      return { row, rep: repOfRow(row, present) };
    });
  }
}

function outcomeOf(row: RowFields, decision: RepDecision | Faulty): RowOutcome {
  if ('faults' in decision) {
    row.refuseFor(decision.faults, fieldAt);
    return { why: row.why! };
  }
  const { status, id } = decision;
  if (status === 'created') return { status, made: [{ kind: 'rep', id }] };
  return { status: status === 'replaced' ? 'joined' : 'unchanged' };
}
