import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';

let app: TestApplication;
let ann: string;
let bo: string;
let cy: string;
let north: string;
let south: string;

beforeAll(async () => {
  app = await TestApplication.start();
  const rep = async (name: string) =>
    (await app.must('POST', '/v1/reps', { name, email: `${name}@example.com` })).id as string;
  [ann, bo, cy] = [await rep('ann'), await rep('bo'), await rep('cy')];
  const pool = async (name: string, repIds: string[]) =>
    (await app.must('POST', '/v1/pools', { name, members: repIds.map((repId) => ({ repId })) })).id as string;
  [north, south] = [await pool('North', [ann]), await pool('South', [bo])];
  await app.must('PUT', '/v1/settings', { defaultCountry: 'DE', duplicates: 'separate' });
  await app.must('POST', '/v1/sla-policies', { name: 'All', firstTouch: { within: 'PT1H' } });
});
afterAll(() => app.stop());

const rules = (...assigned: [string, string, object][]) =>
  app.must('PUT', '/v1/routing', {
    rules: assigned.map(([name, country, assign]) => ({
      name,
      when: { field: 'contact.country', op: 'eq', value: country },
      assign,
    })),
  });

const lead = (fields: object = {}) =>
  app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'eva@example.com' }, ...fields });
const patch = (id: string, body: unknown, key?: string) =>
  app.ask('PATCH', `/v1/leads/${id}`, body, key === undefined ? {} : { key });
const updates = async (id: string) =>
  (await app.must('GET', `/v1/leads/${id}/timeline`)).data.filter(
    (each: { type: string }) => each.type === 'lead.updated',
  );

describe('an update of a lead', () => {
  it('replaces the given fields and keeps all others', async () => {
    const made = await lead({
      campaign: 'spring',
      contact: { email: 'eva@example.com', name: 'Eva' },
      company: { name: 'Acme' },
      attributes: { plan: 'pro', seats: 5 },
      clickIds: { gclid: 'a' },
    });
    await app.moveBy(1_000);
    const changed = await patch(made.id, {
      campaign: 'summer',
      contact: { phone: '0170 1234567' },
      company: { employees: 50 },
      attributes: { seats: 6 },
      refs: { hubspot: '42' },
      consent: { adUserData: 'granted' },
    });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        source: 'web',
        campaign: 'summer',
        contact: { email: 'eva@example.com', name: 'Eva', phone: '0170 1234567' },
        company: { name: 'Acme', employees: 50 },
        attributes: { plan: 'pro', seats: 6 },
        clickIds: { gclid: 'a' },
        refs: { hubspot: '42' },
        consent: { adUserData: 'granted' },
        receivedAt: made.receivedAt,
        updatedAt: new Date(app.time.now()).toISOString(),
      },
    });
    expect((await app.must('GET', `/v1/leads/${made.id}`)).contact).toEqual(changed.body.contact);
    const found = await app.must('GET', '/v1/leads?phone=%2B491701234567');
    expect(found.data).toMatchObject([{ id: made.id }]);
  });

  it('normalises the instant of a click like any other', async () => {
    const made = await lead({ clickIds: { gclid: 'a', clickedAt: '2026-03-01T10:00:00+01:00' } });
    expect(made.clickIds).toEqual({ gclid: 'a', clickedAt: '2026-03-01T09:00:00.000Z' });
    const changed = await patch(made.id, { clickIds: { clickedAt: '2026-03-01T10:30:00Z' } });
    expect(changed.body.clickIds).toEqual({ gclid: 'a', clickedAt: '2026-03-01T10:30:00.000Z' });
  });

  it('leaves out a click’s time that lies in the future, an issue until the click is named again', async () => {
    const { id } = await lead({ clickIds: { gclid: 'a' } });
    await app.moveBy(3_600_000);
    const clickedAt = new Date(app.time.now()).toISOString();
    const future = new Date(app.time.now() + 400 * 86_400_000).toISOString();
    const wrong = await patch(id, { clickIds: { gclid: 'b', clickedAt: future } });
    expect([wrong.body.clickIds, wrong.body.issues]).toEqual([{ gclid: 'b' }, ['futureClick']]);
    expect((await patch(id, { campaign: 'spring' })).body.issues).toEqual(['futureClick']);
    const right = await patch(id, { clickIds: { clickedAt } });
    expect([right.body.clickIds, right.body.issues ?? []]).toEqual([{ gclid: 'b', clickedAt }, []]);
  });

  it('is recorded with the names of the fields, never with their values', async () => {
    const { id } = await lead({ contact: { email: 'eva@example.com' }, attributes: { 'a/b~c': 1 } });
    await patch(id, { contact: { email: 'ada@example.com', name: 'Ada' }, attributes: { 'a/b~c': 2 }, form: 'demo' });
    const [event, ...more] = await updates(id);
    expect(more).toEqual([]);
    expect(event.data).toEqual({ fields: ['attributes.a/b~c', 'contact.email', 'contact.name', 'form'] });
    expect(event.text).toBe('Updated: attributes.a/b~c, contact.email, contact.name, form');
  });

  it('that changes nothing is not recorded', async () => {
    const made = await lead({ campaign: 'spring', submittedAt: '2026-03-02T15:00:00Z', contact: { doNot: ['sms'] } });
    await app.moveBy(1_000);
    const same = await patch(made.id, {
      campaign: ' spring ',
      submittedAt: '2026-03-02T16:00:00.000+01:00',
      contact: { doNot: ['sms'] },
      company: {},
      message: null,
    });
    expect(same).toMatchObject({ status: 200, body: { updatedAt: made.updatedAt } });
    expect(await updates(made.id)).toEqual([]);
  });

  it('says which fields cannot be removed', async () => {
    const { id } = await app.must('POST', '/v1/leads', { source: 'web' });
    const { body } = await patch(id, { source: null, test: null });
    expect(body.errors).toEqual([
      {
        pointer: '/source',
        code: 'value',
        message: 'Expected a source: every lead has one, so null cannot remove it.',
      },
      {
        pointer: '/test',
        code: 'value',
        message: 'Expected true or false: every lead is one or the other, so null cannot remove it.',
      },
    ]);
  });

  it('removes fields that are null', async () => {
    const { id } = await lead({
      externalId: 'gone',
      campaign: 'spring',
      company: { name: 'Acme', domain: 'acme.example' },
      attributes: { plan: 'pro' },
      refs: { hubspot: '1', other: '2' },
    });
    const changed = await patch(id, {
      externalId: null,
      campaign: null,
      company: { domain: null },
      attributes: { plan: null },
      refs: { hubspot: null },
      contact: null,
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ company: { name: 'Acme' }, refs: { other: '2' }, issues: ['noContact'] });
    for (const field of ['externalId', 'campaign', 'attributes']) expect(changed.body).not.toHaveProperty(field);
    expect((await app.must('GET', '/v1/leads?email=eva@example.com&externalId=gone')).data).toEqual([]);
  });

  it('recalculates the issues of addresses and numbers', async () => {
    const { id, issues } = await lead({ contact: { phone: 'none', email: 'nonsense' } });
    expect(issues).toEqual(['noContact', 'unreadableEmail', 'unreadablePhone']);
    const mended = await patch(id, { contact: { phone: '0170 1234567', country: 'AT', email: 'Mended@Example.com' } });
    expect(mended.body).not.toHaveProperty('issues');
    expect((await app.must('GET', '/v1/leads?email=mended@example.com')).data).toMatchObject([{ id }]);
  });

  it('leaves the clocks as they are', async () => {
    const made = await lead({ contact: { country: 'none' } });
    const changed = await patch(made.id, { campaign: 'autumn' });
    expect(changed.body).toMatchObject({ policy: made.policy, clocks: made.clocks, ownerId: made.ownerId, cycle: 1 });
  });

  it('does not check an unchanged submission instant again', async () => {
    const own = await TestApplication.start();
    try {
      const submittedAt = '2026-03-01T15:00:00.000Z';
      const { id } = await own.must('POST', '/v1/leads', { source: 'web', contact: {}, submittedAt });
      await own.moveBy(14 * 86_400_000);
      const changed = await own.ask('PATCH', `/v1/leads/${id}`, { campaign: 'x', submittedAt });
      expect(changed).toMatchObject({ status: 200, body: { campaign: 'x', submittedAt } });
    } finally {
      await own.stop();
    }
  });

  it('is accepted for a closed lead too', async () => {
    const { id } = await lead();
    await app.must('POST', `/v1/leads/${id}/disposition`, { category: 'lost', reason: 'price' });
    expect(await patch(id, { campaign: 'late', reroute: 'ifUntouched' })).toMatchObject({
      status: 200,
      body: { campaign: 'late', status: 'lost' },
    });
  });
});

describe('an update that would give a lead the id of another', () => {
  it('is refused, and names the other lead', async () => {
    const first = await lead({ externalId: 'one', source: 'crm' });
    const second = await lead({ externalId: 'two', source: 'crm' });
    const third = await lead({ externalId: 'one', source: 'web' });
    for (const [id, body] of [
      [second.id, { externalId: 'one' }],
      [third.id, { source: 'CRM' }],
    ] as const) {
      expect(await patch(id, { ...body, campaign: 'x' })).toMatchObject({
        status: 409,
        body: { type: '/problems#lead-exists', leadId: first.id },
      });
      expect(await updates(id)).toEqual([]);
      expect((await app.must('GET', `/v1/leads/${id}`)).campaign).toBeUndefined();
    }
  });

  it('is accepted if it only changes the case of its source, or the id is free', async () => {
    const { id } = await lead({ externalId: 'case', source: 'crm' });
    expect((await patch(id, { source: 'CRM' })).body.source).toBe('CRM');
    expect((await patch(id, { externalId: 'free' })).body.externalId).toBe('free');
    const again = await app.post('/v1/leads', { source: 'crm', externalId: 'free', contact: {} });
    expect(again).toMatchObject({ status: 200, body: { id } });
  });

  it('never lets concurrent updates take the same id', async () => {
    const leads = await Promise.all(['a', 'b', 'c', 'd'].map((externalId) => lead({ externalId, source: 'race' })));
    const answers = await Promise.all(leads.map(({ id }) => patch(id, { externalId: 'same' })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
  });
});

describe('an update with reroute', () => {
  afterEach(() => rules());

  it('moves an untouched lead to the target of the present rules, as a manual move', async () => {
    await rules(['North', 'DE', { poolId: north }], ['South', 'ES', { poolId: south }]);
    const made = await lead({ contact: { email: 'e@example.com', country: 'DE' } });
    expect(made).toMatchObject({ ownerId: ann, rule: 'North' });
    expect((await patch(made.id, { contact: { country: 'ES' } })).body).toMatchObject({ ownerId: ann });
    const moved = await patch(made.id, { reroute: 'ifUntouched' });
    expect(moved.body).toMatchObject({ ownerId: bo, poolId: south, rule: 'South', reassignments: 1 });
    expect(moved.body.clocks).toMatchObject([
      { kind: 'firstTouch', repId: ann, state: 'cancelled' },
      { kind: 'leadResponse', state: 'running' },
      { kind: 'firstTouch', repId: bo, state: 'running' },
    ]);
    const { data } = await app.must('GET', `/v1/leads/${made.id}/routing`);
    expect(data.map((each: { cause: string }) => each.cause)).toEqual(['manual', 'intake']);
  });

  it('leaves a lead where it is if the rules still lead there', async () => {
    await rules(
      ['North', 'DE', { poolId: north }],
      ['North too', 'AT', { poolId: north }],
      ['Ann', 'CH', { repId: ann }],
    );
    const made = await lead({ contact: { country: 'DE' } });
    for (const country of ['AT', 'CH']) {
      const kept = await patch(made.id, { contact: { country }, reroute: 'ifUntouched' });
      expect(kept.body).toMatchObject({ ownerId: ann, reassignments: 0, clocks: made.clocks });
    }
  });

  it('leaves a lead in a fallback pool as long as the rule is the same', async () => {
    const empty = await app.must('POST', '/v1/pools', { name: 'Empty', members: [], fallbackPoolId: south });
    await rules(['Empty', 'DE', { poolId: empty.id }]);
    const made = await lead({ contact: { country: 'DE' } });
    expect(made).toMatchObject({ ownerId: bo, poolId: south, rule: 'Empty' });
    const kept = await patch(made.id, { campaign: 'x', reroute: 'ifUntouched' });
    expect(kept.body).toMatchObject({ ownerId: bo, poolId: south, reassignments: 0 });
    expect((await updates(made.id)).map((each: { data: object }) => each.data)).toEqual([{ fields: ['campaign'] }]);
  });

  it('leaves a touched lead where it is', async () => {
    await rules(['North', 'DE', { poolId: north }], ['South', 'ES', { poolId: south }]);
    const { id } = await lead({ contact: { country: 'DE' } });
    await app.must('POST', `/v1/leads/${id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    const kept = await patch(id, { contact: { country: 'ES' }, reroute: 'ifUntouched' });
    expect(kept.body).toMatchObject({ ownerId: ann, contact: { country: 'ES' } });
  });

  it('leaves a given lead with its owner if no rule matches', async () => {
    const made = await lead({ owner: { repId: cy } });
    expect((await patch(made.id, { campaign: 'x', reroute: 'ifUntouched' })).body.ownerId).toBe(cy);
  });

  it('takes a lead out of the queue', async () => {
    await rules(['South', 'ES', { poolId: south }]);
    const made = await lead({ contact: { country: 'DE' } });
    expect(made.ownerId).toBeNull();
    const moved = await patch(made.id, { contact: { country: 'ES' }, reroute: 'ifUntouched' });
    expect(moved.body).toMatchObject({ ownerId: bo, reassignments: 0, waitingSince: null });
  });

  it('leaves the owner’s clock running if the new pool has no other member', async () => {
    const both = await app.must('POST', '/v1/pools', { name: 'Only Ann', members: [{ repId: ann }] });
    await rules(['North', 'DE', { poolId: north }], ['Only Ann', 'ES', { poolId: both.id }]);
    const made = await lead({ contact: { country: 'DE' } });
    await app.moveBy(60_000);
    const kept = await patch(made.id, { contact: { country: 'ES' }, reroute: 'ifUntouched' });
    expect(kept.body).toMatchObject({ ownerId: ann, poolId: both.id, reassignments: 0 });
    expect(kept.body.clocks.map((clock: { id: string; dueAt: string }) => [clock.id, clock.dueAt])).toEqual(
      made.clocks.map((clock: { id: string; dueAt: string }) => [clock.id, clock.dueAt]),
    );
  });
});

describe('an update is refused', () => {
  it.each([
    ['a field nobody knows', { colour: 'red' }, '/colour'],
    ['an owner', { owner: { repId: '00000000-0000-7000-8000-000000000001' } }, '/owner'],
    ['no source', { source: null }, '/source'],
    ['an empty source', { source: ' ' }, '/source'],
    ['a test that is text', { test: 'yes' }, '/test'],
    ['an unknown field of the contact', { contact: { colour: 'red' } }, '/contact/colour'],
    ['a contact that is text', { contact: 'Eva' }, '/contact'],
    ['an unknown doNot', { contact: { doNot: ['fax'] } }, '/contact/doNot/0'],
    ['a nested attribute', { attributes: { a: { b: 1 } } }, '/attributes/a'],
    ['employees of a half', { company: { employees: 1.5 } }, '/company/employees'],
    ['an unknown consent', { consent: { adUserData: 'maybe' } }, '/consent/adUserData'],
    ['an instant without a zone', { submittedAt: '2026-03-02T15:00:00' }, '/submittedAt'],
    ['an instant ahead', { submittedAt: '2027-03-02T15:00:00Z' }, '/submittedAt'],
    ['an instant of last year', { submittedAt: '2025-03-02T15:00:00Z' }, '/submittedAt'],
    ['a NUL', { campaign: 'a\u0000b' }, '/campaign'],
    ['half a surrogate pair', { message: '\ud800' }, '/message'],
    ['a text too long', { campaign: 'x'.repeat(501) }, '/campaign'],
    ['another kind of rerouting', { reroute: 'always' }, '/reroute'],
    ['nothing at all', null, ''],
    ['a list', [], ''],
  ])('with %s', async (_, body, pointer) => {
    const { id } = await lead();
    const refused = await patch(id, body);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ pointer }]);
    expect(await updates(id)).toEqual([]);
  });

  it('if the lead would have more than 100 attributes', async () => {
    const many = (prefix: string, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 1]));
    const { id } = await lead({ attributes: many('a', 60) });
    const refused = await patch(id, { attributes: many('b', 41) });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/attributes', code: 'tooMany' }] } });
    expect((await patch(id, { attributes: { ...many('b', 41), a0: null } })).status).toBe(200);
  });

  it('for keys that may not change the lead', async () => {
    const given = await lead({ owner: { repId: ann } });
    const [intake, other, annsKey, bosKey] = [
      await app.keyFor(['intake', 'read']),
      await app.keyFor(['intake']),
      await app.keyFor(['rep'], ann),
      await app.keyFor(['rep', 'read'], bo),
    ];
    const { id } = await app.must('POST', '/v1/leads', { source: 'web', contact: {} }, { key: intake });
    expect((await patch(id, { campaign: 'x' }, intake)).status).toBe(200);
    expect((await patch(id, { campaign: 'y' }, other)).status).toBe(404);
    // The key may read all leads, but not change them.
    expect((await patch(given.id, { campaign: 'x' }, intake)).status).toBe(403);
    expect((await patch(given.id, { campaign: 'x' }, annsKey)).status).toBe(200);
    expect((await patch(given.id, { campaign: 'y' }, bosKey)).status).toBe(403);
    expect((await app.post(`/v1/leads/${given.id}/reopen`, { reason: 'x' }, { key: bosKey })).status).toBe(403);
    expect((await patch(given.id, { campaign: 'y' }, await app.keyFor(['read']))).status).toBe(403);
    expect((await patch('00000000-0000-7000-8000-000000000001', { campaign: 'y' })).status).toBe(404);
  });
});
