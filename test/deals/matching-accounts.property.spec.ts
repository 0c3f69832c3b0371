import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FoundKeys, keysOfLead, matchAccount, refKey } from '../../src/deals/accounts/matching-accounts.js';
import { companyKeyOf } from '../../src/leads/company.js';
import { ACCOUNT_WAYS, type AccountWay } from '../../src/routing/rules/of-account.js';
import { runs } from '../support/runs.js';

const lead = (fields: { domain?: string; email?: string; phone?: string; refs?: Record<string, string> }) => ({
  companyKey: companyKeyOf(fields.domain, fields.email),
  company: fields.domain === undefined ? null : { domain: fields.domain },
  emailKey: fields.email ?? null,
  phoneKey: fields.phone ?? null,
  refs: fields.refs ?? null,
});

const FULL = lead({
  domain: 'www.de.acme.example',
  email: 'kim@shop.brand.example',
  phone: '+4930901820',
  refs: { crm: '1', erp: '2' },
});

/** Accounts that match the lead in the given ways. */
function foundBy(ways: readonly AccountWay[]): FoundKeys {
  const by = (way: AccountWay) => ways.includes(way);
  return {
    refs: new Map(by('ref') ? [[refKey('erp', '2'), 'ref']] : []),
    domains: new Map([
      ...(by('domain') ? [['de.acme.example', { accountId: 'domain', isBrand: false }] as const] : []),
      ...(by('brand') ? [['shop.brand.example', { accountId: 'brand', isBrand: true }] as const] : []),
      ...(by('parentDomain') ? [['acme.example', { accountId: 'parentDomain', isBrand: false }] as const] : []),
    ]),
    emails: new Map(by('email') ? [['kim@shop.brand.example', 'email']] : []),
    phones: new Map(by('phone') ? [['+4930901820', 'phone']] : []),
  };
}

describe('the account of a lead', () => {
  it('is found by the first way that matches, and the ways tried before it are recorded', () => {
    fc.assert(
      fc.property(fc.subarray([...ACCOUNT_WAYS]), (ways) => {
        const match = matchAccount(keysOfLead(FULL), foundBy(ways));
        const first = ACCOUNT_WAYS.findIndex((way) => ways.includes(way));
        if (first < 0) expect(match).toBeNull();
        else
          expect(match).toEqual({
            accountId: ACCOUNT_WAYS[first],
            by: ACCOUNT_WAYS[first],
            asked: ACCOUNT_WAYS.slice(0, first),
          });
      }),
      { numRuns: runs(64, 640) },
    );
  });

  it('is never found by a public mail domain or a top-level domain', () => {
    const { domains, parents } = keysOfLead(lead({ domain: 'mail.gmail.com', email: 'kim@gmail.com' }));
    expect([domains, parents]).toEqual([['mail.gmail.com'], []]);
    expect(keysOfLead(lead({ email: 'kim@gmail.com' }))).toMatchObject({ domains: [], parents: [] });
    expect(keysOfLead(lead({ domain: 'acme.example' })).parents).toEqual([]);
  });

  it('records no way for which the lead has no data', () => {
    const found = foundBy(['phone']);
    expect(matchAccount(keysOfLead(lead({ phone: '+4930901820' })), found)).toMatchObject({ by: 'phone', asked: [] });
    const emailed = lead({ email: 'kim@gmail.com', phone: '+4930901820' });
    expect(matchAccount(keysOfLead(emailed), found)).toMatchObject({ by: 'phone', asked: ['email'] });
  });
});
