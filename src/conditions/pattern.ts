import { RE2JS } from 're2js';
import type { Turns } from '../platform/running/turns.js';

export const PATTERN_LENGTH_MAX = 200;
/** How much of a text is searched: titles, addresses and landing pages are shorter. */
export const PATTERN_TEXT_MAX = 1_000;
/**
 * The largest program of a pattern, in instructions. A match takes steps in proportion to this and to the length of the
 * text, and 200 characters can require 28,000 (`.{1000}` repeated). A typical pattern has thirty.
 */
const PATTERN_SIZE_MAX = 1_000;
/** Total instructions of all cached patterns: about 4 MB. The oldest are evicted first. */
const CACHED_SIZE_MAX = 50_000;

export interface Pattern {
  /** In instructions. A match takes at most one step for each instruction and character. */
  readonly size: number;
  /** Reports whether it matches anywhere in the first 1,000 characters. */
  test(text: string): boolean;
}

type Compiled = Pattern | { readonly reason: string };

const cache = new Map<string, Compiled>();
let cachedSize = 0;

interface PatternOptions {
  /** For JSON schemas; rules compare without case. */
  readonly isCaseSensitive?: boolean;
}

/**
 * Compiles a regular expression in RE2 syntax, which matches in linear time. By default it ignores case and may match
 * anywhere in the text; `^` and `$` anchor it. Results are cached, because rules are evaluated for every lead and
 * drafts are validated first: a Unicode class alone takes a millisecond to compile.
 * @returns a pattern, or the reason in words why it cannot be used
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
    // `find` instead of `test`, which builds a DFA of up to 8 MB per pattern. A text that needs a new state at every
    // character would take a hundred times as long.
    return { size, test: (text) => compiled.matcher(text.slice(0, PATTERN_TEXT_MAX)).find() };
  } catch (error) {
    return { reason: inOwnWords(error instanceof Error ? error.message : String(error)) };
  }
}

/** Removes the engine's own prefixes: of its messages, and of the pattern because case is ignored. */
function inOwnWords(reason: string): string {
  return reason.replace(/^error parsing regexp: /, '').replace('`(?i)', '`');
}

function cachedSizeOf(compiled: Compiled): number {
  return 'size' in compiled ? compiled.size : 10;
}

/**
 * The most instructions that all routing rules may have together, and all policies. A lead meets each once, with 1,000
 * steps per instruction: 50 milliseconds at worst. Two hundred typical patterns have 6,000.
 */
export const RULES_PATTERNS_MAX = 7_500;
export const POLICIES_PATTERNS_MAX = 2_500;

/** Adds up the sizes of patterns. A pattern counts once for each field that it is compared with. */
export class PatternBudget {
  private readonly known = new Set<string>();
  private total = 0;

  constructor(private readonly most: number) {}

  /** @returns whether there is room; once there is none, further patterns are not examined */
  hasRoom(): boolean {
    return this.total <= this.most;
  }

  /** @returns the fault of the first pattern that exceeds the limit, else null */
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

/** Compiles the patterns of unchecked conditions in turns with other work, so that a later check finds them cached. */
export async function compilePatterns(conditions: readonly unknown[], most: number, turns: Turns): Promise<void> {
  const budget = new PatternBudget(most);
  for (const { field, source } of patternsIn(conditions)) {
    const pattern = compilePattern(source);
    if ('size' in pattern) budget.take(field, source, pattern.size);
    if (!budget.hasRoom()) return;
    await turns.next();
  }
}

/** Returns the budget after the patterns of conditions that were checked when they were saved. */
export function budgetAfter(conditions: readonly unknown[], most: number): PatternBudget {
  const budget = new PatternBudget(most);
  for (const { field, source } of patternsIn(conditions)) {
    const pattern = compilePattern(source);
    if ('size' in pattern) budget.take(field, source, pattern.size);
  }
  return budget;
}

/** In the order of the document. Ignores invalid parts. */
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
