import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anAccount } from '../revenue/contracts.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aCast, aDesk, aLead, allTo, faults, leadNow } from '../support/people.js';

let app: TestApplication;
let people: Record<'ann' | 'bo', Json>;
let keys: Record<'ann' | 'bo' | 'program', string>;
let desk: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  ({ people, keys } = await aCast(app, ['Ann', 'Bo']));
  ({ pool: desk } = await aDesk(app, [people.ann]));
});
afterAll(() => app.stop());

const WORTH = { amount: '100.00', currency: 'EUR' };

describe('a deal of a lead', () => {
  const dealOf = (lead: Json, ownerRepId: string, key: string) =>
    app.post(
      '/v1/deals',
      { name: 'Mine', account: { name: `Of ${ownerRepId}` }, ...WORTH, leadId: lead.id, ownerRepId },
      { key },
    );

  it('is not made by those who may only read the lead, which it could close', async () => {
    const lead = await aLead(app);
    expect(lead.ownerId).toBe(people.ann.id);
    const readsAll = await app.keyFor(['rep', 'read'], people.bo.id);
    expect(faults(await dealOf(lead, people.bo.id, keys.bo))).toEqual(['/leadId unknownId']);
    expect(faults(await dealOf(lead, people.bo.id, readsAll))).toEqual(['/leadId otherOwner']);
    expect((await dealOf(lead, people.ann.id, keys.ann)).status).toBe(201);
  });

  it('is not made by a rep who has handed the lead over', async () => {
    const over = { name: 'Over', on: 'milestone:qualified', when: {}, assign: { repId: people.bo.id } };
    const all = { name: 'All', when: {}, assign: { poolId: desk.id } };
    await app.must('PUT', '/v1/routing', { rules: [over, all], fallback: {} });
    const lead = await aLead(app, { contact: { email: 'over@example.org' } });
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' }, { key: keys.ann });
    await allTo(app, desk);
    expect((await leadNow(app, lead)).ownerId).toBe(people.bo.id);
    expect((await app.get(`/v1/leads/${lead.id}`, { key: keys.ann })).status).toBe(200);
    expect(faults(await dealOf(lead, people.ann.id, keys.ann))).toEqual(['/leadId otherOwner']);
    expect((await dealOf(lead, people.bo.id, keys.bo)).status).toBe(201);
  });
});

describe('the account of a deal of a lead', () => {
  const GUARDED = { name: 'Guarded Foods', domain: 'guarded.example' };
  let contract: Json;

  beforeAll(async () => {
    const account = await anAccount(app, { name: GUARDED.name, domains: [GUARDED.domain], ownerRepId: people.bo.id });
    contract = await app.must('POST', '/v1/contracts', {
      accountId: account.id,
      currency: 'EUR',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      lines: [{ product: 'Suite', segments: [{ from: '2026-01-01', amount: '12000.00' }] }],
    });
  });

  let leads = 0;
  const lead = (fields: object = {}): Promise<Json> => {
    leads += 1;
    return aLead(app, { contact: { email: `kim${leads}@example.org` }, ...fields });
  };
  const change = ({ id }: Json, fields: object, key = keys.ann) =>
    app.must('PATCH', `/v1/leads/${id}`, fields, { key });
  const madeBy = async ({ id }: Json, key: string): Promise<string | null> => {
    await app.must('POST', `/v1/leads/${id}/milestones`, { name: 'opportunity' }, { key });
    const [deal] = (await app.must('GET', `/v1/deals?leadId=${id}`)).data;
    expect(deal.ownerRepId).toBe(people.ann.id);
    return deal.account?.name ?? null;
  };
  const named = (of: Json, account: object) =>
    app.post('/v1/deals', { name: 'Named', ...WORTH, account, leadId: of.id }, { key: keys.ann });
  const sees = async () => (await app.get(`/v1/contracts/${contract.id}`, { key: keys.ann })).status === 200;

  it('is none that a rep has named in the lead and does not see, whoever reports the opportunity', async () => {
    for (const [fields, key] of [
      [{ company: GUARDED }, keys.ann],
      [{ company: GUARDED }, keys.program],
      [{ company: { name: GUARDED.name }, contact: { email: 'kim@guarded.example' } }, keys.ann],
    ] as const) {
      const mine = await lead();
      await change(mine, fields);
      expect(faults(await named(mine, { name: GUARDED.name }))).toEqual(['/account/name otherOwner']);
      expect(await madeBy(mine, key)).toBeNull();
    }
    expect(await sees()).toBe(false);
  });

  it('is one that nobody looks after, also if a rep has named it', async () => {
    await anAccount(app, { name: 'Free Foods', domains: ['free.example'] });
    const mine = await lead();
    await change(mine, { company: { name: 'Free Foods', domain: 'free.example' } });
    expect((await named(mine, { name: 'Free Foods' })).body.account.name).toBe('Free Foods');
  });

  it('is that of the company with which the lead came, or which a program has named', async () => {
    expect((await named(await lead({ company: GUARDED }), GUARDED)).status).toBe(201);
    expect(await sees()).toBe(true);
    const fenced = { name: 'Fenced Foods', domain: 'fenced.example' };
    await anAccount(app, { name: fenced.name, domains: [fenced.domain], ownerRepId: people.bo.id });
    const amended = await lead();
    await change(amended, { company: fenced }, keys.program);
    expect(await madeBy(amended, keys.ann)).toBe(fenced.name);
  });
});
