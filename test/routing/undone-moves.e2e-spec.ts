import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, aPool, aRep, leadNow, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let cy: Json;
let desk: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann', { skills: { language: ['de'] } });
  [bo, cy] = await theReps(app, ['Bo', 'Cy']);
  desk = await aPool(app, 'Desk', [ann, bo]);
  await rules([{ name: 'German', when: {}, assign: { poolId: desk.id }, requireSkills: { language: ['de'] } }]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const rules = (list: object[]) => app.must('PUT', '/v1/routing', { rules: list });
const bulk = async (lead: Json, to: object): Promise<string> =>
  (await app.must('POST', '/v1/leads/reassign', { ids: [lead.id], to, reason: 'A slip' })).bulkId;
const undo = (bulkId: string) => app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
const latest = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0];

describe('a lead whose reassignment is undone', () => {
  it('has its rule again, and its requirements for the next owner', async () => {
    await aPolicy(app);
    const lead = await aLead(app);
    expect(lead.ownerId).toBe(ann.id);
    await undo(await bulk(lead, { repId: cy.id }));
    expect(await latest(lead)).toMatchObject({ repId: ann.id, poolId: desk.id, rule: 'German', cause: 'undone' });
    // No other rep speaks German, so Ann misses the lead and keeps it.
    await app.moveBy(24 * 60 * 60 * 1_000);
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('may go to the rep who had it by mistake', async () => {
    await rules([{ name: 'All', when: {}, assign: { poolId: desk.id } }]);
    await aPolicy(app);
    const lead = await aLead(app);
    const [owner, other] = lead.ownerId === ann.id ? [ann, bo] : [bo, ann];
    await undo(await bulk(lead, { repId: other.id }));
    await app.moveBy(6 * 60_000);
    await app.settle();
    expect(await latest(lead)).toMatchObject({ repId: other.id, cause: 'breach' });
    expect(owner.id).not.toBe(other.id);
  });

  it('is hidden from reps who had nothing to do with it', async () => {
    const lead = await aLead(app);
    const bulkId = await bulk(lead, { repId: bo.id });
    const undoing = async (rep: Json) =>
      app.ask('POST', `/v1/leads/reassign/${bulkId}/undo`, undefined, { key: await app.keyFor(['rep'], rep.id) });
    const refused = await undoing(cy);
    expect([refused.status, JSON.stringify(refused.body).includes(lead.id)]).toEqual([404, false]);
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
    expect((await undoing(bo)).body.results).toMatchObject([{ leadId: lead.id, status: 'reassigned' }]);
  });

  it('is in no pool if its former pool was deleted', async () => {
    const lead = await aLead(app);
    const bulkId = await bulk(lead, { poolId: (await aPool(app, 'Other', [cy])).id });
    await rules([]);
    await app.must('DELETE', `/v1/pools/${desk.id}`);
    await undo(bulkId);
    expect(await latest(lead)).toMatchObject({ repId: ann.id, poolId: null });
  });

  it('stays where it is while its former owner is away', async () => {
    const lead = await aLead(app);
    const bulkId = await bulk(lead, { repId: cy.id });
    await app.must('POST', `/v1/reps/${ann.id}/absences`, {
      from: new Date(app.time.now()).toISOString(),
      to: '2026-03-20T14:00:00Z',
      openLeads: 'reassignAll',
    });
    expect((await undo(bulkId)).results).toMatchObject([{ leadId: lead.id, why: 'Its former owner is away.' }]);
    expect((await leadNow(app, lead)).ownerId).toBe(cy.id);
  });
});

describe('a lead that reaches a milestone', () => {
  it('stays with the account owner if the rule assigns it to them', async () => {
    const experts = await aPool(app, 'Experts', [cy]);
    await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'], ownerRepId: ann.id });
    await rules([
      { name: 'In', when: {}, assign: { repId: ann.id } },
      {
        name: 'Over',
        when: {},
        on: 'milestone:qualified',
        assign: { accountOwner: true, otherwise: { poolId: experts.id } },
      },
    ]);
    const lead = await aLead(app, { contact: { email: 'kim@acme.example' } });
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    const other = await aLead(app, { contact: { email: 'lou@other.example' } });
    await app.must('POST', `/v1/leads/${other.id}/milestones`, { name: 'qualified' });
    expect((await leadNow(app, other)).ownerId).toBe(cy.id);
  });
});
