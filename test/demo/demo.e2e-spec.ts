import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../src/demo/api-client.js';
import { DEMO_BEGINS, type PlayedDemo, playDemo } from '../../src/demo/demo.js';
import { type FeedEvent, FeedReader } from '../../src/demo/feed-reader.js';
import { readLeads } from '../../src/demo/files.js';
import { POLICIES, POOLS } from '../../src/demo/organisation.js';
import { BY_MANY, type Pace } from '../../src/demo/play.js';
import { NOBODY, readReport } from '../../src/demo/report.js';
import type { MappedLead } from '../../src/demo/row.js';
import { backgroundWorkOf, settling } from '../../src/demo/settling.js';
import { CLOSINGS, totalOf } from '../../src/demo/tally.js';
import { toIso } from '../../src/platform/values/duration.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';

const SAMPLE = { leads: 'demo/leads.csv', mapping: 'demo/leads.mapping.json' };
const X_EDUCATION = {
  leads: '../shared/data/x_education_leads.csv',
  mapping: 'demo/x-education.mapping.json',
};

interface LeadSeen {
  readonly id: string;
  readonly source: string;
  readonly status: string;
  readonly cycle: number;
  readonly ownerId: string | null;
  readonly clocks: readonly { readonly kind: string; readonly state: string; readonly dueAt: string | null }[];
}

const someLeads = async () => (await readLeads(SAMPLE)).leads.filter((_, index) => index % 10 === 0);

async function play(
  leads: readonly MappedLead[],
  pace?: Pace,
): Promise<{ application: TestApplication; played: PlayedDemo; said: string }> {
  const application = await TestApplication.start(toIso(DEMO_BEGINS));
  const lines: string[] = [];
  const played = await playDemo({
    leads,
    url: application.url,
    adminKey: ADMIN_KEY,
    time: application.time,
    settle: settling(application.application),
    tell: backgroundWorkOf(application.application),
    say: (line) => lines.push(line),
    ...(pace && { pace }),
    // test/demo/year.e2e-spec.ts tests what follows.
    through: 'week',
  });
  return { application, played, said: lines.join('\n') };
}

/** The demo at its own pace, that of single reps. */
let demo: Awaited<ReturnType<typeof play>>;
beforeAll(async () => {
  demo = await play(await someLeads());
});
afterAll(async () => {
  await demo?.application.stop();
});

describe('a demo of some leads', () => {
  let events: FeedEvent[];
  let leads: LeadSeen[];
  let api: ApiClient;

  beforeAll(async () => {
    api = new ApiClient(demo.application.url, ADMIN_KEY);
    events = await new FeedReader(api).read();
    leads = await api.all<LeadSeen>('/v1/leads');
  });

  const bySource = () => demo.played.report.bySource;
  const byRep = () => demo.played.report.byRep;
  const count = <T>(rows: readonly T[], of: (row: T) => boolean) => rows.filter(of).length;

  it('shows an example of everything it is meant to show', () => {
    const total = totalOf(bySource().values());
    expect(demo.played.refused + demo.played.repeated).toBe(0);
    for (const key of ['touched', 'kept', 'moves', 'won', 'nurture', 'recycle', 'suppress', 'lost'] as const)
      expect(total[key]).toBeGreaterThan(0);
    const shown = [
      'lead.queued',
      'lead.woken',
      'sla.warned',
      'sla.breached',
      'sla.corrected',
      'sla.escalated',
      'rep.away',
      'rep.back',
    ];
    for (const type of shown) expect([type, demo.played.report.events.get(type) ?? 0]).not.toEqual([type, 0]);
    expect(demo.said).toMatch(/^by source .*won/m);
    expect(demo.said).toContain('Moved from');
  });

  it('has sums that agree: sources with the total, and reps with sources', () => {
    const [one, other] = [totalOf(bySource().values()), totalOf(byRep().values())];
    expect(one.leads).toBe(leads.length);
    for (const key of ['moves', 'won', 'nurture', 'recycle', 'suppress', 'lost'] as const)
      expect([key, one[key]]).toEqual([key, other[key]]);
    expect(other.touched + other.forOthers).toBe(one.touched);
    expect(totalOf(demo.played.report.byPolicy.values())).toEqual({ ...one, speedsMs: expect.any(Array) });
    expect([...one.speedsMs].sort()).toEqual([...other.speedsMs].sort());
  });

  it('reports no rep who touched more of their own leads than they got', () => {
    for (const tally of byRep().values()) expect(tally.touched).toBeLessThanOrEqual(tally.leads);
  });

  it('explains how its numbers follow from each other', () => {
    const { now, events: happened } = demo.played.report;
    const [one, other] = [totalOf(bySource().values()), totalOf(byRep().values())];
    const times = (type: string) => happened.get(type) ?? 0;
    const closed = CLOSINGS.reduce((sum, closing) => sum + (now.get(closing)?.leads ?? 0), 0);
    const closings = CLOSINGS.reduce((sum, closing) => sum + one[closing], 0);
    expect(closings - times('lead.woken') - times('lead.reopened')).toBe(closed);
    expect(closed + now.get('open')!.leads).toBe(one.leads);
    expect([...now.values()].reduce((sum, { untried }) => sum + untried, 0)).toBe(one.leads - one.touched);
    expect(times('lead.assigned') + times('lead.reassigned')).toBe(other.leads);
    const missed = one.promises - one.kept + other.promises - other.kept;
    expect(times('sla.breached') - times('sla.corrected')).toBe(missed);
    for (const number of [closings, closed, one.leads - one.touched, other.leads, times('sla.breached')])
      expect(demo.said).toMatch(new RegExp(`\\b${number}\\b`));
  });

  it('reports the states of the leads as the API has them', () => {
    const nowOf: Readonly<Record<string, string>> = {
      nurturing: 'nurture',
      recycled: 'recycle',
      suppressed: 'suppress',
    };
    const listed = new Map<string, number>();
    for (const { status } of leads) {
      const state = nowOf[status] ?? status;
      listed.set(state, (listed.get(state) ?? 0) + 1);
    }
    expect(new Map([...demo.played.report.now].map(([state, { leads: count }]) => [state, count]))).toEqual(listed);
  });

  it('has rows for each team and policy, and the fairness of each pool', async () => {
    const tables = ['by source', 'by policy', 'by team', 'by rep', ...POOLS.map(({ name }) => `pool ${name}`)];
    for (const title of tables) expect(demo.said).toMatch(new RegExp(`^${title} `, 'm'));
    for (const { name } of POLICIES) expect(demo.said).toContain(name);
    for (const [name, id] of demo.played.organisation.pools) {
      const { data } = await api.get<{ data: { leadsGot: number }[] }>(`/v1/pools/${id}/fairness`);
      const [, table] = demo.said.split(`pool ${name} `);
      const got = table!.split('\n').slice(2, 2 + data.length);
      expect(got.map((line) => Number(line.split(/\s{2,}/)[3]))).toEqual(data.map(({ leadsGot }) => leadsGot));
    }
  });

  it('prints the reports of the API', async () => {
    const span = 'from=2026-05-01T00:00:00Z&to=2026-06-01T00:00:00Z&timeZone=Europe/Berlin';
    const speed = await api.get<{ total: { leads: number; touched: number } }>(`/v1/reports/speed-to-lead?${span}`);
    expect(demo.said).toMatch(/^answers +leads +touched/m);
    expect(demo.said).toMatch(new RegExp(`^total +${speed.total.leads} +${speed.total.touched} +\\d+ %`, 'm'));
    const ends = await api.get<{ total: { closed: number } }>(`/v1/reports/dispositions?${span}`);
    expect(demo.said).toMatch(new RegExp(`^total +${ends.total.closed} +100 % `, 'm'));
  });

  it('counts the mails that reps would have got, by kind, and shows one', async () => {
    expect(await api.all('/v1/deliveries?channel=email')).toEqual([]);
    const mails: { type: string }[] = [];
    for (const { id } of await api.all<{ id: string }>('/v1/reps'))
      mails.push(...(await api.all<{ type: string }>(`/v1/reps/${id}/notifications`)));
    const moved = count(mails, ({ type }) => type === 'lead.reassigned');
    expect(moved).toBeGreaterThan(0);
    expect(demo.said).toMatch(new RegExp(`^a lead moved to them +${moved} +\\d+$`, 'm'));
    expect(demo.said).toContain(`were there a mail server: ${mails.length} mails. One of them:\n\n    Subject: `);
  });

  it('ends with what each ad platform would have received, as the API has it', async () => {
    for (const [name, id] of demo.played.organisation.platforms) {
      const items = await api.all<{ kind: string; stage: string; state: string }>(
        `/v1/feedback/destinations/${id}/items`,
      );
      const told = (stage: string) =>
        count(items, (item) => item.kind === 'conversion' && item.stage === stage && item.state === 'accepted');
      const [leads, qualified, won] = ['lead', 'qualified', 'won'].map(told);
      expect(leads).toBeGreaterThan(0);
      expect(demo.said).toMatch(new RegExp(`^${name} +${leads} +${qualified} +${won} `, 'm'));
    }
  });

  it('shows every time in the zone of its place', () => {
    expect(demo.said).toMatch(/^Mon 11 May \d\d:\d\d:\d\d Berlin {2}\d+ leads? in/m);
    const story =
      /^ {2}A lead that .+ \(times of (?:Berlin|New York)\)\n(?: {4}\w{3} \d+ May \d\d:\d\d:\d\d {2}[A-Z].*\n)+/m;
    expect(demo.said).toMatch(story);
    expect(demo.said).not.toMatch(/\d{4}-\d\d-\d\dT|UTC|\d\d\.\d{3}/);
  });

  it('counts for each source the leads and dispositions of the API', async () => {
    const dispositions = await readDispositions(api);
    for (const [source, tally] of bySource()) {
      const listed = await api.all<LeadSeen>(`/v1/leads?source=${encodeURIComponent(source)}`);
      expect([source, tally.leads]).toEqual([source, listed.length]);
      expect([source, tally.won]).toEqual([source, count(listed, ({ status }) => status === 'won')]);
      for (const category of ['nurture', 'recycle', 'suppress', 'lost'] as const) {
        const told = count(dispositions, (row) => row.source === source && row.category === category);
        expect([source, category, tally[category]]).toEqual([source, category, told]);
      }
    }
  });

  it('counts for each rep the assignments and moves of the routing history', async () => {
    const given = new Map<string, number>();
    let moves = 0;
    for (const { id } of leads) {
      const { data } = await api.get<{ data: { repId: string | null; cycle: number }[] }>(`/v1/leads/${id}/routing`);
      const owned = data.filter(({ repId }) => repId !== null).reverse();
      for (const { repId } of owned) given.set(repId!, (given.get(repId!) ?? 0) + 1);
      // A suppressed lead is closed on arrival.
      if (owned.length === 0) given.set(NOBODY, 0);
      moves += count(owned, (row) => data.indexOf(row) < data.length - 1 && isMove(data, row));
    }
    expect(new Map([...byRep()].map(([id, { leads: given }]) => [id, given]))).toEqual(given);
    expect(totalOf(byRep().values()).moves).toBe(moves);
  });

  it('counts the promises as the leads show them', () => {
    const first = new Set(leads.filter(({ cycle }) => cycle === 1).map(({ id }) => id));
    const report = readReport(events.filter(({ subject }) => first.has(subject.id)));
    const kept = (kind: string, state: string) =>
      leads
        .filter(({ id }) => first.has(id))
        .flatMap(({ clocks }) => clocks)
        .filter((clock) => clock.kind === kind && clock.state === state && clock.dueAt !== null).length;
    const sources = totalOf(report.bySource.values());
    const reps = totalOf(report.byRep.values());
    expect([sources.kept, sources.promises - sources.kept]).toEqual([
      kept('leadResponse', 'met'),
      kept('leadResponse', 'breached'),
    ]);
    expect([reps.kept, reps.promises - reps.kept]).toEqual([kept('firstTouch', 'met'), kept('firstTouch', 'breached')]);
  });

  it('lets no rep miss a promise or touch a lead while they are off', () => {
    const { players } = demo.played.organisation;
    const isAtWork = (repId: unknown, at: number) => players.get(repId as string)!.working.isOpenAt(at);
    const missed = events.filter(({ type, data }) => type === 'sla.breached' && data.kind === 'firstTouch');
    // A promise may end at the very instant of closing.
    for (const { data } of missed) expect(isAtWork(data.repId, Date.parse(data.dueAt as string) - 1)).toBe(true);
    const touches = events.filter(({ type, data }) => type === 'lead.touched' && data.direction === 'outbound');
    for (const { data } of touches) {
      const at = Date.parse(data.occurredAt as string);
      expect(isAtWork(data.repId, at) || isAtWork(data.repId, at - 1)).toBe(true);
    }
  });

  it('assigns no lead to a rep who is off', () => {
    const { players } = demo.played.organisation;
    const given = events.filter(({ type }) => type === 'lead.assigned' || type === 'lead.reassigned');
    const asleep = given.filter(
      ({ occurredAt, data }) => !players.get(data.repId as string)!.working.isOpenAt(Date.parse(occurredAt)),
    );
    expect(given.length).toBeGreaterThan(0);
    expect(asleep).toEqual([]);
  });

  it('enforces each promise once, at the instant at which it is due', () => {
    const breaches = events.filter(({ type }) => type === 'sla.breached');
    for (const { occurredAt, data } of breaches) expect(occurredAt).toBe(data.dueAt);
    expect(new Set(breaches.map(({ data }) => data.clockId)).size).toBe(breaches.length);
  });

  it('leaves every open lead with an owner or in the queue', async () => {
    const { data } = await api.get<{ data: { leadId: string }[] }>('/v1/routing/queue?limit=1000');
    const unowned = leads.filter(({ status, ownerId }) => status === 'open' && ownerId === null).map(({ id }) => id);
    expect(unowned.sort()).toEqual(data.map(({ leadId }) => leadId).sort());
  });
});

describe('a demo at the pace of a large file', () => {
  let byMany: Awaited<ReturnType<typeof play>>;
  let events: FeedEvent[];

  beforeAll(async () => {
    byMany = await play(await someLeads(), BY_MANY);
    events = await new FeedReader(new ApiClient(byMany.application.url, ADMIN_KEY)).read();
  });

  afterAll(async () => {
    await byMany?.application.stop();
  });

  it('does everything within five minutes of when it is due, and never before', () => {
    const week = events.filter(({ occurredAt }) => Date.parse(occurredAt) > DEMO_BEGINS);
    expect(new Set(week.map(({ occurredAt }) => Date.parse(occurredAt) % BY_MANY.gridMs))).toEqual(new Set([0]));
    const breaches = events.filter(({ type }) => type === 'sla.breached');
    expect(breaches.length).toBeGreaterThan(0);
    for (const { occurredAt, data } of breaches) {
      const lateMs = Date.parse(occurredAt) - Date.parse(data.dueAt as string);
      expect(lateMs).toBeGreaterThanOrEqual(0);
      expect(lateMs).toBeLessThan(BY_MANY.gridMs);
    }
  });

  it('ends with about the same outcomes as at its own pace', () => {
    const [one, other] = [byMany, demo].map(({ played }) => totalOf(played.report.bySource.values()));
    expect(one!.leads).toBe(other!.leads);
    for (const key of ['touched', ...CLOSINGS] as const)
      expect(Math.abs(one![key] - other![key])).toBeLessThanOrEqual(Math.max(2, 0.1 * other![key]));
  });

  it('lets the CRM report what reps record', () => {
    const noted = events.filter(({ type }) => type === 'lead.disposed' || type === 'lead.milestone');
    expect(noted.length).toBeGreaterThan(0);
    expect(byMany.said).toMatch(/^closed with +leads +share +by reps +by CRM/m);
    const [, closings, byReps, byCrm] = /^total +(\d+) +100 % +(\d+) +(\d+)/m.exec(byMany.said)!;
    expect([byReps, byCrm]).toEqual(['0', closings]);
    expect(/^total +(\d+) +100 % +(\d+) +(\d+)/m.exec(demo.said)!.slice(2)).toEqual([
      expect.not.stringMatching(/^0$/),
      '0',
    ]);
  });
});

const hasXEducation = existsSync(X_EDUCATION.leads);
if (!hasXEducation) console.warn(`Skipped, because ${X_EDUCATION.leads} is not there: the tests of its 9,240 rows.`);

(hasXEducation ? describe : describe.skip)('the 9,240 rows of x_education_leads.csv', () => {
  it('are mapped with all their quirks', async () => {
    expect((await readLeads(X_EDUCATION)).remarks).toEqual([]);
    const leads = (await readLeads(X_EDUCATION)).leads.map(({ body }) => body);
    expect(leads).toHaveLength(9_240);
    const numbers = leads.map(({ refs }) => Number(refs!.leadNumber));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const sources = new Map<string, number>();
    for (const { source } of leads) sources.set(source, (sources.get(source) ?? 0) + 1);
    expect([sources.get('Google'), sources.get('google'), sources.get('unknown')]).toEqual([2_873, undefined, 36]);
    expect(leads.filter(({ test }) => test === true).map(({ source }) => source)).toEqual(['testone']);
    expect(JSON.stringify(leads)).not.toMatch(/"(Select|unknown country|Asia\/Pacific Region|)"/);
    const countries = leads.flatMap(({ contact }) => contact?.country ?? []);
    expect(countries).toHaveLength(9_240 - 2_461 - 5 - 2);
    expect(countries.filter((country) => !/^[A-Z]{2}$/.test(country))).toEqual([]);
    expect(Math.max(...leads.map(({ attributes }) => Object.keys(attributes ?? {}).length))).toBeLessThanOrEqual(100);
  });

  it('are accepted by POST /v1/leads/batch, and only once when sent again', async () => {
    const leads = (await readLeads(X_EDUCATION)).leads.map(({ body }) => body);
    const application = await TestApplication.start(toIso(DEMO_BEGINS));
    try {
      const api = new ApiClient(application.url, ADMIN_KEY);
      const send = async (count = leads.length) => {
        const answers: { status: string; errors?: unknown }[] = [];
        for (let from = 0; from < count; from += 1_000) {
          const body = { leads: leads.slice(from, from + 1_000) };
          answers.push(...(await api.post<{ results: { status: string }[] }>('/v1/leads/batch', body)).results);
        }
        return answers.map(({ status, errors }) => errors ?? status);
      };
      expect(new Set(await send())).toEqual(new Set(['created']));
      expect(new Set(await send(1))).toEqual(new Set(['existing']));
    } finally {
      await application.stop();
    }
  });
});

interface DispositionRow {
  readonly source: string;
  readonly category: string;
}

/** Returns the dispositions; a reopening adds a row of another kind. */
async function readDispositions(api: ApiClient): Promise<DispositionRow[]> {
  const rows: (DispositionRow & { readonly kind: string })[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const at: string = after === '' ? '' : `&after=${after}`;
    const page: { data: typeof rows; nextCursor: string | null } = await api.get(`/v1/dispositions?limit=1000${at}`);
    rows.push(...page.data);
    after = page.data.length < 1_000 ? null : page.nextCursor;
  }
  return rows.filter(({ kind }) => kind === 'disposed');
}

/**
 * Reports whether a rep took the lead over from another within one cycle, and not from the queue. `history`: newest
 * first.
 */
function isMove(history: readonly { repId: string | null; cycle: number }[], row: { cycle: number }): boolean {
  const before = history[history.indexOf(row as (typeof history)[number]) + 1]!;
  return before.repId !== null && before.cycle === row.cycle;
}
