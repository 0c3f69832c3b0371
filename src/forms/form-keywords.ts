import { type Fault, fault, step } from '../platform/input/fault.js';
import { isRecord, type JsonRecord } from '../platform/sql/sql.js';
import {
  CHOICES_MAX,
  choicesOf,
  DRAFT,
  ENTRIES_MAX,
  FORM_FORMATS,
  type FormType,
  INSTEAD,
  KEYWORDS,
  OF_THE_WHOLE,
  TEXT_LENGTH_MAX,
} from './form.js';
import { isPrefill, PREFILL_SOURCES } from './prefill-sources.js';

interface KeywordForm {
  readonly expected: string;
  readonly isSound: (value: unknown) => boolean;
}

const text = (most: number): KeywordForm => ({
  expected: `text of at most ${most} characters`,
  isSound: (value) => typeof value === 'string' && value.length <= most,
});
const count = (most: number): KeywordForm => ({
  expected: `a whole number from 0 to ${most.toLocaleString('en')}`,
  isSound: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most,
});
const number: KeywordForm = { expected: 'a number', isSound: (value) => Number.isFinite(value) };
const flag: KeywordForm = { expected: 'true or false', isSound: (value) => typeof value === 'boolean' };
const isList = (value: unknown, most: number): value is readonly unknown[] =>
  Array.isArray(value) && value.length <= most;

/** The expected form of each keyword. Keywords that are absent are checked where they are evaluated. */
const FORMS: Readonly<Record<string, KeywordForm>> = {
  title: text(200),
  description: text(2_000),
  $comment: text(2_000),
  examples: { expected: 'a list of at most 20 examples', isSound: (value) => isList(value, 20) },
  sensitive: flag,
  personal: flag,
  refuseSham: flag,
  prefill: {
    expected: `one of ${PREFILL_SOURCES.join(', ')}, or a list of them, each once: the first that has a value fills it in`,
    isSound: isPrefill,
  },
  role: { expected: '"billing" or "term"', isSound: (value) => value === 'billing' || value === 'term' },
  properties: { expected: 'an object: fields by their names', isSound: isRecord },
  required: {
    expected: 'a list of names, each once',
    isSound: (value) =>
      isList(value, 1_000) && value.every((name) => typeof name === 'string') && new Set(value).size === value.length,
  },
  additionalProperties: flag,
  minItems: count(ENTRIES_MAX),
  maxItems: count(ENTRIES_MAX),
  uniqueItems: flag,
  minLength: count(TEXT_LENGTH_MAX),
  maxLength: count(TEXT_LENGTH_MAX),
  pattern: { expected: 'a regular expression', isSound: (value) => typeof value === 'string' && value !== '' },
  format: {
    expected: `one of ${Object.keys(FORM_FORMATS).join(', ')}`,
    isSound: (value) => typeof value === 'string' && Object.hasOwn(FORM_FORMATS, value),
  },
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: { expected: 'a number above 0', isSound: (value) => Number.isFinite(value) && (value as number) > 0 },
  $schema: {
    expected: `"${DRAFT}"`,
    isSound: (value) => typeof value === 'string' && value.replace(/#$/, '') === DRAFT,
  },
};

const CHOOSERS = ['const', 'enum', 'oneOf', 'anyOf'];

/**
 * Returns faults of keywords that are unknown or have an invalid value. @param isWhole whether it is the form itself
 */
export function faultsOfKeywords(schema: JsonRecord, type: FormType, pointer: string, isWhole: boolean): Fault[] {
  const known = isWhole ? [...KEYWORDS[type], ...OF_THE_WHOLE] : KEYWORDS[type];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const at = pointer + step(keyword);
    if (!known.includes(keyword)) return [fault(at, 'unknown', insteadOf(keyword, type, known))];
    if (keyword === 'role' && !/^\/properties\/[^/]+$/.test(pointer))
      return [fault(at, 'contradiction', 'Only a field of the form itself has a role.')];
    if (keyword === 'prefill' && (isWhole || pointer.includes('/items')))
      return [
        fault(at, 'contradiction', 'Only a field or a whole list can be filled in, not the form or a part of a list.'),
      ];
    if (CHOOSERS.includes(keyword)) return faultsOfChooser(schema, keyword, at);
    const form = FORMS[keyword];
    if (form === undefined || form.isSound(value)) return [];
    return [fault(at, 'value', `Expected ${form.expected}.`)];
  });
}

function insteadOf(keyword: string, type: FormType, known: readonly string[]): string {
  const instead = Object.hasOwn(INSTEAD, keyword) ? ` ${INSTEAD[keyword]}` : '';
  const what = type === 'array' ? 'a list' : type === 'integer' || type === 'object' ? `an ${type}` : `a ${type}`;
  return `Forms do not take "${keyword}" of ${what}.${instead || ` Known are ${known.join(', ')}.`}`;
}

/** Checks a keyword that lists choices: values of a scalar type, each once, in only one such keyword. */
function faultsOfChooser(schema: JsonRecord, keyword: string, pointer: string): Fault[] {
  const others = CHOOSERS.filter((each) => each !== keyword && Object.hasOwn(schema, each));
  const isFirst = CHOOSERS.indexOf(keyword) < Math.min(...others.map((each) => CHOOSERS.indexOf(each)));
  if (keyword === 'enum' && others.includes('const')) return faultsOfOutsider(schema, pointer);
  if (others.length > 0 && !isFirst)
    return [
      fault(pointer, 'contradiction', `The choices are already given by "${others[0]}": leave out one of the two.`),
    ];
  if (keyword !== 'const' && (!isList(schema[keyword], CHOICES_MAX) || schema[keyword].length === 0))
    return [
      fault(
        pointer,
        isList(schema[keyword], 0) ? 'tooFew' : 'type',
        `Expected a list of 1 to ${CHOICES_MAX} values to choose from.`,
      ),
    ];
  const choices = choicesOf({ [keyword]: schema[keyword] }).map(({ value }) => value);
  return choices.flatMap((value, index) => {
    const at = keyword === 'const' ? pointer : pointer + step(index);
    if (!['string', 'number', 'boolean'].includes(typeof value))
      return [fault(at, 'type', CHOICE_WORDS[keyword] ?? 'Expected text, a number, true or false.')];
    const first = choices.indexOf(value);
    return first === index ? [] : [fault(at, 'duplicate', `This is the same as entry ${first} (counted from 0).`)];
  });
}

const LISTED = 'Expected { "const": …, "title"? }: every choice of a form is a value.';
const CHOICE_WORDS: Readonly<Record<string, string>> = { oneOf: LISTED, anyOf: LISTED };

function faultsOfOutsider({ const: value, enum: values }: JsonRecord, pointer: string): Fault[] {
  if (Array.isArray(values) && values.includes(value)) return [];
  const message = `No value can be ${JSON.stringify(value)}, as "const" requires, and also one of these.`;
  return [fault(pointer, 'unmeetable', message)];
}
