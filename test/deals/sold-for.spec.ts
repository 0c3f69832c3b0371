import { describe, expect, it } from '@jest/globals';
import type { Deal } from '../../src/deals/deal.js';
import { reopen, win } from '../../src/deals/deal.js';
import { faultsOfAnswer, type SaidSoldFor, soldFor, UNSAID_SOLD_FOR } from '../../src/deals/sold-for.js';

const YEAR = { startsOn: '2026-01-01', endsOn: '2026-12-31', noticeDays: null, autoRenewMonths: null };
const PILOT = { term: null, oneOff: false, pilotEndsOn: '2026-03-31' };

describe('what a deal is sold for', () => {
  const cases: [string, Partial<SaidSoldFor>, object | null][] = [
    ['nothing that is said', {}, null],
    ['whole months', { term: YEAR }, { kind: 'term', startsOn: '2026-01-01', endsOn: '2026-12-31', months: 12 }],
    ['days', { term: { ...YEAR, endsOn: '2026-12-30' } }, expect.objectContaining({ kind: 'term', months: null })],
    ['once', { oneOff: true }, { kind: 'oneOff' }],
    ['a pilot', PILOT, { kind: 'pilot', endsOn: '2026-03-31' }],
    ['a pilot that is converted', { ...PILOT, term: YEAR }, expect.objectContaining({ kind: 'term', months: 12 })],
  ];
  it.each(cases)('can be %s', (_, said, is) => {
    expect(soldFor({ ...UNSAID_SOLD_FOR, ...said })).toEqual(is);
  });
});

describe('the answer of a win', () => {
  const faults = (body: object, type: Deal['type'] = 'new') =>
    faultsOfAnswer(body, { type }, '2026-01-05').map(({ pointer, code }) => `${pointer} ${code}`);

  it.each([
    [{}, []],
    [{ term: YEAR }, []],
    [{ oneOff: true }, []],
    [{ pilot: { endsOn: '2026-01-05' } }, []],
    [{ pilot: { endsOn: '2026-01-04' } }, ['/pilot/endsOn tooEarly']],
    [{ term: { startsOn: '2026-02-02', endsOn: '2026-02-01' } }, ['/term/endsOn tooEarly']],
    [{ term: { startsOn: '2026-02-02', endsOn: '2026-02-02' } }, []],
    [{ term: YEAR, pilot: { endsOn: '2026-03-31' } }, ['/pilot contradiction']],
    [{ term: YEAR, oneOff: true }, ['/oneOff contradiction']],
  ])('is one of three: %j', (body, found) => {
    expect(faults(body)).toEqual(found);
  });

  it('is none for a renewal', () => {
    expect(faults({ term: YEAR }, 'renewal')).toEqual(['/term value']);
    expect(faults({}, 'renewal')).toEqual([]);
  });

  it('is taken back with the win, and what the deal said before is restored', () => {
    const deal = { stage: 'open', ...UNSAID_SOLD_FOR, term: YEAR, beforeWin: null } as unknown as Deal;
    const won = win(deal, { wonAt: 1, answer: PILOT });
    expect(won).toMatchObject({ ...PILOT, beforeWin: { term: YEAR, pilotEndsOn: null } });
    expect(reopen(won)).toMatchObject({ ...UNSAID_SOLD_FOR, term: YEAR, beforeWin: null });
    expect(win(deal, { wonAt: 1, answer: { ...UNSAID_SOLD_FOR, term: YEAR } }).beforeWin).toBeNull();
    expect(reopen(win(deal, { wonAt: 1 }))).toMatchObject({ term: YEAR });
  });
});
