import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Mail, type MailAnswer, Mailer } from '../../src/platform/outbound/mailer.js';
import { type Environment, readEnvironment } from '../../src/platform/running/environment.js';
import { SteppedTime } from '../../src/platform/running/time-source.js';
import { Patience } from '../support/patience.js';
import { until } from '../support/postgres-owner.js';

const MAIL: Mail = {
  to: 'ann@example.com',
  subject: 'A lead',
  text: 'A lead',
  html: 'A lead',
  id: '1',
  withinMs: 45_000,
};
/** The mailer's limit of connections to one server. */
const CONNECTIONS = 5;
const OF_SMTP = /^(EHLO|MAIL|RCPT|RSET|QUIT)/i;

let server: Server;
let sockets: Set<Socket>;
/** How the server responds to a complete message. */
let take: (socket: Socket) => void;
let mailer: Mailer;
let patience: Patience;
/** The number of complete messages that the server has received. */
let taken: number;

beforeEach(async () => {
  sockets = new Set();
  taken = 0;
  patience = new Patience();
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.write('220 crawling.example.com\r\n');
    socket.on('data', (part) => {
      const text = part.toString();
      if (OF_SMTP.test(text)) socket.write('250 Go on\r\n');
      else if (text.startsWith('DATA')) socket.write('354 Send it\r\n');
      if (text.endsWith('\r\n.\r\n')) {
        taken += 1;
        take(socket);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  mailer = new Mailer(
    readEnvironment({ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'leads@example.com' }) as Environment,
    new SteppedTime(0),
  );
});
afterEach(async () => {
  patience.restore();
  mailer.onApplicationShutdown();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Sends a continuation line now and then, but never the last one. */
function crawl(socket: Socket): void {
  const saying = setInterval(() => socket.write('250-Still at it\r\n'), 20);
  socket.on('close', () => clearInterval(saying));
}

const LATE = { status: null, text: null, problem: 'The server did not take the message in time', isFinal: false };

/**
 * Sends mails to a crawling server and ends their time. @param count the number of messages that the server receives
 */
async function crawled(mails: readonly Mail[], count = mails.length): Promise<MailAnswer[]> {
  take = crawl;
  const sent = mails.map((mail) => mailer.send(mail));
  await until('the server has them', () => taken === count);
  patience.end();
  return Promise.all(sent);
}

it('gives up a server that stalls after a message when time is over, and closes the connection', async () => {
  expect(await crawled([MAIL])).toEqual([LATE]);
  expect(patience.limitsMs).toEqual([MAIL.withinMs]);
  await until('the connection is closed', () => sockets.size === 0);
});

it('counts the wait for a connection against the time, and never sends a message it has given up', async () => {
  const mails = Array.from({ length: 12 }, (_, index) => ({ ...MAIL, id: `${index}` }));
  const answers = await crawled(mails, CONNECTIONS);
  expect(answers).toEqual(mails.map(() => LATE));
  expect(taken).toBe(CONNECTIONS);
  // The next message that the server receives is a new one, not one that was given up.
  take = (socket) => socket.write('250 Taken\r\n');
  expect(await mailer.send(MAIL)).toMatchObject({ status: 250, problem: null });
  expect(taken).toBe(CONNECTIONS + 1);
});

it('uses a new connection once the server responds again', async () => {
  await crawled([MAIL]);
  take = (socket) => socket.write('250 Taken\r\n');
  expect(await mailer.send(MAIL)).toMatchObject({ status: 250, problem: null });
});
