import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/sql/database.js';
import type { Sealed } from './sealed-rows.service.js';

export interface SealedPart {
  readonly fromRow: number;
  readonly rows: number;
  readonly sealed: Buffer;
}

/** A part of a file, or a set of refused rows of one. */
export interface PlaceOfRows {
  readonly of: 'part' | 'refused';
  readonly importId: string;
  readonly fromRow: number;
}

/** Held by erasures, and shared by imports that take rows in. */
const ERASING_LOCK = 7_301_982_386;

const TABLES = { part: 'file_import_part', refused: 'file_import_refused' } as const;

const PLACES = `
  select 'part' as "of", import_id as "importId", from_row as "fromRow" from file_import_part where marks && $1::int[]
   union all
  select 'refused', import_id, from_row from file_import_refused where marks && $1::int[]
   order by 1, 2, 3`;

/** The rows of files, and those that were refused. */
@Injectable()
export class ImportRowsStore {
  /** @returns false if another file has begun to arrive */
  insertPart(
    sql: Sql,
    importId: string,
    uploadId: string,
    { fromRow, rows, sealed, marks }: SealedPart & Sealed,
  ): Promise<boolean> {
    return sql.matches(
      `insert into file_import_part (import_id, upload_id, from_row, rows, sealed, marks)
       select id, upload_id, $3, $4, $5, $6::int[] from file_import where id = $1 and upload_id = $2 and state = 'uploading'
          for share`,
      [importId, uploadId, fromRow, rows, sealed, marks],
      'import-part',
    );
  }

  /** Returns the part with a row. @param newId from which its leads get their ids, unless it was taken before */
  takePart(
    sql: Sql,
    importId: string,
    row: number,
    newId: string,
  ): Promise<(SealedPart & { idsFrom: string; erasures: number }) | undefined> {
    return sql.row(
      `update file_import_part set ids_from = coalesce(ids_from, $3)
        where import_id = $1
          and from_row = (select max(from_row) from file_import_part where import_id = $1 and from_row <= $2)
       returning from_row as "fromRow", rows, sealed, ids_from as "idsFrom", erasures`,
      [importId, row, newId],
      'import-take-part',
    );
  }

  /**
   * Lets no erasure of a person begin until the transaction ends, and waits for one that has begun.
   * @returns how often a person was taken out of the part; undefined if there is none any more
   */
  async holdUnerased(tx: Tx, importId: string, fromRow: number): Promise<number | undefined> {
    await tx.query('select pg_advisory_xact_lock_shared($1)', [ERASING_LOCK], 'import-hold');
    const part = await tx.row<{ erasures: number }>(
      'select erasures from file_import_part where import_id = $1 and from_row = $2',
      [importId, fromRow],
      'import-erasures',
    );
    return part?.erasures;
  }

  /** Waits until no rows are being taken in, and lets none be until the transaction ends. */
  async lockAgainstTaking(tx: Tx): Promise<void> {
    await tx.query('select pg_advisory_xact_lock($1)', [ERASING_LOCK]);
  }

  /** Returns what may hold a person, in one order. @param marks of the person */
  findWith(sql: Sql, marks: readonly number[]): Promise<PlaceOfRows[]> {
    return sql.rows(PLACES, [marks]);
  }

  readSealed(sql: Sql, { of, importId, fromRow }: PlaceOfRows): Promise<{ readonly sealed: Buffer } | undefined> {
    return sql.row(`select sealed from ${TABLES[of]} where import_id = $1 and from_row = $2`, [importId, fromRow]);
  }

  lockSealed(tx: Tx, { of, importId, fromRow }: PlaceOfRows): Promise<{ readonly sealed: Buffer } | undefined> {
    return tx.row(`select sealed from ${TABLES[of]} where import_id = $1 and from_row = $2 for no key update`, [
      importId,
      fromRow,
    ]);
  }

  async saveErased(tx: Tx, { of, importId, fromRow }: PlaceOfRows, { sealed, marks }: Sealed): Promise<void> {
    const counted = of === 'part' ? ', erasures = erasures + 1' : '';
    await tx.query(
      `update ${TABLES[of]} set sealed = $3, marks = $4::int[]${counted} where import_id = $1 and from_row = $2`,
      [importId, fromRow, sealed, marks],
    );
  }

  async insertRefused(tx: Sql, importId: string, { fromRow, rows, sealed, marks }: SealedPart & Sealed): Promise<void> {
    await tx.query(
      `insert into file_import_refused (import_id, from_row, rows, sealed, marks) values ($1, $2, $3, $4, $5::int[])`,
      [importId, fromRow, rows, sealed, marks],
    );
  }

  /** @param after a `fromRow`; -1 for the first */
  readRefused(sql: Sql, importId: string, after: number, limit: number): Promise<SealedPart[]> {
    return sql.rows(
      `select from_row as "fromRow", rows, sealed from file_import_refused
        where import_id = $1 and from_row > $2 order by from_row limit $3`,
      [importId, after, limit],
    );
  }

  async deleteRefused(tx: Sql, importId: string): Promise<void> {
    await tx.query('delete from file_import_refused where import_id = $1', [importId]);
  }

  async deleteOf(tx: Sql, importIds: readonly string[]): Promise<void> {
    await tx.query('delete from file_import_part where import_id = any ($1::uuid[])', [importIds]);
    await tx.query('delete from file_import_refused where import_id = any ($1::uuid[])', [importIds]);
  }
}
