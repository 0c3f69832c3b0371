import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WaitingLeadsSweep } from '../../src/deals/accounts/waiting-leads.sweep.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, aPool, faults, leadNow, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let key: Json;
let desk: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  [key, desk] = [await aPool(app, 'Key accounts', [ann]), await aPool(app, 'Desk', [bo])];
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const account = (fields: object) => app.must('POST', '/v1/accounts', { name: 'Acme', ...fields });
const toKey = (when: object) =>
  app.must('PUT', '/v1/routing', {
    rules: [{ name: 'Key', when, assign: { poolId: key.id } }],
    fallback: { poolId: desk.id },
  });
const isType = (value: string) => ({ field: 'account.type', op: 'eq', value });
const traceOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0].trace;

describe('a rule with conditions on the account of a lead', () => {
  it('matches however the account is found, and the trace says how', async () => {
    const acme = await account({
      domains: ['acme.example'],
      brands: ['acme-shop.example'],
      contacts: [{ email: 'Kim@gmail.com' }, { phone: '+49 30 901820' }],
      refs: { crm: '42' },
      type: 'customer',
    });
    await toKey(isType('customer'));
    const ways: [object, string, string[]][] = [
      [{ refs: { crm: '42' }, company: { domain: 'other.example' } }, 'ref', []],
      [{ company: { domain: 'acme.example' } }, 'domain', []],
      [{ company: { domain: 'nobody.example' }, contact: { email: 'lee@acme-shop.example' } }, 'brand', ['domain']],
      [{ contact: { email: 'lee@eu.acme.example' } }, 'parentDomain', ['domain', 'brand']],
      [{ contact: { email: 'kim@gmail.com' }, refs: { erp: '9' } }, 'email', ['ref']],
      [{ contact: { email: 'sam@gmail.com', phone: '0049 (30) 901820' } }, 'phone', ['email']],
    ];
    for (const [fields, by, asked] of ways) {
      const lead = await aLead(app, fields);
      expect([by, lead.ownerId]).toEqual([by, ann.id]);
      expect((await traceOf(lead)).account).toEqual({ accountId: acme.id, by, asked });
      const preview = await app.must('POST', '/v1/routing/preview', { lead: { source: 'web', ...fields } });
      expect(preview).toMatchObject({ ownerId: ann.id, trace: { account: { by } } });
    }
    const stranger = await aLead(app, { contact: { email: 'sam@gmail.com' } });
    expect(stranger.ownerId).toBe(bo.id);
    expect(await traceOf(stranger)).toMatchObject({
      rules: [{ failed: { field: 'account.type', op: 'eq', value: 'customer', actual: null } }],
    });
  });

  it.each([
    [{ field: 'account.name', op: 'startsWith', value: 'ac' }],
    [{ field: 'account.domains', op: 'contains', value: 'acme.example' }],
    [{ field: 'account.refs.crm', op: 'eq', value: '42' }],
    [{ field: 'account.protectedUntil', op: 'gt', value: '2020-01-01T00:00:00Z' }],
    [{ field: 'account', op: 'exists' }],
    [{ not: { field: 'account.refs.erp', op: 'exists' } }],
  ])('can require %j', async (when) => {
    await account({
      domains: ['acme.example'],
      refs: { crm: '42' },
      protectedUntil: '2021-01-01T00:00:00Z',
    });
    await toKey({ all: [{ field: 'account', op: 'exists' }, when] });
    expect((await aLead(app, { company: { domain: 'acme.example' } })).ownerId).toBe(ann.id);
    expect((await aLead(app)).ownerId).toBe(bo.id);
  });

  it('compares the owner of the account, or of its parent if it has none', async () => {
    const group = await account({ name: 'Group', ownerRepId: ann.id });
    const part = await account({ name: 'Part', domains: ['part.example'], parentId: group.id });
    await toKey({ field: 'account.ownerRepId', op: 'eq', value: ann.id });
    expect((await aLead(app, { company: { domain: 'part.example' } })).ownerId).toBe(ann.id);
    await app.must('PATCH', `/v1/accounts/${part.id}`, { ownerRepId: bo.id });
    expect((await aLead(app, { company: { domain: 'part.example' } })).ownerId).toBe(bo.id);
  });

  it('applies to all leads of a batch', async () => {
    await account({ domains: ['acme.example'], type: 'partner' });
    await toKey(isType('partner'));
    const leads = Array.from({ length: 250 }, (_, index) => ({
      source: 'web',
      company: { domain: index % 2 === 0 ? 'acme.example' : `n${index}.example` },
    }));
    await app.must('POST', '/v1/leads/batch', { leads });
    const { data } = await app.must('GET', '/v1/leads?limit=300');
    expect(data.filter(({ ownerId }: Json) => ownerId === ann.id)).toHaveLength(125);
  });

  it('accepts only fields that accounts have', async () => {
    const put = (field: string, op: string, value: unknown) =>
      app.ask('PUT', '/v1/routing', { rules: [{ name: 'A', when: { field, op, value }, assign: { poolId: key.id } }] });
    expect(faults(await put('account.owner', 'eq', 'x'))).toEqual(['/rules/0/when/field unknownField']);
    expect(faults(await put('account.protectedUntil', 'contains', 'x'))).toEqual(['/rules/0/when/op operator']);
  });
});

describe('a lead under such a rule', () => {
  it('is routed again from the queue when an account has changed', async () => {
    await app.must('PUT', '/v1/routing', {
      rules: [{ name: 'Key', when: isType('customer'), assign: { poolId: key.id } }],
    });
    const lead = await aLead(app, { company: { domain: 'acme.example' } });
    expect(lead.ownerId).toBeNull();
    await app.moveBy(60_000);
    await account({ domains: ['acme.example'], type: 'customer' });
    await app.application.app.get(WaitingLeadsSweep).look();
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('is rerouted by the account that an amendment reveals', async () => {
    await account({ domains: ['acme.example'], type: 'customer' });
    await toKey(isType('customer'));
    const lead = await aLead(app);
    expect(lead.ownerId).toBe(bo.id);
    const amended = { company: { domain: 'acme.example' }, reroute: 'ifUntouched' };
    expect((await app.must('PATCH', `/v1/leads/${lead.id}`, amended)).ownerId).toBe(ann.id);
  });
});

describe('a policy with conditions on the account of a lead', () => {
  it('applies to leads whose account matches, and its preview says so', async () => {
    await account({ domains: ['acme.example'], type: 'customer' });
    await toKey({});
    const policy = await aPolicy(app, { within: 'PT5M' }, { when: isType('customer'), time: 'elapsed' });
    const lead = { source: 'web', company: { domain: 'acme.example' } };
    expect((await aLead(app, lead)).policy).toMatchObject({ id: policy.id });
    expect((await aLead(app)).policy).toBeNull();
    const draft = { when: isType('customer'), time: 'elapsed', firstTouch: { within: 'PT5M' } };
    const preview = (of: object) => app.must('POST', '/v1/sla-policies/preview', { policy: draft, lead: of });
    expect(await preview(lead)).toMatchObject({ matched: true });
    expect(await preview({ source: 'web' })).toMatchObject({ matched: false });
  });
});
