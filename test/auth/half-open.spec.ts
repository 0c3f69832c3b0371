import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { UnauthenticatedError } from '../../src/auth/auth.errors.js';
import { guardRoutes } from '../../src/auth/auth.guard.js';
import { type AskingRequest, AuthService } from '../../src/auth/auth.service.js';
import { Bodies } from '../../src/platform/bodies/body.js';

const LIMIT_MS = 50;

class OpenDoor {}
const door = { admit: async () => 'a guest' };
const auth = {
  identify: async ({ headers }: AskingRequest) => {
    if (headers.authorization === undefined) throw new UnauthenticatedError();
    return { keyId: '1', name: '', scopes: ['admin'], repId: null };
  },
};

let fastify: FastifyInstance;
const bodies = new Bodies();

beforeAll(async () => {
  const adapter = new FastifyAdapter();
  fastify = adapter.getInstance() as unknown as FastifyInstance;
  bodies.serve(fastify, LIMIT_MS);
  const get = (what: unknown) => (what === AuthService ? auth : door);
  guardRoutes({ get, getHttpAdapter: () => adapter } as never, LIMIT_MS);
  fastify.post('/open', { config: { allowed: 'open', door: OpenDoor } as never }, () => 'taken');
  fastify.post('/locked', { config: { allowed: [] } as never }, () => 'taken');
  await fastify.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => fastify.close());

/** Sends a head and the beginning of its body. @returns the open connection */
async function begin(path: string, headers = '', begun = ''): Promise<Socket> {
  const { port } = fastify.server.address() as { port: number };
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.setEncoding('utf8');
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${headers}content-length: ${1024 * 1024}\r\n\r\n${begun}`,
  );
  return socket;
}

async function untilItEnds(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (piece) => {
    text += piece;
  });
  await once(socket, 'close');
  return text;
}

it('a body without a key that arrives too slowly is cut off in time', async () => {
  for (const begun of ['', '{"a":']) {
    const answer = await untilItEnds(await begin('/open', '', begun));
    expect(answer).toContain('Without a key, a body has to arrive within 0.05 seconds.');
  }
});

it('a refused client that still does not send its announced body is cut off as well', async () => {
  expect(await untilItEnds(await begin('/locked'))).toContain('unauthenticated');
});

it('a client with a key is not cut off', async () => {
  const socket = await begin('/locked', 'authorization: Bearer x\r\n', '{"a":');
  await untilItEnds(await begin('/locked'));
  expect(socket.destroyed).toBe(false);
  socket.destroy();
});

it('an open route that accepts bodies cannot be registered without a door', () => {
  expect(() => fastify.post('/forgotten', { config: { allowed: 'open' } as never }, () => 'taken')).toThrow();
});
