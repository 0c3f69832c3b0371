import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import { DAY, HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep, aTouch } from '../support/people.js';
import { failing, SlackServer, wordsOf } from '../support/slack-server.js';

let slack: SlackServer;
let endpoint: Endpoint;
let app: TestApplication;
let ann: Json;
let bo: Json;
let channel: Json;

beforeAll(async () => {
  [slack, endpoint] = [await SlackServer.start(), await Endpoint.start()];
  app = await TestApplication.start(undefined, {
    environment: { feedbackBaseUrls: slack.bases },
  });
  [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  await allTo(app, await aPool(app, 'Inbound', [bo]));
  const team = await app.must('POST', '/v1/teams', { name: 'North', repIds: [ann.id] });
  const settings = { channelId: 'C0SALES', botToken: 'xoxb-first', signingSecret: '8f742231b10e8888' };
  channel = await app.must('POST', '/v1/channels', { name: 'Sales', kind: 'slack', settings, teamIds: [team.id] });
  await app.must('PUT', `/v1/reps/${ann.id}/notification-settings`, { slack: { memberId: 'U0ANN' } });
});
afterAll(async () => {
  await app.stop();
  await slack.stop();
  await endpoint.stop();
});
afterEach(() => slack.clear());

const toAnn = (name: string) => aLead(app, { contact: { name }, owner: { repId: ann.id } });
const channelNow = () => app.must('GET', `/v1/channels/${channel.id}`);
const resumed = async (query = '') => app.must('PUT', `/v1/channels/${channel.id}${query}`, await channelNow());
const waiting = async () => (await app.must('GET', '/v1/deliveries?channel=slack&state=waiting')).data;

/** Stops the channel: the bot's posts fail from the first message on. */
async function stopped(): Promise<void> {
  slack.trouble = () => failing('token_revoked');
  await toAnn('Refused');
  await app.deliver();
  expect((await channelNow()).stopped).toMatchObject({ why: 'refused' });
  slack.trouble = () => null;
}

describe('a channel that was stopped for weeks', () => {
  it('gets only the last three days when it resumes, and the answer counts what is left out', async () => {
    await stopped();
    await toAnn('Older');
    await app.deliver();
    await app.moveBy(20 * DAY);
    await toAnn('Old');
    await app.deliver();
    await app.moveBy(1_000);
    await toAnn('Moment');
    await app.deliver();
    await app.moveBy(3 * DAY);
    await toAnn('Fresh');
    await app.deliver();
    expect(await resumed('?dryRun=true')).toMatchObject({ leftOut: 6 });
    // Each is a post in the channel and a message to Ann.
    expect(await resumed()).toMatchObject({ stopped: null, leftOut: 6 });
    await app.deliver();
    expect(slack.in('C0SALES').map((message) => wordsOf(message).match(/Old|Older|Moment|Fresh/)![0])).toEqual([
      'Moment',
      'Fresh',
    ]);
    expect(slack.in('D0ANN').map(wordsOf).join()).toMatch(/Moment.*Fresh/s);
    expect(slack.in('D0ANN').map(wordsOf).join()).not.toMatch(/Old|Refused/);
    expect(await waiting()).toEqual([]);
    const { data } = await app.must('GET', `/v1/deliveries?channelId=${channel.id}&state=withdrawn`);
    expect(data.map(({ why, attempts }: Json) => [why, attempts])).toEqual([
      ['it was too old when the channel went on', 0],
      ['it was too old when the channel went on', 0],
      ['it was too old when the channel went on', 1],
    ]);
    expect(await resumed()).not.toHaveProperty('leftOut');
  });

  it('still updates the messages that it had posted before', async () => {
    await resumed();
    const lead = await toAnn('Posted');
    await app.deliver();
    const [posted] = slack.in('C0SALES');
    expect(wordsOf(posted!)).not.toContain('Attempted');
    slack.trouble = () => failing('token_revoked');
    await toAnn('Refused');
    await app.deliver();
    slack.trouble = () => null;
    await aTouch(app, lead);
    await app.moveBy(10 * DAY);
    await app.deliver();
    await resumed();
    await app.deliver();
    expect(wordsOf(slack.in('C0SALES')[0]!)).toContain('Attempted');
    expect(slack.in('C0SALES')).toHaveLength(1);
    expect(await waiting()).toEqual([]);
  });
});

it('leads are accepted while the old deliveries of a resuming channel are withdrawn', async () => {
  await stopped();
  await app.moveBy(20 * DAY);
  const owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  try {
    await owner.query('begin');
    const held = `select id from delivery where channel_id = $1 and state = 'waiting' for update`;
    expect((await owner.query(held, [channel.id])).rowCount).toBe(1);
    const resuming = resumed();
    await app.somebodyWaits();
    const taken = toAnn('Meanwhile').then(() => 'taken');
    expect(await Promise.race([taken, resuming, setTimeout(60_000, 'waits', { ref: false })])).toBe('taken');
    // The channel does not resume before that, or it would get all of them.
    expect((await channelNow()).stopped).toMatchObject({ why: 'refused' });
    await owner.query('rollback');
    expect(await resuming).toMatchObject({ stopped: null, leftOut: 2 });
  } finally {
    await owner.end();
  }
  await app.deliver();
  expect(slack.in('C0SALES').map((message) => wordsOf(message).match(/Refused|Meanwhile/)![0])).toEqual(['Meanwhile']);
});

it('a replacement of a channel that is refused withdraws nothing', async () => {
  await stopped();
  await app.moveBy(20 * DAY);
  const { status } = await app.ask('PUT', `/v1/channels/${channel.id}`, { ...(await channelNow()), kind: 'teams' });
  expect(status).toBe(422);
  expect(await waiting()).toHaveLength(2);
  expect(await resumed()).toMatchObject({ leftOut: 2 });
});

it('failed deliveries of a channel are sent when it resumes, and not hours later', async () => {
  slack.trouble = ({ fields }) => (fields.text.startsWith('Late') ? failing('internal_error') : null);
  await toAnn('Late');
  const fail = async (times: number) => {
    for (let count = 0; count < times; count += 1) {
      await app.deliver();
      // Other messages succeed, so the channel does not rest.
      await toAnn('Well');
      await app.moveBy(3 * HOUR);
    }
  };
  await fail(6);
  await stopped();
  slack.clear();
  await resumed();
  await app.deliver();
  expect(slack.in('C0SALES').map(wordsOf).join()).toContain('Late');
});

it('a webhook that was paused for weeks gets every event, in order', async () => {
  const hook = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  await app.must('POST', `/v1/webhooks/${hook.id}/pause`, { reason: 'We move the server' });
  const lead = await toAnn('Old');
  await app.deliver();
  await app.moveBy(20 * DAY);
  await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Ann is busy' });
  await app.deliver();
  await app.must('POST', `/v1/webhooks/${hook.id}/resume`, {});
  await app.deliver();
  expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned', 'lead.reassigned']);
});

it('a webhook that resumes after weeks has three days from then on for deliveries that fail', async () => {
  const hook = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  await app.must('POST', `/v1/webhooks/${hook.id}/pause`, { reason: 'We move the server' });
  await toAnn('Old');
  await app.deliver();
  await app.moveBy(20 * DAY);
  await app.must('POST', `/v1/webhooks/${hook.id}/resume`, {});
  endpoint.answers = () => 503;
  endpoint.received.length = 0;
  await app.deliver();
  endpoint.answers = () => 200;
  await app.moveBy(HOUR);
  await app.deliver();
  expect(endpoint.types()).toEqual(['lead.received', 'lead.received', 'lead.assigned']);
  await toAnn('Given up');
  endpoint.answers = () => 503;
  for (let hours = 0; hours < 80; hours += 8) {
    await app.deliver();
    await app.moveBy(8 * HOUR);
  }
  const { data } = await app.must('GET', `/v1/webhooks/${hook.id}/deliveries?state=failed`);
  expect(data.map(({ type }: Json) => type)).toContain('lead.received');
});
