import { stringify } from 'csv-stringify/sync';

/** A plain negative number, which a spreadsheet reads as that number and not as a formula. */
const NEGATIVE = /^-\d+(\.\d+)?$/;

/**
 * Formats lines of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets a leading ', because a note
 * holds whatever the person who filled in the form typed, which could harm the person who opens the file.
 * @param hasFigures keeps negative numbers as they are, so that they can be added up
 */
export function toCsv(cells: readonly (readonly string[])[], { hasFigures = false } = {}): string {
  return stringify(cells as string[][], {
    record_delimiter: '\r\n',
    escape_formulas: true,
    ...(hasFigures && {
      cast: { string: (cell: string) => (NEGATIVE.test(cell) ? { value: cell, escape_formulas: false } : cell) },
    }),
    // By default, only the whole delimiter makes it quote a cell, but many readers end a line at half of it.
    quoted_match: /[\r\n]/,
  });
}
