import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { SMTPServer } from 'smtp-server';
import { report } from './workbench.js';

/** A mail server that accepts and counts all mails; `count` prints how many have arrived. */
let arrived = 0;

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData: (stream, _session, done) => {
    stream.resume();
    stream.on('end', () => {
      arrived += 1;
      done();
    });
  },
});
server.listen(0, '127.0.0.1', () => {
  report({ url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` });
});

for await (const line of createInterface(process.stdin)) if (line === 'count') report({ arrived });
