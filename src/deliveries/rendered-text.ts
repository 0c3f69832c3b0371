/** A message that its template cannot render. The problem names only the template, because a message names people. */
export class Unwritable {
  readonly problem: string;

  constructor(template: string) {
    this.problem = `The message cannot be rendered: see what was changed in ${template}`;
  }
}

const HIGH_SURROGATE = /[\uD800-\uDBFF]$/;

/**
 * Cuts a text to at most `most` UTF-16 units, never inside a surrogate pair. The filter of liquidjs counts an emoji as
 * one, so its result could exceed what the recipient's tool allows.
 */
export function cut(value: unknown, most: number): string {
  const text = String(value ?? '');
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(HIGH_SURROGATE, '')}…`;
}

/** The end of a sentence. The four letters exclude the period of an abbreviation, as in a name. */
const SENTENCE_END = /(?<=[a-z]{4})\. (?=[A-Z\d])/g;

/** Returns the first sentences that fit, without the last period. A first sentence that is too long is cut. */
export function cutAtSentence(value: unknown, most: number): string {
  const text = String(value ?? '');
  if (text.length <= most) return text;
  const ends = [...text.matchAll(SENTENCE_END)].map(({ index }) => index).filter((end) => end <= most);
  return ends.length === 0 ? cut(text, most) : text.slice(0, ends.at(-1));
}
