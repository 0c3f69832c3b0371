import { isRecord, ownOf } from '../platform/sql.js';

/** What a tool answered, as far as it can be read. */
export interface ToolAnswer {
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed; undefined where it is no JSON. */
  readonly body: unknown;
}

const ID_LENGTH_MAX = 500;
/** `/data/gid`, or `header:location`. */
export const PLACE_PATTERN = '^((/[^/]{0,200}){1,20}|header:[A-Za-z0-9-]{1,100})$';
const HEADER = 'header:';

/** Neither a row nor an address could hold these: halves of characters, and what only terminals read. */
const UNFIT = /[\p{Cc}\p{Cs}]/u;

/** What stands at a place of an answer, as text. @returns null where nothing does that could be an id */
export function readAt(answer: ToolAnswer, place: string): string | null {
  return textOf(valueAt(answer, place));
}

/** Whether something stands there, be it an id or not; null where nobody can tell, as the answer cannot be read. */
export function isSomethingAt(answer: ToolAnswer, place: string): boolean | null {
  if (answer.body === undefined && !place.startsWith(HEADER)) return null;
  const value = valueAt(answer, place);
  return typeof value === 'string' ? value.trim() !== '' : value != null;
}

/** What stands there; undefined where nothing does. */
export function valueAt({ headers, body }: ToolAnswer, place: string): unknown {
  if (place.startsWith(HEADER)) return headers[place.slice(HEADER.length).toLowerCase()];
  return place
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(within, body);
}

function within(holder: unknown, name: string): unknown {
  if (Array.isArray(holder)) return /^(0|[1-9]\d{0,5})$/.test(name) ? holder[Number(name)] : undefined;
  return isRecord(holder) ? ownOf(holder, name) : undefined;
}

function textOf(value: unknown): string | null {
  // A number that JSON could not carry exactly is the id of something else by now.
  const text = typeof value === 'number' && isExact(value) ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '' || text.length > ID_LENGTH_MAX) return null;
  return UNFIT.test(text) ? null : text;
}

function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}
