import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { RecordsSender } from '../../src/handoffs/records/records.sender.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, aKindBody } from '../support/handoffs.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { ToolServer } from '../support/tool-server.js';

const CONNECTORS = '/v1/record-connectors';
const COMPLETE = {
  context: 'Their "shop" is {{ deal.name }}\nslow',
  contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example' } },
  billing: { lines: [{ kind: 'fixed', amount: '18400.00' }] },
};

let app: TestApplication;
let tool: ToolServer;
let people: { teamId: string; repId: string };
let ann: { id: string; key: string };
let deals = 0;

beforeAll(async () => {
  app = await TestApplication.start();
  const olga = await aRep(app, 'Olga');
  const giver = await aRep(app, 'Ann');
  ann = { id: giver.id, key: await app.keyFor(['rep'], giver.id) };
  people = {
    repId: olga.id,
    teamId: (await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [olga.id] })).id,
  };
  await app.mark();
});
afterAll(() => app.stop());
beforeEach(async () => {
  tool = await ToolServer.start();
});
afterEach(async () => {
  await tool.stop();
  await app.back();
});

const aConnector = (fields: object = {}) =>
  app.must('POST', CONNECTORS, {
    name: 'Project tool',
    request: {
      url: `${tool.url}/records`,
      body: {
        data: {
          name: '{{ deal.name }}',
          external: '{{ record.key }}',
          context: '{{ form.context }}',
          to: '{{ receiver.owner.name }}',
        },
      },
    },
    idOf: '/data/gid',
    link: 'https://tool.example.com/r/{{ record.id }}',
    ...fields,
  });
const NOTED = { data: { external: '{{ record.key }}', context: '{{ form.context }}' } };
const updated = () => ({
  update: {
    method: 'PUT',
    url: `${tool.url}/records/{{ record.id }}`,
    body: { data: { context: '{{ form.context }}' } },
    read: { url: `${tool.url}/records/{{ record.id }}` },
    fields: [{ name: 'Context', in: '/data/context', at: '/data/context' }],
  },
});
const NO_BILLING = {
  ...COMPLETE,
  billing: { lines: [{ kind: 'retainer', rate: '1', cap: '1', period: 'a month' }], schedule: [{ on: '2026-04-01' }] },
};
const KEY = { idempotency: { in: 'header', name: 'Idempotency-Key', keptFor: 'PT1H' } };
const oauth = () => ({
  kind: 'oauth',
  tokenUrl: `${tool.url}/token`,
  clientId: 'client',
  clientSecret: 'hush',
  clientIn: 'header',
  refreshToken: 'refresh-1',
});
const find = () => ({ find: { url: `${tool.url}/records?external={{ record.key }}`, idOf: '/data/0/gid' } });

/** Creates and wins a deal with a record to make for its receiver. */
async function aWin(connector: Json, given?: Won): Promise<Json> {
  await aHandoffKind(app, people, {
    receivers: [{ ...aKindBody(people).receivers[0], recordConnectorId: connector.id }],
  });
  return anotherWin(given);
}
interface Won {
  readonly form?: object;
  readonly deal?: object;
}
async function anotherWin({ form = COMPLETE, deal = {} }: Won = {}): Promise<Json> {
  deals += 1;
  const made = await app.must('POST', '/v1/deals', {
    name: `Website ${deals}`,
    account: { name: `Acme ${deals}` },
    ownerRepId: ann.id,
    amount: '18400.00',
    currency: 'EUR',
    ...deal,
  });
  await app.must('PATCH', `/v1/handoffs/${made.handoff.id}/form`, form, ann);
  await app.must('POST', `/v1/deals/${made.id}/win`, undefined, ann);
  return made;
}
const recordOf = async ({ handoff }: Json): Promise<Json> =>
  (await app.must('GET', `/v1/handoffs/${handoff.id}`)).receivers[0].record;
const told = async ({ handoff }: Json): Promise<Json[]> =>
  (await app.must('GET', `/v1/handoffs/${handoff.id}/timeline`)).data.filter(({ type }: Json) =>
    type.startsWith('record.'),
  );
const askAgain = ({ handoff }: Json, body: object = {}) =>
  app.ask('POST', `/v1/handoffs/${handoff.id}/receivers/operations/record/retry`, body, ann);
const retry = ({ handoff }: Json, body: object = {}): Promise<Json> =>
  app.must('POST', `/v1/handoffs/${handoff.id}/receivers/operations/record/retry`, body, ann);
/**
 * Makes each attempt of two hours when it is due, and then one about every eight hours until the last hour: a record
 * that waits for days is tried alike each time.
 */
async function tryOn(deal: Json, hours = 80): Promise<Json> {
  const begin = app.time.now();
  const end = begin + hours * HOUR;
  while (app.time.now() < end) {
    await app.deliver();
    const record = await recordOf(deal);
    if (record.nextTryAt === null) return record;
    const now = app.time.now();
    const after = now < begin + 2 * HOUR ? 1 : Math.max(1, Math.min(8 * HOUR, end - HOUR - now));
    await app.moveTo(Math.min(end, Math.max(Date.parse(record.nextTryAt), now + after)));
  }
  return recordOf(deal);
}

describe('the record of a receiver', () => {
  it('is pending from the moment of the win, and is made as the form says', async () => {
    const deal = await aWin(await aConnector(KEY));
    const pending = { state: 'pending', ref: null, url: null, failure: null, attempts: 0 };
    expect(await recordOf(deal)).toMatchObject(pending);
    await app.deliver();
    expect(await recordOf(deal)).toMatchObject({
      state: 'made',
      ref: 'R-1',
      url: 'https://tool.example.com/r/R-1',
      failure: null,
      attempts: 1,
      nextTryAt: null,
    });
    expect(tool.made).toMatchObject([{ name: deal.name, context: COMPLETE.context, to: 'Olga' }]);
    expect((await told(deal)).map(({ type, text }) => [type, text])).toEqual([
      ['record.created', 'Record made in the tool of Operations'],
    ]);
    await app.deliver();
    expect(tool.made).toHaveLength(1);
  });

  it('is made even if another one fails, which is tried again later', async () => {
    const recordConnectorId = (await aConnector(KEY)).id;
    await aHandoffKind(app, people, {
      receivers: [
        { ...aKindBody(people).receivers[0], recordConnectorId, sections: ['context', 'contacts', 'billing'] },
      ],
    });
    const [broken, sound] = [await anotherWin(), await anotherWin()];
    await app.asOwner(`update handoff set form = 'null' where id = '${broken.handoff.id}'`);
    await app.deliver();
    expect(await recordOf(sound)).toMatchObject({ state: 'made', attempts: 1 });
    await app.asOwner(`update handoff set form = '${JSON.stringify(COMPLETE)}' where id = '${broken.handoff.id}'`);
    expect(await recordOf(broken)).toMatchObject({
      state: 'pending',
      attempts: 1,
      failure: 'It could not be made: the fault is in Touchline.',
    });
    expect(await tryOn(broken)).toMatchObject({ state: 'made', attempts: 2 });
    expect(tool.made).toHaveLength(2);
  });

  it('is made once by a tool that knows its key, even if the answer was lost', async () => {
    tool.honoursKeys = true;
    tool.losesAnswers = 2;
    const deal = await aWin(await aConnector(KEY));
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1', attempts: 3 });
    expect(tool.made).toHaveLength(1);
    expect(new Set(tool.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('is searched for before it is made again by a tool without keys', async () => {
    tool.losesAnswers = 1;
    const deal = await aWin(await aConnector(find()));
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1', attempts: 2 });
    expect(tool.asked()).toEqual(['GET /records', 'POST /records', 'GET /records']);
    expect(tool.made).toHaveLength(1);
  });

  it('is searched for if its tool has forgotten the key by then', async () => {
    tool.honoursKeys = true;
    tool.losesAnswers = 1;
    const deal = await aWin(await aConnector({ ...KEY, ...find() }));
    await app.deliver();
    tool.answersOnly = 503;
    expect(await tryOn(deal, 2)).toMatchObject({ state: 'pending' });
    tool.answersOnly = null;
    tool.honoursKeys = false;
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1' });
    expect(tool.made).toHaveLength(1);
  });

  it('is not requested again if it is unknown whether it exists', async () => {
    tool.losesAnswers = 1;
    const deal = await aWin(await aConnector(KEY));
    await app.deliver();
    tool.answersOnly = 503;
    const record = await tryOn(deal);
    expect(record).toMatchObject({ state: 'failed', failure: expect.stringContaining('may have been made') });
    expect((await told(deal)).map(({ type, data }) => [type, data.mayExist])).toEqual([['record.failed', true]]);
    expect(tool.made).toHaveLength(1);
    tool.answersOnly = null;
    // Without confirmation that it does not exist, it stays failed.
    await retry(deal);
    expect(await tryOn(deal)).toMatchObject({ state: 'failed' });
    await retry(deal, { notThere: true });
    expect(await tryOn(deal)).toMatchObject({ state: 'made' });
  });

  it('is requested until it gets an answer from a tool with neither keys nor search', async () => {
    tool.losesAnswers = 1;
    const deal = await aWin(await aConnector());
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-2' });
    expect(new Set(tool.made.map(({ external }) => external)).size).toBe(1);
  });

  it('needs a confirmation before it is retried in a tool with neither keys nor search', async () => {
    tool.losesAnswers = 1;
    const connector = await aConnector();
    const deal = await aWin(connector);
    await app.deliver();
    tool.answersOnly = 422;
    expect(await tryOn(deal)).toMatchObject({ state: 'failed' });
    tool.answersOnly = null;
    const refused = await askAgain(deal);
    expect([refused.status, refused.body.type]).toEqual([409, '/problems#record-may-exist']);
    expect(refused.body.detail).toContain('"notThere": true');
    expect(await recordOf(deal)).toMatchObject({ state: 'failed' });
    expect((await retry(deal, { notThere: true })).receivers[0].record).toMatchObject({ state: 'pending' });
    expect(await tryOn(deal)).toMatchObject({ state: 'made' });
  });

  it('is not searched for before the search can find it, even if it is retried at once', async () => {
    tool.losesAnswers = 1;
    const deal = await aWin(await aConnector(find()));
    await app.deliver();
    const asked = app.time.now();
    await app.asOwner(
      `update record set state = 'failed', failure = 'x', due_at = null, ended_at = asked_at where state = 'pending'`,
    );
    const { nextTryAt } = (await retry(deal)).receivers[0].record;
    expect(Date.parse(nextTryAt) - asked).toBe(60_000);
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1' });
    expect(tool.made).toHaveLength(1);
  });

  it('is not searched for before the search can find it, even if another node takes it at once', async () => {
    const deal = await aWin(await aConnector(find()));
    tool.losesAnswers = 1;
    await app.deliver();
    const searches = tool.asked().length;
    // A node that stopped for a while sends its request just before its time is over.
    const now = new Date(app.time.now()).toISOString();
    await app.asOwner(`update record set asked_at = '${now}', due_at = '${now}' where state = 'pending'`);
    await app.deliver();
    expect(tool.asked()).toHaveLength(searches);
    expect(await recordOf(deal)).toMatchObject({ state: 'pending', failure: expect.stringContaining('just') });
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1' });
    expect(tool.made).toHaveLength(1);
  });

  it('is not made if the answer of the search cannot be read', async () => {
    tool.losesAnswers = 1;
    const deal = await aWin(await aConnector(find()));
    await app.deliver();
    tool.searchAnswers = { status: 200, text: '<h1>Just a moment</h1>' };
    expect(await tryOn(deal, 2)).toMatchObject({ state: 'pending', failure: expect.stringContaining('not JSON') });
    tool.searchAnswers = { status: 200, text: '{"data":[{"gid":9007199254740993}]}' };
    expect(await tryOn(deal)).toMatchObject({ state: 'failed', failure: expect.stringContaining('is no id') });
    expect(tool.made).toHaveLength(1);
    tool.searchAnswers = null;
    await retry(deal);
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1' });
    expect(tool.made).toHaveLength(1);
  });

  it('is not made again if the search is answered with a success that tells of an error', async () => {
    tool.losesAnswers = 1;
    const deal = await aWin(await aConnector(find()));
    await app.deliver();
    tool.searchAnswers = { status: 200, text: '{"ok":false,"error":"ratelimited"}' };
    expect(await tryOn(deal, 2)).toMatchObject({ state: 'pending', failure: expect.stringContaining('no "data"') });
    expect(tool.made).toHaveLength(1);
    tool.searchAnswers = null;
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1' });
    expect(tool.made).toHaveLength(1);
  });

  it('is made if the search has an empty answer', async () => {
    tool.searchAnswers = { status: 204, text: '' };
    expect(await tryOn(await aWin(await aConnector(find())))).toMatchObject({ state: 'made', ref: 'R-1' });
  });

  it('fails after three days if Touchline cannot save it, and is not forgotten', async () => {
    const deal = await aWin(await aConnector(find()));
    await app.asOwner('alter table record add constraint unkept check (ref is null) not valid');
    expect(await tryOn(deal, 90)).toMatchObject({ state: 'failed', failure: expect.stringContaining('fault') });
    await app.asOwner('alter table record drop constraint unkept');
    expect((await told(deal)).map(({ type, data }) => [type, data.mayExist])).toEqual([['record.failed', true]]);
    expect(tool.made).toHaveLength(1);
    await retry(deal);
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1' });
  });

  it('prevents the deletion of its connector until it is made', async () => {
    tool.answersOnly = 503;
    const connector = await aConnector(find());
    const deal = await aWin(connector);
    await app.delete(`/v1/handoff-kinds/${(await app.must('GET', '/v1/handoff-kinds')).data[0].id}`);
    const refused = await app.delete(`${CONNECTORS}/${connector.id}`);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'This record connector is used by 1 record still to be made.',
    ]);
    tool.answersOnly = null;
    expect(await tryOn(deal)).toMatchObject({ state: 'made' });
    expect((await app.delete(`${CONNECTORS}/${connector.id}`)).status).toBe(204);
  });

  it('is made though its kind was deleted while its deal was open', async () => {
    const connector = await aConnector(KEY);
    const kind = await aHandoffKind(app, people, {
      receivers: [{ ...aKindBody(people).receivers[0], recordConnectorId: connector.id }],
    });
    const deal = await app.must('POST', '/v1/deals', {
      name: 'Website',
      account: { name: 'Acme' },
      ownerRepId: ann.id,
      amount: '18400.00',
      currency: 'EUR',
    });
    await app.delete(`/v1/handoff-kinds/${kind.id}`);
    const refused = await app.delete(`${CONNECTORS}/${connector.id}`);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'This record connector is used by 1 handoff whose records are still to be made.',
    ]);
    await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, COMPLETE, ann);
    await app.must('POST', `/v1/deals/${deal.id}/win`, undefined, ann);
    expect(await tryOn(deal)).toMatchObject({ state: 'made' });
    expect((await app.delete(`${CONNECTORS}/${connector.id}`)).status).toBe(204);
  });

  it('of a later stage is made though a new version of its kind makes none', async () => {
    const connector = await aConnector({ ...KEY, request: { url: `${tool.url}/records`, body: NOTED } });
    const { name: _, ...receiver } = aKindBody(people).receivers[0];
    const body = (later: object) => ({
      ...aKindBody(people),
      start: { on: 'manual' },
      stages: [{ name: 'First' }, { name: 'Second' }],
      receivers: [
        { ...receiver, name: 'One', stage: 'First', checklist: [] },
        { ...receiver, name: 'Two', stage: 'Second', ...later },
      ],
    });
    const kind = await app.must('POST', '/v1/handoff-kinds', body({ recordConnectorId: connector.id }));
    const deal = await app.must('POST', '/v1/deals', {
      name: 'Website',
      account: { name: 'Acme' },
      ownerRepId: ann.id,
      amount: '18400.00',
      currency: 'EUR',
    });
    const { id } = await app.must('POST', '/v1/handoffs', { kindId: kind.id, dealId: deal.id }, ann);
    const path = `/v1/handoffs/${id}`;
    await app.must('PATCH', `${path}/form`, COMPLETE, ann);
    await app.must('POST', `${path}/start`, undefined, ann);
    await app.must('PUT', `/v1/handoff-kinds/${kind.id}`, body({}));
    expect((await app.delete(`${CONNECTORS}/${connector.id}`)).status).toBe(409);
    for (const act of ['accept', 'done']) await app.must('POST', `${path}/receivers/One/${act}`);
    await app.deliver();
    expect((await app.must('GET', path)).receivers[1].record).toMatchObject({ state: 'made' });
    expect((await app.delete(`${CONNECTORS}/${connector.id}`)).status).toBe(204);
  });

  it('has no data of a person who was erased', async () => {
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'eva@erased.example' } });
    const link = 'https://tool.example.com/r/{{ record.id }}?by={{ form.contacts.dayToDay.email }}';
    const contacts = { dayToDay: { name: 'Eva', email: 'eva@erased.example' } };
    const deal = await aWin(await aConnector({ ...KEY, link }), {
      form: { ...COMPLETE, contacts },
      deal: { leadId: lead.id },
    });
    await app.deliver();
    const url = 'https://tool.example.com/r/R-1?by=eva%40erased.example';
    expect(await recordOf(deal)).toMatchObject({ state: 'made', url });
    const access = await app.must('GET', '/v1/subject-access?email=eva@erased.example');
    expect(access.data[0].handoffRecords).toEqual([
      { id: expect.any(String), state: 'made', ref: 'R-1', endedAt: expect.any(String), url },
    ]);
    await app.must('POST', '/v1/erasures', { email: 'eva@erased.example', reason: 'Asked for it' });
    expect(await recordOf(deal)).toMatchObject({ state: 'made', ref: 'R-1', url: null });
  });

  it.each(['own', 'copied'] as const)('keeps no data of a person who is erased while it is made: %s', async (whose) => {
    const email = `${whose}@erased.example`;
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { email } });
    const at = '{{ form.contacts.dayToDay.email }}';
    const connector = await aConnector({
      ...KEY,
      link: `https://tool.example.com/r/{{ record.id }}?by=${at}`,
      update: {
        method: 'PUT',
        url: `${tool.url}/records/{{ record.id }}`,
        body: { data: { context: at } },
        read: { url: `${tool.url}/records/{{ record.id }}` },
        fields: [{ name: 'Contact', in: '/data/context', at: '/data/context' }],
      },
    });
    const contacts = { dayToDay: { name: 'Eva', email } };
    const deal = await aWin(connector, {
      form: { ...COMPLETE, contacts },
      ...(whose === 'own' && { deal: { leadId: lead.id } }),
    });
    // Prefilling notes it like this.
    if (whose === 'copied')
      await app.asOwner(
        `update handoff set copied = '{"${lead.id}": ["/contacts/dayToDay"]}' where id = '${deal.handoff.id}'`,
      );
    const erase = () => app.must('POST', '/v1/erasures', { email, reason: 'Asked for it' });
    tool.beforeAnswering = erase;
    await app.deliver();
    expect(await recordOf(deal)).toMatchObject({ state: 'made', ref: 'R-1', url: null });
    const { rows } = await app.application.app
      .get(Database)
      .query<{ fields: object }>('select fields from record_update');
    expect(rows).toEqual([{ fields: {} }]);
    expect(tool.made).toHaveLength(1);
  });

  it('is not made from data that was erased just before it is sent', async () => {
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'just@erased.example' } });
    const deal = await aWin(await aConnector(KEY), { deal: { leadId: lead.id } });
    const [sending] = await app.application.app.get(RecordsSender).take(new Map());
    await app.must('POST', '/v1/erasures', { email: 'just@erased.example', reason: 'Asked for it' });
    await sending!.send();
    expect(tool.made).toEqual([]);
    await app.moveBy(HOUR);
    await app.deliver();
    // What is not the person's stays, and is sent without them.
    expect(await recordOf(deal)).toMatchObject({ state: 'made' });
    expect(JSON.stringify(tool.made)).not.toContain('just@erased.example');
  });

  it('waits for a tool that is down for a day', async () => {
    tool.answersOnly = 503;
    const deal = await aWin(await aConnector(find()));
    expect(await tryOn(deal, 24)).toMatchObject({
      state: 'pending',
      failure: 'The tool did not accept the request: it answered 503.',
    });
    tool.answersOnly = null;
    expect(await tryOn(deal)).toMatchObject({ state: 'made', failure: null });
    expect(tool.made).toHaveLength(1);
  });

  it('fails for good after three days, and at once if it is refused', async () => {
    tool.answersOnly = 503;
    const connector = await aConnector(find());
    const deal = await aWin(connector);
    expect(await tryOn(deal)).toMatchObject({ state: 'failed', attempts: expect.any(Number) });
    await app.delete(`/v1/handoff-kinds/${(await app.must('GET', '/v1/handoff-kinds')).data[0].id}`);
    tool.answersOnly = 422;
    const other = await aWin(connector);
    await app.deliver();
    expect(await recordOf(other)).toMatchObject({
      state: 'failed',
      failure: 'The tool rejects the request: it answered 422.',
    });
    expect((await told(other)).map(({ type, data }) => [type, data.mayExist])).toEqual([['record.failed', false]]);
    const { data } = await app.must('GET', `/v1/reps/${people.repId}/notifications`);
    expect(data.find(({ type }: Json) => type === 'record.failed')).toMatchObject({
      handoffId: other.handoff.id,
      text: expect.stringContaining('could not be made in the tool of Operations'),
    });
    const [blocker] = (await app.must('GET', `/v1/handoffs/${other.handoff.id}`)).blockers;
    expect(blocker).toMatchObject({
      text: expect.stringContaining('Operations'),
      resolvedAt: null,
      recordId: expect.any(String),
    });
    tool.answersOnly = null;
    expect((await retry(other)).receivers[0].record).toMatchObject({ state: 'pending', failure: null, attempts: 0 });
    expect(await tryOn(other)).toMatchObject({ state: 'made' });
    const { blockers } = await app.must('GET', `/v1/handoffs/${other.handoff.id}`);
    expect(blockers).toMatchObject([{ id: blocker.id, resolvedAt: expect.any(String) }]);
    expect((await retry(other)).receivers[0].record).toMatchObject({ state: 'made', ref: 'R-1' });
    const path = `/v1/handoffs/${other.handoff.id}/receivers/nobody/record/retry`;
    expect((await app.ask('POST', path, {}, ann)).status).toBe(404);
  });

  it('waits for a value that its template requires', async () => {
    const request = { url: `${tool.url}/records`, body: { data: { customer: '{{ account.refs.books | required }}' } } };
    const deal = await aWin(await aConnector({ ...KEY, request }));
    await app.deliver();
    expect(await recordOf(deal)).toMatchObject({ state: 'pending', failure: 'It waits for account.refs.books.' });
    expect(tool.requests).toEqual([]);
    await app.must('PATCH', `/v1/accounts/${(await app.must('GET', `/v1/deals/${deal.id}`)).account.id}`, {
      refs: { books: 'C-9' },
    });
    expect(await tryOn(deal)).toMatchObject({ state: 'made' });
    expect(tool.made).toMatchObject([{ customer: 'C-9' }]);
  });

  it('waits for a value for more than three days, is a blocker after one, and is then made', async () => {
    const request = {
      url: `${tool.url}/records`,
      body: { data: { customer: '{{ account.refs.books | required }}', external: '{{ record.key }}' } },
    };
    const deal = await aWin(await aConnector({ ...find(), request }));
    expect(await tryOn(deal, 23)).toMatchObject({ state: 'pending', attempts: 0 });
    const blockers = async () => (await app.must('GET', `/v1/handoffs/${deal.handoff.id}`)).blockers;
    expect(await blockers()).toEqual([]);
    await tryOn(deal, 2);
    expect(await blockers()).toMatchObject([{ ownerRepId: people.repId, resolvedAt: null }]);
    const { data } = await app.must('GET', `/v1/reps/${people.repId}/notifications`);
    const ofDeal = data.filter(({ handoffId }: Json) => handoffId === deal.handoff.id);
    expect(ofDeal[0].type).toBe('handoff.blocked');
    await app.moveBy(5 * 24 * HOUR);
    expect(await tryOn(deal, 1)).toMatchObject({ state: 'pending' });
    await app.must('PATCH', `/v1/accounts/${(await app.must('GET', `/v1/deals/${deal.id}`)).account.id}`, {
      refs: { books: `C-${deals}` },
    });
    // Its three days begin now, even if the tool is down.
    tool.answersOnly = 503;
    expect(await tryOn(deal, 48)).toMatchObject({ state: 'pending' });
    tool.answersOnly = null;
    expect(await tryOn(deal)).toMatchObject({ state: 'made' });
    expect(await blockers()).toMatchObject([{ resolvedAt: expect.any(String) }]);
    expect(tool.made).toHaveLength(1);
  });

  it('is made once if it is retried while it is being sent after a wait', async () => {
    const request = { url: `${tool.url}/records`, body: { data: { customer: '{{ account.refs.books | required }}' } } };
    const deal = await aWin(await aConnector({ request }));
    await app.deliver();
    const { account } = await app.must('GET', `/v1/deals/${deal.id}`);
    await app.must('PATCH', `/v1/accounts/${account.id}`, { refs: { books: `C-${deals}` } });
    await app.moveTo(Date.parse((await recordOf(deal)).nextTryAt));
    let answer: Json;
    tool.beforeAnswering = async () => {
      answer = await retry(deal, { notThere: true });
    };
    await app.deliver();
    expect(answer!.receivers[0].record).toMatchObject({ state: 'pending', attempts: 1 });
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1', attempts: 1 });
    expect(tool.made).toHaveLength(1);
  });

  it('certainly does not exist after failed connections to its tool', async () => {
    const { url } = tool;
    const deal = await aWin(await aConnector(KEY));
    await tool.stop();
    const refused = { state: 'pending', failure: expect.stringContaining('ECONNREFUSED') };
    expect(await tryOn(deal, 24)).toMatchObject(refused);
    tool = await ToolServer.start(Number(new URL(url).port));
    // The tool would have forgotten the key by now, but the record need not be confirmed as missing.
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1' });
    expect(tool.made).toHaveLength(1);
  });

  it('is made with a new token if the first has expired', async () => {
    tool.goodTokens = new Set();
    const connector = await aConnector({ ...KEY, auth: oauth() });
    expect(await tryOn(await aWin(connector))).toMatchObject({ state: 'made' });
    tool.goodTokens = new Set();
    await app.delete(`/v1/handoff-kinds/${(await app.must('GET', '/v1/handoff-kinds')).data[0].id}`);
    expect(await tryOn(await aWin(connector))).toMatchObject({ state: 'made', attempts: 2 });
    expect([tool.tokensGiven, tool.made.length]).toEqual([2, 2]);
  });

  it('waits for a token that a request can carry', async () => {
    tool.writesToken = (token) => `${token}\r\nX-Other: 1`;
    const deal = await aWin(await aConnector({ ...KEY, auth: oauth() }));
    await app.deliver();
    expect(await recordOf(deal)).toMatchObject({ state: 'pending', failure: expect.stringContaining('no token') });
    tool.writesToken = (token) => token;
    tool.refreshToken = 'refresh-1';
    expect(await tryOn(deal, 2)).toMatchObject({ state: 'made' });
  });

  it('is made once if a node dies after sending the request', async () => {
    const deal = await aWin(await aConnector(find()));
    const [sending] = await app.application.app.get(RecordsSender).take(new Map());
    expect(sending).toBeDefined();
    tool.losesAnswers = 1;
    // The outcome cannot be saved, as if the node had died.
    await app.asOwner("alter table record add constraint dead check (state = 'pending' and failure is null) not valid");
    await sending!.send().catch(() => undefined);
    await app.asOwner('alter table record drop constraint dead');
    expect(tool.made).toHaveLength(1);
    expect(await recordOf(deal)).toMatchObject({ state: 'pending', failure: null });
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1' });
    expect(tool.made).toHaveLength(1);
  });

  it('is made by one node, even if another has held it too long', async () => {
    const deal = await aWin(await aConnector(KEY));
    const sender = app.application.app.get(RecordsSender);
    const [late] = await sender.take(new Map());
    await app.moveBy(3 * 60_000);
    const [taken] = await sender.take(new Map());
    await late!.send();
    expect(tool.made).toHaveLength(0);
    await taken!.send();
    expect(await recordOf(deal)).toMatchObject({ state: 'made', attempts: 2 });
    expect(tool.made).toHaveLength(1);
  });

  it('is not requested by a node that stalls just before, until another may have it', async () => {
    const deal = await aWin(await aConnector(find()));
    const [late] = await app.application.app.get(RecordsSender).take(new Map());
    await app.asOwner(`create function stall() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(7); return null; end $$;
      create trigger stall after update of asked_at on record for each row execute function stall()`);
    const owner = new pg.Client({ connectionString: app.database.url });
    await owner.connect();
    await owner.query('select pg_advisory_lock(7)');
    const sent = late!.send();
    await app.somebodyWaits();
    app.time.moveTo(app.time.now() + 3 * 60_000);
    await owner.end();
    await sent;
    await app.asOwner('drop trigger stall on record; drop function stall()');
    expect(tool.made).toHaveLength(0);
    expect(await tryOn(deal)).toMatchObject({ state: 'made', ref: 'R-1' });
    expect(tool.made).toHaveLength(1);
  });

  it('is not made for a handoff that was called off', async () => {
    const deal = await aWin(await aConnector(KEY));
    await app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
    await app.deliver();
    expect(tool.requests).toEqual([]);
  });
});

describe('the records of stages', () => {
  it('are each made when their stage is reached, and earlier ones stay as they are', async () => {
    const connector = await aConnector({ ...KEY, request: { url: `${tool.url}/records`, body: NOTED }, ...updated() });
    const [receiver] = aKindBody(people).receivers;
    const inStage = (stage: string) => ({
      ...receiver,
      name: stage,
      stage,
      checklist: [],
      recordConnectorId: connector.id,
    });
    const kind = await aHandoffKind(app, people, {
      start: { on: 'manual' },
      stages: [{ name: 'First' }, { name: 'Second' }],
      receivers: ['First', 'Second'].map(inStage),
    });
    const account = await app.must('POST', '/v1/accounts', { name: 'Staged', ownerRepId: ann.id });
    const { id } = await app.must('POST', '/v1/handoffs', { kindId: kind.id, accountId: account.id }, ann);
    await app.must('PATCH', `/v1/handoffs/${id}/form`, NO_BILLING, ann);
    await app.must('POST', `/v1/handoffs/${id}/start`, undefined, ann);
    const records = async () =>
      (await app.must('GET', `/v1/handoffs/${id}`)).receivers.map(({ record }: Json) => record);
    expect(await records()).toEqual([expect.objectContaining({ state: 'pending' }), undefined]);
    await app.deliver();
    const program = { key: await app.keyFor(['integration']) };
    for (const what of ['accept', 'done'])
      await app.must('POST', `/v1/handoffs/${id}/receivers/First/${what}`, undefined, program);
    const [first, second] = await records();
    expect([first.state, first.update.state, second.state]).toEqual(['made', 'current', 'pending']);
    await app.deliver();
    expect((await records())[1].state).toBe('made');
    expect(tool.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
    expect(tool.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
  });
});
