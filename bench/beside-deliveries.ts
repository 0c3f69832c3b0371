import { compare, type Line, perSecond } from './report.js';
import { configure, Player, post, sendLeads, type Workbench } from './workbench.js';

const LEADS = 20_000;
const DUE = 20_000;
const ROUNDS = 2;
const SINGLE_SECONDS = 5;

interface Pair {
  readonly floor: number;
  readonly ours: number;
}

/** Where all events are posted, and all mails to reps are sent. */
interface Sinks {
  readonly webhook: string;
  readonly smtp: string;
}

/** The rates of intake and enforcement while all their messages are delivered, beside the rates without deliveries. */
export async function besideDeliveries(workbench: Workbench, leads = LEADS, due = DUE): Promise<Line[]> {
  const hooks = await Player.start('sink');
  const mails = await Player.start('mail-sink');
  const sinks = { webhook: hooks.ready.url!, smtp: mails.ready.url! };
  const batches: Pair[] = [];
  const singles: Pair[] = [];
  const breaches: Pair[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [alone, beside] = [await intakeRates(workbench, leads, null), await intakeRates(workbench, leads, sinks)];
    batches.push({ floor: alone.batches, ours: beside.batches });
    singles.push({ floor: alone.singles, ours: beside.singles });
    breaches.push({ floor: await breachRate(workbench, due, null), ours: await breachRate(workbench, due, sinks) });
  }
  hooks.player.stop();
  mails.player.stop();
  return [
    compare('intake in batches, with deliveries beside without', batches, '≥ 80 %'),
    compare('intake one by one, with deliveries beside without', singles, '≥ 80 %'),
    compare('enforcement, with another node that delivers beside none', breaches, '≥ 80 %'),
  ];
}

/** One node does both intake and deliveries. */
async function intakeRates(workbench: Workbench, count: number, sinks: Sinks | null) {
  const { player, ready } = await workbench.app(
    await workbench.database('beside', 'ours'),
    'running',
    ...smtpOf(sinks),
  );
  const url = ready.url!;
  await configure(url, 'PT8H');
  await listen(url, sinks);
  const startedMs = performance.now();
  await sendLeads(url, count);
  const batches = perSecond(count, performance.now() - startedMs);
  const { player: load } = await Player.start('load', url, String(SINGLE_SECONDS), '0');
  const { perSecond: singles } = await load.hear<{ perSecond: number }>();
  load.stop();
  player.stop();
  return { batches, singles: Math.round(singles) };
}

/** One node enforces what falls due at once, while another delivers the resulting messages. */
async function breachRate(workbench: Workbench, count: number, sinks: Sinks | null): Promise<number> {
  const database = await workbench.database('beside', 'ours');
  const { player, ready } = await workbench.app(database, 'standing');
  await configure(ready.url!, 'PT5M');
  await listen(ready.url!, sinks);
  await sendLeads(ready.url!, count);
  const other = sinks === null ? null : (await workbench.app(database, 'running', ...smtpOf(sinks))).player;
  player.say(`move ${Date.now() + 3_600_000}`);
  const startedMs = performance.now();
  player.say('sweep');
  await player.hear();
  const ms = performance.now() - startedMs;
  player.stop();
  other?.stop();
  return perSecond(count, ms);
}

function smtpOf(sinks: Sinks | null): string[] {
  return sinks === null ? [] : [sinks.smtp];
}

async function listen(url: string, sinks: Sinks | null): Promise<void> {
  if (sinks === null) return;
  await post(url, '/v1/webhooks', { url: `${sinks.webhook}/all`, types: ['lead.*', 'sla.*'] });
}
