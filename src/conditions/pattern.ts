import { RE2JS } from 're2js';
import type { Turns } from '../platform/turns.js';

export const PATTERN_LENGTH_MAX = 200;
/** Further into a text a pattern does not look: titles, addresses and landing pages end before. */
export const PATTERN_TEXT_MAX = 1_000;
/**
 * Instructions a pattern may compile to. Matching takes steps in proportion to this times the length of the text, and
 * 200 characters can ask for 28,000 (`.{1000}` again and again). An honest pattern has thirty.
 */
const PATTERN_SIZE_MAX = 1_000;
/** Compiled patterns that are kept, in instructions of all together: 4 MB. The oldest go first. */
const CACHED_SIZE_MAX = 50_000;

export interface Pattern {
  /** In instructions: a step for each of them and each character is the most that a match takes. */
  readonly size: number;
  /** Whether it matches anywhere in the first 1,000 characters. */
  test(text: string): boolean;
}

type Compiled = Pattern | { readonly reason: string };

const cache = new Map<string, Compiled>();
let cachedSize = 0;

interface PatternOptions {
  /** As a JSON schema has them; rules compare without case. */
  readonly isCaseSensitive?: boolean;
}

/**
 * Compiles a regular expression in RE2 syntax, which matches in linear time. By default it compares without case and may match
 * anywhere in the text; `^` and `$` anchor it. What was compiled is kept, because a rule is asked of every lead, and a
 * draft is checked before it is used: a Unicode class alone takes a millisecond to compile.
 * @returns the reason in words when it cannot be used
 */
export function compilePattern(source: string, { isCaseSensitive = false }: PatternOptions = {}): Compiled {
  if (source.length > PATTERN_LENGTH_MAX) return { reason: `it is longer than ${PATTERN_LENGTH_MAX} characters` };
  const flags = isCaseSensitive ? 0 : RE2JS.CASE_INSENSITIVE;
  const key = `${flags} ${source}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const compiled = compile(source, flags);
  cachedSize += cachedSizeOf(compiled);
  cache.set(key, compiled);
  for (const [oldest, each] of cache) {
    if (cachedSize <= CACHED_SIZE_MAX) break;
    cache.delete(oldest);
    cachedSize -= cachedSizeOf(each);
  }
  return compiled;
}

function compile(source: string, flags: number): Compiled {
  try {
    const compiled = RE2JS.compile(source, flags);
    const size = compiled.programSize();
    if (size > PATTERN_SIZE_MAX) return { reason: 'its repetitions add up to too much' };
    // `find` and not `test`: that one makes states of an automaton as it goes, up to 8 MB for each pattern, and a text
    // that asks for a new one at every character takes a hundred times as long.
    return { size, test: (text) => compiled.matcher(text.slice(0, PATTERN_TEXT_MAX)).find() };
  } catch (error) {
    return { reason: inOwnWords(error instanceof Error ? error.message : String(error)) };
  }
}

/** Without what the engine puts before everything it says, and before the pattern: that it compares without case. */
function inOwnWords(reason: string): string {
  return reason.replace(/^error parsing regexp: /, '').replace('`(?i)', '`');
}

/** What cannot be used takes a little room as well. */
function cachedSizeOf(compiled: Compiled): number {
  return 'size' in compiled ? compiled.size : 10;
}

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
