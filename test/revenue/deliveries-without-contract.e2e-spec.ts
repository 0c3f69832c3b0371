import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aCastThatBills, whyObsolete } from './deliveries.js';

const SETUP = { what: 'Setup', kind: 'fixed', amount: '2000.00' };
const MORE = [{ ...SETUP, amount: '2600.00' }];
const WHY = 'Two days more, agreed in writing';

let app: TestApplication;
let people: Record<'ann' | 'mia' | 'fay' | 'eve', Json>;
let keys: Record<keyof typeof people | 'program', string>;
let account: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-01-05T10:00:00Z');
  ({ people, keys, account } = await aCastThatBills(app));
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
const look = () => app.application.app.get(WonDeals).look();
const read = ({ id }: Json): Promise<Json> => app.must('GET', `/v1/deals/${id}`);
const told = async ({ id }: Json) =>
  (await app.must('GET', `/v1/deals/${id}/timeline`)).data.map(({ text }: Json) => text);
const notesTo = async (who: keyof typeof people) =>
  (await notificationsOf(app, people[who], 'deal.deliveredOtherwise')).map(({ text }: Json) => text);
const answer = (deal: Json, how: 'apply' | 'decline', body?: object, who: keyof typeof keys = 'mia') =>
  by(who).ask('POST', `/v1/deals/${deal.id}/proposal/${how}`, body);

/** A sale of two thousand that was delivered. @returns it, with the path of the form of its delivery */
async function delivered(answerOfWin: object): Promise<{ deal: Json; form: string }> {
  const deal = await by('ann').must('POST', '/v1/deals', {
    name: 'Setup',
    account: { id: account.id },
    amount: '2000.00',
    currency: 'EUR',
  });
  await by('ann').must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, { billing: { lines: [SETUP] } });
  await by('ann').must('POST', `/v1/deals/${deal.id}/win`, answerOfWin);
  await app.moveTo('2026-02-02T10:00:00Z');
  const event = { name: 'delivery.completed', anyway: true };
  const { handoffs } = await by('mia').must('POST', `/v1/deals/${deal.id}/events`, event);
  return { deal, form: `/v1/handoffs/${handoffs[0].id}/form` };
}

async function bill(form: string, lines: object, difference: string | null = WHY): Promise<void> {
  await by('mia').must('PATCH', form, { accepted: 'Kim', billing: { lines, difference } });
  await look();
}

const SALES = [
  ['sold once', { oneOff: true }, { oneOff: true, pilot: null }],
  ['a pilot', { pilot: { endsOn: '2026-03-31' } }, { oneOff: false, pilot: { endsOn: '2026-03-31' } }],
  ['sold without saying for how long', {}, { oneOff: false, pilot: null }],
] as const;

describe.each(SALES)('a delivery that differs from what was %s', (_, answerOfWin, as) => {
  it('proposes a deal to whoever looks after the account, who makes it by one request', async () => {
    const { deal, form } = await delivered(answerOfWin);
    await bill(form, MORE);
    expect((await read(deal)).proposal).toEqual({
      effectiveOn: '2026-02-02',
      answerBy: '2026-02-16',
      isOverdue: false,
      reason: WHY,
      amount: '600.00',
      changes: [
        {
          ...{ product: 'Setup', kind: 'oneOff', soldAmount: '2000.00', amount: '2600.00' },
          ...{ soldArr: null, arr: null },
        },
      ],
    });
    const differs = 'Deal “Setup” was delivered otherwise than it was sold';
    expect(await notesTo('mia')).toEqual([
      `${differs}: apply or decline an expansion of EUR 600.00 by 16 February 2026`,
    ]);
    expect(await notesTo('fay')).toEqual([`${differs}: an expansion of EUR 600.00 is proposed to Mia`]);

    const { status, body } = await answer(deal, 'apply');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ type: 'expansion', follows: deal.id, ownerRepId: people.mia.id, stage: 'open', ...as },
      ...{ amount: '600.00', currency: 'EUR', account: { id: account.id } },
    });
    expect((await read(deal)).proposal).toBeNull();
    expect((await told(deal)).slice(-2)).toEqual([
      `Delivered otherwise than sold: a deal of EUR 600.00 is proposed, to be answered by 16 February 2026 (${WHY})`,
      'The proposed deal was made by Mia',
    ]);
    expect(await notesTo('fay')).toContain('A deal of EUR 600.00 was made of what was delivered beyond Deal “Setup”');
    expect((await answer(deal, 'apply')).status).toBe(404);
    await look();
    expect((await read(deal)).proposal).toBeNull();
  });
});

describe('what a delivery of a sale without a contract proposes', () => {
  it('is declined with a reason, and the same difference is not proposed again', async () => {
    const { deal, form } = await delivered({ oneOff: true });
    await bill(form, MORE);
    expect((await answer(deal, 'decline')).status).toBe(422);
    expect(await whyObsolete(app, deal)).toEqual([null]);
    expect((await answer(deal, 'decline', { reason: 'A favour' })).body.proposal).toBeNull();
    expect(await whyObsolete(app, deal)).toEqual(['what its delivery proposed was answered or taken back']);
    expect((await told(deal)).at(-1)).toBe('The proposed deal was declined by Mia (A favour)');
    await bill(form, MORE, 'Two days more');
    expect((await read(deal)).proposal).toBeNull();
    await bill(form, [{ ...SETUP, amount: '3000.00' }]);
    expect((await read(deal)).proposal).toMatchObject({ amount: '1000.00' });
  });

  it('is what was not applied yet', async () => {
    const { deal, form } = await delivered({ oneOff: true });
    await bill(form, MORE);
    await answer(deal, 'apply');
    await bill(form, [...MORE, { ...SETUP, what: 'Training', amount: '150.00' }]);
    expect((await read(deal)).proposal).toMatchObject({ amount: '150.00', changes: [{ product: 'Training' }] });
  });

  it('was not sold if the deal that was made of it is lost', async () => {
    const { deal, form } = await delivered({ oneOff: true });
    await bill(form, MORE);
    const { body: made } = await answer(deal, 'apply');
    await by('mia').must('POST', `/v1/deals/${made.id}/lose`, { reason: 'price' });
    await bill(form, MORE, 'Two days more');
    expect((await read(deal)).proposal).toBeNull();
    await bill(form, [{ ...SETUP, amount: '3000.00' }]);
    expect((await read(deal)).proposal).toMatchObject({ amount: '1000.00' });
    await by('mia').must('POST', `/v1/deals/${made.id}/reopen`);
    await bill(form, [{ ...SETUP, amount: '3100.00' }]);
    expect((await read(deal)).proposal).toMatchObject({ amount: '500.00' });
  });

  it('is nothing if it is not more in all', async () => {
    const { deal, form } = await delivered({ oneOff: true });
    await bill(form, [{ ...SETUP, amount: '1900.00' }]);
    expect((await read(deal)).proposal).toBeNull();
    await bill(form, [
      { ...SETUP, amount: '1000.00' },
      { ...SETUP, what: 'Training', amount: '1000.00' },
    ]);
    expect((await read(deal)).proposal).toBeNull();
  });

  it('is taken back with its delivery, with the difference, and once a contract is made', async () => {
    const term = { startsOn: '2026-01-05', endsOn: '2026-12-31' };
    const takingBack: readonly (readonly [string, (deal: Json, form: string) => Promise<unknown>])[] = [
      ['its deal was reopened', (deal) => by('ann').must('POST', `/v1/deals/${deal.id}/reopen`)],
      [
        'its delivery bills no more than was sold, or declined before',
        (_, form) => by('mia').must('PATCH', form, { billing: { lines: [SETUP] } }),
      ],
      ['its deal has a contract now', (deal) => by('ann').must('PATCH', `/v1/deals/${deal.id}`, { term })],
    ];
    for (const [why, takeBack] of takingBack) {
      const { deal, form } = await delivered({});
      await bill(form, MORE);
      expect((await read(deal)).proposal).not.toBeNull();
      await takeBack(deal, form);
      await look();
      expect((await read(deal)).proposal).toBeNull();
      expect((await notesTo('mia'))[0]).toBe(`The proposed expansion of Deal “Setup” was taken back: ${why}`);
      expect(await told(deal)).toContain(`The proposed deal was taken back: ${why}`);
      await app.back();
    }
  });

  it('is answered by those who look after the account', async () => {
    const { deal, form } = await delivered({ oneOff: true });
    await bill(form, MORE);
    const may = async (who: keyof typeof keys) =>
      (await by(who).must('GET', `/v1/deals/${deal.id}`)).may.includes('proposal');
    expect([await may('mia'), await may('ann'), await may('fay')]).toEqual([true, true, false]);
    expect((await answer(deal, 'apply', undefined, 'eve')).status).toBe(404);
    expect((await answer(deal, 'decline', { reason: 'No' }, 'fay')).status).toBe(403);
    expect((await answer(deal, 'apply', undefined, 'ann')).status).toBe(201);
  });

  it('is listed while it waits, and once its day is over', async () => {
    const { form } = await delivered({ oneOff: true });
    await bill(form, MORE);
    const found = async (which: string) =>
      (await app.must('GET', `/v1/deals?proposals=${which}`)).data.map(({ proposal }: Json) => proposal.isOverdue);
    expect([await found('open'), await found('overdue')]).toEqual([[false], []]);
    await app.moveTo('2026-02-17T10:00:00Z');
    expect([await found('open'), await found('overdue')]).toEqual([[true], [true]]);
  });

  it('is reminded of once when its day is over, and the manager above is told', async () => {
    await app.must('PUT', `/v1/reps/${people.mia.id}`, { ...people.mia, managerId: people.eve.id });
    const { deal, form } = await delivered({ oneOff: true });
    await bill(form, MORE);
    const remind = () => app.application.app.get(ContractsSweep).look();
    await app.moveTo('2026-02-16T22:00:00Z');
    await remind();
    expect(await notesTo('eve')).toEqual([]);
    await app.moveTo('2026-02-17T10:00:00Z');
    await remind();
    await remind();
    const late = 'the expansion of EUR 600.00 after the delivery of Deal “Setup”: it was due by 16 February 2026';
    expect(await notesTo('mia')).toEqual([`Apply or decline ${late}`, expect.any(String)]);
    expect(await notesTo('eve')).toEqual([`Mia has not applied or declined ${late}`]);
    expect((await answer(deal, 'apply')).status).toBe(201);
  });
});
