import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SlackSender } from '../../src/deliveries/channels/slack.sender.js';
import { TestApplication } from '../support/application.js';
import { Client } from '../support/client.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { Patience } from '../support/patience.js';
import { aLead, allTo, aPool, aRep, aTouch, faults, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { until } from '../support/postgres-owner.js';
import { buttonsOf, failing, pressed, SlackServer, wordsOf } from '../support/slack-server.js';

const SECRET = 'signing-secret-of-slack';

let slack: SlackServer;
let app: TestApplication;
let ann: Json;
let bo: Json;
let channel: Json;

beforeAll(async () => {
  slack = await SlackServer.start();
  app = await TestApplication.start(undefined, { environment: { feedbackBaseUrls: slack.bases } });
  ann = await aRep(app, 'Ann', { timeZone: 'Europe/Berlin' });
  bo = await aRep(app, 'Bo');
  await allTo(app, await aPool(app, 'Inbound', [ann, bo]), { queueOwnerId: bo.id });
  await aPolicy(app, { within: 'PT1H', warnAt: [50], onBreach: [] }, { time: 'elapsed' });
});
afterAll(async () => {
  await app.stop();
  await slack.stop();
});
beforeEach(async () => {
  const team = await app.must('POST', '/v1/teams', { name: `Team ${Math.random()}`, repIds: [ann.id] });
  const settings = { channelId: 'C0SALES', botToken: 'xoxb-1', signingSecret: SECRET };
  channel = await app.must('POST', '/v1/channels', { name: 'Sales', kind: 'slack', settings, teamIds: [team.id] });
  await setWays(ann, { slack: { memberId: 'U0ANN' } });
});
afterEach(async () => {
  await setWays(ann, {});
  await setWays(bo, {});
  await app.deliver();
  for (const { id } of (await app.must('GET', '/v1/channels')).data) await app.delete(`/v1/channels/${id}`);
  slack.clear();
});

const setWays = (rep: Json, body: object) => app.must('PUT', `/v1/reps/${rep.id}/notification-settings`, body);
const toAnn = (fields: object = {}) =>
  aLead(app, {
    source: 'fair',
    message: 'Call me',
    contact: { name: 'Kim', phone: '+493012345678' },
    owner: { repId: ann.id },
    ...fields,
  });
const sent = async (query: string) => (await app.must('GET', `/v1/deliveries?channel=slack&${query}`)).data;
const payloadOf = (message: Json, memberId: string, label: string): Json => {
  const button = buttonsOf(message).find(({ text }) => text.text === label);
  return {
    type: 'block_actions',
    user: { id: memberId },
    container: { type: 'message', message_ts: message.ts, channel_id: message.channel },
    response_url: 'https://hooks.slack.com/actions/T1/2/3',
    actions: [{ action_id: button.action_id, value: button.value, action_ts: '1772463700.000001' }],
  };
};
const press = (request: ReturnType<typeof pressed>) =>
  // Not part of the API's document, which answers are checked against.
  new Client(app.url).ask('POST', '/v1/slack/interactions', undefined, {
    key: null,
    raw: request.body,
    headers: request.headers,
  });
const whispers = async (count: number): Promise<string[]> => {
  while (slack.whispered.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return slack.whispered.map(({ text }) => text);
};
const touchesOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/touches`)).data;

describe('a rep who is a member of Slack', () => {
  it(`gets a message from the bot, with the lead's details and the deadline in their time zone`, async () => {
    const lead = await toAnn();
    await app.deliver();
    const [message, ...others] = slack.in('D0ANN');
    expect(others).toEqual([]);
    expect(wordsOf(message!)).toMatch(/Kim is yours, as its source requested/);
    expect(wordsOf(message!)).toContain('(Europe/Berlin)');
    expect(wordsOf(message!)).toContain('+493012345678');
    expect(wordsOf(message!)).toContain('Call me');
    expect(buttonsOf(message!)).toHaveLength(2);
    const [delivery] = await sent(`repId=${ann.id}&leadId=${lead.id}`);
    expect(delivery).toMatchObject({ repId: ann.id, channelId: null, state: 'delivered' });
    expect((await app.must('GET', `/v1/deliveries/${delivery.id}`)).body).toContain('Kim is yours');
  });

  it('gets the types that they chose, as a digest if they wish', async () => {
    await setWays(ann, { slack: { memberId: 'U0ANN', types: ['lead.assigned'], digest: 'PT10M' } });
    await app.moveBy(HOUR);
    await toAnn();
    await app.deliver();
    for (const name of ['Lou', 'Max']) await toAnn({ contact: { name } });
    await app.deliver();
    expect(slack.in('D0ANN')).toHaveLength(1);
    await app.moveBy(10 * MINUTE);
    await app.deliver();
    expect(slack.in('D0ANN')).toHaveLength(2);
    expect(wordsOf(slack.in('D0ANN')[1]!)).toMatch(/Lou is yours.*Max is yours/s);
    expect(buttonsOf(slack.in('D0ANN')[1]!)).toHaveLength(4);
  });

  it('is the only rep with their member id', async () => {
    const other = await app.put(`/v1/reps/${bo.id}/notification-settings`, { slack: { memberId: 'U0ANN' } });
    expect(faults(other)).toEqual(['/slack/memberId taken']);
  });

  it('who is unknown there is not tried again, and all others get their messages', async () => {
    await setWays(bo, { slack: { memberId: 'U0BO' } });
    slack.trouble = ({ fields }) => (fields.channel === 'U0ANN' ? failing('user_not_found') : null);
    await toAnn();
    await aLead(app, { owner: { repId: bo.id } });
    await app.deliver();
    expect((await sent(`repId=${ann.id}&limit=1`))[0]).toMatchObject({ state: 'failed', attempts: 1 });
    expect(slack.in('D0BO')).toHaveLength(1);
    expect((await app.must('GET', `/v1/channels/${channel.id}`)).stopped).toBeNull();
  });

  it('gets the message later if the bot is locked out; without any bot the API says why not', async () => {
    slack.trouble = () => failing('token_revoked');
    await toAnn();
    await app.deliver();
    slack.trouble = () => null;
    await app.moveBy(MINUTE);
    await app.deliver();
    expect(slack.in('D0ANN')).toEqual([]);
    await app.must('PUT', `/v1/channels/${channel.id}`, await app.must('GET', `/v1/channels/${channel.id}`));
    await app.deliver();
    expect(slack.in('D0ANN')).toHaveLength(1);
    await app.delete(`/v1/channels/${channel.id}`);
    const lead = await toAnn();
    await app.deliver();
    expect(await sent(`leadId=${lead.id}`)).toEqual([]);
    const [{ id }] = (await app.must('GET', `/v1/reps/${ann.id}/notifications?limit=1`)).data;
    const { ways } = await app.must('GET', `/v1/notifications/${id}/ways`);
    expect(ways.find((way: Json) => way.channel === 'slack')).toMatchObject({
      state: 'notSent',
      why: 'there is no channel of Slack whose bot could write to them',
    });
  });
});

describe('a message in Slack', () => {
  const both = () => [slack.in('D0ANN')[0]!, slack.in('C0SALES')[0]!];

  it('shows the new owner once the lead has moved on, and has no buttons any more', async () => {
    const lead = await toAnn();
    await app.deliver();
    expect(both().map((message) => buttonsOf(message).length)).toEqual([2, 2]);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Ann is busy' });
    await app.deliver();
    for (const message of both()) {
      expect(wordsOf(message)).toContain('Now with Bo');
      expect(wordsOf(message)).not.toContain('+493012345678');
      expect(buttonsOf(message)).toEqual([]);
    }
    const rewrites = (await sent(`leadId=${lead.id}`)).filter((each: Json) => each.rewrites !== null);
    expect(rewrites.map((each: Json) => each.state)).toEqual(['delivered', 'delivered']);
  });

  it('shows that the lead was closed, and before that that it was reached', async () => {
    const lead = await toAnn();
    await app.deliver();
    await aTouch(app, lead, { outcome: 'connected' });
    await app.deliver();
    expect(both().map(wordsOf)).toEqual([expect.stringContaining('Reached'), expect.stringContaining('Reached')]);
    expect(both().map((message) => buttonsOf(message).length)).toEqual([2, 2]);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.deliver();
    for (const message of both()) {
      expect(wordsOf(message)).toContain('Closed as lost');
      expect(buttonsOf(message)).toEqual([]);
    }
  });

  it('is updated after Slack was away, once for all that has happened meanwhile', async () => {
    const lead = await toAnn();
    await app.deliver();
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Ann is busy' });
    slack.trouble = () => failing('internal_error');
    await app.deliver();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.deliver();
    slack.trouble = () => null;
    const asked = slack.asked.length;
    await app.moveBy(HOUR);
    await app.deliver();
    for (const message of both()) expect(wordsOf(message)).toContain('Closed as lost');
    const updates = slack.asked.slice(asked).filter(({ method }) => method === 'chat.update');
    expect(updates.length).toBe(new Set(updates.map(({ fields }) => fields.ts)).size);
  });

  it('that is under way when the lead moves on is updated once it has arrived', async () => {
    let letGo: () => void = () => undefined;
    slack.hold = new Promise((resolve) => {
      letGo = resolve;
    });
    const lead = await toAnn();
    const delivering = app.deliver();
    while (slack.asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Ann is busy' });
    const followed = app.deliver();
    await new Promise((resolve) => setTimeout(resolve, 200));
    letGo();
    slack.hold = null;
    await Promise.all([delivering, followed]);
    await app.moveBy(MINUTE);
    await app.deliver();
    for (const message of both()) expect(wordsOf(message)).toContain('Now with Bo');
  });

  it('is not put back by a node whose machine was suspended, and whose time stood still', async () => {
    const lead = await toAnn();
    await app.deliver();
    slack.trouble = () => failing('internal_error');
    await aTouch(app, lead, { outcome: 'connected' });
    await app.deliver();
    slack.trouble = () => null;
    await app.moveBy(HOUR);
    const late = await app.application.app.get(SlackSender).take(new Map());
    expect(late).not.toEqual([]);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    const other = await TestApplication.start(new Date(app.time.now() + 2 * MINUTE).toISOString(), {
      database: app.database,
      environment: { feedbackBaseUrls: slack.bases },
    });
    await other.deliver();
    for (const each of late) await each.send();
    await other.application.close();
    for (const message of both()) expect(wordsOf(message)).toContain('Closed as lost');
    await app.moveBy(2 * MINUTE);
  });

  it('that can no longer be changed does not stop other posts', async () => {
    const lead = await toAnn();
    await app.deliver();
    slack.trouble = ({ method }) => (method === 'chat.update' ? failing('channel_not_found') : null);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.deliver();
    expect((await app.must('GET', `/v1/channels/${channel.id}`)).stopped).toBeNull();
    const rewrites = (await sent(`leadId=${lead.id}`)).filter((each: Json) => each.rewrites !== null);
    expect(rewrites.map((each: Json) => each.state)).toEqual(['failed', 'failed']);
  });

  it('contains no data of a person who was erased', async () => {
    const lead = await toAnn({ contact: { name: 'Eve Adams', phone: '+493099999999' } });
    await app.deliver();
    await app.must('POST', '/v1/erasures', { leadId: lead.id, reason: 'She asked for it' });
    await app.deliver();
    expect(JSON.stringify(both())).not.toMatch(/Eve|\+493099999999|Call me/);
    expect(both().map(wordsOf)).toEqual([expect.stringContaining('erased'), expect.stringContaining('erased')]);
  });
});

it('a message to Slack that gets no answer is sent again after the time limit', async () => {
  slack.trouble = () => 'hang';
  await toAnn();
  const patience = new Patience();
  const delivering = app.deliver();
  await until('Slack was asked', () => slack.asked.length === 2);
  patience.end();
  await delivering;
  patience.restore();
  const [hung] = await sent(`repId=${ann.id}&limit=1`);
  expect(hung).toMatchObject({
    state: 'waiting',
    lastAttempt: { status: null, problem: 'no answer came within 20 s' },
  });
  slack.trouble = () => null;
  await app.moveBy(10_000);
  await app.deliver();
  expect(slack.in('D0ANN')).toHaveLength(1);
});

describe('a button', () => {
  it('records a call by the rep who pressed it, confirms it, and updates the message', async () => {
    const lead = await toAnn();
    await app.deliver();
    const payload = payloadOf(slack.in('C0SALES')[0]!, 'U0ANN', 'Called: no answer');
    const answer = await press(pressed(SECRET, payload, { at: app.time.now() }));
    expect([answer.status, answer.body]).toEqual([200, '']);
    expect(await touchesOf(lead)).toMatchObject([{ kind: 'call', outcome: 'noAnswer', repId: ann.id }]);
    expect(await whispers(1)).toEqual(['Noted: you called, without an answer.']);
    expect(slack.whispered[0]).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect((await leadNow(app, lead)).workState).toBe('attempting');
    await app.deliver();
    expect(wordsOf(slack.in('D0ANN')[0]!)).toContain('Attempted');
  });

  it('acts once, however often the same request is sent', async () => {
    const lead = await toAnn();
    await app.deliver();
    const request = pressed(SECRET, payloadOf(slack.in('D0ANN')[0]!, 'U0ANN', 'Called: reached'), {
      at: app.time.now(),
    });
    await Promise.all([press(request), press(request)]);
    await press(request);
    expect(await touchesOf(lead)).toHaveLength(1);
    await app.moveBy(5 * MINUTE + 1_000);
    expect((await press(request)).status).toBe(403);
  });

  it('does nothing without a valid signature of Slack', async () => {
    const lead = await toAnn();
    await app.deliver();
    const payload = payloadOf(slack.in('D0ANN')[0]!, 'U0ANN', 'Called: reached');
    const at = app.time.now();
    const right = pressed(SECRET, payload, { at });
    const wrong = [
      pressed('another', payload, { at }),
      pressed(SECRET, payload, { at: at - 5 * MINUTE - 1_000 }),
      pressed(SECRET, payload, { at: at + 5 * MINUTE + 1_000 }),
      { ...right, body: right.body.replace('U0ANN', 'U0EVE') },
      { ...right, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      { ...right, headers: { ...right.headers, 'x-slack-signature': 'v0=' } },
    ];
    for (const request of wrong) expect((await press(request)).status).toBe(403);
    expect(await touchesOf(lead)).toEqual([]);
    const unlike = [
      pressed(SECRET, {}, { at, body: 'payload=%7B' }),
      pressed(SECRET, {}, { at, body: '' }),
      pressed(SECRET, { type: 'view_submission', user: { id: 'U0ANN' } }, { at }),
    ];
    for (const request of unlike) expect((await press(request)).status).toBe(400);
    expect((await press(pressed(SECRET, payload, { at: at - 4 * MINUTE }))).status).toBe(200);
  });

  it('tells a member who is no rep, or no longer the owner, that nothing was recorded', async () => {
    await setWays(bo, { slack: { memberId: 'U0BO' } });
    const lead = await toAnn();
    await app.deliver();
    const message = slack.in('C0SALES')[0]!;
    for (const memberId of ['U0EVE', 'U0BO'])
      await press(pressed(SECRET, payloadOf(message, memberId, 'Called: reached'), { at: app.time.now() }));
    expect((await whispers(2)).sort()).toEqual([
      expect.stringMatching(/^Nothing was noted: no rep is this member/),
      'Nothing was noted: the lead is not yours any more.',
    ]);
    expect(await touchesOf(lead)).toEqual([]);
  });

  it('acts only for members of the workspace whose app signed the request', async () => {
    const lead = await toAnn();
    await app.deliver();
    const payload = payloadOf(slack.in('D0ANN')[0]!, 'U0ANN', 'Called: reached');
    const signedBy = (secret: string) => press(pressed(secret, payload, { at: app.time.now() }));
    for (const [name, workspace] of Object.entries({ elsewhere: 'T0ELSE', beside: 'T0HOME', unsaid: 'T0HOME' })) {
      const settings = {
        channelId: `C0${name.toUpperCase()}`,
        botToken: `xoxb-${name}`,
        signingSecret: `signing-secret-${name}`,
      };
      await app.must('POST', '/v1/channels', { name, kind: 'slack', settings });
      slack.workspaces.set(`xoxb-${name}`, workspace);
    }
    slack.trouble = ({ token }) => (token === 'xoxb-unsaid' ? failing('internal_error') : null);
    expect((await signedBy('signing-secret-elsewhere')).status).toBe(200);
    expect((await signedBy('signing-secret-unsaid')).status).toBe(200);
    expect((await whispers(2)).sort()).toEqual([
      expect.stringMatching(/^Nothing was noted: Slack does not say/),
      expect.stringMatching(/^Nothing was noted: .* another workspace/),
    ]);
    expect(await touchesOf(lead)).toEqual([]);
    slack.trouble = () => null;
    await signedBy('signing-secret-unsaid');
    await signedBy('signing-secret-beside');
    expect(await touchesOf(lead)).toHaveLength(1);
    const questions = slack.asked.filter(({ method }) => method === 'auth.test').map(({ token }) => token);
    expect(questions.sort()).toEqual(['xoxb-1', 'xoxb-beside', 'xoxb-elsewhere', 'xoxb-unsaid', 'xoxb-unsaid']);
  });

  it('claims an offered lead for the first rep who presses it', async () => {
    const pool = await aPool(app, 'Callbacks', [ann, bo], { strategy: 'claim' });
    const settings = { channelId: 'C0SALES' };
    const body = { name: 'Sales', kind: 'slack', settings, poolIds: [pool.id] };
    await app.must('PUT', `/v1/channels/${channel.id}`, body);
    await setWays(bo, { slack: { memberId: 'U0BO' } });
    const { id: ownerId } = await aRep(app, 'Cy');
    const lead = await aLead(app, { contact: { name: 'Kim' }, owner: { repId: ownerId } });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: pool.id, reason: 'x' });
    await app.deliver();
    const [toAnnHerself] = slack.in('D0ANN');
    expect(wordsOf(toAnnHerself!)).toMatch(/Kim is offered to members of Callbacks/);
    const posted = slack.in('C0SALES').at(-1)!;
    expect(buttonsOf(posted).map(({ text }) => text.text)).toEqual(['Claim it']);
    await press(pressed(SECRET, payloadOf(toAnnHerself!, 'U0ANN', 'Claim it'), { at: app.time.now() }));
    expect(await whispers(1)).toEqual(['It is yours.']);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    await press(pressed(SECRET, payloadOf(posted, 'U0BO', 'Claim it'), { at: app.time.now() }));
    expect((await whispers(2))[1]).toMatch(/^Nothing was changed: Ann claimed it at /);
    await app.deliver();
    expect(buttonsOf(slack.in('C0SALES').find(({ ts }) => ts === posted.ts)!)).toEqual([]);
  });

  it('does not make other routes accept forms', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status } = await app.ask('POST', '/v1/leads', undefined, { raw: 'source=web', headers: form });
    expect(status).toBe(400);
  });
});
