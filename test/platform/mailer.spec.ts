import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Environment, readEnvironment } from '../../src/platform/environment.js';
import { type Mail, Mailer } from '../../src/platform/mailer.js';

const MAIL: Mail = { to: 'ann@example.com', subject: 'A lead', text: 'A lead', html: 'A lead', id: '1', withinMs: 400 };
const OF_SMTP = /^(EHLO|MAIL|RCPT|RSET|QUIT)/i;

let server: Server;
let sockets: Set<Socket>;
/** What it does with a message that it was sent whole. */
let take: (socket: Socket) => void;
let mailer: Mailer;

beforeEach(async () => {
  sockets = new Set();
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.write('220 crawling.example.com\r\n');
    socket.on('data', (part) => {
      const text = part.toString();
      if (OF_SMTP.test(text)) socket.write('250 Go on\r\n');
      else if (text.startsWith('DATA')) socket.write('354 Send it\r\n');
      if (text.endsWith('\r\n.\r\n')) take(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  mailer = new Mailer(
    readEnvironment({ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'leads@example.com' }) as Environment,
  );
});
afterEach(async () => {
  mailer.onApplicationShutdown();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** A word now and then, and never the last one. */
function crawl(socket: Socket): void {
  const saying = setInterval(() => socket.write('250-Still at it\r\n'), 20);
  socket.on('close', () => clearInterval(saying));
}

it('leaves a server that takes a message and then crawls, when its time is over, and its connection with it', async () => {
  take = crawl;
  const begunMs = performance.now();
  expect(await mailer.send(MAIL)).toEqual({
    status: null,
    text: null,
    problem: 'The server did not take the message in time',
    isFinal: false,
  });
  expect(performance.now() - begunMs).toBeLessThan(5_000);
  while (sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
});

it('counts the wait for a connection: those that crawl hold up nobody for longer, and none is sent when it was given up', async () => {
  let taken = 0;
  take = (socket) => {
    taken += 1;
    crawl(socket);
  };
  const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => mailer.send({ ...MAIL, id: `${index}` })));
  expect(new Set(answers.map(({ problem }) => problem))).toEqual(
    new Set(['The server did not take the message in time']),
  );
  const sent = taken;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(taken).toBe(sent);
});

it('goes on by a new connection when the server is well again', async () => {
  take = crawl;
  await mailer.send(MAIL);
  take = (socket) => socket.write('250 Taken\r\n');
  expect(await mailer.send(MAIL)).toMatchObject({ status: 250, problem: null });
});
