import { describe, expect, it } from '@jest/globals';
import { overdueUpTo } from '../../src/directory/queue-promises.js';

/** A queue whose leads have to be out after 100 ms, of which those from 200 to 300 do not count. */
const outBy = (since: number) => {
  const from = since >= 200 && since < 300 ? 300 : since;
  return from < 200 && from + 100 > 200 ? from + 200 : from + 100;
};

describe('the leads of a queue whose time is over', () => {
  it('are none before the time of the oldest is over', () => {
    expect(overdueUpTo({ outBy }, 40, 139)).toBeNull();
  });

  it('are those that came up to an instant, to the millisecond', () => {
    for (const now of [140, 199, 200, 299, 300, 350, 399, 400, 1_000]) {
      const upTo = overdueUpTo({ outBy }, 40, now)!;
      expect([now, outBy(upTo) <= now, outBy(upTo + 1) > now]).toEqual([now, true, true]);
    }
  });

  it('are none if the calendar has no such moment', () => {
    expect(overdueUpTo({ outBy: () => null }, 40, 1_000)).toBeNull();
  });
});
