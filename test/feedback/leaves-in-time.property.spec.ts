import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DeliveryRow } from '../../src/feedback/delivery-row.js';
import type { Destination } from '../../src/feedback/destinations/destination.js';
import { rehearse } from '../../src/feedback/destinations/rehearsal.js';
import { leadEventOf } from '../../src/feedback/planning/lead-event.js';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, toIso } from '../../src/platform/values/duration.js';
import { runs } from '../support/runs.js';
import { MAYA, WAYS, type WayName } from './maya.js';
import { HOUSE } from './sent-once/history.js';
import { rulesOf } from './sent-once/sending.js';

const START = Date.parse('2026-03-02T15:00:00Z');
/** For how long each platform can take a conversion back. */
const WAYS_BACK: readonly (readonly [WayName, number])[] = [
  ['Google Ads by its API', 54 * MS_PER_DAY],
  ['Google Ads by files', 54 * MS_PER_DAY],
  ['Microsoft by its API', 90 * MS_PER_DAY],
];

/** Returns the retraction of a lead that turns out to be junk the given time after it came. */
function retractionOf(name: WayName, junkAfterMs: number, retractAfter: string): DeliveryRow | undefined {
  const { platform, settings } = WAYS[name];
  const destination: Destination = {
    id: 'destination',
    version: 1,
    name: 'Destination',
    platform,
    settings,
    sources: null,
    startAt: START,
    mode: 'live',
    leadCountedBy: 'touchline',
    rules: rulesOf(platform),
    quarantine: 'PT24H',
    retractAfter,
    retractionsPerDay: 500,
    stopped: null,
    resumedAt: null,
    push: false,
    credentialsSetAt: null,
  };
  const clickIds = { ...MAYA.clickIds!, clickedAt: toIso(START - 7 * MS_PER_HOUR) };
  const lead = { ...MAYA, clickIds, createdAt: START, receivedAt: START, source: 'ads', test: false, cycle: 1 };
  const closing = { category: 'suppress', reason: 'spam', intent: 'neverExisted' };
  const events = [
    leadEventOf({ type: 'lead.received', occurredAt: START, subjectSeq: 1, data: {} }),
    leadEventOf({ type: 'lead.disposed', occurredAt: START + junkAfterMs, subjectSeq: 2, data: closing }),
  ];
  let ids = 0;
  const { rows } = rehearse(destination, HOUSE, { lead, events }, () => {
    ids += 1;
    return `row ${ids}`;
  });
  return rows.find(({ kind }) => kind === 'retract');
}

describe.each(WAYS_BACK)('%s', (name, windowMs) => {
  it('gets a retraction before its window for retractions closes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: windowMs / MS_PER_MINUTE - 1 }),
        fc.integer({ min: 0, max: 100 * 24 }),
        (minutes, hours) => {
          const junkAt = START + minutes * MS_PER_MINUTE;
          const row = retractionOf(name, minutes * MS_PER_MINUTE, `PT${hours}H`)!;
          expect(row.state).toBe('accepted');
          expect(row.sendBefore).toBe(START + windowMs);
          expect(row.notBefore).toBeLessThan(row.sendBefore!);
          // It waits as long as the disposition can be corrected, if the window leaves that much time.
          const last = Math.max(junkAt, row.sendBefore! - MS_PER_DAY);
          expect(row.notBefore).toBe(Math.min(junkAt + hours * MS_PER_HOUR, last));
        },
      ),
      { numRuns: runs(60, 300) },
    );
  });

  it('gets it at least a day before the window closes, if the lead is junk by then', () => {
    const waits = (junkAfterMs: number) =>
      retractionOf(name, junkAfterMs, 'PT24H')!.notBefore - START - windowMs + 3 * MS_PER_DAY;
    expect(waits(windowMs - 2 * MS_PER_DAY - 1)).toBe(2 * MS_PER_DAY - 1);
    expect(waits(windowMs - 2 * MS_PER_DAY)).toBe(2 * MS_PER_DAY);
    expect(waits(windowMs - 2 * MS_PER_DAY + 1)).toBe(2 * MS_PER_DAY);
    expect(waits(windowMs - MS_PER_HOUR)).toBe(3 * MS_PER_DAY - MS_PER_HOUR);
  });
});
