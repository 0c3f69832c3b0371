import { describe, expect, it } from '@jest/globals';
import { PersonInRows } from '../../src/imports/erased-rows.js';

const isIn = (cell: string, person: { email?: string; phone?: string }) =>
  new PersonInRows({
    emailKeys: person.email === undefined ? [] : [person.email],
    phoneKeys: person.phone === undefined ? [] : [person.phone],
  }).isIn(['1', cell]);

describe('a person in the row of a file', () => {
  it.each([
    'ann@example.com',
    'Ann Lee <ANN@Example.com>',
    'mailto:ann@example.com?subject=x',
    'Write to ann@example.com!',
    '{ann@example.com}',
    'bo@example.com;ann@example.com',
  ])('is found by their address in %j', (cell) => {
    expect(isIn(cell, { email: 'ann@example.com' })).toBe(true);
  });

  it.each(['joann@example.com', 'ann@example.com.au', 'ann@example.co', 'ann', ''])(
    'is not somebody with an address like theirs: %j',
    (cell) => {
      expect(isIn(cell, { email: 'ann@example.com' })).toBe(false);
    },
  );

  it.each([
    '+49 151 12345605',
    '0151/123 456 05',
    '00491511234 5605',
    '4915112345605',
    'Call 0151-12345605, or later',
    '0151 12345605-12',
    '030 5551000 0151 12345605',
    '0151 12345605 030 5551000',
  ])('is found by their number in %j, whatever is dialled before it', (cell) => {
    expect(isIn(cell, { phone: '+4915112345605' })).toBe(true);
  });

  it.each(['0151 12345606', '45605', '2026-03-02 10:00'])('is not somebody with another number: %j', (cell) => {
    expect(isIn(cell, { phone: '+4915112345605' })).toBe(false);
  });
});
