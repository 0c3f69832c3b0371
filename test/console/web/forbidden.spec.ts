import { describe, expect, it } from '@jest/globals';
import type { Schemas } from '../../../src/console/web/api/api.js';
import { bansOf, type Channel, mayUse } from '../../../src/console/web/leads/forbidden.js';

type Suppression = Schemas['LeadSuppression'];

const UNTIL = '2026-03-02T15:00:00.000Z';
const AT = Date.parse(UNTIL);
const CREATED = '2026-03-01T15:00:00.000Z';
const BY_NUMBER: Channel[] = ['call', 'sms'];
const EVERY: Channel[] = ['call', 'email', 'sms'];

const suppression = (kind: Suppression['kind'], doNot: Channel[], until: string | null = null): Suppression => ({
  id: '00000000-0000-7000-8000-000000000001',
  kind,
  reason: 'spam',
  label: 'Spam',
  createdAt: CREATED,
  until,
  doNot,
});
const words = (lead: Parameters<typeof bansOf>[0], now = AT) =>
  bansOf(lead, now).map((ban) => `${ban.words}: ${ban.why}`);

describe('who must not be contacted', () => {
  it('is whoever is suppressed, until that ends by itself', () => {
    const lead = { contact: {}, suppression: suppression('email', EVERY, UNTIL) };
    expect(bansOf(lead, AT - 1)).toMatchObject([
      { words: 'Do not contact', why: 'e-mail address suppressed (Spam)', since: CREATED },
    ]);
    expect(bansOf(lead, AT)).toEqual([]);
    expect(mayUse('email', lead, AT - 1)).toBe(false);
    expect(mayUse('email', lead, AT)).toBe(true);
  });

  it('can be written to where only the number is suppressed, which is said once', () => {
    const contact = { doNot: BY_NUMBER };
    const lead = { contact, issues: ['suppressedNumber' as const], suppression: suppression('phone', BY_NUMBER) };
    expect(words(lead)).toEqual(['Do not call or text: phone number suppressed (Spam)']);
    expect(EVERY.map((channel) => mayUse(channel, lead, AT))).toEqual([false, true, false]);
    expect(words({ ...lead, suppression: null })).toEqual([
      'Do not call or text: the number was suppressed when it came',
    ]);
  });

  it.each<[Channel[], string]>([
    [['call'], 'Do not call'],
    [['sms', 'call'], 'Do not call or text'],
    [['email', 'call'], 'Do not call or e-mail'],
    [['sms', 'email', 'call'], 'Do not contact'],
  ])('said so themselves: %p', (doNot, said) => {
    expect(words({ contact: { doNot }, suppression: null })).toEqual([`${said}: they do not want it`]);
  });

  it('may say more than the suppression of their number does', () => {
    const lead = { contact: { doNot: EVERY }, suppression: suppression('phone', BY_NUMBER) };
    expect(bansOf(lead, AT).map((ban) => ban.words)).toEqual(['Do not call or text', 'Do not e-mail']);
  });

  it('is nobody without such a wish', () => {
    expect(words({ contact: {}, suppression: null })).toEqual([]);
  });
});
