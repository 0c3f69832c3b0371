import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { type FileForm, type ImportMode, type ImportState, LEASE_MS, type RowCounts } from './import.js';
import { FILE_IMPORT } from './import.table.js';
import type { Mapping } from './mapping/target.js';
import type { Sealed } from './sealed-rows.service.js';
import type { TakenBackCounts, Undoer } from './subjects/subject.js';

export type FileImport = Omit<Row<typeof FILE_IMPORT>, 'takenBy' | 'takenUntil' | 'headMarks'>;
type NewImport = Pick<
  FileImport,
  'id' | 'name' | 'about' | 'mode' | 'source' | 'state' | 'actorType' | 'actorId' | 'keyId' | 'createdAt' | 'mapping'
>;

const NEW = FILE_IMPORT.columns(
  ...([
    'id',
    'name',
    'about',
    'mode',
    'source',
    'state',
    'actorType',
    'actorId',
    'keyId',
    'createdAt',
    'mapping',
  ] as const),
);
const COLUMNS = selectList(FILE_IMPORT.without('takenBy', 'takenUntil', 'headMarks'), 'file_import');
const COUNTS = 'done = 0, created = 0, joined = 0, unchanged = 0, rejected = 0, older = 0, newer = 0';

/** SQL condition for the pulse: whether an import waits that no node works on. */
export const IMPORTS_WAIT = `(select taken_until is null or taken_until <= $1 from file_import
  where state = 'running' order by begun_at, id limit 1)`;

@Injectable()
export class ImportStore {
  /** Does nothing if a repeated request has inserted it. */
  async insert(sql: Sql, row: NewImport): Promise<void> {
    await sql.query(`${insertInto('file_import', NEW)} on conflict do nothing`, valuesOf([row], NEW));
  }

  find(sql: Sql, id: string): Promise<FileImport | undefined> {
    return sql.row(`select ${COLUMNS} from file_import where id = $1`, [id]);
  }

  readMany(sql: Sql, ids: readonly string[]): Promise<FileImport[]> {
    return sql.rows(`select ${COLUMNS} from file_import where id = any ($1::uuid[])`, [ids]);
  }

  lock(tx: Sql, id: string): Promise<FileImport | undefined> {
    return tx.row(`select ${COLUMNS} from file_import where id = $1 for no key update`, [id]);
  }

  /** Newest first, without what was read of their files. */
  readPage(sql: Sql, beforeId: string | null, limit: number): Promise<FileImport[]> {
    return sql.rows(
      `select ${COLUMNS} from file_import where ($1::uuid is null or id < $1) order by id desc limit $2`,
      [beforeId, limit],
    );
  }

  /** The mappings of imports that were started, newest first. */
  readMappings(sql: Sql, about: string, limit: number): Promise<Mapping[]> {
    return sql.column(
      `select mapping from file_import
        where about = $1 and mapping is not null and begun_at is not null and not is_rehearsal
        order by id desc limit $2`,
      [about, limit],
    );
  }

  /** Makes room for another file: one that is still arriving is refused then. */
  async beginUpload(tx: Sql, id: string, uploadId: string): Promise<void> {
    await tx.query(
      `update file_import set state = 'uploading', upload_id = $2, uploaded_at = null, file_form = null, head = null,
              head_marks = '{}', begun_at = null, rows = 0, ${COUNTS}, error = null
        where id = $1`,
      [id, uploadId],
    );
  }

  /** @returns false if another file has begun to arrive */
  async endUpload(
    sql: Sql,
    id: string,
    uploadId: string,
    read: {
      readonly form: FileForm;
      readonly head: Sealed;
      readonly rows: number;
      readonly mapping: Mapping;
      readonly at: Instant;
    },
  ): Promise<boolean> {
    return sql.matches(
      `update file_import set state = 'mapping', file_form = $3, head = $4, head_marks = $5::int[], rows = $6, mapping = $7,
              uploaded_at = $8
        where id = $1 and upload_id = $2 and state = 'uploading'`,
      [
        id,
        uploadId,
        JSON.stringify(read.form),
        read.head.sealed,
        read.head.marks,
        read.rows,
        JSON.stringify(read.mapping),
        toIso(read.at),
      ],
    );
  }

  /** Locks the imports whose first values may hold a person. @param marks of the person */
  lockHeadsWith(tx: Sql, marks: readonly number[]): Promise<{ readonly id: string; readonly head: Buffer }[]> {
    return tx.rows(
      `select id, head from file_import where head is not null and head_marks && $1::int[] order by id for no key update`,
      [marks],
    );
  }

  async saveHead(tx: Sql, id: string, { sealed, marks }: Sealed): Promise<void> {
    await tx.query('update file_import set head = $2, head_marks = $3::int[] where id = $1', [id, sealed, marks]);
  }

  async saveMapping(tx: Sql, id: string, mapping: Mapping, state: ImportState): Promise<void> {
    await tx.query(`update file_import set mapping = $2, state = $3 where id = $1`, [
      id,
      JSON.stringify(mapping),
      state,
    ]);
  }

  async saveMode(
    tx: Sql,
    id: string,
    { mode, head, mapping }: { readonly mode: ImportMode; readonly head: Sealed; readonly mapping: Mapping },
  ): Promise<void> {
    await tx.query(
      `update file_import set mode = $2, head = $3, head_marks = $4::int[], mapping = $5, state = 'mapping' where id = $1`,
      [id, mode, head.sealed, head.marks, JSON.stringify(mapping)],
    );
  }

  /** Starts an import, or a rehearsal of it, from its first row. */
  async begin(tx: Sql, id: string, isRehearsal: boolean, at: Instant): Promise<void> {
    await tx.query(
      `update file_import set state = 'running', is_rehearsal = $2, begun_at = $3, finished_at = null, ${COUNTS},
              attempts = 0, taken_by = null, taken_until = null, error = null
        where id = $1`,
      [id, isRehearsal, toIso(at)],
    );
  }

  async saveStarter(tx: Sql, id: string, { type, id: actorId, keyId }: Starter): Promise<void> {
    const values = [id, type, actorId, keyId];
    await tx.query('update file_import set actor_type = $2, actor_id = $3, key_id = $4 where id = $1', values);
  }

  /** Starts to take back what an import has made. */
  async beginUndoing(tx: Tx, id: string, by: Undoer): Promise<void> {
    await tx.query(
      `update file_import set state = 'running', is_undoing = true, attempts = 0, taken_by = null, taken_until = null,
              undoer_type = $2, undoer_id = $3
        where id = $1`,
      [id, by.type, by.id],
    );
  }

  /** Renews the lease. @returns whether the import still runs here */
  renewIfTaken(sql: Sql, id: string, nodeId: string, now: Instant): Promise<boolean> {
    return sql.matches(
      `update file_import set taken_until = $3, attempts = 0 where id = $1 and taken_by = $2 and state = 'running'`,
      [id, nodeId, toIso(now + LEASE_MS)],
    );
  }

  /** @returns false if it does not run here any more */
  endUndoingIfTaken(tx: Sql, id: string, nodeId: string, { undone, kept }: TakenBackCounts): Promise<boolean> {
    return tx.matches(
      `update file_import set state = 'undone', is_undoing = false, undone = $3, kept = $4, taken_by = null,
              taken_until = null
        where id = $1 and taken_by = $2 and state = 'running'`,
      [id, nodeId, undone, kept],
    );
  }

  /** Leases the import that was started first, unless a node works on it: one runs at a time. */
  takeNext(sql: Sql, nodeId: string, now: Instant): Promise<FileImport | undefined> {
    return sql.row(
      `update file_import set taken_by = $1, taken_until = $3, attempts = attempts + 1
        where id = (select id from file_import where state = 'running' order by begun_at, id limit 1)
          and state = 'running' and (taken_until is null or taken_until <= $2)
       returning ${COLUMNS}`,
      [nodeId, toIso(now), toIso(now + LEASE_MS)],
      'import-take',
    );
  }

  /** Adds what became of rows, and renews the lease. @returns the state; undefined if another node has it, or did them */
  addIfTaken(tx: Sql, { id, nodeId, from, counts, now }: AddedRows): Promise<{ state: ImportState } | undefined> {
    const { created, joined, unchanged, rejected, older, newer } = counts;
    return tx.row(
      `update file_import set created = created + $4, joined = joined + $5, unchanged = unchanged + $6,
              rejected = rejected + $7, older = older + $8, newer = newer + $9, done = done + $4 + $5 + $6 + $7,
              taken_until = $10, attempts = 0
        where id = $1 and taken_by = $2 and done = $3 and state in ('running', 'cancelled')
       returning state`,
      [id, nodeId, from, created, joined, unchanged, rejected, older, newer, toIso(now + LEASE_MS)],
      'import-add',
    );
  }

  /** @returns the import as it ended; undefined if it does not run here any more */
  finishIfTaken(
    tx: Sql,
    id: string,
    nodeId: string,
    end: { readonly state: ImportState; readonly error: string | null; readonly now: Instant },
  ): Promise<FileImport | undefined> {
    return tx.row(
      `update file_import set state = $3, error = $4, finished_at = $5, taken_by = null, taken_until = null,
              is_rehearsal = false, is_undoing = false
        where id = $1 and taken_by = $2 and state = 'running'
       returning ${COLUMNS}`,
      [id, nodeId, end.state, end.error, toIso(end.now)],
    );
  }

  async releaseIfTaken(sql: Sql, id: string, nodeId: string): Promise<void> {
    await sql.query('update file_import set taken_by = null, taken_until = null where id = $1 and taken_by = $2', [
      id,
      nodeId,
    ]);
  }

  async cancel(tx: Sql, id: string, at: Instant): Promise<void> {
    await tx.query(`update file_import set state = 'cancelled', finished_at = $2 where id = $1`, [id, toIso(at)]);
  }

  /** Cancels those of some imports that were not started, as if they had not been rehearsed. */
  async cancelUnstarted(tx: Sql, ids: readonly string[], at: Instant): Promise<void> {
    await tx.query(
      `update file_import set state = 'cancelled', finished_at = $2, begun_at = null, is_rehearsal = false,
              taken_by = null, taken_until = null, ${COUNTS}
        where id = any ($1::uuid[]) and (state in ('uploading', 'mapping', 'rehearsed') or is_rehearsal)`,
      [ids, toIso(at)],
    );
  }

  /** @returns the imports whose files are over */
  endFiles(tx: Sql, before: Instant, now: Instant, limit: number): Promise<string[]> {
    return tx.column(
      `update file_import set head = null, head_marks = '{}', file_ended_at = $2
        where id in (select id from file_import
                      where uploaded_at < $1 and file_ended_at is null and state <> 'running'
                      order by uploaded_at limit $3 for no key update skip locked)
       returning id`,
      [toIso(before), toIso(now), limit],
    );
  }
}

type Starter = Undoer & Pick<FileImport, 'keyId'>;

/** Who started an import. */
export function starterOf({ actorType, actorId }: Pick<FileImport, 'actorType' | 'actorId'>): Undoer {
  return { type: actorType as Undoer['type'], id: actorId! };
}

interface AddedRows {
  readonly id: string;
  readonly nodeId: string;
  /** How many rows were done before. */
  readonly from: number;
  readonly counts: RowCounts;
  readonly now: Instant;
}
