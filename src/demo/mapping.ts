import { type Static, Type } from '@sinclair/typebox';
import { BUILT_IN_REASONS } from '../admin/first-start/built-in.js';
import type { Category } from '../disposition/disposition.js';
import { LeadBody } from '../leads/lead.dto.js';
import { faultsOf } from '../platform/input/checked.js';
import { collectFaults, type Fault, fault, step } from '../platform/input/fault.js';
import { StartRefusal } from '../platform/input/refusal.js';
import { object, oneOf, optionalOneOf } from '../platform/input/schema.js';
import { isDateForm } from './dates.js';
import type { Join } from './staff.js';

const Column = Type.String({ minLength: 1, maxLength: 1_000 });
const Values = Type.Record(Type.String(), Type.String());

const DateText = Type.String({ minLength: 1, maxLength: 100 });

const TargetSchema = object({
  field: Type.String({ minLength: 1 }),
  values: Type.Optional(Values),
  only: Type.Optional(Type.Boolean()),
  as: optionalOneOf(['text', 'number']),
  date: Type.Optional(DateText),
});
export type FieldTarget = Static<typeof TargetSchema>;

const OUTCOMES = ['won', 'nurture', 'recycle', 'suppress', 'lost', 'open'] as const;
const OutcomeSchema = object({
  column: Column,
  is: Type.Array(Type.String(), { minItems: 1 }),
  becomes: oneOf(OUTCOMES),
  reason: Type.Optional(Type.String({ minLength: 1 })),
});

const OrderSchema = object({ column: Column, date: DateText });
const JoinSchema = object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  file: Type.String({ minLength: 1 }),
  column: Column,
  key: Column,
});

/** The format of a mapping file. Source: docs/demo.md */
const MappingSchema = object({
  order: Type.Optional(
    Type.Union([Column, OrderSchema], { description: 'the name of a column, or an object with "column" and "date"' }),
  ),
  timeZone: Type.String({ format: 'timeZone', default: 'UTC' }),
  joins: Type.Array(JoinSchema, { default: [] }),
  nothing: Type.Array(Type.String(), { default: [] }),
  constants: Type.Record(Type.String(), Type.String({ minLength: 1 }), { default: {} }),
  columns: Type.Record(
    Type.String(),
    Type.Union([Type.String({ minLength: 1 }), TargetSchema, Type.Array(TargetSchema, { minItems: 1 })], {
      description: 'the name of a field, an object with "field", or a list of such objects',
    }),
  ),
  outcomes: Type.Array(OutcomeSchema, { default: [] }),
});

/** What simulated reps find out when they work on a lead. */
export type SimulatedOutcome = { readonly kind: 'won' | 'open' } | { readonly kind: Category; readonly reason: string };

interface OutcomeRule {
  readonly column: string;
  /** In lower case. */
  readonly is: ReadonlySet<string>;
  readonly outcome: SimulatedOutcome;
}

/** The column, of numbers or dates, by which leads are ordered. */
export interface Order {
  readonly column: string;
  readonly date?: string;
}

export interface FileMapping {
  readonly order: Order | undefined;
  readonly timeZone: string;
  readonly joins: readonly Join[];
  /** Values that count as empty, in lower case; the empty text always does. */
  readonly nothing: ReadonlySet<string>;
  readonly constants: Readonly<Record<string, string>>;
  readonly columns: ReadonlyMap<string, readonly FieldTarget[]>;
  readonly outcomes: readonly OutcomeRule[];
}

/** The kind of value that a field takes. `attributes.*` and `refs.*` accept any name. */
export type FieldKind = 'text' | 'number' | 'band' | 'flag' | 'list' | 'instant';

/**
 * Reads a mapping file.
 * @throws StartRefusal one line that names every fault
 */
export function readMapping(json: unknown, file: string): FileMapping {
  const faults = faultsOf(MappingSchema, json);
  if (faults.length > 0) throw refusal(file, faults);
  const written = json as Static<typeof MappingSchema>;
  const columns = new Map(Object.entries(written.columns).map(([column, to]) => [column, targetsOf(to)]));
  const more = collectFaults(
    Object.keys(written.constants).flatMap((field) => faultsOfField(field, `/constants${step(field)}`)),
    [...columns].flatMap(([column, targets]) =>
      targets.flatMap((target) => [
        ...faultsOfField(target.field, `/columns${step(column)}`),
        ...faultsOfDate(target.date, target.field, `/columns${step(column)}`),
      ]),
    ),
    typeof written.order === 'object' && faultsOfDate(written.order.date, undefined, '/order/date'),
    written.outcomes.flatMap((rule, index) => faultsOfReason(rule, `/outcomes/${index}/reason`)),
  );
  if (more.length > 0) throw refusal(file, more);
  return {
    order: typeof written.order === 'string' ? { column: written.order } : written.order,
    timeZone: written.timeZone,
    joins: written.joins,
    nothing: new Set(written.nothing.map(fold)),
    constants: written.constants,
    columns,
    outcomes: written.outcomes.map((rule) => ({
      column: rule.column,
      is: new Set(rule.is.map(fold)),
      outcome: outcomeOf(rule),
    })),
  };
}

/** @throws StartRefusal if the mapping names a column that the file lacks */
export function requireColumns(
  mapping: FileMapping,
  header: readonly string[],
  files: { mapping: string; leads: string },
) {
  const named = [
    mapping.order?.column ?? [],
    ...mapping.columns.keys(),
    ...mapping.outcomes.map((rule) => rule.column),
  ].flat();
  const missing = [...new Set(named)].filter((column) => !header.includes(column));
  if (missing.length === 0) return;
  const words = missing.map((column) => `"${column}"`).join(', ');
  throw new StartRefusal(`${files.mapping} names columns that ${files.leads} does not have: ${words}.`);
}

/** Returns the kind of a field, or undefined if leads have no such field or the demo fills it. */
export function kindOfField(field: string): FieldKind | undefined {
  const dot = field.indexOf('.');
  const [root, name] = dot < 0 ? [field, undefined] : [field.slice(0, dot), field.slice(dot + 1)];
  if (root === 'attributes' || root === 'refs') return name ? 'text' : undefined;
  // The rules decide the owner, and the simulated week decides the time of arrival.
  if (root === 'owner' || root === 'submittedAt') return undefined;
  const properties = LeadBody.properties as unknown as Readonly<Record<string, FieldSchema | undefined>>;
  const schema = name === undefined ? own(properties, root) : own(own(properties, root)?.properties ?? {}, name);
  if (schema?.anyOf !== undefined) return 'band';
  return schema?.format === 'instant' ? 'instant' : KINDS[schema?.type ?? ''];
}

function own(properties: Readonly<Record<string, FieldSchema | undefined>>, name: string): FieldSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

interface FieldSchema {
  readonly type?: string;
  readonly anyOf?: readonly object[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, FieldSchema | undefined>>;
}

const KINDS: Readonly<Record<string, FieldKind | undefined>> = {
  string: 'text',
  integer: 'number',
  boolean: 'flag',
  array: 'list',
};

/** Text compares without regard to case, as in routing. */
export function fold(text: string): string {
  return text.trim().toLowerCase();
}

function targetsOf(to: string | FieldTarget | FieldTarget[]): FieldTarget[] {
  const targets = typeof to === 'string' ? [{ field: to }] : [to].flat();
  return targets.map((target) =>
    target.values === undefined
      ? target
      : { ...target, values: Object.fromEntries(Object.entries(target.values).map(([key, to]) => [fold(key), to])) },
  );
}

function faultsOfField(field: string, pointer: string): Fault[] {
  if (kindOfField(field) !== undefined) return [];
  return [fault(pointer, 'unknown', `There is no field "${field}" to fill.`)];
}

function faultsOfDate(form: string | undefined, field: string | undefined, pointer: string): Fault[] {
  if (form === undefined) return [];
  const kind = field === undefined ? 'instant' : kindOfField(field);
  if (kind !== undefined && kind !== 'text' && kind !== 'instant')
    return [fault(pointer, 'value', `The field "${field}" takes no date.`)];
  if (isDateForm(form)) return [];
  const message = `"${form}" does not say how a date is written. Expected a form such as dd.MM.yyyy HH:mm or M/d/yy.`;
  return [fault(pointer, 'value', message)];
}

const CLOSING: ReadonlySet<string> = new Set(['nurture', 'recycle', 'suppress', 'lost']);

function faultsOfReason({ becomes, reason }: Static<typeof OutcomeSchema>, pointer: string): Fault[] {
  const reasons = BUILT_IN_REASONS.filter(({ category }) => category === becomes).map(({ code }) => code);
  if (CLOSING.has(becomes) ? reasons.includes(reason ?? '') : reason === undefined) return [];
  const expected = CLOSING.has(becomes) ? `one of ${reasons.join(', ')}` : 'no reason';
  return [fault(pointer, 'value', `Expected ${expected} for "${becomes}".`)];
}

function outcomeOf({ becomes, reason }: Static<typeof OutcomeSchema>): SimulatedOutcome {
  return becomes === 'won' || becomes === 'open' ? { kind: becomes } : { kind: becomes, reason: reason! };
}

function refusal(file: string, faults: readonly Fault[]): StartRefusal {
  const words = faults.map(({ pointer, message }) => `${pointer || 'The file as a whole'}: ${message}`).join(' ');
  return new StartRefusal(`The mapping ${file} cannot be used. ${words} See docs/demo.md.`);
}
