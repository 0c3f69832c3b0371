import { describe, expect, it } from '@jest/globals';
import { type FeedPosition, type FeedSpan, isBefore, readSlices } from '../../src/events/feed.js';

const at = (epoch: number, xid: string, seq: number): FeedPosition => ({ epoch, xid, seq });
const HORIZON = at(2, '100', 0);

/** Twenty rows in slices of four; a reader filters every nth of them. */
const ROWS = Array.from({ length: 20 }, (_, row) => at(2, '90', row + 1));
const within =
  ({ after, horizon }: FeedSpan) =>
  (row: FeedPosition) =>
    isBefore(after, row) && !isBefore(horizon, row);
const readingEvery = (nth: number, slicesMax = Number.POSITIVE_INFINITY) => ({
  mayGoOn: () => --slicesMax > 0,
  endOfSlice: async (between: FeedSpan) => ROWS.filter(within(between))[3] ?? between.horizon,
  read: async (between: FeedSpan, limit: number) =>
    ROWS.filter(within(between))
      .filter(({ seq }) => seq % nth === 0)
      .slice(0, limit),
});
const start = { after: at(0, '0', 0), horizon: HORIZON };
const numbers = (rows: readonly FeedPosition[]) => rows.map(({ seq }) => seq);

describe('a page of a feed', () => {
  it('ends with its last row when it is full', async () => {
    expect(await readSlices(start, 3, readingEvery(1))).toEqual({
      rows: ROWS.slice(0, 3),
      next: ROWS[2],
      atEnd: false,
    });
  });

  it('is filled from one slice to the next', async () => {
    const { rows, next } = await readSlices(start, 2, readingEvery(7));
    expect([numbers(rows), next]).toEqual([[7, 14], ROWS[13]]);
  });

  it('continues at the horizon once everything before it has been read', async () => {
    const { rows, next, atEnd } = await readSlices(start, 5, readingEvery(7));
    expect([numbers(rows), next, atEnd]).toEqual([[7, 14], HORIZON, true]);
  });

  it('continues where it stopped, without rows, when its time is over, but after a slice at least', async () => {
    const { rows, next, atEnd } = await readSlices(start, 5, readingEvery(19, 2));
    expect([numbers(rows), next, atEnd]).toEqual([[], ROWS[7], false]);
  });

  it.each([1, 2, 3, 4, 5, 7, 19, 100])('skips and repeats no row when every %i-th matches', async (nth) => {
    const found: number[] = [];
    for (let after = start.after; isBefore(after, HORIZON); ) {
      const { rows, next } = await readSlices({ after, horizon: HORIZON }, 2, readingEvery(nth, 1));
      found.push(...numbers(rows));
      after = next;
    }
    expect(found).toEqual(numbers(ROWS).filter((seq) => seq % nth === 0));
  });

  it.each([at(3, '1', 1), at(2, '101', 1), at(2, '100', 1)])('never goes back from %j', async (after) => {
    expect(await readSlices({ after, horizon: HORIZON }, 2, readingEvery(1))).toEqual({
      rows: [],
      next: after,
      atEnd: true,
    });
  });
});
