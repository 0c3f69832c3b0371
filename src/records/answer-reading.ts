import { namesIn } from '../forms/view.js';
import { isRecord, ownOf } from '../platform/sql/sql.js';

/** The readable parts of a tool's answer. */
export interface ToolAnswer {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed; undefined if it is not JSON. */
  readonly body: unknown;
}

const ID_LENGTH_MAX = 500;
/** A JSON pointer such as `/data/gid`, or `header:location`. */
export const PLACE_PATTERN = '^((/[^/]{0,200}){1,20}|header:[A-Za-z0-9-]{1,100})$';
const HEADER = 'header:';

/** Characters that neither a database row nor a URL can contain: lone surrogates and control characters. */
const UNFIT = /[\p{Cc}\p{Cs}]/u;

/** Returns the value at a place as text. @returns null if it cannot be an id */
export function readAt(answer: ToolAnswer, place: string): string | null {
  return textOf(valueAt(answer, place));
}

/**
 * Returns why an answer is not that of a search, as the end of a sentence; null if it is. Some tools answer 200 with an
 * error in place of the list in which records are.
 */
export function objectionToSearch({ body }: ToolAnswer, place: string): string | null {
  if (place.startsWith(HEADER)) return null;
  if (body === undefined) return 'is not JSON';
  const [holder, ...inner] = namesIn(place);
  const isOther = inner.length > 0 && isRecord(body) && Object.keys(body).length > 0 && !Object.hasOwn(body, holder!);
  return isOther ? `has no ${JSON.stringify(holder)}` : null;
}

/** Whether there is a value at a place, an id or not. */
export function isSomethingAt(answer: ToolAnswer, place: string): boolean {
  const value = valueAt(answer, place);
  return typeof value === 'string' ? value.trim() !== '' : value != null;
}

export function valueAt({ headers, body }: ToolAnswer, place: string): unknown {
  if (place.startsWith(HEADER)) return headers[place.slice(HEADER.length).toLowerCase()];
  return namesIn(place).reduce(within, body);
}

function within(holder: unknown, name: string): unknown {
  if (Array.isArray(holder)) return /^(0|[1-9]\d{0,5})$/.test(name) ? holder[Number(name)] : undefined;
  return ownOf(holder, name);
}

function textOf(value: unknown): string | null {
  const text = typeof value === 'number' && isExact(value) ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '' || text.length > ID_LENGTH_MAX) return null;
  return UNFIT.test(text) ? null : text;
}

/** A number beyond the exact range of JSON was rounded, and would be another object's id. */
export function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}
