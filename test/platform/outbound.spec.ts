import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type LookUp, Outbound, REQUEST_MS } from '../../src/platform/outbound/outbound.js';
import type { Environment } from '../../src/platform/running/environment.js';

/** Outbound requests whose host names resolve to given addresses. */
class Leading extends Outbound {
  leadsTo: readonly string[] = [];

  protected override readonly lookUp: LookUp = (_hostname, _options, done) =>
    done(
      null,
      this.leadsTo.map((address) => ({ address, family: 4 })),
    );
}

let connections = 0;
const server = createServer((socket) => {
  connections += 1;
  socket.destroy();
});
const outbound = new Leading(Object.assign({} as Environment, { privateHosts: new Set<string>() }));

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(async () => {
  await outbound.onApplicationShutdown();
  await new Promise((resolve) => server.close(resolve));
});

it.each([
  ['this machine', ['127.0.0.1']],
  ['its network', ['10.0.0.1']],
  ['this machine among others', ['93.184.215.14', '127.0.0.1']],
])('a host name that resolves to %s gets no request, whatever it resolved to before', async (_, leadsTo) => {
  outbound.leadsTo = leadsTo;
  const { port } = server.address() as { port: number };
  const url = `https://hooks.example.com:${port}/hook`;
  // The name alone does not show where it resolves to.
  expect(outbound.objectionTo(url)).toBeNull();
  const answer = await outbound.ask({ method: 'POST', url, headers: {}, body: '{}' });
  expect(answer).toMatchObject({ status: null, isUnsent: true });
  expect(answer.problem).toBe(
    `hooks.example.com leads to ${leadsTo.at(-1)}, which is no address of the public network`,
  );
  expect(connections).toBe(0);
});

it('a request is certainly unsent if its connection failed, also while it was being encrypted', async () => {
  const { port } = server.address() as { port: number };
  const asking = new Outbound(Object.assign({} as Environment, { privateHosts: new Set(['127.0.0.1']), port: 1 }));
  const untrusted = createTlsServer().listen(0, '127.0.0.1');
  await once(untrusted, 'listening');
  const { port: untrustedPort } = untrusted.address() as { port: number };
  const isUnsent = async (url: string) => (await asking.ask({ method: 'POST', url, headers: {}, body: '{}' })).isUnsent;
  expect(await isUnsent(`https://127.0.0.1:${port}/`)).toBe(true);
  expect(await isUnsent(`https://127.0.0.1:${untrustedPort}/`)).toBe(true);
  // This connection was there before it broke.
  expect(await isUnsent(`http://127.0.0.1:${port}/`)).toBe(false);
  await asking.onApplicationShutdown();
  untrusted.close();
  connections = 0;
});

it('a request is not sent over a connection that is found only after its time, as by a node that stood still', async () => {
  const received: string[] = [];
  const tool = createHttpServer(({ url }, response) => {
    received.push(url!);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(tool, 'listening');
  const { port } = tool.address() as { port: number };
  const asking = new Outbound(Object.assign({} as Environment, { privateHosts: new Set(['127.0.0.1']), port: 1 }));
  const ask = (path: string) =>
    asking.ask({ method: 'POST', url: `http://127.0.0.1:${port}${path}`, headers: {}, body: '{}' });
  const { now } = performance;
  const standsStillFor = (ms: number) => {
    let asked = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + (asked++ === 0 ? 0 : ms));
  };
  try {
    standsStillFor(REQUEST_MS);
    expect(await ask('/late')).toMatchObject({ status: null, isUnsent: true, problem: 'no answer came within 20 s' });
    expect(received).toEqual([]);
    standsStillFor(REQUEST_MS / 2);
    expect(await ask('/slow')).toMatchObject({ status: 200 });
    expect(received).toEqual(['/slow']);
  } finally {
    jest.restoreAllMocks();
    await asking.onApplicationShutdown();
    tool.close();
  }
});

describe('private hosts', () => {
  const own = () => (server.address() as { port: number }).port;
  const inside = (hosts: readonly string[], port: number) => {
    const asking = new Leading(Object.assign({} as Environment, { privateHosts: new Set(hosts), port }));
    made.push(asking);
    return asking;
  };
  const made: Leading[] = [];
  afterAll(() => Promise.all(made.map((each) => each.onApplicationShutdown())));

  it('get requests at the named port, or at any port if none is named', () => {
    const named = inside(['10.0.0.7:8080', 'hooks.internal', 'secure.internal:443'], 3000);
    expect(named.objectionTo('http://10.0.0.7:8080/hook')).toBeNull();
    expect(named.objectionTo('http://10.0.0.7:8081/hook')).toMatch(/^only addresses that begin with https/);
    expect(named.objectionTo('https://10.0.0.7/hook')).toBe(
      '10.0.0.7 is no address of the public network, nor in PRIVATE_HOSTS',
    );
    for (const url of ['http://hooks.internal/', 'http://hooks.internal:81/', 'https://secure.internal/'])
      expect(named.objectionTo(url)).toBeNull();
  });

  it('never include Touchline itself, by any address or name', async () => {
    const hosts = ['127.0.0.1', 'localhost', '[::1]', '[::ffff:7f00:1]', '0.0.0.0', 'hooks.internal'];
    const asking = inside(hosts, own());
    for (const host of hosts.slice(0, -1))
      expect(asking.objectionTo(`http://${host}:${own()}/v1/leads`)).toMatch(/ is Touchline itself$/);
    expect(asking.objectionTo(`http://127.0.0.1:${own() + 1}/hook`)).toBeNull();
    asking.leadsTo = ['127.0.0.1'];
    const url = `http://hooks.internal:${own()}/v1/leads`;
    const answer = await asking.ask({ method: 'POST', url, headers: {}, body: '{}' });
    expect(answer).toMatchObject({ status: null, isUnsent: true });
    expect(answer.problem).toBe('hooks.internal leads to 127.0.0.1, which is Touchline itself');
    expect(connections).toBe(0);
  });
});
