import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
