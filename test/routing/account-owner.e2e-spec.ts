import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, aPool, aRep, faults, leadNow, NOBODY, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let acme: Json;
let pool: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  pool = await aPool(app, 'Desk', [bo]);
  acme = await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'], ownerRepId: ann.id });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const to = (accountOwner: true | 'sales' | 'manager', otherwise: object = { poolId: pool.id }) =>
  app.must('PUT', '/v1/routing', { rules: [{ name: 'Accounts', when: {}, assign: { accountOwner, otherwise } }] });
const fromAcme = (fields: object = {}) =>
  aLead(app, { contact: { email: 'kim@sales.ACME.example' }, company: { domain: 'acme.example' }, ...fields });
const traceOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0].trace;

describe('a rule that assigns leads to account owners', () => {
  it('assigns a lead to the owner of its account, found by domain or email address', async () => {
    await to(true);
    const byDomain = await fromAcme();
    const byAddress = await aLead(app, { contact: { email: 'lee@acme.example' } });
    const byPage = await aLead(app, { contact: {}, company: { domain: 'https://WWW.Acme.example:443/about?us#team' } });
    expect([byDomain, byAddress, byPage].map(({ ownerId }) => ownerId)).toEqual([ann.id, ann.id, ann.id]);
    expect(await traceOf(byDomain)).toMatchObject({
      account: { accountId: acme.id, by: 'domain', asked: [] },
      winner: ann.id,
      because: 'They own its account; no pool dealt it.',
      candidates: [{ repId: ann.id, eligible: true }],
    });
  });

  it('distributes leads without an account, also those with an address at a public mail provider', async () => {
    await to(true);
    const stranger = await aLead(app, { contact: { email: 'lee@other.example' } });
    const anybody = await aLead(app, { contact: { email: 'kim@gmail.com' } });
    expect([stranger.ownerId, anybody.ownerId]).toEqual([bo.id, bo.id]);
    expect((await traceOf(stranger)).because).toMatch(/^It belongs to no account\. The only one who could take it/);
  });

  it('assigns to the role that it names', async () => {
    await to('manager');
    const none = await fromAcme();
    expect(none.ownerId).toBe(bo.id);
    expect((await traceOf(none)).because).toMatch(/^Its account has no rep for manager\. /);
    await app.must('PATCH', `/v1/accounts/${acme.id}`, { roles: { manager: ann.id } });
    expect((await fromAcme()).ownerId).toBe(ann.id);
  });

  it('looks for each role in the nearest account above that has it', async () => {
    const cat = await aRep(app, 'Cat');
    const make = (name: string, fields: object): Promise<Json> => app.must('POST', '/v1/accounts', { name, ...fields });
    const top = await make('Top', { ownerRepId: cat.id, roles: { sales: cat.id, manager: cat.id } });
    const middle = await make('Middle', { parentId: top.id, roles: { sales: ann.id } });
    await app.must('PATCH', `/v1/accounts/${acme.id}`, { parentId: middle.id });
    const owners = [];
    for (const role of [true, 'sales', 'manager'] as const) {
      await to(role);
      owners.push((await fromAcme()).ownerId);
    }
    expect(owners).toEqual([ann.id, ann.id, cat.id]);
    await app.must('PATCH', `/v1/accounts/${middle.id}`, { roles: null });
    await to('sales');
    expect((await fromAcme()).ownerId).toBe(cat.id);
    await app.must('PATCH', `/v1/accounts/${middle.id}`, { parentId: null });
    expect((await fromAcme()).ownerId).toBe(bo.id);
  });

  it('distributes a lead to others while the owner cannot take it, and after the owner missed it', async () => {
    await to(true);
    await aPolicy(app, { within: 'PT10M', onBreach: [{ after: 'PT0S', do: 'reassign' }] }, { time: 'elapsed' });
    const missed = await fromAcme();
    await app.moveBy(10 * MINUTE);
    expect((await leadNow(app, missed)).ownerId).toBe(bo.id);
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    const away = await fromAcme();
    expect(away.ownerId).toBe(bo.id);
    const trace = await traceOf(away);
    expect(trace.because).toMatch(/^The owner of its account cannot take it\. /);
    expect(trace.candidates).toMatchObject([{ repId: bo.id }, { repId: ann.id, excludedBy: 'unavailable' }]);
  });

  it('queues leads for the owner if no other rep is available', async () => {
    await to(true, { poolId: (await aPool(app, 'Nobody', [])).id });
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    const lead = await fromAcme();
    expect(lead.ownerId).toBeNull();
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: true });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('gives a waiting lead to the owner outside their hours, as it does with a new one', async () => {
    await to(true, { poolId: (await aPool(app, 'Nobody', [])).id });
    const until = '2026-03-02T21:00:00.000Z';
    await app.moveTo('2026-03-02T20:00:00Z');
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false, until });
    const waiting = await fromAcme();
    expect(waiting.ownerId).toBeNull();
    await app.moveTo(until);
    expect((await leadNow(app, waiting)).ownerId).toBe(ann.id);
    expect((await fromAcme()).ownerId).toBe(ann.id);
  });

  it('leaves an untouched lead with the owner when it is rerouted', async () => {
    await to(true);
    const lead = await fromAcme();
    const kept = await app.must('PATCH', `/v1/leads/${lead.id}`, { campaign: 'x', reroute: 'ifUntouched' });
    expect(kept).toMatchObject({ ownerId: ann.id, reassignments: 0 });
    await app.must('PATCH', `/v1/accounts/${acme.id}`, { ownerRepId: bo.id });
    expect((await app.must('PATCH', `/v1/leads/${lead.id}`, { reroute: 'ifUntouched' })).ownerId).toBe(bo.id);
  });

  it('handles all leads of a batch together, and the preview agrees', async () => {
    await to(true);
    const leads = Array.from({ length: 50 }, (_, index) => ({
      source: 'web',
      contact: { email: `kim@${index % 2 === 0 ? 'acme' : 'other'}.example` },
    }));
    const { results } = await app.must('POST', '/v1/leads/batch', { leads });
    const { data } = await app.must('GET', '/v1/leads?limit=100');
    const owned = (rep: Json) => data.filter(({ ownerId }: Json) => ownerId === rep.id).length;
    expect([results.length, owned(ann), owned(bo)]).toEqual([50, 25, 25]);
    const preview = await app.must('POST', '/v1/routing/preview', { lead: leads[0] });
    expect(preview).toMatchObject({ ownerId: ann.id, trace: { account: { accountId: acme.id } } });
  });

  it('is refused without `otherwise`, with two targets, and with an unknown `otherwise`', async () => {
    const put = (assign: object) => app.ask('PUT', '/v1/routing', { rules: [{ name: 'A', when: {}, assign }] });
    const { id: poolId } = pool;
    expect(faults(await put({ accountOwner: true }))).toEqual(['/rules/0/assign/otherwise required']);
    expect(faults(await put({ accountOwner: true, poolId }))).toEqual(['/rules/0/assign tooMany']);
    expect(faults(await put({ poolId, otherwise: { poolId } }))).toEqual(['/rules/0/assign/otherwise contradiction']);
    expect(faults(await put({ accountOwner: true, otherwise: { poolId: NOBODY } }))).toEqual([
      '/rules/0/assign/otherwise/poolId unknownId',
    ]);
    const nested = await put({ accountOwner: true, otherwise: { accountOwner: true, otherwise: { poolId } } });
    expect(nested.body.errors).toContainEqual({
      pointer: '/rules/0/assign/otherwise',
      code: 'tooMany',
      message: expect.stringMatching(/^An `otherwise` names one of a pool/),
    });
    expect(faults(await put({ accountOwner: 'delivery', otherwise: { poolId } }))).toEqual([
      '/rules/0/assign/accountOwner value',
    ]);
  });

  it('keeps the pool or rep of its `otherwise` from being deleted', async () => {
    const usedBy = [{ kind: 'routing rule', name: 'Accounts' }];
    await to(true);
    expect(await app.ask('DELETE', `/v1/pools/${pool.id}`)).toMatchObject({ status: 409, body: { usedBy } });
    await to(true, { repId: bo.id });
    const refused = await app.ask('DELETE', `/v1/reps/${bo.id}`);
    expect(refused.status).toBe(409);
    expect(refused.body.usedBy).toContainEqual(usedBy[0]);
  });
});
