import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, aTouch } from '../support/people.js';

let app: TestApplication;
let endpoint: Endpoint;
let hook: Json;
let ann: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  const desk = await aDesk(app, ['Ann']);
  ann = desk.reps[0]!;
  await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), alertsTo: [ann.id] });
});
afterAll(() => app.stop());

beforeEach(async () => {
  endpoint = await Endpoint.start();
  hook = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
});
afterEach(async () => {
  await app.must('DELETE', `/v1/webhooks/${hook.id}`);
  await endpoint.stop();
});

const deliveries = async (query = '') => (await app.must('GET', `/v1/webhooks/${hook.id}/deliveries${query}`)).data;
const hookNow = () => app.must('GET', `/v1/webhooks/${hook.id}`);

describe('events sent to a webhook', () => {
  it('are the new ones of its types, once each, in order, as in the feed', async () => {
    const lead = await aLead(app, { contact: { email: 'kim@example.org', name: 'Kim Lee' } });
    await aTouch(app, lead);
    await app.deliver();
    expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned', 'lead.touched']);
    const feed = await app.feed('/v1/events?type=lead.*&limit=1000');
    expect(endpoint.events()).toEqual(feed.data.filter((event: Json) => event.subject.id === lead.id));
    expect(endpoint.received[0]!.json).toMatchObject({ timestamp: endpoint.events()[0]!.occurredAt });
    expect(endpoint.received.map(({ text }) => text).join()).not.toContain('Kim');
    await app.deliver();
    expect(endpoint.received).toHaveLength(3);
  });

  it('are signed with its secret, so that its holder can verify them', async () => {
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await hookNow()).not.toHaveProperty('secret');
    await aLead(app);
    await app.deliver();
    const { headers, text } = endpoint.received[0]!;
    expect(headers['webhook-id']).toBe(endpoint.events()[0]!.id);
    expect(Number(headers['webhook-timestamp'])).toBe(Math.floor(app.time.now() / 1_000));
    expect(signatureOf(hook.secret, endpoint.received[0]!)).toBe(headers['webhook-signature']);
    expect(signatureOf(hook.secret, { headers, text: `${text} ` })).not.toBe(headers['webhook-signature']);
  });

  it('are signed with both secrets for a day after a rotation, and then with the new one alone', async () => {
    await app.moveBy(HOUR);
    const { secret, formerUntil } = await app.must('POST', `/v1/webhooks/${hook.id}/rotate`);
    expect(Date.parse(formerUntil)).toBe(app.time.now() + 24 * HOUR);
    const { secretSetAt, version } = await app.must('GET', `/v1/webhooks/${hook.id}`);
    expect([Date.parse(secretSetAt), version]).toEqual([app.time.now(), 1]);
    await aLead(app);
    await app.deliver();
    const [first] = endpoint.received;
    expect(first!.headers['webhook-signature']!.split(' ')).toEqual([
      signatureOf(secret, first!),
      signatureOf(hook.secret, first!),
    ]);
    await app.moveBy(24 * HOUR);
    await aLead(app);
    await app.deliver();
    const last = endpoint.received.at(-1)!;
    expect(last.headers['webhook-signature']).toBe(signatureOf(secret, last));
  });
});

describe('an endpoint that fails', () => {
  it('gets more attempts after growing pauses, under the same id, and each attempt can be seen', async () => {
    endpoint.answers = () => 503;
    const lead = await aLead(app);
    await app.deliver();
    expect(endpoint.types()).toEqual(['lead.received']);
    const waiting = (await deliveries('?state=waiting')).at(-1);
    expect(waiting).toMatchObject({
      type: 'lead.received',
      leadId: lead.id,
      attempts: 1,
      lastAttempt: { status: 503, answer: 'thanks', problem: 'Answered 503' },
    });
    const pause = Date.parse(waiting.nextAttemptAt) - app.time.now();
    expect(pause).toBeGreaterThanOrEqual(5_000);
    expect(pause).toBeLessThanOrEqual(6_250);
    await app.moveBy(7_000);
    await app.deliver();
    endpoint.answers = () => 200;
    await app.moveBy(40_000);
    await app.deliver();
    const ids = endpoint.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(endpoint.types()).toEqual(['lead.received', 'lead.received', 'lead.received', 'lead.assigned']);
    const whole = await app.must('GET', `/v1/deliveries/${waiting.id}`);
    expect(whole.tried.map(({ status }: Json) => status)).toEqual([503, 503, 200]);
    expect(whole).toMatchObject({ state: 'delivered', attempts: 3, nextAttemptAt: null });
    expect(JSON.parse(whole.body)).toEqual(endpoint.received[0]!.json);
  });

  it('delays the later events of the same lead, but none of another', async () => {
    const sick = await aLead(app);
    const well = await aLead(app);
    endpoint.answers = ({ json }) => (json.data.subject.id === sick.id ? 500 : 200);
    await app.deliver();
    const told = () =>
      endpoint.events().map((event) => `${event.subject.id === sick.id ? 'sick' : 'well'} ${event.type}`);
    expect(told().sort()).toEqual(['sick lead.received', 'well lead.assigned', 'well lead.received']);
    await aTouch(app, sick);
    endpoint.answers = () => 200;
    await app.moveBy(10_000);
    await app.deliver();
    expect(told().slice(3)).toEqual(['sick lead.received', 'sick lead.assigned', 'sick lead.touched']);
    expect(well.id).not.toBe(sick.id);
  });

  it('rests after five failures in a row, and for as long as it asks', async () => {
    endpoint.answers = () => 500;
    for (let count = 0; count < 6; count += 1) await aLead(app);
    await app.deliver();
    const asked = endpoint.received.length;
    expect(asked).toBe(6);
    await app.moveBy(4_000);
    await app.deliver();
    expect(endpoint.received).toHaveLength(asked);
    await app.moveBy(60_000);
    await app.deliver();
    expect(endpoint.received).toHaveLength(asked + 1);
    endpoint.answers = (_received, response) => {
      response.writeHead(429, { 'retry-after': '120' }).end();
      return 'answered';
    };
    await app.moveBy(60_000);
    await app.deliver();
    expect(endpoint.received).toHaveLength(asked + 2);
    await app.moveBy(119_000);
    await app.deliver();
    expect(endpoint.received).toHaveLength(asked + 2);
    await app.moveBy(1_000);
    await app.deliver();
    expect(endpoint.received).toHaveLength(asked + 3);
  });

  it('is reported after an hour and paused after three days; what waits is sent on resuming', async () => {
    endpoint.answers = () => 500;
    await aLead(app);
    for (let hours = 0; hours < 80; hours += 4) {
      await app.deliver();
      await app.moveBy(4 * HOUR);
    }
    const [lastDelivery] = (await deliveries()).slice(-1);
    expect(lastDelivery).toMatchObject({ state: 'failed', type: 'lead.received' });
    expect(lastDelivery.attempts).toBeGreaterThan(10);
    await aLead(app);
    await app.deliver();
    expect((await hookNow()).paused).toMatchObject({ why: 'failing', note: null });
    const asked = endpoint.received.length;
    await app.moveBy(HOUR);
    await app.deliver();
    expect(endpoint.received).toHaveLength(asked);
    const { host } = new URL(endpoint.url);
    const told = await notificationsOf(app, ann, 'webhook.');
    expect(told.map(({ text }: Json) => text)).toEqual([
      `Nothing is sent to the webhook at ${host} any more: nothing has reached it for three days. Events wait meanwhile: resume it, or delete it`,
      `Nothing has reached the webhook at ${host} for an hour: see what it answers in its deliveries. Touchline retries for three days`,
    ]);
    endpoint.answers = () => 200;
    expect(await app.must('POST', `/v1/webhooks/${hook.id}/resume`)).toMatchObject({ paused: null });
    await app.moveBy(HOUR);
    await app.deliver();
    expect(await deliveries('?state=waiting')).toEqual([]);
    expect(endpoint.types().slice(asked)).toContain('lead.assigned');
  });

  it('is paused at once when it answers 410', async () => {
    endpoint.answers = () => 410;
    await aLead(app);
    await app.deliver();
    const { paused } = await hookNow();
    expect(paused).toMatchObject({ why: 'gone' });
    expect(endpoint.received).toHaveLength(1);
    const { warnings } = await app.must('GET', '/v1/setup');
    const text = `The webhook to ${new URL(hook.url).host} has been paused since ${paused.at}, because it answered 410 (gone). Its events wait: POST /v1/webhooks/${hook.id}/resume to go on, or DELETE it.`;
    expect(warnings).toContainEqual({ code: 'webhookPaused', text });
  });

  it('that hangs up, redirects or sends a huge answer is recorded with the outcome', async () => {
    const said: Json[] = [];
    const once = async (answering: Endpoint['answers']) => {
      endpoint.answers = answering;
      const lead = await aLead(app);
      await app.deliver();
      said.push(
        (await app.must('GET', `/v1/deliveries?leadId=${lead.id}`)).data.find((each: Json) => each.lastAttempt !== null)
          .lastAttempt,
      );
    };
    await once(() => 'drop');
    await once((_received, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      return 'answered';
    });
    await once((_received, response) => {
      response.writeHead(200, { 'content-length': String(2 ** 30) });
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
      };
      response.on('drain', more).on('error', () => undefined);
      more();
      return 'answered';
    });
    expect(said.map(({ status, problem }) => ({ status, problem }))).toEqual([
      { status: null, problem: expect.stringContaining('no answer came') },
      { status: 302, problem: 'Answered 302: redirects are not followed' },
      { status: 200, problem: null },
    ]);
    expect(said[2].answer).toBe('x'.repeat(1_024));
  });
});

describe('a replay', () => {
  it('sends an event again, under its former id', async () => {
    await aLead(app);
    await app.deliver();
    const [last] = await deliveries();
    expect(last).toMatchObject({ state: 'delivered' });
    const again = await app.must('POST', `/v1/webhooks/${hook.id}/deliveries/${last.id}/replay`, {});
    expect(again).toMatchObject({ state: 'waiting', replayOf: last.id, eventId: last.eventId, attempts: 0 });
    await app.deliver();
    expect(endpoint.received).toHaveLength(3);
    expect(endpoint.received[2]!.headers['webhook-id']).toBe(last.eventId);
    expect(endpoint.received[2]!.text).toBe(endpoint.received[1]!.text);
  });

  it('of a delivery under way does not send it a second time', async () => {
    let answer!: () => void;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    endpoint.answers = () => asked.then(() => 204);
    await aLead(app);
    const delivering = app.deliver();
    while (endpoint.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const [underWay] = (await deliveries('?state=waiting')).slice(-1);
    expect(await app.must('POST', `/v1/webhooks/${hook.id}/deliveries/${underWay.id}/replay`, {})).toMatchObject({
      id: underWay.id,
      attempts: 1,
      nextAttemptAt: underWay.nextAttemptAt,
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    answer();
    await delivering;
    expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned']);
  });

  it('of a span of time sends all of it again, or only what was given up', async () => {
    const from = new Date(app.time.now()).toISOString();
    await aLead(app);
    await app.deliver();
    await app.moveBy(MINUTE);
    const to = new Date(app.time.now()).toISOString();
    await aLead(app);
    await app.deliver();
    endpoint.received.length = 0;
    expect(await app.must('POST', `/v1/webhooks/${hook.id}/replay`, { from, to })).toEqual({ deliveries: 2 });
    expect(await app.must('POST', `/v1/webhooks/${hook.id}/replay`, { from, to, failed: true })).toEqual({
      deliveries: 0,
    });
    await app.deliver();
    expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned']);
  });

  it('of an unknown delivery or of an inverted span is refused', async () => {
    const [from, to] = ['2026-03-02T00:00:00Z', '2026-03-01T00:00:00Z'];
    expect(await app.ask('POST', `/v1/webhooks/${hook.id}/replay`, { from, to })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/to', message: 'Expected an instant after `from`.' }] },
    });
    expect(await app.ask('POST', `/v1/webhooks/${hook.id}/deliveries/${hook.id}/replay`, {})).toMatchObject({
      status: 404,
    });
  });

  it('to a deleted webhook is refused', async () => {
    const other = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
    await aLead(app);
    await app.deliver();
    const [last] = (await app.must('GET', `/v1/webhooks/${other.id}/deliveries`)).data;
    await app.must('DELETE', `/v1/webhooks/${other.id}`);
    expect(await app.ask('POST', `/v1/webhooks/${other.id}/deliveries/${last.id}/replay`, {})).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining(other.id) },
    });
  });
});

describe('a webhook', () => {
  it('may have only a public address, unless the operator allows its host', async () => {
    const faultOf = async (url: string, types = ['lead.*']) =>
      (await app.ask('POST', '/v1/webhooks', { url, types })).body.errors?.map(
        ({ pointer, message }: Json) => `${pointer} ${message}`,
      );
    expect(await faultOf('http://example.com/hook')).toEqual([
      '/url Expected an address to post to: only addresses that begin with https:// are posted to, and over http:// only hosts that PRIVATE_HOSTS names.',
    ]);
    expect(await faultOf('https://10.0.0.1/hook')).toEqual([
      '/url Expected an address to post to: 10.0.0.1 is no address of the public network, nor in PRIVATE_HOSTS.',
    ]);
    expect(await faultOf('https://[::1]/hook')).toEqual([
      expect.stringContaining('is no address of the public network'),
    ]);
    expect(await faultOf('https://crm.localhost/hook')).toEqual([
      '/url Expected an address to post to: crm.localhost is this machine, and not in PRIVATE_HOSTS.',
    ]);
    expect(await faultOf('nowhere')).toEqual(['/url Expected an address to post to: "nowhere" is no address.']);
    expect(await faultOf('https://me:secret@example.com/')).toEqual([
      '/url Expected an address without a user: each request is signed instead.',
    ]);
    expect(await faultOf('https://example.com/', ['lead.*', 'lead.*'])).toEqual(['/types/1 lead.* is listed twice.']);
    expect(await faultOf('https://example.com/', ['lead.gone'])).toEqual([expect.stringContaining('/types/0')]);
  });

  it('is not called if its name leads to a private address, checked at every attempt', async () => {
    const inside = await app.must('POST', '/v1/webhooks', {
      url: 'https://localhost.localdomain/hook',
      types: ['lead.*'],
    });
    await aLead(app);
    await app.deliver();
    const [delivery] = (await app.must('GET', `/v1/webhooks/${inside.id}/deliveries`)).data.slice(-1);
    expect(delivery).toMatchObject({ state: 'waiting', lastAttempt: { status: null } });
    await app.must('DELETE', `/v1/webhooks/${inside.id}`);
  });

  it('can be paused by hand with a reason, lets events wait, and resumes', async () => {
    const paused = await app.must('POST', `/v1/webhooks/${hook.id}/pause`, { reason: 'We move the server' });
    expect(paused.paused).toMatchObject({ why: 'person', note: 'We move the server' });
    const again = await app.must('POST', `/v1/webhooks/${hook.id}/pause`, { reason: 'Until Monday' });
    expect(again.paused).toEqual({ ...paused.paused, note: 'Until Monday' });
    await aLead(app);
    await app.deliver();
    expect(endpoint.received).toEqual([]);
    await app.must('POST', `/v1/webhooks/${hook.id}/resume`, {});
    await app.deliver();
    expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned']);
  });

  it('requires a key to encrypt its secret', async () => {
    const bare = await TestApplication.start(undefined, { environment: { secretsKey: undefined } });
    const { status, body } = await bare.ask('POST', '/v1/webhooks', { url: 'https://example.com/', types: ['lead.*'] });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: '/secret', code: 'secretsKeyMissing' }]);
    await bare.stop();
  });
});

function signatureOf(secret: string, { headers, text }: { headers: Readonly<Record<string, string>>; text: string }) {
  const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
  return new Webhook(secret).sign(headers['webhook-id']!, at, text);
}

it('a webhook that is being deleted gets no new secret', async () => {
  const gone = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  const other = await TestApplication.start(undefined, { database: app.database });
  let answers: Promise<{ status: number }>[] = [];
  await app.whileWorkedOn(
    [gone],
    async () => {
      answers = [app.ask('DELETE', `/v1/webhooks/${gone.id}`)];
      await app.somebodyWaits();
      answers.push(other.ask('POST', `/v1/webhooks/${gone.id}/rotate`));
      await app.somebodyWaits(2);
    },
    'webhook',
  );
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([204, 404]);
  await other.application.close();
});
