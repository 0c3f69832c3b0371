import { basename } from 'node:path';
import { CsvReading } from '../imports/reading/csv.js';
import { recognise, whyOle } from '../imports/reading/kind.js';
import type { ReadRow } from '../imports/reading/row.js';
import { Table } from '../imports/reading/table.js';
import { WorkbookReading } from '../imports/reading/workbook/workbook.js';
import type { LeadBody } from '../leads/lead.dto.js';
import { parseInstant } from '../platform/input/formats.js';
import { StartRefusal } from '../platform/input/refusal.js';
import { bottomOf } from '../platform/values/bands.js';
import { toIso } from '../platform/values/duration.js';
import type { Remark, UnplacedRemark } from './conclusion.js';
import { inIso, readDate } from './dates.js';
import { type FieldTarget, type FileMapping, fold, kindOfField, type SimulatedOutcome } from './mapping.js';

export type TableRow = Readonly<Record<string, string>>;

export interface NumberedRow {
  /** As in a spreadsheet: the names of the columns are in row 1. */
  readonly row: number;
  readonly cells: TableRow;
}

export interface MappedLead {
  readonly row: number;
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
export function mapRow({ row, cells }: NumberedRow, mapping: FileMapping, note: Note = () => undefined): MappedLead {
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
  return { row, body: lead as unknown as LeadBody, outcome: outcomeOf(cells, mapping) };
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

function outcomeOf(cells: TableRow, { outcomes }: FileMapping): SimulatedOutcome | undefined {
  return outcomes.find(({ column, is }) => is.has(fold(cells[column]!)))?.outcome;
}

export interface LeadTable {
  readonly header: readonly string[];
  readonly rows: readonly NumberedRow[];
  readonly remarks: readonly Remark[];
}

/**
 * Reads a table as imports do: a CSV or TSV in any encoding, or a workbook. Rows that cannot be read, such as those with
 * more values than there are columns, are left out with a remark. Missing values count as empty.
 * @throws StartRefusal one line that says what is wrong
 */
export async function readTable(bytes: Buffer, file: string): Promise<LeadTable> {
  const table = new Table();
  const read: ReadRow[] = [];
  try {
    for await (const rows of rowsOf(bytes)) read.push(...table.take(rows));
  } catch (error) {
    throw new StartRefusal(`${file} cannot be read. ${(error as Error).message}`);
  }
  const header = table.columns ?? [];
  const rows = read.flatMap((row) => ('cells' in row ? [{ row: row.number, cells: cellsOf(row.cells, header) }] : []));
  if (rows.length === 0)
    throw new StartRefusal(
      `${file} has no rows that can be read. The first row should hold the names of the columns, and each row below it one lead.`,
    );
  const remarks = read.flatMap((row): Remark[] =>
    'cells' in row
      ? []
      : [{ file: basename(file), row: row.number, kind: 'unreadable', text: ` is left out. ${row.why}` }],
  );
  return { header, rows, remarks };
}

async function* rowsOf(bytes: Buffer): AsyncGenerator<readonly ReadRow[]> {
  const { kind, whole } = await recognise(piecesOf(bytes));
  if (kind === 'ole') throw new Error(await whyOle(whole));
  if (kind === 'text') return yield* new CsvReading().rows(whole);
  const range = (start: number, end: number) => piecesOf(bytes.subarray(start, end));
  return yield* new WorkbookReading().rows({ size: bytes.length, range });
}

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

function cellsOf(cells: readonly string[], header: readonly string[]): TableRow {
  return Object.fromEntries(header.map((name, place) => [name, cells[place] ?? '']));
}
