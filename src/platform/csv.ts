import { stringify } from 'csv-stringify/sync';

/**
 * Formats lines of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets a leading ', because a note
 * holds whatever the person who filled in the form typed, which could harm the person who opens the file.
 */
export function toCsv(cells: readonly (readonly string[])[]): string {
  return stringify(cells as string[][], {
    record_delimiter: '\r\n',
    escape_formulas: true,
    // By default, only the whole delimiter makes it quote a cell, but many readers end a line at half of it.
    quoted_match: /[\r\n]/,
  });
}
