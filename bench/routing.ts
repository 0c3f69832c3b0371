import { compileRules, matchRules } from '../src/routing/rules/rules.js';
import { floorBatches } from './intake.js';
import { compare, type Line, median, perSecond } from './report.js';
import { aLead, connect, Player, post, type Workbench } from './workbench.js';

const ROUNDS = 3;
const LEADS = 3_000;
const MEMBERS = 80;
const LANGUAGES = ['de', 'en', 'fr', 'it'];
const RULES = 500;
const ACCOUNTS = 100_000;
const BATCH = 1_000;
const NODES_LEADS = 20_000;

/** The cost of routing with a large configuration, and whether two nodes distribute as exactly as one. */
export async function routing(workbench: Workbench): Promise<Line[]> {
  return [
    ...(await largePool(workbench)),
    ...askingRules(),
    await manyRules(workbench),
    await manyAccounts(workbench),
    await twoNodes(workbench),
  ];
}

/** Routes leads to the members of one pool with skills, weights and capacities, including all writes. */
async function largePool(workbench: Workbench): Promise<Line[]> {
  const { player, ready } = await workbench.app(await workbench.database('large_pool', 'ours'), 'running');
  const url = ready.url!;
  await makePool(url, MEMBERS);
  await sendIn(url, LEADS, 0, inLanguages);
  const rates: { floor: number; ours: number }[] = [];
  const times: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const ms = await timed(() => sendIn(url, LEADS, round * LEADS, inLanguages));
    times.push(ms);
    rates.push({ ours: perSecond(LEADS, ms), floor: await floorBatches(workbench, LEADS) });
  }
  player.stop();
  const what = `${LEADS} leads over a pool of ${MEMBERS}, with skills and capacities`;
  return [
    compare(what, rates, ''),
    { ...BARE, what: 'the same, until all are written', ours: ms(median(times)), target: '< 1,000 ms' },
  ];
}

/** Evaluates rules alone, on one core; the last of them matches. */
function askingRules(): Line[] {
  const rules = compileRules(rulesFor('00000000-0000-7000-8000-000000000001', RULES));
  const leads = Array.from({ length: BATCH }, (_, number) => {
    const { contact, company, source } = aLead(number) as { contact: object; company: object; source: string };
    return { contact, company, source, test: false, receivedAt: Date.now() };
  });
  const ask = () => leads.map((lead) => matchRules(rules, lead, { isNew: true }));
  for (let warm = 0; warm < 20; warm += 1) ask();
  const repeats = 50;
  const beganMs = performance.now();
  for (let repeat = 0; repeat < repeats; repeat += 1) ask();
  const rate = perSecond(BATCH * repeats, performance.now() - beganMs);
  return [
    {
      ...BARE,
      what: `leads that are asked about by ${RULES} rules`,
      ours: `${rate.toLocaleString('en')}/s`,
      target: '≥ 10,000/s',
    },
  ];
}

/** The whole intake with many rules, beside the same with one. */
async function manyRules(workbench: Workbench): Promise<Line> {
  const { player, ready } = await workbench.app(await workbench.database('many_rules', 'ours'), 'running');
  const url = ready.url!;
  const poolId = await makePool(url, 10);
  const rates: { floor: number; ours: number }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const one = await rateBy(1, 2 * round);
    const many = await rateBy(RULES, 2 * round + 1);
    // The first round warms up.
    if (round > 0) rates.push({ ours: many, floor: one });
  }
  player.stop();
  return compare(`intake by ${RULES} rules (floor: by one)`, rates, '');

  async function rateBy(count: number, turn: number): Promise<number> {
    await post(url, '/v1/routing', { rules: rulesFor(poolId, count), fallback: {} }, 'PUT');
    return perSecond(LEADS, await timed(() => sendIn(url, LEADS, turn * LEADS)));
  }
}

/** The cost for a lead of being matched against accounts, when every second lead belongs to one. */
async function manyAccounts(workbench: Workbench): Promise<Line> {
  const { player, ready } = await workbench.app(await workbench.database('many_accounts', 'ours'), 'running');
  const url = ready.url!;
  const poolId = await makePool(url, 10);
  for (let sent = 0; sent < ACCOUNTS; sent += BATCH) {
    const accounts = Array.from({ length: BATCH }, (_, index) => ({
      ref: { system: 'crm', id: `a${sent + index}` },
      name: `Account ${sent + index}`,
      domains: [domain(sent + index)],
      contacts: [{ email: `buyer@${domain(sent + index)}` }],
    }));
    await post(url, '/v1/accounts/batch', { accounts }, 'PUT');
  }
  const asked: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const without = await costBy({ poolId }, 2 * round);
    const matching = await costBy({ accountOwner: true, otherwise: { poolId } }, 2 * round + 1);
    if (round > 0) {
      plain.push(without);
      asked.push(matching);
    }
  }
  player.stop();
  return {
    ...BARE,
    what: `time of a lead, matched against ${ACCOUNTS.toLocaleString('en')} accounts (floor: not matched)`,
    floor: `${median(plain).toFixed(0)} µs`,
    ours: `${median(asked).toFixed(0)} µs`,
    ratio: `+${(median(asked) - median(plain)).toFixed(0)} µs`,
    target: '< 50 µs more',
  };

  /** @returns microseconds a lead */
  async function costBy(assign: object, turn: number): Promise<number> {
    await post(url, '/v1/routing', { rules: [{ name: 'All', when: {}, assign }], fallback: {} }, 'PUT');
    return ((await timed(() => sendIn(url, LEADS, turn * LEADS, ofAccounts))) / LEADS) * 1_000;
  }
}

/** Two nodes that distribute leads of one pool at once: how far any member is from their fair share at the end. */
async function twoNodes(workbench: Workbench): Promise<Line> {
  const database = await workbench.database('two_nodes', 'ours');
  const nodes = await Promise.all([workbench.app(database, 'running'), workbench.app(database, 'running')]);
  const [one, other] = nodes.map(({ ready }) => ready.url!) as [string, string];
  await makePool(one, 10);
  const loads = await Promise.all([one, other].map((url, index) => Player.start('load', url, '1', String(index))));
  await Promise.all([one, other].map((url, node) => sendIn(url, NODES_LEADS / 2, node * NODES_LEADS)));
  await Promise.all(loads.map(({ player }) => player.hear()));
  const client = await connect(database);
  const { rows } = await client.query<{ off: number; leads: number }>(
    `with got as (select rep_id, count(*) as leads from assignment group by rep_id),
          dealt as (select sum(leads) as leads from got),
          -- As they were given (makePool).
          member as (select rep_id, position % 3 + 1 as weight from pool_member)
     select max(abs(coalesce(got.leads, 0) - dealt.leads * weight / (select sum(weight) from member)))::float8 as off,
            max(dealt.leads)::float8 as leads
       from member cross join dealt left join got using (rep_id)`,
  );
  await client.end();
  for (const { player } of [...nodes, ...loads]) player.stop();
  const { off, leads } = rows[0]!;
  return {
    ...BARE,
    what: `${leads.toLocaleString('en')} leads by two nodes at once: furthest from a fair share`,
    ours: `${off.toFixed(2)} leads`,
    target: '< 1 lead',
    isMissed: off >= 1,
  };
}

const BARE = { floor: '', ratio: '', target: '' };
const domain = (index: number) => `company${index}.example.com`;
const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`;

/** Members have three weights; in pools of more than ten, each also has two languages and capacities. */
async function makePool(url: string, members: number): Promise<string> {
  const speaks = members > 10;
  const reps = await Promise.all(
    Array.from({ length: members }, (_, index) =>
      post<{ id: string }>(url, '/v1/reps', {
        name: `Rep ${index}`,
        email: `rep${index}@example.com`,
        ...(speaks && {
          skills: { language: [LANGUAGES[index % 4], LANGUAGES[(index + 1) % 4]] },
          capacity: { open: 10_000, untouched: 9_000, perDay: 5_000 },
        }),
      }),
    ),
  );
  const weights = reps.map(({ id }, index) => ({ repId: id, weight: (index % 3) + 1 }));
  const pool = await post<{ id: string }>(url, '/v1/pools', { name: 'All', members: weights });
  const rule = { name: 'All', when: {}, assign: { poolId: pool.id } };
  const rules = [{ ...rule, ...(speaks && { requireSkills: { language: { field: 'contact.language' } } }) }];
  await post(url, '/v1/routing', { rules, fallback: {} }, 'PUT');
  await post(url, '/v1/sla-policies', { name: 'All', when: {}, firstTouch: { within: 'PT8H' } });
  return pool.id;
}

function rulesFor(poolId: string, count: number): { name: string; when: object; assign: { poolId: string } }[] {
  const others = Array.from({ length: count - 1 }, (_, index) => ({
    name: `Other ${index}`,
    when: {
      all: [
        { field: 'source', op: 'eq', value: `other-${index}` },
        { field: 'company.employees', op: 'gte', value: 10 },
      ],
    },
    assign: { poolId },
  }));
  return [...others, { name: 'All', when: {}, assign: { poolId } }];
}

function inLanguages(number: number): object {
  const lead = aLead(number) as { contact: object };
  return { ...lead, contact: { ...lead.contact, language: LANGUAGES[number % 4] } };
}

function ofAccounts(number: number): object {
  const email = `kim@${number % 2 === 0 ? domain(number % ACCOUNTS) : `unknown${number}.example.com`}`;
  return { ...aLead(number), contact: { name: 'Kim Example', email } };
}

async function sendIn(url: string, count: number, first: number, lead = aLead): Promise<void> {
  for (let sent = 0; sent < count; sent += BATCH)
    await post(url, '/v1/leads/batch', {
      leads: Array.from({ length: BATCH }, (_, index) => lead(first + sent + index)),
    });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}
