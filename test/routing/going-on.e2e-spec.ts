import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, aPool, aRep, faults, leadNow, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let acme: Json;
let desk: Json;
let others: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  desk = await aPool(app, 'Desk', [bo]);
  others = await aPool(app, 'Others', [await aRep(app, 'Cy')]);
  acme = await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'], ownerRepId: ann.id });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const CUSTOMERS = { name: 'Customers', when: {}, assign: { accountOwner: true, otherwise: 'continue' } };
const swiss = (fields: object = {}) => ({
  name: 'Swiss',
  when: { field: 'contact.country', op: 'eq', value: 'CH' },
  assign: { poolId: desk.id },
  ...fields,
});
const spam = {
  name: 'Jokers',
  when: { field: 'contact.lastName', op: 'eq', value: 'Duck' },
  assign: { dispose: { category: 'suppress', reason: 'spam' } },
};
const saved = (rules: readonly object[], fields: object = {}) =>
  app.must('PUT', '/v1/routing', { rules, fallback: { poolId: others.id, queueOwnerId: bo.id }, ...fields });
const from = (company: string, contact: object = {}) =>
  aLead(app, { contact: { email: `kim@${company}.example`, country: 'CH', ...contact } });
const decided = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0];
const unavailable = () => app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });

describe('a rule that goes on', () => {
  it('gives customers to the owners of their accounts, and leaves all others to the rules below', async () => {
    const { warnings = [] } = await saved([CUSTOMERS, swiss()]);
    expect(warnings).toEqual([]);
    const [customer, stranger, elsewhere] = [
      await from('acme'),
      await from('other'),
      await from('third', { country: 'AT' }),
    ];
    expect(customer).toMatchObject({ ownerId: ann.id, poolId: null, rule: 'Customers' });
    expect(stranger).toMatchObject({ ownerId: bo.id, poolId: desk.id, rule: 'Swiss' });
    expect(elsewhere).toMatchObject({ poolId: others.id, rule: null });
    const { trace } = await decided(stranger);
    expect(trace.rules).toEqual([
      { name: 'Customers', matched: true, goesOn: true },
      { name: 'Swiss', matched: true },
    ]);
    expect((await decided(customer)).trace.because).toBe('They own its account; no pool dealt it.');
  });

  it('goes on where the owner cannot take the lead, and says why', async () => {
    await saved([CUSTOMERS, swiss()]);
    await unavailable();
    const lead = await from('acme');
    expect(lead).toMatchObject({ ownerId: bo.id, poolId: desk.id, rule: 'Swiss' });
    expect((await decided(lead)).trace).toMatchObject({
      because: expect.stringMatching(/^The owner of its account cannot take it\. /),
      candidates: expect.arrayContaining([{ repId: ann.id, eligible: false, excludedBy: 'unavailable' }]),
    });
  });

  it('asks owners for its own skills, and everybody else for those of the rule below', async () => {
    await saved([CUSTOMERS, swiss({ requireSkills: { language: ['de'] } })]);
    expect((await from('acme')).ownerId).toBe(ann.id);
    expect((await from('other')).ownerId).toBeNull();
    await saved([{ ...CUSTOMERS, requireSkills: { product: ['crm'] } }, swiss()]);
    expect(await from('acme')).toMatchObject({ ownerId: bo.id, rule: 'Swiss' });
  });

  it('lets no rule close the leads of an owner, even of one who cannot take them', async () => {
    await saved([CUSTOMERS, spam, swiss()]);
    expect((await from('acme', { lastName: 'Duck' })).ownerId).toBe(ann.id);
    await unavailable();
    const [customer, stranger] = [
      await from('acme', { lastName: 'Duck', email: 'donald@acme.example' }),
      await from('other', { lastName: 'Duck' }),
    ];
    expect(customer).toMatchObject({ status: 'open', ownerId: bo.id });
    expect(stranger).toMatchObject({ status: 'suppressed', rule: 'Jokers' });
  });

  it('asks the rep with an open lead of the company, also of one that came just before', async () => {
    const colleagues = { name: 'Colleagues', when: {}, assign: { companyOwner: true, otherwise: 'continue' } };
    await saved([colleagues, { name: 'All', when: {}, assign: { poolId: desk.id } }]);
    const first = await from('firm');
    await app.must('POST', `/v1/leads/${first.id}/reassign`, { repId: ann.id, reason: 'She knows them' });
    const second = await from('firm', { email: 'lee@firm.example' });
    expect([first.rule, second.rule, second.ownerId]).toEqual(['All', 'Colleagues', ann.id]);
    const { results } = await app.must('POST', '/v1/leads/batch', {
      leads: ['a', 'b'].map((name) => ({ source: 'web', contact: { email: `${name}@pair.example` } })),
    });
    const [, late] = await Promise.all(results.map(({ id, leadId = id }: Json) => leadNow(app, { id: leadId })));
    expect(late).toMatchObject({ ownerId: bo.id, rule: 'Colleagues' });
  });

  it('uses the fallback pool if no rule below matches', async () => {
    await saved([{ ...CUSTOMERS, requireSkills: { product: ['crm'] } }]);
    expect((await from('other')).poolId).toBe(others.id);
    // The skills are those of the rule, which asks nobody else.
    expect(await from('acme')).toMatchObject({ poolId: others.id, rule: null });
    const colleagues = { companyOwner: true, otherwise: 'continue' };
    await saved([{ name: 'Colleagues', when: {}, assign: colleagues, requireSkills: { language: ['de'] } }]);
    expect(await from('firm')).toMatchObject({ poolId: others.id, rule: null });
  });

  it('is asked again when the lead moves on, and is previewed', async () => {
    await saved([CUSTOMERS, swiss()]);
    await aPolicy(app, { onBreach: [{ after: 'PT0S', do: 'reassign' }] }, { time: 'elapsed' });
    const lead = { source: 'web', contact: { email: 'lee@acme.example', country: 'CH' } };
    expect(await app.must('POST', '/v1/routing/preview', { lead })).toMatchObject({
      ownerId: ann.id,
      rule: 'Customers',
    });
    const taken = await app.must('POST', '/v1/leads', lead);
    expect(taken.ownerId).toBe(ann.id);
    await app.moveBy(5 * MINUTE + 1);
    await app.settle();
    expect(await leadNow(app, taken)).toMatchObject({ ownerId: bo.id, rule: 'Swiss' });
    await app.must('PATCH', `/v1/accounts/${acme.id}`, { ownerRepId: null });
    expect(await app.must('POST', '/v1/routing/preview', { lead })).toMatchObject({ ownerId: bo.id, rule: 'Swiss' });
  });

  it('is one for leads that come in, about an owner', async () => {
    const refused = async (rule: object) =>
      faults(await app.ask('PUT', '/v1/routing', { rules: [{ name: 'One', when: {}, ...rule }] }));
    const milestone = { on: 'milestone:qualified', assign: CUSTOMERS.assign };
    expect(await refused(milestone)).toEqual(['/rules/0/assign/otherwise contradiction']);
    expect(await refused({ assign: { poolId: desk.id, otherwise: 'continue' } })).toEqual([
      '/rules/0/assign/otherwise contradiction',
    ]);
    const other = await app.ask('PUT', '/v1/routing', {
      rules: [{ name: 'One', when: {}, assign: { accountOwner: true, otherwise: 'stop' } }],
    });
    expect(other.body.errors.map(({ pointer, message }: Json) => [pointer, message])).toEqual([
      ['/rules/0/assign/otherwise', expect.stringMatching(/continue/)],
    ]);
  });
});
