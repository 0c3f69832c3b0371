import { compare, type Line, perSecond } from './report.js';
import { configure, Player, post, sendLeads, type Workbench } from './workbench.js';

const DUE = 100_000;
const ROUNDS = 2;
const TOUCHES = 1_000;
const HOUR_MS = 3_600_000;

/** Steps of a cadence that are missed at once and move their leads, beside first touches. */
export async function cadence(workbench: Workbench, count = DUE): Promise<Line[]> {
  const runs: { floor: number; ours: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    runs.push({ floor: await firstTouches(workbench, count), ours: await steps(workbench, count) });
  return [compare(`enforce ${count.toLocaleString('en')} cadence steps, beside first touches`, runs, '≥ 100 %')];
}

async function firstTouches(workbench: Workbench, count: number): Promise<number> {
  const { player, ready } = await workbench.app(await workbench.database('cadence_first', 'ours'), 'standing');
  await configure(ready.url!, 'PT5M');
  await sendLeads(ready.url!, count);
  return sweep(player, count);
}

async function steps(workbench: Workbench, count: number): Promise<number> {
  const { player, ready } = await workbench.app(await workbench.database('cadence_steps', 'ours'), 'standing');
  const url = ready.url!;
  await configure(url, 'PT5M', {
    followUp: {
      steps: [{ kinds: ['call'], after: 'PT0S', within: 'PT5M' }],
      onMiss: [{ after: 'PT0S', do: 'reassign' }],
    },
  });
  await sendLeads(url, count);
  for (let sent = 0; sent < count; sent += TOUCHES) {
    const touches = Array.from({ length: Math.min(TOUCHES, count - sent) }, (_, index) => ({
      leadExternalId: `e${sent + index}`,
      source: 'google-ads',
      kind: 'email',
      outcome: 'sent',
    }));
    await post(url, '/v1/touches/batch', { touches });
  }
  return sweep(player, count);
}

/** Lets everything fall due. @returns the number enforced a second */
async function sweep(player: Player, count: number): Promise<number> {
  player.say(`move ${Date.now() + HOUR_MS}`);
  const startedMs = performance.now();
  player.say('sweep');
  await player.hear();
  const ms = performance.now() - startedMs;
  player.stop();
  return perSecond(count, ms);
}
