import { CsvReading } from '../../../src/imports/reading/csv.js';
import type { ReadRow } from '../../../src/imports/reading/row.js';
import { Table } from '../../../src/imports/reading/table.js';

/** Reads a whole CSV in pieces. */
export function readCsv(bytes: Uint8Array, pieceBytes = bytes.length || 1) {
  const reading = new CsvReading();
  const table = new Table();
  const rows: ReadRow[] = [];
  for (let from = 0; from < bytes.length; from += pieceBytes)
    rows.push(...table.take(reading.push(bytes.subarray(from, from + pieceBytes))));
  rows.push(...table.take(reading.end()));
  return { columns: table.columns, rows, form: reading.form };
}
