import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MessageWriting } from '../../src/deliveries/messages/message-writing.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, winADeal } from '../support/handoffs.js';
import { HOUR } from '../support/instants.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aCast, aDesk, aLead, codeOf, nineToFive } from '../support/people.js';

const MONDAY = '2026-03-09T10:00:00Z';
const FORM = {
  context: 'Their shop is slow',
  contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example', phone: '+43 1 9' } },
  billing: { lines: [{ kind: 'fixed', amount: '100.00' }] },
};

let app: TestApplication;
let people: Record<'ann' | 'olga' | 'dora' | 'eve', Json>;
let keys: Record<'ann' | 'olga' | 'eve' | 'program', string>;
let start: number;

beforeAll(async () => {
  app = await TestApplication.start();
  await nineToFive(app);
  ({ people, keys } = await aCast(app, ['Ann', 'Olga', 'Dora', 'Eve']));
  await aDesk(app, [people.ann]);
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [people.olga.id] });
  const receiver = { name: 'Operations', teamId: team.id, ownerOfDoneRepId: people.olga.id, checklist: [] };
  await aHandoffKind(
    app,
    { teamId: team.id, repId: people.dora.id },
    { receivers: [{ ...receiver, acknowledgeWithin: 'P5D', completeWithin: 'P9D' }], clientToldWithin: 'PT4H' },
  );
  start = Date.parse(MONDAY);
});
// Each test runs on a Monday morning of its own.
beforeEach(async () => {
  await app.moveTo(Math.max(start, app.time.now()));
  start += 14 * 24 * HOUR;
});
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
const promiseIn = ({ clocks }: Json) => clocks.find(({ kind }: Json) => kind === 'handoffClientTold');
const notificationsTo = (rep: Json, type: string) => notificationsOf(app, rep, type);
const ago = (hours: number) => new Date(app.time.now() - hours * HOUR).toISOString();

let deals = 0;
/** Creates a running handoff. @returns its path */
async function aWin(fields: { leadId?: string } = {}): Promise<string> {
  deals += 1;
  return (await winADeal(app, { key: keys.ann, number: deals, form: FORM, ...fields })).path;
}
/** Creates a handoff of a deal that came from a lead, which is won with it. */
async function aWinOfLead(): Promise<{ path: string; touches: string }> {
  const lead = await aLead(app);
  await app.moveBy(HOUR);
  return { path: await aWin({ leadId: lead.id }), touches: `/v1/leads/${lead.id}/touches` };
}
const CALL = { kind: 'call', direction: 'outbound', outcome: 'connected' };

describe('the update to the client', () => {
  it('is owed by the giver, with a text ready to send, and is kept by reporting it', async () => {
    const path = await aWin();
    const handoff = await by('ann').must('GET', path);
    expect(promiseIn(handoff)).toMatchObject({ state: 'running', target: 'PT4H', step: 0, repId: people.ann.id });
    // Four working hours from Monday at ten.
    expect(promiseIn(handoff).dueAt).toBe('2026-03-09T14:00:00.000Z');
    expect(handoff.clientTold).toBeNull();
    expect(handoff.textForClient).toMatch(/^Hello Kim,\n[\s\S]*Olga \(Operations\) looks after you[\s\S]*\n\nAnn$/);
    expect(handoff.textForClient).not.toContain('+43');
    // Only the giver tells the client.
    expect((await by('olga').must('GET', path)).textForClient).toBeNull();
    const [notification] = await notificationsTo(people.ann, 'handoff.tellClient');
    expect(notification).toMatchObject({
      text: expect.stringMatching(/is handed over: tell the client what happens next, by .*14:00/),
      textForClient: handoff.textForClient,
    });

    // The mail is the rep's own, but a bot's post could not be found again when Kim is erased.
    const writing = app.application.app.get(MessageWriting);
    const addressed = [{ repId: people.ann.id, notificationIds: [notification!.id] }];
    expect((await writing.writeMany(addressed))[0]!.message).toMatchObject({
      text: expect.stringContaining('Hello Kim'),
    });
    expect((await writing.readItems(addressed))[0]!.items).toMatchObject([{ message: null }]);

    expect(codeOf((await by('olga').ask('POST', `${path}/told`)).body)).toBe('handoff-role');
    expect((await by('eve').ask('POST', `${path}/told`)).status).toBe(404);
    await app.moveBy(2 * HOUR);
    const refused = await by('ann').ask('POST', `${path}/told`, { at: ago(3) });
    expect(refused.body.errors).toMatchObject([{ pointer: '/at', code: 'tooEarly' }]);
    expect((await by('ann').ask('POST', `${path}/told`, { at: ago(-1) })).body.errors[0].code).toBe('future');
    // The limit for backdated touches of a rep applies.
    expect((await by('ann').ask('POST', `${path}/told`, { at: ago(1) })).body.errors[0].code).toBe('backdated');
    const told = await by('program').must('POST', `${path}/told`, { at: ago(1), note: 'Kim, on the phone' });
    expect(told.clientTold).toEqual({ at: ago(1), note: 'Kim, on the phone', touchId: null });
    expect(promiseIn(told)).toMatchObject({ state: 'met', metAt: ago(1) });
    expect(told.textForClient).toBeNull();
    // The first report counts.
    expect((await by('ann').must('POST', `${path}/told`, { note: 'Again' })).clientTold.note).toBe('Kim, on the phone');
    expect((await notificationsTo(people.ann, 'handoff.tellClient'))[0]!.textForClient).toBeUndefined();
    const { data } = await by('ann').must('GET', `${path}/timeline`);
    expect(data.map(({ text }: Json) => text)).toContain(
      'The client was told what happens next, on Mon 9 Mar 2026, 11:00 (UTC)',
    );
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('is warned of, escalated to the decider once missed, and stays missed if it comes late', async () => {
    const path = await aWin();
    await app.moveBy(2 * HOUR);
    expect((await notificationsTo(people.ann, 'sla.warned'))[0]!.text).toContain('waits for your update to the client');
    await app.moveBy(3 * HOUR);
    expect((await notificationsTo(people.dora, 'sla.escalated')).map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Ann did not tell the client of .* in time what happens next/),
    );
    const told = await by('ann').must('POST', `${path}/told`);
    expect(promiseIn(told)).toMatchObject({ state: 'breached', metAt: ago(0) });
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('is not owed before the handover', async () => {
    const deal = await by('ann').must('POST', '/v1/deals', {
      name: 'Open',
      account: { name: 'Open' },
      amount: '100.00',
      currency: 'EUR',
    });
    const path = `/v1/handoffs/${deal.handoff.id}`;
    expect((await by('ann').must('GET', path)).textForClient).toBeNull();
    expect(codeOf((await by('ann').ask('POST', `${path}/told`)).body)).toBe('handoff-state');
  });
});

describe('the promise to the client', () => {
  const process = async (path: string) => {
    for (const what of ['accept', 'done']) await by('olga').must('POST', `${path}/receivers/Operations/${what}`);
  };
  const sentences = async (path: string): Promise<string[]> =>
    (await by('ann').must('GET', `${path}/timeline`)).data.map(({ text }: Json) => text);

  it('outlasts the last receiver: the handoff is done once it is kept', async () => {
    const path = await aWin();
    await process(path);
    const waiting = await by('ann').must('GET', path);
    expect(waiting).toMatchObject({
      state: 'running',
      endedAt: null,
      textForClient: expect.stringMatching(/^Hello Kim/),
    });
    expect(promiseIn(waiting)).toMatchObject({ state: 'running' });
    expect((await notificationsTo(people.ann, 'handoff.done'))[0]!.text).toMatch(
      /was processed by Operations: it is done once you have told the client what happens next, by .*14:00/,
    );
    await app.moveBy(HOUR);
    const told = await by('ann').must('POST', `${path}/told`, { note: 'With the plan' });
    expect(told).toMatchObject({ state: 'done', endedAt: ago(0), textForClient: null });
    expect(promiseIn(told)).toMatchObject({ state: 'met' });
    expect(await sentences(path)).toContain('All of it is done: the client was told what happens next');
    expect((await by('ann').must('POST', `${path}/told`)).state).toBe('done');
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('that is missed is escalated and ends a handoff that awaits it alone; a late report stays late', async () => {
    const path = await aWin();
    await process(path);
    await app.moveBy(5 * HOUR);
    const missed = await by('ann').must('GET', path);
    expect(missed).toMatchObject({ state: 'done', clientTold: null });
    expect(promiseIn(missed)).toMatchObject({ state: 'breached' });
    expect(
      (await notificationsTo(people.dora, 'sla.escalated')).some(({ handoffId }) => path.endsWith(handoffId)),
    ).toBe(true);
    expect(await sentences(path)).toContain('All of it is done: the client was not told in time what happens next');
    const told = await by('ann').must('POST', `${path}/told`);
    expect(promiseIn(told)).toMatchObject({ state: 'breached', metAt: ago(0) });
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('that is kept or missed earlier leaves the end to the last receiver', async () => {
    const [kept, missed] = [await aWin(), await aWin()];
    await by('ann').must('POST', `${kept}/told`);
    await app.moveBy(5 * HOUR);
    for (const path of [kept, missed]) {
      await process(path);
      expect((await by('ann').must('GET', path)).state).toBe('done');
    }
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('moves with the deal, and ends when the handoff is called off', async () => {
    const path = await aWin();
    await process(path);
    const { dealId } = await by('ann').must('GET', path);
    await by('program').must('PATCH', `/v1/deals/${dealId}`, { ownerRepId: people.eve.id });
    await app.moveBy(3 * HOUR);
    const passed = await by('program').must('GET', path);
    expect(passed.clocks.filter(({ kind }: Json) => kind === 'handoffClientTold')).toMatchObject([
      { state: 'cancelled', repId: people.ann.id },
      { state: 'running', repId: people.eve.id },
    ]);
    await by('program').must('POST', `/v1/deals/${dealId}/reopen`);
    const called = await by('program').must('GET', path);
    expect([called.state, called.clocks.at(-1).state]).toEqual(['cancelled', 'cancelled']);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('is owed again if the touch that kept it is voided, even after the handoff is done', async () => {
    const { path, touches } = await aWinOfLead();
    await process(path);
    await app.moveBy(HOUR);
    const touch = await by('program').must('POST', touches, { ...CALL, repId: people.ann.id });
    expect((await by('ann').must('GET', path)).state).toBe('done');
    await by('program').must('POST', `${touches}/${touch.id}/void`, { reason: 'Another lead' });
    const again = await by('ann').must('GET', path);
    expect([again.state, promiseIn(again).state]).toEqual(['done', 'running']);
    expect(again.textForClient).toMatch(/^Hello Kim/);
    expect((await verified(app.database.url)).found).toEqual([]);
    await by('program').must('PATCH', `/v1/deals/${again.dealId}`, { ownerRepId: people.eve.id });
    await app.moveBy(6 * HOUR);
    const missed = await by('program').must('GET', path);
    expect(
      missed.clocks.filter(({ kind }: Json) => kind === 'handoffClientTold').map(({ repId }: Json) => repId),
    ).toEqual([people.ann.id, people.eve.id]);
    await by('program').must('POST', `/v1/deals/${again.dealId}/reopen`);
    expect((await by('program').must('GET', path)).clocks.some(({ state }: Json) => state === 'running')).toBe(false);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it.each(['reopen', 'lose'])('is not owed again if its deal is no longer won: %s', async (end) => {
    const { path, touches } = await aWinOfLead();
    await process(path);
    const touch = await by('program').must('POST', touches, { ...CALL, repId: people.ann.id });
    const { dealId } = await by('ann').must('GET', path);
    await by('program').must('POST', `/v1/deals/${dealId}/reopen`);
    if (end === 'lose') await by('program').must('POST', `/v1/deals/${dealId}/lose`, { reason: 'price' });
    await by('program').must('POST', `${touches}/${touch.id}/void`, { reason: 'Another lead' });
    const after = await by('ann').must('GET', path);
    expect([after.state, promiseIn(after).state, after.clientTold]).toEqual(['done', 'met', null]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('is owed once if its deal was reopened and won again: by the later handoff', async () => {
    const { path, touches } = await aWinOfLead();
    await process(path);
    const touch = await by('program').must('POST', touches, { ...CALL, repId: people.ann.id });
    const { dealId } = await by('ann').must('GET', path);
    await by('program').must('POST', `/v1/deals/${dealId}/reopen`);
    await app.moveBy(HOUR);
    const { handoff } = await by('ann').must('POST', `/v1/deals/${dealId}/win`);
    await by('program').must('POST', `${touches}/${touch.id}/void`, { reason: 'Another lead' });
    const [former, later] = [await app.must('GET', path), await by('ann').must('GET', `/v1/handoffs/${handoff.id}`)];
    expect([former.state, promiseIn(former).state, former.clientTold]).toEqual(['done', 'met', null]);
    expect([later.state, promiseIn(later).state]).toEqual(['running', 'running']);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  describe('after a delivery', () => {
    let kind: Json;
    beforeAll(async () => {
      const team = await app.must('POST', '/v1/teams', { name: 'Finance', repIds: [people.eve.id] });
      const finance = { name: 'Finance', teamId: team.id, ownerOfDoneRepId: people.eve.id, checklist: [] };
      kind = await aHandoffKind(
        app,
        { teamId: team.id, repId: people.dora.id },
        {
          name: 'Delivered',
          start: { on: 'delivery.completed' },
          ready: [],
          clientToldWithin: 'PT4H',
          form: { type: 'object', properties: { quote: { type: 'string' } } },
          receivers: [{ ...finance, acknowledgeWithin: 'P5D', completeWithin: 'P9D' }],
        },
      );
    });
    afterAll(() => app.delete(`/v1/handoff-kinds/${kind.id}`));

    /** Delivers a deal whose client a touch has told. @returns the done handoff of the delivery */
    async function aDelivery() {
      const { path: won, touches } = await aWinOfLead();
      await process(won);
      const { dealId } = await app.must('GET', won);
      const told = await by('program').must('POST', `/v1/deals/${dealId}/events`, { name: 'delivery.completed' });
      const path = `/v1/handoffs/${told.handoffs[0].id}`;
      for (const what of ['accept', 'done']) await by('eve').must('POST', `${path}/receivers/Finance/${what}`);
      const touch = await by('program').must('POST', touches, { ...CALL, repId: told.handoffs[0].giverRepId });
      const done = await app.must('GET', path);
      expect([done.state, done.clientTold.touchId]).toEqual(['done', touch.id]);
      const undo = () => by('program').must('POST', `${touches}/${touch.id}/void`, { reason: 'Another lead' });
      return { path, undo, reopen: () => by('program').must('POST', `/v1/deals/${dealId}/reopen`), dealId };
    }

    it('is owed no longer once its deal is reopened', async () => {
      const { path, undo, reopen } = await aDelivery();
      await undo();
      expect(promiseIn(await app.must('GET', path)).state).toBe('running');
      await reopen();
      const after = await app.must('GET', path);
      expect([after.state, promiseIn(after).state]).toEqual(['done', 'cancelled']);
      expect((await verified(app.database.url)).found).toEqual([]);
    });

    it.each(['reopened', 'won again', 'delivered again'])('is not owed again if its deal was %s', async (what) => {
      const { path, undo, reopen, dealId } = await aDelivery();
      await reopen();
      if (what !== 'reopened') await by('ann').must('POST', `/v1/deals/${dealId}/win`);
      if (what === 'delivered again')
        await by('program').must('POST', `/v1/deals/${dealId}/events`, { name: 'delivery.completed' });
      await undo();
      const after = await app.must('GET', path);
      expect([after.state, promiseIn(after).state, after.clientTold]).toEqual(['done', 'met', null]);
      expect((await verified(app.database.url)).found).toEqual([]);
    });
  });
});

describe('a touch of the lead', () => {
  it('by the giver counts as telling the client if it reached them after the handover', async () => {
    const { path, touches } = await aWinOfLead();
    await app.moveBy(HOUR);
    const nobody = [
      { ...CALL, outcome: 'noAnswer' },
      { ...CALL, repId: people.olga.id },
      { ...CALL, kind: 'email', outcome: 'sent', automated: true },
      { kind: 'email', direction: 'inbound', outcome: 'replied' },
      { ...CALL, occurredAt: ago(1.5) },
    ];
    for (const touch of nobody) await by('program').must('POST', touches, { repId: people.ann.id, ...touch });
    expect((await by('ann').must('GET', path)).clientTold).toBeNull();
    const sent = { kind: 'email', direction: 'outbound', outcome: 'sent', repId: people.ann.id };
    const touch = await by('program').must('POST', touches, sent);
    const told = await by('ann').must('GET', path);
    expect(told.clientTold).toEqual({ at: ago(0), note: null, touchId: touch.id });
    expect(promiseIn(told)).toMatchObject({ state: 'met', metAt: ago(0) });
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('that is reported late corrects a miss, and restores it when voided', async () => {
    const { path, touches } = await aWinOfLead();
    await app.moveBy(26 * HOUR);
    expect(promiseIn(await by('ann').must('GET', path)).state).toBe('breached');
    const late = await by('program').must('POST', touches, { ...CALL, repId: people.ann.id, occurredAt: ago(1) });
    expect(promiseIn(await by('ann').must('GET', path))).toMatchObject({ state: 'breached', metAt: ago(1) });
    const inTime = await by('program').must('POST', touches, { ...CALL, repId: people.ann.id, occurredAt: ago(24) });
    const corrected = await by('ann').must('GET', path);
    expect(promiseIn(corrected)).toMatchObject({ state: 'met', metAt: ago(24) });
    expect(corrected.clientTold.touchId).toBe(inTime.id);
    const undo = (touch: Json) => by('program').must('POST', `${touches}/${touch.id}/void`, { reason: 'Another lead' });
    await undo(inTime);
    const missed = await by('ann').must('GET', path);
    expect(promiseIn(missed)).toMatchObject({ state: 'breached', metAt: ago(1) });
    expect(missed.clientTold).toMatchObject({ at: ago(1), touchId: late.id });
    await undo(late);
    expect((await by('ann').must('GET', path)).clientTold).toBeNull();
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('that is voided leaves a later report by hand in place', async () => {
    const { path, touches } = await aWinOfLead();
    await app.moveBy(HOUR);
    const touch = await by('program').must('POST', touches, { ...CALL, repId: people.ann.id });
    await app.moveBy(HOUR);
    const said = await by('ann').must('POST', `${path}/told`, { note: 'Sent them the plan' });
    expect(said.clientTold.touchId).toBe(touch.id);
    await by('program').must('POST', `${touches}/${touch.id}/void`, { reason: 'Another lead' });
    const again = await by('ann').must('GET', path);
    expect(again.clientTold).toEqual({ at: ago(0), note: 'Sent them the plan', touchId: null });
    expect(promiseIn(again)).toMatchObject({ state: 'met', metAt: ago(0) });
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('that its giver takes back gives them no more time, but one that others take back does', async () => {
    const { path, touches } = await aWinOfLead();
    const { dueAt } = promiseIn(await by('ann').must('GET', path));
    await app.moveTo(Date.parse(dueAt) - 1);
    const dueAfter = async (who: keyof typeof keys) => {
      const touch = await by('ann').must('POST', touches, CALL);
      expect(promiseIn(await by('ann').must('GET', path)).state).toBe('met');
      await by(who).must('POST', `${touches}/${touch.id}/void`, { reason: 'Another lead' });
      return promiseIn(await by('ann').must('GET', path)).dueAt;
    };
    expect(await dueAfter('ann')).toBe(dueAt);
    expect(Date.parse(await dueAfter('program'))).toBeGreaterThan(Date.parse(dueAt));
  });

  it('that is voided makes the update owed again', async () => {
    const { path, touches } = await aWinOfLead();
    await app.moveBy(HOUR);
    const touch = await by('program').must('POST', touches, { ...CALL, repId: people.ann.id });
    await by('program').must('POST', `${touches}/${touch.id}/void`, { reason: 'Another lead' });
    const again = await by('ann').must('GET', path);
    expect(promiseIn(again)).toMatchObject({ state: 'running', dueAt: expect.any(String) });
    expect(again.textForClient).toContain('Hello Kim');
    expect((await notificationsTo(people.ann, 'sla.corrected'))[0]!.text).toContain(
      'waits for your update to the client again',
    );
    expect((await verified(app.database.url)).found).toEqual([]);
  });
});
