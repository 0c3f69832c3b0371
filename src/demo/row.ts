import { basename } from 'node:path';
import { CsvError, type Info, parse } from 'csv-parse/sync';
import type { LeadBody } from '../leads/lead.dto.js';
import { parseInstant } from '../platform/input/formats.js';
import { StartRefusal } from '../platform/input/refusal.js';
import { bottomOf } from '../platform/values/bands.js';
import { toIso } from '../platform/values/duration.js';
import { counted } from '../platform/values/words.js';
import type { Remark, UnplacedRemark } from './conclusion.js';
import { inIso, readDate } from './dates.js';
import { type FieldTarget, type FileMapping, fold, kindOfField, type SimulatedOutcome } from './mapping.js';

export type CsvRow = Readonly<Record<string, string>>;

export interface NumberedRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly cells: CsvRow;
}

export interface MappedLead {
  readonly line: number;
  readonly body: LeadBody;
  /** Undefined if the mapping does not set it; chance decides then. */
  readonly outcome: SimulatedOutcome | undefined;
}

type Value = string | number | boolean;
type Tree = { [key: string]: Value | string[] | Tree };

type Note = (remark: UnplacedRemark) => void;

/**
 * Maps a row to a lead. Values that count as empty are omitted: no field is ever an empty text.
 * @param note is called for each value that a field cannot accept
 */
export function mapRow({ line, cells }: NumberedRow, mapping: FileMapping, note: Note = () => undefined): MappedLead {
  const lead: Tree = {};
  const reading = { mapping, note };
  for (const [field, value] of Object.entries(mapping.constants)) {
    put(lead, field, readValue({ field }, value, { ...reading, column: 'constants' }));
  }
  for (const [column, targets] of mapping.columns) {
    const text = cells[column]!.trim();
    if (text === '' || mapping.nothing.has(fold(text))) continue;
    for (const target of targets) put(lead, target.field, readValue(target, text, { ...reading, column }));
  }
  return { line, body: lead as unknown as LeadBody, outcome: outcomeOf(cells, mapping) };
}

interface ColumnReading {
  readonly mapping: FileMapping;
  readonly column: string;
  readonly note: Note;
}

function readValue(target: FieldTarget, text: string, reading: ColumnReading): Value | undefined {
  const translated = target.values?.[fold(text)] ?? (target.only === true ? undefined : text);
  if (translated === undefined || translated.trim() === '') return undefined;
  if (target.date !== undefined) return readDay(target, target.date, translated, reading);
  switch (kindOfField(target.field)) {
    case 'number':
      return readNumber(target, translated, reading);
    case 'band':
      return bottomOf(translated) === null || Number.isFinite(Number(translated))
        ? readNumber(target, translated, reading)
        : translated;
    case 'flag':
      return readFlag(target, translated, reading);
    case 'instant':
      if (parseInstant(translated) !== null) return translated;
      return refuse(
        target,
        translated,
        'not an ISO 8601 instant ("date" in the mapping says how dates are written)',
        reading,
      );
    default:
      return target.as === 'number' ? (readNumber(target, translated, reading) ?? translated) : translated;
  }
}

const RANGE = /^[\d.,\s]+(?:-|–|—|\bto\b)[\d.,\s]+$|^[<>≤≥]|\d\s*\+$/i;

/** An attribute may be a number or text: the caller keeps one that is not a number as text. */
function readNumber(target: FieldTarget, text: string, reading: ColumnReading): number | undefined {
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  return refuse(target, text, RANGE.test(text) ? 'a range, not a number' : 'not a number', reading);
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', '1'].map((word) => [word, true] as const),
  ...['false', 'no', '0'].map((word) => [word, false] as const),
]);

function readFlag(target: FieldTarget, text: string, reading: ColumnReading): boolean | undefined {
  return FLAGS.get(fold(text)) ?? refuse(target, text, 'neither yes nor no', reading);
}

function readDay(target: FieldTarget, form: string, text: string, reading: ColumnReading): string | undefined {
  const written = { form, timeZone: reading.mapping.timeZone };
  const date = readDate(text, written);
  if (date === null) return refuse(target, text, `not a date of the form ${form}`, reading);
  return kindOfField(target.field) === 'instant' ? toIso(date.toMillis()) : inIso(date, written);
}

function refuse({ field, as }: FieldTarget, text: string, what: string, { column, note }: ColumnReading): undefined {
  const fate = as === 'number' ? `${field} keeps it as text` : `${field} is left out`;
  note({ kind: `${column} ${field}`, text: `, ${column}: "${text}" is ${what}; ${fate}.` });
}

function put(lead: Tree, field: string, value: Value | undefined): void {
  if (value === undefined) return;
  const dot = field.indexOf('.');
  const key = field.slice(dot + 1);
  const place = dot < 0 ? lead : branch(lead, field.slice(0, dot));
  if (kindOfField(field) !== 'list') place[key] = value;
  else place[key] = [...new Set([...((place[key] as string[] | undefined) ?? []), String(value)])];
}

function branch(lead: Tree, root: string): Tree {
  lead[root] ??= {};
  return lead[root] as Tree;
}

function outcomeOf(cells: CsvRow, { outcomes }: FileMapping): SimulatedOutcome | undefined {
  return outcomes.find(({ column, is }) => is.has(fold(cells[column]!)))?.outcome;
}

export interface Csv {
  readonly header: readonly string[];
  readonly rows: readonly NumberedRow[];
  readonly remarks: readonly Remark[];
}

const SEPARATORS = [',', ';', '\t', '|'];
/** With these options, an unclosed quotation mark is the only fault that the parser reports. */
const LENIENT = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
} as const;

interface ParsedLine {
  readonly record: readonly string[];
  readonly raw: string;
  readonly info: Pick<Info, 'lines'>;
}

/**
 * Reads a header row and at least one row below it, without columns that have no name. Missing values count as empty. A
 * row with too many values is left out, because they may be in the wrong columns.
 * @throws StartRefusal one line that says what is wrong
 */
export function readCsv(text: string, file: string): Csv {
  // The parser counts a CRLF inside quotes as two lines.
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

function parseRecords(lines: string, file: string): ParsedLine[] {
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
  }) as unknown as ParsedLine[];
  if (unclosed.length > 0) {
    const line = lineCount(lines.trimEnd()) - lineCount(unclosed[0]!.trim()) + 1;
    throw new StartRefusal(
      `${file}, line ${line}: a quotation mark opens here and is never closed, so all that follows would be one value.`,
    );
  }
  return parsed;
}

/** Returns the separator that splits the header into the most columns. */
function separatorOf(lines: string): string {
  const columns = (delimiter: string) =>
    (parse(lines, { ...LENIENT, delimiter, to: 1 })[0] as string[] | undefined)?.length ?? 0;
  return SEPARATORS.reduce((best, each) => (columns(each) > columns(best) ? each : best));
}

/** The parser reports the line on which a row ends, and its raw text includes blank lines before the row. */
function firstLineOf({ raw, info }: ParsedLine): number {
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
