import type { FormField } from '../../forms/form.js';
import { labelsAt } from '../../forms/view.js';
import { step } from '../../platform/input/fault.js';
import { isRecord, type JsonRecord } from '../../platform/sql/sql.js';

/** A place in the form that may already answer a question. */
export interface FoundInForm {
  readonly pointer: string;
  readonly title: string;
  readonly value: unknown;
}

/** Words of four letters and more that are too common to count. */
const COMMON = new Set([
  'what',
  'when',
  'where',
  'which',
  'with',
  'they',
  'them',
  'that',
  'this',
  'have',
  'does',
  'will',
  'from',
  'there',
  'their',
  'please',
  'would',
  'could',
  'should',
  'about',
]);
const FOUND_MAX = 5;
/** Values beyond this number are not searched. */
const LEAVES_MAX = 300;
/** In characters: the value only hints at where to look. */
const SHOWN_MAX = 500;

/**
 * Finds the fields that may answer a question: those with a value whose names and descriptions share most words with
 * it, the best first.
 * @param values as the reader sees them, without sensitive ones
 * @param isMeant whether a field may answer it at all; any may by default
 */
export function foundInForm(
  question: string,
  form: FormField,
  values: JsonRecord,
  isMeant: (field: FormField | undefined) => boolean = () => true,
): FoundInForm[] {
  const words = wordsOf(question);
  return leavesOf(values, '')
    .slice(0, LEAVES_MAX)
    .map(({ pointer, value }) => {
      const { labels, field } = labelsAt(form, pointer);
      const ofField = new Set([...labels, field?.description ?? ''].flatMap((text) => [...wordsOf(text)]));
      const shared = isMeant(field) ? [...ofField].filter((word) => words.has(word)).length : 0;
      return { found: { pointer, title: labels.join(' › '), value: shortened(value) }, shared };
    })
    .filter(({ shared }) => shared > 0)
    .sort((one, other) => other.shared - one.shared)
    .slice(0, FOUND_MAX)
    .map(({ found }) => found);
}

export function isAmount(field: FormField | undefined): boolean {
  return field?.rules.format === 'amount';
}

function shortened(value: unknown): unknown {
  return typeof value === 'string' && value.length > SHOWN_MAX ? `${value.slice(0, SHOWN_MAX)}…` : value;
}

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return new Set(words.filter((word) => !COMMON.has(word)));
}

function leavesOf(value: unknown, pointer: string): { readonly pointer: string; readonly value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => leavesOf(each, pointer + step(index)));
  if (isRecord(value)) return Object.entries(value).flatMap(([name, each]) => leavesOf(each, pointer + step(name)));
  return value === undefined || value === null || value === '' ? [] : [{ pointer, value }];
}
