import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { SMTPServer } from 'smtp-server';
import { tell } from './scene.js';

/** A mail server that takes whatever comes, and counts: `count` tells how many mails arrived. */
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
  tell({ url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` });
});

for await (const line of createInterface(process.stdin)) if (line === 'count') tell({ arrived });
