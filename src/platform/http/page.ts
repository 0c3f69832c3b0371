import { type Static, type TProperties, Type } from '@sinclair/typebox';
import { fault } from '../input/fault.js';
import { isDate, isId } from '../input/formats.js';
import { refuse } from '../input/refusal.js';
import { object } from '../input/schema.js';
import type { Instant } from '../values/duration.js';
import { isStorable } from '../values/text.js';

export const PAGE_LIMIT_MAX = 1_000;
/** Limit for the weight of a page, in characters. A thousand large rows would otherwise be hundreds of megabytes. */
export const PAGE_WEIGHT_MAX = 4 * 1024 * 1024;
/** The first instant after all those that the program accepts. */
const INSTANTS_END: Instant = Date.UTC(2101, 0, 1);

/** Parameters of every list. Pages follow a key, so that inserts neither repeat nor hide a row. */
export const PageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: PAGE_LIMIT_MAX, default: 100, description: 'Rows on a page.' }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 500,
      description: 'The `nextCursor` of the page before. Leave it out for the first page.',
    }),
  ),
} satisfies TProperties;

/** The query of a list that takes a page and nothing else. */
export const PagedQuery = object(PageQuery);
export type PagedQuery = Static<typeof PagedQuery>;
export type PageRequest = PagedQuery;

export interface Page<Row> {
  readonly data: Row[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** The type of one part of a page's key. Values that Postgres would reject are not part of a valid key. */
type KeyPart = 'id' | 'text' | 'date' | 'number' | 'bigNumber' | 'instant';

const PARTS: Readonly<Record<KeyPart, (part: unknown) => boolean>> = {
  id: (part) => typeof part === 'string' && isId(part),
  text: (part) => typeof part === 'string' && isStorable(part),
  date: (part) => typeof part === 'string' && isDate(part),
  /** For an integer column. */
  number: (part) => Number.isInteger(part) && Math.abs(part as number) < 2 ** 31,
  /** For a bigint column. */
  bigNumber: (part) => Number.isSafeInteger(part),
  instant: (part) => Number.isInteger(part) && (part as Instant) >= 0 && (part as Instant) < INSTANTS_END,
};

/** Encodes the key of the last row returned. */
export function toCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

type PartOf<Kind extends KeyPart> = Kind extends 'id' | 'text' | 'date' ? string : number;
type KeyOf<Kinds extends readonly KeyPart[]> = { -readonly [At in keyof Kinds]: PartOf<Kinds[At]> };

/**
 * The key of the row after which a page begins; null for the first page.
 * @param kinds the type of each part of the key
 * @throws InvalidRequestError if it is not a cursor of this list
 */
export function readCursor<const Kinds extends readonly KeyPart[]>(
  cursor: string | undefined,
  kinds: Kinds,
): KeyOf<Kinds> | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === kinds.length && key.every((part, index) => PARTS[kinds[index]!](part)))
      return key as never;
  } catch {
    // Not JSON, so not a cursor of ours.
  }
  refuse(fault('/cursor', 'cursor', 'Expected the `nextCursor` of an earlier page of this list.'));
  throw new Error('unreachable');
}

/** As `readCursor`, for a list whose key is an id. */
export function readIdCursor(cursor: string | undefined): string | null {
  return readCursor(cursor, ['id'])?.[0] ?? null;
}

/** A row that counts towards the weight of a page. */
export interface WeighedRow {
  readonly weight: number;
}

/**
 * Cuts a page at a number of rows, or earlier at a total weight. It always has at least one row.
 * @param found at most `limit + 1`, in the order of the list
 */
export function cutPage<Row extends WeighedRow>(
  found: readonly Row[],
  limit: number,
  weightMax: number,
): { taken: readonly Row[]; hasMore: boolean } {
  let weight = 0;
  let count = 0;
  while (count < Math.min(found.length, limit)) {
    weight += found[count]!.weight;
    if (count > 0 && weight > weightMax) break;
    count += 1;
  }
  return { taken: found.slice(0, count), hasMore: count < found.length };
}

/**
 * Cuts a page from rows that were read with one more than requested.
 * @param rows at most `limit + 1`, in the order of the list
 */
export function toPage<Row>(rows: Row[], limit: number, keyOf: (row: Row) => readonly (string | number)[]): Page<Row> {
  if (rows.length <= limit) return { data: rows, nextCursor: null };
  const data = rows.slice(0, limit);
  return { data, nextCursor: toCursor(keyOf(data.at(-1)!)) };
}

/**
 * Reads a page of a list.
 * @param kinds the type of each part of the key that orders the list
 * @param read returns at most `limit` rows that follow a key; null for the first page
 */
export async function readPage<Row, const Kinds extends readonly KeyPart[]>(
  { limit = 100, cursor }: PageRequest,
  kinds: Kinds,
  read: (after: KeyOf<Kinds> | null, limit: number) => Promise<Row[]>,
  keyOf: (row: Row) => readonly (string | number)[],
): Promise<Page<Row>> {
  return toPage(await read(readCursor(cursor, kinds), limit + 1), limit, keyOf);
}

/** As `readPage`, for a list whose key is an id. */
export function readPageById<Row extends { readonly id: string }>(
  page: PageRequest,
  read: (after: string | null, limit: number) => Promise<Row[]>,
): Promise<Page<Row>> {
  const after = (key: readonly [string] | null, limit: number) => read(key?.[0] ?? null, limit);
  return readPage(page, ['id'], after, ({ id }) => [id]);
}

export function mapPage<Row, View>({ data, nextCursor }: Page<Row>, view: (row: Row) => View): Page<View> {
  return { data: data.map((row) => view(row)), nextCursor };
}

/**
 * Formats a message of a stream of server-sent events (HTML Standard, section 9.2). @param data on one line, as JSON is
 */
export function serverSent({ id, event, data }: { id?: string; event: string; data: string }): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}
