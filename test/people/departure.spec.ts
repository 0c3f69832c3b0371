import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OPEN_LEADS } from '../../src/people/absence.table.js';
import {
  consequencesOf,
  isUndecided,
  type OpenLoad,
  type RepChange,
  undecidedText,
} from '../../src/people/departure.js';

const load = fc
  .tuple(fc.nat(3), fc.nat(3))
  .map(([untouched, touched]): OpenLoad => ({ untouched, open: untouched + touched }));
const turn = fc.record({
  wasActive: fc.boolean(),
  isActive: fc.boolean(),
  openLeads: fc.option(fc.constantFrom(...OPEN_LEADS), { nil: undefined }),
});
const cases = fc
  .array(fc.tuple(turn, load), { maxLength: 8 })
  .map((all) => all.map(([each, of], index) => ({ turn: { ...each, repId: `r${index}` } as RepChange, load: of })));

describe('the consequences of a change of reps', () => {
  it('refuse or move only reps who leave and have open leads of the kind in question', () => {
    fc.assert(
      fc.property(cases, (all) => {
        const turns = all.map((each) => each.turn);
        const loads = new Map(all.map((each) => [each.turn.repId, each.load]));
        const { refused, left, returned, moving } = consequencesOf(turns, loads);
        for (const {
          turn: { repId, wasActive, isActive, openLeads },
          load: had,
        } of all) {
          const isRefused = refused.some((each) => each.repId === repId);
          const goes = moving.find((each) => each.repId === repId);
          expect(left.includes(repId)).toBe(wasActive && !isActive);
          expect(returned.includes(repId)).toBe(!wasActive && isActive);
          expect(isRefused).toBe(wasActive && !isActive && openLeads === undefined && had.open > 0);
          const count = { reassignAll: had.open, reassignUntouched: had.untouched, keep: 0 }[openLeads ?? 'keep'];
          expect(goes?.openLeads).toBe(!isActive && count > 0 ? openLeads : undefined);
        }
      }),
    );
  });

  it('need no decision on open leads where there are none', () => {
    const gone = { wasActive: true, isActive: false, openLeads: undefined };
    expect(isUndecided(gone, { open: 0, untouched: 0 })).toBe(false);
    expect(isUndecided(gone, { open: 1, untouched: 0 })).toBe(true);
  });

  it.each([
    [{ open: 1, untouched: 0 }, /^This rep has 1 open lead, of which 0 await first touch: /],
    [{ open: 2, untouched: 1 }, /^This rep has 2 open leads, of which 1 awaits first touch: /],
  ])('name the missing decision with numbers', (of, sentence) => {
    expect(undecidedText(of)).toMatch(sentence);
  });
});
