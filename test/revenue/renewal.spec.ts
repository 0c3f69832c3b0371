import { describe, expect, it } from '@jest/globals';
import type { Agreement, ContractLine, Notice, Term } from '../../src/revenue/contracts/contract.js';
import {
  agreesWith,
  changesOf,
  decidedAgainst,
  outcomeOf,
  renamed,
  renamedFor,
  renewalFieldsOf,
  renewalName,
} from '../../src/revenue/renewals/renewal.js';

const segment = { from: '2026-01-01', to: '2026-12-31', amount: '12000.00', arr: '12000.00', cause: 'sold' } as const;
const LINES: readonly ContractLine[] = [{ product: 'Suite', kind: 'recurring', segments: [segment] }];
const TERM: Term = { startsOn: '2026-01-01', endsOn: '2026-12-31', cause: 'signed' };
const NEXT: Term = { startsOn: '2027-01-01', endsOn: '2027-12-31', cause: 'auto' };
const NOTICE: Notice = {
  givenOn: '2026-05-01',
  reason: 'price',
  late: false,
  lastDayForNotice: '2026-10-02',
  endsOn: '2026-12-31',
};
const anAgreement = (fields: Partial<Agreement> = {}): Agreement & { accountId: string } => ({
  accountId: 'a',
  currency: 'EUR',
  startsOn: '2026-01-01',
  noticeDays: 90,
  autoRenewMonths: 12,
  terms: [TERM],
  notice: null,
  heldBy: [{ accountId: 'a', from: '2026-01-01' }],
  lines: LINES,
  ...fields,
});
const becomes = (fields: Partial<Agreement>, term = 1, today = '2026-06-01') => {
  const outcome = outcomeOf(anAgreement(fields), term, today);
  return outcome.stage === 'open' ? 'open' : `${outcome.stage} ${outcome.endedBy}`;
};

describe('the outcome of a renewal', () => {
  it('is open while its term is the present one and nothing is decided', () => {
    expect(becomes({})).toBe('open');
    // The sweep has not checked yet whether it renews by itself.
    expect(becomes({}, 1, '2027-01-01')).toBe('open');
  });

  it('is won if another term follows', () => {
    expect(becomes({ terms: [TERM, NEXT] })).toBe('won auto');
    expect(becomes({ terms: [TERM, { ...NEXT, cause: 'renewed' }], notice: NOTICE })).toBe('won renewed');
  });

  it('is lost by notice, at the end of the contract, or when nothing is left to renew', () => {
    expect(becomes({ notice: NOTICE })).toBe('lost notice');
    expect(becomes({ autoRenewMonths: null }, 1, '2026-12-31')).toBe('open');
    expect(becomes({ autoRenewMonths: null }, 1, '2027-01-01')).toBe('lost ended');
    expect(becomes({ lines: [] })).toBe('lost withdrawn');
    expect(becomes({ terms: [{ ...TERM, endsOn: null }] })).toBe('lost withdrawn');
    expect(becomes({}, 2)).toBe('lost withdrawn');
  });
});

describe('what a contract says of its renewal', () => {
  it('is its date, its amount and its term', () => {
    expect(renewalFieldsOf(anAgreement(), 'Europe/Berlin')).toEqual({
      accountId: 'a',
      amount: '12000.00',
      currency: 'EUR',
      lastDayForNotice: '2026-10-02',
      expectedCloseAt: Date.parse('2026-10-02T21:59:59Z'),
      term: { startsOn: '2027-01-01', endsOn: '2027-12-31', noticeDays: 90, autoRenewMonths: 12 },
    });
    expect(renewalFieldsOf(anAgreement({ autoRenewMonths: null }), 'UTC')).toMatchObject({
      lastDayForNotice: '2026-10-02',
    });
    expect(renewalFieldsOf(anAgreement({ notice: NOTICE }), 'UTC')).toBeNull();
  });

  it('proposes a term as long as the present one, in whole months if possible, else in days', () => {
    const proposed = (startsOn: string, endsOn: string) => {
      const lines = [{ ...LINES[0]!, segments: [{ ...segment, from: startsOn, to: endsOn }] }];
      return renewalFieldsOf(
        anAgreement({ terms: [{ ...TERM, startsOn, endsOn }], autoRenewMonths: null, lines }),
        'UTC',
      )!.term!.endsOn;
    };
    expect(proposed('2026-02-01', '2026-02-28')).toBe('2026-03-31');
    expect(proposed('2026-03-10', '2026-03-19')).toBe('2026-03-29');
  });

  it('changes only the values that differ from before', () => {
    const before = renewalFieldsOf(anAgreement(), 'UTC')!;
    expect(changesOf(before, { ...before })).toEqual({});
    expect(changesOf(before, { ...before, amount: '1.00' })).toEqual({ amount: '1.00' });
    expect(changesOf(null, before)).toEqual(before);
  });
});

describe('a renewal that was ended by hand', () => {
  const byHand = (stage: 'won' | 'lost') => ({ stage, endedBy: null, churnReason: null });
  it('stays so unless its contract says the opposite', () => {
    expect(agreesWith(byHand('won'), { stage: 'open' })).toBe(true);
    expect(agreesWith(byHand('won'), { stage: 'won', endedBy: 'auto' })).toBe(true);
    expect(agreesWith(byHand('won'), { stage: 'lost', endedBy: 'ended' })).toBe(true);
    expect(agreesWith(byHand('won'), { stage: 'lost', endedBy: 'notice', churnReason: 'price' })).toBe(false);
    expect(agreesWith(byHand('lost'), { stage: 'won', endedBy: 'renewed' })).toBe(false);
  });

  it('may enter a stage only if its contract has not decided otherwise', () => {
    const against = (stage: 'open' | 'won' | 'lost', fields: Partial<Agreement>, today = '2026-06-01') =>
      decidedAgainst(stage, { id: 'c', ...anAgreement(fields) }, 1, today)?.replace(/^.*, and /, '');
    const stages = ['open', 'won', 'lost'] as const;
    const all = (fields: Partial<Agreement>, today?: string) => stages.map((each) => against(each, fields, today));
    expect(all({})).toEqual([undefined, undefined, undefined]);
    const noticed = 'notice was given for it: take that back there first';
    expect(all({ notice: NOTICE })).toEqual([noticed, noticed, undefined]);
    const auto = 'has renewed by itself';
    expect(all({ terms: [TERM, NEXT] })).toEqual([auto, undefined, auto]);
    const renewed = 'was renewed';
    expect(all({ terms: [TERM, { ...NEXT, cause: 'renewed' }] })).toEqual([renewed, undefined, renewed]);
    // Nobody has said how it ended, so both ends are possible.
    const ended = 'has ended without being renewed: renew it instead';
    expect(all({ autoRenewMonths: null }, '2027-01-01')).toEqual([ended, undefined, undefined]);
    const withdrawn = 'has nothing to renew in this term any more';
    expect(all({ lines: [] })).toEqual([withdrawn, undefined, undefined]);
  });

  it('is told apart from one that its contract has ended', () => {
    const ended = { stage: 'lost', endedBy: 'notice', churnReason: 'price' } as const;
    expect(agreesWith(ended, ended)).toBe(true);
    expect(agreesWith(ended, { ...ended, churnReason: 'competitor' })).toBe(false);
    expect(agreesWith(ended, { stage: 'open' })).toBe(false);
  });
});

it('a renewal is named by its account and its first day, however long the name', () => {
  expect(renewalName('Acme', { startsOn: '2027-01-01' })).toBe('Acme: Renewal from 2027-01-01');
  expect(renewalName('A'.repeat(300), { startsOn: '2027-01-01' })).toHaveLength(300);
});

it('a renewal whose contract goes to another account is named by that one, unless a person has given it another name', () => {
  const term = { startsOn: '2027-01-01', endsOn: '2027-12-31', noticeDays: null, autoRenewMonths: null };
  expect(renamedFor({ name: 'Acme: Renewal from 2027-01-01', term }, 'Acme', 'Bolt')).toBe(
    'Bolt: Renewal from 2027-01-01',
  );
  expect(renamedFor({ name: 'Acme stays', term }, 'Acme', 'Bolt')).toBe('Acme stays');
});

it('a renewal whose term moves has a name with its new first day, unless a person has given it another', () => {
  const term = { startsOn: '2027-01-01', endsOn: '2027-12-31', noticeDays: null, autoRenewMonths: null };
  const later = { startsOn: '2028-01-01' };
  expect(renamed({ name: 'Acme: Renewal from 2027-01-01', term }, later)).toBe('Acme: Renewal from 2028-01-01');
  expect(renamed({ name: 'Acme stays', term }, later)).toBe('Acme stays');
});
