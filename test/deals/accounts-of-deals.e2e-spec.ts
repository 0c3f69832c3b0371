import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountTypes } from '../../src/deals/accounts/account-types.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { DAY } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aCast, aDesk, aLead, aRep, faults, NOBODY } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let olga: Json;
let eve: Json;
let keys: Record<'ann' | 'olga' | 'eve' | 'program', string>;
let made = 0;

beforeAll(async () => {
  app = await TestApplication.start();
  ({
    people: { ann, olga, eve },
    keys,
  } = await aCast(app, ['Ann', 'Olga', 'Eve']));
  await aDesk(app, [ann]);
});
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
const anAccount = (fields: object = {}): Promise<Json> => {
  made += 1;
  return by('program').must('POST', '/v1/accounts', { name: `Account ${made}`, ownerRepId: ann.id, ...fields });
};
const aDeal = (account: Json, fields: object = {}): Promise<Json> =>
  by('program').must('POST', '/v1/deals', {
    name: 'Retainer',
    account: { id: account.id },
    ownerRepId: ann.id,
    amount: '1000.00',
    currency: 'EUR',
    ...fields,
  });
const typeOf = async ({ id }: Json): Promise<string> => (await app.must('GET', `/v1/accounts/${id}`)).type;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const look = () => app.application.app.get(AccountTypes).reckonDue();

describe('the account of a deal', () => {
  it('becomes a customer when a deal is won, and gets its former type back when the wins are undone', async () => {
    const account = await anAccount();
    const [first, second] = [await aDeal(account), await aDeal(account)];
    expect(await typeOf(account)).toBe('prospect');
    await by('ann').must('POST', `/v1/deals/${first.id}/win`);
    expect(await typeOf(account)).toBe('customer');
    await by('ann').must('POST', `/v1/deals/${second.id}/win`);
    await by('ann').must('POST', `/v1/deals/${first.id}/reopen`);
    expect(await typeOf(account)).toBe('customer');
    await by('ann').must('POST', `/v1/deals/${second.id}/reopen`);
    expect(await typeOf(account)).toBe('prospect');
    const { data } = await app.feed('/v1/events?type=account.updated');
    const told = data.filter(({ subject }: Json) => subject.id === account.id);
    expect(told.map(({ data: { type, fields } }: Json) => [type, fields])).toEqual([
      ['customer', ['type']],
      ['prospect', ['type']],
    ]);
  });

  it.each([
    ['by a person', async (deal: Json) => app.must('POST', `/v1/deals/${deal.id}/reopen`)],
    [
      'because its win is taken back',
      async ({ leadId }: Json) => {
        const { milestones } = await app.must('GET', `/v1/leads/${leadId}`);
        await app.must('POST', `/v1/leads/${leadId}/milestones/${milestones.at(-1).id}/reverse`, {
          reason: 'Not signed',
        });
      },
    ],
  ])('has who gets a deal that is reopened %s if its owner has left, and nobody else', async (_how, reopen) => {
    const [leaver, eva] = [await aRep(app, `Leaver-${made}`), await aRep(app, `Eva-${made}`)];
    const account = await anAccount({ ownerRepId: ann.id, roles: { manager: eva.id } });
    const alone = await anAccount({ ownerRepId: leaver.id });
    const aWon = async (of: Json, ownerRepId: string) => {
      const { id: leadId } = await aLead(app);
      const { id } = await aDeal(of, { leadId, ownerRepId });
      await app.must('POST', `/v1/leads/${leadId}/milestones`, { name: 'won' });
      return { id, leadId };
    };
    const deals = [await aWon(account, leaver.id), await aWon(account, ann.id), await aWon(alone, leaver.id)];
    const { name, email } = leaver;
    await app.must('PUT', `/v1/reps/${leaver.id}`, { name, email, active: false });
    for (const deal of deals) await reopen(deal);
    const owners = await Promise.all(
      deals.map(async ({ id }) => (await app.must('GET', `/v1/deals/${id}`)).ownerRepId),
    );
    expect(owners).toEqual([eva.id, ann.id, leaver.id]);
  });

  it('has who gets a deal that another system reopens only if that does not name an owner', async () => {
    const leaver = await aRep(app, 'Leaver');
    const { id } = await anAccount();
    const fields = { name: 'Retainer', account: { id }, ownerRepId: leaver.id, amount: '1000.00', currency: 'EUR' };
    const put = (stage: string): Promise<Json> =>
      app.must('PUT', '/v1/deals/by-ref/crm/reopened', { ...fields, stage });
    await put('won');
    await app.must('PUT', `/v1/reps/${leaver.id}`, { name: leaver.name, email: leaver.email, active: false });
    for (let times = 0; times < 2; times += 1)
      expect(await put('open')).toMatchObject({ stage: 'open', ownerRepId: leaver.id });
    await put('lost');
    for (let times = 0; times < 2; times += 1)
      expect(await app.must('PUT', '/v1/deals/by-ref/crm/reopened', { stage: 'open' })).toMatchObject({
        stage: 'open',
        ownerRepId: ann.id,
      });
  });

  it('becomes a customer through a won lead, a CRM, or a won deal that moves to it', async () => {
    const lead = await aLead(app, { company: { name: 'Of a lead', domain: 'of-a-lead.example' } });
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'opportunity' });
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won' });
    const [ofLead] = (await app.must('GET', '/v1/accounts?domain=of-a-lead.example')).data;
    expect(ofLead.type).toBe('customer');
    const account = await anAccount();
    const deal = await by('program').must('PUT', '/v1/deals/by-ref/crm/w-1', {
      name: 'Won there',
      account: { id: account.id },
      amount: '1.00',
      currency: 'EUR',
      stage: 'won',
    });
    expect(await typeOf(account)).toBe('customer');
    const other = await anAccount();
    await by('program').must('PATCH', `/v1/deals/${deal.id}`, { account: { id: other.id } });
    expect([await typeOf(account), await typeOf(other)]).toEqual(['prospect', 'customer']);
  });

  it('is a former customer after its last deal ends, until another deal or a reported type changes that', async () => {
    const account = await anAccount();
    const now = app.time.now();
    const term = (days: number) => ({ startsOn: day(now - 30 * DAY), endsOn: day(now + days * DAY) });
    for (const days of [5, 9]) {
      const { id } = await aDeal(account, { term: term(days) });
      await by('ann').must('POST', `/v1/deals/${id}/win`);
    }
    await app.moveTo(now + 9 * DAY);
    await look();
    expect(await typeOf(account)).toBe('customer');
    await app.moveTo(now + 10 * DAY);
    await look();
    expect(await typeOf(account)).toBe('former');
    const { id } = await aDeal(account, { term: term(-1) });
    await by('ann').must('POST', `/v1/deals/${id}/win`);
    expect(await typeOf(account)).toBe('former');
    await by('program').must('PATCH', `/v1/deals/${id}`, { term: { endsOn: day(now + 40 * DAY) } });
    expect(await typeOf(account)).toBe('customer');
    await by('program').must('PATCH', `/v1/accounts/${account.id}`, { type: 'former' });
    await app.moveTo(now + 60 * DAY);
    await look();
    expect(await typeOf(account)).toBe('former');
    const partner = await anAccount({ type: 'partner' });
    await by('ann').must('POST', `/v1/deals/${(await aDeal(partner)).id}/win`);
    expect(await typeOf(partner)).toBe('partner');
  });
});

describe('the timeline of an account', () => {
  it('shows its owner, and when it became a customer or a former one', async () => {
    const account = await anAccount();
    const now = app.time.now();
    const term = { startsOn: day(now - 30 * DAY), endsOn: day(now + 2 * DAY) };
    const { id } = await aDeal(account, { term });
    await by('ann').must('POST', `/v1/deals/${id}/win`);
    await by('program').must('PATCH', `/v1/accounts/${account.id}`, {
      ownerRepId: olga.id,
      roles: { manager: ann.id },
    });
    await app.moveTo(now + 3 * DAY);
    await look();
    const path = `/v1/accounts/${account.id}/timeline`;
    expect((await by('olga').must('GET', path)).data.map(({ text }: Json) => text)).toEqual([
      'Made as a prospect, owned by Ann',
      'Now a customer',
      'Updated: owner Olga, manager Ann',
      'Now a former customer',
    ]);
    const stranger = await app.keyFor(['rep'], (await aRep(app, 'Otto')).id);
    expect((await app.ask('GET', path, undefined, { key: stranger })).status).toBe(404);
  });
});

describe('a rep with a role in an account', () => {
  it('sees its deals, including those that others sold, but cannot change them', async () => {
    const account = await anAccount({ ownerRepId: undefined, roles: { manager: eve.id } });
    expect(account.roles).toEqual({ manager: eve.id });
    const deal = await aDeal(account);
    const seen = { ...deal, may: [] };
    expect(await by('eve').must('GET', `/v1/deals/${deal.id}`)).toEqual(seen);
    expect((await by('eve').must('GET', `/v1/deals?accountId=${account.id}`)).data).toEqual([seen]);
    expect((await by('eve').must('GET', '/v1/accounts?limit=1000')).data.map(({ id }: Json) => id)).toEqual([
      account.id,
    ]);
    for (const [method, path, body] of [
      ['PATCH', '', { amount: '1.00' }],
      ['POST', '/lose', { reason: 'price' }],
      ['POST', '/win', undefined],
      ['POST', '/reopen', undefined],
    ] as const) {
      const refused = await by('eve').ask(method, `/v1/deals/${deal.id}${path}`, body);
      expect([refused.status, refused.body.detail]).toEqual([
        403,
        'You may only read it: a deal is changed by its owner, by a manager above them, or by a program.',
      ]);
      expect((await by('olga').ask(method, `/v1/deals/${deal.id}${path}`, body)).status).toBe(404);
    }
    expect((await by('olga').ask('GET', `/v1/deals/${deal.id}`)).status).toBe(404);
    await by('program').must('PATCH', `/v1/accounts/${account.id}`, { roles: { manager: null, sales: olga.id } });
    expect((await app.must('GET', `/v1/accounts/${account.id}`)).roles).toEqual({ sales: olga.id });
    expect((await by('eve').ask('GET', `/v1/deals/${deal.id}`)).status).toBe(404);
    expect((await by('olga').ask('GET', `/v1/deals/${deal.id}`)).status).toBe(200);
    const refused = await by('program').ask('PATCH', `/v1/accounts/${account.id}`, { roles: { delivery: NOBODY } });
    expect(faults(refused)).toEqual(['/roles/delivery unknownId']);
    expect((await app.ask('DELETE', `/v1/reps/${olga.id}`)).status).toBe(409);
  });
});

describe('a rep who receives a handoff', () => {
  it('sees its deal and account, and gets the role of its kind, not that of the salesperson', async () => {
    const team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [olga.id] });
    const receivers = [
      {
        name: 'Delivery',
        teamId: team.id,
        ownerOfDoneRepId: olga.id,
        acknowledgeWithin: 'PT4H',
        completeWithin: 'P5D',
      },
    ];
    const people = { teamId: team.id, repId: olga.id };
    const kind = await aHandoffKind(app, people, { receivers, accountRole: 'delivery', form: EASY, ready: [] });
    expect(kind.accountRole).toBe('delivery');
    const account = await anAccount();
    const term = { startsOn: '2026-05-01', endsOn: '2027-04-30', noticeDays: 30 };
    const deal = await aDeal(account, { term, product: 'Care' });
    expect((await by('olga').ask('GET', `/v1/deals/${deal.id}`)).status).toBe(404);
    const draft = (await by('ann').must('GET', `/v1/deals/${deal.id}`)).handoff;
    await by('ann').must('PATCH', `/v1/handoffs/${draft.id}/form`, { scope: 'All of it' });
    await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
    const seen = await by('olga').must('GET', `/v1/handoffs/${draft.id}`);
    expect(seen.deal).toMatchObject({ id: deal.id, product: 'Care', amount: '1000.00', currency: 'EUR', term });
    expect(seen.account).toMatchObject({ id: account.id, name: account.name, ownerRepId: ann.id });
    expect(await by('olga').must('GET', `/v1/deals/${deal.id}`)).toMatchObject({ amount: '1000.00', term });
    expect(await by('olga').must('GET', `/v1/accounts/${account.id}`)).toMatchObject({ type: 'customer' });
    expect((await by('eve').ask('GET', `/v1/accounts/${account.id}`)).status).toBe(404);
    await by('olga').must('POST', `/v1/handoffs/${draft.id}/receivers/Delivery/accept`);
    expect(await app.must('GET', `/v1/accounts/${account.id}`)).toMatchObject({
      ownerRepId: ann.id,
      roles: { delivery: olga.id },
    });
  });
});

const EASY = {
  type: 'object',
  additionalProperties: false,
  required: ['scope'],
  properties: { scope: { type: 'string', title: 'Scope' } },
};
