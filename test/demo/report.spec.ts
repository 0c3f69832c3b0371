import { describe, expect, it } from '@jest/globals';
import { buying, coaching } from '../../src/demo/buying.js';
import { localTime } from '../../src/demo/dates.js';
import type { FeedEvent } from '../../src/demo/feed-reader.js';
import { percentile } from '../../src/demo/percentile.js';
import { readReport, renderFairness } from '../../src/demo/report.js';
import { inPercent, inWords, OF_LEADS, renderTable } from '../../src/demo/table.js';
import { attainment, emptyTally, summedBy, totalOf } from '../../src/demo/tally.js';
import { counted } from '../../src/platform/values/words.js';
import { MINUTE } from '../support/instants.js';

const START = Date.parse('2026-05-11T09:00:00Z');
const at = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

let seq = 0;
const event = (type: string, data: object = {}, minutes = 0, id = 'lead-1'): FeedEvent => {
  seq += 1;
  return { type, occurredAt: at(minutes), subject: { type: 'lead', id, seq }, data: data as FeedEvent['data'] };
};
const received = (source = 'ads', id = 'lead-1') => event('lead.received', { source }, 0, id);
const assigned = (repId = 'ann', id = 'lead-1') => event('lead.assigned', { repId }, 0, id);
const touched = (minutes: number, more: object = {}, reported = minutes) =>
  event(
    'lead.touched',
    { direction: 'outbound', automated: false, outcome: 'noAnswer', repId: 'ann', occurredAt: at(minutes), ...more },
    reported,
  );
const clock = (type: string, clockId: string, more: object = {}) =>
  event(type, { clockId, kind: 'leadResponse', repId: null, dueAt: at(5), ...more });

describe('a percentile', () => {
  it('is a value that occurred', () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(percentile([1, 2, 3], 0.5)).toBe(2);
  });

  it('is the ninth of ten for 90 %, and the tenth of eleven', () => {
    const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
    expect(percentile(upTo(10), 0.9)).toBe(9);
    expect(percentile(upTo(11), 0.9)).toBe(10);
    expect(percentile(upTo(10), 1)).toBe(10);
  });

  it('of one value is that value, and of none is null', () => {
    expect(percentile([7], 0.9)).toBe(7);
    expect(percentile([], 0.5)).toBeNull();
  });

  it('leaves the values as they were', () => {
    const values = [3, 1, 2];
    percentile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('speed to lead', () => {
  const speeds = (...events: FeedEvent[]) =>
    readReport([received(), assigned(), ...events]).bySource.get('ads')!.speedsMs;

  it('is the time from receipt to the first attempt', () => {
    expect(speeds(touched(4), touched(9))).toEqual([4 * MINUTE]);
  });

  it('depends on when the attempt was made, not on when it was reported', () => {
    expect(speeds(touched(9), touched(4, {}, 20))).toEqual([4 * MINUTE]);
  });

  it('ignores automated and inbound touches, and those that could reach no person', () => {
    const none = [{ automated: true }, { direction: 'inbound' }, { outcome: 'bounced' }, { outcome: 'wrongNumber' }];
    expect(speeds(...none.map((more) => touched(4, more)))).toEqual([]);
  });

  it('counts separately if the rep who tried first never had the lead', () => {
    const { byRep, bySource } = readReport([received(), assigned('ann'), touched(4, { repId: 'boss' })]);
    expect(byRep.get('boss')).toMatchObject({ leads: 0, touched: 0, forOthers: 1 });
    expect(byRep.get('ann')).toMatchObject({ leads: 1, touched: 0, forOthers: 0 });
    expect(bySource.get('ads')!.touched).toBe(1);
  });

  it('counts an attempt before the rep had the lead as one for others', () => {
    const taken = event('lead.reassigned', { fromRepId: 'ann', repId: 'boss' }, 5);
    const { byRep } = readReport([received(), assigned('ann'), touched(4, { repId: 'boss' }), taken]);
    expect(byRep.get('boss')).toMatchObject({ leads: 1, touched: 0, forOthers: 1 });
  });

  it('counts for the rep who made the first attempt, whoever owns the lead later', () => {
    const { byRep } = readReport([
      received(),
      assigned(),
      event('lead.reassigned', { fromRepId: 'ann', repId: 'bo' }),
      touched(4),
    ]);
    expect(byRep.get('ann')!.touched).toBe(1);
    expect(byRep.get('bo')!.touched).toBe(0);
  });
});

describe('attainment', () => {
  const tally = (...events: FeedEvent[]) => readReport([received(), assigned(), ...events]).bySource.get('ads')!;

  it('is the share of decided promises that were kept', () => {
    const decided = tally(
      clock('sla.started', 'a'),
      clock('sla.met', 'a'),
      clock('sla.started', 'b'),
      clock('sla.breached', 'b'),
      clock('sla.started', 'still running'),
      clock('sla.started', 'cancelled'),
      clock('sla.cancelled', 'cancelled'),
    );
    expect([decided.promises, decided.kept]).toEqual([2, 1]);
    expect(attainment(decided)).toBe(0.5);
  });

  it('counts a late answer as missed, and as kept after a correction', () => {
    const late = [clock('sla.started', 'a'), clock('sla.breached', 'a'), clock('sla.met', 'a', { late: true })];
    expect(tally(...late).kept).toBe(0);
    expect(tally(...late, clock('sla.corrected', 'a')).kept).toBe(1);
  });

  it('excludes clocks that only measure, and those that wake a lead', () => {
    const none = tally(
      clock('sla.started', 'a', { dueAt: null }),
      clock('sla.met', 'a', { dueAt: null }),
      clock('sla.started', 'b', { kind: 'nurtureWake' }),
    );
    expect(none.promises).toBe(0);
    expect(attainment(none)).toBeNull();
  });

  it('of a rep counts the promises of that rep', () => {
    const own = { kind: 'firstTouch', repId: 'ann' };
    const { byRep, bySource } = readReport([
      received(),
      assigned(),
      clock('sla.started', 'a', own),
      clock('sla.met', 'a', own),
    ]);
    expect(byRep.get('ann')!.kept).toBe(1);
    expect(bySource.get('ads')!.promises).toBe(0);
  });
});

describe('the outcome of leads', () => {
  const events = [
    received('ads', 'a'),
    assigned('ann', 'a'),
    event('lead.reassigned', { fromRepId: 'ann', repId: 'bo' }, 1, 'a'),
    event('lead.disposed', { category: 'nurture' }, 2, 'a'),
    received('fair', 'b'),
    assigned('bo', 'b'),
    event('lead.milestone', { name: 'qualified' }, 2, 'b'),
    event('lead.milestone', { name: 'won' }, 3, 'b'),
    received('fair', 'c'),
    event('lead.queued', {}, 0, 'c'),
  ];

  it('is counted for the source and for the rep who owned the lead', () => {
    const { bySource, byRep } = readReport(events);
    expect(bySource.get('ads')).toMatchObject({ leads: 1, moves: 1, nurture: 1, won: 0 });
    expect(bySource.get('fair')).toMatchObject({ leads: 2, moves: 0, won: 1 });
    expect(byRep.get('ann')).toMatchObject({ leads: 1, moves: 1, nurture: 0 });
    expect(byRep.get('bo')).toMatchObject({ leads: 2, moves: 0, nurture: 1, won: 1 });
  });

  it('has the same sums by source and by rep', () => {
    const { bySource, byRep } = readReport(events);
    const [one, other] = [totalOf(bySource.values()), totalOf(byRep.values())];
    for (const key of ['touched', 'moves', 'won', 'nurture', 'recycle', 'suppress', 'lost'] as const)
      expect(one[key]).toBe(other[key]);
  });
});

describe('the groups', () => {
  it('include the policy under which a lead came in', () => {
    const under = (id: string, policy: object | null) => event('lead.received', { source: 'ads', policy }, 0, id);
    const { byPolicy } = readReport([
      under('a', { id: 'paid', version: 1 }),
      under('b', { id: 'paid', version: 2 }),
      under('c', null),
      touched(4),
    ]);
    expect([...byPolicy].map(([policy, { leads }]) => [policy, leads])).toEqual([
      ['paid', 2],
      ['nobody', 1],
    ]);
  });

  it('of reps are summed up by team', () => {
    const { byRep } = readReport([
      received('ads', 'a'),
      assigned('ann', 'a'),
      assigned('bo', 'a'),
      assigned('cy', 'a'),
    ]);
    const teams = summedBy(byRep, (repId) => (repId === 'cy' ? 'other' : 'one'));
    expect([...teams].map(([team, { leads }]) => [team, leads])).toEqual([
      ['one', 2],
      ['other', 1],
    ]);
  });
});

describe('the present state of leads', () => {
  it('follows from the last event, and includes leads that were never tried', () => {
    const { now } = readReport([
      received('ads', 'a'),
      event('lead.disposed', { category: 'nurture' }, 1, 'a'),
      event('lead.woken', { cycle: 2 }, 2, 'a'),
      received('ads', 'b'),
      event('lead.milestone', { name: 'won' }, 1, 'b'),
      received('ads', 'lead-1'),
      touched(1),
      event('lead.disposed', { category: 'lost' }, 2),
    ]);
    expect([...now]).toEqual([
      ['open', { leads: 1, untried: 1 }],
      ['won', { leads: 1, untried: 1 }],
      ['lost', { leads: 1, untried: 0 }],
    ]);
  });
});

describe('the fairness of pools', () => {
  it('shows what each member was due, got and missed', () => {
    const ann = {
      repId: 'a',
      weight: 2,
      shareDue: 4.25,
      leadsGot: 5,
      credit: -0.75,
      missed: { offHours: 3, absent: 1 },
    };
    const bo = {
      repId: 'b',
      weight: 1,
      shareDue: 2,
      leadsGot: 2,
      credit: 0,
      missed: { unavailable: 2, earlierOwner: 4 },
    };
    const names: Readonly<Record<string, string>> = { a: 'Ann', b: 'Bo' };
    const lines = renderFairness(new Map([['Europe', [ann, bo]]]), (id) => names[id]!).split('\n');
    expect(lines.map((line) => line.trim().split(/\s{2,}/))).toEqual([
      ['pool Europe', 'weight', 'due', 'got', 'ahead', 'off hours', 'away', 'full', 'had it'],
      [expect.stringMatching(/^─+/)],
      ['Ann', '2', '4.3', '5', '+0.8', '3', '1', '0', '0'],
      ['Bo', '1', '2.0', '2', '0.0', '0', '2', '0', '4'],
    ]);
  });
});

describe('the reps to coach', () => {
  const tally = (promises: number, kept: number) => ({ ...emptyTally(), promises, kept, moves: 3, speedsMs: [60_000] });

  it('are those with the smallest share of kept promises, given enough of them', () => {
    const rows = new Map([
      ['ann', tally(20, 19)],
      ['bo', tally(20, 8)],
      ['cy', tally(40, 24)],
      ['new', tally(2, 0)],
    ]);
    expect(coaching(rows, (id) => id)).toEqual([
      'Whom do I coach? All reps together kept 62 % of the promises that they made as owners.',
      '  bo: kept 8 of 20 promises (40 %); 3 leads moved on to others; median time to first attempt: 1 m 00 s.',
      '  cy: kept 24 of 40 promises (60 %); 3 leads moved on to others; median time to first attempt: 1 m 00 s.',
    ]);
  });

  it('are none if all keep the same share', () => {
    expect(coaching(new Map([['ann', tally(20, 10)]]), (id) => id)[1]).toBe(
      '  Nobody stands out: each kept as large a share as all together.',
    );
  });
});

describe('the sources to stop buying', () => {
  const tally = (leads: number, won: number) => ({
    ...emptyTally(),
    leads,
    won,
    suppress: 5,
    lost: 6,
    speedsMs: [60_000],
  });

  it('are those with the smallest share of won leads, given enough leads', () => {
    const rows = new Map([
      ['ads', tally(40, 12)],
      ['fair', tally(40, 4)],
      ['list', tally(20, 3)],
      ['new', tally(3, 0)],
    ]);
    expect(buying(rows)).toEqual([
      'What do I stop buying? Of all sources together 18 % of the leads were won.',
      '  fair: won 4 of 40 leads (10 %); 5 suppressed, 6 lost; median time to first attempt: 1 m 00 s.',
      '  list: won 3 of 20 leads (15 %); 5 suppressed, 6 lost; median time to first attempt: 1 m 00 s.',
      '  Look at the time to the first attempt before you stop: a source that is answered late may be better than it looks.',
    ]);
  });

  it('are none if no source is behind, and unknown if no lead was won', () => {
    expect(buying(new Map([['ads', tally(40, 4)]]))[1]).toBe(
      '  Nothing stands out: of each source as large a share was won as of all together.',
    );
    expect(buying(new Map([['ads', tally(40, 0)]]))).toEqual([
      'What do I stop buying? No lead was won, so sources cannot be compared yet.',
    ]);
  });
});

describe('a time', () => {
  const berlin = { name: 'Berlin', timeZone: 'Europe/Berlin' };
  const newYork = { name: 'New York', timeZone: 'America/New_York' };

  it('is local to its place, with day and second', () => {
    const at = Date.parse('2026-05-11T23:34:48.000Z');
    expect(localTime(at, berlin)).toBe('Tue 12 May 01:34:48');
    expect(localTime(at, newYork)).toBe('Mon 11 May 19:34:48');
  });
});

describe('a count', () => {
  it('is singular for one only', () => {
    expect([0, 1, 2].map((count) => counted(count, 'move'))).toEqual(['0 moves', '1 move', '2 moves']);
    expect(counted(2, 'touch', 'touches')).toBe('2 touches');
  });
});

describe('the table', () => {
  it('has a row for each group, the largest first, and the total last', () => {
    const { bySource } = readReport([received('small', 'a'), received('large', 'b'), received('large', 'c')]);
    const lines = renderTable('by source', OF_LEADS, bySource).split('\n');
    expect(
      lines.map((line) =>
        line
          .split(/\s{2,}/)
          .slice(0, 2)
          .join(' '),
      ),
    ).toEqual([
      'by source leads',
      expect.stringMatching(/^─+/),
      'large 2',
      'small 1',
      expect.stringMatching(/^─+/),
      'total 3',
    ]);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });

  it.each([
    [null, '–'],
    [0, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 m 00 s'],
    [3_599_999, '59 m 59 s'],
    [3_600_000, '1 h 00 m'],
    [86_399_999, '23 h 59 m'],
    [90_000_000, '1 d 01 h'],
  ])('shows %s ms as %s', (ms, words) => {
    expect(inWords(ms)).toBe(words);
  });

  it('never shows 100 % if anything was missed', () => {
    expect(inPercent(1)).toBe('100 %');
    expect(inPercent(999 / 1_000)).toBe('99 %');
    expect(inPercent(1 / 1_000)).toBe('1 %');
    expect(inPercent(0)).toBe('0 %');
  });

  it('rounds a share to the nearest percent', () => {
    expect(inPercent(0.964)).toBe('96 %');
    expect(inPercent(0.966)).toBe('97 %');
    expect(inPercent(null)).toBe('–');
  });
});
