import type { Turns } from '../platform/turns.js';
import { compilePattern, PATTERN_LENGTH_MAX, PATTERN_TEXT_MAX } from './pattern.js';

/**
 * Instructions that the patterns of all routing rules may have together, and those of all policies: a lead meets each of
 * them once, 1,000 steps for an instruction. That is 50 milliseconds at the worst; two hundred honest patterns have 6,000.
 */
export const RULES_PATTERNS_MAX = 7_500;
export const POLICIES_PATTERNS_MAX = 2_500;

/** How much the patterns of several conditions come to. A pattern counts once for each field it is asked of. */
export class PatternBudget {
  private readonly known = new Set<string>();
  private total = 0;

  constructor(private readonly most: number) {}

  /** @returns whether there is still room; from the first that finds none, nothing more is looked at */
  hasRoom(): boolean {
    return this.total <= this.most;
  }

  /** @returns what is wrong, said once: of the pattern for which there was no room any more */
  take(field: string, source: string, size: number): string | null {
    const name = JSON.stringify([field, source]);
    if (this.known.has(name)) return null;
    this.known.add(name);
    this.total += size;
    if (this.hasRoom()) return null;
    const most = this.most.toLocaleString('en');
    return `With this one, the regular expressions come to ${this.total.toLocaleString('en')} instructions; expected at most ${most} in all. Repetitions such as {100} and alternatives count as often as they stand for.`;
  }
}

/**
 * Compiles the patterns of conditions that nobody has checked yet, with turns for others in between: what checks and
 * uses them later finds them compiled. Stops where a check would.
 */
export async function compilePatterns(conditions: readonly unknown[], most: number, turns: Turns): Promise<void> {
  const budget = new PatternBudget(most);
  for (const { field, source } of patternsIn(conditions)) {
    const pattern = compilePattern(source);
    if ('size' in pattern) budget.take(field, source, pattern.size);
    if (!budget.hasRoom()) return;
    await turns.next();
  }
}

/** What the patterns of conditions come to that were checked when they were saved. */
export function budgetAfter(conditions: readonly unknown[], most: number): PatternBudget {
  const budget = new PatternBudget(most);
  for (const { field, source } of patternsIn(conditions)) {
    const pattern = compilePattern(source);
    if ('size' in pattern) budget.take(field, source, pattern.size);
  }
  return budget;
}

/** In the order of the document; whatever else is in the conditions is passed over. */
function* patternsIn(conditions: readonly unknown[]): Generator<{ field: string; source: string }> {
  const pending: unknown[] = [...conditions].reverse();
  while (pending.length > 0) {
    const part = pending.pop();
    if (typeof part !== 'object' || part === null) continue;
    const { field, op, value: source, all, any, not } = part as Readonly<Record<string, unknown>>;
    for (const inner of [all, any, [not]])
      if (Array.isArray(inner)) for (let index = inner.length - 1; index >= 0; index -= 1) pending.push(inner[index]);
    if (op === 'matches' && typeof field === 'string' && typeof source === 'string' && source.length > 0)
      yield { field, source };
  }
}

export const PATTERNS_IN_WORDS = `a regular expression of at most ${PATTERN_LENGTH_MAX} characters, found anywhere in the first ${PATTERN_TEXT_MAX.toLocaleString('en')} of the text; those of all rules may come to ${RULES_PATTERNS_MAX.toLocaleString('en')} instructions, those of all policies to ${POLICIES_PATTERNS_MAX.toLocaleString('en')}`;
