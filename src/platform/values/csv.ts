import { stringify } from 'csv-stringify/sync';

/** A plain negative number, which a spreadsheet reads as that number and not as a formula. */
const NEGATIVE = /^-\d+(\.\d+)?$/;

/**
 * Where a formula would begin within a cell. In many countries a spreadsheet separates cells by semicolons and does not
 * see that others quote theirs after a comma, so it begins a cell after a semicolon, a tab or a line break.
 */
const FORMULA_WITHIN = /(?=[=+\-@\uff1d\uff0b\uff0d\uff20])(?<=[;\t\r\n][\s"]*)/g;

/**
 * Formats lines of CSV (RFC 4180). What a spreadsheet would take for a formula gets a leading ', because a note holds
 * whatever the person who filled in the form typed, which could harm the person who opens the file.
 * @param hasFigures keeps negative numbers as they are, so that they can be added up
 */
export function toCsv(cells: readonly (readonly string[])[], { hasFigures = false } = {}): string {
  return stringify(cells as string[][], {
    record_delimiter: '\r\n',
    escape_formulas: true,
    cast: {
      string: (cell: string) =>
        hasFigures && NEGATIVE.test(cell)
          ? { value: cell, escape_formulas: false }
          : cell.replaceAll(FORMULA_WITHIN, "'"),
    },
    // By default, only the whole delimiter makes it quote a cell, but many readers end a line at half of it.
    quoted_match: /[\r\n]/,
  });
}
