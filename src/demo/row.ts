import type { LeadBody } from '../leads/lead.dto.js';
import { fold, kindOfField, type Mapping, type Outcome, type Target } from './mapping.js';

export type Row = Readonly<Record<string, string>>;

/** A row as it will be sent, and what the simulated reps will find. */
export interface MappedLead {
  readonly body: LeadBody;
  /** Undefined: the mapping does not say, and chance decides. */
  readonly outcome: Outcome | undefined;
}

type Value = string | number | boolean;
type Tree = { [key: string]: Value | string[] | Tree };

/** What a row says about a lead. Whatever means nothing stays out: no field is ever an empty text. */
export function mapRow(row: Row, mapping: Mapping): MappedLead {
  const lead: Tree = {};
  for (const [field, value] of Object.entries(mapping.constants)) put(lead, field, readValue({ field }, value));
  for (const [column, targets] of mapping.columns) {
    const text = row[column]!.trim();
    if (text === '' || mapping.nothing.has(fold(text))) continue;
    for (const target of targets) put(lead, target.field, readValue(target, text));
  }
  return { body: lead as unknown as LeadBody, outcome: outcomeOf(row, mapping) };
}

/**
 * The rows in the order in which their leads came in: by the numbers in the mapping's `order` column, which need not be
 * without gaps, else as they stand.
 */
export function inOrder(rows: readonly Row[], mapping: Mapping): Row[] {
  const { order } = mapping;
  if (order === undefined) return [...rows];
  return rows
    .map((row, index) => ({ row, index, number: Number(row[order]) }))
    .sort((a, b) => a.number - b.number || a.index - b.index)
    .map(({ row }) => row);
}

function readValue(target: Target, text: string): Value | undefined {
  const translated = target.values?.[fold(text)] ?? (target.only === true ? undefined : text);
  if (translated === undefined || translated.trim() === '') return undefined;
  switch (kindOfField(target.field)) {
    case 'number':
      return Number.isFinite(Number(translated)) ? Number(translated) : undefined;
    case 'flag':
      return YES.has(fold(translated));
    default:
      return target.as === 'number' ? numberOrText(translated) : translated;
  }
}

const YES: ReadonlySet<string> = new Set(['true', 'yes', '1']);

/** An attribute may be either; what cannot be read as a number is better kept than lost. */
function numberOrText(text: string): Value {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
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

function outcomeOf(row: Row, { outcomes }: Mapping): Outcome | undefined {
  return outcomes.find(({ column, is }) => is.has(fold(row[column]!)))?.outcome;
}
