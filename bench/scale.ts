import { ManyLeads } from './many-leads.js';
import { type Line, median } from './report.js';
import { ADMIN_KEY, aLead, configure, connect, post, type Workbench } from './workbench.js';

const OLD = 900_000;
const OPEN = 100_000;
/** Leads of each sort that are multiplied. */
const EXAMPLES = 10;
const ROUNDS = 5;
const LIMIT_MS = 300;
const YEAR_MS = 365 * 86_400_000;

const LISTS: readonly (readonly [what: string, path: string])[] = [
  ['open leads', 'leads?status=open'],
  ['open leads of a source', 'leads?status=open&source=google-ads'],
  ['open leads of a rare source', 'leads?status=open&source=rare'],
  ['untouched open leads', 'leads?status=open&workState=untouched'],
  ['open leads with a miss', 'leads?status=open&breached=true'],
  ['open leads by words', 'leads?status=open&q=kim'],
  ['untouched leads', 'leads?workState=untouched'],
  ['leads without a policy', 'leads?policy=none'],
  ['leads of a rare source', 'leads?source=rare'],
  ['nurtured leads', 'leads?status=nurturing'],
  ['leads of no campaign that exists, the first page', 'leads?campaign=none'],
  ['events of a rare type', 'events?type=lead.claimed'],
  ['setup', 'setup'],
  ['ageing', 'reports/ageing'],
  ['ageing by rep', 'reports/ageing?by=rep'],
];

/** How long lists take among a million leads, of which one in ten is open. */
export async function scale(workbench: Workbench): Promise<Line[]> {
  const database = await workbench.database('scale', 'ours');
  const { player, ready } = await workbench.app(database, 'running');
  const url = ready.url!;
  await configure(url, 'P30D');
  const owner = await workbench.owner('scale');
  const many = new ManyLeads({ ask: async (text, values) => (await owner.query(text, values as unknown[])).rows });
  await post(url, '/v1/leads', { ...aLead(0), externalId: 'rare', source: 'rare' });
  await many.begin();
  for (let number = 1; number <= EXAMPLES; number += 1) await aClosedLead(url, number);
  await many.copy(OLD / EXAMPLES, Math.floor((2 * YEAR_MS) / 1_000 / (OLD / EXAMPLES) / 60) * 60);
  await many.begin();
  for (let number = 1; number <= EXAMPLES; number += 1) await post(url, '/v1/leads', aLead(1_000 + number));
  await many.copy(OPEN / EXAMPLES, 60);
  await owner.end();
  await workbench.analyze('scale');
  const floor = await floorOf(database);
  const lines: Line[] = [];
  for (const [what, path] of LISTS) {
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const begun = performance.now();
      const answer = await fetch(`${url}/v1/${path}`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
      await answer.text();
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      times.push(performance.now() - begun);
    }
    const ours = median(times.slice(1));
    lines.push({
      what: `${what}, among 1,000,000`,
      floor: ms(floor),
      ours: ms(ours),
      ratio: '',
      target: `≤ ${LIMIT_MS} ms`,
      isMissed: ours > LIMIT_MS,
    });
  }
  player.stop();
  return lines;
}

const ms = (value: number) => `${Math.round(value)} ms`;

/** A page of leads by their ids alone. */
async function floorOf(database: string): Promise<number> {
  const client = await connect(database);
  const begun = performance.now();
  await client.query('select * from lead order by id desc limit 100');
  const took = performance.now() - begun;
  await client.end();
  return took;
}

/** Most are lost after a talk, one in ten waits for a better time. */
async function aClosedLead(url: string, number: number): Promise<void> {
  const { id } = await post<{ id: string }>(url, '/v1/leads', aLead(number));
  await post(url, `/v1/leads/${id}/touches`, { kind: 'call', outcome: 'connected' });
  const wakeAt = new Date(Date.now() + YEAR_MS).toISOString();
  const nurture = { category: 'nurture', reason: 'not_now', fields: { wakeAt } };
  await post(url, `/v1/leads/${id}/disposition`, number === 1 ? nurture : { category: 'lost', reason: 'price' });
}
