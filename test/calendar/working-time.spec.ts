import { describe, expect, it } from '@jest/globals';
import { DeadlineOutOfReachError } from '../../src/calendar/calendar.errors.js';
import { alwaysOpen, compileWorkingTime } from '../../src/calendar/working-time.js';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../src/platform/values/duration.js';
import { at, calendar, compiled, daily, duration, interval, local } from './calendars.js';

const HOURS = (count: number) => count * MS_PER_HOUR;

/** 2026-11-20 is a Friday. */
function due(workingTime: ReturnType<typeof compiled>, from: string, within: string, timeZone = 'UTC') {
  return local(workingTime.deadline(at(from, timeZone), duration(within)), timeZone);
}

describe('a deadline in hours, minutes and seconds', () => {
  it('counts working time only, over the evening and the weekend', () => {
    expect(due(compiled(), '2026-11-20T16:00', 'PT4H')).toBe('Mon 2026-11-23T12:00');
  });

  it('is at closing when the budget runs out at closing', () => {
    expect(due(compiled(), '2026-11-20T13:00', 'PT4H')).toBe('Fri 2026-11-20T17:00');
  });

  it('is next morning when the budget outlasts closing by a second', () => {
    expect(compiled().deadline(at('2026-11-20T13:00'), duration('PT4H1S'))).toBe(at('2026-11-23T09:00:01'));
  });

  it('starts at the next opening when it is closed, and at once when it is just opening', () => {
    expect(due(compiled(), '2026-11-21T03:00', 'PT5M')).toBe('Mon 2026-11-23T09:05');
    expect(due(compiled(), '2026-11-23T09:00', 'PT5M')).toBe('Mon 2026-11-23T09:05');
    expect(due(compiled(), '2026-11-20T17:00', 'PT5M')).toBe('Mon 2026-11-23T09:05');
  });

  it('is the start itself for a budget of zero, even when closed', () => {
    expect(due(compiled(), '2026-11-21T03:00', 'PT0S')).toBe('Sat 2026-11-21T03:00');
  });
});

describe('a deadline in days', () => {
  it('is Monday 14:00 one day after Saturday 14:00', () => {
    expect(due(compiled(), '2026-11-21T14:00', 'P1D')).toBe('Mon 2026-11-23T14:00');
  });

  it('is Tuesday 09:00 one day after Friday 20:00, because Monday 20:00 is closed', () => {
    expect(due(compiled(), '2026-11-20T20:00', 'P1D')).toBe('Tue 2026-11-24T09:00');
  });

  it('is the same local time two days with working hours later', () => {
    expect(due(compiled(), '2026-11-20T10:30', 'P2D')).toBe('Tue 2026-11-24T10:30');
    expect(due(compiled(), '2026-11-20T06:00', 'P2D')).toBe('Tue 2026-11-24T09:00');
  });

  it('is at closing when it started at closing', () => {
    expect(due(compiled(), '2026-11-20T17:00', 'P1D')).toBe('Mon 2026-11-23T17:00');
  });

  it('counts the days before the hours', () => {
    expect(due(compiled(), '2026-11-20T16:00', 'P1DT2H')).toBe('Tue 2026-11-24T10:00');
    expect(due(compiled(), '2026-11-20T20:00', 'P1DT2H')).toBe('Tue 2026-11-24T11:00');
  });

  it('reads a week as seven working days', () => {
    expect(due(compiled(), '2026-11-20T10:00', 'P1W')).toBe(due(compiled(), '2026-11-20T10:00', 'P7D'));
    expect(due(compiled(), '2026-11-20T10:00', 'P1W')).toBe('Tue 2026-12-01T10:00');
  });

  it('does not count holidays and closed overrides, but counts a Saturday with hours', () => {
    const given = {
      holidays: ['2026-11-23'],
      overrides: { '2026-11-24': [], '2026-11-21': [['10:00', '12:00'] as const] },
    };
    expect(due(compiled(given), '2026-11-20T11:00', 'P1D')).toBe('Sat 2026-11-21T11:00');
    expect(due(compiled(given), '2026-11-20T11:00', 'P2D')).toBe('Wed 2026-11-25T11:00');
  });

  it('keeps the local time over a daylight-saving change', () => {
    const berlin = compiled({ timeZone: 'Europe/Berlin' });
    expect(due(berlin, '2026-10-23T10:00', 'P1D', 'Europe/Berlin')).toBe('Mon 2026-10-26T10:00');
    expect(berlin.deadline(at('2026-10-23T10:00+02:00'), duration('P1D'))).toBe(at('2026-10-26T10:00+01:00'));
  });

  it('counts a night shift for the date on which it starts', () => {
    const nights = compiled({
      hours: { mon: [['22:00', '06:00']], tue: [['22:00', '06:00']], fri: [['22:00', '06:00']] },
    });
    expect(due(nights, '2026-11-20T23:00', 'P1D')).toBe('Mon 2026-11-23T23:00');
    expect(due(nights, '2026-11-23T02:00', 'P1D')).toBe('Tue 2026-11-24T02:00');
    expect(due(nights, '2026-11-21T02:00', 'P1D')).toBe('Mon 2026-11-23T22:00');
  });

  it('does not count a date that is wholly break or absence', () => {
    expect(due(compiled({ breaks: { '2026-11-23': [['00:00', '24:00']] } }), '2026-11-20T10:00', 'P1D')).toBe(
      'Tue 2026-11-24T10:00',
    );
    const away = compiled().without([interval('2026-11-23T00:00', '2026-11-24T00:00')]);
    expect(due(away, '2026-11-20T10:00', 'P1D')).toBe('Tue 2026-11-24T10:00');
    const awayInTheMorning = compiled().without([interval('2026-11-23T00:00', '2026-11-23T12:00')]);
    expect(due(awayInTheMorning, '2026-11-20T10:00', 'P1D')).toBe('Mon 2026-11-23T12:00');
  });
});

describe('pauses', () => {
  const office = compiled();

  it('move a deadline by the working time they take, and by no more', () => {
    const overNight = [interval('2026-11-19T16:00', '2026-11-20T10:00')];
    expect(local(office.deadline(at('2026-11-19T15:00'), duration('PT3H'), overNight))).toBe('Fri 2026-11-20T12:00');
  });

  it('change nothing outside working hours', () => {
    const weekend = [interval('2026-11-20T17:00', '2026-11-23T09:00')];
    expect(local(office.deadline(at('2026-11-20T16:00'), duration('PT2H'), weekend))).toBe('Mon 2026-11-23T10:00');
    expect(office.workingMsBetween(at('2026-11-20T16:00'), at('2026-11-23T10:00'), weekend)).toBe(HOURS(2));
  });

  it('are subtracted once, however they overlap and whatever their order', () => {
    const pauses = [
      interval('2026-11-20T12:00', '2026-11-20T13:00'),
      interval('2026-11-20T10:00', '2026-11-20T12:30'),
      interval('2026-11-20T15:00', '2026-11-20T14:00'),
    ];
    expect(office.workingMsBetween(at('2026-11-20T09:00'), at('2026-11-20T17:00'), pauses)).toBe(HOURS(5));
    expect(local(office.deadline(at('2026-11-20T09:00'), duration('PT5H'), pauses))).toBe('Fri 2026-11-20T17:00');
  });

  it('also stop a clock in days: their working time is added after the same local time', () => {
    const morning = [interval('2026-11-23T10:00', '2026-11-23T12:00')];
    expect(local(office.deadline(at('2026-11-20T14:00'), duration('P1D'), morning))).toBe('Mon 2026-11-23T16:00');
    const wholeMonday = [interval('2026-11-23T00:00', '2026-11-24T00:00')];
    expect(local(office.deadline(at('2026-11-20T14:00'), duration('P1D'), wholeMonday))).toBe('Tue 2026-11-24T14:00');
  });

  it('delay a deadline in days that no working time precedes: it counts from the end of the pause', () => {
    // Saturday at two in the morning, so that a day ends as the office opens on Monday.
    const due = (from: string, to: string, within = 'P1D') =>
      local(office.deadline(at('2026-11-21T02:00'), duration(within), [interval(from, to)]));
    expect(due('2026-11-21T02:00', '2026-11-25T12:00')).toBe('Thu 2026-11-26T12:00');
    expect(due('2026-11-22T20:00', '2026-11-25T12:00')).toBe('Thu 2026-11-26T12:00');
    expect(due('2026-11-21T02:00', '2026-11-25T12:00', 'P1DT1H')).toBe('Thu 2026-11-26T13:00');
    expect(due('2026-11-21T02:00', '2026-11-23T08:59')).toBe('Mon 2026-11-23T09:00');
    expect(due('2026-11-21T02:00', '2026-11-23T09:00')).toBe('Mon 2026-11-23T09:00');
    expect(due('2026-11-21T02:00', '2026-11-23T09:01')).toBe('Tue 2026-11-24T09:01');
    expect(due('2026-11-23T09:00', '2026-11-25T12:00')).toBe('Mon 2026-11-23T09:00');
  });

  it('do not contain a deadline in days whose working time is over before them', () => {
    const due = (to: string) =>
      local(office.deadline(at('2026-11-20T20:00'), duration('P1D'), [interval('2026-11-23T18:00', to)]));
    expect(due('2026-11-25T12:00')).toBe('Wed 2026-11-25T12:00');
    expect(due('2026-11-25T20:00')).toBe('Thu 2026-11-26T09:00');
  });

  it('leave alone a deadline that falls as they begin', () => {
    const afterwards = [interval('2026-11-20T12:00', '2026-11-20T13:00')];
    expect(local(office.deadline(at('2026-11-20T10:00'), duration('PT2H'), afterwards))).toBe('Fri 2026-11-20T12:00');
  });

  it('put a deadline out of reach when they never end', () => {
    const forever = [{ from: at('2026-11-20T10:00'), to: Number.POSITIVE_INFINITY }];
    expect(() => office.deadline(at('2026-11-20T09:00'), duration('PT2H'), forever)).toThrow(DeadlineOutOfReachError);
    expect(() => office.deadline(at('2026-11-21T02:00'), duration('P1D'), forever)).toThrow(DeadlineOutOfReachError);
  });
});

describe('working time between two instants', () => {
  it('is negative backwards, and zero between an instant and itself', () => {
    expect(compiled().workingMsBetween(at('2026-11-23T10:00'), at('2026-11-20T16:00'))).toBe(-HOURS(2));
    expect(compiled().workingMsBetween(at('2026-11-20T10:00'), at('2026-11-20T10:00'))).toBe(0);
    expect(compiled().workingMsBetween(at('2026-11-22T10:00'), at('2026-11-21T10:00'))).toBe(0);
  });

  it('is known from 1970 to 2100', () => {
    const always = compiled({ hours: daily(['00:00', '24:00']) });
    const [first, last] = [at('1970-01-01T00:00'), at('2100-12-31T23:59:59.999')];
    expect(always.workingMsBetween(first, last)).toBe(last - first);
    expect(always.deadline(last, duration('P1D'))).toBe(last + MS_PER_DAY);
  });
});

describe('daylight saving', () => {
  const NEW_YORK = 'America/New_York';

  it('makes a day of 23 hours and a day of 25', () => {
    const always = compiled({ timeZone: NEW_YORK, hours: daily(['00:00', '24:00']) });
    expect(always.workingMsBetween(at('2026-03-08T00:00', NEW_YORK), at('2026-03-09T00:00', NEW_YORK))).toBe(HOURS(23));
    expect(always.workingMsBetween(at('2026-11-01T00:00', NEW_YORK), at('2026-11-02T00:00', NEW_YORK))).toBe(HOURS(25));
  });

  it('moves an edge that is skipped forward by the length of the gap', () => {
    const early = compiled({ timeZone: NEW_YORK, hours: daily(['02:30', '05:00']) });
    expect(early.nextOpening(at('2026-03-08T00:00', NEW_YORK))).toBe(at('2026-03-08T03:30-04:00'));
    expect(early.closes(at('2026-03-08T04:00', NEW_YORK))).toBe(at('2026-03-08T05:00-04:00'));
  });

  it('unites intervals that meet because of the gap', () => {
    const split = compiled({ timeZone: NEW_YORK, hours: daily(['01:00', '02:30'], ['03:00', '04:00']) });
    expect(split.workingMsBetween(at('2026-03-08T00:00', NEW_YORK), at('2026-03-09T00:00', NEW_YORK))).toBe(HOURS(2));
    expect(split.closes(at('2026-03-08T01:30', NEW_YORK))).toBe(at('2026-03-08T04:00-04:00'));
  });

  it('empties an interval that the gap inverts', () => {
    const inverted = compiled({ timeZone: NEW_YORK, hours: daily(['02:30', '03:15']) });
    expect(inverted.workingMsBetween(at('2026-03-08T00:00', NEW_YORK), at('2026-03-09T00:00', NEW_YORK))).toBe(0);
    expect(local(inverted.deadline(at('2026-03-07T02:45', NEW_YORK), duration('P1D')), NEW_YORK)).toBe(
      'Mon 2026-03-09T02:45',
    );
  });

  it('takes the first occurrence of an edge that occurs twice', () => {
    const early = compiled({ timeZone: NEW_YORK, hours: daily(['01:30', '02:30']) });
    expect(early.nextOpening(at('2026-11-01T00:00', NEW_YORK))).toBe(at('2026-11-01T01:30-04:00'));
    expect(early.closes(at('2026-11-01T01:30-04:00'))).toBe(at('2026-11-01T02:30-05:00'));
    const within = compiled({ timeZone: NEW_YORK, hours: daily(['01:15', '01:45']) });
    expect(within.workingMsBetween(at('2026-11-01T00:00', NEW_YORK), at('2026-11-02T00:00', NEW_YORK))).toBe(
      30 * MS_PER_MINUTE,
    );
  });

  it('handles the half-hour change of Lord Howe', () => {
    const LORD_HOWE = 'Australia/Lord_Howe';
    const early = compiled({ timeZone: LORD_HOWE, hours: daily(['01:45', '04:00']) });
    // 2026-04-05: from 02:00 back to 01:30. 2026-10-04: from 02:00 on to 02:30.
    expect(early.workingMsBetween(at('2026-04-05T00:00', LORD_HOWE), at('2026-04-06T00:00', LORD_HOWE))).toBe(
      HOURS(2.75),
    );
    expect(early.workingMsBetween(at('2026-10-04T00:00', LORD_HOWE), at('2026-10-05T00:00', LORD_HOWE))).toBe(
      HOURS(1.75),
    );
    const inGap = compiled({ timeZone: LORD_HOWE, hours: daily(['02:10', '04:00']) });
    expect(inGap.nextOpening(at('2026-10-04T00:00', LORD_HOWE))).toBe(at('2026-10-04T02:40', LORD_HOWE));
  });

  it('makes a night shift an hour shorter or longer', () => {
    const nights = compiled({ timeZone: NEW_YORK, hours: { sat: [['22:00', '06:00']] } });
    expect(nights.workingMsBetween(at('2026-03-07T12:00', NEW_YORK), at('2026-03-08T12:00', NEW_YORK))).toBe(HOURS(7));
    expect(nights.workingMsBetween(at('2026-10-31T12:00', NEW_YORK), at('2026-11-01T12:00', NEW_YORK))).toBe(HOURS(9));
  });

  it('gives no hours to a date that a zone skipped, Samoa 2011-12-30', () => {
    const APIA = 'Pacific/Apia';
    const office = compiled({ timeZone: APIA });
    expect(office.workingMsBetween(at('2011-12-29T00:00', APIA), at('2012-01-02T00:00', APIA))).toBe(HOURS(8));
    expect(local(office.deadline(at('2011-12-29T10:00', APIA), duration('P1D')), APIA)).toBe('Mon 2012-01-02T10:00');
    const nights = compiled({ timeZone: APIA, hours: { thu: [['22:00', '06:00']] } });
    expect(nights.workingMsBetween(at('2011-12-29T12:00', APIA), at('2011-12-31T12:00', APIA))).toBe(HOURS(8));
  });

  it('reads an offset that is not in whole minutes, Liberia before 1972', () => {
    const monrovia = compiled({ timeZone: 'Africa/Monrovia', hours: daily(['09:00', '17:00']) });
    expect(monrovia.nextOpening(at('1971-06-01T00:00'))).toBe(at('1971-06-01T09:44:30'));
  });
});

describe('hours, holidays, overrides and breaks', () => {
  it('run until midnight with 24:00, and join the next day', () => {
    const late = compiled({ hours: { mon: [['18:00', '24:00']], tue: [['00:00', '02:00']] } });
    expect(late.closes(at('2026-11-23T20:00'))).toBe(at('2026-11-24T02:00'));
    expect(late.workingMsBetween(at('2026-11-23T00:00'), at('2026-11-25T00:00'))).toBe(HOURS(8));
  });

  it('run past midnight when the end is before the start, and unite with the hours of the next day', () => {
    const nights = compiled({ hours: { mon: [['22:00', '06:00']], tue: [['04:00', '08:00']] } });
    expect(nights.closes(at('2026-11-23T23:00'))).toBe(at('2026-11-24T08:00'));
    expect(nights.workingMsBetween(at('2026-11-23T00:00'), at('2026-11-25T00:00'))).toBe(HOURS(10));
  });

  it('keep the whole night shift that began before a holiday, and none of the one that would begin on it', () => {
    const nights = compiled({ hours: daily(['22:00', '06:00']), holidays: ['2026-12-25'] });
    expect(nights.isOpenAt(at('2026-12-25T05:59'))).toBe(true);
    expect(nights.isOpenAt(at('2026-12-25T23:00'))).toBe(false);
    expect(nights.isOpenAt(at('2026-12-26T05:00'))).toBe(false);
  });

  it('close on own holidays and on the public holidays of the region', () => {
    const office = compiled({ holidays: ['2026-11-23'], holidayRegion: 'US' }, ['2026-11-26']);
    expect(office.isOpenAt(at('2026-11-23T10:00'))).toBe(false);
    expect(office.isOpenAt(at('2026-11-26T10:00'))).toBe(false);
    expect(office.isOpenAt(at('2026-11-25T10:00'))).toBe(true);
  });

  it('are replaced by an override, holiday or not', () => {
    const office = compiled({
      holidays: ['2026-12-31'],
      overrides: { '2026-12-31': [['09:00', '12:00']], '2026-12-30': [], '2026-12-27': [['10:00', '11:00']] },
    });
    expect(office.workingMsBetween(at('2026-12-31T00:00'), at('2027-01-01T00:00'))).toBe(HOURS(3));
    expect(office.isOpenAt(at('2026-12-30T10:00'))).toBe(false);
    expect(office.isOpenAt(at('2026-12-27T10:00'))).toBe(true);
  });

  it('may be written in any order', () => {
    const office = compiled({
      hours: {
        mon: [
          ['13:30', '17:00'],
          ['09:00', '12:30'],
        ],
      },
    });
    expect(due(office, '2026-11-23T12:00', 'PT1H')).toBe('Mon 2026-11-23T14:00');
    expect(office.workingMsBetween(at('2026-11-23T00:00'), at('2026-11-24T00:00'))).toBe(HOURS(7));
  });

  it('are cut by breaks, which may lie outside them or run past midnight', () => {
    const office = compiled({ breaks: { '2026-12-24': [['12:00', '17:00']], '2026-12-23': [['16:00', '20:00']] } });
    expect(office.workingMsBetween(at('2026-12-24T00:00'), at('2026-12-25T00:00'))).toBe(HOURS(3));
    expect(office.workingMsBetween(at('2026-12-23T00:00'), at('2026-12-24T00:00'))).toBe(HOURS(7));
    const nights = compiled({
      hours: daily(['22:00', '06:00']),
      breaks: { '2026-12-24': [['23:30', '00:30']], '2026-12-28': [['02:00', '03:00']] },
    });
    expect(nights.workingMsBetween(at('2026-12-24T12:00'), at('2026-12-25T12:00'))).toBe(HOURS(7));
    expect(nights.isOpenAt(at('2026-12-28T02:30'))).toBe(false);
  });

  it('are read in the zone of the owner when the calendar says so', () => {
    const options = { timeZone: 'Asia/Kolkata', holidaysOf: () => [], window: { firstYear: 2026, lastYear: 2026 } };
    expect(compileWorkingTime(calendar({ timeZone: 'owner' }), options).nextOpening(at('2026-11-23T00:00'))).toBe(
      at('2026-11-23T03:30'),
    );
    expect(compileWorkingTime(calendar({ timeZone: 'UTC' }), options).nextOpening(at('2026-11-23T00:00'))).toBe(
      at('2026-11-23T09:00'),
    );
  });
});

describe('opening and closing', () => {
  it('is open at opening and no longer at closing', () => {
    const office = compiled();
    expect(office.isOpenAt(at('2026-11-20T08:59:59.999'))).toBe(false);
    expect(office.isOpenAt(at('2026-11-20T09:00'))).toBe(true);
    expect(office.isOpenAt(at('2026-11-20T16:59:59.999'))).toBe(true);
    expect(office.isOpenAt(at('2026-11-20T17:00'))).toBe(false);
  });

  it('opens next now if it is open, and never closes if it is closed', () => {
    const office = compiled();
    expect(office.nextOpening(at('2026-11-20T10:00'))).toBe(at('2026-11-20T10:00'));
    expect(local(office.nextOpening(at('2026-11-20T17:00')))).toBe('Mon 2026-11-23T09:00');
    expect(office.closes(at('2026-11-20T10:00'))).toBe(at('2026-11-20T17:00'));
    expect(office.closes(at('2026-11-20T17:00'))).toBeNull();
  });

  it('closes after the turn of a year when hours run over it', () => {
    const festival = compiled({ hours: { thu: [['12:00', '24:00']], fri: [['00:00', '02:00']] } });
    expect(festival.closes(at('2026-12-31T20:00'))).toBe(at('2027-01-01T02:00'));
    const last = compiled({ hours: { fri: [['12:00', '24:00']] } });
    expect(last.closes(at('2027-12-31T20:00'))).toBe(at('2028-01-01T00:00'));
    const over = compiled({ hours: { fri: [['22:00', '06:00']] } });
    expect(over.closes(at('2027-12-31T23:00'))).toBe(at('2028-01-01T06:00'));
  });

  it('never closes when it is open around the clock', () => {
    expect(compiled({ hours: daily(['00:00', '24:00']) }).closes(at('2026-11-20T10:00'))).toBeNull();
  });
});

describe('a calendar that is closed for long', () => {
  const once = (date: string) => compiled({ hours: {}, overrides: { [date]: [['09:00', '17:00']] } });

  it('continues after weeks', () => {
    const summer = compiled({
      overrides: Object.fromEntries(
        Array.from({ length: 31 }, (_, day) => [`2026-12-${String(day + 1).padStart(2, '0')}`, []]),
      ),
    });
    expect(due(summer, '2026-11-30T16:00', 'PT2H')).toBe('Fri 2027-01-01T10:00');
  });

  it('continues after years that were not compiled', () => {
    expect(due(once('2035-06-01'), '2026-11-20T09:00', 'PT2H')).toBe('Fri 2035-06-01T11:00');
    expect(due(once('2035-06-01'), '2026-11-20T10:00', 'P1D')).toBe('Fri 2035-06-01T10:00');
    expect(local(once('2035-06-01').nextOpening(at('2026-11-20T09:00')))).toBe('Fri 2035-06-01T09:00');
    expect(local(once('1999-06-01').nextOpening(at('1990-01-01T00:00')))).toBe('Tue 1999-06-01T09:00');
  });

  it('may use up the very last working time', () => {
    expect(due(once('2030-06-03'), '2026-11-20T09:00', 'PT8H')).toBe('Mon 2030-06-03T17:00');
  });

  it('looks into the tenth year, however many years were compiled before', () => {
    const inTenYears = calendar({ hours: {}, overrides: { '2036-06-01': [['09:00', '17:00']] } });
    for (let lastYear = 2026; lastYear <= 2036; lastYear += 1) {
      const options = { timeZone: 'UTC', holidaysOf: () => [], window: { firstYear: 2026, lastYear } };
      expect(due(compileWorkingTime(inTenYears, options), '2026-11-20T09:00', 'PT2H')).toBe('Sun 2036-06-01T11:00');
    }
  });

  it('allows a deadline exactly ten years away, and refuses a later one', () => {
    const from = '2026-06-01T10:00';
    expect(due(once('2036-06-01'), from, 'PT1H')).toBe('Sun 2036-06-01T10:00');
    expect(() => once('2036-06-01').deadline(at(from), duration('PT1H1S'))).toThrow(DeadlineOutOfReachError);
    expect(() => once('2036-06-02').deadline(at(from), duration('P1D'))).toThrow(DeadlineOutOfReachError);
    expect(() => once('2020-06-02').deadline(at(from), duration('PT1S'))).toThrow(DeadlineOutOfReachError);
    expect(() => once('2020-06-02').deadline(at(from), duration('P1D'))).toThrow(DeadlineOutOfReachError);
    expect(once('2036-06-02').nextOpening(at(from))).toBeNull();
    expect(once('2020-06-02').nextOpening(at(from))).toBeNull();
  });
});

describe('the edge of the compiled years', () => {
  const breaks = { '2028-01-02': [['02:00', '04:00'] as const] };
  const edges = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC'].flatMap((timeZone) => [
    { timeZone, shift: ['22:00', '12:00'] as const },
    { timeZone, shift: ['23:00', '22:00'] as const },
    { timeZone, shift: ['02:00', '01:00'] as const },
  ]);

  it.each(edges)('has no effect on results, in $timeZone with hours $shift', ({ timeZone, shift }) => {
    const shifts = { hours: daily(shift), breaks };
    const narrow = { timeZone, holidaysOf: () => [], window: { firstYear: 2026, lastYear: 2027 } };
    const wide = { ...narrow, window: { firstYear: 2020, lastYear: 2032 } };
    const whole = compileWorkingTime(calendar({ ...shifts, timeZone }), wide);
    for (const [first, last] of [
      ['2026-01-01T00:00', '2026-01-03T00:00'],
      ['2027-12-30T00:00', '2027-12-31T23:30'],
    ] as const) {
      for (let instant = at(first); instant <= at(last); instant += 30 * MS_PER_MINUTE) {
        const edge = compileWorkingTime(calendar({ ...shifts, timeZone }), narrow);
        expect(edge.isOpenAt(instant)).toBe(whole.isOpenAt(instant));
        expect(edge.nextOpening(instant)).toBe(whole.nextOpening(instant));
        expect(edge.deadline(instant, duration('PT30H'))).toBe(whole.deadline(instant, duration('PT30H')));
        expect(edge.deadline(instant, duration('P1DT1H'))).toBe(whole.deadline(instant, duration('P1DT1H')));
      }
    }
  });

  it('is the end of all working time before 1970 and after 2110', () => {
    const always = compiled({ hours: daily(['00:00', '24:00']) });
    expect(always.isOpenAt(-1)).toBe(false);
    expect(always.isOpenAt(0)).toBe(true);
    expect(always.isOpenAt(at('2110-12-31T23:59'))).toBe(true);
    expect(always.isOpenAt(at('2111-01-01T00:00'))).toBe(false);
    expect(alwaysOpen.isOpenAt(at('2111-01-01T00:00'))).toBe(false);
  });
});

describe('a calendar without absences', () => {
  it('is closed during an absence, also after more years are compiled', () => {
    const away = compiled().without([interval('2026-11-20T12:00', '2029-01-08T00:00')]);
    expect(due(away, '2026-11-20T11:00', 'PT2H')).toBe('Mon 2029-01-08T10:00');
    expect(away.isOpenAt(at('2026-11-20T11:59'))).toBe(true);
    expect(away.isOpenAt(at('2026-11-20T12:00'))).toBe(false);
  });

  it('subtracts further absences from what is left, and nothing for none', () => {
    const office = compiled();
    const away = office
      .without([interval('2026-11-20T09:00', '2026-11-20T10:00')])
      .without([interval('2026-11-20T09:30', '2026-11-20T12:00')]);
    expect(away.workingMsBetween(at('2026-11-20T00:00'), at('2026-11-21T00:00'))).toBe(HOURS(5));
    expect(office.without([])).toBe(office);
    expect(office.workingMsBetween(at('2026-11-20T00:00'), at('2026-11-21T00:00'))).toBe(HOURS(8));
  });
});

describe('elapsed time', () => {
  it('is a calendar that never closes, where a day is 24 hours', () => {
    const from = at('2026-03-07T12:00', 'America/New_York');
    expect(alwaysOpen.deadline(from, duration('P1DT2H'))).toBe(from + HOURS(26));
    expect(alwaysOpen.workingMsBetween(from, from + 7)).toBe(7);
    expect(alwaysOpen.isOpenAt(from)).toBe(true);
    expect(alwaysOpen.nextOpening(from)).toBe(from);
    expect(alwaysOpen.closes(from)).toBeNull();
  });

  it('moves by pauses and absences', () => {
    const from = at('2026-11-20T12:00');
    const pause = interval('2026-11-20T18:00', '2026-11-21T00:00');
    expect(alwaysOpen.deadline(from, duration('P1D'), [pause])).toBe(from + HOURS(30));
    expect(alwaysOpen.without([pause]).deadline(from, duration('P1D'))).toBe(from + HOURS(30));
    expect(alwaysOpen.without([pause]).closes(from)).toBe(pause.from);
  });
});

describe('the time of either calendar', () => {
  it('continues past the compiled years, whichever of them has more', () => {
    const weekend = compiled({ hours: { sun: [['09:00', '17:00']] } });
    weekend.claimsIn({ firstYear: 2026, lastYear: 2030 });
    const either = compiled().or([weekend]);
    // Friday, 31 December 2027, until 17:00; Sunday, Monday, Tuesday.
    expect(due(either, '2027-12-31T16:00', 'PT25H')).toBe('Tue 2028-01-04T17:00');
  });
});
