import { stringify } from 'csv-stringify/sync';

/**
 * Lines of CSV for a program. Unlike what people open (src/platform/csv.ts) no cell is changed: a mark before a click id
 * would make it another one. Click ids cannot be formulas (`CLICK_IDS`), and names that could are refused where they are
 * configured.
 */
export function csvText(cells: readonly (readonly string[])[]): string {
  return stringify(cells as string[][], { record_delimiter: '\n', quoted_match: /[\r\n]/ });
}
