import { collectFaults, type Fault, fault, step } from '../platform/input/fault.js';
import { isDate } from '../platform/input/formats.js';
import { ownOf } from '../platform/sql/sql.js';
import { named } from './billing.js';
import type { FormField } from './form.js';

/** For how long something is sold, as a form or a CRM says it. */
export interface TermInForm {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly noticeDays?: number;
  readonly autoRenewMonths?: number;
}

const DAYS = ['startsOn', 'endsOn'] as const;
const NUMBERS = ['noticeDays', 'autoRenewMonths'] as const;

/** Returns the faults that keep a field with `"role": "term"` from being read. */
export function faultsOfTermField(field: FormField): Fault[] {
  const at = (name: string) => named(field, name)?.at ?? `${field.at}/properties/${name}`;
  const isDay = (inner: FormField | undefined) => inner?.type === 'string' && inner.rules.format === 'date';
  return collectFaults(
    ...DAYS.map(
      (name) =>
        !isDay(named(field, name)) &&
        fault(at(name), 'term', `Expected "${name}" of a term: { "type": "string", "format": "date" }.`),
    ),
    ...NUMBERS.map(
      (name) =>
        named(field, name) !== undefined &&
        named(field, name)!.type !== 'integer' &&
        fault(at(name), 'term', `Expected "${name}" of a term: { "type": "integer" }.`),
    ),
  );
}

/** @returns null if the form has no such field, it is not complete, or any of it is sensitive */
export function termIn(form: FormField, values: unknown): TermInForm | null {
  const field = form.fields.find(({ role }) => role === 'term');
  if (field === undefined || [field, ...field.fields].some(({ isSensitive }) => isSensitive)) return null;
  const said = ownOf(values, field.name);
  const [startsOn, endsOn] = DAYS.map((name) => ownOf(said, name));
  if (!isDay(startsOn) || !isDay(endsOn) || isEmpty(startsOn, endsOn)) return null;
  const numbers = NUMBERS.map((name) => [name, ownOf(said, name)] as const);
  return {
    startsOn,
    endsOn,
    ...Object.fromEntries(numbers.filter(([name, value]) => isWithin(value, TERM_LIMITS[name]))),
  };
}

/** Returns the fault of a term in a form that ends before it begins. */
export function faultsOfTerm(form: FormField, values: unknown): Fault[] {
  const field = form.fields.find(({ role }) => role === 'term');
  if (field === undefined) return [];
  const [startsOn, endsOn] = DAYS.map((name) => ownOf(ownOf(values, field.name), name));
  if (!isDay(startsOn) || !isDay(endsOn) || !isEmpty(startsOn, endsOn)) return [];
  return [fault(`${step(field.name)}/endsOn`, 'tooEarly', `Expected a day on or after the first, ${startsOn}.`)];
}

function isEmpty(startsOn: string, endsOn: string): boolean {
  return endsOn < startsOn;
}

/** What a term may say, of a contract and wherever one comes from. */
export const TERM_LIMITS = {
  noticeDays: { minimum: 0, maximum: 3_650 },
  autoRenewMonths: { minimum: 1, maximum: 120 },
};

function isDay(value: unknown): value is string {
  return typeof value === 'string' && isDate(value);
}

function isWithin(value: unknown, { minimum, maximum }: (typeof TERM_LIMITS)['noticeDays']): boolean {
  return Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
}
