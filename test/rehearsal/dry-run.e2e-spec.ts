import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { HOUR, iso, MINUTE } from '../support/instants.js';
import { settleJobsAround } from '../support/job-parts.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, faults, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = Date.parse(MONDAY);

let app: TestApplication;
let ann: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  const [mia, bo] = [await aRep(app, 'Mia'), await aRep(app, 'Bo')];
  ann = await aRep(app, 'Ann', { managerId: mia.id });
  await aDesk(app, [ann, bo]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const A_DEAL = { name: 'Website', account: { name: 'Juno' }, amount: '9000.00', currency: 'EUR' };
const call = (lead: Json, outcome = 'noAnswer', fields: object = {}) =>
  app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome, ...fields });
const mine = (fields: object = {}) => aLead(app, { owner: { repId: ann.id }, ...fields });
const elapsed = (firstTouch: object, fields: object = {}) => ({ time: 'elapsed', when: {}, firstTouch, ...fields });

async function tried(draft: object, from = START): Promise<Json> {
  const asked = await app.must('POST', '/v1/sla-policies/dry-run', {
    ...draft,
    from: iso(from),
    to: iso(app.time.now()),
  });
  await app.settleJobs();
  const job = await app.must('GET', `/v1/jobs/${asked.id}`);
  expect(job).toMatchObject({ state: 'done', progress: 1 });
  return job.result;
}

const RICH = {
  firstTouch: {
    within: 'PT30M',
    leadWithin: 'PT2H',
    warnAt: [0.5],
    onBreach: [
      { after: 'PT0S', do: 'reassign' },
      { after: 'PT10M', do: 'escalate', to: 'manager' },
    ],
    maxReassignments: 1,
  },
  followUp: {
    steps: [
      { kinds: ['call'], after: 'PT1H', within: 'PT1H' },
      { kinds: ['email'], after: 'PT1H', within: 'PT1H' },
    ],
    onMiss: [{ after: 'PT0S', do: 'remind' }],
  },
  decideWithin: 'PT6H',
};

/** A day with a bit of everything: nine leads of Ann’s, one of them a test. */
async function aDay(): Promise<void> {
  const sources = ['ads', 'web', 'ads', 'web', 'ads', 'web', 'ads', 'web'];
  const leads: Json[] = [];
  for (const source of sources) leads.push(await mine({ source }));
  const [kept, paused, lost, late, reported, won] = leads as [Json, Json, Json, Json, Json, Json];
  await mine({ test: true });
  await app.moveBy(10 * MINUTE);
  await call(kept);
  await app.must('POST', `/v1/leads/${paused.id}/pause`, { until: iso(START + HOUR), reason: 'Asked for later' });
  await app.must('POST', `/v1/leads/${lost.id}/disposition`, { category: 'lost', reason: 'price' });
  await app.moveBy(30 * MINUTE);
  await call(late, 'connected');
  await call(reported, 'noAnswer', { occurredAt: iso(START + 15 * MINUTE) });
  await app.moveBy(70 * MINUTE);
  await call(kept, 'voicemail');
  await app.must('POST', `/v1/leads/${won.id}/milestones`, { name: 'won' });
  await app.must('POST', `/v1/leads/${lost.id}/reopen`, { reason: 'Asked again' });
  await app.moveBy(10 * HOUR);
}

describe('a draft that equals the policy', () => {
  it('results in what really happened', async () => {
    await aPolicy(app, RICH.firstTouch, { ...elapsed(RICH.firstTouch), ...RICH });
    await aDay();
    const result = await tried({ policy: elapsed(RICH.firstTouch, RICH) });
    expect(result).toMatchObject({ leads: 8, covered: 8 });
    expect(result.would).toEqual(result.was);
    expect(result.examples).toEqual([]);
    const { firstTouch, leadResponse, followUp, decide, warned, moves, escalations } = result.was;
    const seen = [firstTouch.met, leadResponse.breached, followUp.met, decide.breached, warned, moves, escalations];
    expect(Math.min(...seen)).toBeGreaterThan(0);
    for (const rows of ['byPolicy', 'bySource', 'byOwner'])
      for (const { would, was } of result[rows]) expect(would).toEqual(was);
    const leadsBy = (rows: string, name: string) => result[rows].map((row: Json) => [row[name], row.leads]);
    expect(leadsBy('bySource', 'source')).toEqual([
      ['ads', 4],
      ['web', 4],
    ]);
    expect(leadsBy('byOwner', 'repId')).toEqual([[ann.id, 8]]);
    expect(leadsBy('byPolicy', 'policy')).toEqual([[0, 8]]);
  });
});

it('a draft that equals the policy results in what really happened to leads that opened because of deals', async () => {
  await aPolicy(app, RICH.firstTouch, { ...elapsed(RICH.firstTouch), ...RICH });
  const bo = (await app.must('GET', '/v1/reps')).data.find(({ name }: Json) => name === 'Bo');
  for (const how of ['opened', 'lost', 'won']) {
    const lead = await mine({ contact: { email: `${how}@dry.example` } });
    await app.moveBy(MINUTE);
    await call(lead, 'connected');
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'recycle', reason: 'stale' });
    await app.moveBy(HOUR);
    const deal = { account: { name: how }, leadId: lead.id, ownerRepId: bo.id, amount: '10.00', currency: 'EUR' };
    if (how !== 'won') await app.must('POST', '/v1/deals', { name: 'Deal', ...deal });
    else await app.must('PUT', '/v1/deals/by-ref/crm/1', { name: 'Deal', ...deal, stage: 'won' });
    const [made] = (await app.must('GET', `/v1/deals?leadId=${lead.id}`)).data;
    if (how === 'lost') await app.must('POST', `/v1/deals/${made.id}/lose`, { reason: 'price' });
    await app.moveBy(3 * HOUR);
  }
  const result = await tried({ policy: elapsed(RICH.firstTouch, RICH) });
  expect(result).toMatchObject({ leads: 3, covered: 3 });
  expect(result.would).toEqual(result.was);
  expect(result.was.firstTouch).toMatchObject({ met: 3, breached: 0 });
});

describe('a draft that differs from the policy', () => {
  beforeEach(() => aPolicy(app, { within: 'PT1H' }, elapsed({ within: 'PT1H' })));

  it('has exactly the breaches it would have caused, beside the real ones', async () => {
    const leads = [];
    for (const minutes of [10, 20, 30, 90]) {
      const lead = await mine();
      leads.push(lead);
      await app.moveBy(minutes * MINUTE);
      await call(lead);
    }
    const stricter = { within: 'PT20M', warnAt: [0.5], onBreach: [{ after: 'PT0S', do: 'reassign' }] };
    const result = await tried({ policy: elapsed(stricter) });
    // The second touch is at its very deadline, but the sweep comes first. The last lead really moved after an hour,
    // and its next owner would have missed it as well.
    expect(result.would).toMatchObject({ firstTouch: { met: 2, breached: 3, late: 2 }, warned: 5, moves: 4 });
    expect(result.was).toMatchObject({ firstTouch: { met: 4, breached: 1 }, warned: 0, moves: 1 });
    expect(result.examples.map(({ leadId }: Json) => leadId)).toEqual(leads.map(({ id }: Json) => id));
    expect(result.examples[2]).toMatchObject({
      policy: 0,
      would: { firstTouch: { breached: 1, late: 1 }, moves: 1 },
      was: { firstTouch: { met: 1 }, moves: 0 },
    });
    const laxer = await tried({ policy: elapsed({ within: 'PT3H' }) });
    expect(laxer.would).toMatchObject({ firstTouch: { breached: 0 }, moves: 0 });
  });

  it('that only measures moves no lead', async () => {
    await mine();
    await app.moveBy(3 * HOUR);
    const result = await tried({ policy: elapsed({ within: 'PT20M' }, { mode: 'measure' }) });
    expect(result.would).toMatchObject({ firstTouch: { breached: 2 }, moves: 0, escalations: 0 });
  });

  it('counts in the hours of its calendar, and stops while it pauses', async () => {
    await mine({ attributes: { waits: true } });
    await mine();
    await app.moveBy(9 * HOUR);
    // The default calendar closes at 17:00 UTC, two hours after the leads came in.
    const inHours = await tried({ policy: { when: {}, firstTouch: { within: 'PT3H' } } });
    expect(inHours.would).toMatchObject({ firstTouch: { breached: 0 } });
    const pauseWhile = { field: 'attributes.waits', op: 'eq', value: true };
    const paused = await tried({ policy: elapsed({ within: 'PT2H', onBreach: [] }, { pauseWhile }) });
    expect(
      paused.byOwner.map(({ would }: Json) => would.firstTouch.breached).reduce((a: number, b: number) => a + b),
    ).toBe(paused.would.firstTouch.breached);
    const free = await tried({ policy: elapsed({ within: 'PT2H', onBreach: [] }) });
    expect(paused.would.firstTouch.breached).toBeLessThan(free.would.firstTouch.breached);
  });

  it('judges all leads by the calendar that was in force when it began', async () => {
    const leads = Array.from({ length: 260 }, (_, index) => ({ source: `web ${index}`, owner: { repId: ann.id } }));
    await app.must('POST', '/v1/leads/batch', { leads });
    await app.moveBy(9 * HOUR);
    const policy = { when: {}, firstTouch: { within: 'PT3H' } };
    const draft = { policy, from: MONDAY, to: iso(app.time.now()) };
    const { id } = await app.must('POST', '/v1/sla-policies/dry-run', draft);
    const { defaultCalendarId } = await app.must('GET', '/v1/settings');
    const open = { hours: { mon: [['00:00', '24:00']] }, timeZone: 'UTC', name: 'Mondays' };
    await settleJobsAround(app, { kind: 'policyDryRun', parts: 1 }, () =>
      app.must('PUT', `/v1/calendars/${defaultCalendarId}`, open),
    );
    const { result } = await app.must('GET', `/v1/jobs/${id}`);
    expect([result.leads, result.would.firstTouch.breached]).toEqual([260, 0]);
    expect((await tried({ policy })).would.firstTouch.breached).toBe(260);
  });

  it('of several policies applies the first that matches a lead, or none', async () => {
    const of = (source: string, name: string) => ({
      name,
      ...elapsed({ within: 'PT30M' }, { when: { field: 'source', op: 'eq', value: source } }),
    });
    for (const source of ['ads', 'web', 'web', 'fair']) await mine({ source });
    await app.moveBy(2 * HOUR);
    const result = await tried({ policies: [of('ads', 'Ads'), of('ads', 'Never'), of('web', 'Web')] });
    expect(result).toMatchObject({ leads: 4, covered: 3 });
    expect(result.byPolicy.map(({ policy, name, leads }: Json) => [policy, name, leads])).toEqual([
      [2, 'Web', 2],
      [0, 'Ads', 1],
      [null, null, 1],
      [1, 'Never', 0],
    ]);
    const none = result.byPolicy.find(({ policy }: Json) => policy === null);
    expect(none).toMatchObject({
      covered: 0,
      would: { firstTouch: { breached: 0 } },
      was: { firstTouch: { breached: 2 } },
    });
  });

  it('covers only leads that came in within the span, and changes none of them', async () => {
    const before = await mine();
    await app.moveBy(HOUR / 2);
    const from = app.time.now();
    const lead = await mine();
    await app.moveBy(HOUR / 4);
    const known = await app.must('GET', `/v1/leads/${lead.id}`);
    const result = await tried({ policy: elapsed({ within: 'PT1M' }) }, from);
    expect(result).toMatchObject({ leads: 1, from: iso(from), examples: [{ leadId: lead.id }] });
    expect(before.id).not.toBe(lead.id);
    expect(await app.must('GET', `/v1/leads/${lead.id}`)).toEqual(known);
  });
});

describe('a dry run is refused', () => {
  const policy = elapsed({ within: 'PT5M' });
  const refused = async (body: object) => faults(await app.ask('POST', '/v1/sla-policies/dry-run', body));
  const from = iso(START - HOUR);

  it('without a draft, with two, and with an invalid span', async () => {
    expect(await refused({ from, to: MONDAY })).toEqual([' oneOf']);
    expect(await refused({ policy, policies: [policy], from, to: MONDAY })).toEqual([' oneOf']);
    expect(await refused({ policy, from: MONDAY, to: MONDAY })).toEqual(['/to order']);
    expect(await refused({ policy, from, to: iso(START + 1) })).toEqual(['/to future']);
    expect(await refused({ policy, from: iso(START - 400 * 24 * HOUR - 1), to: MONDAY })).toEqual(['/from tooLong']);
    expect(await refused({ from: MONDAY, to: iso(START + 1), policies: [] })).toEqual(['/policies tooFew']);
    expect((await app.must('GET', '/v1/jobs')).data).toEqual([]);
  });

  it('where a policy could not be saved, with all its faults', async () => {
    const wrong = { ...policy, calendar: { calendarId: NOBODY }, when: { field: 'bogus', op: 'eq', value: 1 } };
    expect(await refused({ policy: wrong, from, to: MONDAY })).toEqual([
      '/policy/when/field unknownField',
      '/policy/calendar/calendarId unknownId',
    ]);
    expect(await refused({ policies: [policy, wrong], from: MONDAY, to: from })).toEqual([
      '/policies/1/when/field unknownField',
      '/policies/1/calendar/calendarId unknownId',
      '/to order',
    ]);
  });
});

describe('a dry run over the whole life of leads', () => {
  // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
  const unreachable = { attempts: 2, over: 'PT1M', then: { category: 'recycle', reason: 'unreachable' } };
  const FIRST = {
    within: 'PT30M',
    acknowledge: 'PT20M',
    maxReassignments: 1,
    onBreach: [{ after: 'PT0S', do: 'reassign' }],
  };

  it('counts later cycles, voided touches, acknowledgements and unreachable leads', async () => {
    await aPolicy(app, FIRST, elapsed(FIRST, { unreachable }));
    const [reopened, voided, known, gone] = [
      await mine(),
      await mine(),
      await mine(),
      await mine({ contact: { phone: '+1 650 555 0142' } }),
    ];
    await call(reopened!);
    const { id } = await call(voided!);
    await app.must('POST', `/v1/leads/${known!.id}/acknowledge`);
    await call(gone!);
    await app.moveBy(10 * MINUTE);
    await app.must('POST', `/v1/leads/${reopened!.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.must('POST', `/v1/leads/${voided!.id}/touches/${id}/void`, { reason: 'Of another lead' });
    await call(gone!);
    await app.moveBy(5 * MINUTE);
    await app.must('POST', `/v1/leads/${reopened!.id}/reopen`, { reason: 'Asked again' });
    await app.moveBy(30 * MINUTE);
    await call(known!);
    await app.moveBy(5 * HOUR);
    const same = await tried({ policy: elapsed(FIRST, { unreachable }) });
    expect(same.would).toEqual(same.was);
    expect(same.was).toMatchObject({ unreachable: 1 });
    expect(same.was.firstTouch.breached).toBeGreaterThan(3);
    const without = await tried({ policy: elapsed({ ...FIRST, acknowledge: undefined }) });
    expect(without.would).toMatchObject({ unreachable: 0 });
    // Without `acknowledge`, the move of the acknowledged lead is not held back.
    expect(without.would.moves).toBe(without.was.moves + 1);
  });

  it('begins with a lead that was closed at intake when a person reopens it', async () => {
    const first = { ...FIRST, leadWithin: 'PT1H' };
    await aPolicy(app, first, elapsed(first, { unreachable }));
    await app.must('POST', '/v1/suppressions', { email: 'kim@one.example', reason: 'competitor' });
    const lead = await mine({ contact: { email: 'kim@one.example' } });
    const { id } = await call(lead);
    await app.moveBy(5 * MINUTE);
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'A partner by now' });
    await app.must('POST', `/v1/leads/${lead.id}/touches/${id}/void`, { reason: 'Of another lead' });
    await app.moveBy(10 * MINUTE);
    await call(lead);
    await app.moveBy(HOUR);
    const { would, was } = await tried({ policy: elapsed(first, { unreachable }) });
    expect(was).toMatchObject({ unreachable: 0, firstTouch: { met: 1 }, leadResponse: { met: 1, cancelled: 0 } });
    expect(would).toEqual(was);
  });

  it('closes no lead while its deal was open', async () => {
    await aPolicy(app, FIRST, elapsed(FIRST));
    const lead = await mine({ contact: { phone: '+1 650 555 0142' } });
    const deal = await app.must('POST', '/v1/deals', { ...A_DEAL, leadId: lead.id, ownerRepId: ann.id });
    const calls = async () => {
      for (let calls = 0; calls < 3; calls += 1) {
        await call(lead);
        await app.moveBy(2 * MINUTE);
      }
    };
    await calls();
    const draft = { policy: elapsed(FIRST, { unreachable }) };
    expect((await tried(draft)).would.unreachable).toBe(0);
    await app.must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price', lead: 'keep' });
    await calls();
    expect((await tried(draft)).would.unreachable).toBe(1);
  });

  it('shows what `unreachable` would have closed, though nothing was closed', async () => {
    await aPolicy(app, FIRST, elapsed(FIRST));
    const lead = await mine({ contact: { phone: '+1 650 555 0142' } });
    for (let calls = 0; calls < 3; calls += 1) {
      await call(lead);
      await app.moveBy(2 * MINUTE);
    }
    const { would, was, examples } = await tried({ policy: elapsed(FIRST, { unreachable }) });
    expect([would.unreachable, was.unreachable]).toEqual([1, 0]);
    expect(examples).toMatchObject([{ leadId: lead.id, would: { unreachable: 1 } }]);
  });

  it('counts sources that differ only in case as one', async () => {
    for (const source of ['Web', 'web', 'WEB', 'ads']) await mine({ source });
    await app.moveBy(MINUTE);
    const { bySource } = await tried({ policy: elapsed({ within: 'PT5M' }) });
    expect(bySource.map(({ source, leads }: Json) => [source, leads])).toEqual([
      ['Web', 3],
      ['ads', 1],
    ]);
  });
});

it('several drafts are one set, in which no name occurs twice', async () => {
  const named = (name: string) => ({ name, when: {}, firstTouch: { within: 'PT5M' } });
  await aPolicy(app, {}, { name: 'Saved' });
  await app.moveBy(MINUTE);
  const span = { from: iso(START), to: iso(START + MINUTE) };
  const asked = (policies: object[]) => app.post('/v1/sla-policies/dry-run', { policies, ...span });
  expect(faults(await asked([named('A'), named('B'), named('a')]))).toEqual(['/policies/2/name duplicate']);
  expect((await asked([named('Saved'), named('B')])).status).toBe(202);
});
