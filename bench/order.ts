import { setTimeout } from 'node:timers/promises';
import { compare, type Line, perSecond } from './report.js';
import { configure, get, type Player, post, type Workbench } from './workbench.js';

const NODES = 2;
const WRITERS = 40;
const WRITES = 50;
/** Leads that the writers share: ten writers change one lead at a time. */
const SHARED = 4;
const ROUNDS = 2;
const PAGE = 1_000;

interface Event {
  readonly subject: { readonly id: string; readonly seq: number };
}

interface Page {
  readonly data: readonly Event[];
  readonly nextCursor: string;
  readonly atEnd: boolean;
}

/** Forty writers on two nodes who change the same few leads, beside writers with a lead each; and what the feed tells. */
export async function order(workbench: Workbench): Promise<Line[]> {
  const database = await workbench.database('in_order', 'ours');
  const nodes: { player: Player; url: string }[] = [];
  for (let node = 0; node < NODES; node += 1) {
    const { player, ready } = await workbench.app(database, 'running');
    nodes.push({ player, url: ready.url! });
  }
  const urls = nodes.map(({ url }) => url);
  await configure(urls[0]!, 'PT8H');
  const own = await leadsOf(urls[0]!, WRITERS);
  const shared = own.slice(0, SHARED);
  const pairs: { floor: number; ours: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    pairs.push({ floor: await write(urls, own), ours: await write(urls, shared) });
  const events = await readFeed(urls[0]!, 2 * ROUNDS * WRITERS * WRITES);
  const late = outOfOrder(events);
  for (const { player } of nodes) player.stop();
  return [
    compare(`changes by ${WRITERS} writers on ${NODES} nodes, of ${SHARED} leads beside a lead each`, pairs, ''),
    {
      what: `events of them that the feed tells after a later one of their lead`,
      floor: '',
      ours: `${late.toLocaleString('en')} of ${events.length.toLocaleString('en')}`,
      ratio: '',
      target: '0',
      isMissed: late > 0,
    },
  ];
}

async function leadsOf(url: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const lead = { source: 'web', contact: { email: `order${made}@example.com` } };
    ids.push((await post<{ id: string }>(url, '/v1/leads', lead)).id);
  }
  return ids;
}

/** @returns changes a second */
async function write(urls: readonly string[], leads: readonly string[]): Promise<number> {
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let act = 0; act < WRITES; act += 1) {
        const lead = leads[writer % leads.length]!;
        const attributes = { writer, act, at: Math.round(performance.now()) };
        await post(urls[writer % urls.length]!, `/v1/leads/${lead}`, { attributes }, 'PATCH');
      }
    }),
  );
  return perSecond(WRITERS * WRITES, performance.now() - startedMs);
}

/** Reads the feed of changes until it has as many events as there were changes. */
async function readFeed(url: string, count: number): Promise<Event[]> {
  const events: Event[] = [];
  for (let after = ''; events.length < count; ) {
    const page: Page = await get(url, `/v1/events?type=lead.updated&limit=${PAGE}${after}`);
    events.push(...page.data);
    after = `&after=${page.nextCursor}`;
    if (page.atEnd) await setTimeout(100);
  }
  return events;
}

function outOfOrder(events: readonly Event[]): number {
  const latest = new Map<string, number>();
  return events.filter(({ subject: { id, seq } }) => {
    const former = latest.get(id) ?? 0;
    latest.set(id, Math.max(former, seq));
    return seq < former;
  }).length;
}
