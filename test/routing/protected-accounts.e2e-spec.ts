import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WaitingLeadsSweep } from '../../src/deals/accounts/waiting-leads.sweep.js';
import { TestApplication } from '../support/application.js';
import { DAY, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep, leadNow, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let desk: Json;
let acme: Json;
let until: string;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  desk = await aPool(app, 'Desk', [bo]);
  until = new Date(app.time.now() + DAY).toISOString();
  acme = await app.must('POST', '/v1/accounts', {
    name: 'Acme',
    domains: ['acme.example'],
    ownerRepId: ann.id,
    protectedUntil: until,
  });
  await allTo(app, desk);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const fromAcme = () => aLead(app, { company: { domain: 'acme.example' } });
const away = (rep: Json, isAway = true) => app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: !isAway });
const traceOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0].trace;

describe('a lead of a protected account', () => {
  it('goes to the account owner whatever the rules say; other leads follow the rules', async () => {
    const lead = await fromAcme();
    expect(lead.ownerId).toBe(ann.id);
    expect(await traceOf(lead)).toMatchObject({
      account: { accountId: acme.id, by: 'domain', asked: [], protectedUntil: until },
      winner: ann.id,
      because: `They own its account, which is protected until ${until}; no pool dealt it.`,
    });
    expect((await aLead(app)).ownerId).toBe(bo.id);
  });

  it('waits for the owner while they cannot take it, and goes to no other rep', async () => {
    await away(ann);
    const lead = await fromAcme();
    expect(lead.ownerId).toBeNull();
    const trace = await traceOf(lead);
    expect(trace.because).toBe(
      `Its account is protected until ${until}, and its owner cannot take it; it waits in the queue.`,
    );
    expect(trace.candidates).toMatchObject([
      { repId: bo.id, eligible: false, excludedBy: 'protected' },
      { repId: ann.id, eligible: false, excludedBy: 'unavailable' },
    ]);
    const { data } = await app.must('GET', '/v1/routing/queue');
    expect(data[0].why).toBe(
      'Nobody in Desk can take it now: 1 may not have it while its account is protected and 1 is not available.',
    );
    await away(ann, false);
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it.each([
    ['is rerouted', 'PATCH', '', { campaign: 'x', reroute: 'ifUntouched' }],
    ['reaches a milestone', 'POST', '/milestones', { name: 'qualified' }],
    ['is moved into a pool by hand', 'POST', '/reassign', { reason: 'A slip' }],
  ])('stays with the account owner if it %s', async (_, method, path, body) => {
    await app.must('PUT', '/v1/routing', {
      rules: [
        { name: 'New', when: {}, assign: { poolId: desk.id } },
        { name: 'Over', on: 'milestone:qualified', when: {}, assign: { poolId: desk.id } },
      ],
    });
    const lead = await fromAcme();
    const to = path === '/reassign' ? { poolId: desk.id } : {};
    expect((await app.must(method, `/v1/leads/${lead.id}${path}`, { ...body, ...to })).ownerId).toBe(ann.id);
    expect((await app.must('GET', `/v1/leads/${lead.id}/routing`)).data).toHaveLength(1);
  });

  it('is open to all members once the protection has ended', async () => {
    await away(ann);
    const lead = await fromAcme();
    await app.moveBy(DAY - MINUTE);
    await app.application.app.get(WaitingLeadsSweep).look();
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.moveBy(MINUTE);
    await app.application.app.get(WaitingLeadsSweep).look();
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
    expect((await fromAcme()).ownerId).toBe(bo.id);
  });

  it('stays with its owner after they missed it', async () => {
    await aPolicy(app, { within: 'PT10M', onBreach: [{ after: 'PT0S', do: 'reassign' }] }, { time: 'elapsed' });
    const lead = await fromAcme();
    await app.moveBy(10 * MINUTE);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    const { data } = await app.must('GET', '/v1/routing/queue');
    expect(data).toMatchObject([{ leadId: lead.id, waiting: 'move' }]);
  });

  it('goes to the role that its rule names, else to the owner, but never to `otherwise`', async () => {
    const cy = await aRep(app, 'Cy');
    await app.must('PATCH', `/v1/accounts/${acme.id}`, { roles: { manager: cy.id } });
    await app.must('PUT', '/v1/routing', {
      rules: [{ name: 'A', when: {}, assign: { accountOwner: 'manager', otherwise: { poolId: desk.id } } }],
    });
    expect((await fromAcme()).ownerId).toBe(cy.id);
    await away(cy);
    const second = await fromAcme();
    expect(second.ownerId).toBe(ann.id);
    expect((await traceOf(second)).because).toMatch(/^The rep for manager of its account cannot take it\. They own/);
    await away(ann);
    expect((await fromAcme()).ownerId).toBeNull();
  });

  it.each(['manager', 'owner'])(
    'waits for the rep of its role and the owner, and goes to the %s who is free first',
    async (first) => {
      const cy = await aRep(app, 'Cy');
      await app.must('PATCH', `/v1/accounts/${acme.id}`, { roles: { manager: cy.id } });
      await app.must('PUT', '/v1/routing', {
        rules: [{ name: 'A', when: {}, assign: { accountOwner: 'manager', otherwise: { poolId: desk.id } } }],
      });
      for (const rep of [ann, bo, cy]) await away(rep);
      const lead = await fromAcme();
      await app.settle();
      const free = first === 'owner' ? ann : cy;
      await away(free, false);
      await app.settle();
      expect((await leadNow(app, lead)).ownerId).toBe(free.id);
    },
  );

  it('is distributed if its owner has left, and can be assigned by hand', async () => {
    const lead = await fromAcme();
    const given = await app.must('POST', `/v1/leads/${lead.id}/reassign`, {
      repId: bo.id,
      reason: 'They know each other',
    });
    expect(given.ownerId).toBe(bo.id);
    await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann', email: 'ann@example.com', active: false });
    expect((await fromAcme()).ownerId).toBe(bo.id);
  });

  it('cannot be claimed by others', async () => {
    const many = await aPool(app, 'Many', [ann, bo], { strategy: 'claim', claimWithin: 'PT1H' });
    await allTo(app, many);
    await app.must('PATCH', `/v1/accounts/${acme.id}`, { protectedUntil: null });
    const lead = await fromAcme();
    await app.must('PATCH', `/v1/accounts/${acme.id}`, { protectedUntil: until });
    const claim = (rep: Json) => app.ask('POST', `/v1/leads/${lead.id}/claim`, { repId: rep.id });
    expect(await claim(bo)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('is protected') } });
    expect((await claim(ann)).status).toBe(200);
  });
});
