import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, aPool, faults, theReps } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let desk: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  desk = await aPool(app, 'Desk', [ann, bo]);
  await put({ companyOwner: true, otherwise: { poolId: desk.id } });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const ask = (assign: object) => app.ask('PUT', '/v1/routing', { rules: [{ name: 'Companies', when: {}, assign }] });
const put = (assign: object) => app.must('PUT', '/v1/routing', { rules: [{ name: 'Companies', when: {}, assign }] });
const from = (domain: string, fields: object = {}) => aLead(app, { company: { domain }, contact: {}, ...fields });
const traceOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0].trace;

describe('a rule for the rep who has a lead of the same company', () => {
  it('assigns the next lead to that rep while they can take it', async () => {
    const first = await from('acme.example');
    expect((await traceOf(first)).because).toMatch(/^No rep has an open lead of its company\. /);
    const [second, byAddress] = [
      await from('www.Acme.example'),
      await aLead(app, { contact: { email: 'k@acme.example' } }),
    ];
    expect([second.ownerId, byAddress.ownerId]).toEqual([first.ownerId, first.ownerId]);
    expect((await traceOf(second)).because).toBe('They have an open lead of its company; no pool dealt it.');
    await app.must('PUT', `/v1/reps/${first.ownerId}/availability`, { available: false });
    const third = await from('acme.example');
    expect(third.ownerId).not.toBe(first.ownerId);
    expect((await traceOf(third)).because).toMatch(/^The rep with an open lead of its company cannot take it\. /);
  });

  it('leaves an untouched lead with that rep when it is rerouted', async () => {
    const [first, second] = [await from('acme.example'), await from('acme.example')];
    const kept = await app.must('PATCH', `/v1/leads/${second.id}`, { campaign: 'x', reroute: 'ifUntouched' });
    expect(kept).toMatchObject({ ownerId: first.ownerId, reassignments: 0 });
  });

  it('is warned about at its `otherwise` if that leads to nobody', async () => {
    const nobody = await aPool(app, 'Nobody', []);
    const { data: queues } = await app.must('GET', '/v1/queues');
    const { warnings } = await app.must('PUT', '/v1/routing', {
      rules: [
        {
          name: 'Odd',
          when: { field: 'source', op: 'eq', value: 'odd' },
          assign: { companyOwner: true, otherwise: { queue: queues[0].name } },
        },
        { name: 'Companies', when: {}, assign: { companyOwner: true, otherwise: { poolId: nobody.id } } },
      ],
      fallback: { poolId: desk.id, queueOwnerId: ann.id },
    });
    expect(warnings.map(({ pointer }: Json) => pointer)).toEqual([
      '/rules/0/assign/otherwise/queue',
      '/rules/1/assign/otherwise/poolId',
    ]);
  });

  it('goes by the open lead that was assigned last, and ignores closed ones', async () => {
    const first = await from('acme.example', { owner: { repId: ann.id } });
    const second = await from('acme.example', { owner: { repId: bo.id } });
    expect((await from('acme.example')).ownerId).toBe(bo.id);
    await app.must('POST', `/v1/leads/${first.id}/reassign`, { repId: ann.id, reason: 'Again' });
    for (const { id } of (await app.must('GET', '/v1/leads')).data)
      if (id !== first.id)
        await app.must('POST', `/v1/leads/${id}/disposition`, { category: 'lost', reason: 'no_need' });
    expect((await from('acme.example')).ownerId).toBe(first.ownerId);
    expect(second.ownerId).toBe(bo.id);
  });

  it('assigns all leads of a company that come in together to one rep', async () => {
    const leads = Array.from({ length: 60 }, (_, index) => ({
      source: 'web',
      company: { domain: `c${index % 3}.example` },
    }));
    await app.must('POST', '/v1/leads/batch', { leads });
    const { data } = await app.must('GET', '/v1/leads?limit=100');
    for (const company of ['c0.example', 'c1.example', 'c2.example']) {
      const owners = data.filter((lead: Json) => lead.company.domain === company).map(({ ownerId }: Json) => ownerId);
      expect([owners.length, new Set(owners).size]).toEqual([20, 1]);
    }
  });

  it('also recognises a company by its account', async () => {
    await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'], brands: ['shop.example'] });
    const first = await from('acme.example');
    expect((await from('shop.example')).ownerId).toBe(first.ownerId);
    expect((await from('shop.example')).ownerId).toBe(first.ownerId);
    const preview = { lead: { source: 'web', company: { domain: 'shop.example' } } };
    expect((await app.must('POST', '/v1/routing/preview', preview)).ownerId).toBe(first.ownerId);
  });

  it('does not take a public mail provider for a company', async () => {
    const leads = [
      await aLead(app, { contact: { email: 'a@gmail.com' } }),
      await aLead(app, { contact: { email: 'b@gmail.com' } }),
    ];
    expect(new Set(leads.map(({ ownerId }) => ownerId)).size).toBe(2);
  });

  it('is refused without `otherwise`, and with a second target', async () => {
    const { id: poolId } = desk;
    expect(faults(await ask({ companyOwner: true }))).toEqual(['/rules/0/assign/otherwise required']);
    expect(faults(await ask({ companyOwner: true, accountOwner: true, otherwise: { poolId } }))).toEqual([
      '/rules/0/assign tooMany',
    ]);
  });
});
