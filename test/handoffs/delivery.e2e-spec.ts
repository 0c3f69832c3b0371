import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aCast, codeOf, nineToFive } from '../support/people.js';

let app: TestApplication;
let people: Record<'ann' | 'olga' | 'otto' | 'fay' | 'dora' | 'eve', Json>;
let keys: Record<keyof typeof people | 'program', string>;
let atDelivery: Json;

/** The form for finance at delivery, about what can be invoiced. */
const FORM = {
  type: 'object',
  additionalProperties: false,
  required: ['accepted'],
  properties: {
    accepted: { type: 'string', title: 'Accepted', description: 'Who at the client has accepted it?' },
    hours: { type: 'integer', minimum: 0, title: 'Hours' },
  },
};

beforeAll(async () => {
  // A Monday.
  app = await TestApplication.start('2026-03-02T10:00:00Z');
  await nineToFive(app);
  ({ people, keys } = await aCast(app, ['Ann', 'Olga', 'Otto', 'Fay', 'Dora', 'Eve']));
  const teamOf = (name: string, rep: Json) => app.must('POST', '/v1/teams', { name, repIds: [rep.id] });
  const [operations, finance] = [await teamOf('Operations', people.olga), await teamOf('Finance', people.fay)];
  const receiver = (name: string, team: Json, owner: Json) => ({
    name,
    teamId: team.id,
    ownerOfDoneRepId: owner.id,
    checklist: [],
    acknowledgeWithin: 'PT4H',
    completeWithin: 'PT16H',
  });
  const someone = { teamId: operations.id, repId: people.dora.id };
  const form = { type: 'object', properties: { promised: { type: 'string' } } };
  await aHandoffKind(app, someone, { form, ready: [], receivers: [receiver('Operations', operations, people.olga)] });
  const kind = (fields: object) =>
    aHandoffKind(app, someone, {
      start: { on: 'delivery.completed' },
      form: FORM,
      ready: [],
      moment: 'When it is delivered, finance learns what to invoice.',
      receivers: [receiver('Finance', finance, people.fay)],
      ...fields,
    });
  atDelivery = await kind({ name: 'Operations to finance' });
  // One kind requires no answers, and one was deleted.
  await kind({ name: 'Case study', form: { type: 'object', properties: { quote: { type: 'string' } } } });
  const gone = await kind({ name: 'No longer' });
  await app.delete(`/v1/handoff-kinds/${gone.id}`);
});
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
let deals = 0;
const aDeal = (): Promise<Json> => {
  deals += 1;
  return by('ann').must('POST', '/v1/deals', {
    name: `Website ${deals}`,
    account: { name: `Acme ${deals}`, domain: `acme${deals}.example` },
    amount: '18400.00',
    currency: 'EUR',
  });
};
/** A won deal that Operations has accepted, so that they look after its account. */
const aDealInWork = async () => {
  const deal = await aDeal();
  const won = await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
  await by('olga').must('POST', `/v1/handoffs/${won.handoff.id}/receivers/Operations/accept`);
  return won;
};
const DELIVERED = { name: 'delivery.completed' };
const deliver = (deal: Json, who: keyof typeof keys = 'program', body: object = DELIVERED) =>
  by(who).ask('POST', `/v1/deals/${deal.id}/events`, body);
const notificationsTo = (who: keyof typeof people, type: string) => notificationsOf(app, people[who], type);
const clocksOf = ({ clocks }: Json) => clocks.map(({ kind, state }: Json) => `${kind} ${state}`);

describe('a deal that is delivered', () => {
  it('begins a handoff of each kind for delivery, to be filled in by the rep who looks after the account', async () => {
    const deal = await aDealInWork();
    const { status, body } = await deliver(deal);
    expect([status, body.dealId, body.name]).toEqual([200, deal.id, 'delivery.completed']);
    const byName = Object.fromEntries(body.handoffs.map((each: Json) => [each.name, each]));
    expect(Object.keys(byName).sort()).toEqual(['Case study', 'Operations to finance']);
    expect(byName['Case study']).toMatchObject({ state: 'running', missing: 0, giverRepId: people.olga.id });
    const begun = byName['Operations to finance'];
    expect(begun).toMatchObject({ state: 'draft', missing: 1, giverRepId: people.olga.id, kindId: atDelivery.id });
    expect((await app.must('GET', `/v1/deals/${deal.id}`)).deliveredAt).toBe(body.occurredAt);
    // Eight working hours: until tomorrow at ten.
    const draft = await app.must('GET', `/v1/handoffs/${begun.id}`);
    expect(draft.clocks).toMatchObject([
      { kind: 'handoffException', repId: people.olga.id, dueAt: '2026-03-03T10:00:00.000Z' },
    ]);
    expect((await notificationsTo('olga', 'handoff.due'))[0]).toMatchObject({
      handoffId: begun.id,
      text: `“Operations to finance” of ${deal.name} is due from you by Tue 3 Mar 2026, 10:00 (UTC): 1 piece is missing before it is handed over`,
    });
    // The seller has no access any more, and the giver finds it in their own list.
    expect((await by('ann').ask('PATCH', `/v1/handoffs/${begun.id}/form`, {})).status).toBe(404);
    const found = await by('olga').must('GET', '/v1/handoffs?state=draft');
    expect(found.data.map(({ id }: Json) => id)).toContain(begun.id);
    await by('olga').must('PATCH', `/v1/handoffs/${begun.id}/form`, { accepted: 'Kim' });
    const running = await app.must('GET', `/v1/handoffs/${begun.id}`);
    expect([running.state, clocksOf(running), running.receivers[0].ownerRepId]).toEqual([
      ...['running', ['handoffException met'], people.fay.id],
    ]);
    await by('fay').must('POST', `/v1/handoffs/${begun.id}/receivers/Finance/accept`);
    await by('fay').must('POST', `/v1/handoffs/${begun.id}/receivers/Finance/done`);
    expect((await app.must('GET', `/v1/handoffs/${begun.id}`)).state).toBe('done');
    const timeline = await app.must('GET', `/v1/deals/${deal.id}/timeline`);
    expect(timeline.data.at(-1)).toMatchObject({ type: 'deal.delivered', text: 'Delivered' });
  });

  it('is delivered once, however often and by however many it is reported', async () => {
    const deal = await aDealInWork();
    const [first, second] = await Promise.all([deliver(deal), deliver(deal, 'olga')]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    const again = await by('program').ask('POST', `/v1/deals/${deal.id}/events`, DELIVERED, {
      'idempotency-key': 'delivered',
    });
    expect(again.body).toEqual(first.body);
    const { data } = await app.must('GET', `/v1/handoffs?dealId=${deal.id}`);
    expect(data).toHaveLength(3);
  });

  it('has to be won, and is refused with the reason otherwise', async () => {
    const deal = await aDeal();
    const open = await deliver(deal);
    expect([open.status, codeOf(open.body), open.body.detail]).toEqual([
      ...[409, 'deal-stage', 'Only a deal that was won can be delivered; this deal is open.'],
    ]);
    await by('ann').must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price' });
    expect((await deliver(deal)).body.detail).toMatch(/this deal is already lost/);
    expect((await app.must('GET', `/v1/handoffs?dealId=${deal.id}&state=running`)).data).toEqual([]);
  });

  it('can be reported by those who work on it, at a time after the win and not in the future', async () => {
    const deal = await aDealInWork();
    const faultOf = async (body: object) => {
      const answer = await deliver(deal, 'program', body);
      return [answer.status, answer.body.errors[0].pointer, answer.body.errors[0].code];
    };
    expect(await faultOf({ ...DELIVERED, occurredAt: '2026-03-01T10:00:00Z' })).toEqual([
      ...[422, '/occurredAt', 'tooEarly'],
    ]);
    expect(await faultOf({ ...DELIVERED, occurredAt: '2027-03-01T10:00:00Z' })).toEqual([
      ...[422, '/occurredAt', 'future'],
    ]);
    expect(await faultOf({ name: 'delivery.begun' })).toEqual([422, '/name', 'value']);
    for (const who of ['eve', 'fay'] as const) expect((await deliver(deal, who)).status).toBe(404);
    expect((await deliver(deal, 'ann')).status).toBe(200);
  });

  it('may be dated up to five minutes ahead, as clocks differ, and then counts as delivered now', async () => {
    const deal = await aDealInWork();
    const now = app.time.now();
    const at = (ms: number) => deliver(deal, 'program', { ...DELIVERED, occurredAt: new Date(ms).toISOString() });
    const tooFar = await at(now + 5 * 60_000 + 1);
    expect([tooFar.status, tooFar.body.errors]).toMatchObject([422, [{ pointer: '/occurredAt', code: 'future' }]]);
    const { status, body } = await at(now + 5 * 60_000);
    expect([status, body.occurredAt]).toEqual([200, new Date(now).toISOString()]);
    expect((await app.must('GET', `/v1/deals/${deal.id}`)).deliveredAt).toBe(body.occurredAt);
  });

  it('and then reopened is not handed over, and can be delivered again once it is won again', async () => {
    const deal = await aDealInWork();
    const { handoffs } = (await deliver(deal)).body;
    await by('ann').must('POST', `/v1/deals/${deal.id}/reopen`);
    for (const { id } of handoffs) {
      const { state, clocks } = await app.must('GET', `/v1/handoffs/${id}`);
      expect([state, clocks.every(({ state: each }: Json) => each !== 'running')]).toEqual(['cancelled', true]);
    }
    expect((await app.must('GET', `/v1/deals/${deal.id}`)).deliveredAt).toBeNull();
    await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
    const again = (await deliver(deal)).body.handoffs;
    expect(again.map(({ state }: Json) => state).sort()).toEqual(['draft', 'running']);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('whose account has no owner is handed over by its seller', async () => {
    const deal = await aDeal();
    await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
    await by('program').must('PATCH', `/v1/accounts/${deal.account.id}`, { ownerRepId: null });
    expect((await deliver(deal)).body.handoffs.map(({ giverRepId }: Json) => giverRepId)).toEqual([
      ...[people.ann.id, people.ann.id],
    ]);
  });
});

describe('the delivery of a deal whose handover is not finished', () => {
  const OPEN = ['The blocker “The domain is not theirs yet”.', 'Build: “Asked for the logins”.'];
  beforeAll(async () => {
    const team = await app.must('POST', '/v1/teams', { name: 'Build', repIds: [people.otto.id] });
    const checklist = [{ text: 'Named the team' }, { text: 'Asked for the logins' }];
    const build = { name: 'Build', teamId: team.id, ownerOfDoneRepId: people.otto.id, checklist };
    const someone = { teamId: team.id, repId: people.otto.id };
    const kind = await aHandoffKind(app, someone, {
      name: 'Of shops',
      start: { on: 'deal.won', when: { field: 'deal.product', op: 'eq', value: 'Shop' } },
      form: { type: 'object', properties: { promised: { type: 'string' } } },
      ready: [],
      receivers: [{ ...build, acknowledgeWithin: 'PT4H', completeWithin: 'PT16H' }],
    });
    const others = (await app.must('GET', '/v1/handoff-kinds?limit=200')).data.map(({ id }: Json) => id);
    const order = [kind.id, ...others.filter((id: string) => id !== kind.id)];
    await app.must('PUT', '/v1/handoff-kinds/order', order);
  });

  const aBlockedDeal = async () => {
    const deal = await aDeal();
    await by('ann').must('PATCH', `/v1/deals/${deal.id}`, { product: 'Shop' });
    const { handoff } = await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
    const otto = (path: string, body?: object) => by('otto').must('POST', `/v1/handoffs/${handoff.id}${path}`, body);
    await otto('/receivers/Build/accept');
    await by('otto').must('PUT', `/v1/handoffs/${handoff.id}/receivers/Build/checklist`, { done: [0] });
    const blocker = { text: 'The domain is not theirs yet', ownerRepId: people.otto.id, dueAt: '2026-03-09T10:00:00Z' };
    const { blockers } = await otto('/blockers', blocker);
    return { deal, otto, blockerId: blockers[0].id };
  };

  it('asks people first and names what is open, and warns programs', async () => {
    const { deal, otto, blockerId } = await aBlockedDeal();
    const refused = await deliver(deal, 'ann');
    expect([refused.status, refused.body.type]).toEqual([409, '/problems#handover-open']);
    expect(refused.body.errors.map(({ message }: Json) => message)).toEqual(OPEN);
    expect(refused.body.detail).toBe(
      `2 things are open in the handover of this deal; the first: ${OPEN[0]} If it is delivered all the same, send \`"anyway": true\`.`,
    );
    expect((await app.must('GET', `/v1/deals/${deal.id}`)).deliveredAt).toBeNull();
    await otto(`/blockers/${blockerId}/resolve`);
    const { body } = await deliver(deal);
    expect(body.warnings).toEqual([
      { pointer: '/anyway', message: `One thing is open in the handover of this deal: ${OPEN[1]}` },
    ]);
    expect(body.handoffs.length).toBeGreaterThan(0);
  });

  it('is taken from whoever confirms it', async () => {
    const { deal } = await aBlockedDeal();
    const { status, body } = await deliver(deal, 'ann', { ...DELIVERED, anyway: true });
    expect([status, body.warnings]).toEqual([200, undefined]);
    expect((await app.must('GET', `/v1/deals/${deal.id}`)).deliveredAt).not.toBeNull();
    expect((await deliver(deal, 'ann')).status).toBe(200);
  });
});
