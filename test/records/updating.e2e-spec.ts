import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Dispatch } from '../../src/deliveries/dispatch.service.js';
import { RecordUpdatesSender } from '../../src/handoffs/records/record-updates.sender.js';
import { Database } from '../../src/platform/sql/database.js';
import { rowsWith } from '../erasure/everything.js';
import { TestApplication } from '../support/application.js';
import { A_FORM, aHandoffKind, aKindBody } from '../support/handoffs.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { ToolServer } from '../support/tool-server.js';

const CONNECTORS = '/v1/record-connectors';
const COMPLETE = {
  context: 'A shop that is slow',
  contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example' } },
  billing: { lines: [{ kind: 'fixed', amount: '18400.00' }] },
  seats: 10,
  margin: '40 percent',
};

let app: TestApplication;
let tool: ToolServer;
let people: { teamId: string; repId: string };
let ann: { id: string; key: string };
let olga: { id: string; key: string };
let deals = 0;

beforeAll(async () => {
  app = await TestApplication.start();
  const receiver = await aRep(app, 'Olga');
  const giver = await aRep(app, 'Ann');
  ann = { id: giver.id, key: await app.keyFor(['rep'], giver.id) };
  olga = { id: receiver.id, key: await app.keyFor(['rep'], receiver.id) };
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

const SAYS = {
  context: '{{ form.context }}',
  seats: '{{ form.seats | default: "0" }}',
  margin: '{{ form.margin | default: "none" }}',
};
const update = (fields: object = {}) => ({
  update: {
    method: 'PUT',
    url: `${tool.url}/records/{{ record.id }}`,
    body: { data: SAYS },
    read: { url: `${tool.url}/records/{{ record.id }}` },
    fields: [
      { name: 'Context', in: '/data/context', at: '/data/context' },
      { name: 'Seats', in: '/data/seats', at: '/data/seats' },
      { name: 'Margin', in: '/data/margin', at: '/data/margin' },
    ],
    ...fields,
  },
});
const aConnector = (fields: object = {}) =>
  app.must('POST', CONNECTORS, {
    name: 'Project tool',
    request: {
      url: `${tool.url}/records`,
      body: { data: { name: '{{ deal.name }}', external: '{{ record.key }}', ...SAYS } },
    },
    idOf: '/data/gid',
    find: { url: `${tool.url}/records?external={{ record.key }}`, idOf: '/data/0/gid' },
    ...fields,
  });

/** An update for a tool that counts versions. */
function counted() {
  tool.countsVersions = true;
  return update({
    body: { data: { ...SAYS, version: '{{ record.version }}' } },
    read: { url: `${tool.url}/records/{{ record.id }}`, versionOf: '/data/version' },
  });
}
const inOwnWay = ({ context, ...rest }: Json) => ({ ...rest, ...(context && { context: `<p>${context}</p>` }) });

/** Creates and wins a deal, and makes its receiver's record. */
async function aMade(connector: Json, deal: object = {}): Promise<Json> {
  await aHandoffKind(app, people, {
    receivers: [{ ...aKindBody(people).receivers[0], recordConnectorId: connector.id }],
  });
  return anotherMade(deal);
}
async function anotherMade(deal: object, form: object = COMPLETE): Promise<Json> {
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
  await app.deliver();
  return made;
}
const amend = ({ handoff }: Json, form: object) => app.must('PATCH', `/v1/handoffs/${handoff.id}/form`, form, ann);
/** Lets an hour pass, after which every retry is due. */
async function tryLater(): Promise<void> {
  await app.moveBy(HOUR);
  await app.deliver();
}
const handoffOf = ({ handoff }: Json): Promise<Json> => app.must('GET', `/v1/handoffs/${handoff.id}`, undefined, olga);
const recordOf = async (deal: Json): Promise<Json> => (await handoffOf(deal)).receivers[0].record;
const told = async ({ handoff }: Json): Promise<string[]> =>
  (await app.must('GET', `/v1/handoffs/${handoff.id}/timeline`)).data
    .filter(({ type }: Json) => type.startsWith('record.') || type.includes('block'))
    .map(({ text }: Json) => text);
const fieldsKept = async () =>
  (await app.application.app.get(Database).query<Json>('select fields from record_update')).rows[0]!.fields;
const BUT_FOR_SEATS =
  'Record brought up to date in the tool of Operations; 1 field of the form has no place in its update';
const CURRENT = { state: 'current', omitted: [], failure: null, nextTryAt: null };

describe('a record whose form is amended', () => {
  it('is updated once for several amendments if it was not changed by hand', async () => {
    const deal = await aMade(await aConnector(update()));
    expect(await recordOf(deal)).toMatchObject({ state: 'made', ref: 'R-1', update: CURRENT });
    tool.requests.length = 0;
    await amend(deal, { context: 'Another' });
    await amend(deal, { context: 'A shop that is lovely', seats: 20 });
    expect((await recordOf(deal)).update.state).toBe('pending');
    await app.deliver();
    expect(tool.asked()).toEqual(['GET /records/R-1', 'PUT /records/R-1', 'GET /records/R-1']);
    expect(tool.requests[1]!.json.data).toEqual({ context: 'A shop that is lovely', seats: 20 });
    expect(tool.made).toMatchObject([{ context: 'A shop that is lovely', seats: 20, margin: '40 percent' }]);
    expect(await recordOf(deal)).toMatchObject({ state: 'made', update: CURRENT });
    expect((await told(deal)).sort()).toEqual([
      'Record brought up to date in the tool of Operations',
      'Record made in the tool of Operations',
    ]);
    expect((await handoffOf(deal)).questions).toEqual([]);
  });

  it('is behind if the update omits an amended field, until its receiver has dealt with it', async () => {
    const { update: whole } = update();
    const { seats: _, ...said } = SAYS;
    const fields = whole.fields.filter(({ name }) => name !== 'Seats');
    const deal = await aMade(await aConnector({ update: { ...whole, body: { data: said }, fields } }));
    expect((await recordOf(deal)).update).toEqual(CURRENT);
    await amend(deal, { context: 'Amended', seats: 20 });
    await app.deliver();
    expect((await recordOf(deal)).update).toMatchObject({ ...CURRENT, state: 'behind', omitted: ['Seats'] });
    expect(await told(deal)).toContain(BUT_FOR_SEATS);
    const { questions } = await handoffOf(deal);
    expect(questions.map(({ text }: Json) => text)).toEqual([
      expect.stringMatching(/Fields that differ in the form now: Seats\./),
    ]);
    // Updating the other fields does not help the omitted one.
    await amend(deal, { context: 'Amended again' });
    await app.deliver();
    expect((await recordOf(deal)).update).toMatchObject({ state: 'behind', omitted: ['Seats'] });
    expect((await told(deal)).slice(-2)).toEqual(Array(2).fill(BUT_FOR_SEATS));
    const answer = `/v1/handoffs/${deal.handoff.id}/questions/${questions[0].id}/answer`;
    await app.must('POST', answer, { text: 'Done there' }, olga);
    expect((await recordOf(deal)).update).toEqual(CURRENT);
    await amend(deal, { context: 'Amended once more' });
    await app.deliver();
    expect((await told(deal)).at(-1)).toBe('Record brought up to date in the tool of Operations');
  });

  it('is behind if its tool is not updated from here, until its receiver has dealt with it', async () => {
    const deal = await aMade(await aConnector());
    await amend(deal, { seats: 20 });
    await app.deliver();
    expect((await recordOf(deal)).update).toMatchObject({ state: 'behind', omitted: ['Seats'] });
    const [{ id }] = (await handoffOf(deal)).questions;
    await app.must('POST', `/v1/handoffs/${deal.handoff.id}/questions/${id}/answer`, { text: 'Done there' }, olga);
    expect((await recordOf(deal)).update).toEqual(CURRENT);
  });

  it('keeps a change by hand, and its receiver is asked about it once', async () => {
    const deal = await aMade(await aConnector(update()));
    tool.made[0]!.seats = 12;
    await amend(deal, { context: 'Amended', seats: 20 });
    await app.deliver();
    expect(tool.made).toMatchObject([{ context: 'Amended', seats: 12 }]);
    const [question, ...more] = (await handoffOf(deal)).questions;
    expect(more).toEqual([]);
    expect(question).toMatchObject({
      to: 'Operations',
      toRepId: olga.id,
      askedBy: { type: 'system', rule: 'records' },
    });
    expect(question.text).toContain('Seats: the form says "20", the tool says "12".');
    expect(question.text).not.toContain('Context');
    expect(await told(deal)).toContain(
      'Record brought up to date in the tool of Operations; 1 field left unchanged, because a person had changed it there',
    );
    const { data } = await app.must('GET', `/v1/reps/${olga.id}/notifications`);
    expect(data[0]).toMatchObject({ type: 'handoff.asked', handoffId: deal.handoff.id });
    expect(data[0].text).toMatch(/^The record of .* may differ from its form: answer the question about it by /);
    // A question by the system does not count in the reports, nor does its answer.
    const { total } = await app.must('GET', '/v1/reports/handoffs');
    expect([total.questions, total.answer.running, total.answer.ended]).toEqual([0, 0, 0]);
    // Amending another field does not repeat the question.
    await amend(deal, { context: 'Once more' });
    await app.deliver();
    expect((await handoffOf(deal)).questions).toHaveLength(1);
    expect(tool.made).toMatchObject([{ context: 'Once more', seats: 12 }]);
    await app.must('POST', `/v1/handoffs/${deal.handoff.id}/questions/${question.id}/answer`, { text: '12' }, olga);
  });

  it('reveals nothing that only the parties may see, not even in a question', async () => {
    const deal = await aMade(await aConnector(update()));
    tool.made[0]!.margin = 'a secret';
    await amend(deal, { margin: 'another secret' });
    await app.deliver();
    const [{ text }] = (await app.must('GET', `/v1/handoffs/${deal.handoff.id}`)).questions;
    expect(text).toContain('Margin: compare the form with the tool');
    expect(text).not.toContain('secret');
  });

  it('is updated even if its tool stores values in its own way', async () => {
    tool.writes = inOwnWay;
    const deal = await aMade(await aConnector(update()));
    for (const context of ['First', 'Second']) {
      await amend(deal, { context });
      await app.deliver();
      expect(tool.made).toMatchObject([{ context: `<p>${context}</p>` }]);
    }
    expect((await handoffOf(deal)).questions).toEqual([]);
  });

  it('is changed once if an answer was lost, and our own change is not taken for one by hand', async () => {
    const deal = await aMade(await aConnector(update()));
    tool.losesAnswers = 1;
    await amend(deal, { context: 'Heard' });
    await app.deliver();
    expect((await recordOf(deal)).update).toMatchObject({ state: 'pending', failure: expect.stringContaining('502') });
    await app.moveBy(HOUR);
    await app.deliver();
    expect(tool.asked().filter((each) => each.startsWith('PUT'))).toHaveLength(1);
    expect((await recordOf(deal)).update).toEqual(CURRENT);
    expect((await handoffOf(deal)).questions).toEqual([]);
    expect(await told(deal)).toContain('Record brought up to date in the tool of Operations');
  });

  it('is asked about if an answer was lost and the value in the tool may be ours or not', async () => {
    tool.writes = inOwnWay;
    const deal = await aMade(await aConnector(update()));
    tool.losesAnswers = 1;
    await amend(deal, { context: 'Heard' });
    await app.deliver();
    await tryLater();
    const [{ text }, ...more] = (await handoffOf(deal)).questions;
    expect([text, more]).toEqual([
      expect.stringContaining('a person may have changed the same fields in its tool'),
      [],
    ]);
    expect(text).toContain(
      'the tool says "<p>Heard</p>". The tool’s value may come from Touchline, whose last update got no answer.',
    );
    expect(tool.asked().filter((each) => each.startsWith('PUT'))).toHaveLength(1);
    await tryLater();
    expect((await handoffOf(deal)).questions).toHaveLength(1);
  });

  it('is still followed if a change was accepted but could not be verified', async () => {
    tool.writes = inOwnWay;
    const deal = await aMade(await aConnector(update()));
    tool.meanwhile = () => {
      tool.searchAnswers = { status: 503, text: '' };
    };
    await amend(deal, { context: 'Taken' });
    await app.deliver();
    expect((await recordOf(deal)).update).toMatchObject({ state: 'pending' });
    tool.searchAnswers = null;
    await tryLater();
    expect((await recordOf(deal)).update).toEqual(CURRENT);
    expect(await told(deal)).toContain('Record brought up to date in the tool of Operations');
    await amend(deal, { context: 'Amended' });
    await app.deliver();
    expect(tool.made).toMatchObject([{ context: '<p>Amended</p>' }]);
    expect((await handoffOf(deal)).questions).toEqual([]);
  });

  it.each([
    [401, 'a person has changed'],
    [409, 'a person has changed'],
    [412, 'a person has changed'],
    [429, 'a person has changed'],
    [503, 'a person may have changed'],
  ])('keeps a change by hand after an update was answered with %d', async (status, says) => {
    const deal = await aMade(await aConnector(update()));
    tool.refusesChanges = status;
    await amend(deal, { seats: 20 });
    await app.deliver();
    tool.made[0]!.seats = 12;
    tool.refusesChanges = null;
    await app.must('POST', `/v1/handoffs/${deal.handoff.id}/receivers/operations/record/retry`, {}, olga);
    await tryLater();
    expect(tool.made).toMatchObject([{ seats: 12 }]);
    const [{ text }, ...more] = (await handoffOf(deal)).questions;
    expect([text, more]).toEqual([expect.stringContaining(says), []]);
    expect(text).toContain('Seats: the form says "20", the tool says "12".');
    await amend(deal, { seats: 30, context: 'Amended' });
    await app.deliver();
    expect(tool.made).toMatchObject([{ seats: 12, context: 'Amended' }]);
    expect((await handoffOf(deal)).questions).toHaveLength(2);
  });

  it('is changed anyway if the request never reached the tool', async () => {
    const deal = await aMade(await aConnector(update()));
    await amend(deal, { context: 'First' });
    const [sending] = await app.application.app.get(RecordUpdatesSender).take(new Map());
    // The node records that it sends, and dies.
    tool.answersOnly = 503;
    await sending!.send();
    tool.answersOnly = null;
    await amend(deal, { context: 'Second' });
    await app.moveBy(HOUR);
    await app.deliver();
    expect(tool.made).toMatchObject([{ context: 'Second' }]);
    expect((await handoffOf(deal)).questions).toEqual([]);
  });

  it('is changed by one node, even if another held it too long, and never to an older version', async () => {
    const deal = await aMade(await aConnector(update()));
    await amend(deal, { context: 'Older' });
    const sender = app.application.app.get(RecordUpdatesSender);
    const [late] = await sender.take(new Map());
    await amend(deal, { context: 'Newer' });
    await app.moveBy(3 * 60_000);
    await app.deliver();
    expect(tool.made).toMatchObject([{ context: 'Newer' }]);
    await late!.send();
    expect(tool.made).toMatchObject([{ context: 'Newer' }]);
    expect((await handoffOf(deal)).questions).toEqual([]);
  });

  it('is updated again at once if it was amended during an update', async () => {
    const deal = await aMade(await aConnector(update()));
    await amend(deal, { context: 'Older' });
    const [sending] = await app.application.app.get(RecordUpdatesSender).take(new Map());
    await amend(deal, { context: 'Newer' });
    await sending!.send();
    expect(tool.made).toMatchObject([{ context: 'Older' }]);
    await app.deliver();
    expect(tool.made).toMatchObject([{ context: 'Newer' }]);
  });

  it('is not begun by a node that has too little time left before another may begin it', async () => {
    const deal = await aMade(await aConnector(update()));
    await amend(deal, { context: 'Second' });
    const sender = app.application.app.get(RecordUpdatesSender);
    const stopping = Object.assign(Object.create(sender) as RecordUpdatesSender, {
      take: async (busy: Parameters<RecordUpdatesSender['take']>[0]) => {
        const taken = await sender.take(busy);
        if (taken.length > 0) await app.moveBy(50_000);
        return taken;
      },
    });
    const asked = tool.asked().length;
    await app.application.app.get(Dispatch).empty(stopping);
    expect(tool.asked()).toHaveLength(asked);
    await tryLater();
    expect(tool.made).toMatchObject([{ context: 'Second' }]);
  });

  it('names the version that it changes if its tool counts versions', async () => {
    const deal = await aMade(await aConnector(counted()));
    for (const context of ['First', 'Second']) {
      await amend(deal, { context });
      await app.deliver();
      expect(tool.made).toMatchObject([{ context }]);
    }
  });

  it('keeps a change by hand between read and write if its tool counts versions', async () => {
    const deal = await aMade(await aConnector(counted()));
    tool.meanwhile = (record) => Object.assign(record, { seats: 12, version: record.version + 1 });
    await amend(deal, { seats: 20, context: 'Amended' });
    await app.deliver();
    expect(tool.made).toMatchObject([{ seats: 12, context: COMPLETE.context }]);
    await tryLater();
    expect(tool.made).toMatchObject([{ seats: 12, context: 'Amended' }]);
    const [{ text }, ...more] = (await handoffOf(deal)).questions;
    expect([text, more]).toEqual([expect.stringContaining('the tool says "12"'), []]);
    expect(await told(deal)).toContain(
      'Record brought up to date in the tool of Operations; 1 field left unchanged, because a person had changed it there',
    );
  });

  it('is read again after a version conflict, even after many failures, and only then', async () => {
    const deal = await aMade(await aConnector(counted()));
    tool.refusesChanges = 503;
    await amend(deal, { context: 'Amended' });
    for (let times = 0; times < 4; times++) await tryLater();
    tool.refusesChanges = null;
    tool.meanwhile = (record) => Object.assign(record, { version: record.version + 1 });
    await tryLater();
    expect((await recordOf(deal)).update).toMatchObject({ state: 'pending', failure: expect.stringContaining('400') });
    await tryLater();
    expect(tool.made).toMatchObject([{ context: 'Amended' }]);
    tool.refusesChanges = 400;
    await amend(deal, { context: 'Not like this' });
    await app.deliver();
    expect((await recordOf(deal)).update).toMatchObject({ state: 'failed', failure: expect.stringContaining('400') });
  });

  it('is left as it is once it is no longer a draft, and its receiver is asked to deal with it', async () => {
    const openWhile = { at: '/data/status', is: ['DRAFT'] };
    const deal = await aMade(
      await aConnector(update({ read: { url: `${tool.url}/records/{{ record.id }}`, openWhile } })),
    );
    tool.made[0]!.status = 'SENT';
    await amend(deal, { context: 'Too late' });
    await app.deliver();
    expect(tool.made).toMatchObject([{ context: COMPLETE.context }]);
    const [{ text }] = (await handoffOf(deal)).questions;
    expect(text).toContain('its status in the tool is now "SENT"');
    expect(text).toContain('Context: the form says "Too late", the tool says "A shop that is slow".');
    await amend(deal, { seats: 11 });
    await app.deliver();
    expect((await handoffOf(deal)).questions).toHaveLength(2);
    expect((await handoffOf(deal)).questions[1].text).not.toContain('Context');
  });

  it('is changed by hand if its connector has no update', async () => {
    const deal = await aMade(await aConnector());
    expect((await recordOf(deal)).update).toEqual(CURRENT);
    await amend(deal, { context: 'Amended', seats: 20 });
    await app.deliver();
    const [{ text }, ...more] = (await handoffOf(deal)).questions;
    expect(more).toEqual([]);
    expect(text).toContain(
      'Fields that differ in the form now: Context; Seats. Change them in the tool, and answer when that is done.',
    );
    expect(tool.made).toMatchObject([{ context: COMPLETE.context }]);
  });

  it('waits for a tool that is down, and is a blocker when it fails for good', async () => {
    const deal = await aMade(await aConnector(update()));
    tool.answersOnly = 503;
    await amend(deal, { context: 'Amended' });
    for (let hours = 0; hours < 90; hours += 9) {
      await app.deliver();
      await app.moveBy(9 * HOUR);
    }
    expect((await recordOf(deal)).update).toMatchObject({ state: 'failed', failure: expect.stringContaining('503') });
    const [blocker] = (await handoffOf(deal)).blockers;
    expect(blocker).toMatchObject({
      text: 'The record of Operations could not be updated.',
      resolvedAt: null,
    });
    expect(await told(deal)).toContain('Record not brought up to date in the tool of Operations');
    const { data } = await app.must('GET', `/v1/reps/${olga.id}/notifications`);
    expect(data.find(({ type }: Json) => type === 'record.failed').text).toContain('could not be updated');
    tool.answersOnly = null;
    await app.must('POST', `/v1/handoffs/${deal.handoff.id}/receivers/operations/record/retry`, {}, olga);
    await app.deliver();
    expect(tool.made).toMatchObject([{ context: 'Amended' }]);
    expect((await handoffOf(deal)).blockers).toMatchObject([{ id: blocker.id, resolvedAt: expect.any(String) }]);
  });

  it('waits for a value that its template requires, and is a blocker after a day', async () => {
    const body = { data: { ...SAYS, customer: '{{ account.refs.books | required }}' } };
    const deal = await aMade(await aConnector(update({ body })));
    await amend(deal, { context: 'Amended' });
    await app.deliver();
    const blockers = async () => (await handoffOf(deal)).blockers;
    await app.moveBy(21 * HOUR);
    for (let hours = 21; hours < 23; hours++) await tryLater();
    expect((await recordOf(deal)).update).toMatchObject({
      state: 'pending',
      failure: 'It waits for account.refs.books.',
    });
    expect(await blockers()).toEqual([]);
    for (let hours = 0; hours < 3; hours++) await tryLater();
    const [blocker, ...more] = await blockers();
    expect([blocker, more]).toMatchObject([{ ownerRepId: olga.id, resolvedAt: null }, []]);
    expect(blocker.text).toBe(
      'The record of Operations cannot be updated yet, as a value is missing: the failure of its update names the value.',
    );
    const { data } = await app.must('GET', `/v1/reps/${olga.id}/notifications`);
    const notification = data.find(({ type }: Json) => type === 'handoff.blocked');
    expect(notification).toMatchObject({ handoffId: deal.handoff.id });
    const { account } = await app.must('GET', `/v1/deals/${deal.id}`);
    await app.must('PATCH', `/v1/accounts/${account.id}`, { refs: { books: 'C-7' } });
    await tryLater();
    expect(tool.made).toMatchObject([{ context: 'Amended', customer: 'C-7' }]);
    expect(await blockers()).toMatchObject([{ id: blocker.id, resolvedAt: expect.any(String) }]);
  });

  it.each([
    ['before it is looked at', 'before'],
    ['while it is sent', 'during'],
  ])('keeps and asks nothing about a person who is erased %s', async (_what, when) => {
    const contact = { name: 'Eva', email: `${when}@erased.example` };
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact });
    const deal = await aMade(await aConnector(update()), { leadId: lead.id });
    tool.made[0]!.context = 'Eva by another name';
    await amend(deal, { context: 'Eva wants a shop', seats: 20 });
    const [sending] = await app.application.app.get(RecordUpdatesSender).take(new Map());
    const erase = () => app.must('POST', '/v1/erasures', { email: `${when}@erased.example`, reason: 'Asked for it' });
    if (when === 'before') await erase();
    else tool.meanwhile = erase;
    await sending!.send();
    expect(await fieldsKept()).toEqual({});
    expect((await handoffOf(deal)).questions).toEqual([]);
    expect(tool.made).toMatchObject([{ seats: when === 'before' ? 10 : 20 }]);
    // The next node to take it reads the form again.
    await tryLater();
    expect((await recordOf(deal)).update).toMatchObject({ state: 'current', failure: null });
    expect(JSON.stringify((await handoffOf(deal)).questions)).not.toContain('Eva');
  });

  it('keeps no written values once a person is erased', async () => {
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'eva@erased.example' } });
    const deal = await aMade(await aConnector(update()), { leadId: lead.id });
    expect(Object.keys(await fieldsKept()).sort()).toEqual(['Context', 'Margin', 'Seats']);
    await app.must('POST', '/v1/erasures', { email: 'eva@erased.example', reason: 'Asked for it' });
    expect(await fieldsKept()).toEqual({});
    // Data that remains in the tool does not return through a question.
    tool.made[0]!.context = 'Eva wants a shop';
    for (const context of ['A shop', 'Another shop']) {
      await amend(deal, { ...COMPLETE, context });
      await app.deliver();
      const { text } = (await handoffOf(deal)).questions.at(-1);
      expect(text).toContain('Context: compare the form with the tool');
      expect(text).not.toContain('Eva');
    }
    expect(tool.made).toMatchObject([{ context: 'Eva wants a shop' }]);
  });

  it('quotes nothing of an erased person, also not where the form was filled in from their handoff', async () => {
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'zoe@erased.example' } });
    const data = { ...SAYS, context: '{{ form.context }}, for {{ form.contacts.dayToDay.name }}' };
    const connector = await aConnector(update({ body: { data } }));
    const prefilled = { ...A_FORM.properties.contacts, prefill: 'earlier' };
    await aHandoffKind(app, people, {
      form: { ...A_FORM, properties: { ...A_FORM.properties, contacts: prefilled } },
      receivers: [{ ...aKindBody(people).receivers[0], recordConnectorId: connector.id }],
    });
    const account = { name: 'Copied', domain: 'copied.example' };
    const { contacts: _filledIn, ...rest } = COMPLETE;
    const contacts = { dayToDay: { name: 'Zoe', email: 'zoe@erased.example' } };
    await anotherMade({ account, leadId: lead.id }, { ...rest, contacts });
    await app.moveBy(HOUR);
    const deal = await anotherMade({ account }, rest);
    tool.made[1]!.context = 'A shop in "Vienna", the tool says';
    await amend(deal, { context: 'A fast shop', seats: 20 });
    await app.deliver();
    const ask = async () => (await handoffOf(deal)).questions[0].text;
    expect(await ask()).toContain('Context: the form says "A fast shop, for Zoe", the tool says "A shop');
    await app.must('POST', '/v1/erasures', { leadId: lead.id, reason: 'Asked for it' });
    const lines = (await ask()).split('\n');
    expect(lines.slice(1, -1)).toEqual(['Context: compare the form with the tool.']);
    expect(lines[0]).toContain('a person has changed the same fields in its tool');
    expect(await rowsWith(app, ['Zoe', 'Vienna'])).toEqual([]);
  });
});

describe('a deal that is reopened and won again', () => {
  it.each([
    ['was made', 0],
    ['may have been made', 1],
  ])('has one record, which %s before', async (_what, losesAnswers) => {
    tool.losesAnswers = losesAnswers;
    const deal = await aMade(await aConnector(update()));
    await app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
    await app.deliver();
    const again = await app.must('GET', `/v1/deals/${deal.id}`);
    await app.must('PATCH', `/v1/handoffs/${again.handoff.id}/form`, { ...COMPLETE, context: 'Won again' }, ann);
    await app.must('POST', `/v1/deals/${deal.id}/win`, undefined, ann);
    await app.moveBy(HOUR);
    await app.deliver();
    await app.moveBy(HOUR);
    await app.deliver();
    expect(tool.made).toMatchObject([{ context: 'Won again' }]);
    expect(await recordOf(again)).toMatchObject({ state: 'made', ref: 'R-1', update: CURRENT });
    expect((await handoffOf(again)).questions).toEqual([]);
  });

  it('has one record, also if everything was done before', async () => {
    const deal = await aMade(await aConnector(update()));
    const part = `/v1/handoffs/${deal.handoff.id}/receivers/Operations`;
    await app.must('POST', `${part}/accept`, undefined, olga);
    await app.must('PUT', `${part}/checklist`, { done: [0] }, olga);
    expect((await app.must('POST', `${part}/done`, undefined, olga)).state).toBe('done');
    await app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
    const again = await app.must('GET', `/v1/deals/${deal.id}`);
    await app.must('PATCH', `/v1/handoffs/${again.handoff.id}/form`, { ...COMPLETE, context: 'Won again' }, ann);
    await app.must('POST', `/v1/deals/${deal.id}/win`, undefined, ann);
    await app.deliver();
    expect(tool.made).toMatchObject([{ context: 'Won again' }]);
    expect(await recordOf(again)).toMatchObject({ state: 'made', ref: 'R-1', update: CURRENT });
  });
});
