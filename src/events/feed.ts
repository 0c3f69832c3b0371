import { refuse } from '../platform/refusal.js';
import { EVENT_TYPES } from './event.js';

/** A place in a feed: rows are handed out in this order, and only once nothing can commit before them any more. */
export interface FeedPosition {
  readonly epoch: number;
  readonly xid: string;
  readonly seq: number;
}

export const FEED_START: FeedPosition = { epoch: 0, xid: '0', seq: 0 };

/**
 * Where a reader goes on: after the last row of a full page, else after all that was final, also where nothing of it was
 * asked for. Who waits for what seldom happens would otherwise go through everything in between again, every time.
 */
export function nextPosition(
  rows: readonly FeedPosition[],
  limit: number,
  { after, horizon }: { after: FeedPosition; horizon: FeedPosition },
): FeedPosition {
  if (rows.length >= limit) return rows.at(-1)!;
  return isBefore(horizon, after) ? after : horizon;
}

function isBefore(one: FeedPosition, other: FeedPosition): boolean {
  if (one.epoch !== other.epoch) return one.epoch < other.epoch;
  if (one.xid !== other.xid) return BigInt(one.xid) < BigInt(other.xid);
  return one.seq < other.seq;
}

const POSITION = /^(\d{1,9})\.(\d{1,20})\.(\d{1,16})$/;

const XID_MAX = 2n ** 64n - 1n;

export function feedCursor({ epoch, xid, seq }: FeedPosition): string {
  return Buffer.from(`${epoch}.${xid}.${seq}`).toString('base64url');
}

/** @throws InvalidRequestError when it is no cursor of a feed */
export function readFeedCursor(cursor: string | undefined): FeedPosition {
  if (cursor === undefined) return FEED_START;
  const parts = POSITION.exec(Buffer.from(cursor, 'base64url').toString());
  if (parts === null || BigInt(parts[2]!) > XID_MAX)
    refuse([{ pointer: '/after', code: 'cursor', message: 'Expected the `nextCursor` of an earlier page.' }]);
  return { epoch: Number(parts![1]), xid: parts![2]!, seq: Number(parts![3]) };
}

/** @throws InvalidRequestError that names each type nobody records */
export function readTypes(text: string | undefined): string[] {
  const types = (text ?? '')
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '');
  const kinds = new Set(EVENT_TYPES.map((type) => `${type.split('.')[0]}.*`));
  const unknown = types.filter((type) => !kinds.has(type) && !EVENT_TYPES.some((known) => known === type));
  refuse(unknown.map((type) => ({ pointer: '/type', code: 'value', message: `There is no event type "${type}".` })));
  return types;
}
