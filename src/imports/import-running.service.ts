import { Injectable, Logger } from '@nestjs/common';
import { ConfigurationService } from '../configuration/configuration.service.js';
import { OverloadError, Refusal } from '../platform/input/refusal.js';
import { UnreadableSecretError } from '../platform/outbound/secrets.js';
import { whyOf } from '../platform/running/failure.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, isUnavailable, type Tx } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import { newId, nthId } from '../platform/values/ids.js';
import { ATTEMPTS_MAX, type ImportState, oldBefore } from './import.js';
import { type FileImport, ImportStore, starterOf } from './import.store.js';
import { ImportRowsStore } from './import-rows.store.js';
import { MadeStore } from './made.store.js';
import { SealedRows } from './sealed-rows.service.js';
import { type StoredRow, textsOfRefused } from './stored-rows.js';
import type { Made, RowOutcome, Undoer } from './subjects/subject.js';
import { Subjects } from './subjects/subjects.service.js';
import { type Taken, tallyOf } from './tally.js';

/** Rows that share a transaction: single leads that come in meanwhile wait for one. */
const ROWS_AT_ONCE = 250;
const GIVEN_UP = `It was started ${ATTEMPTS_MAX} times without progress, so it was given up.`;
const FAULT = 'It failed because of an error in the program, which is in the log.';
const LOCKED = 'Its file cannot be opened with the present SECRETS_KEY.';

/** A part of a file that was opened. */
interface OpenPart {
  readonly fromRow: number;
  readonly rows: readonly StoredRow[];
  /** From which its leads get their ids. */
  readonly idsFrom: string;
  /** How often a person had been taken out. */
  readonly erasures: number;
}

/** Rolls back what another node has done, or does. Never leaves this file. */
class NotHereError extends Error {}

/** Runs imports, one at a time on all nodes together. Another node goes on where one has died. */
@Injectable()
export class ImportRunning {
  private readonly logger = new Logger('imports');
  private readonly nodeId: string;

  constructor(
    private readonly store: ImportStore,
    private readonly rows: ImportRowsStore,
    private readonly sealed: SealedRows,
    private readonly made: MadeStore,
    private readonly subjects: Subjects,
    private readonly configuration: ConfigurationService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {
    this.nodeId = newId(time.now());
  }

  /** Works until no import is left that this node can run. @param goOn false once the node stops */
  async settle(goOn: () => boolean = () => true): Promise<void> {
    while (goOn()) {
      const taken = await this.store.takeNext(this.database.engine, this.nodeId, this.time.now());
      if (taken === undefined) return;
      await this.workOn(taken, goOn);
    }
  }

  private async workOn(taken: FileImport, goOn: () => boolean): Promise<void> {
    if (taken.attempts > ATTEMPTS_MAX) return this.end(taken, 'failed', GIVEN_UP);
    try {
      if (taken.isUndoing) return await this.takeBack(taken, goOn);
      const isOver = await this.goThrough(taken, goOn);
      if (isOver) await this.end(taken, taken.isRehearsal ? 'rehearsed' : 'done', null);
      else await this.store.releaseIfTaken(this.database.engine, taken.id, this.nodeId);
    } catch (error) {
      if (isUnavailable(error) || error instanceof OverloadError) throw error;
      if (error instanceof UnreadableSecretError) return this.end(taken, 'failed', LOCKED);
      if (error instanceof Refusal) return this.end(taken, 'failed', error.message);
      this.logger.error(`The import ${taken.id} has failed: ${whyOf(error)}`);
      await this.end(taken, 'failed', FAULT);
    }
  }

  /** Takes back what an import has made, from the beginning if a node has died over it: what is undone stays so. */
  private async takeBack(taken: FileImport, goOn: () => boolean): Promise<void> {
    // Rows that were being taken in when it was cancelled are leads by then.
    await this.database.engine.transaction((tx) => this.rows.lockAgainstTaking(tx));
    const by: Undoer = { type: taken.undoerType as Undoer['type'], id: taken.undoerId! };
    const subject = this.subjects.of(taken.about);
    for (let last = await subject.takeBack(taken, null, by); last !== null; ) {
      if (!goOn()) return this.store.releaseIfTaken(this.database.engine, taken.id, this.nodeId);
      if (!(await this.store.renewIfTaken(this.database.engine, taken.id, this.nodeId, this.time.now()))) return;
      last = await subject.takeBack(taken, last, by);
    }
    const at = this.time.now();
    await this.database.engine.transaction(async (tx) => {
      const counts = await subject.finishUndo(tx, taken.id, at);
      if (!(await this.store.endUndoingIfTaken(tx, taken.id, this.nodeId, counts))) return;
      const event = {
        type: 'import.undone',
        kind: 'import',
        id: taken.id,
        at,
        actor: by,
        data: { ...counts },
      } as const;
      await this.configuration.record(tx, event);
    });
  }

  /** @returns whether all rows are done; false if the node stops, or the import was cancelled */
  private async goThrough(taken: FileImport, goOn: () => boolean): Promise<boolean> {
    let part: OpenPart | null = null;
    for (let done = taken.done; done < taken.rows; ) {
      if (!goOn()) return false;
      if (part === null || done >= part.fromRow + part.rows.length) part = await this.open(taken, done);
      const rows = await this.step(taken, part, done);
      if (rows === null) return false;
      // Opened again, as a person was taken out of it.
      if (rows === 0) part = null;
      done += rows;
    }
    return true;
  }

  /**
   * Takes in the next rows of a part. No person is erased meanwhile: their lead would come to life after its erasure.
   * @returns how many rows; 0 if a person was taken out of the part since it was opened, null if the import ends here
   */
  private step(taken: FileImport, part: OpenPart, done: number): Promise<number | null> {
    return this.database.engine.transaction(async (tx) => {
      if ((await this.rows.holdUnerased(tx, taken.id, part.fromRow)) !== part.erasures) return 0;
      const from = done - part.fromRow;
      const rows = part.rows.slice(from, from + ROWS_AT_ONCE);
      const places = placesOf(rows);
      const now = this.time.now();
      let goesOn = false;
      const take = this.subjects.of(taken.about).take({
        of: taken,
        rows: places.map((place) => ({ number: rows[place]![0], cells: rows[place]![1]! })),
        idOf: (place) => nthId(part.idsFrom, from + places[place]!),
        now,
        tx,
        settle: async (own, outcomes) => {
          goesOn = await this.save(own, taken, done, tallyOf(rows, outcomes, oldBefore(now)), outcomes);
        },
      });
      await take.catch((error: unknown) => {
        if (!(error instanceof NotHereError)) throw error;
        goesOn = false;
      });
      return goesOn ? rows.length : null;
    });
  }

  private async open({ id }: FileImport, row: number): Promise<OpenPart> {
    const part = await this.rows.takePart(this.database.engine, id, row, newId(this.time.now()));
    if (part === undefined) throw new Error(`The import ${id} has no part with row ${row}`);
    const { fromRow, idsFrom, erasures, sealed } = part;
    return { fromRow, idsFrom, erasures, rows: await this.sealed.open<StoredRow[]>(id, sealed) };
  }

  /** @returns whether the import goes on here @throws NotHereError if another node has it, or has done the rows */
  private async save(
    tx: Tx,
    { id, isRehearsal }: FileImport,
    from: number,
    { counts, refused }: Taken,
    outcomes: readonly RowOutcome[],
  ): Promise<boolean> {
    const sealed = refused.length === 0 ? null : await this.sealed.seal(id, refused, textsOfRefused);
    const added = { id, nodeId: this.nodeId, from, counts, now: this.time.now() };
    const after = await this.store.addIfTaken(tx, added);
    if (after === undefined) throw new NotHereError();
    if (sealed !== null) await this.rows.insertRefused(tx, id, { fromRow: from, rows: refused.length, ...sealed });
    if (!isRehearsal) await this.made.insertMany(tx, id, outcomes.flatMap(madeIn));
    return after.state === 'running';
  }

  private async end(
    { id, isRehearsal, isUndoing }: FileImport,
    state: ImportState,
    error: string | null,
  ): Promise<void> {
    const now = this.time.now();
    await this.database.engine.transaction(async (tx) => {
      const ended = await this.store.finishIfTaken(tx, id, this.nodeId, { state, error, now });
      if (ended !== undefined && !isRehearsal && !isUndoing) await this.recordEnd(tx, ended, now);
    });
  }

  /** Records that an import is over. */
  recordEnd(
    tx: Tx,
    { id, state, rows, created, joined, unchanged, rejected, ...by }: FileImport,
    at: Instant,
  ): Promise<void> {
    const data = { state, rows, created, joined, unchanged, rejected };
    return this.configuration.record(tx, { type: 'import.done', kind: 'import', id, at, actor: starterOf(by), data });
  }
}

/** Returns the places of the rows that could be read. */
function placesOf(rows: readonly StoredRow[]): number[] {
  return [...rows.keys()].filter((place) => rows[place]![1] !== null);
}

function madeIn(outcome: RowOutcome): readonly Made[] {
  return 'why' in outcome ? [] : (outcome.made ?? []);
}
