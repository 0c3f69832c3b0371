const HIGH_SURROGATE = /[\uD800-\uDBFF]$/;

/**
 * At most so many UTF-16 units, and never half of a sign. The filter of liquidjs counts an emoji as one, of which a message
 * may then hold more than whoever takes it allows.
 */
export function cut(value: unknown, most: number): string {
  const text = String(value ?? '');
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(HIGH_SURROGATE, '')}…`;
}

/** An ending of a sentence; the point of an abbreviation, as in a name, is none. */
const SENTENCE_END = /(?<=[a-z]{4})\. (?=[A-Z\d])/g;

/** The first sentences that fit, without the last point; a first one that is longer is cut. */
export function cutAtSentence(value: unknown, most: number): string {
  const text = String(value ?? '');
  if (text.length <= most) return text;
  const ends = [...text.matchAll(SENTENCE_END)].map(({ index }) => index).filter((end) => end <= most);
  return ends.length === 0 ? cut(text, most) : text.slice(0, ends.at(-1));
}
