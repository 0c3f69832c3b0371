import { connect } from 'node:net';
import { type Line, quantile } from './report.js';
import { ADMIN_KEY, aLead, configure, Player, post, sendLeads, type Workbench } from './workbench.js';

const LOOKS = 100;
const LIMIT_MS = 300;
/** An attack may not make a node grow by more than this. */
const LIMIT_MB = 200;

/** Attacks by senders without a known key. The last two are by keys that wait for themselves. */
export const STRANGERS = [
  '5,000 requests for nothing in one go',
  '6,000 invented cookies in one go',
  '4 connections with 20,000 forged links that nobody reads',
  '100 connections for nothing',
  '100 connections for the problems',
  '100 connections for the ways to log in',
  '100 connections that begin a login by OpenID',
  '100 connections that come back from OpenID',
  '100 connections with a wrong cookie',
  '100 connections with a wrong key',
  '100 connections that ask whether the node is ready',
  '100 connections with a method that is not taken',
  '100 connections that ask for login mails',
  '40 reports of money of one key',
  '200 exports of one key',
] as const;
export type StrangersAttack = (typeof STRANGERS)[number];

/** How long another key waits for a list and a lead beside each attack. */
export async function attacks(workbench: Workbench): Promise<Line[]> {
  const { player, ready } = await workbench.app(await workbench.database('attacks', 'ours'), 'running');
  const url = ready.url!;
  await configure(url, 'PT8H');
  await sendLeads(url, 2_000);
  const { key } = await post<{ key: string }>(url, '/v1/api-keys', { name: 'quiet', scopes: ['integration'] });
  await (await fetch(`${url}/problems`)).arrayBuffer();
  await look(url, key, 0);
  const alone = quantile(await look(url, key, 1), 0.99);
  const lines: Line[] = [];
  for (const [round, what] of STRANGERS.entries()) {
    const before = (await player.usage()).rssMb;
    const { player: attacker } = await Player.start('strangers-attacks', url, what);
    const waited = quantile(await look(url, key, round + 2), 0.99);
    const grown = (await player.usage()).rssMb - before;
    attacker.stop();
    await settled(url);
    lines.push({
      what: `p99 of a key beside ${what}`,
      floor: `${alone.toFixed(0)} ms`,
      ours: `${waited.toFixed(0)} ms, ${grown.toFixed(0)} MB more`,
      ratio: `${(waited / alone).toFixed(1)} ×`,
      target: `< ${LIMIT_MS} ms, < ${LIMIT_MB} MB more`,
      isMissed: waited >= LIMIT_MS || grown >= LIMIT_MB,
    });
  }
  player.stop();
  return lines;
}

/** Waits until what the attacker has left behind is answered. */
async function settled(url: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 500));
}

async function look(url: string, key: string, round: number): Promise<number[]> {
  const times: number[] = [];
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  for (let index = 0; index < LOOKS; index += 1) {
    const isLead = index % 2 === 0;
    const body = JSON.stringify(aLead(70_000_000 + round * 1_000 + index));
    const beganMs = performance.now();
    const answer = isLead
      ? await fetch(`${url}/v1/leads`, { method: 'POST', headers, body })
      : await fetch(`${url}/v1/leads?limit=1`, { headers });
    await answer.text();
    if (!answer.ok) throw new Error(`A known key was answered ${answer.status}`);
    times.push(performance.now() - beganMs);
  }
  return times;
}

export const BY_KEY = { authorization: `Bearer ${ADMIN_KEY}` };
