import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../auth/scope.js';
import { ConfigurationService } from '../configuration/configuration.service.js';
import { mapPage, type PageRequest, readCursor, readPageById, toCursor } from '../platform/http/page.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { NotFoundError, refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { toCsv } from '../platform/values/csv.js';
import { isoOrNull, toIso } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import type { Head } from './head.js';
import { ImportStateError } from './import.errors.js';
import {
  FILE_KEPT_MS,
  type FileForm,
  type ImportMode,
  type ImportState,
  PREPARING,
  paceOf,
  UNDONE_WITHIN_MS,
} from './import.js';
import type { ImportBody, ImportModeBody, MappingBody } from './import.schema.js';
import { type FileImport, ImportStore } from './import.store.js';
import { requireFor } from './import-rights.js';
import { ImportRowsStore } from './import-rows.store.js';
import { ImportRunning } from './import-running.service.js';
import { faultsOfMapping } from './mapping/checking.js';
import { SealedRows } from './sealed-rows.service.js';
import { REFUSED_COLUMNS, type RefusedRow } from './stored-rows.js';
import { shapeOf } from './subjects/all.js';
import type { SubjectShape } from './subjects/shape.js';
import { Subjects } from './subjects/subjects.service.js';
import { Uploading } from './uploading.service.js';

const LATE = 'it can be undone no longer than seven days after its end';

/** Imports whose files end at once. */
const ENDING_AT_ONCE = 100;
/** Sets of refused rows, each of one transaction, that are read at once. */
const REFUSED_AT_ONCE = 20;

export type ImportView = Awaited<ReturnType<Imports['get']>>;

@Injectable()
export class Imports {
  constructor(
    private readonly store: ImportStore,
    private readonly rows: ImportRowsStore,
    private readonly sealed: SealedRows,
    private readonly running: ImportRunning,
    private readonly uploading: Uploading,
    private readonly subjects: Subjects,
    private readonly configuration: ConfigurationService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  async create({ of: about, mapping, source, ...body }: ImportBody, caller: Caller) {
    requireFor({ about, mode: body.mode }, caller);
    refuse(faultsOfKind({ about, source: source ?? null, mode: body.mode }));
    const now = this.time.now();
    const id = caller.requestId ?? newId(now);
    const { type: actorType, id: actorId } = actorOf(caller);
    const by = { actorType, actorId, keyId: caller.keyId };
    const row = { id, ...body, about, source: source ?? null, mapping: mapping ?? null, createdAt: now, ...by };
    await this.store.insert(this.database, { ...row, state: 'uploading' });
    return this.get(id);
  }

  async list(page: PageRequest) {
    const read = await readPageById(page, (before, limit) => this.store.readPage(this.database.reads, before, limit));
    return mapPage(read, (row) => this.view(row, null));
  }

  async get(id: string) {
    return this.wholeView(await this.find(id));
  }

  /** Returns imports as `get` does, by their ids. */
  async getMany(ids: readonly string[]): Promise<Map<string, ImportView>> {
    const rows = await this.store.readMany(this.database.reads, ids);
    return new Map(await Promise.all(rows.map(async (row) => [row.id, await this.wholeView(row)] as const)));
  }

  async map(id: string, mapping: MappingBody, caller: Caller) {
    await this.change(id, PREPARING, 'it takes no mapping', async (tx, row) => {
      requireFor(row, caller);
      refuse(faultsOfMapping(shapeOf(row.about), mapping, row.fileForm!.columns, row.mode !== 'live'));
      await this.store.saveMapping(tx, id, mapping, 'mapping');
      await this.rows.deleteRefused(tx, id);
    });
    return this.get(id);
  }

  /** Says whether its rows are new or history. What nobody has mapped is suggested anew. */
  async decide(id: string, { mode }: ImportModeBody, caller: Caller) {
    await this.change(id, PREPARING, 'it cannot be changed', async (tx, row) => {
      requireFor(row, caller);
      requireFor({ about: row.about, mode }, caller);
      refuse(faultsOfMode(shapeOf(row.about), mode));
      if (mode === row.mode) return;
      await this.uploading.suggestAnew(tx, row, mode);
      await this.rows.deleteRefused(tx, id);
    });
    return this.get(id);
  }

  /** Finds out what would become of each row, in the background. */
  async rehearse(id: string, caller: Caller) {
    await this.change(id, PREPARING, 'it cannot be rehearsed', async (tx, { about }) => {
      requireFor({ about, mode: 'live' }, caller);
      await this.store.begin(tx, id, true, this.time.now());
      await this.rows.deleteRefused(tx, id);
    });
    return this.get(id);
  }

  /** What it does from then on, it does for whoever starts it. */
  async start(id: string, caller: Caller) {
    const now = this.time.now();
    await this.change(id, PREPARING, 'it cannot be started', async (tx, row) => {
      requireFor(row, caller);
      const { about, rows } = row;
      await this.store.begin(tx, id, false, now);
      await this.store.saveStarter(tx, id, { ...actorOf(caller), keyId: caller.keyId });
      await this.rows.deleteRefused(tx, id);
      const event = { type: 'import.started', kind: 'import', id, at: now, actor: actorOf(caller) } as const;
      await this.configuration.record(tx, { ...event, data: { of: about, rows } });
    });
    return this.get(id);
  }

  /** Stops an import. What it has made stays. */
  async cancel(id: string, caller: Caller) {
    const now = this.time.now();
    const open: ImportState[] = ['uploading', ...PREPARING, 'running'];
    await this.change(id, open, 'it cannot be cancelled', async (tx, row) => {
      requireFor(row, caller);
      if (row.isUndoing) throw new ImportStateError(row, 'it cannot be cancelled while it is undone');
      if (row.state === 'running' && !row.isRehearsal) {
        await this.store.cancel(tx, id, now);
        await this.running.recordEnd(tx, { ...row, state: 'cancelled' }, now);
      } else {
        await this.store.cancelUnstarted(tx, [id], now);
        await this.rows.deleteRefused(tx, id);
      }
    });
    return this.get(id);
  }

  /** Takes back what it has made and nobody has worked on, in the background. The rest stays. */
  async undo(id: string, caller: Caller) {
    const now = this.time.now();
    await this.change(id, ['done', 'cancelled', 'failed'], 'it cannot be undone', async (tx, row) => {
      if (row.finishedAt === null || now > row.finishedAt + UNDONE_WITHIN_MS) throw new ImportStateError(row, LATE);
      const by = actorOf(caller);
      await this.store.beginUndoing(tx, id, by);
      await this.subjects.of(row.about).beginUndo?.(tx, id, by, now);
    });
    return this.get(id);
  }

  /** A page of refused rows. A page holds whole transactions, so it may have a few more rows than asked for. */
  async refused(id: string, { limit = 100, cursor }: PageRequest) {
    await this.find(id);
    let after = readCursor(cursor, ['number'])?.[0] ?? -1;
    const data: RefusedRow[] = [];
    while (data.length < limit) {
      const [set] = await this.rows.readRefused(this.database.reads, id, after, 1);
      if (set === undefined) return { data, nextCursor: null };
      data.push(...(await this.sealed.open<RefusedRow[]>(id, set.sealed)));
      after = set.fromRow;
    }
    return { data, nextCursor: toCursor([after]) };
  }

  /** All refused rows with their reasons, as a file that can be corrected and sent again. */
  async *refusedCsv(id: string): AsyncGenerator<string> {
    const { fileForm } = await this.find(id);
    const columns = fileForm?.columns ?? [];
    yield toCsv([[...REFUSED_COLUMNS, ...columns]]);
    for (let after = -1; ; ) {
      const sets = await this.rows.readRefused(this.database.reads, id, after, REFUSED_AT_ONCE);
      if (sets.length === 0) return;
      for (const { sealed, fromRow } of sets) {
        const rows = await this.sealed.open<RefusedRow[]>(id, sealed);
        yield toCsv(rows.map(({ row, why, cells }) => [String(row), why, ...columns.map((_, at) => cells[at] ?? '')]));
        after = fromRow;
      }
    }
  }

  /** Deletes the files of imports that are over, with what they say about persons. */
  async endFiles(): Promise<void> {
    const now = this.time.now();
    for (let ended = ENDING_AT_ONCE; ended === ENDING_AT_ONCE; )
      ended = await this.database.engine.transaction(async (tx) => {
        const ids = await this.store.endFiles(tx, now - FILE_KEPT_MS, now, ENDING_AT_ONCE);
        if (ids.length > 0) {
          await this.store.cancelUnstarted(tx, ids, now);
          await this.rows.deleteOf(tx, ids);
        }
        return ids.length;
      });
  }

  private async find(id: string): Promise<FileImport> {
    const row = await this.store.find(this.database, id);
    if (row === undefined) throw new NotFoundError('import', id);
    return row;
  }

  /** @param what is refused in other states */
  private async change(
    id: string,
    states: readonly ImportState[],
    what: string,
    write: (tx: Tx, row: FileImport) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const row = await this.store.lock(tx, id);
      if (row === undefined) throw new NotFoundError('import', id);
      if (!states.includes(row.state)) throw new ImportStateError(row, what);
      await write(tx, row);
    });
  }

  private async wholeView(row: FileImport) {
    return this.view(row, row.head === null ? null : await this.sealed.openOrNull<Head[]>(row.id, row.head));
  }

  private view(row: FileImport, head: readonly Head[] | null) {
    const { id, name, about, mode, source, state, isRehearsal, mapping, rows, done, error } = row;
    const { created, joined, unchanged, rejected, older, newer, undone, kept, fileForm, uploadedAt, fileEndedAt } = row;
    const counts = { rows, done, created, joined, unchanged, rejected, older, newer, undone, kept };
    const pace =
      state === 'running' ? paceOf(row, this.time.now()) : { ...paceOf(row, this.time.now()), secondsLeft: null };
    return {
      id,
      name,
      of: about,
      mode,
      source: source ?? (shapeOf(about).source === 'named' ? name : null),
      state,
      rehearsing: isRehearsal,
      undoing: row.isUndoing,
      ...counts,
      ...pace,
      mapping,
      file: fileForm && fileView(fileForm),
      fields: [...shapeOf(about).fields(mode !== 'live')],
      columns: head ?? fileForm?.columns.map((column) => ({ name: column, samples: [], suggested: null })) ?? [],
      createdAt: toIso(row.createdAt),
      startedAt: isoOrNull(row.begunAt),
      finishedAt: isoOrNull(row.finishedAt),
      fileUntil: uploadedAt === null || fileEndedAt !== null ? null : toIso(uploadedAt + FILE_KEPT_MS),
      error,
    };
  }
}

function fileView({ encoding, separator, sheet = null }: FileForm) {
  return { encoding, separator, sheet };
}

type Kind = Pick<FileImport, 'about' | 'mode'>;

function faultsOfKind({ about, mode, source }: Kind & Pick<FileImport, 'source'>): Fault[] {
  const shape = shapeOf(about);
  const sourceless = fault('/source', 'value', `Expected none: ${about} have no source.`);
  return [...faultsOfMode(shape, mode), ...(source !== null && shape.source === 'none' ? [sourceless] : [])];
}

function faultsOfMode({ modes, words }: SubjectShape, mode: ImportMode): Fault[] {
  if (modes.includes(mode)) return [];
  return [fault('/mode', 'value', `Expected ${modes.map((each) => `"${each}"`).join(' or ')}: ${words.modes}`)];
}
