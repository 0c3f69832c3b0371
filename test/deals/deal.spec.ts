import { describe, expect, it } from '@jest/globals';
import {
  DEAL_STAGES,
  DEAL_TRANSITIONS,
  type Deal,
  type DealStage,
  lose,
  OPEN,
  reopen,
  win,
} from '../../src/deals/deal.js';

const TOO_DEAR = { lostReason: 'price', lostNote: 'Too dear', lostFields: {} };
const STAGE: Readonly<Record<DealStage, Partial<Deal>>> = {
  open: OPEN,
  won: { ...OPEN, stage: 'won', wonAt: 1, milestoneId: 'milestone' },
  lost: { ...OPEN, stage: 'lost', lostAt: 1, ...TOO_DEAR },
};
const deal = (stage: DealStage) => ({ id: 'deal', amount: '5', currency: 'EUR', stage, ...STAGE[stage] }) as Deal;
const ENTER: Readonly<Record<DealStage, (from: Deal) => Deal>> = {
  open: reopen,
  won: (from) => win(from, { wonAt: 1, milestoneId: 'milestone' }),
  lost: (from) => lose(from, 1, TOO_DEAR),
};

describe.each(DEAL_STAGES)('a deal that is %s', (from) => {
  it.each(DEAL_STAGES)(
    'becomes %s only if the table of transitions allows it, with the fields of that stage alone',
    (to) => {
      if (DEAL_TRANSITIONS[from].includes(to)) expect(ENTER[to](deal(from))).toEqual(deal(to));
      else expect(() => ENTER[to](deal(from))).toThrow(`cannot go from ${from} to ${to}`);
    },
  );
});

it('a win has the value that is reported with it', () => {
  expect(win(deal('open'), { wonAt: 1, amount: '7', currency: 'USD' })).toMatchObject({ amount: '7', currency: 'USD' });
});
