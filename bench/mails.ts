import { setTimeout } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { compare, type Line, perSecond } from './report.js';
import { aLead, Player, post, type Workbench } from './workbench.js';

const MAILS = 10_000;
const ROUNDS = 2;
/** The same number as the program uses. */
const CONNECTIONS = 5;
const BATCH = 1_000;

/** Waiting notifications, each sent as a mail of its own to a mail server on the same machine. */
export async function mails(workbench: Workbench, count = MAILS): Promise<Line[]> {
  const pairs: { floor: number; ours: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { player: sink, ready } = await Player.start('mail-sink');
    const floor = await floorRate(ready.url!, count);
    pairs.push({ floor, ours: await ourRate(workbench, sink, ready.url!, count) });
    sink.stop();
  }
  return [compare(`${count.toLocaleString('en')} notifications to mails`, pairs, 'none lost')];
}

/** The notifications are made by a node without a mail server, so that all of them wait for the node with one. */
async function ourRate(workbench: Workbench, sink: Player, smtpUrl: string, count: number): Promise<number> {
  const database = await workbench.database('mails', 'ours');
  const silent = await workbench.app(database, 'standing');
  await giveEach(silent.ready.url!, count);
  silent.player.stop();
  const before = await arrivedAt(sink);
  const { player } = await workbench.app(database, 'running', smtpUrl);
  const startedMs = performance.now();
  while ((await arrivedAt(sink)) - before < count) await setTimeout(50);
  const ms = performance.now() - startedMs;
  player.stop();
  return perSecond(count, ms);
}

/** Gives one lead to each of a number of reps, because several notifications for one person are sent as one mail. */
async function giveEach(url: string, count: number): Promise<void> {
  for (let made = 0; made < count; made += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - made) }, (_, index) => made + index);
    const reps = numbers.map((n) => ({ email: `rep${n}@example.com`, name: `Rep ${n}` }));
    const { results } = await post<{ results: { id: string }[] }>(url, '/v1/reps/batch', { reps }, 'PUT');
    const leads = results.map(({ id }, index) => ({ ...aLead(numbers[index]!), owner: { repId: id } }));
    await post(url, '/v1/leads/batch', { leads });
  }
}

async function arrivedAt(sink: Player): Promise<number> {
  sink.say('count');
  return (await sink.hear<{ arrived: number }>()).arrived;
}

/** The floor: a loop with the same library and as many connections, without database or templates. */
async function floorRate(smtpUrl: string, count: number): Promise<number> {
  const { hostname, port } = new URL(smtpUrl);
  const transporter = createTransport({
    pool: true,
    host: hostname,
    port: Number(port),
    maxConnections: CONNECTIONS,
    maxMessages: Number.POSITIVE_INFINITY,
    ignoreTLS: true,
  });
  const text = `Kim Example is yours, on arrival.\n${'x'.repeat(300)}`;
  const mail = { from: 'leads@example.com', subject: 'Kim Example is yours', text, html: `<p>${text.repeat(4)}</p>` };
  const startedMs = performance.now();
  let sent = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS * 2 }, async () => {
      while (sent < count) {
        sent += 1;
        await transporter.sendMail({ ...mail, to: `rep${sent % 10}@example.com` });
      }
    }),
  );
  const ms = performance.now() - startedMs;
  transporter.close();
  return perSecond(count, ms);
}
