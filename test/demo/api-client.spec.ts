import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiClient, UnexpectedAnswerError } from '../../src/demo/api-client.js';

describe('the client of the demo', () => {
  let server: Server;
  let connections = 0;
  let client: ApiClient;

  beforeEach(async () => {
    connections = 0;
    server = createServer((asked, answer) => {
      let body = '';
      asked.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      asked.on('end', () => {
        answer.statusCode = asked.url === '/refused' ? 422 : asked.url === '/empty' ? 204 : 200;
        answer.end(asked.url === '/empty' ? undefined : JSON.stringify({ key: asked.headers.authorization, body }));
      });
    }).on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    client = new ApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'secret');
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends its key and text of any language, and returns the answer', async () => {
    expect(await client.post('/x', { name: 'Kühn – 久' })).toEqual({
      key: 'Bearer secret',
      body: '{"name":"Kühn – 久"}',
    });
    expect(await client.get('/empty')).toBeUndefined();
  });

  it('throws a refusal with its status and body', async () => {
    const refused = await client.put('/refused', {}).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UnexpectedAnswerError);
    expect(refused).toMatchObject({ status: 422, body: expect.stringContaining('Bearer secret') });
  });

  it('reuses its connection', async () => {
    for (let time = 0; time < 5; time += 1) await client.get('/x');
    expect(connections).toBe(1);
  });

  it('reports that no server listens', async () => {
    await expect(new ApiClient('http://127.0.0.1:1', 'secret').get('/x')).rejects.toThrow('ECONNREFUSED');
  });
});
