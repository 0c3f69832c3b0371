import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Backfills } from '../../src/handoffs/backfills/backfills.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aRep, changeSettings, NOBODY } from '../support/people.js';

const FORM = {
  type: 'object',
  additionalProperties: false,
  required: ['story'],
  properties: {
    story: { type: 'string', title: 'What has been', description: 'What has been done for them?' },
    taxId: { type: 'string', title: 'Tax number', prefill: ['earlier'] },
  },
};

let app: TestApplication;
let people: Record<'ann' | 'bob' | 'olga' | 'dora', Json>;
let history: Json;
let team: { teamId: string; repId: string };

beforeAll(async () => {
  // A Monday afternoon in the company's time zone.
  app = await TestApplication.start('2026-03-09T14:00:00Z');
  const calendar = await app.must('POST', '/v1/calendars', {
    name: 'Nine to five',
    timeZone: 'owner',
    hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]])),
    holidays: ['2026-03-18'],
  });
  await changeSettings(app, { timeZone: 'Europe/Berlin', defaultCalendarId: calendar.id });
  const [ann, bob, olga, dora] = await Promise.all(['Ann', 'Bob', 'Olga', 'Dora'].map((name) => aRep(app, name)));
  people = { ann: ann!, bob: bob!, olga: olga!, dora: dora! };
  const operations = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [people.olga.id] });
  team = { teamId: operations.id, repId: people.dora.id };
  history = await aKind('History', { on: 'manual' });
});
afterAll(() => app.stop());

const aKind = (name: string, start: object): Promise<Json> =>
  aHandoffKind(app, team, {
    name,
    start,
    form: FORM,
    ready: [],
    receivers: [
      {
        name: 'Operations',
        teamId: team.teamId,
        ownerOfDoneRepId: people.olga.id,
        checklist: [],
        acknowledgeWithin: 'P2D',
        completeWithin: 'P5D',
      },
    ],
  });
let accounts = 0;
const anAccount = (owner: Json | null, fields: object = {}): Promise<Json> => {
  accounts += 1;
  return app.must('POST', '/v1/accounts', {
    name: `Acme ${accounts}`,
    ownerRepId: owner?.id,
    type: 'customer',
    ...fields,
  });
};
const backfill = (body: object, query = '', key?: { headers: Record<string, string> }) =>
  app.ask('POST', `/v1/handoff-backfills${query}`, body, key);
/** Checks what is due, as the engine does every minute, on two nodes at once. */
const look = async () => {
  const backfills = app.application.app.get(Backfills);
  const all = async () => {
    while (await backfills.beginDue());
  };
  await Promise.all([all(), all()]);
};
const of = async ({ id }: Json): Promise<Json[]> => (await app.must('GET', `/v1/handoffs?accountId=${id}`)).data;
const goTo = (at: string) => app.time.moveTo(Date.parse(at));
const whys = ({ accounts: rows }: Json) => rows.map(({ passedOver }: Json) => passedOver);

describe('a backfill', () => {
  it('begins handoffs for accounts over weeks, on working days, alternating between their owners', async () => {
    const anns = [await anAccount(people.ann), await anAccount(people.ann), await anAccount(people.ann)];
    const bobs = [await anAccount(people.bob), await anAccount(people.bob)];
    const body = { kindId: history.id, accounts: { type: 'customer' }, perWeek: 2 };
    const dry = await backfill(body, '?dryRun=true');
    expect(dry.status).toBe(200);
    expect(dry.body).toMatchObject({ id: null, waiting: 5, begun: 0, passedOver: 0, more: false });
    expect(dry.body.weeks).toEqual([
      { week: '2026-03-09', handoffs: 2 },
      { week: '2026-03-16', handoffs: 2 },
      { week: '2026-03-23', handoffs: 1 },
    ]);
    expect((await app.must('GET', '/v1/handoff-backfills')).data).toEqual([]);

    const { status, body: made } = await backfill(body);
    expect(status).toBe(201);
    expect({ ...made, id: null, createdAt: null }).toEqual({ ...dry.body, createdAt: null });
    const ownerOf = new Map([...anns, ...bobs].map(({ id, ownerRepId }) => [id, ownerRepId]));
    expect(made.accounts.map(({ accountId }: Json) => ownerOf.get(accountId))).toEqual([
      ...[people.ann.id, people.bob.id, people.ann.id, people.bob.id, people.ann.id],
    ]);
    // Now; Wednesday; Monday, and Thursday, as Wednesday is a holiday; the Monday after.
    expect(made.accounts.map(({ beginsAt }: Json) => beginsAt.slice(0, 16))).toEqual([
      ...['2026-03-09T14:00', '2026-03-11T08:00', '2026-03-16T08:00', '2026-03-19T08:00', '2026-03-23T08:00'],
    ]);

    await look();
    expect((await of(anns[0]!)).map(({ state, giverRepId }) => [state, giverRepId])).toEqual([
      ['draft', people.ann.id],
    ]);
    expect(await of(bobs[0]!)).toEqual([]);
    const { data: told } = await app.must('GET', `/v1/reps/${people.ann.id}/notifications`);
    expect(told.filter(({ type }: Json) => type === 'handoff.due')[0].text).toMatch(
      /^“History” of Acme 1 is due from you by .*: 1 piece is missing before it is handed over$/,
    );
    goTo('2026-03-30T10:00:00Z');
    await look();
    const done = await app.must('GET', `/v1/handoff-backfills/${made.id}`);
    expect(done).toMatchObject({ waiting: 0, begun: 5, passedOver: 0 });
    for (const account of [...anns, ...bobs]) expect(await of(account)).toHaveLength(1);
    const { data: rows } = await app.must('GET', `/v1/handoff-backfills/${made.id}/accounts`);
    expect(rows.map(({ handoffId }: Json) => typeof handoffId)).toEqual(Array(5).fill('string'));
    expect((await verified(app.database.url)).found).toEqual([]);

    // A repeated request finds nothing left to do.
    expect((await backfill(body)).body).toMatchObject({ waiting: 0, accounts: [], firstAt: null });
  });

  it('skips accounts that have or will get a handoff and accounts without an owner, and says why', async () => {
    const [plain, orphan] = [await anAccount(people.ann), await anAccount(null)];
    const accountIds = [plain.id, orphan.id];
    const first = (await backfill({ kindId: history.id, accountIds, perWeek: 10 })).body;
    expect(whys(first)).toEqual([null, 'nobody']);
    const second = (await backfill({ kindId: history.id, accountIds, perWeek: 10 })).body;
    expect(whys(second).sort()).toEqual(['nobody', 'planned']);
    await app.must('POST', '/v1/handoffs', { kindId: history.id, accountId: plain.id });
    await look();
    const { data } = await app.must('GET', `/v1/handoff-backfills/${first.id}/accounts`);
    expect(data.find(({ accountId }: Json) => accountId === plain.id)).toMatchObject({
      handoffId: null,
      passedOver: 'there',
    });
    expect(await of(plain)).toHaveLength(1);
  });

  it('can be called off: nothing more begins, and what has begun continues', async () => {
    const [now, later] = [await anAccount(people.ann), await anAccount(people.ann)];
    const made = (await backfill({ kindId: history.id, accountIds: [now.id, later.id], perWeek: 1 })).body;
    await look();
    const off = await app.must('POST', `/v1/handoff-backfills/${made.id}/call-off`);
    expect(off).toMatchObject({ begun: 1, waiting: 0, passedOver: 1, calledOffAt: expect.any(String) });
    expect(await app.must('POST', `/v1/handoff-backfills/${made.id}/call-off`)).toEqual(off);
    await app.moveBy(30 * 86_400_000);
    await look();
    expect([(await of(now)).length, (await of(later)).length]).toEqual([1, 0]);
  });

  it('skips its accounts if its kind starts in another way by then', async () => {
    const account = await anAccount(people.ann);
    const kind = await aKind('For a while', { on: 'manual' });
    const startsOn = new Date(app.time.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const made = (await backfill({ kindId: kind.id, accountIds: [account.id], perWeek: 1, startsOn })).body;
    await app.must('PUT', `/v1/handoff-kinds/${kind.id}`, { ...kind, start: { on: 'delivery.completed' } });
    await app.moveBy(14 * 86_400_000);
    await look();
    const { data } = await app.must('GET', `/v1/handoff-backfills/${made.id}/accounts`);
    expect(data.map(({ passedOver }: Json) => passedOver)).toEqual(['kindGone']);
    expect(await of(account)).toEqual([]);
  });

  it('finds customers that won deals have made, but no account that is no longer a customer', async () => {
    const account = (name: string) => app.must('POST', '/v1/accounts', { name, ownerRepId: people.bob.id });
    const [bought, lost] = [await account('Bought'), await account('Lost interest')];
    const told = (each: Json, stage: string) =>
      app.must('PUT', `/v1/deals/by-ref/crm/${each.id}`, {
        name: 'Shop',
        account: { id: each.id },
        ownerRepId: people.ann.id,
        amount: '1.00',
        currency: 'EUR',
        stage,
      });
    await told(bought, 'won');
    await told(lost, 'lost');
    const kind = await aKind('For customers', { on: 'manual' });
    const { body } = await backfill({ kindId: kind.id, accounts: { type: 'customer' }, perWeek: 100 }, '?dryRun=true');
    const found = body.accounts.map(({ accountId }: Json) => accountId);
    expect([found.includes(bought.id), found.includes(lost.id)]).toEqual([true, false]);
    await app.must('PATCH', `/v1/accounts/${bought.id}`, { type: 'former' });
    const after = await backfill({ kindId: kind.id, accounts: { type: 'customer' }, perWeek: 100 }, '?dryRun=true');
    expect(after.body.accounts.map(({ accountId }: Json) => accountId)).not.toContain(bought.id);
    await app.delete(`/v1/handoff-kinds/${kind.id}`);
  });

  it('hands over deals that were won earlier, with a form filled in from what is known', async () => {
    const [won, open] = [await anAccount(people.bob), await anAccount(people.bob)];
    const aDeal = (account: Json, fields: object) =>
      app.must('PUT', `/v1/deals/by-ref/crm/${account.id}-${JSON.stringify(fields).length}`, {
        name: 'Website',
        account: { id: account.id },
        ownerRepId: people.ann.id,
        amount: '1.00',
        currency: 'EUR',
        ...fields,
      });
    await aDeal(won, { stage: 'won', wonAt: '2025-01-01T00:00:00Z' });
    const newest = await aDeal(won, { stage: 'won', wonAt: '2026-01-01T00:00:00Z', name: 'The newest one' });
    await aDeal(open, { stage: 'open' });
    const earlier = await app.must('POST', '/v1/handoffs', { kindId: history.id, accountId: won.id });
    await app.must('PATCH', `/v1/handoffs/${earlier.id}/form`, { story: 'A shop', taxId: 'ATU1' });
    await app.must('POST', `/v1/handoffs/${earlier.id}/start`);
    const kind = await aKind('Sales to operations', { on: 'deal.won' });
    const made = (await backfill({ kindId: kind.id, accountIds: [won.id, open.id], perWeek: 100 })).body;
    expect(whys(made)).toEqual([null, 'noDeal']);
    await app.moveBy(7 * 86_400_000);
    await look();
    const [begun] = (await of(won)).filter(({ kindId }) => kindId === kind.id);
    expect(begun).toMatchObject({ dealId: newest.id, state: 'draft', giverRepId: people.ann.id });
    const form = await app.must('GET', `/v1/handoffs/${begun!.id}/form`);
    expect(form.values).toEqual({ taxId: 'ATU1' });
    await app.must('PATCH', `/v1/handoffs/${begun!.id}/form`, { story: 'A shop again' });
    expect((await app.must('GET', `/v1/handoffs/${begun!.id}`)).state).toBe('running');
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('of a kind that is begun by hand is handed over with its last piece too', async () => {
    const account = await anAccount(people.ann);
    const byHand = await app.must('POST', '/v1/handoffs', { kindId: history.id, accountId: account.id });
    await app.must('PATCH', `/v1/handoffs/${byHand.id}/form`, { story: 'A shop' });
    expect((await app.must('GET', `/v1/handoffs/${byHand.id}`)).state).toBe('draft');
    await app.must('POST', `/v1/handoffs/${byHand.id}/cancel`, { reason: 'The backfill asks for it' });
    await backfill({ kindId: history.id, accountIds: [account.id], perWeek: 100 });
    await app.moveBy(86_400_000);
    await look();
    const [begun] = (await of(account)).filter(({ state }) => state === 'draft');
    await app.must('PATCH', `/v1/handoffs/${begun!.id}/form`, { story: 'A shop' });
    const { state, clocks } = await app.must('GET', `/v1/handoffs/${begun!.id}`);
    const owed = clocks.filter(({ kind }: Json) => kind === 'handoffException');
    expect([state, owed.map((each: Json) => each.state)]).toEqual(['running', ['met']]);
  });

  it('is created once by a request that is repeated', async () => {
    const account = await anAccount(people.ann);
    const body = { kindId: history.id, accountIds: [account.id], perWeek: 1 };
    const again = { headers: { 'idempotency-key': 'backfill-1' } };
    const [one, two] = [await backfill(body, '', again), await backfill(body, '', again)];
    expect([one.status, two.body]).toEqual([201, one.body]);
  });
});

describe('an invalid backfill', () => {
  it.each<[string, () => Promise<object>, string]>([
    ['without accounts', async () => ({}), ' required'],
    ['with both', async () => ({ accounts: {}, accountIds: [NOBODY] }), ' required'],
    ['of an account that there is not', async () => ({ accountIds: [NOBODY] }), '/accountIds/0 unknownId'],
    [
      'of a kind that begins by itself',
      async () => ({ accounts: {}, kindId: (await aKind('Renewal', { on: 'renewal.due', daysBefore: 90 })).id }),
      '/kindId unknownId',
    ],
    ['with nothing a week', async () => ({ accounts: {}, perWeek: 0 }), '/perWeek tooSmall'],
    ['in the past', async () => ({ accounts: {}, startsOn: '2020-01-01' }), '/startsOn tooEarly'],
  ])('is refused: %s', async (_, fields, fault) => {
    const { status, body } = await backfill({ kindId: history.id, perWeek: 5, ...(await fields()) });
    expect([status, ...body.errors.map(({ pointer, code }: Json) => `${pointer} ${code}`)]).toEqual([422, fault]);
  });
});
