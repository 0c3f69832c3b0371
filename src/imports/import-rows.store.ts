import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';

export interface SealedPart {
  readonly fromRow: number;
  readonly rows: number;
  readonly sealed: Buffer;
}

/** The rows of files, and those that were refused. */
@Injectable()
export class ImportRowsStore {
  /** @returns false if another file has begun to arrive */
  insertPart(sql: Sql, importId: string, uploadId: string, { fromRow, rows, sealed }: SealedPart): Promise<boolean> {
    return sql.matches(
      `insert into file_import_part (import_id, upload_id, from_row, rows, sealed)
       select id, upload_id, $3, $4, $5 from file_import where id = $1 and upload_id = $2 and state = 'uploading'`,
      [importId, uploadId, fromRow, rows, sealed],
      'import-part',
    );
  }

  /** Returns the part with a row. @param newId from which its leads get their ids, unless it was taken before */
  takePart(
    sql: Sql,
    importId: string,
    row: number,
    newId: string,
  ): Promise<(SealedPart & { idsFrom: string }) | undefined> {
    return sql.row(
      `update file_import_part set ids_from = coalesce(ids_from, $3)
        where import_id = $1
          and from_row = (select max(from_row) from file_import_part where import_id = $1 and from_row <= $2)
       returning from_row as "fromRow", rows, sealed, ids_from as "idsFrom"`,
      [importId, row, newId],
      'import-take-part',
    );
  }

  /** @param after a `fromRow`; -1 for the first */
  readParts(sql: Sql, importId: string, after: number, limit: number): Promise<SealedPart[]> {
    return sql.rows(
      `select from_row as "fromRow", rows, sealed from file_import_part
        where import_id = $1 and from_row > $2 order by from_row limit $3`,
      [importId, after, limit],
    );
  }

  async savePart(tx: Sql, importId: string, fromRow: number, sealed: Buffer): Promise<void> {
    await tx.query('update file_import_part set sealed = $3 where import_id = $1 and from_row = $2', [
      importId,
      fromRow,
      sealed,
    ]);
  }

  async saveRefused(tx: Sql, importId: string, fromRow: number, sealed: Buffer): Promise<void> {
    await tx.query('update file_import_refused set sealed = $3 where import_id = $1 and from_row = $2', [
      importId,
      fromRow,
      sealed,
    ]);
  }

  async insertRefused(tx: Sql, importId: string, { fromRow, rows, sealed }: SealedPart): Promise<void> {
    await tx.query('insert into file_import_refused (import_id, from_row, rows, sealed) values ($1, $2, $3, $4)', [
      importId,
      fromRow,
      rows,
      sealed,
    ]);
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
