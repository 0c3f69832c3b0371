/** A string, or a character of which the form of JSON is made. */
const PIECE = /"(?:[^"\\]|\\.)*"|[[\]{},]/g;

/**
 * The texts of what stands in a list of an object, as they came. Bodies hold ids of 17 digits: `JSON.parse` would round
 * them, and whatever is written again after that is about somebody else.
 * @param field of the object, which is a list
 */
export function textsIn(json: string, field: string): string[] {
  const texts: string[] = [];
  let depth = 0;
  let latest = '';
  let from: number | null = null;
  for (const { 0: piece, index } of json.matchAll(PIECE)) {
    if (piece.startsWith('"')) {
      if (depth === 1) latest = piece;
      continue;
    }
    if (piece === '[' && depth === 1 && latest === JSON.stringify(field)) from = index + 1;
    const isEnd = piece === ']' && depth === 2;
    if (from !== null && (isEnd || (piece === ',' && depth === 2))) {
      const text = json.slice(from, index).trim();
      if (text !== '') texts.push(text);
      from = isEnd ? null : index + 1;
    }
    if (piece === '[' || piece === '{') depth += 1;
    if (piece === ']' || piece === '}') depth -= 1;
  }
  return texts;
}
