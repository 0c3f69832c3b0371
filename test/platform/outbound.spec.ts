import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { expect, it } from '@jest/globals';
import { isPublicAddress } from '../../src/platform/address.js';
import { Environment } from '../../src/platform/environment.js';
import { Outbound } from '../../src/platform/outbound.js';

const outbound = new Outbound(Object.assign(new Environment(), { privateHosts: new Set<string>() }));

it('a name that leads to this machine or its network is not asked, whatever it led to before', async () => {
  const found = await lookup(hostname(), { all: true }).catch(() => []);
  if (!found.some(({ address }) => !isPublicAddress(address)))
    return console.warn(`Not tested: ${hostname()} leads nowhere, or to the public network.`);
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as { port: number };
  const url = `https://${hostname()}:${port}/hook`;
  // As a name it says nothing of where it leads.
  expect(outbound.objectionTo(url)).toBeNull();
  const answer = await outbound.ask({ method: 'POST', url, headers: {}, body: '{}' });
  expect(answer).toMatchObject({ status: null, isUnsent: true });
  expect(answer.problem).toMatch(/ leads to \S+, which is no address of the public network$/);
  expect(connections).toBe(0);
  await new Promise((resolve) => server.close(resolve));
});
