import { type Comparison, type Condition, checkCondition, compileCondition } from '../../conditions/condition.js';
import type { PatternBudget } from '../../conditions/pattern.js';
import type { FormField } from '../../forms/form.js';
import { faultsOfValues } from '../../forms/form-validator.js';
import { type Fault, step } from '../../platform/fault.js';
import { caseless } from '../../platform/text.js';
import { type ConditionField, comparisonsIn, type HandoffConditionFields } from './ready.js';
import { contradictionsIn } from './ready-contradictions.js';

/** Everything wrong with the definition of ready. @param patterns those of the form are counted in it already */
export function faultsOfReady(
  ready: readonly { readonly when: unknown; readonly text: string }[],
  asked: HandoffConditionFields,
  patterns: PatternBudget,
): Fault[] {
  const faults = ready.flatMap(({ when }, index) => {
    const pointer = `/ready${step(index)}/when`;
    const wrong = checkCondition(when, pointer, patterns, asked);
    if (wrong.length > 0) return wrong;
    if (compileCondition(when as Condition, asked).matchesAll)
      return [fault(pointer, 'matchesAll', 'Expected a condition that some forms meet and others do not.')];
    return comparisonsIn(when, pointer).flatMap(({ comparison, pointer: at }) => impossible(comparison, at, asked));
  });
  return faults.length > 0 ? faults : contradictionsIn(ready, asked);
}

/** What is compared with a value that its field never has: it would hold never, or always. */
function impossible(comparison: Comparison, pointer: string, asked: HandoffConditionFields): Fault[] {
  const { field: name, op, value } = comparison;
  const found = asked.fields.get(name);
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
    const condition = compileCondition<object>(comparison, asked);
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
  // An amount or an instant is text that is compared as something else.
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

/** Where it has to be missing for the whole to hold, and the form requires it. */
function isAlwaysThere({ isRequired }: FormField, name: string, pointer: string): boolean {
  return isRequired && name.split('.').length === 2 && !/\/(any|not)(\/|$)/.test(pointer.replace(/^\/ready\/\d+/, ''));
}

function never(pointer: string, name: string): Fault {
  return fault(`${pointer}/op`, 'neverSo', `The form requires ${name}, so a form that is complete always has it.`);
}

function wordsOf(name: string, { choices, rules }: FormField, value: unknown): string {
  const never = `${name} is never ${JSON.stringify(value)}`;
  if (choices.length > 0) return `${never}; it is one of ${choices.map((each) => each.value).join(', ')}.`;
  return `${never}: that is not what the form asks for${rules.format === undefined ? '' : ` (${rules.format})`}.`;
}

function fault(pointer: string, code: string, message: string): Fault {
  return { pointer, code, message };
}
