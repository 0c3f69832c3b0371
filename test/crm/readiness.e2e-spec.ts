import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CrmSender } from '../../src/crm/crm.sender.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, aKindBody } from '../support/handoffs.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { ToolServer } from '../support/tool-server.js';

const CONNECTIONS = '/v1/crm-connections';
const SECRET = 'what-the-crm-was-given-to-send';
const COMPLETE = {
  context: 'Their shop is slow',
  contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example' } },
  billing: { lines: [{ kind: 'fixed', amount: '18400.00' }] },
};

let app: TestApplication;
let crm: ToolServer;
let people: { teamId: string; repId: string };
let connection: Json;
let kind: Json;
let deals = 0;
/** Differs in each test, since a CRM is sent all deals that it knows. */
let system = '';

beforeAll(async () => {
  app = await TestApplication.start();
  await aRep(app, 'Ann');
  const olga = await aRep(app, 'Olga');
  people = {
    repId: olga.id,
    teamId: (await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [olga.id] })).id,
  };
});
afterAll(() => app.stop());
beforeEach(async () => {
  crm = await ToolServer.start();
  system = `crm-${deals}`;
  kind = await aHandoffKind(app, people);
  connection = await app.must('POST', CONNECTIONS, {
    name: 'CRM',
    system,
    proof: { kind: 'header', header: 'X-Secret' },
    secret: SECRET,
    mapping: {
      ref: '{{ item.id }}',
      changedAt: '{{ item.at }}',
      name: '{{ item.name }}',
      accountName: '{{ item.company }}',
      ownerEmail: 'ann@example.com',
      amount: '{{ item.amount }}',
      currency: 'EUR',
      stage: '{{ item.stage }}',
      stages: { won: ['won'], lost: ['lost'] },
    },
    readiness: readiness(),
    auth: { kind: 'bearer', token: 'token-of-the-crm' },
  });
});
afterEach(async () => {
  await crm.stop();
  await app.delete(`${CONNECTIONS}/${connection.id}`);
  await app.delete(`/v1/handoff-kinds/${kind.id}`);
});

const readiness = (more: object = {}) => ({
  url: `${crm.url}/records?deal={{ deal.ref }}`,
  body: {
    properties: {
      ready: '{{ readiness.ready }}',
      missing: '{{ readiness.missing }}',
      words: '{{ readiness.words }}',
      state: '{{ readiness.state }}',
      mark: '{{ readiness.mark | default: "" }}',
      ...more,
    },
  },
});
async function report(fields: object): Promise<Json> {
  const answer = await fetch(`${app.url}${CONNECTIONS}/${connection.id}/deals`, {
    method: 'POST',
    body: JSON.stringify(fields),
    headers: { 'content-type': 'application/json', 'x-secret': SECRET },
  });
  expect(await answer.json()).toMatchObject({ taken: 1 });
  const { id } = fields as Json;
  return (await app.must('GET', `/v1/deals?ref=${system}:${id}`)).data[0];
}
function aDeal(fields: object = {}): Promise<Json> {
  deals += 1;
  return report({
    id: `d${deals}`,
    at: app.time.now(),
    name: `Website ${deals}`,
    company: `Acme ${deals}`,
    amount: '18400',
    stage: 'open',
    ...fields,
  });
}
const fill = ({ handoff }: Json, form: object = COMPLETE) => app.must('PATCH', `/v1/handoffs/${handoff.id}/form`, form);
/** The updates that the CRM received, in order. */
const told = (deal: Json): Json[] =>
  crm.requests.filter(({ query }) => query.get('deal') === deal.refs[system]).map(({ json }) => json.properties);
const deliveryOf = async (deal: Json): Promise<Json> =>
  (await app.must('GET', `${CONNECTIONS}/${connection.id}/deliveries`)).data.find(
    ({ dealId }: Json) => dealId === deal.id,
  );

describe('a CRM receives', () => {
  it('the missing fields of a form, in words, and an update when none is missing', async () => {
    const deal = await aDeal();
    await app.deliver();
    expect(told(deal)).toEqual([
      { ready: false, missing: 4, words: expect.stringContaining('Why did they buy?'), state: 'draft', mark: '' },
    ]);
    expect(crm.requests[0]).toMatchObject({ method: 'PATCH', headers: { authorization: 'Bearer token-of-the-crm' } });
    expect(await deliveryOf(deal)).toMatchObject({
      state: 'told',
      status: 201,
      told: { ready: false, missing: 4, state: 'draft' },
    });
    await fill(deal);
    await app.deliver();
    expect(told(deal).at(-1)).toEqual({
      ready: true,
      missing: 0,
      words: 'Nothing is missing.',
      state: 'draft',
      mark: 'Ready',
    });
    await report({ id: deal.refs[system], at: app.time.now() + 1, stage: 'won' });
    await app.deliver();
    expect(told(deal).map(({ state }) => state)).toEqual(['draft', 'draft', 'running']);
  });

  it('that a won deal without a handoff is not ready, as the list of what is missing says', async () => {
    await app.delete(`/v1/handoff-kinds/${kind.id}`);
    const deal = await aDeal();
    await app.deliver();
    expect(told(deal)).toEqual([
      { ready: true, missing: 0, words: 'Nothing is missing.', state: 'none', mark: 'Ready' },
    ]);
    await report({ id: deal.refs[system], at: app.time.now() + 1, stage: 'won' });
    await app.deliver();
    const { data: missing } = await app.must('GET', `/v1/deals?handoff=missing&ref=${system}:${deal.refs[system]}`);
    expect(missing).toHaveLength(1);
    expect(told(deal).slice(1)).toEqual([
      { ready: false, missing: 1, words: 'The deal is won, and has no handoff.', state: 'none', mark: '' },
    ]);
    expect(await deliveryOf(deal)).toMatchObject({ told: { ready: false, missing: 1, state: 'none' } });
    // Reopened, it needs none until it is won again.
    await app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
    await app.deliver();
    expect(told(deal).at(-1)).toMatchObject({ ready: true, missing: 0 });
  });

  it('nothing that it knows already, whatever else changes', async () => {
    const deal = await aDeal();
    await app.deliver();
    await app.must('PATCH', `/v1/deals/${deal.id}`, { name: 'Another name' });
    await app.must('PUT', `${CONNECTIONS}/${connection.id}`, { ...connection, version: undefined, name: 'Renamed' });
    await app.deliver();
    expect(told(deal)).toHaveLength(1);
    expect(await deliveryOf(deal)).toMatchObject({ state: 'told', told: { ready: false } });
  });

  it(`an update when a deal's amount makes its form incomplete, or when a deal is linked later`, async () => {
    const deal = await aDeal();
    await fill(deal);
    await app.deliver();
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '20000' });
    await app.deliver();
    expect(told(deal).map(({ ready }) => ready)).toEqual([true, false]);
    const own = await app.must('POST', '/v1/deals', {
      name: 'By hand',
      account: { name: 'Own' },
      amount: '1',
      currency: 'EUR',
    });
    await app.deliver();
    expect(await deliveryOf(own)).toBeUndefined();
    const linked = await app.must('PATCH', `/v1/deals/${own.id}`, { refs: { [system]: 'later' } });
    await app.deliver();
    expect(told(linked)).toHaveLength(1);
  });

  it('only the newest state after it was away for a day, and nothing older later', async () => {
    crm.answersOnly = 503;
    const deal = await aDeal();
    await app.deliver();
    expect(await deliveryOf(deal)).toMatchObject({
      state: 'waiting',
      status: 503,
      failure: expect.stringContaining('503'),
      told: null,
    });
    const end = app.time.now() + 24 * HOUR;
    await fill(deal, { context: 'First words' });
    for (let next = ''; app.time.now() < end; ) {
      next = (await deliveryOf(deal)).nextTryAt;
      await app.moveTo(Math.min(end, Math.max(Date.parse(next), app.time.now() + 1)));
      await app.deliver();
    }
    expect(crm.requests.length).toBeLessThan(20);
    await fill(deal);
    crm.answersOnly = null;
    crm.requests.length = 0;
    await app.moveTo(Date.parse((await deliveryOf(deal)).nextTryAt));
    await app.deliver();
    expect(told(deal).map(({ ready }) => ready)).toEqual([true]);
    expect(await deliveryOf(deal)).toMatchObject({ state: 'told', failure: null, told: { ready: true } });
    await app.moveTo(app.time.now() + 80 * HOUR);
    await app.deliver();
    expect(told(deal)).toHaveLength(1);
  });

  it('the present state if it is unknown what it received', async () => {
    const deal = await aDeal();
    await app.deliver();
    // The CRM saves it, but its answer is lost.
    crm.answersOnly = 503;
    await fill(deal);
    await app.deliver();
    crm.answersOnly = null;
    await fill(deal, { context: null, contacts: null, billing: null });
    await app.moveTo(Date.parse((await deliveryOf(deal)).nextTryAt));
    await app.deliver();
    expect(told(deal).map(({ ready }) => ready)).toEqual([false, true, false]);
  });

  it('another update about a change made during the first', async () => {
    const deal = await aDeal();
    const { take } = crm as unknown as { take: (...args: unknown[]) => Promise<void> };
    let filled = false;
    // The form is filled in while the CRM handles the request.
    (crm as unknown as { take: unknown }).take = async (...args: unknown[]) => {
      if (!filled) {
        filled = true;
        await fill(deal);
      }
      await take.apply(crm, args);
    };
    await app.deliver();
    expect(told(deal).map(({ ready }) => ready)).toEqual([false, true]);
  });

  it('nothing from a node that held an update too long, while another sent a newer one', async () => {
    const deal = await aDeal();
    const [late] = await app.application.app.get(CrmSender).take(new Map());
    await fill(deal);
    await app.moveBy(2 * 60_000);
    await app.deliver();
    await late!.send();
    expect(told(deal).map(({ ready }) => ready)).toEqual([true]);
    expect(await deliveryOf(deal)).toMatchObject({ state: 'told', told: { ready: true } });
  });

  it('nothing old from a node whose machine was suspended, and whose time stood still', async () => {
    const deal = await aDeal();
    const [late] = await app.application.app.get(CrmSender).take(new Map());
    await fill(deal);
    const other = await TestApplication.start(new Date(app.time.now() + 2 * 60_000).toISOString(), {
      database: app.database,
    });
    await other.deliver();
    await late!.send();
    await other.application.close();
    expect(told(deal).map(({ ready }) => ready)).toEqual([true]);
    await app.moveBy(2 * 60_000);
    expect(await deliveryOf(deal)).toMatchObject({ state: 'told', told: { ready: true } });
  });

  it('an update that it refused for good once more, when a user retries it', async () => {
    crm.answersOnly = 404;
    const deal = await aDeal();
    await app.deliver();
    expect(await deliveryOf(deal)).toMatchObject({ state: 'failed', nextTryAt: null, status: 404 });
    const { data: failed } = await app.must('GET', `${CONNECTIONS}/${connection.id}/deliveries?state=failed`);
    expect(failed.map(({ dealId }: Json) => dealId)).toEqual([deal.id]);
    crm.answersOnly = null;
    await app.must('POST', `${CONNECTIONS}/${connection.id}/deliveries/${deal.id}/retry`);
    await app.deliver();
    expect(await deliveryOf(deal)).toMatchObject({ state: 'told', told: { ready: false } });
    await app.must('POST', `${CONNECTIONS}/${connection.id}/deliveries/${deal.id}/retry`);
    await app.deliver();
    expect(told(deal)).toHaveLength(3);
  });

  it('an update when a changed kind requires more', async () => {
    const deal = await aDeal();
    await fill(deal);
    await app.deliver();
    const { form } = aKindBody(people);
    const body = aKindBody(people, { form: { ...form, required: [...form.required, 'seats'] } });
    await app.must('PUT', `/v1/handoff-kinds/${kind.id}`, body);
    await app.deliver();
    expect(told(deal).map(({ ready, missing }) => [ready, missing])).toEqual([
      [true, 0],
      [false, 1],
    ]);
  });

  it('all open deals when its request changes, and nothing once it has none', async () => {
    const deal = await aDeal();
    await app.deliver();
    const { version: _, ...body } = connection;
    await app.must('PUT', `${CONNECTIONS}/${connection.id}`, {
      ...body,
      readiness: readiness({ name: '{{ deal.name }}' }),
    });
    await app.deliver();
    expect(told(deal)).toEqual([expect.anything(), expect.objectContaining({ name: deal.name, ready: false })]);
    await app.must('PUT', `${CONNECTIONS}/${connection.id}`, { ...body, readiness: undefined });
    await fill(deal);
    await app.deliver();
    expect(told(deal)).toHaveLength(2);
    expect(await deliveryOf(deal)).toBeUndefined();
  });
});

it('a request that could leave a value open or send its secret to a new host is refused', async () => {
  const { version: _, ...body } = connection;
  const faultsOf = async (fields: object) =>
    (await app.put(`${CONNECTIONS}/${connection.id}`, { ...body, ...fields })).body.errors.map(
      ({ pointer }: Json) => pointer,
    );
  expect(await faultsOf({ readiness: readiness({ amount: '{{ deal.amount }}' }) })).toEqual([
    '/readiness/body/properties/amount',
  ]);
  expect(await faultsOf({ readiness: { ...readiness(), url: 'https://other.example/{{ deal.ref }}' } })).toEqual([
    '/readiness/url',
  ]);
  expect(await faultsOf({ readiness: { ...readiness(), url: 'https://10.0.0.7/x' }, auth: null })).toEqual([
    '/readiness/url',
  ]);
  // Nor in two steps.
  const { auth: _auth, readiness: _readiness, ...without } = body;
  expect((await app.put(`${CONNECTIONS}/${connection.id}`, without)).status).toBe(200);
  expect(await faultsOf({ readiness: { ...readiness(), url: 'https://other.example/{{ deal.ref }}' } })).toEqual([
    '/readiness/url',
  ]);
});
