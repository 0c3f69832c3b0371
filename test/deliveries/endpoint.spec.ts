import { describe, expect, it } from '@jest/globals';
import { type Endpoint, healthAfter, SICK_AFTER, WELL } from '../../src/deliveries/endpoint.js';
import { HOUR, SECOND } from '../support/instants.js';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const failure = (at: number, fields: object = {}) => ({ at, status: 500, isSuccess: false, askedForMs: 0, ...fields });
const success = (at: number) => ({ at, status: 204, isSuccess: true, askedForMs: 0 });
const failing = (count: number, since = NOW): Endpoint => ({
  ...WELL,
  failures: count,
  failingSince: count === 0 ? null : since,
});

describe('an endpoint', () => {
  it('rests after a number of failures in a row, ever longer, up to five minutes', () => {
    const restsFor = (before: number) => {
      const { restsUntil } = healthAfter(failing(before), [failure(NOW)], NOW).endpoint;
      return restsUntil === null ? null : (restsUntil - NOW) / SECOND;
    };
    expect([SICK_AFTER - 2, SICK_AFTER - 1, SICK_AFTER, SICK_AFTER + 5, SICK_AFTER + 6, 1_000].map(restsFor)).toEqual([
      null,
      5,
      10,
      300,
      300,
      300,
    ]);
  });

  it('is healthy again after one success, and is judged by the order of its answers', () => {
    expect(healthAfter(failing(100), [failure(NOW), success(NOW + 1)], NOW + 1).endpoint).toEqual(WELL);
    expect(healthAfter(failing(100), [success(NOW), failure(NOW + 1)], NOW + 1).endpoint.failures).toBe(1);
  });

  it('that asks for a pause gets it, up to five minutes', () => {
    const asking = (askedForMs: number) => healthAfter(WELL, [failure(NOW, { askedForMs })], NOW).endpoint.restsUntil;
    expect([asking(2 * SECOND), asking(HOUR)]).toEqual([NOW + 2 * SECOND, NOW + 300 * SECOND]);
  });

  it('is reported once, when it has failed for an hour', () => {
    const at = (ms: number, before = failing(3)) => healthAfter(before, [failure(NOW + ms)], NOW + ms);
    expect([at(HOUR - 1).isReported, at(HOUR).isReported]).toEqual([false, true]);
    expect(at(HOUR + 1, at(HOUR).endpoint).isReported).toBe(false);
  });

  it('is paused after three days of failures, and at once if it is gone', () => {
    const failingFor = (ms: number) => healthAfter(failing(50), [failure(NOW + ms)], NOW + ms);
    expect([failingFor(72 * HOUR - 1).pausedBecause, failingFor(72 * HOUR).pausedBecause]).toEqual([null, 'failing']);
    const gone = healthAfter(WELL, [failure(NOW, { status: 410 })], NOW);
    expect([gone.pausedBecause, gone.isReported]).toEqual(['gone', false]);
    expect(healthAfter(WELL, [failure(NOW, { status: 410 }), success(NOW + 1)], NOW + 1).pausedBecause).toBeNull();
  });
});
