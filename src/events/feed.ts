import { fault } from '../platform/input/fault.js';
import { refuse } from '../platform/input/refusal.js';
import { EVENT_KINDS, EVENT_TYPES } from './event.js';

/** A position in a feed. Rows are returned in this order, and only once no transaction can commit a row before them. */
export interface FeedPosition {
  readonly epoch: number;
  readonly xid: string;
  readonly seq: number;
}

export const FEED_START: FeedPosition = { epoch: 0, xid: '0', seq: 0 };

/** The rows after a position, up to the horizon, before which everything is final. */
export interface FeedSpan {
  readonly after: FeedPosition;
  readonly horizon: FeedPosition;
}

/** The parameters of SQL for `(epoch, xid, seq)`: both positions. */
export function placesOf({ after, horizon }: FeedSpan): readonly [...(number | string)[]] {
  return [after, horizon].flatMap(({ epoch, xid, seq }) => [epoch, xid, seq]);
}

/** Rows that one statement scans. */
export const SLICE = 10_000;
/** How long one request scans. A database that has to read the rows from its disk scans fewer of them. */
export const SCAN_MS = 150;

/**
 * Reads a page slice by slice, so that rare rows among very many take many short statements instead of an endless one.
 * Stops when the page is full, the horizon is reached, or the request has scanned as long as it may. Then the page may
 * be short or even empty, and the next one continues from there.
 * @param endOfSlice returns where a slice ends; the horizon if that is nearer
 * @param read returns the rows of a slice
 * @param mayGoOn whether there is time for another slice, after the first
 * @returns the rows, the position to continue from, and whether the horizon was reached
 */
export async function readSlices<Row extends FeedPosition>(
  { after, horizon }: FeedSpan,
  limit: number,
  how: {
    readonly endOfSlice: (between: FeedSpan) => Promise<FeedPosition>;
    readonly read: (between: FeedSpan, limit: number) => Promise<Row[]>;
    readonly mayGoOn: () => boolean;
  },
): Promise<{ rows: Row[]; next: FeedPosition; atEnd: boolean }> {
  const rows: Row[] = [];
  let next = after;
  for (let isFirst = true; isBefore(next, horizon) && (isFirst || how.mayGoOn()); isFirst = false) {
    const end = await how.endOfSlice({ after: next, horizon });
    rows.push(...(await how.read({ after: next, horizon: end }, limit - rows.length)));
    if (rows.length === limit) return { rows, next: rows.at(-1)!, atEnd: false };
    next = end;
  }
  return { rows, next, atEnd: !isBefore(next, horizon) };
}

export function isBefore(one: FeedPosition, other: FeedPosition): boolean {
  if (one.epoch !== other.epoch) return one.epoch < other.epoch;
  if (one.xid !== other.xid) return BigInt(one.xid) < BigInt(other.xid);
  return one.seq < other.seq;
}

const POSITION = /^(\d{1,9})\.(\d{1,20})\.(\d{1,16})$/;

const XID_MAX = 2n ** 64n - 1n;

export function feedCursor({ epoch, xid, seq }: FeedPosition): string {
  return Buffer.from(`${epoch}.${xid}.${seq}`).toString('base64url');
}

export function readFeedCursor(cursor: string | undefined, pointer = '/after'): FeedPosition {
  if (cursor === undefined) return FEED_START;
  const parts = POSITION.exec(Buffer.from(cursor, 'base64url').toString());
  if (parts === null || BigInt(parts[2]!) > XID_MAX)
    refuse(
      fault(pointer, 'cursor', 'Expected where to continue from: the `nextCursor` of a page, or an `id` of a stream.'),
    );
  return { epoch: Number(parts![1]), xid: parts![2]!, seq: Number(parts![3]) };
}

/** @throws InvalidRequestError with each unknown type */
export function readTypes(text: string | undefined): string[] {
  const types = (text ?? '')
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '');
  const known: readonly string[] = [...EVENT_TYPES, ...EVENT_KINDS];
  const unknown = types.filter((type) => !known.includes(type));
  refuse(
    unknown.map((type) =>
      fault(
        '/type',
        'value',
        `There is no event type "${type}"; there are ${EVENT_TYPES.join(', ')}, and "lead.*" for all of a kind.`,
      ),
    ),
  );
  return types;
}

/** Unprocessed events are counted up to this many. */
export const BEHIND_MAX = 10_000;
