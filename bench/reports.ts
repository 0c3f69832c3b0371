import { Database } from '../src/platform/sql/database.js';
import { endOfBucket } from '../src/reporting/buckets.js';
import { PackedDayStore } from '../src/reporting/packed/packed-day.store.js';
import { type Line, median } from './report.js';
import { ADMIN_KEY, connect, type Workbench } from './workbench.js';

const LEADS = 1_000_000;
const ROUNDS = 5;
const YEAR = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&timeZone=America/New_York';
const QUESTIONS: readonly (readonly [what: string, path: string])[] = [
  ['speed to lead', `speed-to-lead?${YEAR}`],
  ['speed to lead by source', `speed-to-lead?${YEAR}&by=source`],
  ['speed to lead by rep', `speed-to-lead?${YEAR}&by=rep`],
  ['speed to lead by weekday and hour', `speed-to-lead?${YEAR}&by=weekday,hour`],
  ['speed to lead by day', `speed-to-lead?${YEAR}&by=day`],
  ['speed to lead of one month by source', 'speed-to-lead?from=2026-05-01T00:00:00Z&to=2026-06-01T00:00:00Z&by=source'],
  ['breaches by policy', `breaches?${YEAR}&by=policy`],
  ['reassignments by pool', `reassignments?${YEAR}&by=pool`],
  ['cadence by source', `cadence?${YEAR}&by=source`],
  ['dispositions by source and reason', `dispositions?${YEAR}&by=source,reason`],
  ['dispositions by rep', `dispositions?${YEAR}&by=rep`],
];

/** The response times of a year's reports over a million leads. */
export async function reports(workbench: Workbench): Promise<Line[]> {
  const database = await workbench.database('reports', 'ours');
  const client = await connect(database);
  await fill(client);
  await pack(database);
  await workbench.analyze('reports');
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now();
    await client.query('select source, count(*), sum(elapsed_ms) from response where part = 1 group by source');
    floors.push(performance.now() - begun);
  }
  await client.end();
  const { player, ready } = await workbench.app(database, 'standing');
  const lines: Line[] = [];
  for (const [what, path] of QUESTIONS) {
    await ask(ready.url!, path);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = performance.now();
      await ask(ready.url!, path);
      times.push(performance.now() - begun);
    }
    const [floor, ours] = [median(floors), median(times)];
    const ratio = `${Math.round((ours / floor) * 100)} %`;
    lines.push({ what: `${what}, 1,000,000 leads`, floor: ms(floor), ours: ms(ours), ratio, target: '≤ 300 ms' });
  }
  player.stop();
  return lines;
}

const ms = (value: number) => `${Math.round(value)} ms`;

async function ask(url: string, path: string): Promise<void> {
  const response = await fetch(`${url}/v1/reports/${path}`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status} ${text}`);
}

/** Packs all days, as an engine does within a minute. */
async function pack(url: string): Promise<void> {
  const database = await Database.open(url);
  const days = new PackedDayStore(database);
  for (const day of await days.readStale(2 ** 31 - 1)) await days.pack(day, []);
  await database.close();
}

/** Creates the facts of a year: most leads are answered within minutes, one in five the next day, one in ten never. */
export async function fill(client: Awaited<ReturnType<typeof connect>>): Promise<void> {
  const ends = Array.from({ length: 416 }, (_, bucket) => endOfBucket(bucket));
  await client.query('select setseed(0.5)');
  await client.query(
    `insert into report_key (kind, value, label)
     select kind, case when kind in ('rep', 'team', 'pool', 'policy') then gen_random_uuid()::text else kind || n end, kind || n
       from (values ('source', 20), ('channel', 12), ('campaign', 300), ('rep', 200), ('team', 12), ('pool', 20), ('policy', 6),
                  ('reason', 20), ('category', 4), ('intent', 7))
         as kinds (kind, count), generate_series(1, count) as n`,
  );
  await client.query(
    `create temporary table made as
     select (lpad(to_hex((extract(epoch from received_at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3)
             || '8' || substr(md5(n::text), 4, 15))::uuid as lead_id, n, received_at,
            case when random() < 0.1 then null
                 when random() < 0.2 then (3600000 * (1 + random() * 60))::bigint
                 else (exp(ln(240000) + 1.1 * (random() + random() + random() + random() - 2) * 1.7))::bigint end as elapsed_ms,
            random() as share, (array[0, 0, 0, 1, 1, 3, 7])[1 + (random() * 6)::int] as outcome,
            1 + (random() * 19)::int as source, 21 + (random() * 11)::int as channel, 33 + (random() * 299)::int as campaign,
            333 + (random() * 199)::int as rep, 533 + (random() * 11)::int as team, 545 + (random() * 19)::int as pool,
            565 + (random() * 5)::int as policy
       from generate_series(1, $1::int) as n
      cross join lateral (values ('2026-01-01T00:00:00Z'::timestamptz + n * interval '31.5 seconds')) as came (received_at)`,
    [LEADS],
  );
  await client.query(
    `insert into response (lead_id, assignment_id, received_at, elapsed_ms, working_ms, before_ms, owner_ms, off_ms, paused_ms,
                           received_minute, cycle, source, channel, campaign, pool, policy, rep, team, part, outcome, attempts,
                           bucket, working_bucket, test)
     select lead_id, lead_id, received_at, elapsed_ms, working_ms, elapsed_ms * 0 + 2000, working_ms, 0 * elapsed_ms, 0 * elapsed_ms,
            extract(epoch from received_at)::int / 60, 1, source, channel, campaign, pool, policy, rep, team, part,
            outcome + case when elapsed_ms < 300000 then 8 else 16 end, 1,
            width_bucket(elapsed_ms - 0.5, $1::float8[]), width_bucket(working_ms - 0.5, $1::float8[]), false
       from (select *, case when elapsed_ms > 3600000 then (share * elapsed_ms / 20)::bigint else elapsed_ms end as working_ms
               from made) as timed, (values (1), (3)) as parts (part)
      order by n`,
    [ends],
  );
  await client.query(
    `insert into promise (lead_id, clock_id, received_at, received_minute, cycle, source, channel, campaign, pool, policy, rep,
                          team, kind, step, verdict, reached, test)
     select lead_id, gen_random_uuid(), received_at, extract(epoch from received_at)::int / 60, 1, source, channel, campaign,
            pool, policy, rep, team, kind, case when kind = 'followUp' then 1 + n % 5 else 0 end, 1 + n % 4, n % 3 = 0, false
       from made, (values ('firstTouch'), ('leadResponse'), ('followUp')) as kinds (kind)
      order by n`,
  );
  await client.query(
    `insert into reassignment (lead_id, assignment_id, received_at, received_minute, cycle, source, channel, campaign, pool,
                               policy, rep, team, former_rep, former_team, cause, test)
     select lead_id, lead_id, received_at, extract(epoch from received_at)::int / 60, 1, source, channel, campaign, pool, policy,
            rep, team, 333 + n % 200, team, (array['breach', 'manual', 'absence'])[1 + n % 3], false
       from made where n % 5 = 0
      order by n`,
  );
  // Of ten leads, five are closed with a reason, of which one is reopened, and two are won.
  await client.query(
    `insert into conclusion (lead_id, received_at, received_minute, cycle, source, channel, campaign, pool, policy, rep, team,
                             reason, category, intent, ending, test)
     select lead_id, received_at, extract(epoch from received_at)::int / 60, 1, source, channel, campaign, pool, policy, rep,
            team, case when n % 10 < 5 then 571 + (share * 19)::int else 0 end,
            case when n % 10 < 5 then 591 + (share * 3)::int else 0 end,
            case when n % 10 < 5 then 595 + (share * 6)::int else 0 end,
            case when n % 10 = 0 then 97 when n % 10 < 5 then 1 << (n % 4) when n % 10 < 7 then 1792 else 0 end, false
       from made order by n`,
  );
  await client.query(
    `insert into achievement (lead_id, milestone_id, received_at, received_minute, cycle, source, channel, campaign, pool, policy,
                              rep, team, reason, category, intent, stage, currency, amount, test)
     select lead_id, lead_id, received_at, extract(epoch from received_at)::int / 60, 1, source, channel, campaign, pool, policy,
            rep, team, 0, 0, 0, 'won', (array['EUR', 'USD'])[1 + n % 2], (share * 10000)::numeric(12, 2)::text, false
       from made where n % 10 in (5, 6) order by n`,
  );
}
