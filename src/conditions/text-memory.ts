import type { Pattern } from './pattern.js';

/** Shorter texts are folded faster than found again, but for the one that was asked about last. */
const REMEMBERED_FROM_LENGTH = 64;

/** Down and up again: upper case alone keeps the Kelvin sign from `k`, lower case alone keeps `ß` from `SS`. */
export function fold(text: string): string {
  return text.toLowerCase().toUpperCase();
}

/**
 * What was found out about the texts of the lead that is being asked about: hundreds of rules ask the same of the same
 * text, and folding 4,000 characters takes as long as a thousand comparisons. It changes no answer.
 */
export class TextMemory {
  private lead: unknown;
  private last = { text: '', folded: '' };
  private readonly folded = new Map<string, string>();
  private readonly matched = new Map<Pattern, Map<string, boolean>>();

  /** To be told before a lead's texts are asked about: those of the one before are forgotten. */
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
