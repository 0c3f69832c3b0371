import { basename } from 'node:path';
import { CsvError, type Info, parse } from 'csv-parse/sync';
import { StartRefusal } from '../platform/start-refusal.js';
import { counted } from './counted.js';
import type { Remark } from './remark.js';
import type { NumberedRow } from './row.js';

/** A CSV file: its columns that have a name, its rows, and what was odd about it. */
export interface Csv {
  readonly header: readonly string[];
  readonly rows: readonly NumberedRow[];
  readonly remarks: readonly Remark[];
}

const SEPARATORS = [',', ';', '\t', '|'];
/** With it, a quotation mark that never closes is the one fault that is left. */
const LENIENT = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
} as const;

interface Parsed {
  readonly record: readonly string[];
  readonly raw: string;
  readonly info: Pick<Info, 'lines'>;
}

/**
 * Reads a header row and at least one row below it; columns without a name are left out. A row that lacks values is
 * taken with what it has. One with too many is not: its values may stand in the wrong columns.
 * @throws StartRefusal one line that says what is wrong
 */
export function readCsv(text: string, file: string): Csv {
  // The parser counts a line end of two characters twice where it stands in quotes.
  const lines = text.replaceAll(/\r\n?/g, '\n');
  const [first, ...below] = parseRecords(lines, file);
  const names = (first?.record ?? []).map((name) => name.trim());
  const header = names.filter((name) => name !== '');
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new StartRefusal(`${file} has two columns called "${repeated}". Give one of them another name.`);
  }
  if (below.length === 0) {
    throw new StartRefusal(
      `${file} has no rows. The first line should hold the names of the columns, and each line below it one row.`,
    );
  }
  const rows: NumberedRow[] = [];
  const remarks: Remark[] = [];
  for (const parsed of below) {
    const line = firstLineOf(parsed);
    const { record } = parsed;
    const isTooLong = record.slice(names.length).some((value) => value.trim() !== '');
    const isTooShort = names.slice(record.length).some((name) => name !== '');
    if (isTooLong || isTooShort) {
      remarks.push({ file: basename(file), line, ...raggedness(record.length, names.length, isTooLong) });
    }
    if (!isTooLong) rows.push({ line, cells: cellsOf(record, names) });
  }
  if (rows.length === 0) throw new StartRefusal(`Every row of ${file} has more values than there are columns.`);
  return { header, rows, remarks };
}

function parseRecords(lines: string, file: string): Parsed[] {
  const unclosed: string[] = [];
  const parsed = parse(lines, {
    ...LENIENT,
    delimiter: separatorOf(lines),
    skip_records_with_empty_values: true,
    info: true,
    raw: true,
    on_skip: (error: CsvError | undefined, raw: string | undefined) => {
      if (error !== undefined) unclosed.push(raw ?? '');
    },
  }) as unknown as Parsed[];
  if (unclosed.length > 0) {
    const line = lineCount(lines.trimEnd()) - lineCount(unclosed[0]!.trim()) + 1;
    throw new StartRefusal(
      `${file}, line ${line}: a quotation mark opens here and is never closed, so all that follows would be one value.`,
    );
  }
  return parsed;
}

/** Whatever makes the most columns of the header. */
function separatorOf(lines: string): string {
  const columns = (delimiter: string) =>
    (parse(lines, { ...LENIENT, delimiter, to: 1 })[0] as string[] | undefined)?.length ?? 0;
  return SEPARATORS.reduce((best, each) => (columns(each) > columns(best) ? each : best));
}

/** The parser tells the line on which a row ends, and blank lines before it are part of what it has read. */
function firstLineOf({ raw, info }: Parsed): number {
  return info.lines - lineCount(raw.replace(/^\n+/, '').replace(/\n$/, '')) + 1;
}

function lineCount(text: string): number {
  return text.split('\n').length;
}

function cellsOf(record: readonly string[], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name, place) => (name === '' ? [] : [[name, record[place] ?? '']])));
}

function raggedness(values: number, columns: number, isTooLong: boolean): Pick<Remark, 'kind' | 'text'> {
  const found = `has ${counted(values, 'value')} for ${counted(columns, 'column')}`;
  return isTooLong
    ? { kind: 'long', text: ` ${found} and is left out: its values may stand in the wrong columns.` }
    : { kind: 'short', text: ` ${found}; those that are missing count as empty.` };
}
