import { type Fault, fault, step } from '../platform/input/fault.js';
import { isId } from '../platform/input/formats.js';
import { suggestionFor } from '../platform/input/near.js';
import { isRecord } from '../platform/sql/sql.js';
import type { FieldType } from '../vocabulary/lead-fields.js';
import {
  CONDITION_LEVELS_MAX,
  CONDITIONS_MAX,
  type ConditionFields,
  isOfList,
  LEAD_CONDITION_FIELDS,
  OPERATORS,
  OPERATORS_OF,
  type Operator,
} from './condition-language.js';
import { checkValue, tooLong } from './condition-value.js';
import { compilePattern, PATTERN_LENGTH_MAX, PatternBudget, RULES_PATTERNS_MAX } from './pattern.js';

interface Part {
  readonly raw: unknown;
  readonly pointer: string;
  readonly level: number;
}

/**
 * Returns all faults of a condition; without faults it is a `Condition`. Uses a stack of its own instead of recursion,
 * so that 100,000 levels are a fault and not an overflow.
 * @param pointer to the condition in the request
 * @param patterns the budget for the patterns of all conditions that a lead meets; those of this condition are added
 * @param fields the fields that it may use
 */
export function checkCondition(
  raw: unknown,
  pointer: string,
  patterns: PatternBudget = new PatternBudget(RULES_PATTERNS_MAX),
  fields: ConditionFields = LEAD_CONDITION_FIELDS,
): Fault[] {
  const faults: Fault[] = [];
  const found = { faults, patterns, asked: fields };
  const pending: Part[] = [{ raw, pointer, level: 0 }];
  let conditions = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const inner = innerOf(part, found);
    if (inner.length > 0 && part.level < CONDITION_LEVELS_MAX && inner.length <= CONDITIONS_MAX) {
      // Reversed, so that faults are in the order of the document.
      for (let index = inner.length - 1; index >= 0; index -= 1) pending.push(inner[index]!);
      continue;
    }
    conditions += Math.max(inner.length, 1);
    if (conditions > CONDITIONS_MAX) {
      faults.push(fault(pointer, 'tooMany', `Expected at most ${CONDITIONS_MAX} conditions.`));
      break;
    }
    if (inner.length > 0) {
      faults.push(
        fault(part.pointer, 'tooDeep', `Expected at most ${CONDITION_LEVELS_MAX} levels of "all", "any" and "not".`),
      );
    }
  }
  return faults;
}

/** Checks one part without its inner conditions. @returns the inner conditions; empty for a comparison */
function innerOf({ raw, pointer, level }: Part, found: Found): Part[] {
  const { faults } = found;
  if (!isRecord(raw)) {
    faults.push(
      fault(pointer, 'type', 'Expected a condition: {} or an object with "field" and "op", or "all", "any" or "not".'),
    );
    return [];
  }
  const keys = Object.keys(raw);
  const joint = keys.find((key) => key === 'all' || key === 'any' || key === 'not');
  if (joint === undefined) {
    if (keys.length > 0) checkComparison(raw, keys, pointer, found);
    return [];
  }
  for (const key of keys) {
    if (key === joint) continue;
    faults.push(
      fault(
        pointer + step(key),
        'unknown',
        `Expected no other key next to "${joint}": put "${key}" inside it, or combine the two in an "all".`,
      ),
    );
  }
  const at = pointer + step(joint);
  if (joint === 'not') return [{ raw: raw[joint], pointer: at, level: level + 1 }];
  const list = raw[joint];
  if (!Array.isArray(list)) {
    faults.push(fault(at, 'type', 'Expected a list of conditions.'));
    return [];
  }
  if (list.length === 0) {
    faults.push(fault(at, 'tooFew', 'Expected at least one condition; {} matches always.'));
  }
  return list
    .slice(0, CONDITIONS_MAX + 1)
    .map((each, index) => ({ raw: each, pointer: at + step(index), level: level + 1 }));
}

interface Found {
  readonly faults: Fault[];
  readonly patterns: PatternBudget;
  readonly asked: ConditionFields;
}

function checkComparison(raw: Record<string, unknown>, keys: string[], pointer: string, found: Found): void {
  const { faults, asked } = found;
  for (const key of keys) {
    if (key === 'field' || key === 'op' || key === 'value') continue;
    faults.push(
      fault(
        pointer + step(key),
        'unknown',
        `There is no "${key}" in a condition; known are field, op, value, all, any, not.`,
      ),
    );
  }
  const type = checkField(raw, `${pointer}/field`, found);
  const op = checkOperator(raw, `${pointer}/op`, found);
  if (type === undefined || op === undefined) return;
  const taken = OPERATORS_OF[type].filter((each) => isSupported(each, asked));
  if (!taken.includes(op)) {
    faults.push(
      fault(`${pointer}/op`, 'operator', `${raw.field} is ${FIELD_WORDS[type]} and takes ${taken.join(', ')}.`),
    );
    return;
  }
  if (op === 'matches') checkPattern(raw, `${pointer}/value`, found);
  else if (isOfList(op)) checkList(raw, op, `${pointer}/value`, faults);
  else {
    const field = raw.field as string;
    const given = { type, op, value: raw.value, given: Object.hasOwn(raw, 'value') };
    checkValue({ ...given, field, isCountry: asked.isCountry(field) }, `${pointer}/value`, faults);
  }
}

function checkField(raw: Record<string, unknown>, pointer: string, { faults, asked }: Found): FieldType | undefined {
  const field = raw.field;
  if (typeof field !== 'string') {
    faults.push(requiredText(raw, 'field', pointer));
    return undefined;
  }
  const type = asked.typeOf(field);
  if (type !== undefined) return type;
  const root = field.split('.', 1)[0]!;
  const known = asked.roots.includes(root);
  const siblings = asked.fieldsOf(root);
  const meant = meantField(field, asked);
  const message = !known
    ? `There is no field "${root}"; fields begin with ${asked.roots.join(', ')}.${meant}`
    : root === 'attributes'
      ? 'An attribute is named after the dot: attributes.plan.'
      : siblings.length === 0
        ? `${root} has no fields of its own.`
        : `There is no field "${field}"; known are ${siblings.join(', ')}.${meant}`;
  faults.push(fault(pointer, 'unknownField', message));
  return undefined;
}

/** Suggests `contact.country` for `country`, even though the two differ in many letters. */
function meantField(field: string, { roots, fieldsOf }: Found['asked']): string {
  const all = roots.flatMap((root) => (fieldsOf(root).length === 0 ? [root] : fieldsOf(root)));
  const ends = all.filter((name) => name.toLowerCase().endsWith(`.${field.toLowerCase()}`));
  return ends.length === 1 ? ` Did you mean ${JSON.stringify(ends[0])}?` : suggestionFor(field, all);
}

function checkOperator(raw: Record<string, unknown>, pointer: string, { faults, asked }: Found): Operator | undefined {
  const op = raw.op;
  if (typeof op !== 'string') {
    faults.push(requiredText(raw, 'op', pointer));
    return undefined;
  }
  const known = OPERATORS.filter((each) => isSupported(each, asked));
  if ((known as readonly string[]).includes(op)) return op as Operator;
  faults.push(fault(pointer, 'unknownOperator', `There is no operator "${op}"; known are ${known.join(', ')}.`));
  return undefined;
}

function isSupported(op: Operator, { asksLists }: ConditionFields): boolean {
  return asksLists || !isOfList(op);
}

/** Whether the list exists is checked where lists can be read: see `listsNamedIn`. */
function checkList(raw: Record<string, unknown>, op: Operator, pointer: string, faults: Fault[]): void {
  if (!Object.hasOwn(raw, 'value')) faults.push(fault(pointer, 'required', `"${op}" needs a "value".`));
  else if (!isId(raw.value)) faults.push(fault(pointer, 'type', `"${op}" needs the id of a list in GET /v1/lists.`));
}

function checkPattern(raw: Record<string, unknown>, pointer: string, { faults, patterns }: Found): void {
  const { field, value } = raw;
  if (!Object.hasOwn(raw, 'value')) {
    faults.push(fault(pointer, 'required', '"matches" needs a "value".'));
  } else if (typeof value !== 'string' || value === '') {
    faults.push(fault(pointer, 'type', '"matches" needs a regular expression.'));
  } else if (value.length > PATTERN_LENGTH_MAX) {
    faults.push({ pointer, ...tooLong(PATTERN_LENGTH_MAX) });
  } else if (patterns.hasRoom()) {
    const pattern = compilePattern(value);
    const isUsable = 'size' in pattern;
    const message = isUsable
      ? patterns.take(field as string, value, pattern.size)
      : `This regular expression cannot be used: ${pattern.reason}.`;
    if (message !== null) faults.push({ pointer, code: isUsable ? 'tooMuch' : 'pattern', message });
  }
}

const FIELD_WORDS: Readonly<Record<FieldType, string>> = {
  text: 'text',
  list: 'a list of texts',
  number: 'a number',
  band: 'a number or a band of numbers',
  boolean: 'true or false',
  instant: 'an instant',
  group: 'a group of fields',
  any: 'of no declared type',
};

function requiredText(raw: Record<string, unknown>, key: string, pointer: string): Fault {
  return Object.hasOwn(raw, key)
    ? fault(pointer, 'type', 'Expected text.')
    : fault(pointer, 'required', `"${key}" is required.`);
}
