import { RE2JS } from 're2js';

export const PATTERN_LENGTH_MAX = 200;
/**
 * Instructions a pattern may compile to. Matching takes time in proportion to this times the length of the text, and
 * 200 characters can ask for 28,000 (`.{1000}` again and again): seconds for a single lead. An honest pattern has a hundred.
 */
const PATTERN_SIZE_MAX = 1_000;

export type Pattern = (text: string) => boolean;

/**
 * Compiles a regular expression in RE2 syntax, which matches in linear time. It compares without case and may match
 * anywhere in the text; `^` and `$` anchor it.
 * @returns the reason in words when it cannot be used
 */
export function compilePattern(source: string): Pattern | { readonly reason: string } {
  if (source.length > PATTERN_LENGTH_MAX) return { reason: `it is longer than ${PATTERN_LENGTH_MAX} characters` };
  try {
    const compiled = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    if (compiled.programSize() > PATTERN_SIZE_MAX) return { reason: 'its repetitions add up to too much' };
    return (text) => compiled.test(text);
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
