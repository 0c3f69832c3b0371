import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Environment } from '../../src/platform/environment.js';
import { type LookUp, Outbound } from '../../src/platform/outbound.js';

/** To which names lead elsewhere. */
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
const outbound = new Leading(Object.assign(new Environment(), { privateHosts: new Set<string>() }));

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(async () => {
  await outbound.onApplicationShutdown();
  await new Promise((resolve) => server.close(resolve));
});

it.each([
  ['this machine', ['127.0.0.1']],
  ['its network', ['10.0.0.1']],
  ['this machine among others', ['93.184.215.14', '127.0.0.1']],
])('a name that leads to %s is not asked, whatever it led to before', async (_, leadsTo) => {
  outbound.leadsTo = leadsTo;
  const { port } = server.address() as { port: number };
  const url = `https://hooks.example.com:${port}/hook`;
  // As a name it says nothing of where it leads.
  expect(outbound.objectionTo(url)).toBeNull();
  const answer = await outbound.ask({ method: 'POST', url, headers: {}, body: '{}' });
  expect(answer).toMatchObject({ status: null, isUnsent: true });
  expect(answer.problem).toBe(
    `hooks.example.com leads to ${leadsTo.at(-1)}, which is no address of the public network`,
  );
  expect(connections).toBe(0);
});
