import { type Line, quantile } from './report.js';
import { aLead, configure, Player, post, sendLeads, type Workbench } from './workbench.js';

const LOOKS = 100;
const LIMIT_MS = 300;

const ATTACKS = [
  '800 silent forms',
  '200 unfinished bodies to no CRM',
  '200 unfinished bodies to a CRM',
  '20 documents of the API',
  '10 forged forms',
  '2,500 streams of one key',
  '40 lists of 1,000 of one key',
] as const;
export type Attack = (typeof ATTACKS)[number];

/** How long a key waits for a lead to be created under attack, beside how long it waits alone. */
export async function doors(workbench: Workbench): Promise<Line[]> {
  const { player, ready } = await workbench.app(await workbench.database('doors', 'ours'), 'running');
  const url = ready.url!;
  await configure(url, 'PT8H');
  await sendLeads(url, 2_000);
  const { key } = await post<{ key: string }>(url, '/v1/api-keys', { name: 'quiet', scopes: ['integration'] });
  const connectionId = await aConnection(url);
  // `npm start` serves the documentation from files; without a bundle, as here, the first request generates it.
  await (await fetch(`${url}/openapi.json`)).arrayBuffer();
  await look(url, key, 0);
  const alone = quantile(await look(url, key, 1), 0.99);
  const lines: Line[] = [];
  for (const [round, what] of ATTACKS.entries()) {
    const before = (await player.usage()).rssMb;
    // A process of its own, so that the work of the attacker does not count as waiting.
    const { player: attacker } = await Player.start('attacks', url, what, connectionId);
    const waited = quantile(await look(url, key, round + 2), 0.99);
    const grown = (await player.usage()).rssMb - before;
    attacker.stop();
    lines.push({
      what: `p99 of a lead beside ${what}`,
      floor: `${alone.toFixed(0)} ms`,
      ours: `${waited.toFixed(0)} ms, ${grown.toFixed(0)} MB more`,
      ratio: `${(waited / alone).toFixed(1)} ×`,
      target: `< ${LIMIT_MS} ms`,
      isMissed: waited >= LIMIT_MS,
    });
  }
  player.stop();
  return lines;
}

async function look(url: string, key: string, round: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < LOOKS; index += 1) {
    const beganMs = performance.now();
    const answer = await fetch(`${url}/v1/leads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(aLead(60_000_000 + round * 1_000 + index)),
    });
    await answer.text();
    if (!answer.ok) throw new Error(`A lead was answered ${answer.status}`);
    times.push(performance.now() - beganMs);
  }
  return times;
}

async function aConnection(url: string): Promise<string> {
  const { id } = await post<{ id: string }>(url, '/v1/crm-connections', {
    name: 'CRM',
    system: 'crm',
    proof: { kind: 'hmac', header: 'X-Signature' },
    secret: 'a-secret-of-the-crm',
    mapping: { ref: '{{ item.id }}', name: '{{ item.name }}', accountName: '{{ item.company }}' },
  });
  return id;
}
