import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FeedReading } from '../../src/deliveries/streams/feed-reading.service.js';
import { Chance } from '../../src/demo/random.js';
import { PROGRAM_ROLE } from '../../src/embedded-postgres/roles.js';
import { asMigrator } from '../../src/platform/sql/migrate.js';
import { migrations } from '../../src/platform/sql/migrations.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { Listening } from '../support/listening.js';
import { aDesk, aLead, aRep } from '../support/people.js';
import { until } from '../support/postgres-owner.js';
import { runs, SEED } from '../support/runs.js';

const WRITERS = 40;
const ACTS = runs(6, 30);
const LEADS = 5;

/** Returns the events that come after a later one of their subject, as `lead 7 after 8`. */
function outOfOrder(events: readonly Json[]): string[] {
  const latest = new Map<string, number>();
  return events.flatMap(({ subject: { type, id, seq } }) => {
    const former = latest.get(id) ?? 0;
    latest.set(id, Math.max(former, seq));
    return seq > former ? [] : [`${type} ${id}: ${seq} after ${former}`];
  });
}

const person = (name: string) => ({ contact: { name: `${name} Lee`, email: `${name}@order.example` } });

describe('a transaction that waited for one lead while another was changed', () => {
  let app: TestApplication;
  let ann: Json;
  let bo: Json;
  let early: Json;
  let late: Json;

  beforeAll(async () => {
    app = await TestApplication.start();
    [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    await aDesk(app, [ann]);
    await app.must('POST', '/v1/sources', { code: 'web', duplicates: 'join' });
    early = await aLead(app, person('early'));
    late = await aLead(app, person('late'));
    await app.mark();
  });
  afterEach(() => app.back());
  afterAll(() => app.stop());

  /** Lets `one` hold the early lead and wait for the late one, which `other` then changes first. */
  async function overtaken(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<void> {
    const answers: Promise<unknown>[] = [];
    await app.whileWorkedOn([late], async () => {
      for (const ask of [other, one]) {
        answers.push(ask());
        await app.somebodyWaits(answers.length);
      }
    });
    await Promise.all(answers);
  }
  const merge = () => app.must('POST', `/v1/leads/${late.id}/merge`, { into: early.id });
  const ofLate = async (path: string): Promise<Json[]> =>
    (await app.feed(path)).data.filter((row: Json) => row.leadId === late.id || row.subject?.id === late.id);

  it('tells its events after those that were recorded before them', async () => {
    await overtaken(merge, () => app.must('PATCH', `/v1/leads/${late.id}`, { message: 'Call me' }));
    const events = await ofLate('/v1/events?limit=1000');
    expect(outOfOrder(events)).toEqual([]);
    expect(events.map(({ type }) => type)).toContain('lead.merged');
  });

  it('tells its dispositions after the milestones that were reached before them', async () => {
    await overtaken(merge, () => app.must('POST', `/v1/leads/${late.id}/milestones`, { name: 'qualified' }));
    const rows = await ofLate('/v1/dispositions?include=milestones');
    expect(rows.map(({ kind }) => kind)).toEqual(['milestone', 'disposed']);
    const first = await app.feed('/v1/dispositions?include=milestones&limit=1');
    expect(first.data).toEqual(rows.slice(0, 1));
    expect((await app.feed(`/v1/dispositions?include=milestones&after=${first.nextCursor}`)).data).toEqual(
      rows.slice(1),
    );
  });

  it('notifies after the notifications that were made before', async () => {
    const forms = [early, late].map(({ contact }) => ({ source: 'web', contact }));
    await overtaken(
      () => app.must('POST', '/v1/leads/batch', { leads: forms }),
      () => app.must('POST', `/v1/leads/${late.id}/reassign`, { repId: bo.id, reason: 'Speaks Dutch' }),
    );
    const rows = await app.database.ask(
      `select type from notification where lead_id = '${late.id}' and rep_id = '${bo.id}' order by epoch, xid, seq`,
    );
    expect(rows).toEqual([{ type: 'lead.reassigned' }, { type: 'lead.inquired' }]);
  });
});

describe('a lead', () => {
  let app: TestApplication;
  let lead: Json;

  beforeAll(async () => {
    app = await TestApplication.start();
    await aDesk(app, ['Ann']);
    lead = await aLead(app);
    await app.mark();
  });
  afterEach(() => app.back());
  afterAll(() => app.stop());

  const amend = () => app.must('PATCH', `/v1/leads/${lead.id}`, { message: 'Call me' });
  const latest = async () => (await app.database.ask('select type, xid from event order by epoch, xid, seq')).at(-1);
  const nextXid = async () =>
    BigInt((await app.database.ask('select pg_snapshot_xmax(pg_current_snapshot())::text as xid'))[0].xid);

  it('of a former epoch, when transactions had greater ids, is told at the present ones', async () => {
    await app.asOwner(`update lead set event_xid = '4611686018427387904'`);
    const before = await nextXid();
    await amend();
    const { type, xid } = await latest();
    expect(type).toBe('lead.updated');
    expect(BigInt(xid)).toBeGreaterThanOrEqual(before);
    expect(BigInt(xid)).toBeLessThan(await nextXid());
    expect(await app.database.ask('select event_xid = $1::text::xid8 as "isIt" from lead', [xid])).toEqual([
      { isIt: true },
    ]);
  });

  it('from before rows had places is told by its transactions, and cursors of that time go on', async () => {
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    await app.asOwner(`update milestone_entry set seq = 1125899906842624; update lead set event_xid = null;
      update feed_epoch set ordered_epoch = epoch, ordered_xid = pg_current_xact_id()`);
    const { data, nextCursor } = await app.feed('/v1/dispositions?include=milestones&limit=1');
    const events = (await app.feed('/v1/events?limit=1000')).nextCursor;
    expect(data).toMatchObject([{ kind: 'milestone' }]);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    const { data: rest } = await app.feed(`/v1/dispositions?include=milestones&after=${nextCursor}`);
    expect(rest).toMatchObject([{ kind: 'disposed' }]);
    const types = (await app.feed(`/v1/events?after=${events}`)).data.map(({ type }: Json) => type);
    expect(types).toContain('lead.disposed');
  });
});

it('a database of a former version is migrated without rewriting a table, and goes on in order', async () => {
  const app = await TestApplication.start();
  await aDesk(app, ['Ann']);
  const lead = await aLead(app);
  await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
  const { nextCursor: after } = await app.feed('/v1/events?limit=1000');
  const { nextCursor: outcomes } = await app.feed('/v1/dispositions?include=milestones');
  const files = () =>
    app.database.ask(`select relname, pg_relation_filenode(oid) as file from pg_class
     where relnamespace = 'public'::regnamespace and relname <> 'feed_epoch' and relkind in ('r', 'i') order by relname`);
  const before = await files();
  const EventsInOrder = migrations.find(({ name }) => name.startsWith('EventsInOrder'))!;
  await asMigrator(app.database.url, async (source) => {
    const runner = source.createQueryRunner();
    await new EventsInOrder().down(runner);
    // Former versions recorded this now and then.
    await runner.query(`set session_replication_role = replica;
      update event set xid = '3' where subject_id = '${lead.id}' and subject_seq = 3`);
    await new EventsInOrder().up(runner);
    await runner.query(`select grant_to_program('${PROGRAM_ROLE}')`);
  });
  expect(await files()).toEqual(before);
  expect((await verified(app.database.url)).found).toEqual([]);
  await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'opportunity' });
  await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: (await aRep(app, 'Bo')).id, reason: 'Holidays' });
  expect((await verified(app.database.url)).found).toEqual([]);
  const events = (await app.feed(`/v1/events?type=lead.*&after=${after}`)).data;
  expect(outOfOrder(events)).toEqual([]);
  expect(events.map(({ type }: Json) => type)).toContain('lead.reassigned');
  expect((await app.feed(`/v1/dispositions?include=milestones&after=${outcomes}`)).data).toMatchObject([
    { kind: 'milestone', milestone: { name: 'opportunity' } },
  ]);
  await app.stop({ isWhole: false });
});

/** What writers do to a lead: some of it is refused, depending on what others have done. */
const ACTIONS: readonly ((
  lead: Json,
  round: number,
  reps: readonly Json[],
) => [method: string, path: string, body: object])[] = [
  ({ id }, round) => ['PATCH', `/v1/leads/${id}`, { message: `Round ${round}` }],
  ({ id }, round) => ['PATCH', `/v1/leads/${id}`, { attributes: { round } }],
  ({ id }) => ['POST', `/v1/leads/${id}/touches`, { kind: 'call', outcome: 'noAnswer' }],
  ({ id }) => ['POST', `/v1/leads/${id}/milestones`, { name: 'qualified' }],
  ({ id }) => ['POST', `/v1/leads/${id}/disposition`, { category: 'lost', reason: 'price' }],
  ({ id }) => ['POST', `/v1/leads/${id}/disposition`, { category: 'suppress', reason: 'duplicate' }],
  ({ id }) => ['POST', `/v1/leads/${id}/reopen`, { reason: 'Has thought again' }],
  ({ id }, round, reps) => [
    'POST',
    `/v1/leads/${id}/reassign`,
    { repId: reps[round % reps.length]!.id, reason: 'Speaks Dutch' },
  ],
];

it('40 writers on two nodes are told in order by the feed, by streams, by webhooks and by exports', async () => {
  const first = await TestApplication.start();
  const second = await TestApplication.start(MONDAY, { database: first.database });
  const nodes = [first, second];
  const chance = new Chance(String(SEED));
  const endpoint = await Endpoint.start();
  const reps = [await aRep(first, 'Ann'), await aRep(first, 'Bo')];
  await aDesk(first, reps);
  await first.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  const leads = await Promise.all(Array.from({ length: LEADS }, (_, index) => aLead(first, person(`kim${index}`))));
  const streams = await Promise.all(nodes.map(({ url }) => Listening.to(url, '/v1/events/stream?type=lead.*')));

  let isOver = false;
  const followed = Promise.all(nodes.map((node) => follow(node, () => isOver)));
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let act = 0; act < ACTS; act += 1) {
        const action = ACTIONS[chance.between(0, ACTIONS.length - 1, 'action', writer, act)]!;
        const lead = leads[chance.between(0, leads.length - 1, 'lead', writer, act)]!;
        const [method, path, body] = action(lead, act, reps);
        await nodes[writer % nodes.length]!.ask(method, path, body);
      }
    }),
  );
  await first.feedsCaughtUp();
  isOver = true;
  const feed = await follow(first, () => true);
  const ofLeads = feed.filter(({ type }) => type.startsWith('lead.'));
  expect(ofLeads.length).toBeGreaterThan(WRITERS);
  expect(outOfOrder(feed)).toEqual([]);
  for (const each of await followed) expect(each).toEqual(feed);

  const told = ofLeads.map(({ id }) => id);
  for (const stream of streams) {
    await until('all events are streamed', async () => stream.events.at(-1)?.data.id === told.at(-1));
    expect(outOfOrder(stream.events.map(({ data }) => data))).toEqual([]);
    stream.close();
  }
  await Promise.all(nodes.map((node) => node.deliver()));
  await first.deliver();
  expect(outOfOrder(endpoint.events())).toEqual([]);
  expect(
    endpoint
      .events()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...told].sort());

  const exported = (await first.feed('/v1/dispositions?include=milestones&limit=1000')).data;
  const decided = await first.database.ask(
    `select id, lead_id as lead from (select id, lead_id, seq from disposition
      union all select id, lead_id, seq from milestone_entry) as outcome order by lead_id, seq`,
  );
  for (const { id } of leads)
    expect(exported.filter((row: Json) => row.leadId === id).map((row: Json) => row.id)).toEqual(
      decided.filter(({ lead }) => lead === id).map((row) => row.id),
    );
  await endpoint.stop();
  await second.application.close();
  await first.stop();
});

/** Follows the feed of a node to the end, and until it is over. */
async function follow(node: TestApplication, isOver: () => boolean): Promise<Json[]> {
  const feed = node.application.app.get(FeedReading);
  const events: Json[] = [];
  for (let after: string | undefined; ; ) {
    const wasOver = isOver();
    const page: Json = await feed.read({ ...(after !== undefined && { after }), limit: 100 });
    events.push(...page.data);
    after = page.nextCursor;
    if (page.atEnd && wasOver) return events;
  }
}
