/** A mark, a string, a number or a word. */
const TOKEN =
  /[{}[\]:,]|"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[ \t\n\r]*/y;
const MARKS = '{}[]:,';

/** The ends of the objects and lists that are open, from the outermost. */
type Open = ('}' | ']')[];

/** What may come next, by the token. An end may stand in the first place of an object or list, but not after a comma. */
const GRAMMAR = {
  value: { value: 'next', '{': 'firstName', '[': 'firstValue' },
  firstValue: { value: 'next', '{': 'firstName', '[': 'firstValue', ']': 'next' },
  name: { '"': 'colon' },
  firstName: { '"': 'colon', '}': 'next' },
  colon: { ':': 'value' },
  next: { ',': 'comma', '}': 'next', ']': 'next' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;
type Expected = keyof typeof GRAMMAR;

/** Returns where a text ceases to be JSON, as a position in it: its length if it ends too early; null if it is JSON. */
export function jsonFaultAt(text: string): number | null {
  const open: Open = [];
  let expected: Expected = 'value';
  let at = spaceAfter(text, 0);
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const after: Expected | null = TOKEN.test(text) ? expectedAfter(text[at]!, expected, open) : null;
    if (after === null) return at;
    expected = after;
    at = spaceAfter(text, TOKEN.lastIndex);
  }
  return expected === 'next' && open.length === 0 ? null : text.length;
}

function spaceAfter(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

/**
 * @param token its first character
 * @returns null if the token may not be there
 */
function expectedAfter(token: string, expected: Expected, open: Open): Expected | null {
  const allowed: Readonly<Record<string, Expected | 'comma'>> = GRAMMAR[expected];
  const after = allowed[token] ?? (MARKS.includes(token) ? undefined : allowed.value);
  if (after === undefined) return null;
  if (after === 'comma') return open.length === 0 ? null : open.at(-1) === '}' ? 'name' : 'value';
  if (token === '{' || token === '[') open.push(token === '{' ? '}' : ']');
  if (token === '}' || token === ']') return open.pop() === token ? after : null;
  return after;
}

/** Says where, without quoting the text: `see line 2, column 14`. */
export function placeInWords(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  const place = `line ${before.length}, column ${before.at(-1)!.length + 1}`;
  return at === text.length ? `it ends too early, at ${place}` : `see ${place}`;
}
