import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep, faults, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { buttonsOf, failing, SlackServer, wordsOf } from '../support/slack-server.js';

let slack: SlackServer;
let teams: Endpoint;
let app: TestApplication;
let ann: Json;
let bo: Json;
let pool: Json;
let team: Json;

beforeAll(async () => {
  [slack, teams] = [await SlackServer.start(), await Endpoint.start()];
  app = await TestApplication.start(undefined, {
    environment: { feedbackBaseUrls: slack.bases },
  });
  ann = await aRep(app, 'Ann', { timeZone: 'Europe/Berlin' });
  bo = await aRep(app, 'Bo');
  pool = await aPool(app, 'Inbound', [ann, bo]);
  await allTo(app, pool, { queueOwnerId: bo.id });
  team = await app.must('POST', '/v1/teams', { name: 'North', repIds: [bo.id] });
  await aPolicy(app, { within: 'PT1H', warnAt: [50], onBreach: [] }, { time: 'elapsed' });
});
afterAll(async () => {
  await app.stop();
  await slack.stop();
  await teams.stop();
});
afterEach(async () => {
  for (const { id } of (await app.must('GET', '/v1/channels')).data) await app.delete(`/v1/channels/${id}`);
  slack.clear();
  teams.received.length = 0;
  teams.answers = () => 204;
});

const KIM = {
  source: 'google-ads',
  campaign: 'Spring',
  message: 'Can you call <!channel> & <https://evil.example|me>?',
  contact: { name: 'Kim *Lee* <!here>', email: 'kim@example.org', phone: '+493012345678' },
  company: { name: 'Lee & Sons' },
};
const SLACK_SETTINGS = { channelId: 'C0SALES', botToken: 'xoxb-first', signingSecret: '8f742231b10e8888' };
const toAnn = (fields: object = {}) => aLead(app, { ...KIM, owner: { repId: ann.id }, ...fields });
const inSlack = (fields: object = {}): Promise<Json> =>
  app.must('POST', '/v1/channels', { name: 'Sales', kind: 'slack', settings: SLACK_SETTINGS, ...fields });
const inTeams = (fields: object = {}): Promise<Json> =>
  app.must('POST', '/v1/channels', { name: 'Teams', kind: 'teams', settings: { url: teams.url }, ...fields });
const ofAnn = () => app.must('POST', '/v1/teams', { name: `Team ${Math.random()}`, repIds: [ann.id] });
const sent = async (query = '') => (await app.must('GET', `/v1/deliveries?${query}`)).data;

describe('a channel', () => {
  it('never shows its secrets, keeps them when it is replaced, and accepts new ones', async () => {
    const made = await inSlack({ poolIds: [pool.id] });
    expect(made.settings).toEqual({ channelId: 'C0SALES' });
    expect(made.stopped).toBeNull();
    expect(JSON.stringify(made)).not.toMatch(/xoxb|shh/);
    const again = await app.must('PUT', `/v1/channels/${made.id}`, { ...made, name: 'Sales two' });
    expect(again).toMatchObject({ name: 'Sales two', version: 2, secretsSetAt: made.secretsSetAt });
    await app.moveBy(MINUTE);
    const other = {
      ...again,
      settings: { ...again.settings, botToken: 'xoxb-second', signingSecret: '8f742231b10e8888' },
    };
    expect((await app.must('PUT', `/v1/channels/${made.id}`, other)).secretsSetAt).not.toBe(made.secretsSetAt);
    const versions = JSON.stringify(await app.must('GET', `/v1/channels/${made.id}/versions`));
    expect(versions).not.toMatch(/xoxb|shh/);
  });

  it('requires the settings of its kind, and pools and teams that exist', async () => {
    const asked = (body: object) => app.post('/v1/channels', { name: 'Faulty', kind: 'slack', ...body });
    expect(faults(await asked({ settings: { url: 'https://example.com/' } }))).toEqual([
      '/settings/channelId required',
      '/settings/botToken required',
      '/settings/signingSecret required',
      '/settings/url unknown',
    ]);
    expect(faults(await asked({ kind: 'teams', settings: { url: 'http://10.0.0.7/' } }))).toEqual([
      '/settings/url address',
    ]);
    expect(faults(await asked({ settings: SLACK_SETTINGS, poolIds: [NOBODY], teamIds: [team.id, team.id] }))).toEqual([
      '/poolIds/0 unknownId',
      '/teamIds/1 duplicate',
    ]);
    const ofAPerson = await asked({ settings: { ...SLACK_SETTINGS, botToken: 'xoxp-1' } });
    expect(ofAPerson.body.errors).toEqual([
      {
        pointer: '/settings/botToken',
        code: 'format',
        message: 'Expected the Bot User OAuth Token of the app, which begins with xoxb-.',
      },
    ]);
    const { id } = await inSlack();
    expect(faults(await app.put(`/v1/channels/${id}`, { name: 'Sales', kind: 'teams', settings: {} }))).toEqual([
      '/kind fixed',
    ]);
    expect(
      faults(
        await app.put(`/v1/channels/${id}`, {
          name: 'Sales',
          kind: 'slack',
          settings: { channelId: 'C1A', botToken: 'xoxb-alone' },
        }),
      ),
    ).toEqual(['/settings/signingSecret required']);
  });

  it('prevents the deletion of its pool and its team', async () => {
    const [other, others] = [await aPool(app, 'Other', [ann]), await ofAnn()];
    await inSlack({ poolIds: [other.id], teamIds: [others.id] });
    for (const path of [`/v1/pools/${other.id}`, `/v1/teams/${others.id}`]) {
      const { status, body } = await app.delete(path);
      expect([status, body.detail]).toEqual([409, expect.stringContaining('is used by the channel "Sales"')]);
    }
  });

  it(`gets a message about a lead of its pool, with its details and the deadline in the owner's time zone`, async () => {
    const { id } = await inSlack({ poolIds: [pool.id] });
    const lead = await aLead(app, KIM);
    await app.deliver();
    const [message, ...others] = slack.in('C0SALES');
    expect(others).toEqual([]);
    expect(slack.asked[0]!.token).toBe('xoxb-first');
    const owner = lead.ownerId === ann.id ? ann : bo;
    const words = wordsOf(message!);
    expect(words).toContain(`Assigned to ${owner.name} from Inbound, when it came in`);
    expect(words).toContain(`(${owner.timeZone})`);
    expect(words).toContain('Company: Lee & Sons');
    expect(words).toContain('+493012345678');
    expect(words).toContain('google-ads, Spring');
    expect(buttonsOf(message!).map(({ text }) => text.text)).toEqual(['Called: reached', 'Called: no answer']);
    // Text from outside mentions nobody: it is escaped in Markdown, and plain elsewhere.
    const markdown = JSON.stringify([message!.text, JSON.stringify(message!.blocks).match(/"mrkdwn"[^}]*/g)]);
    expect(markdown).toContain('&lt;!here&gt;');
    expect(markdown).not.toContain('<!');
    expect(await sent(`channelId=${id}`)).toMatchObject([
      { channel: 'slack', channelId: id, type: 'lead.assigned', leadId: lead.id, state: 'delivered', attempts: 1 },
    ]);
    const { body } = await app.must('GET', `/v1/deliveries/${(await sent(`channelId=${id}`))[0].id}`);
    expect(body).toContain('Assigned to');
  });

  it('of a team gets moves from it and to it, warnings and misses, in their order', async () => {
    await inSlack({ teamIds: [team.id] });
    const lead = await toAnn();
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Ann is busy' });
    await app.deliver();
    await app.moveBy(31 * MINUTE);
    await app.deliver();
    await app.moveBy(30 * MINUTE);
    await app.deliver();
    expect(slack.in('C0SALES').map(wordsOf)).toEqual([
      expect.stringMatching(/Moved from Ann to Bo: .*by hand/),
      expect.stringMatching(/Bo was warned: 50% of the time is used, due by \w{3} \d/),
      expect.stringContaining('First touch was missed'),
    ]);
  });

  it('of Teams gets an adaptive card, in which no text becomes a link', async () => {
    const { id } = await inTeams({ teamIds: [(await ofAnn()).id] });
    await toAnn();
    await app.deliver();
    const [{ json, headers }] = teams.received as [Json];
    expect(json).toMatchObject({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { version: '1.4' } }],
    });
    const words = JSON.stringify(json);
    expect(words).toContain('Assigned to Ann');
    expect(words).toContain('(Europe/Berlin)');
    expect(words).not.toMatch(/"TextBlock"|"FactSet"/);
    const [delivery] = await sent(`channelId=${id}`);
    expect(delivery).toMatchObject({ channel: 'teams', state: 'delivered' });
    expect(headers['x-touchline-delivery']).toBe(delivery.messageId);
  });

  it('no longer gets a pending message when the lead moves on or is closed', async () => {
    const { id } = await inSlack({ teamIds: [(await ofAnn()).id] });
    slack.trouble = () => failing('internal_error');
    const [moved, closed] = [await toAnn(), await toAnn()];
    await app.deliver();
    await app.must('POST', `/v1/leads/${moved.id}/reassign`, { repId: bo.id, reason: 'Ann is busy' });
    await app.must('POST', `/v1/leads/${closed.id}/disposition`, { category: 'lost', reason: 'price' });
    slack.trouble = () => null;
    await app.moveBy(10_000);
    await app.deliver();
    const states = async (lead: Json) =>
      (await sent(`channelId=${id}&leadId=${lead.id}`)).map((each: Json) => [each.type, each.state, each.why]);
    expect(await states(moved)).toContainEqual(['lead.assigned', 'withdrawn', 'the lead has moved on']);
    expect(await states(closed)).toContainEqual(['lead.assigned', 'withdrawn', 'the lead was closed']);
    expect(slack.in('C0SALES').map(wordsOf)).toEqual([expect.stringContaining('Moved from Ann to Bo')]);
  });
});

describe('Slack', () => {
  const retried = (trouble: ReturnType<typeof failing>) => async () => {
    const { id } = await inSlack({ teamIds: [(await ofAnn()).id] });
    slack.trouble = () => trouble;
    await toAnn();
    await app.deliver();
    const [waiting] = await sent(`channelId=${id}`);
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 1 });
    slack.trouble = () => null;
    await app.moveBy(10_000);
    await app.deliver();
    expect(slack.in('C0SALES')).toHaveLength(1);
    const [delivered] = await sent(`channelId=${id}`);
    expect(delivered).toMatchObject({ state: 'delivered', attempts: 2 });
    const ids = slack.asked.map(({ fields }) => fields.metadata.event_payload.id);
    expect(new Set(ids)).toEqual(new Set([delivered.messageId]));
  };
  it('that is failing gets the same message again under the same id', retried(failing('internal_error')));
  it('that answers 500 gets the message again', retried({ status: 500, text: 'oops' }));
  it(
    'that answers with a page gets the message again',
    retried({ status: 200, text: '<!doctype html><h1>Maintenance</h1>' }),
  );
  it.each(['1\0', '1\ud800', '1'.repeat(101)])(
    'that answers with a timestamp that is none (%j) gets the message again',
    (ts) => retried({ status: 200, text: JSON.stringify({ ok: true, channel: 'C0SALES', ts }) })(),
  );

  it('that asks for a pause gets it, for as long as it asks', async () => {
    const { id } = await inSlack({ teamIds: [(await ofAnn()).id] });
    slack.trouble = () => ({ status: 429, headers: { 'retry-after': '90' }, text: '' });
    await toAnn();
    await app.deliver();
    await toAnn();
    await app.moveBy(80_000);
    await app.deliver();
    expect(slack.asked).toHaveLength(1);
    slack.trouble = () => null;
    await app.moveBy(30_000);
    await app.deliver();
    expect(slack.in('C0SALES')).toHaveLength(2);
    expect(await sent(`channelId=${id}&state=waiting`)).toEqual([]);
  });

  it.each(['token_revoked', 'invalid_auth', 'account_inactive', 'channel_not_found'])(
    'that answers %s stops the channel with a single notification, until the channel is replaced',
    async (error) => {
      const made = await inSlack({ teamIds: [(await ofAnn()).id] });
      slack.trouble = () => failing(error);
      for (let count = 0; count < 3; count += 1) await toAnn();
      await app.deliver();
      const stopped = await app.must('GET', `/v1/channels/${made.id}`);
      expect(stopped.stopped).toMatchObject({ why: 'refused', note: error });
      const { warnings } = await app.must('GET', '/v1/setup');
      const warning = {
        code: 'channelStopped',
        text: expect.stringContaining(`has been stopped since ${stopped.stopped.at}`),
      };
      expect(warnings).toContainEqual(warning);
      const told = (await app.must('GET', `/v1/reps/${bo.id}/notifications?limit=3`)).data;
      expect(told.filter(({ text }: Json) => text.includes(`access was denied (${error})`))).toHaveLength(1);
      const { length } = slack.asked;
      await app.moveBy(HOUR / 2);
      await app.deliver();
      expect(slack.asked).toHaveLength(length);
      slack.trouble = () => null;
      expect((await app.must('PUT', `/v1/channels/${made.id}`, stopped)).stopped).toBeNull();
      await app.moveBy(MINUTE);
      await app.deliver();
      expect(slack.in('C0SALES').length).toBeGreaterThanOrEqual(3);
    },
  );

  it('that refuses one message still gets all others', async () => {
    const { id } = await inSlack({ teamIds: [(await ofAnn()).id] });
    slack.trouble = ({ fields }) => (fields.text.startsWith('Kim') ? failing('invalid_blocks') : null);
    await toAnn();
    await toAnn({ contact: { name: 'Lou' } });
    await app.deliver();
    expect((await sent(`channelId=${id}`)).map((each: Json) => each.state).sort()).toEqual(['delivered', 'failed']);
    expect((await app.must('GET', `/v1/channels/${id}`)).stopped).toBeNull();
  });
});

describe('a workflow of Teams', () => {
  const answering = (status: number, headers: Record<string, string> = {}, text = '') => {
    teams.answers = (_, response) => {
      response.writeHead(status, headers).end(text);
      return 'answered';
    };
  };

  it.each([
    [429, 'waiting'],
    [500, 'waiting'],
    [400, 'failed'],
  ])('that answers %i leaves the delivery %s, and the channel as it is', async (status, state) => {
    const { id } = await inTeams({ teamIds: [(await ofAnn()).id] });
    answering(status, { 'retry-after': '60' }, '<html>');
    await toAnn();
    await app.deliver();
    expect(await sent(`channelId=${id}`)).toMatchObject([{ state, lastAttempt: { status } }]);
    expect((await app.must('GET', `/v1/channels/${id}`)).stopped).toBeNull();
  });

  it('that is gone stops the channel', async () => {
    const { id } = await inTeams({ teamIds: [(await ofAnn()).id] });
    answering(404, {}, '{"error":{"code":"WorkflowNotFound"}}');
    await toAnn();
    await app.deliver();
    expect((await app.must('GET', `/v1/channels/${id}`)).stopped).toMatchObject({ why: 'refused', note: '404' });
  });
});

it('a channel is refused with a single fault if there is no key to encrypt secrets', async () => {
  const bare = await TestApplication.start(undefined, { environment: { secretsKey: undefined } });
  const { status, body } = await bare.post('/v1/channels', { name: 'Sales', kind: 'slack', settings: SLACK_SETTINGS });
  expect([status, body.errors]).toEqual([
    422,
    [{ pointer: '/settings', code: 'secretsKeyMissing', message: expect.stringContaining('SECRETS_KEY') }],
  ]);
  await bare.stop();
});
