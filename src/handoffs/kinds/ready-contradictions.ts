import { type Comparison, compileCondition } from '../../conditions/condition.js';
import { type Fault, step } from '../../platform/fault.js';
import { parseInstant } from '../../platform/formats.js';
import { groupBy } from '../../platform/group.js';
import { isRecord } from '../../platform/record.js';
import type { ConditionField, HandoffConditionFields } from './ready.js';

interface PlacedComparison {
  readonly comparison: Comparison;
  readonly pointer: string;
}

/** A text that nobody has thought of. */
const ANOTHER = '\u{1f5ce}';
const LIKENESS = ['contains', 'startsWith', 'endsWith', 'matches'];

/**
 * What a definition of ready asks of one field and nothing can be at once: all of its sentences have to hold together.
 * What stands in "any" or "not" is not looked into, and what is alike is not decided.
 */
export function contradictionsIn(ready: readonly { readonly when: unknown }[], asked: HandoffConditionFields): Fault[] {
  const all = ready.flatMap(({ when }, index) => togetherIn(when, `/ready${step(index)}/when`));
  const byField = groupBy(all, ({ comparison }) => comparison.field);
  return [...byField].flatMap(([name, of]) => contradiction(of, name, asked));
}

/** The comparisons that have to hold whatever else does. */
function togetherIn(when: unknown, pointer: string): PlacedComparison[] {
  if (!isRecord(when)) return [];
  if (Array.isArray(when.all))
    return when.all.flatMap((each, index) => togetherIn(each, `${pointer}/all${step(index)}`));
  return typeof when.field === 'string' ? [{ comparison: when as unknown as Comparison, pointer }] : [];
}

function contradiction(of: readonly PlacedComparison[], name: string, asked: HandoffConditionFields): Fault[] {
  let possible = candidatesOf(
    of.map(({ comparison }) => comparison),
    asked.fields.get(name)!,
  );
  if (possible === null || of.length < 2) return [];
  for (const { comparison, pointer } of of) {
    const condition = compileCondition<object>(comparison, asked);
    possible = possible.filter((value) => condition.evaluate({ [name]: value }).matched);
    if (possible.length > 0) continue;
    const message = `Nothing can meet this: ${name} is asked to be something else before, and all of "ready" has to hold at once.`;
    return [{ pointer, code: 'unmeetable', message }];
  }
  return [];
}

/** Values among which there is one for every way in which the comparisons can hold together. @returns null where none are */
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

/** Each number, what is next to it, and what lies between two of them. */
function around(numbers: readonly number[], isWhole: boolean): number[] {
  const sorted = [...new Set(numbers)].sort((one, other) => one - other);
  const between = sorted.slice(1).map((number, index) => (number + sorted[index]!) / 2);
  const near = sorted.flatMap((number) => [number - 1, number, number + 1]);
  return isWhole ? near.filter(Number.isInteger) : [...near, ...between, 0];
}
