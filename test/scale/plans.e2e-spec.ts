import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ManyLeads } from '../../bench/many-leads.js';
import { DATABASE, PROGRAM_ROLE } from '../../src/embedded-postgres/roles.js';
import { PulseStore } from '../../src/engine/pulse.store.js';
import { Pulse } from '../../src/engine/pulse.sweep.js';
import { Periodic, type Task } from '../../src/platform/running/periodic.sweep.js';
import { migrate } from '../../src/platform/sql/migrate.js';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aTouch, theReps } from '../support/people.js';
import { type Plan, plansOf } from '../support/plans.js';
import { FreshDatabase } from '../support/postgres.js';
import { endOwners, newDataDir, own } from '../support/postgres-folders.js';

/** Of the leads, so many are open. */
const OPEN = 20_000;
/** What a statement may look at to find what is open, or rare: all that is open, each with its owner and its clocks. */
const ROWS_MAX = 4 * OPEN;
/** What it may look at where no index leads to the rows: it goes on with the next page. */
const LOOKED_AT_MAX = 80_000;

/** On a server of its own: the feeds of all databases of a server wait for its longest transaction. */
class OnOwnServer extends FreshDatabase {
  static async start(): Promise<OnOwnServer> {
    const server = own(newDataDir());
    const [url, programUrl] = [await server.tells('url'), await server.tells('programUrl')];
    await migrate(url, { program: PROGRAM_ROLE });
    return new OnOwnServer(DATABASE, url, programUrl);
  }

  /** It goes with its server. */
  override async drop(): Promise<void> {}
}

let app: TestApplication;
let reps: Json[];
let pool: Json;

/** 200,000 leads of two years that are closed, 20,000 that are open, and one of a rare source without a policy. */
beforeAll(async () => {
  app = await TestApplication.start(undefined, { database: await OnOwnServer.start(), asInstalled: true });
  reps = await theReps(app, ['Ann', 'Bo', 'Cy', 'Di', 'Ed', 'Flo'], { timeZone: 'UTC' });
  ({ pool } = await aDesk(app, reps));
  for (const code of ['web', 'ads']) await app.must('POST', '/v1/sources', { code, label: code });
  await send({ source: 'rare', campaign: 'rare' });
  await app.must('POST', '/v1/sla-policies', {
    name: 'Quick',
    when: { field: 'source', op: 'eq', value: 'quick' },
    time: 'elapsed',
    firstTouch: { within: 'PT5M', onBreach: [{ after: 'PT0S', do: 'reassign' }] },
  });
  await app.must('POST', '/v1/sla-policies', {
    name: 'All',
    when: {},
    time: 'elapsed',
    firstTouch: { within: 'P30D' },
    followUp: { steps: [{ kinds: ['call'], after: 'P30D', within: 'P1D' }] },
  });
  const many = new ManyLeads(app.database);
  const copied = async (make: () => Promise<void>, count: number, apart: number) => {
    await many.begin();
    await make();
    await app.moveBy(MINUTE);
    await app.reportsCaughtUp();
    await many.copy(count, apart);
  };
  await copied(lostLeads, 15_000, 40 * 60);
  await copied(leadsThatCameFurther, 2_000, 5 * 60 * 60);
  await copied(openLeads, OPEN / 8, 10 * 60);
  await app.asOwner('vacuum (analyze)');
}, 600_000);
afterAll(async () => {
  await app.stop({ isWhole: false });
  await endOwners();
});

let sent = 0;
function send(fields: object = {}): Promise<Json> {
  sent += 1;
  const contact = { name: `Kim ${sent}`, email: `kim@c${sent}.example` };
  return app.must('POST', '/v1/leads', { source: sent % 3 === 0 ? 'ads' : 'web', contact, ...fields });
}

const close = (lead: Json, category: string, reason: string, fields?: object) =>
  app.must('POST', `/v1/leads/${lead.id}/disposition`, { category, reason, fields });

async function lostLeads(): Promise<void> {
  for (let index = 0; index < 12; index += 1) {
    const lead = await send();
    await app.moveBy(MINUTE);
    await aTouch(app, lead, { outcome: 'connected' });
    await app.moveBy(HOUR);
    await close(lead, 'lost', 'price');
  }
}

async function leadsThatCameFurther(): Promise<void> {
  await close(await send(), 'nurture', 'not_now', { wakeAt: new Date(app.time.now() + 300 * DAY).toISOString() });
  await close(await send(), 'suppress', 'spam');
  await close(await send(), 'recycle', 'stale', { recycleAfter: 'P300D' });
  for (let index = 0; index < 5; index += 1) {
    const lead = await send();
    await aTouch(app, lead, { outcome: 'connected' });
    const deal = await aDeal(lead, 'open');
    await app.must('POST', `/v1/deals/${deal.id}/win`, { term: { startsOn: '2026-03-01', endsOn: '2027-02-28' } });
    await app.must('POST', '/v1/contracts', {
      accountId: deal.account.id,
      dealId: deal.id,
      currency: 'EUR',
      startsOn: '2026-03-01',
      endsOn: '2027-02-28',
      lines: [{ product: 'Suite', segments: [{ from: '2026-03-01', amount: '1200' }] }],
    });
  }
}

async function openLeads(): Promise<void> {
  for (let index = 0; index < 8; index += 1) {
    const lead = await send();
    if (index > 2) await aTouch(app, lead, { outcome: index > 4 ? 'connected' : 'noAnswer' });
    if (index === 7) await aDeal(lead, 'Open');
  }
}

const aDeal = ({ id, ownerId }: Json, name: string) =>
  app.must('POST', '/v1/deals', {
    name,
    leadId: id,
    account: { name: `Company ${sent}` },
    amount: '1200.00',
    currency: 'EUR',
    ownerRepId: ownerId,
  });

/** Returns what statements have looked at more rows than they may, or at a whole table. */
function lookedAtTooMuch(plans: readonly Plan[], most: number): string[] {
  return plans.filter(({ rows, cost }) => rows > most || cost >= 1e10).map(({ text, scans }) => `${scans}: ${text}`);
}

const NOW_AND_YEAR = 'from=2025-04-01T00:00:00Z&to=2026-04-01T00:00:00Z';

describe('among 200,000 old leads and 20,000 open ones, no statement reads the old ones', () => {
  it.each([
    ...['', '&source=web', '&source=rare', '&workState=untouched', '&breached=true', '&policy=none', '&q=kim'].map(
      (filter) => `leads?status=open${filter}`,
    ),
    ...['&fields=slim', '&sort=dueAt'].map((filter) => `leads?status=open${filter}`),
    ...['nurturing', 'recycled', 'suppressed', 'won', 'lost'].map((status) => `leads?status=${status}`),
    ...['workState=untouched', 'policy=none', 'source=rare', 'source=web', 'breached=true', 'test=true', 'q=kim'].map(
      (filter) => `leads?${filter}`,
    ),
    ...['deals?stage=open', 'deals?stage=won', 'accounts', 'accounts?q=company', 'contracts', 'handoffs', 'setup'],
    ...['events?type=lead.claimed', 'events?type=lead.received', 'events?before=now&type=lead.claimed'],
    ...['routing/queue', 'me/inbox', 'enforcement/moves'],
    ...['reports/ageing', 'reports/ageing?by=source'],
    ...['fairness', 'breaches', 'reassignments'].map((name) => `reports/${name}?${NOW_AND_YEAR}`),
  ])('for %s', async (path) => {
    const plans = await plansOf(() => app.get(`/v1/${path}`));
    expect(lookedAtTooMuch(plans, ROWS_MAX)).toEqual([]);
  });

  it('for the leads of a pool and of a rep', async () => {
    for (const filter of [
      `status=open&poolId=${pool.id}`,
      `status=open&ownerId=${reps[0]!.id}`,
      `ownerId=${reps[0]!.id}`,
    ]) {
      const plans = await plansOf(() => app.must('GET', `/v1/leads?${filter}`));
      expect([filter, ...lookedAtTooMuch(plans, ROWS_MAX)]).toEqual([filter]);
    }
  });

  it('for the map of the leads of some days', async () => {
    const from = new Date(app.time.now() - 4 * DAY).toISOString();
    const plans = await plansOf(() => app.get(`/v1/handoffs/map?from=${from}`));
    expect(plans.some(({ text }) => text.includes('late_decision'))).toBe(true);
    expect(lookedAtTooMuch(plans, ROWS_MAX)).toEqual([]);
  });

  it('in what a node does when clocks fall due, and in what follows the ledger or finds its work in tables', async () => {
    for (let index = 0; index < 20; index += 1) await send({ source: 'quick' });
    const tasks: Task[] = [];
    const periodic = app.application.app.get(Periodic);
    const begin = jest.spyOn(periodic, 'begin').mockImplementation((task) => {
      tasks.push(task);
      return null;
    });
    const pulse = app.application.app.get(Pulse) as unknown as { notifyListeners(beat: unknown): void };
    pulse.notifyListeners({ waiting: { includes: () => true }, latest: 'all' });
    begin.mockRestore();
    expect(tasks.length).toBeGreaterThan(10);
    const plans = await plansOf(async () => {
      await app.moveBy(10 * MINUTE);
      await app.feedsCaughtUp();
      for (const task of tasks) await task.run(() => true);
    });
    expect(lookedAtTooMuch(plans, ROWS_MAX)).toEqual([]);
    expect(plans.length).toBeGreaterThan(50);
    expect((await app.must('GET', '/v1/leads?source=quick&breached=true&limit=1')).data).toHaveLength(1);
  });

  it('in the check of an idle node, and in what a node does each minute', async () => {
    const plans = await plansOf(async () => {
      await app.moveBy(MINUTE);
      await app.application.app.get(PulseStore, { strict: false }).read(app.time.now());
      const { timed } = app.application.app.get(Periodic) as unknown as { timed: readonly Task[] };
      for (const task of timed) await task.run(() => true);
    });
    expect(plans.length).toBeGreaterThan(0);
    expect(lookedAtTooMuch(plans, ROWS_MAX)).toEqual([]);
  });
});

it.each(['campaign=rare', 'country=FR', 'closedAs=suppress'])(
  'leads?%s looks at some of the leads and goes on with the next page',
  async (filter) => {
    const found: string[] = [];
    let [pages, cursor] = [0, ''];
    do {
      const plans = await plansOf(async () => {
        const { data, nextCursor } = await app.must('GET', `/v1/leads?${filter}&limit=1000${cursor}`);
        found.push(...data.map(({ id }: Json) => id));
        cursor = nextCursor && `&cursor=${nextCursor}`;
      });
      pages += 1;
      expect(lookedAtTooMuch(plans, 2 * LOOKED_AT_MAX + 5_000)).toEqual([]);
    } while (cursor && pages < 10);
    expect(pages).toBeGreaterThan(1);
    expect(found.length).toBe({ 'campaign=rare': 1, 'country=FR': 0 }[filter] ?? 2_001);
  },
);
