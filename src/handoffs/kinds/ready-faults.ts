import { checkCondition } from '../../conditions/condition-check.js';
import { compileCondition } from '../../conditions/condition-evaluate.js';
import type { Comparison, Condition } from '../../conditions/condition-language.js';
import type { PatternBudget } from '../../conditions/pattern.js';
import type { FormField } from '../../forms/form.js';
import { faultsOfValues } from '../../forms/form-validator.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { parseInstant } from '../../platform/input/formats.js';
import { isRecord } from '../../platform/sql/sql.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { caseless } from '../../platform/values/text.js';
import { type ConditionField, comparisonsIn, type HandoffConditionFields } from './ready.js';

interface PlacedComparison {
  readonly comparison: Comparison;
  readonly pointer: string;
}

/** A text that no comparison names. */
const ANOTHER = '\u{1f5ce}';
const LIKENESS = ['contains', 'startsWith', 'endsWith', 'matches'];

/**
 * Returns comparisons that no value can meet together with others of the same field, as all rules of the definition of
 * ready have to hold at once. Does not look inside "any" and "not", nor decide about likeness, such as "contains".
 */
function contradictionsIn(ready: readonly { readonly when: unknown }[], known: HandoffConditionFields): Fault[] {
  const all = ready.flatMap(({ when }, index) => togetherIn(when, `/ready${step(index)}/when`));
  const byField = groupBy(all, ({ comparison }) => comparison.field);
  return [...byField].flatMap(([name, of]) => contradiction(of, name, known));
}

/** Returns the comparisons that have to hold in any case. */
function togetherIn(when: unknown, pointer: string): PlacedComparison[] {
  if (!isRecord(when)) return [];
  if (Array.isArray(when.all))
    return when.all.flatMap((each, index) => togetherIn(each, `${pointer}/all${step(index)}`));
  return typeof when.field === 'string' ? [{ comparison: when as unknown as Comparison, pointer }] : [];
}

function contradiction(of: readonly PlacedComparison[], name: string, known: HandoffConditionFields): Fault[] {
  let possible = candidatesOf(pluck(of, 'comparison'), known.fields.get(name)!);
  if (possible === null || of.length < 2) return [];
  for (const { comparison, pointer } of of) {
    const condition = compileCondition<object>(comparison, known);
    possible = possible.filter((value) => condition.evaluate({ [name]: value }).matched);
    if (possible.length > 0) continue;
    const message = `Nothing can meet this: an earlier comparison expects something else of ${name}, and all conditions of "ready" have to hold at once.`;
    return [fault(pointer, 'unmeetable', message)];
  }
  return [];
}

/**
 * Returns values that cover every way in which the comparisons can hold together. @returns null if values cannot decide
 * that
 */
function candidatesOf(comparisons: readonly Comparison[], { type, field }: ConditionField): unknown[] | null {
  const given = comparisons.flatMap(({ value }) => (value === undefined ? [] : [value].flat()));
  const absent = [undefined];
  if (field !== undefined && field.choices.length > 0 && type !== 'list')
    return [...absent, ...field.choices.map(({ value }) => value)];
  switch (type) {
    case 'boolean':
      return [...absent, true, false];
    case 'number':
      return [
        ...absent,
        ...around(
          given.filter((each) => typeof each === 'number'),
          field?.type === 'integer',
        ),
      ];
    case 'instant':
      return [
        ...absent,
        ...around(
          given.flatMap((each) => parseInstant(String(each)) ?? []),
          true,
        ),
      ];
    case 'text': {
      const isNamed = comparisons.some(({ op }) => op === 'eq' || op === 'in');
      const isAlike = comparisons.some(({ op }) => LIKENESS.includes(op));
      return isAlike && !isNamed ? null : [...absent, ...given, ANOTHER];
    }
    case 'group':
      return [...absent, { some: 1 }];
    default:
      return null;
  }
}

/** Returns each number, its neighbours, and what lies between two of them. */
function around(numbers: readonly number[], isWhole: boolean): number[] {
  const sorted = [...new Set(numbers)].sort((one, other) => one - other);
  const between = sorted.slice(1).map((number, index) => (number + sorted[index]!) / 2);
  const near = sorted.flatMap((number) => [number - 1, number, number + 1]);
  return isWhole ? near.filter(Number.isInteger) : [...near, ...between, 0];
}

/** Returns everything that is wrong with the definition of ready. @param patterns counts those of the form already */
export function faultsOfReady(
  ready: readonly { readonly when: unknown; readonly text: string }[],
  known: HandoffConditionFields,
  patterns: PatternBudget,
): Fault[] {
  const faults = ready.flatMap(({ when }, index) => {
    const pointer = `/ready${step(index)}/when`;
    const wrong = checkCondition(when, pointer, patterns, known);
    if (wrong.length > 0) return wrong;
    if (compileCondition(when as Condition, known).matchesAll)
      return [fault(pointer, 'matchesAll', 'Expected a condition that some forms meet and others do not.')];
    return comparisonsIn(when, pointer).flatMap(({ comparison, pointer: at }) => impossible(comparison, at, known));
  });
  return faults.length > 0 ? faults : contradictionsIn(ready, known);
}

/** Returns a fault for a comparison with a value that its field never has, so that it never holds, or always does. */
function impossible(comparison: Comparison, pointer: string, known: HandoffConditionFields): Fault[] {
  const { field: name, op, value } = comparison;
  const found = known.fields.get(name);
  if (found?.field === undefined || op === 'exists') return [];
  const { field } = found;
  if (op === 'missing') return isAlwaysThere(field, name, pointer) ? [never(pointer, name)] : [];
  const at = `${pointer}/value`;
  if (op === 'eq' || op === 'ne' || (op === 'contains' && found.type === 'list'))
    return canBe(found, value) ? [] : [fault(at, 'neverSo', wordsOf(name, field, value))];
  if (op === 'in' || op === 'notIn')
    return [value].flat().flatMap((each, index) => {
      return canBe(found, each) ? [] : [fault(at + step(index), 'neverSo', wordsOf(name, field, each))];
    });
  if (field.choices.length > 0 && found.type !== 'list') {
    const condition = compileCondition<object>(comparison, known);
    const isMet = field.choices.some(({ value: choice }) => condition.evaluate({ [name]: choice }).matched);
    return isMet ? [] : [fault(at, 'neverSo', wordsOf(name, field, value))];
  }
  return faultsOfOrder(comparison, field, at);
}

function canBe({ type, field }: ConditionField, value: unknown): boolean {
  const { choices, type: of } = field!;
  if (choices.length > 0)
    return choices.some(({ value: choice }) =>
      typeof choice === 'string' && typeof value === 'string' ? caseless(choice) === caseless(value) : choice === value,
    );
  // An amount or an instant is a text that is compared as another type.
  if (of === 'string' && type !== 'text' && type !== 'list') return true;
  const ways = typeof value === 'string' ? [value, value.toLowerCase(), value.toUpperCase()] : [value];
  return ways.some((way) => faultsOfValues(field!, way, 'whole').length === 0);
}

function faultsOfOrder({ field: name, op, value }: Comparison, field: FormField, pointer: string): Fault[] {
  if (typeof value !== 'number' || (field.type !== 'number' && field.type !== 'integer')) return [];
  const bound = (keyword: string) => field.rules[keyword] as number | undefined;
  const least = bound('minimum') ?? bound('exclusiveMinimum');
  const most = bound('maximum') ?? bound('exclusiveMaximum');
  const isBelow = least !== undefined && (op === 'lt' ? value <= least : op === 'lte' && value < least);
  const isAbove = most !== undefined && (op === 'gt' ? value >= most : op === 'gte' && value > most);
  if (!isBelow && !isAbove) return [];
  return [fault(pointer, 'neverSo', `${name} is ${isBelow ? `at least ${least}` : `at most ${most}`}.`)];
}

/** Whether the form requires a field that has to be missing for the whole condition to hold. */
function isAlwaysThere({ isRequired }: FormField, name: string, pointer: string): boolean {
  return isRequired && name.split('.').length === 2 && !/\/(any|not)(\/|$)/.test(pointer.replace(/^\/ready\/\d+/, ''));
}

function never(pointer: string, name: string): Fault {
  return fault(`${pointer}/op`, 'neverSo', `The form requires ${name}, so a form that is complete always has it.`);
}

function wordsOf(name: string, { choices, rules }: FormField, value: unknown): string {
  const never = `${name} is never ${JSON.stringify(value)}`;
  if (choices.length > 0) return `${never}; it is one of ${choices.map((each) => each.value).join(', ')}.`;
  return `${never}: the form does not accept that value${rules.format === undefined ? '' : ` (${rules.format})`}.`;
}
