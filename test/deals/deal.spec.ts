import { describe, expect, it } from '@jest/globals';
import { DEAL_STAGES, DEAL_TRANSITIONS, type Deal, type DealStage, lose, reopen, win } from '../../src/deals/deal.js';

const STAGE: Readonly<Record<DealStage, Partial<Deal>>> = {
  open: { wonAt: null, deliveredAt: null, lostAt: null, lostReason: null },
  won: { wonAt: 1, deliveredAt: null, lostAt: null, lostReason: null },
  lost: { wonAt: null, deliveredAt: null, lostAt: 1, lostReason: 'Too dear' },
};
const deal = (stage: DealStage) => ({ id: 'deal', amount: '5', currency: 'EUR', stage, ...STAGE[stage] }) as Deal;
const ENTER: Readonly<Record<DealStage, (from: Deal) => Deal>> = {
  open: reopen,
  won: (from) => win(from, 1, null),
  lost: (from) => lose(from, 1, 'Too dear'),
};

describe.each(DEAL_STAGES)('a deal that is %s', (from) => {
  it.each(DEAL_STAGES)('becomes %s only where its table says so, with what belongs to that stage alone', (to) => {
    if (DEAL_TRANSITIONS[from].includes(to)) expect(ENTER[to](deal(from))).toEqual(deal(to));
    else expect(() => ENTER[to](deal(from))).toThrow(`cannot go from ${from} to ${to}`);
  });
});

it('a win is worth what is told with it', () => {
  expect(win(deal('open'), 1, { amount: '7', currency: 'USD' })).toMatchObject({ amount: '7', currency: 'USD' });
});
