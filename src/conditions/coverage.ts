import { caseless } from '../platform/text.js';
import type { Comparison, Condition } from './condition-language.js';

/** What a condition asks, in a form in which two can be compared. */
export interface Asked {
  readonly whole: string;
  /** All of one of these. */
  readonly options: readonly ReadonlySet<string>[];
}

export function askedIn(condition: Condition): Asked {
  return { whole: textOf(condition), options: optionsOf(condition).map((option) => new Set(partsOf(option))) };
}

/**
 * Whether a condition is met by all that meets another, as far as their form says it: it is the same, or asks less.
 * There may be others of which only their meaning says so.
 */
export function covers(wider: Asked, narrower: Asked): boolean {
  const isMetBy = (asked: ReadonlySet<string>) =>
    asked.has(wider.whole) || wider.options.some((parts) => [...parts].every((part) => asked.has(part)));
  return narrower.options.every(isMetBy);
}

function optionsOf(condition: Condition): readonly Condition[] {
  return 'any' in condition ? (condition.any as readonly Condition[]).flatMap(optionsOf) : [condition];
}

function partsOf(condition: Condition): string[] {
  if ('all' in condition) return (condition.all as readonly Condition[]).flatMap(partsOf);
  return Object.keys(condition).length === 0 ? [] : [textOf(condition)];
}

/** The same for conditions that differ in the order of what they name, or in case where that does not count. */
function textOf(condition: Condition): string {
  if ('not' in condition) return `not ${textOf(condition.not as Condition)}`;
  if ('all' in condition) return `all ${(condition.all as readonly Condition[]).map(textOf).sort().join()}`;
  if ('any' in condition) return `any ${(condition.any as readonly Condition[]).map(textOf).sort().join()}`;
  if (!('field' in condition)) return '{}';
  const { field, op, value } = condition as Comparison;
  // In a pattern a letter in upper case may mean another thing.
  const written = (each: unknown) => (op === 'matches' ? JSON.stringify(each) : caseless(JSON.stringify(each ?? null)));
  return `${field} ${op} ${Array.isArray(value) ? value.map(written).sort().join() : written(value)}`;
}
