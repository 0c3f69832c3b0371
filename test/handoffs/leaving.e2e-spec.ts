import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HandoffSuccession } from '../../src/handoffs/succession/handoff-succession.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, FILLED } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep, faults } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let olga: Json;
let otto: Json;
let dora: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, olga, otto, dora] = [
    await aRep(app, 'Ann'),
    await aRep(app, 'Olga'),
    await aRep(app, 'Otto'),
    await aRep(app, 'Dora'),
  ];
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [olga.id] });
  const receiver = { name: 'Operations', teamId: team.id, ownerOfDoneRepId: olga.id, checklist: [] };
  const receivers = [{ ...receiver, acknowledgeWithin: 'PT4H', completeWithin: 'PT16H' }];
  await aHandoffKind(app, { teamId: team.id, repId: dora.id }, { receivers });
});
afterAll(() => app.stop());

async function aHandoff(name: string, owner = ann): Promise<Json> {
  const deal = await app.must('POST', '/v1/deals', {
    name,
    account: { name },
    ownerRepId: owner.id,
    amount: '100.00',
    currency: 'EUR',
  });
  await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, FILLED);
  await app.must('POST', `/v1/deals/${deal.id}/win`);
  return app.must('GET', `/v1/handoffs/${deal.handoff.id}`);
}
const now = ({ id }: Json) => app.must('GET', `/v1/handoffs/${id}`);

it('what a receiver owes passes to a successor with the rest, in a single notification', async () => {
  const [asked, accepted] = [await aHandoff('One'), await aHandoff('Two')];
  const path = `/v1/handoffs/${accepted.id}`;
  await app.must('POST', `${path}/receivers/Operations/accept`);
  await app.must('POST', `${path}/blockers`, {
    text: 'No access',
    ownerRepId: olga.id,
    dueAt: new Date(app.time.now() + 86_400_000).toISOString(),
  });
  const offboard = (body: object) => app.ask('POST', `/v1/reps/${olga.id}/offboard`, body);
  expect(faults(await offboard({}))).toEqual(['/accounts required', '/handoffs required']);
  const all = { accounts: { repId: otto.id }, handoffs: { repId: otto.id } };
  expect((await offboard(all)).body).toMatchObject({
    state: 'done',
    handedOver: { accounts: 1, handoffs: 2 },
    names: expect.arrayContaining([expect.objectContaining({ kind: 'handoffKind', becomes: 'stays' })]),
  });
  for (const [handoff, kind] of [
    [asked, 'handoffAcknowledge'],
    [accepted, 'handoffComplete'],
  ] as const) {
    const [receiver] = (await now(handoff)).receivers;
    expect(receiver.ownerRepId).toBe(otto.id);
    expect(receiver.clocks).toContainEqual(expect.objectContaining({ kind, state: 'running', repId: otto.id }));
  }
  const { blockers } = await now(accepted);
  expect(blockers).toMatchObject([{ text: 'No access', ownerRepId: otto.id }]);
  const { data } = await app.must('GET', `/v1/reps/${otto.id}/notifications`);
  expect(data.map(({ type, text }: Json) => [type, text])).toEqual([
    ['rep.inherited', 'You take over from Olga, who has left: 1 account and 2 handoffs'],
  ]);
  await app.application.app.get(HandoffSuccession).passOn(null);
  expect((await now(asked)).receivers[0].ownerRepId).toBe(otto.id);
});

it('a question to the giver goes to who takes over the deal, and all else that is owed to the successor for handoffs', async () => {
  const [hal, ida] = [await aRep(app, 'Hal'), await aRep(app, 'Ida')];
  const { id } = await aHandoff('Asked', hal);
  await app.must('POST', `/v1/handoffs/${id}/questions`, { text: 'Which shop?', to: 'giver' });
  await app.must('POST', `/v1/handoffs/${id}/blockers`, {
    text: 'No access',
    ownerRepId: hal.id,
    dueAt: new Date(app.time.now() + 86_400_000).toISOString(),
  });
  const [deals, handoffs] = [{ repId: ida.id }, { repId: dora.id }];
  await app.must('POST', `/v1/reps/${hal.id}/offboard`, { deals, accounts: deals, handoffs });
  expect(await now({ id })).toMatchObject({
    giverRepId: ida.id,
    questions: [{ toRepId: ida.id }],
    blockers: [{ ownerRepId: dora.id }],
  });
  const { data } = await app.must('GET', `/v1/reps/${ida.id}/notifications`);
  expect(data.map(({ type }: Json) => type)).toContain('handoff.reassigned');
  await app.application.app.get(HandoffSuccession).passOn(null);
  expect((await now({ id })).questions).toMatchObject([{ toRepId: ida.id }]);
});

it('a question stays with the successor of a giver whose deals have none any more', async () => {
  const [eve, fay] = [await aRep(app, 'Eve'), await aRep(app, 'Fay')];
  const { id } = await aHandoff('Planned', eve);
  await app.must('POST', `/v1/handoffs/${id}/questions`, { text: 'Which shop?', to: 'giver' });
  await app.must('POST', `/v1/reps/${eve.id}/offboard`, {
    deals: { repId: fay.id },
    accounts: { repId: dora.id },
    handoffs: { repId: dora.id },
    at: new Date(app.time.now() + 3_600_000).toISOString(),
  });
  await app.must('POST', `/v1/reps/${fay.id}/offboard`, {});
  await app.moveBy(3_600_000);
  for (const _ of ['at once', 'after the next look']) {
    expect((await now({ id })).questions).toMatchObject([{ toRepId: dora.id }]);
    await app.application.app.get(HandoffSuccession).passOn(null);
  }
  const toEve = await app.must('GET', `/v1/reps/${eve.id}/notifications`);
  expect(toEve.data.map(({ type }: Json) => type)).not.toContain('handoff.reassigned');
});

it('a delivered deal passes on until its handoff is over, since its owner gives that', async () => {
  const gil = await aRep(app, 'Gil');
  const { id, dealId } = await aHandoff('Delivered', gil);
  await app.must('POST', `/v1/handoffs/${id}/questions`, { text: 'Which shop?', to: 'giver' });
  await app.must('POST', `/v1/deals/${dealId}/events`, { name: 'delivery.completed' });
  const leaving = await app.must('POST', `/v1/reps/${gil.id}/offboard?dryRun=true`, {});
  expect(leaving.owned).toContainEqual({ what: 'deals', count: 1, ids: [dealId] });
  const to = { repId: dora.id };
  await app.must('POST', `/v1/reps/${gil.id}/offboard`, { deals: to, accounts: to, handoffs: to });
  expect(await now({ id })).toMatchObject({ giverRepId: dora.id, questions: [{ toRepId: dora.id }] });

  for (const act of ['accept', 'done']) await app.must('POST', `/v1/handoffs/${id}/receivers/Operations/${act}`);
  const over = await app.must('POST', `/v1/reps/${dora.id}/offboard?dryRun=true`, {});
  expect(over.owned.find(({ what }: Json) => what === 'deals').ids).not.toContain(dealId);
});

it('what a giver owes passes on with their deals, whether these are open or not', async () => {
  const { id } = await aHandoff('Three');
  const { body } = await app.ask('POST', `/v1/reps/${ann.id}/offboard?dryRun=true`, {});
  const { owned } = body as Json;
  expect(owned.find(({ what }: Json) => what === 'deals').count).toBe(3);
  const done = await app.ask('POST', `/v1/reps/${ann.id}/offboard`, {
    deals: { repId: dora.id },
    accounts: { repId: dora.id },
    handoffs: { repId: dora.id },
  });
  expect([done.status, (done.body as Json).missing ?? (done.body as Json).errors]).toEqual([200, []]);
  await app.application.app.get(HandoffSuccession).passOn(null);
  expect((await now({ id })).giverRepId ?? (await now({ id })).ownerRepId).toBe(dora.id);
});
