import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aCastThatBills, whyObsolete } from './deliveries.js';

const TERM = { startsOn: '2026-01-01', endsOn: '2026-12-31', noticeDays: 30 };
const YEAR = { what: 'Seats', kind: 'fixed', period: 'a year' };
const SETUP = { what: 'Setup', kind: 'fixed' };
const WHY = 'More, agreed in writing';
const ANOTHER = 'another rep is asked to answer what its delivery proposed';

let app: TestApplication;
let people: Record<'ann' | 'mia' | 'fay' | 'eve', Json>;
let keys: Record<keyof typeof people | 'program', string>;
let account: Json;
/** Eve looks after it. */
let other: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-01-05T10:00:00Z');
  ({ people, keys, account } = await aCastThatBills(app));
  const roles = { manager: people.eve.id };
  other = await app.must('POST', '/v1/accounts', { name: 'Other', ownerRepId: people.ann.id, roles });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
const look = () => app.application.app.get(WonDeals).look();
const remind = () => app.application.app.get(ContractsSweep).look();
const toldTo = async (who: keyof typeof people): Promise<string[]> =>
  (await notificationsOf(app, people[who], 'deal.deliveredOtherwise')).map(({ text }: Json) => text);

/** @returns a deal whose delivery proposes to add a half */
async function proposing(line: object, sold: object): Promise<Json> {
  const fields = { name: 'Suite', account: { id: account.id }, amount: '2000.00', currency: 'EUR' };
  const deal = await app.must('POST', '/v1/deals', { ...fields, ...sold, ownerRepId: people.ann.id });
  const billing = (amount: string) => ({ billing: { lines: [{ ...line, amount }] } });
  await by('ann').must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, billing('2000.00'));
  await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
  await look();
  await app.moveTo('2026-02-02T10:00:00Z');
  const delivered = { name: 'delivery.completed', anyway: true };
  const { handoffs } = await by('mia').must('POST', `/v1/deals/${deal.id}/events`, delivered);
  const { lines } = billing('3000.00').billing;
  const form = { accepted: 'Kim', billing: { lines, difference: WHY } };
  await by('mia').must('PATCH', `/v1/handoffs/${handoffs[0].id}/form`, form);
  await look();
  return deal;
}

async function move(deal: Json, to: Json): Promise<void> {
  await app.must('PATCH', `/v1/deals/${deal.id}`, { account: { id: to.id } });
  await look();
}

const EXPANSION = 'apply or decline an expansion of EUR 1,000.00 by 16 February 2026';
const AMENDMENT =
  'apply or decline the amendment of its contract, EUR 3,000.00 a year instead of EUR 2,000.00, by 16 February 2026';

describe.each([
  ['an expansion', SETUP, { oneOff: true }, EXPANSION],
  ['an amendment', YEAR, { term: TERM }, AMENDMENT],
])('a deal whose delivery proposes %s is moved to another account', (_, line, sold, asked) => {
  const sentence = `Deal “Suite” was delivered otherwise than it was sold: ${asked}`;

  it('whoever looks after that is asked, once, and no longer whoever was', async () => {
    const deal = await proposing(line, sold);
    expect([await toldTo('mia'), await toldTo('eve')]).toEqual([[sentence], []]);
    await move(deal, other);
    expect([await toldTo('mia'), await toldTo('eve')]).toEqual([[sentence], [sentence]]);
    expect(await whyObsolete(app, deal)).toEqual(expect.arrayContaining([null, ANOTHER]));
    await app.must('PATCH', `/v1/deals/${deal.id}`, { name: 'Suite' });
    await look();
    expect(await toldTo('eve')).toHaveLength(1);
    await move(deal, account);
    expect(await toldTo('mia')).toHaveLength(2);
  });

  it('and whoever looks after both is not asked again', async () => {
    const deal = await proposing(line, sold);
    await app.must('PATCH', `/v1/accounts/${other.id}`, { roles: { manager: people.mia.id } });
    await move(deal, other);
    expect(await toldTo('mia')).toHaveLength(1);
    expect(await toldTo('eve')).toEqual([]);
  });

  it('after its day is over, and whoever looks after that is told that it is', async () => {
    const deal = await proposing(line, sold);
    await app.moveTo('2026-02-17T10:00:00Z');
    await remind();
    await move(deal, other);
    await remind();
    expect(await toldTo('eve')).toEqual([
      expect.stringMatching(/^Apply or decline .*: it was due by 16 February 2026$/),
    ]);
  });
});
