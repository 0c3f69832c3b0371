import { type Line, median } from './report.js';
import { connect, post, sendLeads, type Workbench } from './workbench.js';

const REPS = 3_000;
const POOLS = 50;
const BATCH = 1_000;
const CLOCKS = 100_000;
const NEW_REPS = 20;
/** The interval of the posts that measure how long intake stops. */
const EVERY_MS = 5;

const OFFICE = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]]));
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** The duration of a change of configuration, and how long intake stops for it. */
export async function configuration(workbench: Workbench): Promise<Line[]> {
  const database = await workbench.database('configuration', 'ours');
  const { player, ready } = await workbench.app(database, 'running');
  const url = ready.url!;
  const reps = Array.from({ length: REPS }, (_, index) => ({
    ref: { system: 'crm', id: `u${index}` },
    name: `Rep ${index}`,
    email: `rep${index}@example.com`,
  }));
  const calendar = await post<{ id: string }>(url, '/v1/calendars', { name: 'Office', timeZone: 'UTC', hours: OFFICE });
  const ids = await sync(url, reps);
  const pools: { id: string }[] = [];
  for (let index = 0; index < POOLS; index += 1) {
    const members = ids.slice(index * 60, (index + 1) * 60).map((repId) => ({ repId }));
    pools.push(await post(url, '/v1/pools', { name: `Pool ${index}`, members, calendarId: calendar.id }));
  }
  const rules = [{ name: 'All', when: {}, assign: { poolId: pools[0]!.id } }];
  await post(url, '/v1/routing', { rules, fallback: {} }, 'PUT');
  await post(url, '/v1/sla-policies', { name: 'All', firstTouch: { within: 'PT8H' } });

  const alone = await longestPost(url, () => new Promise((resolve) => setTimeout(resolve, 2_000)));
  const times: number[] = [];
  const beside = await longestPost(url, async () => {
    for (let index = 0; index < NEW_REPS; index += 1) {
      const begun = performance.now();
      await post(url, '/v1/reps', { name: 'New', email: `new${index}@example.com` });
      times.push(performance.now() - begun);
    }
  });
  let synced = 0;
  const besideSync = await longestPost(url, async () => {
    const begun = performance.now();
    await sync(url, reps);
    synced = performance.now() - begun;
  });
  await sendLeads(url, CLOCKS, 1_000_000);
  let answered = 0;
  const besideCalendar = await longestPost(url, async () => {
    const begun = performance.now();
    const hours = { ...OFFICE, fri: [['09:00', '16:00']] };
    await post(url, `/v1/calendars/${calendar.id}`, { name: 'Office', timeZone: 'UTC', hours }, 'PUT');
    answered = performance.now() - begun;
  });
  const planned = await plannedAnew(database);
  player.stop();
  const line = (what: string, ours: number, floor?: number): Line => ({
    what,
    floor: floor === undefined ? '' : ms(floor),
    ours: ms(ours),
    ratio: '',
    target: '',
  });
  return [
    line(`a new rep among ${REPS}, ${POOLS} pools`, median(times)),
    line('the longest post of a lead beside it (floor: alone)', beside, alone),
    line(`a sync of ${REPS} reps that changes nothing`, synced),
    line('the longest post of a lead beside it', besideSync, alone),
    line(`a changed calendar under ${CLOCKS} clocks, until it is answered`, answered),
    line('until all of them are planned anew', planned),
    line('the longest post of a lead beside it', besideCalendar, alone),
  ];
}

async function sync(url: string, reps: readonly object[]): Promise<string[]> {
  const ids: string[] = [];
  for (let sent = 0; sent < reps.length; sent += BATCH) {
    const body = { reps: reps.slice(sent, sent + BATCH) };
    const { results } = await post<{ results: { id: string }[] }>(url, '/v1/reps/batch', body, 'PUT');
    ids.push(...results.map(({ id }) => id));
  }
  return ids;
}

/** Posts a lead every few milliseconds while work runs. @returns the duration of the slowest post */
async function longestPost(url: string, work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  const posts = new Set<Promise<unknown>>();
  const timer = setInterval(() => {
    const begun = performance.now();
    const sent = post(url, '/v1/leads', { source: 'web' }).then(() => {
      longest = Math.max(longest, performance.now() - begun);
      posts.delete(sent);
    });
    posts.add(sent);
  }, EVERY_MS);
  await work();
  clearInterval(timer);
  await Promise.all(posts);
  return longest;
}

async function plannedAnew(database: string): Promise<number> {
  const client = await connect(database);
  const begun = performance.now();
  for (;;) {
    const { rows } = await client.query('select 1 from replanning where finished_at is null limit 1');
    if (rows.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await client.end();
  return performance.now() - begun;
}
