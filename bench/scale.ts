import { setTimeout as delay } from 'node:timers/promises';
import { ManyLeads } from './many-leads.js';
import { type Line, median } from './report.js';
import { ADMIN_KEY, aLead, configure, connect, post, type Workbench } from './workbench.js';

const NAME = 'scale';
const OLD = 900_000;
const OPEN = 100_000;
/** Leads of each sort that are multiplied: of the old ones, one is won, with a contract of three years. */
const EXAMPLES = { old: 18, open: 10 };
const ROUNDS = 5;
const LIMIT_MS = 300;
/** In which followers of the feed write what they make of examples. */
const FOLLOWED_MS = 10_000;
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

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
  ['ageing by source and age of a year', `reports/ageing?by=source,week&from=${ago(YEAR_MS)}`],
  ['speed to lead of a year', `reports/speed-to-lead?from=${ago(YEAR_MS)}`],
  ['dispositions of a year by source', `reports/dispositions?by=source&from=${ago(YEAR_MS)}`],
  ['sales debt of a year', 'reports/sales-debt'],
  ['sales debt of two years by source', `reports/sales-debt?by=source&wonFrom=${ago(2 * YEAR_MS).slice(0, 10)}`],
  ['forecast', 'reports/forecast'],
  ['accuracy of the forecast', 'reports/forecast-accuracy'],
  ['cohorts', 'reports/cohorts'],
  ['cohorts by channel', 'reports/cohorts?by=channel'],
  ['retention of a year', 'reports/retention'],
  ['retention of a year by product', 'reports/retention?by=product'],
  ['movements of a year by rep', 'revenue/movements?by=rep'],
];

/** How long lists and reports take among a million leads, of which one in ten is open. */
export async function scale(workbench: Workbench): Promise<Line[]> {
  const database = (await workbench.kept(NAME)) ?? (await made(workbench));
  const { player, ready } = await workbench.app(database, 'running');
  const owner = await workbench.owner(NAME);
  await packed(owner);
  await owner.end();
  const lines: Line[] = [];
  for (const [what, path] of LISTS) {
    const floor = await floorOf(database);
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const begun = performance.now();
      const answer = await fetch(`${ready.url}/v1/${path}`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
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

/** Makes the million leads, in some twenty minutes. A run that breaks off leaves only a draft. */
async function made(workbench: Workbench): Promise<string> {
  const draft = `${NAME}_draft`;
  const database = await workbench.database(draft, 'ours');
  const owner = await workbench.owner(draft);
  const many = new ManyLeads({ ask: async (text, values) => (await owner.query(text, values as unknown[])).rows });
  /** Stops the program before the examples are multiplied: it would look at all of them without an index. */
  const multiply = async (examples: (url: string) => Promise<void>, count: number, apartSeconds: number) => {
    const { player, ready } = await workbench.app(database, 'running');
    await many.begin();
    await examples(ready.url!);
    await delay(FOLLOWED_MS);
    player.stop();
    await many.copy(count, apartSeconds);
  };
  const first = await workbench.app(database, 'running');
  await configure(first.ready.url!, 'P30D');
  await post(first.ready.url!, '/v1/leads', { ...aLead(0), externalId: 'rare', source: 'rare' });
  await delay(FOLLOWED_MS);
  first.player.stop();
  const minutesApart = Math.floor((2 * YEAR_MS) / 60_000 / (OLD / EXAMPLES.old));
  await multiply((url) => oldLeads(url), OLD / EXAMPLES.old, minutesApart * 60);
  await multiply((url) => openLeads(url), OPEN / EXAMPLES.open, 60);
  await owner.end();
  await workbench.analyze(draft);
  return workbench.keep(draft, NAME);
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

/** Waits until the program has packed all days, as it does behind the leads of each. */
async function packed(owner: Awaited<ReturnType<Workbench['owner']>>): Promise<void> {
  await owner.query(
    'insert into packed_day (day, stale) select distinct received_minute / 1440, true from conclusion on conflict do nothing',
  );
  const waiting = `select 1 from packed_day where stale and day < floor(extract(epoch from now()) / 86400)`;
  while ((await owner.query(waiting)).rowCount !== 0) await delay(FOLLOWED_MS);
}

async function oldLeads(url: string): Promise<void> {
  for (let number = 1; number <= EXAMPLES.old; number += 1) await aClosedLead(url, number);
}

async function openLeads(url: string): Promise<void> {
  for (let number = 1; number <= EXAMPLES.open; number += 1) await anOpenLead(url, number);
}

/** Most are lost after a talk; one waits for a better time, and one is won. */
async function aClosedLead(url: string, number: number): Promise<void> {
  const { id } = await post<{ id: string }>(url, '/v1/leads', aLead(number));
  await post(url, `/v1/leads/${id}/touches`, { kind: 'call', outcome: 'connected' });
  if (number === 2) return win(url, id);
  const nurture = { category: 'nurture', reason: 'not_now', fields: { wakeAt: ago(-YEAR_MS) } };
  await post(url, `/v1/leads/${id}/disposition`, number === 1 ? nurture : { category: 'lost', reason: 'price' });
}

/** Its contract has another price each year, and a seat more within the first. */
async function win(url: string, leadId: string): Promise<void> {
  const deal = await aDeal(url, leadId);
  const [startsOn, endsOn] = [ago(0).slice(0, 10), ago(-3 * YEAR_MS).slice(0, 10)];
  await post(url, `/v1/deals/${deal.id}/win`, { term: { startsOn, endsOn } });
  const segments = [0, 120, 365, 730].map((days, index) => ({
    from: ago(-days * DAY_MS).slice(0, 10),
    amount: String(1_200 + 60 * index),
  }));
  await post(url, '/v1/contracts', {
    accountId: deal.account.id,
    dealId: deal.id,
    currency: 'EUR',
    startsOn,
    endsOn,
    lines: [{ product: 'Suite', segments }],
  });
}

async function anOpenLead(url: string, number: number): Promise<void> {
  const { id } = await post<{ id: string }>(url, '/v1/leads', aLead(1_000 + number));
  if (number === 1) await aDeal(url, id);
}

function aDeal(url: string, leadId: string): Promise<{ id: string; account: { id: string } }> {
  const expectedCloseAt = ago(-10 * DAY_MS);
  const account = { name: `Company of ${leadId}` };
  return post(url, '/v1/deals', { name: 'Suite', leadId, account, amount: '1200', currency: 'EUR', expectedCloseAt });
}

function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}
