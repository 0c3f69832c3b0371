import { afterEach, expect, it } from '@jest/globals';
import { Jobs } from '../../src/engine/jobs.service.js';
import { MS_PER_DAY } from '../../src/platform/values/duration.js';
import { newId } from '../../src/platform/values/ids.js';
import { TestApplication } from './application.js';
import { ADMIN_KEY } from './client.js';
import type { Json } from './json.js';
import { aDesk, aLead } from './people.js';
import { aPolicy } from './policies.js';

/** An instant that no other file uses, whose applications may be near their limit of uses. */
const BEGUN = '2026-03-02T15:00:01.000Z';
const AT_LATE_IDS = '2026-03-02T15:00:02.000Z';

const TABLES = `select relname as name from pg_class
  where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`;

let app: TestApplication;
/** Refers to responses: the connection of a forgotten one ends. */
const held: unknown[] = [];
afterEach(() => app.stop());

/** The number of rows in each table, and the positions of the sequences. */
async function contents(): Promise<Json> {
  const names = (await app.database.ask(TABLES)).map(({ name }) => name as string);
  const counts = names.map((name) => `select '${name}' as name, count(*)::int as count from only "${name}"`);
  const rows = await app.database.ask(counts.join(' union all '));
  return {
    rows: Object.fromEntries(rows.filter(({ count }) => count !== 0).map(({ name, count }) => [name, count])),
    numbers: await app.database.ask('select sequencename, last_value from pg_sequences order by sequencename'),
  };
}

/** Uses the application as a test does: configures, sends leads, moves time, guesses keys, and replaces a method. */
async function useIt() {
  await aDesk(app, ['Ann', 'Bo']);
  await aPolicy(app, { leadWithin: 'PT1H' });
  for (let sent = 0; sent < 3; sent += 1) await aLead(app, { contact: { email: `kim${sent}@example.org` } });
  await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), timeZone: 'Asia/Tokyo' });
  await app.moveBy(7_200_000);
  for (let guess = 0; guess < 5; guess += 1) await app.get('/v1/reps', { key: `tl_guess${guess}` });
  app.application.app.get(Jobs).settle = async () => undefined;
}

it('a reused application is as it was after its start', async () => {
  app = await TestApplication.start(BEGUN);
  const begun = await contents();
  const settings = await app.must('GET', '/v1/settings');
  await useIt();
  const { url } = app;
  await app.stop();
  app = await TestApplication.start(BEGUN);
  expect(app.url).toBe(url);
  expect(await contents()).toEqual(begun);
  expect(new Date(app.time.now()).toISOString()).toBe(BEGUN);
  expect(await app.must('GET', '/v1/settings')).toEqual(settings);
  expect((await app.must('GET', '/v1/leads')).data).toEqual([]);
  expect((await app.must('GET', '/v1/pools')).data).toEqual([]);
  expect(Object.keys(app.application.app.get(Jobs))).not.toContain('settle');
  // It also works as before.
  await useIt();
});

it('what is created in it comes after what its start created', async () => {
  // Ids count up within a millisecond: these make the start's ids late, and those of a later millisecond reset the
  // count.
  for (let made = 0; made < 1_000; made += 1) newId(Date.parse(AT_LATE_IDS));
  app = await TestApplication.start(AT_LATE_IDS);
  const { url } = app;
  await app.stop();
  newId(Date.parse(AT_LATE_IDS) + MS_PER_DAY);
  app = await TestApplication.start(AT_LATE_IDS);
  expect(app.url).toBe(url);
  const hours = { mon: [['09:00', '17:00']] };
  await app.must('POST', '/v1/calendars', { name: 'Lisbon', timeZone: 'Europe/Lisbon', hours });
  const { data } = await app.must('GET', '/v1/calendars');
  expect(data.at(-1).name).toBe('Lisbon');
  expect(data.length).toBeGreaterThan(1);
});

it('an application that started at another instant is not reused', async () => {
  app = await TestApplication.start(BEGUN);
  const { url } = app;
  await app.stop();
  app = await TestApplication.start('2026-03-03T15:00:00.000Z');
  expect(app.url).not.toBe(url);
});

it.each([
  ['a definition was changed', () => app.asOwner('alter table lead disable trigger lead_is_kept')],
  ['something was defined', () => app.asOwner('create table left_behind (id int)')],
  [
    'another application worked on its database',
    async () => {
      const other = await TestApplication.start(BEGUN, { database: app.database });
      await other.application.close();
    },
  ],
  [
    'somebody still listens',
    () => fetch(`${app.url}/v1/events/stream`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } }),
  ],
])('an application is not reused if %s', async (_, happens) => {
  app = await TestApplication.start(BEGUN);
  const { url } = app;
  held.push(await happens());
  await app.stop();
  app = await TestApplication.start(BEGUN);
  expect(app.url).not.toBe(url);
});

it('damage by a test is found, and the application is not reused', async () => {
  const broken = await TestApplication.start(BEGUN);
  app = broken;
  await aDesk(app, ['Ann']);
  await aLead(app);
  await app.asOwner('update lead set event_seq = event_seq + 1');
  await expect(app.stop()).rejects.toThrow('its row says that its latest event is');
  app = await TestApplication.start(BEGUN);
  expect(app.url).not.toBe(broken.url);
});
