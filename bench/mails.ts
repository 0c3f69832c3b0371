import { setTimeout } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { compare, type Line, perSecond } from './report.js';
import { aLead, Player, post, type TransactionContext } from './scene.js';

const MAILS = 10_000;
const ROUNDS = 2;
/** As the program has them. */
const CONNECTIONS = 5;
const BATCH = 1_000;

/** Notifications that wait, each made into a mail of its own, and taken by a mail server beside it. */
export async function mails(scene: TransactionContext, count = MAILS): Promise<Line[]> {
  const pairs: { floor: number; ours: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { player: sink, ready } = await Player.start('mail-sink');
    const floor = await floorRate(ready.url!, count);
    pairs.push({ floor, ours: await ourRate(scene, sink, ready.url!, count) });
    sink.stop();
  }
  return [compare(`${count.toLocaleString('en')} notifications to mails`, pairs, 'none lost')];
}

/** They are told in the program first, and a node with a mail server comes afterwards: all of them wait for it. */
async function ourRate(scene: TransactionContext, sink: Player, smtpUrl: string, count: number): Promise<number> {
  const database = await scene.database('mails', 'ours');
  const silent = await scene.app(database, 'standing');
  await giveEach(silent.ready.url!, count);
  silent.player.stop();
  const before = await arrivedAt(sink);
  const { player } = await scene.app(database, 'running', smtpUrl);
  const startedMs = performance.now();
  while ((await arrivedAt(sink)) - before < count) await setTimeout(50);
  const ms = performance.now() - startedMs;
  player.stop();
  return perSecond(count, ms);
}

/** A lead for each of so many reps: what waits for one person goes to them in one mail. */
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

/** A bare loop of the same library over as many connections: no database, no sentence, no template. */
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
