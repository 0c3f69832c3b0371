import { historiesSql } from '../src/revenue/contracts/arr-step.store.js';
import { type Line, median } from './report.js';
import { ADMIN_KEY, connect, type Workbench } from './workbench.js';

const CONTRACTS = 100_000;
const ACCOUNTS = 60_000;
const DEALS = 50_000;
/** The number of steps of each contract, one for each year. */
const YEARS = 10;
const ROUNDS = 5;
const YEAR = 'from=2025-01-01&to=2025-12-31';
const TARGET_MS = 1_000;
const QUESTIONS: readonly (readonly [what: string, path: string])[] = [
  ['retention of a year', `reports/retention?${YEAR}`],
  ['retention of a year by channel', `reports/retention?${YEAR}&by=channel`],
  ['movements of a year', `revenue/movements?${YEAR}`],
  ['movements of a year by product', `revenue/movements?${YEAR}&by=product`],
  ['movements of a year by rep', `revenue/movements?${YEAR}&by=rep`],
  ['movements of a month', 'revenue/movements?from=2025-05-31&to=2025-06-30'],
  ['movements of a year, as they were known before it', `revenue/movements?${YEAR}&at=2025-01-01T00:00:00Z`],
];
/** Has no target, because it computes every month of every account. */
const LONG: readonly (readonly [what: string, path: string])[] = [
  ['cohorts by channel', 'reports/cohorts?by=channel'],
  ['sales debt of a year', 'reports/sales-debt?wonFrom=2022-01-01&wonTo=2022-12-31'],
];

/** The response times of reports over ten years of contracts. */
export async function revenue(workbench: Workbench): Promise<Line[]> {
  const database = await workbench.database('revenue', 'ours');
  const client = await connect(database);
  await fill(client);
  await workbench.analyze('revenue');
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now();
    await client.query(
      `select account_id, sum(change) from arr_step where replaced_at is null and on_day <= '2025-12-31' group by account_id`,
    );
    floors.push(performance.now() - begun);
  }
  await client.end();
  const { player, ready } = await workbench.app(database, 'standing');
  const lines: Line[] = [];
  for (const [what, path] of [...QUESTIONS, ...LONG]) {
    await ask(ready.url!, path);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = performance.now();
      await ask(ready.url!, path);
      times.push(performance.now() - begun);
    }
    const [floor, ours] = [median(floors), median(times)];
    const isPromised = QUESTIONS.some(([question]) => question === what);
    lines.push({
      what: `${what}, ${CONTRACTS.toLocaleString('en')} contracts`,
      floor: ms(floor),
      ours: ms(ours),
      ratio: `${Math.round((ours / floor) * 100)} %`,
      target: isPromised ? `≤ ${ms(TARGET_MS)}` : '',
    });
  }
  player.stop();
  return lines;
}

const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`;

async function ask(url: string, path: string): Promise<void> {
  const response = await fetch(`${url}/v1/${path}`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status} ${text}`);
}

/**
 * Creates the contracts of ten years: begun over five years, each with a new price every year; one in three ends, half
 * of them come from deals, and one step in ten was corrected a day later.
 */
async function fill(client: Awaited<ReturnType<typeof connect>>): Promise<void> {
  await client.query('select setseed(0.5)');
  await client.query(
    `insert into account (id, name, name_key, type, created_at, updated_at, event_seq)
     select md5('a' || n)::uuid, 'Account ' || n, 'account ' || n, 'customer', '2016-01-01', '2016-01-01', 1
       from generate_series(0, $1::int - 1) as n`,
    [ACCOUNTS],
  );
  await client.query(
    `insert into deal (id, name, account_id, channel, type, category, at_risk, stage, won_at, created_at, updated_at, event_seq)
     select md5('d' || n)::uuid, 'Deal ' || n, md5('a' || n)::uuid, 'channel-' || n % 12, 'new', 'commit', false, 'won',
            '2016-01-01'::timestamptz + (n * 7919 % 1825) * interval '1 day', '2016-01-01', '2016-01-01', 1
       from generate_series(0, $1::int - 1) as n`,
    [DEALS],
  );
  await client.query(
    `insert into contract (id, account_id, deal_id, currency, starts_on, ends_on, notice_days, terms, held_by, lines, reasons,
                           created_at, updated_at, event_seq)
     select md5('c' || n)::uuid, md5('a' || n % $2::int)::uuid, case when n < $3::int then md5('d' || n)::uuid end, 'EUR',
            '2016-01-01'::date + n * 7919 % 1825, null, 0, '[]', '[]', '[]', '{}', '2016-01-01', '2016-01-01', 1
       from generate_series(0, $1::int - 1) as n`,
    [CONTRACTS, ACCOUNTS, DEALS],
  );
  await client.query(
    `insert into arr_step (id, contract_id, account_id, product, kind, currency, on_day, arr, change, cause, known_at, replaced_at)
     select gen_random_uuid(), md5('c' || n)::uuid, md5('a' || n % $2::int)::uuid, 'product-' || n % 8, 'recurring', 'EUR',
            on_day, arr, arr - lag(arr, 1, 0::bigint) over (partition by n order by year), 'renewal', on_day, null
       from (select n, year, '2016-01-01'::date + n * 7919 % 1825 + year * 365 as on_day,
                    case when year = $3::int - 1 and n % 3 = 0 then 0
                         else (1000 + n % 100 + year * 37 + (random() * 20)::int) * 100 end::bigint as arr
               from generate_series(0, $1::int - 1) as n, generate_series(0, $3::int - 1) as year) as stepped
      order by on_day`,
    [CONTRACTS, ACCOUNTS, YEARS],
  );
  await client.query(
    `insert into arr_step (id, contract_id, account_id, product, kind, currency, on_day, arr, change, cause, known_at, replaced_at)
     select gen_random_uuid(), contract_id, account_id, product, kind, currency, on_day, arr + 100, change + 100, cause,
            known_at - interval '1 day', known_at
       from arr_step where random() < 0.1 and change <> -100`,
  );
  await client.query(
    `insert into arr_history (contract_id, account_id, product, currency, begins_on, steps)
     ${historiesSql('step.replaced_at is null')}`,
  );
}
