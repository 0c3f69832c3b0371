import { describe, expect, it } from '@jest/globals';
import { hintAtHours, turnsSince } from '../../src/routing/pools/fairness.js';

const turns = (weight: number, shareDue: number, leadsGot: number, offHours = 0) => ({
  weight,
  shareDue,
  leadsGot,
  missed: offHours === 0 ? {} : { offHours },
});

describe('a hint about working hours', () => {
  it('names the weight with which the member would get their share', () => {
    // Of 100 leads, 60 come while only the first two work, and 40 while all three work and get a third each.
    const all = [turns(1, 30 + 40 / 3, 44), turns(1, 30 + 40 / 3, 43), turns(1, 40 / 3, 13, 60)];
    expect(hintAtHours(all[2]!, all)).toBe(
      '60 of the 100 leads came outside their hours, so they got 13; by weight alone it would have been 33. A weight of 10 would even that out.',
    );
    // With a weight of 10 the third member gets 10/12 of 40, which is 33.
    expect((40 * 10) / 12).toBeCloseTo(100 / 3, 9);
  });

  it('is absent for members with half their share, too few leads, or other reasons', () => {
    const many = [turns(1, 60, 60), turns(1, 40, 40, 50)];
    expect(many.map((each) => hintAtHours(each, many))).toEqual([null, null]);
    const few = [turns(1, 10, 10), turns(1, 1, 1, 9)];
    expect(hintAtHours(few[1]!, few)).toBeNull();
    const away = { ...turns(1, 1, 1), missed: { absent: 99 } };
    expect(hintAtHours(away, [turns(1, 99, 99), away])).toBeNull();
    const beginner = turns(0, 0, 0, 99);
    expect(hintAtHours(beginner, [turns(1, 100, 100), beginner])).toBeNull();
  });
});

it('turnsSince returns the turns between two states', () => {
  const before = { shareDue: 2, leadsGot: 1, missed: { absent: 2, offHours: 1 } };
  const now = { shareDue: 3.5, leadsGot: 3, missed: { absent: 5, offHours: 1, skill: 2 } };
  expect(turnsSince(before, now)).toEqual({ shareDue: 1.5, leadsGot: 2, missed: { absent: 3, skill: 2 } });
});
