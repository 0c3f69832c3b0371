import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HandoffOpening } from '../../src/handoffs/handoff-opening.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, aRep, codeOf, nineToFive } from '../support/people.js';

let app: TestApplication;
let people: Record<'ann' | 'max' | 'olga' | 'otto' | 'fay' | 'dora' | 'eve', Json>;
let keys: Record<keyof typeof people | 'program' | 'reader', string>;
let kind: Json;

/** A Friday. */
const FRIDAY = '2026-03-06';
const COMPLETE = {
  context: 'Their shop is slow',
  contacts: { dayToDay: { name: 'Kim', email: 'kim@acme.example' } },
  billing: { lines: [{ kind: 'fixed', amount: '18400.00' }] },
};

beforeAll(async () => {
  app = await TestApplication.start();
  await nineToFive(app);
  const max = await aRep(app, 'Max');
  const [ann, olga, otto, fay, dora, eve] = await Promise.all(
    ['Ann', 'Olga', 'Otto', 'Fay', 'Dora', 'Eve'].map((name) =>
      aRep(app, name, name === 'Ann' ? { managerId: max.id } : {}),
    ),
  );
  people = { ann: ann!, max, olga: olga!, otto: otto!, fay: fay!, dora: dora!, eve: eve! };
  await aDesk(app, [people.ann]);
  const keyOf = async (name: keyof typeof people) =>
    [name, await app.keyFor([name === 'max' ? 'manager' : 'rep'], people[name].id)] as const;
  const own = await Promise.all((Object.keys(people) as (keyof typeof people)[]).map(keyOf));
  keys = {
    ...(Object.fromEntries(own) as Record<keyof typeof people, string>),
    program: await app.keyFor(['integration']),
    reader: await app.keyFor(['read']),
  };
  const operations = await app.must('POST', '/v1/teams', {
    name: 'Operations',
    repIds: [people.olga.id, people.otto.id],
  });
  const finance = await app.must('POST', '/v1/teams', {
    name: 'Finance',
    repIds: [people.fay.id],
    managerId: people.dora.id,
  });
  const receiver = (name: string, team: Json, owner: Json, fields: object = {}) => ({
    name,
    teamId: team.id,
    ownerOfDoneRepId: owner.id,
    checklist: [],
    acknowledgeWithin: 'PT4H',
    completeWithin: 'P2D',
    ...fields,
  });
  kind = await aHandoffKind(
    app,
    { teamId: operations.id, repId: people.dora.id },
    {
      receivers: [
        receiver('Operations', operations, people.olga, {
          checklist: [{ text: 'Invite the client to the kickoff' }, { text: 'Name the project lead' }],
        }),
        receiver('Finance', finance, people.fay, { sections: ['billing'] }),
      ],
    },
  );
});
beforeEach(() => app.moveTo(Math.max(Date.parse(`${FRIDAY}T10:00:00Z`), app.time.now())));
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
let deals = 0;
const aDeal = (fields: object = {}): Promise<Json> => {
  deals += 1;
  return by('ann').must('POST', '/v1/deals', {
    name: `Website ${deals}`,
    account: { name: `Acme ${deals}`, domain: `acme${deals}.example` },
    amount: '18400.00',
    currency: 'EUR',
    ...fields,
  });
};
const dealNow = (deal: Json) => app.must('GET', `/v1/deals/${deal.id}`);
const handoffOf = async (deal: Json) => app.must('GET', `/v1/handoffs/${(await dealNow(deal)).handoff.id}`);
const pathOf = async (deal: Json, rest = '') => `/v1/handoffs/${(await dealNow(deal)).handoff.id}${rest}`;
const fill = async (deal: Json, form: object = COMPLETE, who: keyof typeof keys = 'ann') =>
  by(who).must('PATCH', await pathOf(deal, '/form'), form);
const aWonDeal = async () => {
  const deal = await aDeal();
  await fill(deal);
  await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
  return deal;
};
const notificationsTo = (who: keyof typeof people, type: string) => notificationsOf(app, people[who], type);
const clocksOf = ({ clocks }: Json) => clocks.map(({ kind: each, state, step }: Json) => `${each} ${step} ${state}`);
const receiverOf = (handoff: Json, name: string): Json => handoff.receivers.find((each: Json) => each.name === name);
const act = async (
  who: keyof typeof keys,
  deal: Json,
  receiver: string,
  what: string,
  body?: object,
  method = 'POST',
) => by(who).ask(method, await pathOf(deal, `/receivers/${receiver}/${what}`), body);

describe('an open deal', () => {
  it('has a draft of the newest kind, which says what is missing in words', async () => {
    const deal = await aDeal();
    expect(deal.handoff).toMatchObject({ state: 'draft' });
    const form = await by('ann').must('GET', await pathOf(deal, '/form'));
    expect(form).toMatchObject({ version: 1, values: {} });
    expect(form.missing.map(({ pointer }: Json) => pointer)).toEqual([
      ...['/context', '/contacts/dayToDay/name', '/contacts/dayToDay/email', '/billing/lines'],
    ]);
    expect(form.missing[0].text).toBe('Why did they buy?');
    expect(deal.handoff.missing).toBe(4);
    expect(await handoffOf(deal)).toMatchObject({
      name: kind.name,
      kindVersion: 1,
      giverRepId: people.ann.id,
      receivers: [],
      clocks: [],
      startedAt: null,
    });
  });

  it('that existed before any kind gets one draft', async () => {
    const other = await TestApplication.start();
    const ann = await aRep(other, 'Ann');
    const deals = await Promise.all(
      ['A', 'B', 'C'].map((name) =>
        other.must('POST', '/v1/deals', {
          name,
          account: { name },
          amount: '1.00',
          currency: 'EUR',
          ownerRepId: ann.id,
        }),
      ),
    );
    expect(deals.map(({ handoff }) => handoff)).toEqual([null, null, null]);
    const team = await other.must('POST', '/v1/teams', { name: 'T', repIds: [ann.id] });
    await aHandoffKind(other, { teamId: team.id, repId: ann.id });
    const opening = other.application.app.get(HandoffOpening);
    await Promise.all([opening.draftMissing(), opening.draftMissing()]);
    expect(await opening.draftMissing()).toBe(0);
    expect((await other.must('GET', '/v1/handoffs')).data).toHaveLength(3);
    expect((await verified(other.database.url)).found).toEqual([]);
    await other.stop();
  });

  it('has a versioned form that its giver fills in', async () => {
    const deal = await aDeal();
    const path = await pathOf(deal, '/form');
    const first = await app.ask('PATCH', path, { context: 'Slow' }, { key: keys.ann });
    expect([first.status, first.headers.get('etag'), first.body.version]).toEqual([200, '"2"', 2]);
    const stale = await app.ask('PATCH', path, { context: 'X' }, { key: keys.ann, headers: { 'if-match': '"1"' } });
    expect([stale.status, codeOf(stale.body)]).toEqual([412, 'stale']);
    const wrong = await by('ann').ask('PATCH', path, { context: 7, contacts: { dayToDay: { email: 'no address' } } });
    expect([wrong.status, wrong.body.errors.map(({ pointer }: Json) => pointer)]).toEqual([
      422,
      ['/context', '/contacts/dayToDay/email'],
    ]);
    expect((await by('ann').must('PATCH', path, { context: 'Slow' })).version).toBe(2);
    // The giver's manager may amend it; the receiver cannot see it yet, and others cannot find it.
    expect((await by('max').must('PATCH', path, { risk: 'low' })).version).toBe(3);
    for (const who of ['olga', 'eve'] as const) expect((await by(who).ask('PATCH', path, {})).status).toBe(404);
    expect((await by('ann').must('PATCH', path, { context: null })).values).toEqual({ risk: 'low' });
  });

  it('cannot be won without its form, by any key', async () => {
    const deal = await aDeal();
    for (const key of [keys.ann, keys.program, undefined]) {
      const { status, body } = await app.ask('POST', `/v1/deals/${deal.id}/win`, {}, key === undefined ? {} : { key });
      expect([status, codeOf(body), body.handoffId]).toEqual([409, 'handoff-incomplete', deal.handoff.id]);
      expect(body.detail).toContain(` Fill in the form: PATCH /v1/handoffs/${deal.handoff.id}/form.`);
      expect(body.errors.map(({ pointer }: Json) => pointer)).toEqual([
        ...['/context', '/contacts/dayToDay/name', '/contacts/dayToDay/email', '/billing/lines'],
      ]);
    }
    await fill(deal, { ...COMPLETE, billing: { lines: [{ kind: 'fixed', amount: '18000.00' }] } });
    const { body } = await by('ann').ask('POST', `/v1/deals/${deal.id}/win`);
    expect(body.errors).toEqual([
      { pointer: '/billing/lines', code: 'missing', message: expect.stringContaining('EUR 400.00 is missing') },
    ]);
    expect(await dealNow(deal)).toMatchObject({ stage: 'open', handoff: { state: 'draft', missing: 1 } });
    await fill(deal);
    expect(await by('ann').must('POST', `/v1/deals/${deal.id}/win`)).toMatchObject({
      stage: 'won',
      handoff: { state: 'running', missing: 0 },
    });
  });

  it('needs no draft once it is lost, and gets one with the same values when it is reopened', async () => {
    const deal = await aDeal();
    const former = deal.handoff.id;
    await fill(deal);
    await by('ann').must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price' });
    expect((await dealNow(deal)).handoff).toBeNull();
    expect((await app.must('GET', `/v1/handoffs/${former}`)).state).toBe('cancelled');
    const again = await by('ann').must('POST', `/v1/deals/${deal.id}/reopen`);
    expect(again.handoff).toMatchObject({ state: 'draft', missing: 0 });
    expect(again.handoff.id).not.toBe(former);
    expect(codeOf((await by('ann').ask('PATCH', `/v1/handoffs/${former}/form`, {})).body)).toBe('handoff-state');
  });
});

describe('a deal that is won', () => {
  it('is handed over at once: each receiver has an owner and a clock in working time', async () => {
    await app.moveTo(Math.max(Date.parse(`${FRIDAY}T16:00:00Z`), app.time.now()));
    const deal = await aWonDeal();
    const handoff = await handoffOf(deal);
    expect(handoff).toMatchObject({ state: 'running', kindVersion: 1, giverRepId: people.ann.id, missing: 0 });
    expect(handoff.receivers.map(({ name, state, ownerRepId }: Json) => [name, state, ownerRepId])).toEqual([
      ['Operations', 'waiting', people.olga.id],
      ['Finance', 'waiting', people.fay.id],
    ]);
    // Four working hours from Friday at four: one of them on Friday.
    expect(receiverOf(handoff, 'Operations').clocks).toEqual([
      expect.objectContaining({ kind: 'handoffAcknowledge', state: 'running', dueAt: '2026-03-09T12:00:00.000Z' }),
    ]);
    expect(clocksOf(handoff)).toEqual([]);
    const [told] = await notificationsTo('olga', 'handoff.received');
    expect(told).toMatchObject({
      handoffId: handoff.id,
      text: expect.stringMatching(/^“Sales to operations” of Website \d+ is handed over to Operations, for which you/),
    });
    // Warnings come at half and at nine tenths of the time, then the decider is notified.
    await app.moveTo('2026-03-09T12:00:00Z');
    const { id } = handoff;
    const warned = (await notificationsTo('olga', 'sla.warned')).filter(({ handoffId }) => handoffId === id);
    expect(warned).toHaveLength(2);
    const [missed] = await notificationsTo('dora', 'sla.escalated');
    expect([missed!.text, ...missed!.lines].join('\n')).toMatch(/neither accepted .* in time nor returned it/);
    const late = await act('olga', deal, 'operations', 'accept');
    expect(receiverOf(late.body, 'Operations').clocks.map(({ kind: each, state }: Json) => [each, state])).toEqual([
      ['handoffAcknowledge', 'breached'],
      ['handoffComplete', 'running'],
    ]);
    const { data } = await app.must('GET', await pathOf(deal, '/timeline'));
    expect(data.map(({ type }: Json) => type)).toEqual(
      expect.arrayContaining(['handoff.drafted', 'handoff.started', 'sla.breached', 'handoff.accepted']),
    );
    expect(data.find(({ type }: Json) => type === 'handoff.started').text).toBe(
      'Handed over by Ann to Operations (Olga) and Finance (Fay)',
    );
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('is accepted by the team, which then looks after the account, processed by its checklist, and done', async () => {
    const deal = await aWonDeal();
    const account = () => app.must('GET', `/v1/accounts/${deal.account.id}`);
    expect((await account()).ownerRepId).toBe(people.ann.id);
    expect((await act('eve', deal, 'Operations', 'accept')).status).toBe(404);
    expect(codeOf((await act('fay', deal, 'Operations', 'accept')).body)).toBe('handoff-role');
    expect(codeOf((await act('ann', deal, 'Operations', 'accept')).body)).toBe('handoff-role');
    expect((await act('olga', deal, 'Sales', 'accept')).status).toBe(404);
    expect((await act('otto', deal, 'Operations', 'accept')).status).toBe(200);
    // The seller remains the account's salesperson.
    expect(await account()).toMatchObject({ ownerRepId: people.ann.id, roles: { manager: people.olga.id } });
    const { id } = (await dealNow(deal)).handoff;
    expect((await notificationsTo('ann', 'handoff.accepted')).map(({ handoffId }) => handoffId)).toContain(id);
    // The manager of the team may act for it.
    expect((await act('dora', deal, 'Finance', 'accept')).status).toBe(200);
    expect((await account()).roles).toEqual({ manager: people.olga.id });

    const due = receiverOf(await handoffOf(deal), 'Operations').clocks.at(-1).dueAt;
    const at = new Date(app.time.now() + 3_600_000).toISOString();
    const tooLate = new Date(Date.parse(due) + 1).toISOString();
    expect((await act('olga', deal, 'Operations', 'schedule', { at: tooLate })).body.errors[0]).toMatchObject({
      pointer: '/at',
      code: 'tooLate',
      message: `Expected an instant up to the deadline, ${due}.`,
    });
    const scheduled = (await act('olga', deal, 'Operations', 'schedule', { at })).body;
    expect(receiverOf(scheduled, 'Operations')).toMatchObject({ scheduledAt: at });
    expect(receiverOf(scheduled, 'Operations').clocks.at(-1).dueAt).toBe(at);

    const early = await act('olga', deal, 'Operations', 'done');
    expect([early.status, codeOf(early.body), early.body.errors.length]).toEqual([409, 'checklist-open', 2]);
    expect((await act('olga', deal, 'Operations', 'checklist', { done: [0, 2] }, 'PUT')).body.errors).toEqual([
      { pointer: '/done/1', code: 'value', message: 'The checklist has 2 entries, from 0.' },
    ]);
    await act('olga', deal, 'Operations', 'checklist', { done: [1, 0, 1] }, 'PUT');
    const done = (await act('olga', deal, 'Operations', 'done')).body;
    expect([done.state, receiverOf(done, 'Operations').state]).toEqual(['running', 'done']);
    expect(receiverOf(done, 'Operations').clocks.map(({ state }: Json) => state)).toEqual(['met', 'met']);
    const last = (await act('fay', deal, 'Finance', 'done')).body;
    expect([last.state, clocksOf(last)]).toEqual(['done', []]);
    expect(codeOf((await act('fay', deal, 'Finance', 'return', { missing: ['/billing'], note: 'x' })).body)).toBe(
      'receiver-state',
    );
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('comes back with the missing pieces, which the giver owes, and goes out again by itself', async () => {
    const deal = await aWonDeal();
    const bad = await act('fay', deal, 'Finance', 'return', { missing: ['/billing/vat'], note: 'VAT?' });
    expect(bad.body.errors).toEqual([
      {
        pointer: '/missing/0',
        code: 'value',
        message: expect.stringContaining('The form has no field "/billing/vat"'),
      },
    ]);
    const saidOf = async (pointer: string) =>
      (await act('fay', deal, 'Finance', 'return', { missing: [pointer], note: 'VAT?' })).body.detail;
    expect(await saidOf('billing.schedule')).toBe(
      '/missing/0: The form has no field "billing.schedule": expected /billing/schedule.',
    );
    // The giver would have to change something that this receiver has never seen.
    expect(await saidOf('/contacts/buyer')).toBe(
      '/missing/0: Nothing of /contacts/buyer was handed over to this receiver: expected something of billing.',
    );
    expect((await act('fay', deal, 'Accounts', 'accept')).body.detail).toBe(
      'There is no receiver "Accounts"; known are Operations, Finance.',
    );
    const back = await act('fay', deal, 'Finance', 'return', {
      missing: ['/billing/schedule'],
      note: 'When do we bill?',
    });
    expect(receiverOf(back.body, 'Finance')).toMatchObject({
      state: 'returned',
      returns: 1,
      missing: ['/billing/schedule'],
      note: 'When do we bill?',
    });
    expect(receiverOf(back.body, 'Finance').clocks.map(({ state }: Json) => state)).toEqual(['met']);
    expect(clocksOf(back.body)).toContain('handoffException 2 running');
    expect(receiverOf(back.body, 'Operations').state).toBe('waiting');
    expect(await notificationsTo('ann', 'handoff.returned')).toHaveLength(1);

    await fill(deal, { context: 'Their shop is slow, and the sale begins in May' });
    expect(receiverOf(await handoffOf(deal), 'Finance').state).toBe('returned');
    await fill(deal, { billing: { schedule: [{ on: '2026-04-01', amount: '18400.00' }] } });
    const again = await handoffOf(deal);
    expect(receiverOf(again, 'Finance')).toMatchObject({ state: 'waiting', returns: 1, missing: [] });
    expect(clocksOf(again)).toContain('handoffException 2 met');
    const { data } = await by('ann').must('GET', await pathOf(deal, '/form/versions'));
    expect(data.map(({ changes }: Json) => changes.map(({ pointer }: Json) => pointer))).toEqual([
      ...[['/billing/schedule'], ['/context'], []],
    ]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('shows receivers their sections and others nothing sensitive, and records who read sensitive values', async () => {
    const deal = await aDeal();
    await fill(deal, { ...COMPLETE, margin: '40 %' });
    await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
    const path = await pathOf(deal, '/form');
    const valuesFor = async (who: keyof typeof keys) => Object.keys((await by(who).must('GET', path)).values).sort();
    expect(await valuesFor('olga')).toEqual(['billing', 'contacts', 'context', 'margin']);
    expect(await valuesFor('fay')).toEqual(['billing']);
    expect(await valuesFor('reader')).toEqual(['billing', 'contacts', 'context']);
    expect(Object.keys((await app.must('GET', path)).values)).not.toContain('margin');
    expect((await by('olga').must('GET', `${path}/versions`)).data[0].values.margin).toBe('40 %');
    const { data } = await app.must('GET', await pathOf(deal, '/timeline'));
    expect(data.filter(({ type }: Json) => type === 'handoff.read').map(({ actor }: Json) => actor.id)).toEqual([
      ...[people.olga.id, people.olga.id],
    ]);
    const texts = data.map(({ text }: Json) => text);
    expect(texts).toContain('Read by Olga, including its sensitive fields');
    expect(texts).toContainEqual(expect.stringMatching(/^Form saved by Ann: /));
    for (const [who, count] of [
      ['eve', 0],
      ['olga', 1],
      ['fay', 1],
      ['dora', 1],
      ['max', 1],
    ] as const)
      expect((await by(who).must('GET', `/v1/handoffs?dealId=${deal.id}`)).data).toHaveLength(count);
  });

  it('is handed over to another rep while the owner of done is away', async () => {
    const from = new Date(app.time.now() - 1_000).toISOString();
    const to = new Date(app.time.now() + 14 * 86_400_000).toISOString();
    const absence = await app.must('POST', `/v1/reps/${people.olga.id}/absences`, { from, to });
    const handoff = await handoffOf(await aWonDeal());
    expect(receiverOf(handoff, 'Operations').ownerRepId).toBe(people.otto.id);
    await app.delete(`/v1/reps/${people.olga.id}/absences/${absence.id}`);
  });

  it('and reopened is not handed over, until it is won again', async () => {
    const deal = await aWonDeal();
    const former = (await handoffOf(deal)).id;
    await by('ann').must('POST', `/v1/deals/${deal.id}/reopen`);
    expect(await app.must('GET', `/v1/handoffs/${former}`)).toMatchObject({ state: 'cancelled' });
    expect((await notificationsTo('olga', 'handoff.cancelled')).at(0)!.handoffId).toBe(former);
    const again = await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
    expect(again.handoff).toMatchObject({ state: 'running' });
    expect((await verified(app.database.url)).found).toEqual([]);
  });
});

describe('a deal that is won without its form', () => {
  const exception = (fields: object = {}) => ({
    exception: {
      deciderRepId: people.dora.id,
      reason: 'They begin on Monday',
      completeBy: new Date(app.time.now() + 2 * 86_400_000).toISOString(),
      ...fields,
    },
  });

  it(`needs another rep's decision, with a reason and a date, and a clock that runs until then`, async () => {
    const deal = await aDeal();
    const win = (fields: object = {}) => by('ann').ask('POST', `/v1/deals/${deal.id}/win`, exception(fields));
    const faultsOf = async (fields: object) =>
      (await win(fields)).body.errors.map(({ pointer, code }: Json) => `${pointer} ${code}`);
    expect(await faultsOf({ deciderRepId: people.ann.id })).toEqual(['/exception/deciderRepId value']);
    expect(
      await faultsOf({ deciderRepId: '00000000-0000-7000-8000-00000000dead', completeBy: '2020-01-01T00:00:00Z' }),
    ).toEqual(['/exception/deciderRepId unknownId', '/exception/completeBy tooEarly']);
    const inDays = (days: number) => new Date(app.time.now() + days * 86_400_000 + 1_000).toISOString();
    expect(await faultsOf({ completeBy: inDays(90) })).toEqual(['/exception/completeBy tooLate']);
    expect(await faultsOf({ reason: '' })).toEqual(['/exception/reason tooShort']);
    expect((await dealNow(deal)).stage).toBe('open');
    const { status, body } = await win();
    expect([status, body.handoff.state, body.handoff.missing]).toEqual([200, 'running', 4]);
    const handoff = await handoffOf(deal);
    expect(handoff.exception).toMatchObject({ deciderRepId: people.dora.id, reason: 'They begin on Monday' });
    expect((await notificationsTo('dora', 'handoff.excepted'))[0]).toMatchObject({
      handoffId: handoff.id,
      text: expect.stringMatching(/was handed over by your decision although 4 pieces are missing, to be filled in by/),
    });
    const { dueAt } = handoff.clocks.find(({ kind: each }: Json) => each === 'handoffException');
    expect(dueAt).toBe(handoff.exception.completeBy);
    await fill(deal);
    expect(clocksOf(await handoffOf(deal))).toContain('handoffException 0 met');
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('no longer counts a returned piece as missing once it is made up for', async () => {
    const deal = await aDeal();
    const { billing } = COMPLETE;
    await fill(deal, { billing });
    const completeBy = new Date(app.time.now() + 20 * 86_400_000).toISOString();
    await by('ann').must('POST', `/v1/deals/${deal.id}/win`, {
      exception: { deciderRepId: people.dora.id, reason: 'They wait', completeBy },
    });
    await act('fay', deal, 'Finance', 'return', { missing: ['/billing/schedule'], note: 'When do we bill?' });
    await fill(deal, { billing: { schedule: [{ on: '2026-04-01', amount: '18400.00' }] } });
    const again = await handoffOf(deal);
    expect(again.missing).toBeGreaterThan(0);
    expect(receiverOf(again, 'Finance').state).toBe('waiting');
    await act('fay', deal, 'Finance', 'return', { missing: ['/billing/lines'], note: 'Really?' });
    expect((await by('ann').ask('POST', await pathOf(deal, '/start'))).status).toBe(200);
    expect(receiverOf(await handoffOf(deal), 'Finance').state).toBe('waiting');
    expect(clocksOf(await handoffOf(deal))).toContain('handoffException 0 running');
  });

  it('is refused if nothing is missing', async () => {
    const deal = await aDeal();
    await fill(deal);
    const { status, body } = await by('ann').ask('POST', `/v1/deals/${deal.id}/win`, exception());
    expect([status, body.errors[0].pointer]).toEqual([422, '/exception']);
  });

  it('elsewhere is listed, its owner notified, and handed over as soon as the form is complete', async () => {
    const deal = await by('program').must('PUT', '/v1/deals/by-ref/crm/77', {
      name: 'From the CRM',
      account: { name: 'CRM Inc.' },
      ownerRepId: people.ann.id,
      amount: '18400.00',
      currency: 'EUR',
      stage: 'won',
    });
    expect(deal).toMatchObject({ stage: 'won', handoff: { state: 'draft', missing: 4 } });
    expect(clocksOf(await handoffOf(deal))).toEqual(['handoffException 0 running']);
    expect((await notificationsTo('ann', 'handoff.missing'))[0]!.text).toMatch(
      /was won without its handoff: 4 pieces are missing/,
    );
    const listed = async (handoff: string) =>
      (await app.must('GET', `/v1/deals?handoff=${handoff}&limit=1000`)).data.map(({ id }: Json) => id);
    expect(await listed('missing')).toEqual([deal.id]);
    expect(await listed('running')).not.toContain(deal.id);
    // Reporting it again does not notify again.
    await by('program').must('PUT', '/v1/deals/by-ref/crm/77', { stage: 'won', name: 'From the CRM again' });
    expect(await notificationsTo('ann', 'handoff.missing')).toHaveLength(1);
    await fill(deal);
    expect(await listed('missing')).toEqual([]);
    expect(await listed('running')).toContain(deal.id);
    expect(clocksOf(await handoffOf(deal))).toContain('handoffException 0 met');
  });

  it('can be won by a milestone of its lead from a program, but not from a rep', async () => {
    const lead = await aLead(app, { company: { name: 'Initech', domain: 'initech.example' } });
    const won = (who: keyof typeof keys) =>
      by(who).ask('POST', `/v1/leads/${lead.id}/milestones`, {
        name: 'won',
        value: { amount: '10.00', currency: 'EUR' },
      });
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'opportunity' });
    const refused = await won('ann');
    expect([refused.status, codeOf(refused.body)]).toEqual([409, 'handoff-incomplete']);
    const { results } = await by('ann').must('POST', '/v1/milestones/batch', {
      milestones: [{ leadId: lead.id, name: 'won', occurredAt: new Date(app.time.now()).toISOString() }],
    });
    expect(results).toMatchObject([
      { status: 'invalid', errors: [{ pointer: '/milestones/0/name', code: 'handoffIncomplete' }] },
    ]);
    expect((await won('program')).status).toBeLessThan(300);
    const [deal] = (await app.must('GET', `/v1/deals?leadId=${lead.id}`)).data;
    expect(deal).toMatchObject({ stage: 'won', handoff: { state: 'draft' } });
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('cannot be left out: a rep makes the deal before the lead is won', async () => {
    const lead = await aLead(app);
    const won = (who: keyof typeof keys) => by(who).ask('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won' });
    for (const who of ['ann', 'max'] as const) {
      const { status, body } = await won(who);
      expect([status, codeOf(body), body.handoffId]).toEqual([409, 'handoff-incomplete', null]);
      expect(body.detail).toContain('Create its deal first, with POST /v1/deals');
    }
    const { results } = await by('ann').must('POST', '/v1/milestones/batch', {
      milestones: [{ leadId: lead.id, name: 'won', occurredAt: new Date(app.time.now()).toISOString() }],
    });
    expect(results).toMatchObject([{ status: 'invalid', errors: [{ code: 'handoffIncomplete' }] }]);
    expect((await by('ann').ask('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' })).status).toBe(200);
    expect((await won('program')).status).toBe(200);
  });

  it('is not won by a rep who reports the opportunity and the win together', async () => {
    const lead = await aLead(app, { company: { name: 'Hooli', domain: 'hooli.example' } });
    const occurredAt = new Date(app.time.now()).toISOString();
    const milestones = ['opportunity', 'won'].map((name) => ({ leadId: lead.id, name, occurredAt }));
    const { results } = await by('ann').must('POST', '/v1/milestones/batch', { milestones });
    expect(results).toMatchObject([
      { status: 'recorded' },
      { status: 'invalid', errors: [{ pointer: '/milestones/1/name', code: 'handoffIncomplete' }] },
    ]);
    expect((await app.must('GET', `/v1/deals?leadId=${lead.id}`)).data).toMatchObject([{ stage: 'open' }]);
    await by('program').must('POST', '/v1/milestones/batch', { milestones: milestones.slice(1) });
    expect((await app.must('GET', `/v1/deals?leadId=${lead.id}`)).data).toMatchObject([{ stage: 'won' }]);
  });

  it('cannot lose more by an amendment after its deal has changed', async () => {
    const deal = await aWonDeal();
    // The lines do not add up to the new amount, without any amendment.
    await by('program').must('PATCH', `/v1/deals/${deal.id}`, { amount: '20000.00' });
    const amend = async (form: object) => by('ann').ask('PATCH', await pathOf(deal, '/form'), form);
    const refused = await amend({ context: null });
    expect([refused.status, codeOf(refused.body)]).toEqual([409, 'handoff-incomplete']);
    expect(refused.body.errors.map(({ pointer }: Json) => pointer)).toEqual(['/context']);
    const mended = await amend({ billing: { lines: [{ kind: 'fixed', amount: '20000.00' }] } });
    expect([mended.status, mended.body.missing]).toEqual([200, []]);
  });

  it('lacks its handover again if it was done, reopened, and won without its form', async () => {
    const deal = await aWonDeal();
    const missing = async () => (await app.must('GET', `/v1/deals?handoff=missing&accountId=${deal.account.id}`)).data;
    for (const [who, name] of [['olga', 'Operations'] as const, ['fay', 'Finance'] as const]) {
      await act(who, deal, name, 'accept');
      if (name === 'Operations') await act(who, deal, name, 'checklist', { done: [0, 1] }, 'PUT');
      await act(who, deal, name, 'done');
    }
    const listed = async (state: string) =>
      (await app.must('GET', `/v1/deals?handoff=${state}&accountId=${deal.account.id}`)).data.length;
    expect([await missing(), await listed('done')]).toEqual([[], 1]);
    await by('ann').must('POST', `/v1/deals/${deal.id}/reopen`);
    await by('ann').must('PATCH', `/v1/deals/${deal.id}`, { amount: '20000.00', refs: { crm: 'once-more' } });
    await by('program').must('PUT', '/v1/deals/by-ref/crm/once-more', { stage: 'won' });
    expect((await dealNow(deal)).handoff).toMatchObject({ state: 'draft' });
    expect((await missing()).map(({ id }: Json) => id)).toEqual([deal.id]);
    expect(await listed('done')).toBe(0);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('owes no form if it was won before there was a kind', async () => {
    const old = await by('program').must('PUT', '/v1/deals/by-ref/crm/old', {
      name: 'Old',
      account: { name: 'Old Inc.' },
      ownerRepId: people.ann.id,
      amount: '1.00',
      currency: 'EUR',
      stage: 'won',
      wonAt: '2021-01-01T00:00:00Z',
    });
    expect(old.handoff).toBeNull();
    expect((await by('program').must('PUT', '/v1/deals/by-ref/crm/old', { amount: '2.00' })).handoff).toBeNull();
  });

  it('owes nothing once it is reopened, and anew when it is won again', async () => {
    const told = () => by('program').must('PUT', '/v1/deals/by-ref/crm/again', aWin);
    const aWin = {
      name: 'Again',
      account: { name: 'Again Inc.' },
      ownerRepId: people.ann.id,
      amount: '1.00',
      currency: 'EUR',
      stage: 'won',
    };
    const deal = await told();
    await by('program').must('PUT', '/v1/deals/by-ref/crm/again', { stage: 'open' });
    expect(clocksOf(await handoffOf(deal))).toEqual(['handoffException 0 cancelled']);
    await told();
    expect(clocksOf(await handoffOf(deal))).toEqual(['handoffException 0 cancelled', 'handoffException 0 running']);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('can also be completed by a change of the deal', async () => {
    const deal = await aDeal({ amount: '100.00' });
    await fill(deal);
    await by('ann').must('POST', `/v1/deals/${deal.id}/win`, exception());
    expect(clocksOf(await handoffOf(deal))).toEqual(['handoffException 0 running']);
    await by('program').must('PATCH', `/v1/deals/${deal.id}`, { amount: '18400.00' });
    expect(clocksOf(await handoffOf(deal))).toEqual(['handoffException 0 met']);
  });

  it('moves to the new owner of the deal, who is then the giver', async () => {
    const deal = await aWonDeal();
    expect((await by('eve').ask('GET', await pathOf(deal))).status).toBe(404);
    await by('program').must('PATCH', `/v1/deals/${deal.id}`, { ownerRepId: people.eve.id });
    await act('olga', deal, 'Operations', 'return', { missing: ['/context'], note: 'Who asked for it?' });
    expect((await notificationsTo('eve', 'handoff.returned'))[0]!.handoffId).toBe(deal.handoff.id);
    await fill(deal, { context: 'Kim did' }, 'eve');
    expect(receiverOf(await handoffOf(deal), 'Operations').state).toBe('waiting');
    await by('program').must('PATCH', `/v1/deals/${deal.id}`, { ownerRepId: people.ann.id });
  });
});

describe('a rep who is a party to a handoff', () => {
  it('cannot be deleted', async () => {
    await aWonDeal();
    const { status, body } = await app.delete(`/v1/reps/${people.fay.id}`);
    expect([status, codeOf(body)]).toEqual([409, 'in-use']);
    expect(body.usedBy.map(({ kind: each }: Json) => each)).toContain('handoff');
  });
});

describe('a handoff by hand', () => {
  it('is about a deal or an account, and begins when its giver starts it', async () => {
    const { id: _, version: _v, createdAt: _c, updatedAt: _u, ...body } = kind;
    const manual = await app.must('POST', '/v1/handoff-kinds', {
      ...body,
      name: 'Complaint',
      start: { on: 'manual' },
    });
    const deal = await aDeal();
    const make = (fields: object, who: keyof typeof keys = 'ann') =>
      by(who).ask('POST', '/v1/handoffs', { kindId: manual.id, ...fields });
    const pointers = async (asked: Promise<{ body: Json }>) =>
      (await asked).body.errors.map(({ pointer, code }: Json) => `${pointer} ${code}`);
    expect(await pointers(make({}))).toEqual([' required']);
    expect(await pointers(make({ dealId: deal.id }, 'eve'))).toEqual(['/dealId unknownId']);
    expect(await pointers(make({ dealId: deal.id, kindId: kind.id }))).toEqual(['/kindId unknownId']);
    const made = await make({ dealId: deal.id });
    expect([made.status, made.body.state]).toEqual([201, 'draft']);
    const path = `/v1/handoffs/${made.body.id}`;
    expect(codeOf((await by('ann').ask('POST', `${path}/start`)).body)).toBe('handoff-incomplete');
    await by('ann').must('PATCH', `${path}/form`, COMPLETE);
    expect((await by('ann').must('POST', `${path}/start`)).state).toBe('running');
    expect(codeOf((await by('ann').ask('POST', `${path}/start`)).body)).toBe('handoff-state');
    expect((await by('ann').ask('POST', await pathOf(deal, '/start'))).body.detail).toMatch(
      /starts when its deal is won; this handoff is still a draft\.$/,
    );
    const cancel = (who: keyof typeof keys, at = path) =>
      by(who).ask('POST', `${at}/cancel`, { reason: 'Kim was wrong' });
    expect([(await cancel('eve')).status, codeOf((await cancel('olga')).body)]).toEqual([404, 'handoff-role']);
    expect((await by('ann').ask('POST', `${path}/cancel`, {})).body.errors[0].pointer).toBe('/reason');
    const called = (await cancel('ann')).body;
    expect([called.state, called.cancelReason, clocksOf(called.receivers[0])]).toEqual([
      ...['cancelled', 'Kim was wrong', ['handoffAcknowledge 1 cancelled']],
    ]);
    expect((await cancel('ann')).status).toBe(200);
    expect((await notificationsTo('olga', 'handoff.cancelled'))[0]!.text).toMatch(
      /is called off: see the reason there/,
    );
    const timeline = await app.must('GET', `${path}/timeline`);
    expect(timeline.data.at(-1).text).toBe('Called off: by the giver');
    // The handoff of a win ends with its deal.
    const ofWin = await cancel('ann', await pathOf(deal));
    expect([ofWin.status, ofWin.body.detail]).toEqual([409, expect.stringMatching(/ends with its deal/)]);
  });
});
