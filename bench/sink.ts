import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { report } from './workbench.js';

/*
 * An endpoint of webhooks: answers 204, or 500 under /sick, counts them, and records their delay after the event.
 * `counts` prints how many arrived, `lateness` the delays in milliseconds since the last call.
 */
let healthy = 0;
let sick = 0;
let lateMs: number[] = [];

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    if (request.url === '/sick') {
      sick += 1;
      response.writeHead(500).end();
      return;
    }
    healthy += 1;
    const { timestamp } = JSON.parse(Buffer.concat(parts).toString()) as { timestamp: string };
    lateMs.push(Date.now() - Date.parse(timestamp));
    response.writeHead(204).end();
  });
});
server.keepAliveTimeout = 60_000;
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
report({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });

for await (const command of createInterface(process.stdin)) {
  if (command === 'counts') report({ healthy, sick });
  if (command === 'lateness') {
    report({ lateMs });
    lateMs = [];
  }
}
