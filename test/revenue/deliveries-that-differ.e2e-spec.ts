import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aCastThatBills, dueLooks, whyObsolete } from './deliveries.js';

const TERM = { startsOn: '2026-01-01', endsOn: '2026-12-31', noticeDays: 30 };
const SEATS = { what: 'Seats', kind: 'fixed', period: 'a year' };
const SETUP = { what: 'Setup', kind: 'fixed', amount: '500.00' };
const SOLD = [{ ...SEATS, amount: '12000.00' }];
const MORE = [{ ...SEATS, amount: '14400.00' }];
const WHY = 'Four seats more, agreed in writing';

let app: TestApplication;
let people: Record<'ann' | 'mia' | 'fay' | 'eve', Json>;
let keys: Record<keyof typeof people | 'program', string>;
let deal: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-01-05T10:00:00Z');
  const cast = await aCastThatBills(app);
  ({ people, keys } = cast);
  deal = await by('ann').must('POST', '/v1/deals', {
    name: 'Suite',
    account: { id: cast.account.id },
    amount: '12000.00',
    currency: 'EUR',
    term: TERM,
  });
  await by('ann').must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, { billing: { lines: SOLD } });
  await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
  await look();
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
const look = () => app.application.app.get(WonDeals).look();
const contract = async (): Promise<Json> => (await app.must('GET', '/v1/contracts')).data[0];
const told = async (path: string) => (await app.must('GET', `${path}/timeline`)).data.map(({ text }: Json) => text);
const notesTo = async (who: keyof typeof people) =>
  (await notificationsOf(app, people[who], 'deal.deliveredOtherwise')).map(({ text }: Json) => text);
const arrOn = async (day: string) => (await app.must('GET', `/v1/accounts/${deal.account.id}/revenue?at=${day}`)).arr;

const remind = () => app.application.app.get(ContractsSweep).look();

/** Delivers it on 1 July. @returns the path of the form of the delivery */
async function deliver(): Promise<string> {
  await app.moveTo('2026-07-01T10:00:00Z');
  const delivered = { name: 'delivery.completed', anyway: true };
  const { handoffs } = await by('mia').must('POST', `/v1/deals/${deal.id}/events`, delivered);
  return `/v1/handoffs/${handoffs[0].id}/form`;
}
async function deliverAs(lines: object, difference: string | null = WHY): Promise<string> {
  const form = await deliver();
  await by('mia').must('PATCH', form, { accepted: 'Kim', billing: { lines, difference } });
  await look();
  return form;
}
/** @param fields of the account by then */
async function deliverTo(fields: object): Promise<void> {
  const form = await deliver();
  await app.must('PATCH', `/v1/accounts/${deal.account.id}`, fields);
  await app.must('PATCH', form, { accepted: 'Kim', billing: { lines: MORE, difference: WHY } });
  await look();
}
/** @param ownerRepId of the deal */
async function deliverToNobody(ownerRepId: string | null = people.ann.id): Promise<void> {
  await app.must('PATCH', `/v1/deals/${deal.id}`, { ownerRepId });
  await deliverTo({ ownerRepId: null, roles: { manager: null } });
}
const answer = async (how: 'apply' | 'decline', body?: object, who: keyof typeof keys = 'mia') =>
  by(who).ask('POST', `/v1/contracts/${(await contract()).id}/proposals/${deal.id}/${how}`, body);

describe('a delivery that differs from the sale', () => {
  it('proposes an amendment of the contract to whoever looks after the account, and tells finance', async () => {
    await deliverAs(MORE);
    expect((await contract()).proposals).toEqual([
      {
        dealId: deal.id,
        effectiveOn: '2026-07-01',
        answerBy: '2026-07-15',
        isOverdue: false,
        mayAnswer: true,
        reason: WHY,
        formerArr: '12000.00',
        arr: '14400.00',
        changes: [
          {
            ...{ product: 'Seats', kind: 'recurring', soldAmount: '12000.00', amount: '14400.00' },
            ...{ soldArr: '12000.00', arr: '14400.00' },
          },
        ],
      },
    ]);
    const change = 'EUR 14,400.00 a year instead of EUR 12,000.00';
    const differs = 'Deal “Suite” was delivered otherwise than it was sold';
    expect(await notesTo('mia')).toEqual([
      `${differs}: apply or decline the amendment of its contract, ${change}, by 15 July 2026`,
    ]);
    expect(await notesTo('fay')).toEqual([`${differs}: an amendment of its contract is proposed to Mia, ${change}`]);
    expect(await notesTo('ann')).toEqual([]);
    expect(await arrOn('2026-07-01')).toBe('12000.00');
    expect(await told(`/v1/contracts/${(await contract()).id}`)).toContain(
      `Delivered otherwise than sold: an amendment from 1 July 2026 on is proposed, to be answered by 15 July 2026: EUR 14,400.00 a year instead of EUR 12,000.00 (${WHY})`,
    );
  });

  it('is shown in its form before it is handed over', async () => {
    const form = await deliver();
    expect((await by('mia').must('GET', form)).differs).toEqual([]);
    const saved = await by('mia').must('PATCH', form, { billing: { lines: [...MORE, SETUP], difference: WHY } });
    expect(saved.differs).toEqual([
      'Seats: EUR 14,400.00 instead of EUR 12,000.00',
      'Setup: EUR 500.00 instead of nothing',
    ]);
    await look();
    expect((await contract()).proposals).toEqual([]);
  });

  it('is applied by one request', async () => {
    await deliverAs(MORE);
    expect(await whyObsolete(app, deal)).toEqual([null]);
    const { status, body } = await answer('apply');
    expect(await whyObsolete(app, deal)).toEqual(['what its delivery proposed was answered or taken back']);
    expect([status, body.proposals]).toEqual([200, []]);
    expect([await arrOn('2026-06-30'), await arrOn('2026-07-01')]).toEqual(['12000.00', '14400.00']);
    expect(await notesTo('fay')).toContain(
      'The contract of Deal “Suite” was amended to what was delivered: EUR 14,400.00 a year instead of EUR 12,000.00',
    );
    expect((await told(`/v1/contracts/${body.id}`)).at(-1)).toMatch(
      new RegExp(`^Amended by Mia from 1 July 2026 .*${WHY}`),
    );
    expect((await answer('apply')).status).toBe(404);
  });

  it('is declined with a reason, and the same difference is not proposed again', async () => {
    const form = await deliverAs(MORE);
    expect((await answer('decline')).status).toBe(422);
    const { status, body } = await answer('decline', { reason: 'They pay it next year' });
    expect([status, body.proposals, await arrOn('2026-07-01')]).toEqual([200, [], '12000.00']);
    expect((await told(`/v1/contracts/${body.id}`)).at(-1)).toBe(
      'The proposed amendment was declined by Mia (They pay it next year)',
    );
    await by('mia').must('PATCH', form, { accepted: 'Jo' });
    await look();
    expect((await contract()).proposals).toEqual([]);
    await by('mia').must('PATCH', form, { billing: { lines: [{ ...SEATS, amount: '15000.00' }] } });
    await look();
    expect((await contract()).proposals).toMatchObject([{ arr: '15000.00' }]);
    const { id } = body;
    for (const lines of [MORE, SOLD, MORE]) {
      await by('mia').must('PATCH', form, { billing: { lines } });
      await look();
      expect((await contract()).proposals).toEqual([]);
      expect((await told(`/v1/contracts/${id}`)).at(-1)).toBe(
        'The proposed amendment was taken back: its delivery differs as was declined before',
      );
    }
  });

  it('is not proposed again if it was declined, and the product was renamed since', async () => {
    const form = await deliverAs(MORE);
    await answer('decline', { reason: 'They pay it next year' });
    const renamed = ([line]: object[]) => ({ billing: { lines: [{ ...line, what: 'Places' }] } });
    await by('ann').must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, renamed(SOLD));
    await by('mia').must('PATCH', form, renamed(MORE));
    await look();
    expect(await contract()).toMatchObject({ proposals: [], lines: [{ product: 'Places' }] });
    await by('mia').must('PATCH', form, { billing: { lines: [{ ...SEATS, what: 'Places', amount: '15000.00' }] } });
    await look();
    expect((await contract()).proposals).toMatchObject([{ arr: '15000.00', changes: [{ product: 'Places' }] }]);
  });

  it('has the reason that its form has by now', async () => {
    const form = await deliverAs(MORE);
    const difference = 'Four seats more, ordered by mail';
    await by('mia').must('PATCH', form, { billing: { difference } });
    await look();
    expect((await contract()).proposals).toMatchObject([{ reason: difference, arr: '14400.00' }]);
  });

  it('is proposed once more for what differs from what was applied', async () => {
    const form = await deliverAs(MORE);
    await answer('apply');
    await by('mia').must('PATCH', form, { billing: { lines: [{ ...SEATS, amount: '15600.00' }, SETUP] } });
    await look();
    const [proposal] = (await contract()).proposals;
    expect(proposal).toMatchObject({ formerArr: '14400.00', arr: '15600.00' });
    expect(proposal.changes.map(({ product }: Json) => product)).toEqual(['Seats', 'Setup']);
    const { body } = await answer('apply');
    expect(body.lines.map(({ product, kind }: Json) => [product, kind])).toEqual([
      ...[
        ['Seats', 'recurring'],
        ['Setup', 'oneOff'],
      ],
    ]);
  });

  it('may be less than was sold', async () => {
    await deliverAs([{ ...SEATS, amount: '9000.00' }]);
    await answer('apply');
    expect([await arrOn('2026-06-30'), await arrOn('2026-07-01')]).toEqual(['12000.00', '9000.00']);
  });

  it('adds to what the contract has become since, and proposes nothing if it is as sold', async () => {
    const { id } = await contract();
    const draft = await app.must('GET', `/v1/contracts/${id}/amend?effectiveOn=2026-03-01`);
    const support = { product: 'Support', segments: [{ from: '2026-03-01', amount: '1000.00', arr: '1200.00' }] };
    await by('mia').must('POST', `/v1/contracts/${id}/amend`, {
      ...draft,
      lines: [...draft.lines, support],
      reason: 'Support',
    });
    const form = await deliverAs(SOLD, null);
    expect((await contract()).proposals).toEqual([]);
    await by('mia').must('PATCH', form, { billing: { lines: MORE, difference: WHY } });
    await look();
    await answer('apply');
    expect(await arrOn('2026-07-01')).toBe('15600.00');
  });

  it('may be of another product, which costs as much as the rest of the term does', async () => {
    await deliverAs([{ ...SEATS, what: 'Premium', amount: '14400.00' }]);
    const { lines } = (await answer('apply')).body;
    expect(lines.map(({ product, segments }: Json) => [product, segments])).toMatchObject([
      ['Seats', [{ to: '2026-06-30' }]],
      ['Premium', [{ from: '2026-07-01', to: '2026-12-31', amount: '7200.00', arr: '14400.00' }]],
    ]);
  });

  it('is told of when it is applied, also if the contract has become like that', async () => {
    await deliverAs([{ ...SEATS, amount: '9000.00' }]);
    const { id } = await contract();
    const support = { product: 'Support', segments: [{ from: '2026-07-01', amount: '600.00', arr: '1200.00' }] };
    const body = { effectiveOn: '2026-07-01', lines: [support], reason: 'Support only' };
    await by('mia').must('POST', `/v1/contracts/${id}/amend`, body);
    expect((await answer('apply')).body.proposals).toEqual([]);
    expect((await told(`/v1/contracts/${id}`)).at(-1)).toBe(
      'The proposed amendment was applied by Mia, and changed nothing: the contract is like that',
    );
  });

  it('is answered by those who may amend the contract', async () => {
    await deliverAs(MORE);
    expect((await answer('apply', undefined, 'eve')).status).toBe(404);
    expect((await answer('decline', { reason: 'No' }, 'fay')).status).toBe(403);
    expect((await answer('apply', undefined, 'ann')).status).toBe(200);
  });

  it.each([
    ['the salesperson of the account', 'eve', () => ({ sales: people.eve.id, manager: null })],
    ['the owner of the deal, if nobody looks after the account', 'ann', () => ({ manager: null })],
  ] as const)('may be answered by whoever is asked: %s', async (_, asked, roles) => {
    await deliverTo({ ownerRepId: null, roles: roles() });
    const mayAnswer = async (who: keyof typeof keys) =>
      (await by(who).must('GET', '/v1/contracts')).data[0].proposals[0].mayAnswer;
    expect(await notesTo(asked)).toEqual([expect.stringContaining('apply or decline')]);
    expect([await mayAnswer(asked), await mayAnswer('fay')]).toEqual([true, false]);
    expect((await answer('decline', { reason: 'No' }, 'fay')).body.detail).toBe(
      'You may only read it: what a delivery proposes is answered by whoever looks after the account, by a manager above them, or by a program.',
    );
    const { status, body } = await answer('apply', undefined, asked);
    expect([status, body.proposals, body.may]).toEqual([200, [], []]);
    expect((await answer('apply', undefined, asked)).status).toBe(404);
  });

  it('that is taken back takes the proposal back', async () => {
    await deliverAs(MORE);
    const { id } = await contract();
    await by('ann').must('POST', `/v1/deals/${deal.id}/reopen`);
    await look();
    expect((await app.must('GET', `/v1/contracts/${id}`)).proposals).toEqual([]);
    expect((await notesTo('mia'))[0]).toBe(
      'The proposed amendment of the contract of Deal “Suite” was taken back: its deal was reopened',
    );
    expect(await told(`/v1/contracts/${id}`)).toContain('The proposed amendment was taken back: its deal was reopened');
  });

  it('whose handoff is called off takes the proposal back', async () => {
    const form = await deliverAs(MORE);
    await app.must('POST', form.replace(/form$/, 'cancel'), { reason: 'Twice' });
    await look();
    expect((await contract()).proposals).toEqual([]);
    expect((await told(`/v1/contracts/${(await contract()).id}`)).at(-1)).toBe(
      'The proposed amendment was taken back: nothing is handed over after its delivery any more',
    );
  });

  it('only by what is due once keeps the amount a year', async () => {
    await deliverAs([...SOLD, SETUP]);
    expect((await told(`/v1/contracts/${(await contract()).id}`)).at(-1)).toMatch(
      /to be answered by 15 July 2026: still EUR 12,000.00 a year \(/,
    );
  });

  it('and no longer does after a correction of its form takes the proposal back', async () => {
    const form = await deliverAs(MORE);
    await by('mia').must('PATCH', form, { billing: { lines: SOLD } });
    await look();
    expect((await contract()).proposals).toEqual([]);
    expect((await told(`/v1/contracts/${(await contract()).id}`)).at(-1)).toBe(
      'The proposed amendment was taken back: its delivery does not differ from what was sold any more',
    );
  });

  it('is listed while it waits, and once its day is over', async () => {
    await deliverAs(MORE);
    const found = async (which: string) => (await app.must('GET', `/v1/contracts?proposals=${which}`)).data.length;
    expect([await found('open'), await found('overdue')]).toEqual([1, 0]);
    await app.moveTo('2026-07-16T10:00:00Z');
    expect([await found('open'), await found('overdue')]).toEqual([1, 1]);
  });

  it('is reminded of once when its day is over, and the manager above is told', async () => {
    await app.must('PUT', `/v1/reps/${people.mia.id}`, { ...people.mia, managerId: people.eve.id });
    await deliverAs(MORE);
    await app.moveTo('2026-07-15T21:00:00Z');
    await remind();
    expect(await notesTo('eve')).toEqual([]);
    await app.moveTo('2026-07-16T10:00:00Z');
    await remind();
    await remind();
    const late =
      'the amendment of the contract of Deal “Suite”, EUR 14,400.00 a year instead of EUR 12,000.00: it was due by 15 July 2026';
    expect(await notesTo('mia')).toEqual([`Apply or decline ${late}`, expect.any(String)]);
    expect(await notesTo('eve')).toEqual([`Mia has not applied or declined ${late}`]);
    expect((await contract()).proposals).toMatchObject([{ isOverdue: true }]);
    expect((await answer('apply')).status).toBe(200);
  });

  it('reminds the owner of the deal, if that is who was asked, and tells them of the answer', async () => {
    await app.must('PUT', `/v1/reps/${people.ann.id}`, { ...people.ann, managerId: people.eve.id });
    await deliverToNobody();
    await app.moveTo('2026-07-16T10:00:00Z');
    await remind();
    expect(await notesTo('ann')).toEqual([
      expect.stringContaining('Apply or decline the amendment'),
      expect.stringContaining('was delivered otherwise than it was sold: apply or decline'),
    ]);
    expect(await notesTo('eve')).toEqual([expect.stringContaining('Ann has not applied or declined')]);
    await answer('decline', { reason: 'No' }, 'program');
    expect((await notesTo('ann'))[0]).toContain('was declined');
  });

  it('is told once to the manager above while nobody who looks after the account is active', async () => {
    const { name, email } = people.mia;
    const mia = (active: boolean) =>
      app.must('PUT', `/v1/reps/${people.mia.id}`, { name, email, active, managerId: people.eve.id });
    await deliverToNobody(null);
    await app.must('PATCH', `/v1/accounts/${deal.account.id}`, { roles: { manager: people.mia.id } });
    await mia(false);
    await app.moveTo('2026-07-16T10:00:00Z');
    await remind();
    await remind();
    expect(await notesTo('eve')).toEqual([
      'Nobody who looks after its account is active to apply or decline the amendment of the contract of Deal “Suite”, EUR 14,400.00 a year instead of EUR 12,000.00: it was due by 15 July 2026',
    ]);
    await mia(true);
    await remind();
    expect((await notesTo('mia'))[0]).toContain('Apply or decline the amendment');
  });

  it('is reminded of once somebody can answer', async () => {
    await deliverToNobody(null);
    await app.moveTo('2026-07-16T10:00:00Z');
    await remind();
    await app.must('PATCH', `/v1/accounts/${deal.account.id}`, { roles: { manager: people.mia.id } });
    await remind();
    await remind();
    expect(await notesTo('mia')).toEqual([expect.stringContaining('Apply or decline the amendment')]);
  });
});

describe('the currency of a sale changes while an amendment of its contract is proposed', () => {
  const CENTS = [{ ...SEATS, amount: '14400.50' }];
  const inYen = () => by('ann').must('PATCH', `/v1/deals/${deal.id}`, { amount: '1200000', currency: 'JPY' });

  it.each([
    ['to one without cents', MORE, async () => undefined],
    ['to one in which its prices cannot be read', CENTS, async () => undefined],
    ['and it is reopened', MORE, () => by('ann').must('POST', `/v1/deals/${deal.id}/reopen`)],
  ])('%s, and all of it is read as before, and looked at', async (_, lines, then) => {
    await deliverAs(lines);
    await inYen();
    await then();
    await look();
    await requireLookedAt();
  });

  it('after one was applied, and all of it is read as before, and looked at', async () => {
    await deliverAs(MORE);
    expect((await answer('apply')).status).toBe(200);
    await look();
    await inYen();
    await look();
    await requireLookedAt();
  });

  it('and reminders go on', async () => {
    await deliverAs(CENTS);
    await inYen();
    await look();
    await app.moveTo('2026-07-20T10:00:00Z');
    await remind();
  });

  async function requireLookedAt(): Promise<void> {
    await app.must('GET', '/v1/contracts');
    await app.must('GET', `/v1/deals/${deal.id}`);
    expect(await dueLooks(app)).toBe(0);
  }
});
