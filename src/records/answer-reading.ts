import { isRecord, ownOf } from '../platform/record.js';

/** What a tool answered, as far as it can be read. */
export interface ToolAnswer {
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed; undefined where it is no JSON. */
  readonly body: unknown;
}

export const ID_LENGTH_MAX = 500;
/** `/data/gid`, or `header:location`. */
export const PLACE_PATTERN = '^((/[^/]{0,200}){1,20}|header:[A-Za-z0-9-]{1,100})$';
const HEADER = 'header:';

/** What stands at a place of an answer, as text. @returns null where nothing does that could be an id */
export function readAt({ headers, body }: ToolAnswer, place: string): string | null {
  if (place.startsWith(HEADER)) return textOf(headers[place.slice(HEADER.length).toLowerCase()]);
  return textOf(
    place
      .split('/')
      .slice(1)
      .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce(within, body),
  );
}

function within(holder: unknown, name: string): unknown {
  if (Array.isArray(holder)) return /^(0|[1-9]\d{0,5})$/.test(name) ? holder[Number(name)] : undefined;
  return isRecord(holder) ? ownOf(holder, name) : undefined;
}

function textOf(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' && text.length <= ID_LENGTH_MAX ? text : null;
}
