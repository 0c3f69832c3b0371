import type { LeadBody } from '../leads/lead.dto.js';
import { bottomOf } from '../platform/bands.js';
import { parseInstant } from '../platform/formats.js';
import { toIso } from '../platform/instant.js';
import { inIso, readDate } from './dates.js';
import { fold, kindOfField, type Mapping, type Outcome, type Target } from './mapping.js';
import type { Remarked } from './remark.js';

export type Row = Readonly<Record<string, string>>;

export interface NumberedRow {
  /** On which the row begins in its file, from 1. */
  readonly line: number;
  readonly cells: Row;
}

/** A row as it will be sent, and what the simulated reps will find. */
export interface MappedLead {
  readonly line: number;
  readonly body: LeadBody;
  /** Undefined: the mapping does not say, and chance decides. */
  readonly outcome: Outcome | undefined;
}

type Value = string | number | boolean;
type Tree = { [key: string]: Value | string[] | Tree };

type Note = (remark: Remarked) => void;

/**
 * What a row says about a lead. Whatever means nothing stays out: no field is ever an empty text.
 * @param note is told of what a field cannot take
 */
export function mapRow({ line, cells }: NumberedRow, mapping: Mapping, note: Note = () => undefined): MappedLead {
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

interface Reading {
  readonly mapping: Mapping;
  readonly column: string;
  readonly note: Note;
}

function readValue(target: Target, text: string, reading: Reading): Value | undefined {
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

/** An attribute may be either; what cannot be read as a number is better kept than lost. */
function readNumber(target: Target, text: string, reading: Reading): number | undefined {
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  return refuse(target, text, RANGE.test(text) ? 'a range, not a number' : 'not a number', reading);
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', '1'].map((word) => [word, true] as const),
  ...['false', 'no', '0'].map((word) => [word, false] as const),
]);

function readFlag(target: Target, text: string, reading: Reading): boolean | undefined {
  return FLAGS.get(fold(text)) ?? refuse(target, text, 'neither yes nor no', reading);
}

function readDay(target: Target, form: string, text: string, reading: Reading): string | undefined {
  const written = { form, timeZone: reading.mapping.timeZone };
  const date = readDate(text, written);
  if (date === null) return refuse(target, text, `not a date of the form ${form}`, reading);
  return kindOfField(target.field) === 'instant' ? toIso(date.toMillis()) : inIso(date, written);
}

function refuse({ field, as }: Target, text: string, what: string, { column, note }: Reading): undefined {
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

function outcomeOf(cells: Row, { outcomes }: Mapping): Outcome | undefined {
  return outcomes.find(({ column, is }) => is.has(fold(cells[column]!)))?.outcome;
}
