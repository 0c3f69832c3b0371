import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { MalformedRequestError, NotFoundError, TooLargeError } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Turns } from '../platform/running/turns.js';
import { Database } from '../platform/sql/database.js';
import { newId } from '../platform/values/ids.js';
import type { Head } from './head.js';
import { ImportStateError, OtherFileError, UnreadableFileError } from './import.errors.js';
import { type FileImport, ImportStore } from './import.store.js';
import { ImportRowsStore } from './import-rows.store.js';
import { faultsOfMapping } from './mapping/checking.js';
import { sampleColumns } from './mapping/sampling.js';
import { type SampledColumn, suggestTargets } from './mapping/suggesting.js';
import type { ColumnTarget, Mapping } from './mapping/target.js';
import { CsvReading } from './reading/csv.js';
import { EndlessLineError } from './reading/records.js';
import { Table, UnreadableTableError } from './reading/table.js';
import { SealedRows } from './sealed-rows.service.js';
import { type Part, PartGathering } from './stored-rows.js';

const GIB = 1024 * 1024 * 1024;
export const FILE_BYTES_MAX = 2 * GIB;
/** What is shown of a column. */
const SAMPLES = 5;
const SAMPLE_LENGTH = 100;
/** Earlier imports whose mappings are looked at. */
const EARLIER = 20;
/** The first bytes of a ZIP, which XLSX files are. */
const ZIP = Buffer.from('PK\u0003\u0004');

/** Takes the file of an import: splits it into sealed parts while it arrives. */
@Injectable()
export class Uploading {
  constructor(
    private readonly store: ImportStore,
    private readonly rows: ImportRowsStore,
    private readonly sealed: SealedRows,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @throws Refusal; the import has no file then */
  async take(id: string, file: Readable): Promise<void> {
    this.sealed.requireKey();
    const uploadId = newId(this.time.now());
    await this.database.transaction(async (tx) => {
      const known = await this.store.lock(tx, id);
      if (known === undefined) throw new NotFoundError('import', id);
      if (!['uploading', 'mapping', 'rehearsed'].includes(known.state))
        throw new ImportStateError(known, 'it takes no other file');
      await this.store.beginUpload(tx, id, uploadId);
      await this.rows.deleteOf(tx, [id]);
    });
    const { form, columns, rows } = await this.read(id, uploadId, file).catch((error: unknown) => {
      throw inWords(error);
    });
    const known = (await this.store.find(this.database, id))!;
    const hasPast = known.mode !== 'live';
    const suggested = suggestTargets(columns, await this.earlier(known), hasPast);
    const head = columns.map(
      ({ name, values }, index): Head => ({
        name,
        samples: values.slice(0, SAMPLES).map((value) => value.slice(0, SAMPLE_LENGTH)),
        suggested: suggested[index]!,
      }),
    );
    const ended = await this.store.endUpload(this.database, id, uploadId, {
      form,
      head: await this.sealed.seal(id, head),
      rows,
      mapping: mappingFor(known.mapping, head, hasPast),
      at: this.time.now(),
    });
    if (!ended) throw new OtherFileError();
  }

  private async read(id: string, uploadId: string, file: Readable) {
    const reading = new CsvReading();
    const table = new Table();
    const gathering = new PartGathering();
    const turns = new Turns();
    let columns: SampledColumn[] | null = null;
    let bytes = 0;
    const save = async ({ fromRow, rows }: Part) => {
      columns ??= sampleColumns(table.columns!, rows);
      const part = { fromRow, rows: rows.length, sealed: await this.sealed.seal(id, rows) };
      if (!(await this.rows.insertPart(this.database, id, uploadId, part))) throw new OtherFileError();
    };
    // A stream that is destroyed takes its connection along, and the sender would get no answer.
    for await (const piece of file.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (bytes === 0 && piece.subarray(0, ZIP.length).equals(ZIP))
        throw new UnreadableFileError('It is a workbook or an archive. Save the sheet as CSV, and send that.');
      bytes += piece.length;
      if (bytes > FILE_BYTES_MAX) throw new TooLargeError(FILE_BYTES_MAX);
      for (const part of gathering.add(table.take(reading.push(piece)))) await save(part);
      await turns.next();
    }
    for (const part of gathering.add(table.take(reading.end()))) await save(part);
    const last = gathering.take();
    if (last.rows.length > 0) await save(last);
    if (table.columns === null)
      throw new UnreadableFileError('The file is empty: its first row has to name the columns.');
    const form = { ...reading.form, columns: table.columns };
    return { form, columns: columns ?? sampleColumns(table.columns, []), rows: gathering.count };
  }

  /** Returns where earlier imports put columns, the latest first. */
  private async earlier({ about }: FileImport): Promise<ReadonlyMap<string, ColumnTarget>> {
    const mappings = await this.store.readMappings(this.database, about, EARLIER);
    return new Map(mappings.reverse().flatMap(({ columns }) => Object.entries(columns)));
  }
}

/** Returns the given mapping if it fits the file, else what is suggested. */
function mappingFor(given: Mapping | null, head: readonly Head[], hasPast: boolean): Mapping {
  const names = head.map(({ name }) => name);
  if (given !== null && faultsOfMapping(given, names, hasPast).length === 0) return given;
  const columns = Object.fromEntries(head.map(({ name, suggested }) => [name, suggested]));
  return { ...(given?.timeZone !== undefined && { timeZone: given.timeZone }), columns };
}

function inWords(error: unknown): unknown {
  if (error instanceof EndlessLineError || error instanceof UnreadableTableError)
    return new UnreadableFileError(error.message);
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ECONNRESET' ? new MalformedRequestError('The connection ended before the file did.') : error;
}
