import { describe, expect, it } from '@jest/globals';
import type { Deal } from '../../src/deals/deal.js';
import { billedIn } from '../../src/forms/billing.js';
import { readForm } from '../../src/forms/form.js';
import type { Contract } from '../../src/revenue/contracts/contract.js';
import { type SoldContract, soldBy } from '../../src/revenue/won-deals/sold.js';
import { followed, type WonDeal, type WonDealEffects } from '../../src/revenue/won-deals/won-deal.js';

const DEAL = {
  id: 'deal',
  accountId: 'acme',
  type: 'new',
  stage: 'won',
  contractId: null,
  product: 'Suite',
  amount: '12000.00',
  currency: 'EUR',
  term: { startsOn: '2026-01-01', endsOn: '2026-12-31', noticeDays: null, autoRenewMonths: null },
  oneOff: false,
  pilotEndsOn: null,
} as unknown as Deal;
const LINES = { pointer: '/billing/lines', lines: [{ what: ' Website ', kind: 'fixed', amount: '12000.00' }] };
const problemOf = (fields: object, billed: typeof LINES | null = null) => {
  const sold = soldBy({ ...DEAL, ...fields }, billed);
  return sold !== null && 'code' in sold ? `${sold.code} ${sold.pointer}` : sold;
};

describe('what a deal has sold', () => {
  it('is the lines of the form, else one line for the term of the deal', () => {
    const products = (sold: ReturnType<typeof soldBy>) =>
      sold === null || 'code' in sold ? sold : sold.lines.map(({ product, kind }) => [product, kind, sold.noticeDays]);
    expect(products(soldBy(DEAL, LINES))).toEqual([['Website', 'oneOff', 0]]);
    expect(products(soldBy(DEAL, null))).toEqual([['Suite', 'recurring', 0]]);
  });

  it('cannot be determined without an account, a term, a currency or an amount', () => {
    expect(problemOf({ accountId: null })).toBe('noAccount null');
    expect(problemOf({ term: null }, LINES)).toBe('noTerm null');
    expect(problemOf({ term: null })).toBe('noTerm null');
    expect(problemOf({ amount: null, currency: null })).toBe('noAmount null');
    expect(problemOf({ amount: null, currency: null }, LINES)).toBe('noCurrency null');
  });

  it('is nothing that recurs if it is sold once, or as a pilot until that is converted', () => {
    expect(problemOf({ term: null, oneOff: true }, LINES)).toBeNull();
    expect(problemOf({ term: null, pilotEndsOn: '2026-03-31' })).toBeNull();
    expect(soldBy({ ...DEAL, pilotEndsOn: '2026-03-31' }, null)).toEqual(soldBy(DEAL, null));
  });

  it('cannot be determined if an amount is impossible for a contract', () => {
    expect(problemOf({ amount: '0.001' })).toBe('amount null');
    expect(problemOf({}, { ...LINES, lines: [...LINES.lines, { what: 'X', kind: 'fixed', amount: '-1' }] })).toBe(
      'amount /billing/lines/1',
    );
    const term = { startsOn: '2026-01-01', endsOn: '2026-01-01', noticeDays: null, autoRenewMonths: null };
    expect(problemOf({ amount: '999999999999.00', term })).toBe('amount null');
    expect(problemOf({}, { ...LINES, lines: Array(201).fill(LINES.lines[0]) })).toBe('tooManyLines /billing/lines');
  });
});

describe('a deal that has made its contract', () => {
  const sold = soldBy(DEAL, LINES) as SoldContract;
  const { startsOn, endsOn, lines } = sold;
  const terms = [{ startsOn, endsOn, cause: 'signed' }];
  const contract = { id: 'contract', dealId: 'deal', reported: null, withdrawnAt: null, eventSeq: 1, lines, terms };
  const former: WonDeal = {
    dealId: 'deal',
    dueAt: 1,
    contractId: 'contract',
    lastSold: sold,
    contractSeq: 1,
    how: 'made',
    proposals: [],
    reasons: {},
  };
  const next = (deal: object, now: ReturnType<typeof soldBy>): WonDealEffects =>
    followed({
      deal: { ...DEAL, contractId: 'contract', ...deal },
      former,
      sold: now,
      inCurrency: new Map(),
      now: 2,
      contracts: new Map([['contract', contract as unknown as Contract]]),
    });

  it('keeps it when an erasure empties its form', () => {
    expect(next({}, soldBy(DEAL, null))).toMatchObject({ turns: [], how: 'made', outcome: null, lastSold: sold });
  });

  it('keeps it when the form cannot be a contract any more, and reports the problem', () => {
    const problem = { code: 'unpriced', pointer: '/billing/lines/0' } as const;
    expect(next({}, problem)).toMatchObject({ turns: [], how: 'made', lastSold: sold, problem });
  });

  it('withdraws it when the deal is reopened, whatever the form says', () => {
    const { turns, how, outcome } = next({ stage: 'open' }, { code: 'noTerm', pointer: null });
    expect([turns.map(({ turn }) => turn.type), how, outcome]).toEqual([['contract.withdrawn'], null, 'withdrawn']);
  });

  it('withdraws it when the deal turns out to be a renewal', () => {
    const { turns, how, outcome } = next({ type: 'renewal' }, sold);
    expect([turns.map(({ turn }) => turn.type), how, outcome]).toEqual([['contract.withdrawn'], null, 'withdrawn']);
  });
});

it('billing lines with sensitive content are only for the parties of the handoff', () => {
  const billed = (sensitive: object) => {
    const amount = { type: 'string', format: 'amount', ...sensitive };
    const items = { type: 'object', required: ['kind'], properties: { kind: { enum: ['fixed'] }, amount } };
    const lines = { type: 'array', items };
    const billing = { type: 'object', role: 'billing', properties: { lines } };
    const form = readForm({ type: 'object', properties: { billing } });
    return billedIn(form, { billing: { lines: [{ kind: 'fixed', amount: '1.00' }] } });
  };
  expect(billed({})).toEqual({ pointer: '/billing/lines', lines: [{ kind: 'fixed', amount: '1.00' }] });
  expect(billed({ sensitive: true })).toBeNull();
});
