import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aRep, nineToFive } from '../support/people.js';
import { runs } from '../support/runs.js';
import { handoffRowOf, type RecordedHandoff, type Unit, unitsOf } from './handoff-pencil.js';

const RUNS = runs(10, 200);
/** Fixed, because not every ten histories include everything. */
const SEED = 49;
const KINDS = ['won', 'byHand'] as const;
const RECEIVERS = ['Operations', 'Finance'] as const;

const which = fc.nat({ max: 4 });
const receiver = fc.constantFrom(...RECEIVERS);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      kind: fc.constantFrom(...KINDS),
      how: fc.constantFrom('complete', 'complete', 'excepted', 'elsewhere'),
      giver: fc.nat({ max: 1 }),
      product: fc.constantFrom('Website', 'Care plan', null),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30 * HOUR }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('accept' as const, 'done' as const), which, receiver }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('return' as const), which, receiver }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('resend' as const, 'fill' as const, 'process' as const), which }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask' as const), which, receiver }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), which, isAmended: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('block' as const, 'reopen' as const), which }) },
);
type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

/** What is rare: a handoff that is right at once, a question with its answer, and a form that is completed later. */
const RARE = [
  { do: 'give', kind: 'won', how: 'complete', giver: 0, product: 'Website' },
  { do: 'wait', ms: HOUR },
  { do: 'process', which: 0 },
  { do: 'give', kind: 'won', how: 'complete', giver: 1, product: null },
  { do: 'ask', which: 1, receiver: 'Operations' },
  { do: 'wait', ms: HOUR },
  { do: 'answer', which: 1, isAmended: false },
  { do: 'give', kind: 'won', how: 'excepted', giver: 0, product: 'Website' },
  { do: 'wait', ms: HOUR },
  { do: 'fill', which: 2 },
] as const satisfies readonly Step[];

let app: TestApplication;
let givers: Json[];
let decider: Json;
let program: string;
let kinds: Record<(typeof KINDS)[number], Json>;
let made: { readonly dealId: string; readonly handoffId: string; readonly product: string | null }[] = [];
let amendments = 0;
let deals = 0;
const totals: Json[] = [];

beforeAll(async () => {
  app = await TestApplication.start();
  await nineToFive(app, { timeZone: 'UTC' });
  const [ann, ben, olga, fay, dora] = await Promise.all(
    ['Ann', 'Ben', 'Olga', 'Fay', 'Dora'].map((name) => aRep(app, name)),
  );
  givers = [ann!, ben!];
  decider = dora!;
  program = await app.keyFor(['integration']);
  const receivers = await Promise.all(
    (
      [
        ['Operations', olga!],
        ['Finance', fay!],
      ] as const
    ).map(async ([name, owner]) => {
      const team = await app.must('POST', '/v1/teams', { name, repIds: [owner.id] });
      const within = { acknowledgeWithin: 'PT4H', completeWithin: 'PT16H' };
      return { name, teamId: team.id, ownerOfDoneRepId: owner.id, checklist: [], ...within };
    }),
  );
  const form = { type: 'object', required: ['promised'], properties: { promised: { type: 'string' } } };
  const people = { teamId: receivers[0]!.teamId, repId: decider.id };
  kinds = {
    won: await aHandoffKind(app, people, { name: 'Won', form, ready: [], receivers }),
    byHand: await aHandoffKind(app, people, {
      name: 'By hand',
      start: { on: 'manual' },
      form,
      ready: [],
      receivers: receivers.slice(0, 1),
    }),
  };
});
afterAll(() => app.stop());

const ask = (method: string, path: string, body?: unknown) => app.ask(method, path, body, { key: program });

/** Takes a step; the program refuses what cannot be done. */
async function take(step: Step): Promise<void> {
  if (step.do === 'wait') return void (await app.moveBy(step.ms));
  if (step.do === 'give') return give(step);
  const { dealId, handoffId } = made[step.which % Math.max(made.length, 1)] ?? {};
  if (handoffId === undefined) return;
  const path = `/v1/handoffs/${handoffId}`;
  amendments += 1;
  const promised = { promised: `Round ${amendments}` };
  if (step.do === 'accept' || step.do === 'done') await ask('POST', `${path}/receivers/${step.receiver}/${step.do}`);
  if (step.do === 'return')
    await ask('POST', `${path}/receivers/${step.receiver}/return`, { missing: ['/promised'], note: 'What?' });
  if (step.do === 'resend') await ask('POST', `${path}/start`);
  if (step.do === 'process')
    for (const each of RECEIVERS)
      for (const verb of ['accept', 'done']) await ask('POST', `${path}/receivers/${each}/${verb}`);
  if (step.do === 'fill') await ask('PATCH', `${path}/form`, promised);
  if (step.do === 'ask') await ask('POST', `${path}/questions`, { text: 'How?', to: step.receiver });
  if (step.do === 'block')
    await ask('POST', `${path}/blockers`, {
      text: 'No access',
      ownerRepId: decider.id,
      dueAt: new Date(app.time.now() + HOUR).toISOString(),
    });
  if (step.do === 'reopen') await ask('POST', `/v1/deals/${dealId}/reopen`, {});
  if (step.do === 'answer') {
    const { questions } = (await ask('GET', path)).body;
    const open = questions.find(({ answer }: Json) => answer === null);
    const body = { text: 'So', ...(step.isAmended && { amend: promised }) };
    if (open !== undefined) await ask('POST', `${path}/questions/${open.id}/answer`, body);
  }
}

async function give({ kind, how, giver, product }: Extract<Step, { do: 'give' }>): Promise<void> {
  const ownerRepId = givers[giver]!.id;
  deals += 1;
  const inCrm = `/v1/deals/by-ref/crm/${deals}`;
  const deal = await app.must('PUT', inCrm, {
    name: 'Deal',
    account: { name: 'Acme' },
    amount: '1.00',
    currency: 'EUR',
    ownerRepId,
    product,
  });
  const byHand = () => app.must('POST', '/v1/handoffs', { kindId: kinds.byHand.id, dealId: deal.id }, { key: program });
  const handoffId = kind === 'won' ? deal.handoff.id : (await byHand()).id;
  made.push({ dealId: deal.id, handoffId, product });
  const path = `/v1/handoffs/${handoffId}`;
  if (how === 'complete' || kind === 'byHand') await ask('PATCH', `${path}/form`, { promised: 'All' });
  if (kind === 'byHand') await ask('POST', `${path}/start`);
  else if (how === 'complete') await ask('POST', `/v1/deals/${deal.id}/win`);
  else if (how === 'excepted') {
    const completeBy = new Date(app.time.now() + 20 * HOUR).toISOString();
    const exception = { deciderRepId: decider.id, reason: 'They begin on Monday', completeBy };
    await ask('POST', `/v1/deals/${deal.id}/win`, { exception });
  } else await ask('PUT', inCrm, { stage: 'won' });
}

async function recordedHandoff(id: string): Promise<RecordedHandoff> {
  const view = await app.must('GET', `/v1/handoffs/${id}`);
  const timeline: Json[] = [];
  let next = '';
  do {
    const page = await app.must('GET', `/v1/handoffs/${id}/timeline?limit=1000${next}`);
    timeline.push(...page.data);
    next = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (next !== '');
  return { view, timeline };
}

const KEYS: Record<string, (unit: Unit) => string | null> = {
  kind: ({ told: { view } }) => view.kindId,
  team: ({ receiver: { teamId } }) => teamId,
  giver: ({ told: { timeline } }) => timeline.find(({ type }) => type === 'handoff.started')!.data.giverRepId,
  receiver: ({ receiver: { ownerRepId } }) => ownerRepId,
  product: ({ told: { view } }) => made.find(({ handoffId }) => handoffId === view.id)!.product,
  day: ({ startedAt }) => new Date(startedAt).toISOString().slice(0, 10),
  week: ({ startedAt }) => {
    const day = new Date(startedAt);
    return new Date(startedAt - ((day.getUTCDay() + 6) % 7) * 24 * HOUR).toISOString().slice(0, 10);
  },
};

it('the figures of handoffs equal their timelines, to the millisecond', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30 }), async (steps) => {
      made = [];
      const from = new Date(app.time.now()).toISOString();
      for (const each of steps) await take(each);
      const units = (await Promise.all(made.map(({ handoffId }) => recordedHandoff(handoffId)))).flatMap(unitsOf);
      for (const by of ['kind', 'team', 'giver', 'receiver', 'product', 'week', 'day,team']) {
        const { data, total } = await app.must('GET', `/v1/reports/handoffs?from=${from}&by=${by}&timeZone=UTC`);
        const keyOf = (unit: Unit) => JSON.stringify(by.split(',').map((name) => KEYS[name]!(unit)));
        const rows = new Map<string, Json>(data.map((row: Json) => [JSON.stringify(Object.values(row.key)), row]));
        expect([...rows.keys()].sort()).toEqual([...new Set(units.map(keyOf))].sort());
        for (const [key, row] of rows)
          expect(row).toMatchObject(handoffRowOf(units.filter((unit) => keyOf(unit) === key)));
        expect(total).toMatchObject(handoffRowOf(units));
        await requireListed([...data, total]);
        if (by !== 'kind') continue;
        totals.push(total);
        await requireDrawn(from, data, total);
      }
      // The next history begins where this one ends.
      await app.moveBy(1);
    }),
    { numRuns: RUNS, seed: SEED, examples: [[[...RARE]]] },
  );
  // Histories without these events would prove nothing.
  for (const name of ['done', 'returns', 'rightFirstTime', 'escalations', 'exceptions', 'blockers', 'questions'])
    expect([name, totals.some((total) => total[name] > 0)]).toEqual([name, true]);
  for (const stage of ['form', 'acknowledge', 'complete', 'rework', 'answer'])
    expect([stage, totals.some((total) => total[stage].ended > 0)]).toEqual([stage, true]);
  expect(totals.some(({ acknowledge }) => acknowledge.missed > 0)).toBe(true);
});

/** The map shows exactly what the report says. */
async function requireDrawn(from: string, rows: readonly Json[], total: Json): Promise<void> {
  const { workflows } = await app.must('GET', `/v1/handoffs/map?from=${from}`);
  const drawn: Json[] = workflows.filter(({ numbers }: Json) => numbers.handoffs > 0);
  const keyed = rows.map(({ key, label: _label, filter: _filter, ...numbers }) => [key.kind, numbers]);
  expect(new Map(drawn.map(({ kindId, numbers }) => [kindId, numbers]))).toEqual(new Map(keyed as [string, Json][]));
  for (const { arrows, numbers } of drawn) {
    const sum = (pick: (arrow: Json) => number | undefined) =>
      arrows.reduce((all: number, arrow: Json) => all + (pick(arrow) ?? 0), 0);
    const isOf = (end: string) => (arrow: Json) => new RegExp(end).test(arrow.to);
    for (const [stage, end] of [
      ['form', '^giver$'],
      ['acknowledge', '^r\\d+$'],
      ['complete', 'done$'],
    ] as const)
      for (const name of ['ended', 'running', 'kept', 'missed'])
        expect(sum((arrow) => (isOf(end)(arrow) ? arrow.taken[name] : 0))).toBe(numbers[stage][name]);
    expect(sum(({ rework }) => rework?.returns)).toBe(numbers.returns);
    expect(sum(({ rework }) => rework?.redone.ended)).toBe(numbers.rework.ended);
    expect(sum(({ questions }) => questions?.asked)).toBe(numbers.questions);
    expect(sum(({ questions }) => questions?.answered.missed)).toBe(numbers.answer.missed);
    expect(sum(({ stalls }) => stalls.escalations)).toBe(numbers.escalations);
  }
  const { numbers } = await app.must('GET', `/v1/handoffs/diagnosis?from=${from}`);
  for (const name of ['handoffs', 'done', 'receivers', 'blockers', 'questions', 'escalations', 'returns', 'exceptions'])
    expect([name, numbers[name]]).toEqual([name, total[name]]);
  const { data } = await app.must('GET', `/v1/reports/handoff-exceptions?from=${from}&limit=50`);
  const told = (what: string) =>
    data.filter((row: Json) => row.what === what).reduce((all: number, { times }: Json) => all + times, 0);
  expect([told('exception'), told('blocker')]).toEqual([total.exceptions, total.blockers]);
  const warned = made.map(({ handoffId }) => app.must('GET', `/v1/handoffs/${handoffId}/timeline?limit=1000`));
  const timelines = (await Promise.all(warned)).map((page) => page.data);
  const begun = timelines.filter((events) => events.some(({ type }: Json) => type === 'handoff.started')).flat();
  expect(numbers.warnings).toBe(begun.filter(({ type }: Json) => type === 'sla.warned').length);
}

/** The filter of each row lists its handoffs. */
async function requireListed(rows: readonly Json[]): Promise<void> {
  for (const { filter, handoffs } of rows) {
    if (filter === null) continue;
    const { data } = await app.must('GET', `/v1/handoffs?limit=1000&${new URLSearchParams(filter)}`);
    expect(data).toHaveLength(handoffs);
  }
}
