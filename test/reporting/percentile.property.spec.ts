import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alwaysOpen } from '../../src/calendar/working-time.js';
import { placeOf, placesIn, smallest } from '../../src/figures/percentile.js';
import { BANDS, bandOf, bucketOf, endOfBucket } from '../../src/reporting/buckets.js';
import { splitOf } from '../../src/reporting/facts/settlement.js';
import { MINUTE } from '../support/instants.js';
import { runs } from '../support/runs.js';

/** Spans of every size, and those around the ends of bands. */
const spans = fc.oneof(
  fc.nat({ max: 3_000 }),
  fc.nat({ max: 4_000_000 }),
  fc.integer({ min: 0, max: 40_000_000_000 }),
  fc.constantFrom(...[5, 15, 60].flatMap((minutes) => [-1, 0, 1].map((ms) => minutes * MINUTE + ms))),
);

describe('a bucket', () => {
  it('contains the spans between the end of the bucket before and its own end', () => {
    fc.assert(
      fc.property(spans, (ms) => {
        const bucket = bucketOf(ms);
        expect(ms <= endOfBucket(bucket)).toBe(true);
        expect(bucket === 0 || ms > endOfBucket(bucket - 1)).toBe(true);
      }),
      { numRuns: runs(1_000, 5_000) },
    );
  });

  it('ends where a band ends', () => {
    const bands = [5, 15, 60].flatMap((minutes) => [0, 1].map((ms) => bandOf(bucketOf(minutes * MINUTE + ms))));
    expect(bands).toEqual(['upTo5m', 'upTo15m', 'upTo15m', 'upTo60m', 'upTo60m', 'over60m']);
    expect(bandOf(null)).toBe(BANDS.at(-1));
  });
});

describe('a percentile', () => {
  it('is the value at its place in the sorted list of all values', () => {
    fc.assert(
      fc.property(
        fc.array(spans, { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 100 }),
        (values, share) => {
          const counts = new Map<number, number>();
          for (const ms of values) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
          const { bucket, place } = placeOf(share, counts)!;
          const sorted = [...values].sort((a, b) => a - b);
          const inBucket = sorted.filter((ms) => bucketOf(ms) === bucket);
          expect(inBucket[place - 1]).toBe(sorted[Math.ceil((share * values.length) / 100) - 1]);
        },
      ),
      { numRuns: runs(200, 1_000) },
    );
  });

  it('is the same if several are calculated at once', () => {
    const someCounts = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(someCounts, fc.uniqueArray(fc.integer({ min: 1, max: 100 })), (counts, shares) => {
        const ascending = [...shares].sort((a, b) => a - b);
        const byBucket = new Map(counts.entries());
        expect(placesIn(Int32Array.from(counts), ascending)).toEqual(ascending.map((each) => placeOf(each, byBucket)));
      }),
      { numRuns: runs(200, 1_000) },
    );
  });

  it('is found without sorting, also among equal values and one after the other', () => {
    const someValues = fc.array(fc.oneof(fc.nat({ max: 3 }), spans), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(someValues, fc.array(fc.nat({ max: 199 }), { minLength: 1, maxLength: 3 }), (values, places) => {
        const sorted = [...values].sort((a, b) => a - b);
        const searched = Float64Array.from(values);
        for (const place of places.map((each) => (each % values.length) + 1))
          expect(smallest(searched, place)).toBe(sorted[place - 1]);
      }),
      { numRuns: runs(500, 5_000) },
    );
  });

  it('does not exist without values', () => expect(placeOf(50, new Map())).toBeNull());
});

describe('the split of an answer', () => {
  const stretch = { from: 100, until: 1_000, hours: alwaysOpen };
  const alone = { hours: alwaysOpen, pauses: [] };

  it('subtracts pauses from the time of the owner, once where they overlap', () => {
    const pauses = [
      { from: 50, to: 200 },
      { from: 150, to: 300 },
    ];
    expect(splitOf({ submittedAt: 20, receivedAt: 70, end: 500 }, [stretch], pauses, alone)).toEqual({
      beforeMs: 50,
      elapsedMs: 430,
      workingMs: 230,
      ownerMs: 200,
      offMs: 0,
      pausedMs: 200,
    });
  });

  it('counts a pause outside working time as off hours', () => {
    const hours = alwaysOpen.without([{ from: 200, to: 400 }]);
    const pauses = [{ from: 300, to: 450 }];
    expect(splitOf({ submittedAt: 100, receivedAt: 100, end: 500 }, [{ ...stretch, hours }], pauses, alone)).toEqual({
      beforeMs: 0,
      elapsedMs: 400,
      workingMs: 150,
      ownerMs: 150,
      offMs: 200,
      pausedMs: 50,
    });
  });

  it('has only time before receipt if the answer came earlier', () => {
    expect(splitOf({ submittedAt: 20, receivedAt: 70, end: 60 }, [stretch], [], alone)).toEqual({
      beforeMs: 40,
      elapsedMs: 0,
      workingMs: 0,
      ownerMs: 0,
      offMs: 0,
      pausedMs: 0,
    });
  });

  it('counts time without an owner by the hours of the promise to the lead', () => {
    const hours = alwaysOpen.without([{ from: 120, to: 220 }]);
    const pauses = [{ from: 200, to: 230 }];
    const owners = [
      { ...stretch, from: 300, until: 400 },
      { ...stretch, from: 150, until: 170 },
    ];
    expect(splitOf({ submittedAt: 100, receivedAt: 100, end: 500 }, owners, [], { hours, pauses })).toEqual({
      beforeMs: 0,
      elapsedMs: 400,
      workingMs: 310,
      ownerMs: 120,
      offMs: 80,
      pausedMs: 10,
    });
  });
});
