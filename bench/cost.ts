import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { cpuMsOf, cpuMsOfServer } from './cpu.js';
import { floorBatches, singleRate } from './intake.js';
import { type Line, median } from './report.js';
import { forgetStatements, statementShares, watchStatements } from './statement-shares.js';
import { configure, connect, Player, sendLeads, type Workbench } from './workbench.js';

const ROUNDS = 2;
const LEADS = 12_000;
const WARM_UP = 3_000;
const LOOK_MS = 250;
const QUIET_WITHIN_MS = 300_000;
/** How long the idle program is observed, to subtract what it uses anyway. */
const IDLE_MS = 4_000;

/** CPU time in milliseconds; for leads, of a thousand. */
interface Cpu {
  readonly node: number;
  readonly postgres: number;
}

interface Pair {
  readonly floor: Cpu;
  readonly ours: Cpu;
}

/**
 * The cost of a lead with all its consequences: the CPU time of Node and Postgres until nothing is behind, less what
 * both use when idle, beside the plainest SQL. It is measured from outside, from the processes and the database.
 */
export async function cost(workbench: Workbench): Promise<Line[]> {
  const batches: Pair[] = [];
  const withFacts: (Pair | null)[] = [];
  const singles: Pair[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ours = await costOfOurs(workbench);
    const floor = await floorOfBatches(workbench);
    batches.push({ ours: ours.batches, floor });
    withFacts.push(ours.facts && { ours: sumOf(ours.batches, ours.facts), floor });
    singles.push({ ours: ours.singles, floor: await floorOfSingles(workbench) });
  }
  return [
    beside('CPU of a lead in batches, until nothing is behind', batches, '≤ 4.5 ×'),
    beside('the same with facts, which a lead that stays untouched gets after an hour', withFacts, ''),
    beside('CPU of a single lead, until nothing is behind', singles, ''),
    ...(await shares(workbench)),
  ];
}

async function costOfOurs(workbench: Workbench): Promise<{ batches: Cpu; singles: Cpu; facts: Cpu | null }> {
  const { player, client, url } = await startOurs(workbench);
  const measured = (work: () => Promise<unknown>) =>
    costOf(workbench, client, player.pid, () => work().then(() => untilNothingIsBehind(client)));
  const batches = await measured(() => sendLeads(url, LEADS, WARM_UP));
  const singles = await measured(() => singleRate(url, 1));
  const facts = await costOfFacts(workbench, client, player);
  player.stop();
  await client.end();
  return { batches, singles, facts };
}

/**
 * The cost of the facts of leads that still have none when nothing is behind; zero in a version that writes them at
 * once.
 * @returns null if the version cannot be told to write them
 */
async function costOfFacts(workbench: Workbench, client: pg.Client, player: Player): Promise<Cpu | null> {
  const untouched = await countUntouched(client);
  const used = await usedFor(workbench, player.pid, () => {
    // A version without this command ignores it; the next command is answered after this one is done.
    player.say('untouched');
    return player.usage();
  });
  if ((await countUntouched(client)) > 0) return null;
  return untouched === 0 ? { node: 0, postgres: 0 } : perThousand(used, untouched);
}

async function startOurs(workbench: Workbench): Promise<{ player: Player; client: pg.Client; url: string }> {
  const address = await workbench.database('cost', 'ours');
  const { player, ready } = await workbench.app(address, 'running');
  const url = ready.url!;
  await configure(url, 'PT8H');
  const client = await connect(address);
  await sendLeads(url, WARM_UP);
  await untilNothingIsBehind(client);
  return { player, client, url };
}

/** The cost of the floor: one connection, and this process, which sends its statements. */
async function floorOfBatches(workbench: Workbench): Promise<Cpu> {
  const before = usedUntilNow(workbench, process.pid);
  await floorBatches(workbench, LEADS);
  return perThousand(since(before, usedUntilNow(workbench, process.pid)), LEADS);
}

async function floorOfSingles(workbench: Workbench): Promise<Cpu> {
  const address = await workbench.database('cost_floor', 'floor');
  const { player, ready } = await Player.start('floor-server', address);
  const client = await connect(address);
  await singleRate(ready.url!, 0);
  const cpu = await costOf(workbench, client, player.pid, () => singleRate(ready.url!, 1));
  player.stop();
  await client.end();
  return cpu;
}

/** Returns what a program and Postgres use for leads that are received, for a thousand of them. */
async function costOf(
  workbench: Workbench,
  client: pg.Client,
  pid: number,
  work: () => Promise<unknown>,
): Promise<Cpu> {
  const leads = await countLeads(client);
  const used = await usedFor(workbench, pid, work);
  return perThousand(used, (await countLeads(client)) - leads);
}

/** Returns what both use during work, less what they use when idle. */
async function usedFor(workbench: Workbench, pid: number, work: () => Promise<unknown>): Promise<Cpu> {
  const resting = usedUntilNow(workbench, pid);
  await wait(IDLE_MS);
  const idle = since(resting, usedUntilNow(workbench, pid));
  const before = usedUntilNow(workbench, pid);
  const startedMs = performance.now();
  await work();
  const share = (performance.now() - startedMs) / IDLE_MS;
  const used = since(before, usedUntilNow(workbench, pid));
  return { node: used.node - idle.node * share, postgres: used.postgres - idle.postgres * share };
}

function usedUntilNow(workbench: Workbench, pid: number): Cpu {
  return { node: cpuMsOf(pid), postgres: cpuMsOfServer(workbench.postgresPid) };
}

function since(before: Cpu, now: Cpu): Cpu {
  return { node: now.node - before.node, postgres: now.postgres - before.postgres };
}

function sumOf(one: Cpu, other: Cpu): Cpu {
  return { node: one.node + other.node, postgres: one.postgres + other.postgres };
}

function perThousand({ node, postgres }: Cpu, leads: number): Cpu {
  return { node: (node / leads) * 1_000, postgres: (postgres / leads) * 1_000 };
}

async function countLeads(client: pg.Client): Promise<number> {
  const { rows } = await client.query('select count(*)::int as count from lead');
  return rows[0].count;
}

async function countUntouched(client: pg.Client): Promise<number> {
  const { rows } = await client.query(`select count(*)::int as count from lead
    where not exists (select from conclusion where conclusion.lead_id = lead.id)`);
  return rows[0].count;
}

/** Whether the followers of the ledger and the sweeps are behind. */
const IS_BEHIND = `
  select not exists (select from feed_consumer where name = 'facts')
      or exists (select from event join feed_consumer as place on place.name = 'facts'
                  where event.subject_type = 'lead'
                    and (event.epoch, event.xid, event.seq) > (place.epoch, place.xid, place.seq))
      or exists (select from notification where not passed_on)
      or exists (select from lead_words where not indexed)
      or exists (select from packed_day
                  where stale and day < floor(extract(epoch from now()) / 86400)) as "isBehind"`;

async function untilNothingIsBehind(client: pg.Client): Promise<void> {
  for (const startedMs = performance.now(); performance.now() - startedMs < QUIET_WITHIN_MS; await wait(LOOK_MS))
    if (!(await client.query(IS_BEHIND)).rows[0].isBehind) return;
  throw new Error('Something is behind after five minutes');
}

function beside(what: string, measured: readonly (Pair | null)[], target: string): Line {
  const pairs = measured.filter((pair) => pair !== null);
  if (pairs.length < measured.length) return { what, floor: '', ours: 'unknown', ratio: '', target };
  const times = median(pairs.map(({ ours, floor }) => totalOf(ours) / totalOf(floor)));
  return {
    what,
    floor: words(pairs.map(({ floor }) => floor)),
    ours: words(pairs.map(({ ours }) => ours)),
    ratio: `${times.toFixed(1)} ×`,
    target,
  };
}

function totalOf({ node, postgres }: Cpu): number {
  return node + postgres;
}

/** For example `0.12 ms (Node 0.04)` a lead. */
function words(all: readonly Cpu[]): string {
  const total = median(all.map(totalOf)) / 1_000;
  return `${total.toFixed(3)} ms (Node ${(median(all.map(({ node }) => node)) / 1_000).toFixed(3)})`;
}

/**
 * The shares of the program's parts in the work of Postgres for batches of leads. In a run of its own, because logging
 * takes time.
 */
async function shares(workbench: Workbench): Promise<Line[]> {
  const address = await workbench.database('cost', 'ours');
  await watchStatements(workbench, 'cost');
  const { player, ready } = await workbench.app(address, 'running');
  await configure(ready.url!, 'PT8H');
  const client = await connect(address);
  forgetStatements(workbench);
  await sendLeads(ready.url!, LEADS, WARM_UP);
  await untilNothingIsBehind(client);
  player.stop();
  await client.end();
  const msOf = statementShares(workbench);
  const all = [...msOf.values()].reduce((total, ms) => total + ms);
  return [...msOf].map(([owner, ms]) => ({
    what: `of it Postgres for ${owner}`,
    floor: '',
    ours: `${(ms / LEADS).toFixed(3)} ms`,
    ratio: `${Math.round((ms / all) * 100)} %`,
    target: '',
  }));
}
