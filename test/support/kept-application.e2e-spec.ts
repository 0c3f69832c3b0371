import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Jobs } from '../../src/engine/jobs.service.js';
import { MS_PER_DAY } from '../../src/platform/values/duration.js';
import { firstIdOf, newId } from '../../src/platform/values/ids.js';
import { TestApplication } from './application.js';
import { ADMIN_KEY } from './client.js';
import type { Json } from './json.js';
import { aDesk, aLead, aLotHappens, aRep, aTouch, eventsOf, leadNow } from './people.js';
import { aPolicy } from './policies.js';
import { mend, spoil } from './spoil.js';

/** Instants of months that no other file uses. */
const BEGUN = '2031-05-05T15:00:01.000Z';
const AT_LATE_IDS = '2031-06-02T15:00:02.000Z';

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

it('an application serves all instants of a month, as if it had started there', async () => {
  app = await TestApplication.start('2031-05-20T08:00:00.000Z');
  const { url } = app;
  await app.stop();
  // Before the former instant.
  app = await TestApplication.start(BEGUN);
  expect(app.url).toBe(url);
  expect(app.time.now()).toBe(Date.parse(BEGUN));
  const rep = await aRep(app, 'Ann');
  expect(rep.createdAt).toBe(BEGUN);
  expect(rep.id > firstIdOf(Date.parse(BEGUN)) && rep.id < firstIdOf(Date.parse(BEGUN) + 1)).toBe(true);
  await aDesk(app, [rep]);
  const { id } = await aLead(app);
  const partitions = await app.database.ask('select distinct tableoid::regclass::text as name from event');
  expect(partitions).toEqual([{ name: 'event_2031_05' }]);
  expect((await eventsOf(app, id, 'lead.*')).map(({ occurredAt }) => occurredAt)).toEqual([BEGUN, BEGUN]);
});

it('an application of another month, or of another environment, is another', async () => {
  app = await TestApplication.start(BEGUN);
  const { url } = app;
  await app.stop();
  app = await TestApplication.start('2031-04-30T23:59:59.999Z');
  expect(app.url).not.toBe(url);
  await app.stop();
  app = await TestApplication.start(BEGUN, { environment: { secretsKey: undefined } });
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

describe('a marked application', () => {
  let ann: Json;
  let pool: Json;
  let wanted: Json;

  beforeEach(async () => {
    app = await TestApplication.start(BEGUN);
    ({
      reps: [ann],
      pool,
    } = (await aDesk(app, ['Ann'])) as { reps: [Json]; pool: Json });
    await aPolicy(app, { leadWithin: 'PT1H' });
    await app.moveBy(60_000);
    wanted = await aLead(app);
    await app.mark();
  });

  it('goes back to its mark, as often as is asked', async () => {
    const marked = await contents();
    for (let times = 0; times < 2; times += 1) {
      const lead = await aLead(app, { contact: { email: 'lee@example.org' } });
      expect([lead.ownerId, lead.id > wanted.id, lead.receivedAt]).toEqual([ann.id, true, wanted.receivedAt]);
      await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Other', members: [] });
      await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), timeZone: 'Asia/Tokyo' });
      await app.moveBy(7_200_000);
      expect((await leadNow(app, wanted)).clocks).not.toEqual(wanted.clocks);
      await app.back();
      expect(await contents()).toEqual(marked);
      expect(await leadNow(app, wanted)).toEqual(wanted);
      expect((await app.must('GET', '/v1/pools')).data).toEqual([pool]);
    }
    // What was promised before the mark is still missed on time.
    await app.moveBy(3_600_000);
    expect((await eventsOf(app, wanted.id, 'sla.breached')).length).toBeGreaterThan(0);
  });

  it('is as after its start when the next test takes it', async () => {
    const { url } = app;
    await app.back();
    await app.stop();
    app = await TestApplication.start(BEGUN);
    expect(app.url).toBe(url);
    expect((await app.must('GET', '/v1/reps')).data).toEqual([]);
    await expect(app.back()).rejects.toThrow('no mark to go back to: call mark()');
  });

  it('reports damage by a test, and is whole for the next one', async () => {
    await app.asOwner('update lead set event_seq = event_seq + 1');
    await expect(app.back()).rejects.toThrow('its row says that its latest event is');
    expect(await leadNow(app, wanted)).toEqual(wanted);
    await app.back();
  });

  it('goes back without a check of rows that a test has written itself', async () => {
    await app.asOwner('update lead set event_seq = event_seq + 1');
    await app.back({ isWhole: false });
    await app.back();
  });

  it('does not go back if a definition was changed', async () => {
    await app.asOwner('create table left_behind (id int)');
    await expect(app.back()).rejects.toThrow(
      'cannot go back to its mark, because a definition in the database has changed',
    );
    // The test that follows is not to blame.
    await expect(app.back()).rejects.toThrow('A test before this one could not go back');
    await app.mark();
    await app.back();
  });

  it('goes back once a definition that was changed is mended', async () => {
    await spoil(app, 'lead', wanted);
    expect((await app.post(`/v1/leads/${wanted.id}/touches`, { kind: 'call', outcome: 'noAnswer' })).status).toBe(500);
    await mend(app);
    await app.back();
    await aTouch(app, wanted);
  });

  it('does not slow down as much is written: deleted rows are removed', async () => {
    const size = `select coalesce(sum(pg_relation_size(oid)), 0)::int as bytes from pg_class where relkind = 'r' and relname like 'event%'`;
    const sizes: number[] = [];
    for (let times = 0; times < 2; times += 1) {
      await aLotHappens(app, 15_000);
      sizes.push((await app.database.ask(size))[0].bytes);
      await app.back();
      sizes.push((await app.database.ask(size))[0].bytes);
    }
    const [full, left, fullAgain, leftAgain] = sizes as [number, number, number, number];
    expect(full).toBeGreaterThan(2 * 1024 ** 2);
    expect(Math.max(left, leftAgain)).toBeLessThan(full / 4);
    expect(fullAgain).toBeLessThan(full * 1.1);
  });
});
