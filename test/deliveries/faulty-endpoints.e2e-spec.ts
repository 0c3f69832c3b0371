import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Dispatch } from '../../src/deliveries/dispatch.service.js';
import type { Sender, Senders } from '../../src/deliveries/senders.service.js';
import { WebhookSender } from '../../src/deliveries/webhooks/webhook.sender.js';
import { WebhookFollowing } from '../../src/deliveries/webhooks/webhook-following.service.js';
import { TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch } from '../support/people.js';
import { until } from '../support/postgres-owner.js';

let app: TestApplication;
const servers: Server[] = [];
const sockets = new Set<Socket>();
const endpoints: Endpoint[] = [];

beforeAll(async () => {
  app = await TestApplication.start();
  await aDesk(app, ['Ann']);
});
afterAll(() => app.stop());
afterEach(async () => {
  for (const { id } of (await app.must('GET', '/v1/webhooks')).data) await app.delete(`/v1/webhooks/${id}`);
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  for (const each of endpoints.splice(0)) await each.stop();
});

/** A server that answers any request with this text and nothing more. @param then runs after the text was sent */
async function saying(text: string, then: (socket: Socket) => void = () => undefined): Promise<string> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('data', () => socket.write(text, () => then(socket)));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
async function anEndpoint(): Promise<Endpoint> {
  const endpoint = await Endpoint.start();
  endpoints.push(endpoint);
  return endpoint;
}
const hookTo = (url: string): Promise<Json> => app.must('POST', '/v1/webhooks', { url, types: ['lead.received'] });
const last = async (hook: Json): Promise<Json> => {
  const [delivery] = (await app.must('GET', `/v1/webhooks/${hook.id}/deliveries`)).data;
  const { state, lastAttempt } = delivery;
  return { state, status: lastAttempt.status, answer: lastAttempt.answer, problem: lastAttempt.problem };
};

it('an endpoint that hangs in its TLS, headers or answer delays no other endpoint', async () => {
  const silent = await saying('');
  const hooks = {
    tls: await hookTo(`https://${silent}/`),
    silent: await hookTo(`http://${silent}/`),
    headers: await hookTo(`http://${await saying('HTTP/1.1 200 OK\r\nx-one: 1\r\n')}/`),
    body: await hookTo(`http://${await saying('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nthan')}/`),
  };
  const well = await anEndpoint();
  await hookTo(well.url);
  await aLead(app);
  let isUnderWay = true;
  const delivering = app.deliver().finally(() => {
    isUnderWay = false;
  });
  await until('the first was told', () => well.received.length === 1);
  // A new event is sent meanwhile to the endpoints that do not hang.
  await aLead(app);
  const again = app.deliver();
  await until('the second was told', () => well.received.length === 2);
  expect(isUnderWay).toBe(true);
  await Promise.all([delivering, again]);
  const late = { state: 'waiting', status: null, answer: null, problem: 'no answer came within 20 s' };
  expect(await last(hooks.tls)).toEqual(late);
  expect(await last(hooks.silent)).toEqual(late);
  expect(await last(hooks.headers)).toEqual(late);
  // Its status says that it has accepted the event.
  expect(await last(hooks.body)).toEqual({ state: 'delivered', status: 200, answer: 'than', problem: null });
});

it('the status of an answer that breaks off says whether the event was accepted', async () => {
  const taken = await hookTo(
    `http://${await saying('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nthan', (socket) => socket.destroy())}/`,
  );
  const refused = await hookTo(
    `http://${await saying('HTTP/1.1 500 Oops\r\ncontent-length: 10\r\n\r\noo', (socket) => socket.destroy())}/`,
  );
  const garbled = await hookTo(`http://${await saying('SSH-2.0-OpenSSH_9.6\r\n', (socket) => socket.destroy())}/`);
  await aLead(app);
  await app.deliver();
  expect(await last(taken)).toEqual({ state: 'delivered', status: 200, answer: 'than', problem: null });
  expect(await last(refused)).toEqual({ state: 'waiting', status: 500, answer: 'oo', problem: 'Answered 500' });
  expect(await last(garbled)).toMatchObject({ state: 'waiting', status: null });
});

it('events replayed during failures arrive once each after recovery, in order for each lead', async () => {
  const endpoint = await anEndpoint();
  const hook = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  const from = new Date(app.time.now()).toISOString();
  const leads = [await aLead(app), await aLead(app), await aLead(app)];
  for (const lead of leads) await aTouch(app, lead);
  await app.deliver();
  const first = endpoint.received.splice(0);
  expect(first).toHaveLength(9);
  await app.moveBy(MINUTE);
  endpoint.answers = () => 500;
  const to = new Date(app.time.now()).toISOString();
  expect(await app.must('POST', `/v1/webhooks/${hook.id}/replay`, { from, to })).toEqual({ deliveries: 9 });
  await app.deliver();
  await aTouch(app, leads[0]!);
  await app.deliver();
  endpoint.answers = () => 200;
  endpoint.received.length = 0;
  for (let count = 0; count < 10; count += 1) {
    await app.moveBy(MINUTE);
    await app.deliver();
  }
  const typesOf = (lead: Json) =>
    endpoint.events().flatMap(({ type, subject }) => (subject.id === lead.id ? [type] : []));
  const once = ['lead.received', 'lead.assigned', 'lead.touched'];
  expect(leads.map(typesOf)).toEqual([[...once, 'lead.touched'], once, once]);
  const idsOf = (received: typeof first) => received.map(({ headers }) => headers['webhook-id']).sort();
  expect(idsOf(endpoint.received)).toEqual(expect.arrayContaining(idsOf(first)));
});

it('every delivery can be verified by its endpoint while a secret is rotated', async () => {
  const endpoint = await anEndpoint();
  const hook = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  let answer!: () => void;
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  endpoint.answers = () => asked.then(() => 204);
  for (let count = 0; count < 40; count += 1) await aLead(app);
  const delivering = app.deliver();
  while (endpoint.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const { secret } = await app.must('POST', `/v1/webhooks/${hook.id}/rotate`);
  answer();
  await delivering;
  expect(endpoint.received).toHaveLength(80);
  const verifiedBy = (key: string) =>
    endpoint.received.filter(({ headers, text }) => {
      const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
      const signature = new Webhook(key).sign(headers['webhook-id']!, at, text);
      return headers['webhook-signature']!.split(' ').includes(signature);
    });
  // Until it gets the new secret, the endpoint uses the former one.
  expect(verifiedBy(hook.secret)).toHaveLength(80);
  expect(verifiedBy(secret).length).toBeGreaterThanOrEqual(40);
});

it('a node that stalls after claiming deliveries does not send what another may be sending by then', async () => {
  const endpoint = await anEndpoint();
  await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  await aLead(app);
  await app.feedsCaughtUp();
  await app.application.app.get(WebhookFollowing).follow();
  const sender = app.application.app.get(WebhookSender);
  let stood = false;
  const standing: Sender = {
    channel: 'webhook',
    waits: 'false',
    take: async (busy) => {
      const taken = await sender.take(busy);
      if (!stood) {
        stood = true;
        await app.moveBy(41_000);
      }
      return taken;
    },
  };
  const dispatch = new Dispatch({ all: [standing] } as Pick<Senders, 'all'> as Senders, app.time);
  await dispatch.look();
  expect(endpoint.received).toEqual([]);
  await app.moveBy(MINUTE);
  await dispatch.look();
  expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned']);
});
