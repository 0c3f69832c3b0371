import type { Pattern } from './pattern.js';

/** Shorter texts are folded faster than looked up, except the last one. */
const REMEMBERED_FROM_LENGTH = 64;

/** Both cases: upper case alone does not match the Kelvin sign with `k`, nor lower case alone `ß` with `SS`. */
export function fold(text: string): string {
  return text.toLowerCase().toUpperCase();
}

/**
 * Caches results about the texts of one lead: hundreds of rules compare the same texts, and folding 4,000 characters
 * takes as long as a thousand comparisons. It changes no result.
 */
export class TextMemory {
  private lead: unknown;
  private last = { text: '', folded: '' };
  private readonly folded = new Map<string, string>();
  private readonly matched = new Map<Pattern, Map<string, boolean>>();

  /** Must be called before the texts of another lead are compared. Clears the cache. */
  turnTo(lead: unknown): void {
    if (lead === this.lead) return;
    this.lead = lead;
    this.folded.clear();
    this.matched.clear();
  }

  fold(text: string): string {
    if (text.length < REMEMBERED_FROM_LENGTH) {
      if (text !== this.last.text) this.last = { text, folded: fold(text) };
      return this.last.folded;
    }
    let folded = this.folded.get(text);
    if (folded === undefined) {
      folded = fold(text);
      this.folded.set(text, folded);
    }
    return folded;
  }

  matches(pattern: Pattern, text: string): boolean {
    let ofTexts = this.matched.get(pattern);
    if (ofTexts === undefined) {
      ofTexts = new Map();
      this.matched.set(pattern, ofTexts);
    }
    let matches = ofTexts.get(text);
    if (matches === undefined) {
      matches = pattern.test(text);
      ofTexts.set(text, matches);
    }
    return matches;
  }
}
