import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandoffOpening } from '../../src/handoffs/handoff-opening.service.js';
import { HandoffsSweep } from '../../src/handoffs/handoffs.sweep.js';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, aKindBody } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aLead, aRep, faults, NOBODY } from '../support/people.js';

let app: TestApplication;
let people: { teamId: string; repId: string };
let ann: { id: string; key: string };
let full: Json;
let small: Json;

const LESS = { field: 'deal.amount', op: 'lt', value: 5000 };
const text = (title: string) => ({ type: 'string', title });
const FULL = {
  type: 'object',
  required: ['promised', 'risk'],
  properties: { promised: text('Promised'), risk: text('Risk') },
};
const SMALL = {
  type: 'object',
  additionalProperties: false,
  required: ['promised'],
  properties: { promised: text('Promised'), hurry: text('Hurry') },
};
const kind = (name: string, start: object, form: object = SMALL) =>
  aHandoffKind(app, people, { name, start, form: { additionalProperties: false, ...form }, ready: [] });
const order = (...kinds: Json[]) =>
  app.put(
    '/v1/handoff-kinds/order',
    kinds.map(({ id }) => id),
  );
const names = ({ data }: Json): string[] => data.map(({ name }: Json) => name);

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T10:00:00Z');
  const { id } = await aRep(app, 'Ann');
  ann = { id, key: await app.keyFor(['rep'], id) };
  const team = await app.must('POST', '/v1/teams', { name: 'All', repIds: [id] });
  people = { teamId: team.id, repId: id };
  full = await kind('Full', { on: 'deal.won' }, FULL);
  small = await kind('Small', { on: 'deal.won', when: LESS });
});
afterAll(() => app.stop());

let deals = 0;
const aDeal = (amount: string, fields: object = {}): Promise<Json> => {
  deals += 1;
  return app.must(
    'POST',
    '/v1/deals',
    { name: `Deal ${deals}`, account: { name: `Acme ${deals}` }, amount, currency: 'EUR', ...fields },
    ann,
  );
};
const kindOf = async ({ id }: Json): Promise<string | null> => {
  const { handoff } = await app.must('GET', `/v1/deals/${id}`);
  if (handoff === null) return null;
  const { kindId } = await app.must('GET', `/v1/handoffs/${handoff.id}`);
  return (await app.must('GET', `/v1/handoff-kinds/${kindId}`)).name;
};
const set = (deal: Json, fields: object) => app.must('PATCH', `/v1/deals/${deal.id}`, fields, ann);
const formOf = async (deal: Json) => {
  const { handoff } = await app.must('GET', `/v1/deals/${deal.id}`);
  return `/v1/handoffs/${handoff.id}/form`;
};

describe(`the kind of a deal's handoff`, () => {
  it('is the first whose condition the deal meets, at its boundary too, with the newest kind first', async () => {
    expect(names(await app.must('GET', '/v1/handoff-kinds'))).toEqual(['Small', 'Full']);
    expect(await kindOf(await aDeal('4999.99'))).toBe('Small');
    expect(await kindOf(await aDeal('5000.00'))).toBe('Full');
    expect(await kindOf(await aDeal('5000.01'))).toBe('Full');
  });

  it('can depend on the product and the currency too', async () => {
    const abroad = await kind('Abroad', {
      on: 'deal.won',
      when: {
        all: [
          { field: 'deal.currency', op: 'ne', value: 'EUR' },
          { field: 'deal.product', op: 'eq', value: 'Care' },
        ],
      },
    });
    expect(await kindOf(await aDeal('100.00', { currency: 'CHF', product: 'care' }))).toBe('Abroad');
    expect(await kindOf(await aDeal('100.00', { currency: 'CHF' }))).toBe('Small');
    await app.delete(`/v1/handoff-kinds/${abroad.id}`);
  });

  it('follows a changed order for new deals only', async () => {
    const before = await aDeal('100.00');
    const { status, body, headers } = await order(full, small);
    expect([status, names(body), headers.get('etag')]).toEqual([200, ['Full', 'Small'], '"2"']);
    expect(await kindOf(await aDeal('100.00'))).toBe('Full');
    // A draft that exists keeps its kind.
    expect(await kindOf(before)).toBe('Small');
    const setup = await app.must('GET', '/v1/setup');
    expect(setup.warnings.filter(({ code }: Json) => code === 'handoffKindHidden')).toEqual([
      {
        code: 'handoffKindHidden',
        text: 'No deal gets "Small", since "Full" comes before it and takes every deal: PUT /v1/handoff-kinds/order.',
      },
    ]);
    const { data } = await app.must('GET', '/v1/handoff-kinds/order/versions');
    expect(data.map(({ version }: Json) => version)).toEqual([2, 1]);
    const first = await app.must('GET', '/v1/handoff-kinds/order/versions/1');
    expect(first).toMatchObject({ version: 1, kindIds: [small.id, full.id] });
    const restored = await app.post('/v1/handoff-kinds/order/versions/1/restore');
    expect(names(restored.body)).toEqual(['Small', 'Full']);
    expect(await kindOf(await aDeal('100.00'))).toBe('Small');
  });

  it('can only be reordered by exactly all kinds, at the version that was read', async () => {
    expect(faults(await order(small, { id: NOBODY }))).toEqual(['/1 unknownId', ' missing']);
    expect(faults(await order(small))).toEqual([' missing']);
    const stale = { headers: { 'if-match': '"1"' } };
    expect((await app.put('/v1/handoff-kinds/order', [full.id, small.id], stale)).status).toBe(412);
    expect(names(await app.must('GET', '/v1/handoff-kinds'))).toEqual(['Small', 'Full']);
  });

  it('follows the amount while the deal is open, and keeps the answers', async () => {
    const deal = await aDeal('4000.00');
    await app.must('PATCH', await formOf(deal), { promised: 'A logo', hurry: 'By May' }, ann);
    await set(deal, { amount: '4500.00' });
    expect(await kindOf(deal)).toBe('Small');
    await set(deal, { amount: '6000.00' });
    expect(await kindOf(deal)).toBe('Full');
    const grown = await app.must('GET', await formOf(deal));
    expect([grown.values, grown.missing]).toEqual([
      { promised: 'A logo' },
      [{ pointer: '/risk', text: 'Risk is missing.' }],
    ]);
    await app.must('PATCH', await formOf(deal), { promised: 'Two logos', risk: 'None' }, ann);
    await set(deal, { amount: '4000.00' });
    // The answer that only the small kind asks for was kept.
    expect((await app.must('GET', await formOf(deal))).values).toEqual({ promised: 'Two logos', hurry: 'By May' });
    expect(await kindOf(deal)).toBe('Small');
    const won = await app.must('POST', `/v1/deals/${deal.id}/win`, undefined, ann);
    expect(won.handoff.state).toBe('running');
    // A won deal keeps its kind.
    await set(deal, { amount: '9000.00' });
    expect(await kindOf(deal)).toBe('Small');
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('restores nested answers when it changes back, except for those that were emptied meanwhile', async () => {
    const group = (...names: string[]) => ({
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(names.map((name) => [name, text(name)])),
    });
    const contacts = (...more: object[]) => ({
      type: 'object',
      additionalProperties: false,
      properties: Object.assign({ buyer: group('name', 'email') }, ...more),
    });
    const list = (...names: string[]) => ({ type: 'array', items: group(...names) });
    const lines = list('what');
    const deep = await kind(
      'Deep',
      { on: 'deal.won', when: { field: 'deal.amount', op: 'gt', value: 500000 } },
      {
        type: 'object',
        properties: {
          context: group('aim', 'why'),
          contacts: contacts({ dayToDay: group('name') }),
          lines,
          days: list('what', 'when'),
          notes: text('Notes'),
        },
      },
    );
    const shallow = await kind(
      'Shallow',
      { on: 'deal.won', when: { field: 'deal.amount', op: 'eq', value: 400000 } },
      {
        type: 'object',
        properties: {
          context: group('why'),
          contacts: contacts(),
          lines,
          days: list('what'),
          notes: text('Notes'),
        },
      },
    );
    const deal = await aDeal('600000.00');
    const first = {
      context: { aim: 'Sell more', why: 'Slow shop' },
      contacts: { buyer: { name: 'Kim', email: 'kim@acme.example' }, dayToDay: { name: 'Bo' } },
      lines: [{ what: 'Design' }, { what: 'Build' }],
      days: [{ what: 'Kickoff', when: 'In May' }],
      notes: 'Call first',
    };
    await app.must('PATCH', await formOf(deal), first, ann);
    await set(deal, { amount: '400000.00' });
    expect(await kindOf(deal)).toBe('Shallow');
    const meanwhile = { buyer: { name: 'Eve', email: null } };
    await app.must('PATCH', await formOf(deal), { contacts: meanwhile, lines: [{ what: 'Logo' }], notes: null }, ann);
    await set(deal, { amount: '600000.00' });
    expect(await kindOf(deal)).toBe('Deep');
    expect((await app.must('GET', await formOf(deal))).values).toEqual({
      context: first.context,
      // The former buyer's address is not restored for the new one.
      contacts: { buyer: { name: 'Eve' }, dayToDay: { name: 'Bo' } },
      lines: [{ what: 'Logo' }],
      days: first.days,
    });
    for (const { id } of [deep, shallow]) await app.delete(`/v1/handoff-kinds/${id}`);
  });

  it('follows the amount with which a CRM reports the win', async () => {
    const told = { name: 'Elsewhere', account: { name: 'Far' }, currency: 'EUR', ownerRepId: ann.id };
    const deal = await app.must('PUT', '/v1/deals/by-ref/crm/1', { ...told, amount: '100.00' });
    expect(await kindOf(deal)).toBe('Small');
    await app.must('PUT', '/v1/deals/by-ref/crm/1', { ...told, amount: '8000.00', stage: 'won' });
    expect(await kindOf(deal)).toBe('Full');
  });

  it('follows the amount of a win that a rep reports, who cannot avoid its form that way', async () => {
    const lead = await aLead(app, { company: { name: 'Initech', domain: 'initech.example' } });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: ann.id, reason: 'Hers' });
    const reach = (name: string, amount: string) =>
      app.ask('POST', `/v1/leads/${lead.id}/milestones`, { name, value: { amount, currency: 'EUR' } }, ann);
    await reach('opportunity', '900.00');
    const [deal] = (await app.must('GET', `/v1/deals?leadId=${lead.id}`)).data;
    expect(await kindOf(deal)).toBe('Small');
    await app.must('PATCH', await formOf(deal), { promised: 'A site' }, ann);
    const refused = await reach('won', '90000.00');
    expect([refused.status, refused.body.handoffId, refused.body.errors]).toMatchObject([
      409,
      null,
      [{ pointer: '/risk', message: 'Risk is missing.' }],
    ]);
    expect(await app.must('GET', `/v1/deals/${deal.id}`)).toMatchObject({ stage: 'open', amount: '900.00' });
    expect((await reach('won', '950.00')).status).toBeLessThan(300);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('follows the amount of a batch that creates and wins the deal', async () => {
    const refusedOf = async (name: string, opportunity: string | null, won: string | null) => {
      const company = { name, domain: `${name.toLowerCase()}.example` };
      const lead = await aLead(app, { company, contact: { email: `ada@${company.domain}` } });
      await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: ann.id, reason: 'Hers' });
      const milestone = (each: string, amount: string | null) => ({
        leadId: lead.id,
        name: each,
        occurredAt: new Date(app.time.now()).toISOString(),
        ...(amount !== null && { value: { amount, currency: 'EUR' } }),
      });
      const milestones = [milestone('opportunity', opportunity), milestone('won', won)];
      const { results } = await app.must('POST', '/v1/milestones/batch', { milestones }, ann);
      return results[1].errors.map(({ message }: Json) => message);
    };
    const bySmall = ['One piece is missing: Promised is missing.'];
    const byFull = ['2 pieces are missing; the first: Promised is missing.'];
    expect(await refusedOf('Hooli', '900.00', null)).toEqual(bySmall);
    expect(await refusedOf('Pied', null, '900.00')).toEqual(bySmall);
    // The amount of the win is the one that counts.
    expect(await refusedOf('Raviga', '900.00', '90000.00')).toEqual(byFull);
    expect(await refusedOf('Endframe', '90000.00', '900.00')).toEqual(bySmall);
  });

  it('remains after it was deleted, and is none if no kind accepts the deal', async () => {
    await app.must('PUT', `/v1/handoff-kinds/${full.id}`, { ...full, start: { on: 'deal.won', when: { not: LESS } } });
    const kept = await aDeal('100.00');
    await app.delete(`/v1/handoff-kinds/${small.id}`);
    expect(await app.must('GET', `/v1/deals/${kept.id}`)).toMatchObject({ handoff: { state: 'draft' } });
    const none = await aDeal('100.00');
    expect(none.handoff).toBeNull();
    expect((await app.post(`/v1/deals/${none.id}/win`, undefined, ann)).body).toMatchObject({
      stage: 'won',
      handoff: null,
    });
    const grows = await aDeal('100.00');
    await set(grows, { amount: '5000.00' });
    expect(await kindOf(grows)).toBe('Full');
    await set(grows, { amount: '10.00' });
    expect((await app.must('GET', `/v1/deals/${grows.id}`)).handoff).toBeNull();
    small = await kind('Small', { on: 'deal.won', when: LESS });
    // Deals without a draft get one, once.
    const opening = app.application.app.get(HandoffOpening);
    expect(await opening.draftMissing()).toBeGreaterThan(0);
    expect(await kindOf(grows)).toBe('Small');
    expect((await verified(app.database.url)).found).toEqual([]);
  });
});

describe('a condition of other kinds', () => {
  it('applies at delivery and before a renewal: each kind that accepts the deal begins', async () => {
    await kind('Delivered', { on: 'delivery.completed' });
    await kind('Delivered, large', { on: 'delivery.completed', when: { not: LESS } });
    await kind('Delivered, small', { on: 'delivery.completed', when: LESS });
    const term = { startsOn: '2025-04-01', endsOn: '2026-03-31' };
    const renewed = await kind('Renewed, large', { on: 'renewal.due', daysBefore: 60, when: { not: LESS } });
    const deal = await aDeal('100.00', { term });
    await app.must('PATCH', await formOf(deal), { promised: 'A logo' }, ann);
    await app.must('POST', `/v1/deals/${deal.id}/win`, undefined, ann);
    const renewals = async () => {
      for (const due of [WonDeals, ContractsSweep, HandoffsSweep] as const)
        await app.application.app.get<{ look(): Promise<void> }>(due).look();
      const { data } = await app.must('GET', `/v1/handoffs?kind=${renewed.id}`);
      return data.filter(({ state }: Json) => state === 'draft').length;
    };
    expect(await renewals()).toBe(0);
    const told = await app.must(
      'POST',
      `/v1/deals/${deal.id}/events`,
      { name: 'delivery.completed', anyway: true },
      ann,
    );
    expect(told.handoffs.map(({ name }: Json) => name).sort()).toEqual(['Delivered', 'Delivered, small']);
    await set(deal, { amount: '5000.00' });
    expect(await renewals()).toBe(1);
  });

  it('is refused if the kind starts by hand, or if it uses anything but the deal', async () => {
    const asked = (start: object) => app.post('/v1/handoff-kinds', aKindBody(people, { name: 'Odd', start }));
    expect(faults(await asked({ on: 'manual', when: LESS }))).toEqual(['/start/when contradiction']);
    expect(faults(await asked({ on: 'deal.won', when: { field: 'form.risk', op: 'exists' } }))).toEqual([
      '/start/when/field unknownField',
    ]);
    expect(faults(await asked({ on: 'deal.won', when: { field: 'deal.amount', op: 'lt', value: 'much' } }))).toEqual([
      '/start/when/value type',
    ]);
    expect(faults(await asked({ on: 'deal.won', when: 'small' }))).toEqual(['/start/when type']);
  });

  it('makes a backfill skip accounts whose deal is of another kind', async () => {
    const told = { name: 'Old', account: { name: 'Old' }, amount: '9000.00', currency: 'EUR', ownerRepId: ann.id };
    const old = await app.must('PUT', '/v1/deals/by-ref/crm/old', {
      ...told,
      stage: 'won',
      wonAt: '2026-01-05T10:00:00Z',
    });
    const asked = { kindId: small.id, accountIds: [old.account.id], perWeek: 5 };
    const plan = await app.must('POST', '/v1/handoff-backfills?dryRun=true', asked);
    expect(plan.accounts).toMatchObject([{ passedOver: 'otherKind' }]);
    const full_ = await app.must('POST', '/v1/handoff-backfills?dryRun=true', { ...asked, kindId: full.id });
    expect(full_.accounts).toMatchObject([{ passedOver: null }]);
  });
});
