import { describe, expect, it } from '@jest/globals';
import type { TSchema } from '@sinclair/typebox';
import { CalendarBody, CalendarPreviewBody, CalendarShape, SavedPreviewBody } from '../../src/calendar/calendar.dto.js';
import { answerPreview, type PreviewAnswer, type PreviewQuestions } from '../../src/calendar/preview.js';
import { compileWorkingTime } from '../../src/calendar/working-time.js';
import { faultsOf } from '../../src/platform/input/checked.js';
import { toIso } from '../../src/platform/values/duration.js';
import { at, calendar, compiled, duration, interval } from './calendars.js';

const FRIDAY_AT_FOUR = '2026-11-20T16:00:00.000Z';
const NOON = '2026-11-23T12:00:00.000Z';

function ask(questions: Partial<PreviewQuestions>, workingTime = compiled()): PreviewAnswer {
  const parts = answerPreview(() => workingTime, { deadlines: [], spans: [], ...questions });
  for (;;) {
    const part = parts.next();
    if (part.done === true) return part.value;
  }
}

function pointersOf(questions: Partial<PreviewQuestions>): string[] {
  const answer = ask(questions);
  return answer.kind === 'refused' ? answer.faults.map(({ pointer, code }) => `${pointer} ${code}`) : [];
}

describe('a preview', () => {
  it('answers deadlines as instants and spans as working seconds, in the order of the questions', () => {
    const answer = ask({
      deadlines: [
        { from: FRIDAY_AT_FOUR, within: 'PT4H' },
        { from: '2026-11-20T17:00:00+01:00', within: 'PT1H', pauses: [[FRIDAY_AT_FOUR, '2026-11-20T16:30:00Z']] },
      ],
      spans: [
        { from: FRIDAY_AT_FOUR, to: NOON },
        { from: NOON, to: FRIDAY_AT_FOUR },
        { from: FRIDAY_AT_FOUR, to: '2026-11-20T16:00:01.250Z' },
        { from: FRIDAY_AT_FOUR, to: NOON, pauses: [['2026-11-20T12:00:00Z', '2026-11-23T10:00:00Z']] },
      ],
    });
    expect(answer).toEqual({
      kind: 'answered',
      deadlines: [NOON, '2026-11-23T09:30:00.000Z'],
      spans: [14_400, -14_400, 1.25, 7_200],
    });
  });

  it('points at everything that is wrong with the questions', () => {
    expect(
      pointersOf({
        deadlines: [
          { from: '1969-12-31T23:59:59.999Z', within: 'P1M' },
          { from: FRIDAY_AT_FOUR, within: 'PT4H' },
          {
            from: FRIDAY_AT_FOUR,
            within: 'PT0S',
            pauses: [
              [NOON, NOON],
              [NOON, '2101-01-01T00:00:00Z'],
            ],
          },
        ],
        spans: [
          { from: FRIDAY_AT_FOUR, to: NOON, pauses: [[NOON, FRIDAY_AT_FOUR]] },
          { from: 'yesterday', to: '2026-02-30T00:00:00Z' },
        ],
      }),
    ).toEqual([
      '/deadlines/0/from instant',
      '/deadlines/0/within durationInMonths',
      '/deadlines/2/within durationZero',
      '/deadlines/2/pauses/1/1 instant',
      '/spans/0/pauses/0 inverted',
      '/spans/1/from instant',
      '/spans/1/to instant',
    ]);
  });

  it('accepts a pause that ends as it begins, and reports an inverted one beside other faults', () => {
    expect(pointersOf({ spans: [{ from: FRIDAY_AT_FOUR, to: NOON, pauses: [[NOON, NOON]] }] })).toEqual([]);
    const pauses = [[NOON, FRIDAY_AT_FOUR]] as const;
    expect(pointersOf({ deadlines: [{ from: 'x', within: 'P1Y', pauses }] })).toEqual([
      '/deadlines/0/from instant',
      '/deadlines/0/within durationInMonths',
      '/deadlines/0/pauses/0 inverted',
    ]);
  });

  it('refuses a deadline more than ten years away', () => {
    const once = compiled({ hours: {}, overrides: { '2026-01-05': [['09:00', '10:00']] } });
    const questions = { deadlines: [{ from: NOON, within: 'PT1H' }], spans: [] };
    expect(ask(questions, once)).toMatchObject({
      kind: 'refused',
      faults: [{ pointer: '/deadlines/0/within', code: 'outOfReach', message: expect.stringContaining('ten years') }],
    });
  });

  it('answers questions from all years as a single calendar would, a few years at a time', () => {
    const spans = [
      { from: '1970-01-01T00:00:00Z', to: '2100-12-31T23:59:59Z', pauses: [['1990-01-01T00:00:00Z', NOON]] as const },
      { from: '2099-06-01T10:00:00Z', to: '1984-02-29T12:00:00Z' },
      { from: '1980-01-01T00:00:00Z', to: '1975-01-01T00:00:00Z' },
      { from: NOON, to: NOON },
    ];
    const deadlines = [
      { from: '2099-12-31T23:00:00Z', within: 'PT9000H' },
      {
        from: '1974-12-31T16:00:00Z',
        within: 'P3DT2H',
        pauses: [['1975-01-02T10:00:00Z', '1975-01-09T12:00:00Z']] as const,
      },
      { from: '1972-01-03T09:00:00Z', within: 'PT8H' },
    ];
    const windows: string[] = [];
    const parts = answerPreview(
      (window) => {
        windows.push(`${window.firstYear}–${window.lastYear}`);
        return compileWorkingTime(calendar(), { timeZone: 'UTC', holidaysOf: () => [], window });
      },
      { deadlines, spans },
    );
    let part = parts.next();
    for (; part.done !== true; part = parts.next());
    const whole = compiled();
    const expected = deadlines.map(({ from, within, pauses = [] }) =>
      toIso(
        whole.deadline(
          at(from),
          duration(within),
          pauses.map(([start, end]) => interval(start, end)),
        ),
      ),
    );
    expect(part.value).toEqual({
      kind: 'answered',
      deadlines: expected,
      spans: spans.map(
        ({ from, to, pauses = [] }) =>
          whole.workingMsBetween(
            at(from),
            at(to),
            pauses.map(([start, end]) => interval(start, end)),
          ) / 1_000,
      ),
    });
    expect(windows).toHaveLength(44);
    expect(windows).toContain('1970–1982');
    expect(windows).toContain('1988–1991');
  });

  it('reports faults in the order of the questions, whenever they were found', () => {
    const once = compiled({ hours: {}, overrides: { '2026-01-05': [['09:00', '10:00']] } });
    const deadlines = ['P1Y', 'PT1H', 'P1M'].map((within) => ({ from: NOON, within }));
    const answer = ask({ deadlines, spans: [{ from: 'x', to: NOON }] }, once);
    expect(answer.kind === 'refused' && answer.faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/deadlines/0/within durationInMonths',
      '/deadlines/1/within outOfReach',
      '/deadlines/2/within durationInMonths',
      '/spans/0/from instant',
    ]);
  });

  it('does not compile years that only a pause reaches', () => {
    const years: number[] = [];
    const workingTime = compileWorkingTime(calendar({ holidayRegion: 'US' }), {
      timeZone: 'UTC',
      holidaysOf: (_region, year) => {
        years.push(year);
        return [];
      },
      window: { firstYear: 2026, lastYear: 2036 },
    });
    const pauses = [['2026-11-20T09:00:00Z', '2100-12-31T00:00:00Z']] as const;
    const outOfReach = [{ pointer: '/deadlines/0/within', code: 'outOfReach' }];
    expect(ask({ deadlines: [{ from: FRIDAY_AT_FOUR, within: 'PT1H', pauses }] }, workingTime)).toMatchObject({
      faults: outOfReach,
    });
    const far = [['2090-11-20T09:00:00Z', '2100-12-31T00:00:00Z']] as const;
    expect(ask({ deadlines: [{ from: FRIDAY_AT_FOUR, within: 'PT4H', pauses: far }] }, workingTime)).toMatchObject({
      deadlines: [NOON],
    });
    expect(Math.max(...years)).toBeLessThan(2040);
  });

  it('accepts 2,000 questions in all, and no more', () => {
    const deadlines = Array.from({ length: 1_000 }, () => ({ from: FRIDAY_AT_FOUR, within: 'PT4H' }));
    const spans = Array.from({ length: 1_000 }, () => ({ from: FRIDAY_AT_FOUR, to: NOON }));
    expect(ask({ deadlines, spans }).kind).toBe('answered');
    expect(pointersOf({ deadlines, spans: [...spans, ...spans.slice(0, 1)] })).toEqual(['/deadlines tooMany']);
  });
});

describe('the body of a calendar request', () => {
  const minimal = () => ({ timeZone: 'UTC', hours: { mon: [['09:00', '17:00']] } });

  function pointers(schema: TSchema, body: unknown): string[] {
    return faultsOf(schema, body).map(({ pointer, code }) => `${pointer} ${code}`);
  }

  it('needs a name, a zone and hours, and gets the defaults', () => {
    const body = { name: 'Office', ...minimal() };
    expect(pointers(CalendarBody, body)).toEqual([]);
    expect(body).toMatchObject({ holidays: [], overrides: {}, breaks: {} });
    expect(pointers(CalendarBody, {})).toEqual(['/name required', '/timeZone required', '/hours required']);
    expect(pointers(CalendarShape, minimal())).toEqual([]);
    expect(pointers(CalendarShape, { ...minimal(), title: 'Office' })).toEqual(['/title unknown']);
  });

  it('refuses unknown fields and weekdays, intervals that are no pairs, and dates that do not exist', () => {
    const body = {
      ...minimal(),
      hours: { mo: [], tue: [['09:00']], wed: ['09:00', '17:00'] },
      zone: 'UTC',
      holidays: ['2026-02-30'],
    };
    expect(pointers(CalendarShape, body).sort()).toEqual([
      '/holidays/0 date',
      '/hours/mo unknown',
      '/hours/tue/0 tooFew',
      '/hours/wed/0 type',
      '/hours/wed/1 type',
      '/zone unknown',
    ]);
    expect(
      pointers(CalendarShape, { ...minimal(), overrides: { '2026-12-24': [['09:00', '10:00', '11:00']] } }),
    ).toContain('/overrides/2026-12-24/0 tooMany');
  });

  it('limits dates, intervals and the name', () => {
    const dates = Array.from({ length: 1_001 }, () => '2026-12-25');
    expect(pointers(CalendarShape, { ...minimal(), holidays: dates })).toEqual(['/holidays tooMany']);
    const overrides = Object.fromEntries(dates.map((_, index) => [String(index), []]));
    expect(pointers(CalendarShape, { ...minimal(), overrides })).toEqual(['/overrides tooMany']);
    const many = Array.from({ length: 25 }, () => ['09:00', '10:00']);
    expect(pointers(CalendarShape, { ...minimal(), hours: { mon: many } })).toEqual(['/hours/mon tooMany']);
    expect(pointers(CalendarBody, { ...minimal(), name: '' })).toEqual(['/name tooShort']);
    expect(pointers(CalendarBody, { ...minimal(), name: 'x'.repeat(201) })).toEqual(['/name tooLong']);
  });

  it('accepts every calendar that these tests use', () => {
    expect(pointers(CalendarShape, calendar({ holidayRegion: 'US-NY' }))).toEqual([]);
  });

  it('checks the questions of a preview and fills in the empty ones', () => {
    const body = { calendar: minimal(), timeZone: 'Asia/Tokyo' };
    expect(pointers(CalendarPreviewBody, body)).toEqual([]);
    expect(body).toMatchObject({ deadlines: [], spans: [], calendar: { holidays: [] } });
    const saved = {
      timeZone: 'Mars/Olympus',
      deadlines: [{ from: '2101-01-01T00:00:00Z', within: 'P1Y', pauses: [[NOON]] }],
      spans: [{ from: NOON, to: NOON, extra: true }],
    };
    expect(pointers(SavedPreviewBody, saved).sort()).toEqual([
      '/deadlines/0/from instant',
      '/deadlines/0/pauses/0 tooFew',
      '/deadlines/0/within duration',
      '/spans/0/extra unknown',
      '/timeZone timeZone',
    ]);
    expect(pointers(SavedPreviewBody, { calendar: minimal() })).toEqual(['/calendar unknown']);
  });
});
