import { bottomOf } from '../platform/bands.js';
import { toIso } from '../platform/duration.js';
import { parseInstant } from '../platform/formats.js';
import { readCountry } from '../vocabulary/countries.js';
import type { FieldType } from '../vocabulary/lead-fields.js';
import {
  ASKED_OF_LEADS,
  type Comparison,
  type Condition,
  type ConditionFields,
  isEquality,
  isMetByMissing,
  isOfAccount,
  isOfList,
  isOrder,
  type Scalar,
} from './condition-language.js';
import type { LeadFacts } from './lead-facts.js';
import { compilePattern } from './pattern.js';
import { TextMemory } from './text-memory.js';
import { type Lists, NO_LISTS, type ValueList } from './value-list.js';

/** More of a landing page's address than explains why it did not match is only weight in the trace. */
const ACTUAL_LENGTH_MAX = 200;

/**
 * The comparison that decided that a condition failed, as the rule has it, and what the lead held there: null when
 * missing. `negated` when it stands under `not`: there it failed by being true.
 */
export interface FailedComparison extends Comparison {
  readonly actual: unknown;
  readonly negated?: true;
}

export interface Evaluation {
  readonly matched: boolean;
  readonly failed?: FailedComparison;
}

export interface CompiledCondition<Facts = LeadFacts> {
  /** It asks for nothing. */
  readonly matchesAll: boolean;
  /** It asks for the account of the lead. */
  readonly asksAccount: boolean;
  /** The countries of contacts that it names, other than to leave them out. */
  readonly countries: readonly string[];
  /** Never throws, whatever the lead holds. @param lists and sources as they are now */
  evaluate(lead: Facts, lists?: Lists, sources?: Spellings): Evaluation;
}

/** The sources of leads that have several spellings. */
export interface Spellings {
  /** All spellings of a source; undefined where it has one. */
  spellingsOf(source: string): readonly string[] | undefined;
}

const ONE_SPELLING: Spellings = { spellingsOf: () => undefined };
/** The field in which a lead has its source. */
const SOURCE = 'source';

interface Leaf {
  readonly comparison: Comparison;
  readonly type: FieldType;
  readonly negated: boolean;
  readonly read: (lead: unknown) => unknown;
}

/** Comparisons stop at the first that decides, so the one that ran last is the one that decided. */
interface Run {
  last: Leaf | null;
  lists: Lists;
  sources: Spellings;
  readonly asked: ConditionFields;
}

type Test = (lead: unknown) => boolean;

const MATCHED: Evaluation = { matched: true };
const FAILED: Evaluation = { matched: false };
/** The types of what is compared as a number. */
const MEASURED: readonly string[] = ['number', 'band', 'any', 'instant'] satisfies FieldType[];
const texts = new TextMemory();

/**
 * @param condition one that `checkCondition` has found no fault with
 * @param asked what it may ask about
 */
export function compileCondition<Facts = LeadFacts>(
  condition: Condition,
  asked: ConditionFields = ASKED_OF_LEADS,
): CompiledCondition<Facts> {
  const run: Run = { last: null, lists: NO_LISTS, sources: ONE_SPELLING, asked };
  const test = compile(condition, false, run);
  const explain = explainer();
  return {
    matchesAll: asksNothing(condition),
    asksAccount: asked === ASKED_OF_LEADS && fieldsIn(condition).some(isOfAccount),
    countries: countriesIn(condition),
    evaluate(lead, lists = NO_LISTS, sources = ONE_SPELLING) {
      texts.turnTo(lead);
      run.lists = lists;
      run.sources = sources;
      if (test(lead)) return MATCHED;
      return run.last === null ? FAILED : explain(run.last, lead);
    },
  };
}

/** Also where it is wrapped up. */
function asksNothing(condition: Condition): boolean {
  if ('all' in condition) return (condition.all as readonly Condition[]).every(asksNothing);
  if ('any' in condition) return (condition.any as readonly Condition[]).some(asksNothing);
  return !('not' in condition) && !('field' in condition);
}

function fieldsIn(condition: Condition): string[] {
  if ('all' in condition) return (condition.all as readonly Condition[]).flatMap(fieldsIn);
  if ('any' in condition) return (condition.any as readonly Condition[]).flatMap(fieldsIn);
  if ('not' in condition) return fieldsIn(condition.not as Condition);
  return 'field' in condition ? [(condition as Comparison).field] : [];
}

function countriesIn(condition: Condition): string[] {
  if ('all' in condition) return (condition.all as readonly Condition[]).flatMap(countriesIn);
  if ('any' in condition) return (condition.any as readonly Condition[]).flatMap(countriesIn);
  const { field, op, value = [] } = condition as Comparison;
  if (field !== 'contact.country' || (op !== 'eq' && op !== 'in')) return [];
  return [value].flat().map((each) => readCountry(String(each)).country);
}

function compile(condition: Condition, negated: boolean, run: Run): Test {
  if ('all' in condition) {
    const tests = (condition.all as readonly Condition[]).map((each) => compile(each, negated, run));
    return (lead) => tests.every((test) => test(lead));
  }
  if ('any' in condition) {
    const tests = (condition.any as readonly Condition[]).map((each) => compile(each, negated, run));
    return (lead) => tests.some((test) => test(lead));
  }
  if ('not' in condition) {
    const test = compile(condition.not as Condition, !negated, run);
    return (lead) => !test(lead);
  }
  if (!('field' in condition)) {
    return () => {
      run.last = null;
      return true;
    };
  }
  return compileComparison(condition as Comparison, negated, run);
}

function compileComparison(comparison: Comparison, negated: boolean, run: Run): Test {
  const { field, op } = comparison;
  const { asked } = run;
  const type = asked.typeOf(field) ?? 'any';
  const leaf: Leaf = { comparison, type, negated, read: readerOf(asked.stepsTo(field)) };
  const isCountry = asked.isCountry(field);
  const plain = isOfList(op) ? standsInList(comparison, isCountry, run) : holdsOf(comparison, type, isCountry);
  const holds = field === SOURCE ? inAnySpelling(plain, op, run) : plain;
  const ifMissing = isMetByMissing(op);
  return (lead) => {
    run.last = leaf;
    const actual = leaf.read(lead);
    return isMissing(actual) ? ifMissing : holds(actual);
  };
}

/** Spellings of a source are one source: what holds of one of them holds of all, and what excludes one excludes all. */
function inAnySpelling(
  holds: (actual: unknown) => boolean,
  op: Comparison['op'],
  run: Run,
): (actual: unknown) => boolean {
  const isOther = op === 'ne' || op === 'notIn' || op === 'notInList';
  return (actual) => {
    const spellings = typeof actual === 'string' ? run.sources.spellingsOf(actual) : undefined;
    if (spellings === undefined) return holds(actual);
    return isOther ? spellings.every(holds) : spellings.some(holds);
  };
}

/** @returns how a value that is not missing is compared; another type than the comparison's makes it false, always */
function holdsOf(
  { op, value: written }: Comparison,
  type: FieldType,
  isCountry: boolean,
): (actual: unknown) => boolean {
  if (op === 'exists') return () => true;
  if (op === 'missing') return () => false;
  // A lead has its country by the code, whatever its sender wrote: a rule that names it means the same.
  const value = isCountry && isEquality(op) ? codesOf(written!) : written;
  if (op === 'matches') return matchesOf(value as string);
  if (type === 'list') return listHoldsOf(op, value!);
  const readAs = type === 'any' && isOrder(op) && typeof value === 'string' ? 'instantText' : type;
  const wanted = [value].flat().map((each) => keyOf(readAs, each)!);
  const [first] = wanted;
  const among = new Set(wanted);
  const types = new Set(wanted.map((each) => typeof each));
  const key = (actual: unknown) => keyOf(readAs, actual);
  switch (op as Exclude<typeof op, 'inList' | 'notInList'>) {
    case 'eq':
      return (actual) => key(actual) === first;
    case 'in':
      return (actual) => among.has(key(actual)!);
    case 'ne':
    case 'notIn':
      return (actual) => {
        const found = key(actual);
        return types.has(typeof found) && !among.has(found!);
      };
    case 'lt':
      return ordered(key, (found) => found < (first as number));
    case 'lte':
      return ordered(key, (found) => found <= (first as number));
    case 'gt':
      return ordered(key, (found) => found > (first as number));
    case 'gte':
      return ordered(key, (found) => found >= (first as number));
    case 'contains':
      return likeText(key, (found) => found.includes(first as string));
    case 'startsWith':
      return likeText(key, (found) => found.startsWith(first as string));
    case 'endsWith':
      return likeText(key, (found) => found.endsWith(first as string));
    default:
      throw new Error(`"${op}" is compared elsewhere`);
  }
}

/** A number is looked for as it is written: some senders write postcodes as numbers. */
function standsInList({ op, value }: Comparison, isCountry: boolean, run: Run): (actual: unknown) => boolean {
  const id = String(value).toLowerCase();
  const isWanted = op === 'inList';
  const holds = (list: ValueList, text: string) => (isCountry ? list.hasCountry(text) : list.has(text));
  return (actual) => {
    const found = [actual].flat().filter((each) => typeof each === 'string' || typeof each === 'number');
    const list = run.lists.get(id);
    return found.length > 0 && found.some((each) => list !== undefined && holds(list, String(each))) === isWanted;
  };
}

function codesOf(countries: Scalar | readonly Scalar[]): readonly Scalar[] {
  return [countries].flat().map((each) => (typeof each === 'string' ? readCountry(each).country : each));
}

function ordered(
  key: (actual: unknown) => Scalar | undefined,
  holds: (found: number) => boolean,
): (actual: unknown) => boolean {
  return (actual) => {
    const found = key(actual);
    return typeof found === 'number' && holds(found);
  };
}

function likeText(
  key: (actual: unknown) => Scalar | undefined,
  holds: (found: string) => boolean,
): (actual: unknown) => boolean {
  return (actual) => {
    const found = key(actual);
    return typeof found === 'string' && holds(found);
  };
}

function matchesOf(source: string): (actual: unknown) => boolean {
  const pattern = compilePattern(source);
  // Only a pattern that was checked by other limits than today's: it matches nothing rather than stop every lead.
  if (!('size' in pattern)) return () => false;
  return (actual) => typeof actual === 'string' && texts.matches(pattern, actual);
}

function listHoldsOf(op: Comparison['op'], value: Scalar | readonly Scalar[]): (actual: unknown) => boolean {
  const wanted = new Set([value].flat().map((each) => keyOf('text', each)!));
  const hasOne = (list: readonly unknown[]) => list.some((each) => wanted.has(keyOf('text', each)!));
  return op === 'notIn'
    ? (actual) => Array.isArray(actual) && !hasOne(actual)
    : (actual) => Array.isArray(actual) && hasOne(actual);
}

/**
 * What is compared: folded text, a number, the smaller one of a band, a boolean, an instant in milliseconds.
 * @returns undefined when the value is of another type
 */
function keyOf(type: FieldType | 'instantText', value: unknown): Scalar | undefined {
  switch (typeof value) {
    case 'string':
      if (type === 'text' || type === 'any') return texts.fold(value);
      if (type === 'band') return bottomOf(value) ?? undefined;
      return type === 'instant' || type === 'instantText' ? (parseInstant(value) ?? undefined) : undefined;
    case 'number':
      return MEASURED.includes(type) && !Number.isNaN(value) ? value : undefined;
    case 'boolean':
      return type === 'boolean' || type === 'any' ? value : undefined;
    default:
      return undefined;
  }
}

/** Own fields only: `attributes.constructor` is missing like any attribute that nobody sent. */
export function readerOf([root, name]: readonly [root: string, name?: string]): (lead: unknown) => unknown {
  if (name === undefined) return (lead) => ownOf(lead, root);
  return (lead) => ownOf(ownOf(lead, root), name);
}

function ownOf(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name)) return undefined;
  return (holder as Record<string, unknown>)[name];
}

function isMissing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'object') return false;
  return Array.isArray(value)
    ? value.length === 0
    : Object.values(value).every((inner) => inner === null || inner === undefined);
}

/** Of leads that fail the same comparison by the same value in a row, one answer is enough: hundreds of rules fail each. */
function explainer(): (leaf: Leaf, lead: unknown) => Evaluation {
  let last: { readonly leaf: Leaf; readonly actual: unknown; readonly evaluation: Evaluation } | undefined;
  return (leaf, lead) => {
    const actual = leaf.read(lead);
    if (last?.leaf !== leaf || last.actual !== actual || (typeof actual === 'object' && actual !== null))
      last = { leaf, actual, evaluation: { matched: false, failed: failureOf(leaf, actual) } };
    return last.evaluation;
  };
}

function failureOf({ comparison, type, negated }: Leaf, held: unknown): FailedComparison {
  const { field, op, value } = comparison;
  const actual = shown(type, held);
  // One shape for nearly all of them: there are many, and objects put together by spreading are slow to make and read.
  if (!negated && value !== undefined) return { field, op, value, actual };
  return negated ? { ...comparison, actual, negated: true } : { ...comparison, actual };
}

/** The value as the trace shows it: something JSON can hold, and no larger than it explains. */
function shown(type: FieldType, value: unknown): unknown {
  if (isMissing(value)) return null;
  switch (typeof value) {
    case 'string':
      return value.length > ACTUAL_LENGTH_MAX ? `${value.slice(0, ACTUAL_LENGTH_MAX)}…` : value;
    case 'number':
      return type === 'instant' && Math.abs(value) <= 8.64e15 ? toIso(value) : value;
    case 'boolean':
      return value;
    case 'object':
      return Array.isArray(value)
        ? value.slice(0, 10).map((each) => (typeof each === 'string' ? each.slice(0, ACTUAL_LENGTH_MAX) : typeof each))
        : '(object)';
    default:
      return `(${typeof value})`;
  }
}
