import {
  type CompiledCondition,
  type Condition,
  checkCondition,
  compileCondition,
  type FailedComparison,
} from '../conditions/condition.js';
import type { LeadFacts } from '../conditions/lead-facts.js';
import { compilePatterns, PatternBudget, RULES_PATTERNS_MAX } from '../conditions/pattern.js';
import { type Fault, step, under } from '../platform/fault.js';
import type { Turns } from '../platform/turns.js';

/** The target of a lead. */
export type Target = { readonly poolId: string } | { readonly repId: string };

/** A rule as it is saved: `assign` has exactly one of its two ids, and `when` is a checked `Condition`. */
export interface Rule {
  readonly name: string;
  readonly when: unknown;
  readonly assign: { readonly poolId?: string; readonly repId?: string };
}

export interface CompiledRule {
  readonly name: string;
  readonly assign: Target;
  readonly condition: CompiledCondition;
}

export interface RuleResult {
  readonly name: string;
  readonly matched: boolean;
  readonly failed?: FailedComparison;
}

export interface RuleMatch {
  readonly rule: { readonly name: string; readonly assign: Target } | null;
  /** Every rule up to and including the one that matched. */
  readonly evaluated: readonly RuleResult[];
}

/** The faults in the rules' conditions; the schema has checked the rest. @param pointer where the rules stand */
export function checkRules(rules: readonly Rule[], pointer = '/rules'): Fault[] {
  const patterns = new PatternBudget(RULES_PATTERNS_MAX);
  return rules.flatMap((rule, index) =>
    under(`${pointer}${step(index)}/when`, checkCondition(rule.when, '', patterns)),
  );
}

/** Compiled patterns, shared by checks and by matching. */
export function prepareRules(rules: readonly { readonly when: unknown }[], turns: Turns): Promise<void> {
  const conditions = rules.map(({ when }) => when);
  return compilePatterns(conditions, RULES_PATTERNS_MAX, turns);
}

/** @param rules without faults by `checkRules` */
export function compileRules(rules: readonly Rule[]): CompiledRule[] {
  return rules.map(({ name, when, assign }) => ({
    name,
    assign: assign.poolId === undefined ? { repId: assign.repId! } : { poolId: assign.poolId },
    condition: compileCondition(when as Condition),
  }));
}

/** The first rule that matches wins. */
export function matchRules(rules: readonly CompiledRule[], lead: LeadFacts): RuleMatch {
  const evaluated: RuleResult[] = [];
  for (const rule of rules) {
    const { matched, failed } = rule.condition.evaluate(lead);
    evaluated.push(failed === undefined ? { name: rule.name, matched } : { name: rule.name, matched, failed });
    if (matched) return { rule, evaluated };
  }
  return { rule: null, evaluated };
}
