import { type Line, median, quantile } from './report.js';
import { configure, connect, sendLeads, type Workbench } from './workbench.js';

const WAITING = 1_000_000;
const LOOKS = 2_000;
const DUE_PER_SECOND = 50;
const SECONDS = 20;

/** The cost of an engine with nothing to do, among a million waiting clocks. */
export async function emptySweep(workbench: Workbench): Promise<Line[]> {
  const database = await workbench.database('quiet', 'ours');
  const { player, ready } = await workbench.app(database, 'standing');
  await configure(ready.url!, 'PT8H');
  await sendLeads(ready.url!, 1_000);
  const client = await connect(database);
  // The query depends on the million waiting clocks only, not on their leads.
  await client.query(
    `insert into clock (id, kind, lead_id, cycle, state, started_at, due_at, next_at, breached_at, ended_at)
     select gen_random_uuid(), 'firstTouch', lead.id, 1, 'breached', now(), now(),
            now() + interval '1 day' + n * interval '1 second', now(), now()
       from generate_series(1, $1::int / 1000) as n, lead`,
    [WAITING],
  );
  const floor: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const before = performance.now();
    await client.query({ name: 'floor', text: 'select min(next_at) from clock where next_at is not null' });
    floor.push(performance.now() - before);
  }
  await client.end();
  player.say(`look ${LOOKS}`);
  const { times } = await player.hear<{ times: number[] }>();
  player.stop();
  const us = (ms: number) => `${Math.round(ms * 1_000)} µs`;
  return [
    {
      what: 'an empty sweep, 1,000,000 clocks waiting',
      floor: us(median(floor)),
      ours: us(median(times)),
      ratio: `${Math.round((median(times) / median(floor)) * 100)} %`,
      target: '≤ 100 µs',
    },
  ];
}

/** How late due work is done and durable, at 50 a second. */
export async function lateness(workbench: Workbench): Promise<Line[]> {
  const database = await workbench.database('lateness', 'ours');
  const { player, ready } = await workbench.app(database, 'running');
  await configure(ready.url!, 'PT8H');
  const count = DUE_PER_SECOND * SECONDS;
  await sendLeads(ready.url!, count);
  const client = await connect(database);
  await client.query(
    `update clock set due_at = spread.at, next_at = spread.at
       from (select id, date_trunc('milliseconds', now()) + interval '2 seconds' + (row_number() over (order by id)) * $1 * interval '1 millisecond' as at
               from clock where kind = 'firstTouch') as spread
      where clock.id = spread.id`,
    [1_000 / DUE_PER_SECOND],
  );
  await new Promise((resolve) => setTimeout(resolve, (SECONDS + 4) * 1_000));
  const { rows } = await client.query<{ ms: string }>(
    `select extract(epoch from pg_xact_commit_timestamp(xmin) - due_at) * 1000 as ms from clock where state = 'breached'`,
  );
  await client.end();
  player.stop();
  const times = rows.map((row) => Number(row.ms));
  if (times.length !== count) throw new Error(`${times.length} of ${count} were enforced`);
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return [
    {
      what: `lateness at ${DUE_PER_SECOND} due a second, median`,
      floor: '2 ms',
      ours: ms(median(times)),
      ratio: '',
      target: '≤ 10 ms',
    },
    { what: 'lateness, p99', floor: '9 ms', ours: ms(quantile(times, 0.99)), ratio: '', target: '≤ 50 ms' },
    { what: 'lateness, earliest', floor: '', ours: ms(Math.min(...times)), ratio: '', target: '≥ 0 ms' },
  ];
}
