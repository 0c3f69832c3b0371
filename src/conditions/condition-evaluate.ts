import { toIso } from '../platform/values/duration.js';
import { readCountry } from '../vocabulary/countries.js';
import type { FieldType } from '../vocabulary/lead-fields.js';
import { holdsOf, texts } from './comparing.js';
import {
  type Comparison,
  type Condition,
  type ConditionFields,
  isMetByMissing,
  isOfAccount,
  isOfList,
  LEAD_CONDITION_FIELDS,
} from './condition-language.js';
import type { LeadFacts } from './lead-facts.js';
import { type Lists, NO_LISTS, type ValueList } from './value-list.js';

/** Limits texts in the trace, such as the URL of a landing page, to what explains the result. */
const ACTUAL_LENGTH_MAX = 200;

/**
 * The comparison that made a condition fail, as written in the rule, with the lead's value: null when missing.
 * `negated` if it is within `not`: there it failed by being true.
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
  readonly matchesAll: boolean;
  readonly fields: readonly string[];
  readonly asksAccount: boolean;
  /** The countries of contacts that it names, without those that it excludes. */
  readonly countries: readonly string[];
  /** Never throws, whatever the lead holds. @param lists and sources as they are at present */
  evaluate(lead: Facts, lists?: Lists, sources?: Spellings): Evaluation;
}

export interface Spellings {
  /** Returns all spellings of a source; undefined if it has only one. */
  spellingsOf(source: string): readonly string[] | undefined;
}

const ONE_SPELLING: Spellings = { spellingsOf: () => undefined };
const SOURCE = 'source';

interface Leaf {
  readonly comparison: Comparison;
  readonly type: FieldType;
  readonly negated: boolean;
  readonly read: (lead: unknown) => unknown;
}

/** Evaluation stops at the first comparison that decides, so the last one that ran is the one that decided. */
interface Run {
  last: Leaf | null;
  lists: Lists;
  sources: Spellings;
  readonly asked: ConditionFields;
}

type Test = (lead: unknown) => boolean;

const MATCHED: Evaluation = { matched: true };
const FAILED: Evaluation = { matched: false };

/** @param condition one without faults by `checkCondition` */
export function compileCondition<Facts = LeadFacts>(
  condition: Condition,
  known: ConditionFields = LEAD_CONDITION_FIELDS,
): CompiledCondition<Facts> {
  const run: Run = { last: null, lists: NO_LISTS, sources: ONE_SPELLING, asked: known };
  const test = compile(condition, false, run);
  const explain = explainer();
  const fields = [...new Set(fieldsIn(condition))];
  return {
    matchesAll: asksNothing(condition),
    fields,
    asksAccount: known === LEAD_CONDITION_FIELDS && fields.some(isOfAccount),
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

/** Reports whether a condition is always met, also if `{}` is nested in it. */
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

/** Treats all spellings as one source: one match is enough, and one exclusion excludes all. */
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

/** Numbers are looked up as text, because some senders write postcodes as numbers. */
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

/** Reads own properties only, so that `attributes.constructor` is missing unless it was sent. */
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

/**
 * Reuses the last explanation if the same comparison fails with the same value: hundreds of rules fail for each lead.
 */
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
  // One shape for almost all of them: there are many, and objects made by spreading are slow to create and read.
  if (!negated && value !== undefined) return { field, op, value, actual };
  return negated ? { ...comparison, actual, negated: true } : { ...comparison, actual };
}

/** Returns the value for the trace: valid in JSON, and no larger than needed. */
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
