import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY } from '../support/application.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

let database: FreshDatabase;
let node: RunningNode;
beforeEach(async () => {
  database = await freshDatabase();
  node = await RunningNode.start(database.url);
});
afterEach(() => database.drop());

const head = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, 'host: touchline', `authorization: Bearer ${ADMIN_KEY}`, ...headers, '', ''].join('\r\n');

/** A connection on which this much has been sent, and nothing is read unless somebody asks. */
async function sent(text: string) {
  const { hostname, port } = new URL(node.url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(text, resolve));
  return socket;
}

describe('a program that is told to stop', () => {
  it('waits neither for a body that never ends nor for somebody who does not read', async () => {
    const message = 'x'.repeat(4_000);
    const leads = Array.from({ length: 1_000 }, () => ({ source: 'web', message, attributes: { a: message } }));
    await node.must('POST', '/v1/leads/batch', { leads });
    const unfinished = await sent(
      `${head('POST /v1/leads', 'content-type: application/json', 'content-length: 100')}{`,
    );
    const unread = await sent(head('GET /v1/leads?limit=1000'));
    await once(unread, 'readable');
    expect(await node.stop()).toBe(0);
    unfinished.destroy();
    unread.destroy();
  }, 30_000);
});
