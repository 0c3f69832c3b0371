import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LeadFindingStore } from '../../src/leads/lead-finding.store.js';
import { TestApplication } from '../support/application.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aPool, theReps } from '../support/people.js';
import { runs, SEED } from '../support/runs.js';

/* Lists continue where they stopped looking, wherever that is: no page skips a lead, and none repeats one. */

const LEADS = 90;
const LOOKED_AT = 7;

let app: TestApplication;
let reps: Json[];
let pools: Json[];
let policy: Json;
let leads: Json[];
let everClosedAs: Map<string, Set<string>>;
let readers: Record<'all' | 'manager' | 'rep' | 'waiting' | 'form', string>;
/** What each reader sees, without a filter. */
let seenBy: Record<string, Set<string>>;

const pick = <Each>(of: readonly Each[], by: number): Each => of[by % of.length]!;

beforeAll(async () => {
  app = await TestApplication.start();
  const [boss] = await theReps(app, ['Boss']);
  reps = await theReps(app, ['Ann', 'Bo', 'Cy'], { managerId: boss!.id });
  pools = [
    await aPool(app, 'Desk', [reps[0]!, reps[1]!]),
    await aPool(app, 'Claims', [reps[1]!, reps[2]!], { strategy: 'claim', claimWithin: 'PT12H' }),
  ];
  const of = (value: string) => ({ field: 'campaign', op: 'eq', value });
  await app.must('PUT', '/v1/routing', {
    rules: [
      { name: 'Spring', when: of('spring'), assign: { poolId: pools[0]!.id } },
      { name: 'Summer', when: of('summer'), assign: { poolId: pools[1]!.id } },
    ],
    fallback: { queueOwnerId: reps[2]!.id },
  });
  policy = await app.must('POST', '/v1/sla-policies', {
    name: 'Fast',
    when: { field: 'source', op: 'in', value: ['ads', 'fair'] },
    time: 'elapsed',
    firstTouch: { within: 'PT1H', onBreach: [] },
  });
  readers = {
    all: await app.keyFor(['read']),
    manager: await app.keyFor(['manager'], boss!.id),
    rep: await app.keyFor(['rep'], reps[1]!.id),
    waiting: await app.keyFor(['rep'], reps[2]!.id),
    form: await app.keyFor(['intake']),
  };
  const random = fc.sample(fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), { numRuns: LEADS, seed: SEED });
  const ids: string[] = [];
  everClosedAs = new Map();
  for (const [n, choice] of random.entries()) {
    const id = await aLead(n, choice);
    ids.push(id);
    await act(id, choice);
    if (choice[11]! % 5 === 0) await act(pick(ids, choice[10]!), choice.slice(3).concat(choice));
    await app.moveBy((choice[9]! % 90) * MINUTE);
  }
  leads = await listed(readers.all, { limit: '1000' });
  Object.assign(app.application.app.get(LeadFindingStore), {
    most: { few: 9, assignment: LOOKED_AT, lead_words: LOOKED_AT, lead: LOOKED_AT },
  });
  seenBy = {};
  for (const [who, key] of Object.entries(readers))
    seenBy[who] = new Set((await listed(key, { limit: '1000' })).map(({ id }) => id));
}, 240_000);
afterAll(() => app.stop());

async function aLead(n: number, choice: readonly number[]): Promise<string> {
  const key = choice[8]! % 6 === 0 ? readers.form : undefined;
  const body = {
    source: pick(['ads', 'Ads', 'fair', 'list'], choice[0]!),
    campaign: pick(['spring', 'summer', 'autumn', undefined], choice[1]!),
    contact: { name: pick(['Kim Lee', 'Ada Hall', 'Kim Ray'], choice[2]!), email: `p${n}@example.com` },
    ...(choice[3]! % 8 === 0 && { test: true }),
    ...(choice[4]! % 3 === 0 && key === undefined && { owner: { repId: pick(reps, choice[5]!).id } }),
  };
  const made = await app.ask('POST', '/v1/leads', body, key === undefined ? {} : { key });
  if (made.status >= 300) throw new Error(JSON.stringify(made.body));
  return made.body.id;
}

async function act(id: string, choice: readonly number[]): Promise<void> {
  const dispose = async (category: string, fields: object = {}) => {
    const { status } = await app.ask('POST', `/v1/leads/${id}/disposition`, { category, ...fields });
    if (status < 300) tally(everClosedAs, id, category);
  };
  switch (choice[6]! % 9) {
    case 0:
      await app.ask('POST', `/v1/leads/${id}/touches`, { kind: 'call', outcome: 'connected' });
      break;
    case 1:
      await app.ask('POST', `/v1/leads/${id}/touches`, { kind: 'call', outcome: 'noAnswer' });
      break;
    case 2:
      await dispose('lost', { reason: 'price' });
      break;
    case 3:
      await dispose('recycle', { reason: 'stale', fields: { recycleAfter: 'PT20H' } });
      break;
    case 4:
      await dispose('nurture', {
        reason: 'not_now',
        fields: { wakeAt: new Date(app.time.now() + 5 * HOUR).toISOString() },
      });
      break;
    case 5:
      await dispose('suppress', { reason: 'spam' });
      await app.ask('POST', `/v1/leads/${id}/reopen`);
      break;
    case 6:
      await app.ask('POST', `/v1/leads/${id}/reassign`, { repId: pick(reps, choice[7]!).id });
      break;
    default:
  }
}

function tally(sets: Map<string, Set<string>>, id: string, value: string) {
  const has = sets.get(id) ?? new Set();
  sets.set(id, has.add(value));
}

/** Reads all pages. */
async function listed(key: string, query: Record<string, string>): Promise<Json[]> {
  return (await pagesOf(key, query)).flat();
}

async function pagesOf(key: string, query: Record<string, string>): Promise<Json[][]> {
  const all: Json[][] = [];
  for (let cursor = '', pages = 0; ; pages++) {
    if (pages > 500) throw new Error('The list does not end.');
    const asked = new URLSearchParams({ ...query, ...(cursor && { cursor }) });
    const page = await app.must('GET', `/v1/leads?${asked}`, undefined, { key });
    expect(page.data.length).toBeLessThanOrEqual(Number(query.limit));
    all.push(page.data);
    if (page.nextCursor === null) return all;
    cursor = page.nextCursor;
  }
}

const isMissed = ({ clocks }: Json) =>
  clocks.some((clock: Json) => clock.breachedAt !== undefined && clock.struckBreachAt !== clock.breachedAt);

type Filter = readonly [name: string, value: string, isIn: (lead: Json) => boolean];

const same = (one: unknown, other: string) => String(one ?? '').toLowerCase() === other.toLowerCase();
const filterFor: fc.Arbitrary<Filter> = fc.oneof(
  fc
    .constantFrom('open', 'recycled', 'lost', 'nurturing', 'suppressed')
    .map((v): Filter => ['status', v, (l) => l.status === v]),
  fc
    .constantFrom('untouched', 'attempting', 'connected')
    .map((v): Filter => ['workState', v, (l) => l.workState === v]),
  fc.boolean().map((v): Filter => ['breached', String(v), (l) => isMissed(l) === v]),
  fc.constant(0).map((): Filter => ['policy', 'none', (l) => l.policy === null]),
  fc.constant(0).map((): Filter => ['policyId', policy.id, (l) => l.policy?.id === policy.id]),
  fc.constantFrom('ads', 'FAIR', 'list').map((v): Filter => ['source', v, (l) => same(l.source, v)]),
  fc.constantFrom('spring', 'summer', 'autumn').map((v): Filter => ['campaign', v, (l) => l.campaign === v]),
  fc.nat(1).map((v): Filter => ['poolId', pools[v]!.id, (l) => l.poolId === pools[v]!.id]),
  fc.boolean().map((v): Filter => ['test', String(v), (l) => (l.test ?? false) === v]),
  fc.nat(2).map((v): Filter => ['ownerId', reps[v]!.id, (l) => l.ownerId === reps[v]!.id]),
  fc.constantFrom('nurture', 'lost').map((v): Filter => ['category', v, (l) => l.disposition?.category === v]),
  fc
    .constantFrom('lost', 'nurture', 'suppress')
    .map((v): Filter => ['closedAs', v, (l) => everClosedAs.get(l.id)?.has(v) ?? false]),
  fc
    .nat(LEADS - 1)
    .map((v): Filter => ['receivedFrom', pick(leads, v).receivedAt, (l) => l.receivedAt >= pick(leads, v).receivedAt]),
  fc
    .nat(LEADS - 1)
    .map((v): Filter => ['receivedTo', pick(leads, v).receivedAt, (l) => l.receivedAt < pick(leads, v).receivedAt]),
  fc.constantFrom('kim', 'lee', 'kim r').map(
    (v): Filter => [
      'q',
      v,
      (l) =>
        v.split(' ').every((w) =>
          l.contact.name
            .toLowerCase()
            .split(' ')
            .some((p: string) => p.startsWith(w)),
        ),
    ],
  ),
);

it('a list has each lead of its filter once, however little it looks at', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(filterFor, { selector: ([name]) => name, maxLength: 4 }),
      fc.constantFrom(...(['all', 'manager', 'rep', 'waiting', 'form'] as const)),
      fc.constantFrom(1, 2, 5, 50),
      fc.constantFrom({}, { sort: 'dueAt' }, { fields: 'slim' }, { count: 'true' }),
      async (filters, who, limit, shape) => {
        const query = {
          ...Object.fromEntries(filters.map(([name, value]) => [name, value])),
          ...shape,
          limit: String(limit),
        };
        const isDue = 'sort' in shape;
        const status = filters.find(([name]) => name === 'status')?.[1] ?? 'open';
        const value = (of: string) => filters.find(([name]) => name === of)?.[1];
        if (isDue && status !== 'open') return;
        if ((value('receivedFrom') ?? '') > (value('receivedTo') ?? '9')) return;
        const found = (await listed(readers[who], query)).map(({ id }) => id);
        const expected = leads
          .filter((lead) => seenBy[who]!.has(lead.id) && (!isDue || lead.status === 'open'))
          .filter((lead) => filters.every(([, , isIn]) => isIn(lead)))
          .map(({ id }) => id);
        expect(isDue ? found.toSorted() : found).toEqual(isDue ? expected.toSorted() : expected);
      },
    ),
    { numRuns: runs(60, 1000) },
  );
}, 240_000);

it('a list of leads that were received before an instant ends soon after it', async () => {
  const [{ receivedAt: receivedTo }] = leads as [Json];
  const query = { campaign: 'none', receivedTo, limit: '50' };
  const pages = await pagesOf(readers.all, query);
  // An id may differ from the receipt by a day.
  const isNear = (lead: Json) => Date.parse(lead.receivedAt) < Date.parse(receivedTo) + 25 * HOUR;
  expect(pages.length).toBeLessThanOrEqual(leads.filter(isNear).length / LOOKED_AT + 1);
});
