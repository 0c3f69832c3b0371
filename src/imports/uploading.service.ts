import type { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { MalformedRequestError, NotFoundError, OverloadError, TooLargeError } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Turns } from '../platform/running/turns.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { newId } from '../platform/values/ids.js';
import { type Head, textsOfHead } from './head.js';
import { ImportStateError, OtherFileError, UnreadableFileError } from './import.errors.js';
import type { FileForm, ImportMode } from './import.js';
import { type FileImport, ImportStore } from './import.store.js';
import { requireFor } from './import-rights.js';
import { ImportRowsStore } from './import-rows.store.js';
import { faultsOfMapping } from './mapping/checking.js';
import { sampleColumns } from './mapping/sampling.js';
import { type ColumnTarget, type Mapping, targetOf } from './mapping/target.js';
import { CsvReading } from './reading/csv.js';
import { recognise, whyOle } from './reading/kind.js';
import { EndlessLineError } from './reading/records.js';
import type { ReadRow } from './reading/row.js';
import { Table, UnreadableTableError } from './reading/table.js';
import type { WorkbookReading } from './reading/workbook/workbook.js';
import { SealedRows } from './sealed-rows.service.js';
import { SpooledUploads } from './spooled-upload.service.js';
import { type Part, PartGathering, REFUSED_COLUMNS, type StoredRow, textsOfStored } from './stored-rows.js';
import { shapeOf } from './subjects/all.js';
import type { SubjectShape } from './subjects/shape.js';

const GIB = 1024 * 1024 * 1024;
export const FILE_BYTES_MAX = 2 * GIB;
/** What is shown of a column. */
const SAMPLES = 5;
const SAMPLE_LENGTH = 100;
/** Earlier imports whose mappings are looked at. */
const EARLIER = 20;

/** Takes the file of an import: splits it into sealed parts while it arrives. */
@Injectable()
export class Uploading {
  constructor(
    private readonly store: ImportStore,
    private readonly rows: ImportRowsStore,
    private readonly sealed: SealedRows,
    private readonly spooled: SpooledUploads,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @throws Refusal; the import has no file then, unless the caller may not send one */
  async take(id: string, file: Readable, caller: Caller): Promise<void> {
    this.sealed.requireKey();
    const uploadId = newId(this.time.now());
    await this.database.transaction(async (tx) => {
      const known = await this.store.lock(tx, id);
      if (known === undefined) throw new NotFoundError('import', id);
      requireFor(known, caller);
      if (!['uploading', 'mapping', 'rehearsed'].includes(known.state))
        throw new ImportStateError(known, 'it takes no other file');
      await this.store.beginUpload(tx, id, uploadId);
      await this.rows.deleteOf(tx, [id]);
    });
    const { form, rows } = await this.read(id, uploadId, file).catch((error: unknown) => {
      throw inWords(error);
    });
    const known = (await this.store.find(this.database, id))!;
    const earlier = await this.earlier(known);
    const hasPast = known.mode !== 'live';
    const shape = shapeOf(known.about);
    const ended = await this.database.transaction(async (tx) => {
      const head = headOf(shape, form, await this.readFirst(tx, id), earlier, hasPast);
      return this.store.endUpload(tx, id, uploadId, {
        form,
        head: await this.sealed.seal(id, head, textsOfHead),
        rows,
        mapping: mappingFor(shape, known.mapping, head, hasPast),
        at: this.time.now(),
      });
    });
    if (!ended) throw new OtherFileError();
  }

  /** Suggests anew for another mode. What a person has mapped stays, unless a new lead has no such thing. */
  async suggestAnew(tx: Tx, row: FileImport, mode: ImportMode): Promise<void> {
    const hasPast = mode !== 'live';
    const shape = shapeOf(row.about);
    const former = row.head === null ? null : await this.sealed.openOrNull<Head[]>(row.id, row.head);
    const head = headOf(shape, row.fileForm!, await this.readFirst(tx, row.id), await this.earlier(row), hasPast);
    const columns = head.map(({ name, suggested }, index) => {
      const present = row.mapping!.columns[name];
      const isOwn = present !== undefined && !isDeepStrictEqual(present, former?.[index]?.suggested);
      const isPast = present != null && shape.isOfPast(targetOf(present).to);
      return [name, isOwn && (hasPast || !isPast) ? present : suggested] as const;
    });
    const mapping = { ...row.mapping!, columns: Object.fromEntries(columns) };
    await this.store.saveMode(tx, row.id, { mode, head: await this.sealed.seal(row.id, head, textsOfHead), mapping });
  }

  /** Reads the first rows as they are stored: a person may have been taken out of them since they arrived. */
  private async readFirst(tx: Tx, id: string): Promise<StoredRow[]> {
    await this.rows.holdUnerased(tx, id, 0);
    const first = await this.rows.readSealed(tx, { of: 'part', importId: id, fromRow: 0 });
    return first === undefined ? [] : this.sealed.open<StoredRow[]>(id, first.sealed);
  }

  private async read(id: string, uploadId: string, file: Readable) {
    const table = new Table();
    const gathering = new PartGathering();
    const turns = new Turns();
    const save = async ({ fromRow, rows }: Part) => {
      const part = { fromRow, rows: rows.length, ...(await this.sealed.seal(id, rows, textsOfStored)) };
      if (!(await this.rows.insertPart(this.database, id, uploadId, part))) throw new OtherFileError();
    };
    const { rows: read, formOf } = await this.open(file);
    for await (const rows of read) {
      for (const part of gathering.add(table.take(rows))) await save(part);
      await turns.next();
    }
    const last = gathering.take();
    if (last.rows.length > 0) await save(last);
    if (table.columns === null)
      throw new UnreadableFileError('The file is empty: its first row has to name the columns.');
    return { form: { ...formOf(), columns: table.columns }, rows: gathering.count };
  }

  private async open(file: Readable): Promise<OpenFile> {
    const { kind, whole } = await recognise(limited(file));
    if (kind === 'ole') throw new UnreadableFileError(await whyOle(whole));
    if (kind === 'workbook') {
      const { WorkbookReading } = await import('./reading/workbook/workbook.js');
      const reading = new WorkbookReading();
      const formOf = () => ({ encoding: null, separator: null, sheet: reading.sheet });
      return { rows: this.rowsOfWorkbook(reading, whole), formOf };
    }
    const reading = new CsvReading();
    return { rows: reading.rows(whole), formOf: () => reading.form };
  }

  /** A workbook says at its end where its parts are. */
  private async *rowsOfWorkbook(reading: WorkbookReading, whole: AsyncIterable<Buffer>) {
    const upload = await this.spooled.spool(whole);
    try {
      yield* reading.rows(upload);
    } finally {
      await upload.close();
    }
  }

  /** Returns where earlier imports put columns, the latest first. */
  private async earlier({ about }: FileImport): Promise<ReadonlyMap<string, ColumnTarget>> {
    const mappings = await this.store.readMappings(this.database, about, EARLIER);
    return new Map(mappings.reverse().flatMap(({ columns }) => Object.entries(columns)));
  }
}

function headOf(
  shape: SubjectShape,
  { columns }: FileForm,
  rows: readonly StoredRow[],
  earlier: ReadonlyMap<string, ColumnTarget>,
  hasPast: boolean,
): Head[] {
  const sampled = sampleColumns(columns, rows);
  const suggested = shape.suggest(sampled, earlier, hasPast);
  // Refused rows that were corrected come without the reasons that stood before them.
  if (REFUSED_COLUMNS.every((name, index) => columns[index] === name)) suggested.fill(null, 0, REFUSED_COLUMNS.length);
  return sampled.map(({ name, values }, index) => ({
    name,
    samples: values.slice(0, SAMPLES).map((value) => value.slice(0, SAMPLE_LENGTH)),
    suggested: suggested[index]!,
  }));
}

/** A file that is being read. Its form is known at its end. */
interface OpenFile {
  readonly rows: AsyncGenerator<readonly ReadRow[]>;
  readonly formOf: () => Omit<FileForm, 'columns'>;
}

/** @throws TooLargeError */
async function* limited(file: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  // A stream that is destroyed takes its connection along, and the sender would get no answer.
  for await (const piece of file.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > FILE_BYTES_MAX) throw new TooLargeError(FILE_BYTES_MAX);
    yield piece;
  }
}

/** Returns the given mapping if it fits the file, else what is suggested. */
function mappingFor(shape: SubjectShape, given: Mapping | null, head: readonly Head[], hasPast: boolean): Mapping {
  const names = head.map(({ name }) => name);
  if (given !== null && faultsOfMapping(shape, given, names, hasPast).length === 0) return given;
  const columns = Object.fromEntries(head.map(({ name, suggested }) => [name, suggested]));
  return { ...(given?.timeZone !== undefined && { timeZone: given.timeZone }), columns };
}

function inWords(error: unknown): unknown {
  if (error instanceof EndlessLineError || error instanceof UnreadableTableError)
    return new UnreadableFileError(error.message);
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === 'ENOSPC') return new OverloadError('This node has no room for the workbook now. Send it as CSV.');
  return code === 'ECONNRESET' ? new MalformedRequestError('The connection ended before the file did.') : error;
}
