import { stringify } from 'csv-stringify/sync';

/**
 * Lines of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets a leading ', because a note may be
 * whatever the person who filled in the form liked to do to whoever opens the file.
 */
export function toCsv(cells: readonly (readonly string[])[]): string {
  return stringify(cells as string[][], {
    record_delimiter: '\r\n',
    escape_formulas: true,
    // By itself it quotes a cell for the whole delimiter only, and many readers end a line at half of it.
    quoted_match: /[\r\n]/,
  });
}
