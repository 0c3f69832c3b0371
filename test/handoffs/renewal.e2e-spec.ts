import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastDayOf } from '../../src/handoffs/renewals/renewal.js';
import { Renewals } from '../../src/handoffs/renewals/renewals.service.js';
import { Database } from '../../src/platform/sql/database.js';
import { daysAfter } from '../../src/platform/values/day.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aRep, changeSettings } from '../support/people.js';
import { runs } from '../support/runs.js';

const FORM = {
  type: 'object',
  required: ['mood'],
  properties: { mood: { type: 'string', title: 'Mood', description: 'How do they speak of us?' } },
};

let app: TestApplication;
let people: Record<'ann' | 'olga' | 'sam' | 'dora', Json>;
let kind: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T10:00:00Z');
  await changeSettings(app, { timeZone: 'Europe/Berlin' });
  const [ann, olga, sam, dora] = await Promise.all(['Ann', 'Olga', 'Sam', 'Dora'].map((name) => aRep(app, name)));
  people = { ann: ann!, olga: olga!, sam: sam!, dora: dora! };
  const sales = await app.must('POST', '/v1/teams', { name: 'Sales', repIds: [people.sam.id] });
  kind = await aHandoffKind(
    app,
    { teamId: sales.id, repId: people.dora.id },
    {
      name: 'Renewal',
      moment: 'Ninety days before the last day for notice, sales learns how they fare.',
      start: { on: 'renewal.due', daysBefore: 90 },
      form: FORM,
      ready: [],
      receivers: [
        {
          name: 'Sales',
          teamId: sales.id,
          ownerOfDoneRepId: people.sam.id,
          checklist: [],
          acknowledgeWithin: 'P2D',
          completeWithin: 'P5D',
        },
      ],
    },
  );
});
afterAll(() => app.stop());

/** Checks what is due, as the engine does every minute, on two nodes at once. */
const look = async () => {
  const contracts = app.application.app.get(WonDeals);
  await Promise.all([contracts.look(), contracts.look()]);
  const renewals = app.application.app.get(Renewals);
  const all = async () => {
    for (const kindId of await renewals.kindsBehind()) while (await renewals.beginDue(kindId));
  };
  await Promise.all([all(), all()]);
};
const today = () => new Date(app.time.now()).toISOString().slice(0, 10);
const goTo = (day: string, time = '10:00') => app.time.moveTo(Date.parse(`${day}T${time}:00Z`));
let deals = 0;
/** Creates a won deal that has no contract, since nobody says its amount. It is therefore renewed itself. */
const aDeal = (term: Json | null, fields: object = {}): Promise<Json> => {
  deals += 1;
  return app.must('PUT', `/v1/deals/by-ref/crm/${deals}`, {
    name: `Retainer ${deals}`,
    account: { name: `Acme ${deals}` },
    ownerRepId: people.ann.id,
    stage: 'won',
    ...(term && { term }),
    ...fields,
  });
};
const amend = (deal: Json, fields: object) => app.must('PATCH', `/v1/deals/${deal.id}`, fields);
const ofDeal = async ({ id }: Json): Promise<Json[]> => (await app.must('GET', `/v1/handoffs?dealId=${id}`)).data;
const statesOf = async (deal: Json) => (await ofDeal(deal)).map(({ state }) => state);
const finish = async ({ id }: Json) => {
  await app.must('PATCH', `/v1/handoffs/${id}/form`, { mood: 'They recommend us' });
  await app.must('POST', `/v1/handoffs/${id}/receivers/Sales/accept`);
  await app.must('POST', `/v1/handoffs/${id}/receivers/Sales/done`);
};

describe('a renewal', () => {
  it(`begins with the account's rep ninety days before the last day for notice, in the company's time zone`, async () => {
    const deal = await aDeal({ startsOn: '2026-01-01', endsOn: '2026-12-31', noticeDays: 60 });
    await app.must('PATCH', `/v1/accounts/${deal.account.id}`, { ownerRepId: people.olga.id });
    // The last day for notice is 1 November; ninety days before is 3 August.
    goTo('2026-08-02', '21:59');
    await look();
    expect(await ofDeal(deal)).toEqual([]);
    goTo('2026-08-02', '22:00');
    await look();
    const [begun] = await ofDeal(deal);
    expect(begun).toMatchObject({ state: 'draft', kindId: kind.id, giverRepId: people.olga.id, missing: 1 });
    expect(begun!.clocks).toMatchObject([{ kind: 'handoffException', state: 'running', repId: people.olga.id }]);
    const told = await app.must('GET', `/v1/reps/${people.olga.id}/notifications`);
    expect(told.data[0].text).toBe(
      `“Renewal” of ${deal.name} is due from you by Mon 3 Aug 2026, 17:00 (Europe/Berlin): 1 piece is missing before it is handed over`,
    );
    for (const days of [1, 2, 40]) {
      goTo(daysAfter('2026-08-03', days));
      await look();
    }
    expect(await statesOf(deal)).toEqual(['draft']);
    await finish(begun!);
    expect((await app.must('GET', `/v1/accounts/${deal.account.id}`)).roles).toEqual({ manager: people.sam.id });
    await amend(deal, { name: 'Said once more' });
    await look();
    expect(await statesOf(deal)).toEqual(['done']);
    // The term is extended by a year, and is renewed again before that ends.
    await amend(deal, { term: { startsOn: '2026-01-01', endsOn: '2027-12-31', noticeDays: 60 } });
    await look();
    expect(await statesOf(deal)).toEqual(['done']);
    goTo('2027-08-03');
    await look();
    expect(await statesOf(deal)).toEqual(['done', 'draft']);
  });

  it('begins before the term ends if no notice is agreed, even after the engine was down for weeks', async () => {
    const endsOn = daysAfter(today(), 100);
    const deal = await aDeal({ startsOn: today(), endsOn });
    await look();
    // A week after the term has ended.
    goTo(daysAfter(endsOn, 7));
    await look();
    await look();
    expect(await statesOf(deal)).toEqual(['draft']);
  });

  it('does not begin if the term was extended in time, and a draft is then called off', async () => {
    const startsOn = today();
    const [early, late] = [daysAfter(startsOn, 95), daysAfter(startsOn, 500)];
    const extended = await aDeal({ startsOn, endsOn: early });
    await amend(extended, { term: { startsOn, endsOn: late } });
    const waiting = await aDeal({ startsOn, endsOn: early });
    goTo(daysAfter(startsOn, 5));
    await look();
    expect([await statesOf(extended), await statesOf(waiting)]).toEqual([[], ['draft']]);
    await amend(waiting, { term: { startsOn, endsOn: late } });
    const [called] = await ofDeal(waiting);
    expect([called!.state, called!.clocks[0].state]).toEqual(['cancelled', 'cancelled']);
    const timeline = await app.must('GET', `/v1/handoffs/${called!.id}/timeline`);
    expect(timeline.data.at(-1).text).toBe('Called off: the term was extended');
    goTo(daysAfter(startsOn, 8));
    await amend(waiting, { term: { startsOn, endsOn: early } });
    // A different last day of the same term does not renew it twice.
    await amend(waiting, { term: { startsOn, endsOn: daysAfter(early, -1) } });
    await amend(waiting, { term: { startsOn, endsOn: daysAfter(early, 1) } });
    goTo(daysAfter(today(), 1));
    await look();
    expect(await statesOf(waiting)).toEqual(['cancelled', 'draft']);
  });

  it('begins at once if its day passed before the term was known, but not after the last day', async () => {
    const term = { startsOn: daysAfter(today(), -300), endsOn: daysAfter(today(), 30) };
    const seen = async (deal: Json) => {
      await look();
      return statesOf(deal);
    };
    expect(await seen(await aDeal(term))).toEqual(['draft']);
    expect(await seen(await aDeal({ ...term, endsOn: daysAfter(today(), -1) }))).toEqual([]);
    expect(await seen(await aDeal(term, { stage: 'open' }))).toEqual([]);
    const later = await aDeal(null);
    expect(await seen(later)).toEqual([]);
    await amend(later, { term });
    expect(await seen(later)).toEqual(['draft']);
  });

  it('is called off when its deal is reopened, and begins anew when won again, unless it was done', async () => {
    const term = { startsOn: today(), endsOn: daysAfter(today(), 30) };
    const [deal, done] = [await aDeal(term), await aDeal(term)];
    await look();
    await finish((await ofDeal(done))[0]!);
    for (const { id } of [deal, done]) await app.must('POST', `/v1/deals/${id}/reopen`);
    expect([await statesOf(deal), await statesOf(done)]).toEqual([['cancelled'], ['done']]);
    for (const { id } of [deal, done]) await app.must('POST', `/v1/deals/${id}/win`);
    await look();
    const called = await aDeal(term);
    await look();
    await app.must('POST', `/v1/handoffs/${(await ofDeal(called))[0]!.id}/cancel`, { reason: 'They have left' });
    await amend(called, { name: 'Called off' });
    await look();
    expect(await statesOf(called)).toEqual(['cancelled']);
    expect([await statesOf(deal), await statesOf(done)]).toEqual([['cancelled', 'draft'], ['done']]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('does not begin late if its kind had another start for a while', async () => {
    const over = await aDeal({ startsOn: today(), endsOn: daysAfter(today(), 120) });
    const near = await aDeal({ startsOn: today(), endsOn: daysAfter(today(), 250) });
    await look();
    const before = await app.must('GET', `/v1/handoff-kinds/${kind.id}`);
    await app.must('PUT', `/v1/handoff-kinds/${kind.id}`, { ...before, start: { on: 'manual' } });
    await look();
    await goTo(daysAfter(today(), 200));
    const { start } = before;
    await app.must('PUT', `/v1/handoff-kinds/${kind.id}`, { ...before, start, version: undefined });
    await look();
    expect([await statesOf(over), await statesOf(near)]).toEqual([[], ['draft']]);
  });
});

const STEP = fc.oneof(
  fc.record({
    do: fc.constant('term' as const),
    days: fc.integer({ min: 0, max: 200 }),
    noticeDays: fc.integer({ min: 0, max: 40 }),
  }),
  fc.record({ do: fc.constant('reopen' as const) }),
  fc.record({ do: fc.constant('win' as const) }),
  fc.record({ do: fc.constant('finish' as const) }),
  fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 60 }), isDown: fc.boolean() }),
);

describe('a renewal, whatever happens to its deal and to the engine', () => {
  it('begins once for each last day that came near while the deal was won, and for no other', async () => {
    await look();
    await fc.assert(
      fc.asyncProperty(fc.array(STEP, { minLength: 4, maxLength: 12 }), async (steps) => {
        const deal = await aDeal(null);
        const account = { stage: 'won', lastDay: null as string | null, isAsked: false };
        for (const step of steps) {
          if (step.do === 'wait') goTo(daysAfter(today(), step.days));
          else if (step.do === 'term') {
            const term = {
              startsOn: '2020-01-01',
              endsOn: daysAfter(today(), step.days + step.noticeDays),
              noticeDays: step.noticeDays,
            };
            await amend(deal, { term });
            account.lastDay = lastDayOf(term);
          } else if (step.do === 'finish') {
            const open = (await ofDeal(deal)).find(({ state }) => state === 'draft');
            if (open !== undefined) await finish(open);
          } else if ((step.do === 'win') === (account.stage === 'open')) {
            await app.must('POST', `/v1/deals/${deal.id}/${step.do}`);
            account.stage = step.do === 'win' ? 'won' : 'open';
          }
          if (step.do === 'term' || step.do === 'win')
            account.isAsked = account.stage === 'won' && account.lastDay !== null && account.lastDay >= today();
          if (account.stage === 'open') account.isAsked = false;
          if (step.do === 'wait' && step.isDown) continue;
          await look();
          const { rows } = await app.application.app
            .get(Database)
            .query<{ renewsOn: string; state: string }>(
              `select renews_on::text as "renewsOn", state from handoff where deal_id = $1 and state <> 'cancelled'`,
              [deal.id],
            );
          const through = daysAfter(today(), 90);
          expect(new Set(rows.map(({ renewsOn }) => renewsOn)).size).toBe(rows.length);
          expect(rows.filter(({ state }) => state === 'draft').length).toBeLessThanOrEqual(1);
          expect(rows.filter(({ state, renewsOn }) => state === 'draft' && renewsOn > through)).toEqual([]);
          if (account.isAsked && account.lastDay! <= through)
            expect(rows.filter(({ renewsOn }) => renewsOn >= account.lastDay!)).not.toEqual([]);
        }
      }),
      { numRuns: runs(5, 25) },
    );
    expect((await verified(app.database.url)).found).toEqual([]);
  });
});
