import { RE2JS } from 're2js';

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
