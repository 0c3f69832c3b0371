import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead, aPool, aRep, dealt, leadNow } from '../support/people.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

/** Ann, alone in the pool of all leads. */
async function annWith(capacity: object, fields: object = {}): Promise<{ id: string }> {
  const ann = await aRep(app, 'Ann', { capacity, ...fields });
  await aDesk(app, [ann]);
  return ann;
}

async function excludedBy(lead: { id: string }): Promise<string> {
  const [{ trace }] = (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data;
  return `${trace.candidates[0].excludedBy}: ${trace.candidates[0].detail}`;
}

describe('a rep’s capacity', () => {
  it('for open leads is freed when one closes', async () => {
    const ann = await annWith({ open: 2 });
    const leads = [await aLead(app), await aLead(app), await aLead(app)];
    expect(leads.map(({ ownerId }) => ownerId)).toEqual([ann.id, ann.id, null]);
    expect(await excludedBy(leads[2])).toBe('capacity: open 2 of 2');
    await app.must('POST', `/v1/leads/${leads[0].id}/touches`, { kind: 'call', outcome: 'connected' });
    await app.settle();
    expect((await leadNow(app, leads[2])).ownerId).toBeNull();
    await app.must('POST', `/v1/leads/${leads[0].id}/disposition`, { category: 'lost', reason: 'price' });
    await app.settle();
    expect((await leadNow(app, leads[2])).ownerId).toBe(ann.id);
  });

  it('for untouched leads is freed by a first touch', async () => {
    const ann = await annWith({ untouched: 1 });
    const [first, second] = [await aLead(app), await aLead(app)];
    expect(second.ownerId).toBeNull();
    expect(await excludedBy(second)).toBe('capacity: untouched 1 of 1');
    await app.must('POST', `/v1/leads/${first.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    await app.settle();
    expect((await leadNow(app, second)).ownerId).toBe(ann.id);
  });

  it('per day is reset at midnight in the time zone of the rep', async () => {
    const ann = await annWith({ perDay: 2 }, { timeZone: 'America/New_York' });
    const leads = [await aLead(app), await aLead(app), await aLead(app)];
    expect(leads.map(({ ownerId }) => ownerId)).toEqual([ann.id, ann.id, null]);
    expect(await excludedBy(leads[2])).toBe('capacity: per day 2 of 2');
    // A lead that Ann got today still counts after it is closed.
    await app.must('POST', `/v1/leads/${leads[0].id}/disposition`, { category: 'lost', reason: 'price' });
    await app.moveTo('2026-03-03T04:59:59.999Z');
    expect((await leadNow(app, leads[2])).ownerId).toBeNull();
    await app.moveTo('2026-03-03T05:00:00.000Z');
    expect((await leadNow(app, leads[2])).ownerId).toBe(ann.id);
    expect(await dealt(app, 2)).toEqual([ann.id, null]);
  });

  it('per day is reset after 23 hours when the clocks go forward', async () => {
    // Sunday, 8 March 2026, in New York: midnight is 05:00 before the change and 04:00 after it.
    const ann = await annWith({ perDay: 1 }, { timeZone: 'America/New_York' });
    await app.moveTo('2026-03-08T05:00:00.000Z');
    expect(await dealt(app, 2)).toEqual([ann.id, null]);
    await app.moveTo('2026-03-09T03:59:59.999Z');
    expect((await app.must('GET', '/v1/routing/queue')).data).toHaveLength(1);
    await app.moveTo('2026-03-09T04:00:00.000Z');
    expect((await app.must('GET', '/v1/routing/queue')).data).toHaveLength(0);
  });

  it('per week is reset on Monday', async () => {
    const ann = await annWith({ perWeek: 3, perDay: 2 }, { timeZone: 'Europe/Berlin' });
    expect(await dealt(app, 3)).toEqual([ann.id, ann.id, null]);
    await app.moveTo('2026-03-02T23:00:00.000Z');
    expect((await app.must('GET', '/v1/routing/queue')).data).toEqual([]);
    const late = await aLead(app);
    expect(await excludedBy(late)).toBe('capacity: per week 3 of 3');
    await app.moveTo('2026-03-08T22:59:59.999Z');
    expect((await leadNow(app, late)).ownerId).toBeNull();
    await app.moveTo('2026-03-08T23:00:00.000Z');
    expect((await leadNow(app, late)).ownerId).toBe(ann.id);
  });

  it('of zero excludes the rep', async () => {
    await annWith({ open: 0 });
    expect(await dealt(app, 1)).toEqual([null]);
  });

  it('is exact within a batch, and applies across all pools', async () => {
    const ann = await aRep(app, 'Ann', { capacity: { open: 3 } });
    const bo = await aRep(app, 'Bo');
    const one = await aPool(app, 'One', [ann, bo]);
    const two = await aPool(app, 'Two', [ann], { fallbackPoolId: one.id });
    await app.must('PUT', '/v1/routing', {
      rules: [
        { name: 'One', when: { field: 'channel', op: 'eq', value: '1' }, assign: { poolId: one.id } },
        { name: 'Two', when: {}, assign: { poolId: two.id } },
      ],
    });
    const leads = Array.from({ length: 8 }, (_, index) => ({ source: 'web', contact: {}, channel: String(index % 2) }));
    const { results } = await app.must('POST', '/v1/leads/batch', { leads });
    const owners = await Promise.all(results.map(async (lead: { id: string }) => (await leadNow(app, lead)).ownerId));
    expect(owners.filter((id) => id === ann.id)).toHaveLength(3);
    expect(owners.filter((id) => id === bo.id)).toHaveLength(5);
  });

  it('that is raised releases leads from the queue', async () => {
    const ann = await annWith({ open: 1 });
    const [, second] = [await aLead(app), await aLead(app)];
    expect(second.ownerId).toBeNull();
    await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann', email: 'ann@example.com', capacity: { open: 2 } });
    await app.settle();
    expect((await leadNow(app, second)).ownerId).toBe(ann.id);
  });
});
