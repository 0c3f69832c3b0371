import { describe, expect, it } from '@jest/globals';
import { alwaysOpen } from '../../src/calendar/working-time.js';
import { spreadReturns } from '../../src/lifecycle/closing/spreading.js';
import { office } from '../sla/sla.builder.js';
import { iso } from '../support/instants.js';

const at = (day: string) => Date.parse(`2026-03-${day}.000Z`);
const spread = (from: string, days: number, of: number, hours = office) => {
  const returns = spreadReturns(at(from), { days, hours });
  return Array.from({ length: of }, (_, place) => iso(returns({ place, of })).slice(8, 16));
};

describe('leads that are closed together come back', () => {
  it('evenly over working days, in their order', () => {
    expect(spread('05T10:00:00', 4, 8)).toEqual(
      ['05T10:00', '06T10:00', '09T10:00', '10T10:00'].flatMap((each) => [each, each]),
    );
  });

  it('one by one if there are more days than leads', () => {
    expect(spread('02T10:00:00', 10, 2)).toEqual(['02T10:00', '09T10:00']);
  });

  it('from the next opening on if the company is closed', () => {
    expect(spread('07T10:00:00', 2, 2)).toEqual(['09T09:00', '10T09:00']);
  });

  it('all at once over a single day', () => {
    expect(spread('02T10:00:00', 1, 3)).toEqual(['02T10:00', '02T10:00', '02T10:00']);
  });

  it('over calendar days if the company never closes', () => {
    expect(spread('07T10:00:00', 2, 2, alwaysOpen)).toEqual(['07T10:00', '08T10:00']);
  });
});
