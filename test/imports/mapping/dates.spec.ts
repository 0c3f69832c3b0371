import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { dateOrderOf, readWrittenDate } from '../../../src/imports/mapping/dates.js';

const read = (text: string, order: 'DMY' | 'MDY' = 'DMY', timeZone = 'Europe/Berlin') => {
  const at = readWrittenDate(text, { order, timeZone });
  return at === null ? null : new Date(at).toISOString();
};

describe('a date of a file', () => {
  it.each([
    '2026-03-02 10:30',
    '2026-03-02T10:30:00',
    '2026-03-02T09:30:00Z',
    '2026-03-02 10:30:00 +0100',
    '2026/03/02 10:30',
    '02.03.2026 10:30',
    '2.3.26, 10:30 Uhr',
    '02/03/2026 10:30',
    '02/03/2026 10:30 AM',
    '2-3-2026 10:30',
    '2 March 2026 10:30',
    '2. März 2026, 10:30',
    'March 2, 2026 10:30 AM',
    'Mar 2, 2026 at 10:30 am',
    'Mon, 2 Mar 2026 10:30:00',
    '2 mars 2026 à 10h30',
    '2 de marzo de 2026 10:30',
    '46083.4375',
    '1772443800',
    '1772443800000',
  ])('is read in the notation %s', (text) => {
    expect(read(text)).toBe('2026-03-02T09:30:00.000Z');
  });

  it.each([
    '31.02.2026',
    '13/13/2026',
    '2026-13-01',
    '10:30',
    '25.12.2026 24:61',
    '3 Smarch 2026',
    '12345',
    '1.2.3.4',
    '02/03-2026',
    '02.03.2026 foo',
    '2026-03-02 13:00 PM',
    '',
  ])('is not guessed from %j', (text) => {
    expect(read(text)).toBeNull();
  });

  it('goes by the order of its column only where the day does not show', () => {
    expect([read('03/04/2026', 'DMY', 'UTC'), read('03/04/2026', 'MDY', 'UTC')]).toEqual([
      '2026-04-03T00:00:00.000Z',
      '2026-03-04T00:00:00.000Z',
    ]);
    expect([read('31/01/2026', 'MDY', 'UTC'), read('01/31/2026', 'DMY', 'UTC')]).toEqual([
      '2026-01-31T00:00:00.000Z',
      '2026-01-31T00:00:00.000Z',
    ]);
    expect(read('03.04.2026', 'MDY', 'UTC')).toBe('2026-04-03T00:00:00.000Z');
  });

  it('has the order that the days of its column show', () => {
    expect(dateOrderOf(['03/04/2026', '13/04/2026'])).toBe('DMY');
    expect(dateOrderOf(['03/04/2026', '04/13/2026'])).toBe('MDY');
    expect(dateOrderOf(['03/04/2026 2:30 PM'])).toBe('MDY');
    expect(dateOrderOf(['03/04/2026', '2026-01-01', 'soon'])).toBe('DMY');
  });

  it('is read back in any notation, of any day', () => {
    const forms = [
      'yyyy-MM-dd HH:mm',
      'dd.MM.yyyy HH:mm',
      'd/M/yyyy h:mm a',
      'd LLLL yyyy HH:mm',
      'LLL d, yyyy h:mm a',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1971, 0, 1) / 60_000, max: Date.UTC(2099, 0, 1) / 60_000 }),
        fc.constantFrom(...forms),
        (minutes, form) => {
          const at = DateTime.fromMillis(minutes * 60_000, { zone: 'utc', locale: 'en' });
          expect(read(at.toFormat(form), 'DMY', 'UTC')).toBe(at.toJSDate().toISOString());
        },
      ),
    );
  });
});
