import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandoffsSweep } from '../../src/handoffs/handoffs.sweep.js';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { aLine } from './contracts.js';

let app: TestApplication;
let people: Record<'ann' | 'sam' | 'dora', Json>;
let renewal: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T10:00:00.000Z');
  const [ann, sam, dora] = await Promise.all(['Ann', 'Sam', 'Dora'].map((name) => aRep(app, name)));
  people = { ann: ann!, sam: sam!, dora: dora! };
  const team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [people.sam.id] });
  const who = { teamId: team.id, repId: people.dora.id };
  const form = (prefill?: string) => ({
    type: 'object',
    required: ['mood'],
    properties: { mood: { type: 'string', title: 'Mood', ...(prefill && { prefill }) } },
  });
  const receivers = [
    {
      name: 'Delivery',
      teamId: team.id,
      ownerOfDoneRepId: people.sam.id,
      checklist: [],
      acknowledgeWithin: 'P2D',
      completeWithin: 'P5D',
    },
  ];
  await aHandoffKind(app, who, { name: 'Win', start: { on: 'deal.won' }, form: form(), ready: [], receivers });
  renewal = await aHandoffKind(app, who, {
    name: 'Renewal',
    start: { on: 'renewal.due', daysBefore: 90 },
    form: form('win'),
    ready: [],
    receivers,
  });
});
afterAll(() => app.stop());

/** Sweeps as the engine does every minute, on two nodes at once. */
const goTo = async (day: string) => {
  app.time.moveTo(Date.parse(`${day}T10:00:00Z`));
  const look = async () => {
    await app.application.app.get(ContractsSweep).look();
    await app.application.app.get(HandoffsSweep).look();
  };
  await Promise.all([look(), look()]);
};
const handoffsOf = async ({ id }: Json): Promise<Json[]> => (await app.must('GET', `/v1/handoffs?dealId=${id}`)).data;
const renewalOf = async ({ id }: Json): Promise<Json> =>
  (await app.must('GET', `/v1/deals?type=renewal&contractId=${id}`)).data[0];
const renewingOf = async (deal: Json) => (await handoffsOf(deal)).filter(({ kindId }) => kindId === renewal.id);
const statesOf = async (deal: Json) => (await handoffsOf(deal)).map(({ state }) => state);
let sold = 0;

/** A deal with a year as its term that is won and handed over. */
const aSale = async (name: string, year: number): Promise<Json> => {
  const deal = await app.must('POST', '/v1/deals', {
    name,
    account: { name: `Customer of ${name}` },
    amount: '12000.00',
    currency: 'EUR',
    ownerRepId: people.ann.id,
    term: { startsOn: `${year}-01-01`, endsOn: `${year}-12-31`, noticeDays: 90 },
  });
  await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, { mood: 'Curious' });
  await app.must('POST', `/v1/deals/${deal.id}/win`);
  return deal;
};

/** A sale, and its contract. */
const soldContract = async (year: number): Promise<{ deal: Json; contract: Json; original: Json }> => {
  sold += 1;
  const deal = await aSale(`Suite ${sold}`, year);
  const contract = await app.must('POST', '/v1/contracts', {
    accountId: deal.account.id,
    dealId: deal.id,
    currency: 'EUR',
    noticeDays: 90,
    autoRenewMonths: 12,
    refs: { erp: deal.id },
    startsOn: `${year}-01-01`,
    endsOn: `${year}-12-31`,
    lines: [aLine('12000', { segments: [{ from: `${year}-01-01`, amount: '12000' }] })],
  });
  return { deal, contract, original: deal.handoff };
};

/** A deal that a CRM reports as won when its term, the year 2032, is nearly over. It has no contract, for want of an amount. */
const reportedLate = (name: string, noticeDays: number): Promise<Json> =>
  app.must('PUT', `/v1/deals/by-ref/crm/${name}`, {
    name,
    account: { name },
    ownerRepId: people.ann.id,
    stage: 'won',
    term: { startsOn: '2032-01-01', endsOn: '2032-12-31', noticeDays },
  });

describe('the handoff before a renewal', () => {
  it('is about the renewal, once, and is prefilled from the handoff of the sale', async () => {
    const { deal, contract, original } = await soldContract(2026);
    await app.must('PATCH', `/v1/handoffs/${original.id}/form`, { mood: 'Happy' });
    await app.must('POST', `/v1/handoffs/${original.id}/questions`, { text: 'Who signs?', to: 'Delivery' });
    await goTo('2026-06-10');
    const made = await renewalOf(contract);
    expect([made.stage, await handoffsOf(made)]).toEqual(['open', []]);
    expect(made.renewal.original).toMatchObject({ id: original.id, dealId: deal.id, state: 'running' });
    expect(made.renewal.original.amendments).toEqual([{ formVersion: 3, at: '2026-03-02T10:00:00.000Z' }]);
    expect(made.renewal.original.promises.map(({ kind }: Json) => kind).sort()).toEqual([
      ...['handoffAcknowledge', 'handoffQuestion'],
    ]);
    // Ninety days before the last day for notice, 2 October.
    await goTo('2026-07-04');
    const [begun, ...others] = await handoffsOf(made);
    expect([begun!.kindId, others]).toEqual([renewal.id, []]);
    expect(begun).toMatchObject({ state: 'running', renewedId: original.id, dealId: made.id });
    expect((await app.must('GET', `/v1/handoffs/${begun!.id}/form`)).values).toEqual({ mood: 'Happy' });
    // The deal of the sale has a term too, but is not what is renewed.
    expect((await handoffsOf(deal)).map(({ id }) => id)).toEqual([original.id]);
  });

  it('of a further sale gives the renewal to the rep who accepts it, unless it was assigned by hand', async () => {
    const soldTo = async (name: string) => {
      const account = await app.must('POST', '/v1/accounts', { name, ownerRepId: people.ann.id });
      const { id } = await app.must('POST', '/v1/contracts', {
        accountId: account.id,
        currency: 'EUR',
        startsOn: '2026-01-01',
        endsOn: '2026-12-31',
        noticeDays: 90,
        autoRenewMonths: 12,
        lines: [aLine('12000', { segments: [{ from: '2026-01-01', amount: '12000' }] })],
      });
      return { account, contract: { id } };
    };
    const [followed, given] = [await soldTo('Followed'), await soldTo('Given')];
    await goTo('2026-07-05');
    const renewals = [await renewalOf(followed.contract), await renewalOf(given.contract)];
    expect(renewals.map(({ ownerRepId }) => ownerRepId)).toEqual([people.ann.id, people.ann.id]);
    await app.must('PATCH', `/v1/deals/${renewals[1]!.id}`, { ownerRepId: people.dora.id });
    for (const { account } of [followed, given]) {
      const deal = await app.must('POST', '/v1/deals', {
        name: 'More',
        account: { id: account.id },
        type: 'expansion',
        ownerRepId: people.ann.id,
        amount: '10.00',
        currency: 'EUR',
      });
      await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, { mood: 'Curious' });
      await app.must('POST', `/v1/deals/${deal.id}/win`);
      const key = await app.keyFor(['rep'], people.sam.id);
      const path = `/v1/handoffs/${deal.handoff.id}/receivers/Delivery/accept`;
      expect((await app.post(path, {}, { key, headers: { 'idempotency-key': account.id } })).status).toBe(200);
      expect((await app.post(path, {}, { key, headers: { 'idempotency-key': account.id } })).status).toBe(200);
      expect((await app.must('GET', `/v1/accounts/${account.id}`)).roles.manager).toBe(people.sam.id);
    }
    expect((await renewalOf(followed.contract)).ownerRepId).toBe(people.sam.id);
    expect((await renewalOf(given.contract)).ownerRepId).toBe(people.dora.id);
    const { data } = await app.must('GET', `/v1/deals/${renewals[0]!.id}/timeline`);
    expect(data.at(-1).text).toBe('Updated with its account: owner Sam');
  });

  it('ends or moves with the renewal', async () => {
    const [lost, renewed, moved] = [await soldContract(2027), await soldContract(2027), await soldContract(2027)];
    const kind = await app.must('GET', `/v1/handoff-kinds/${renewal.id}`);
    // No value is known from before, so the handoff waits for its form.
    const form = { ...kind.form, properties: { mood: { type: 'string', title: 'Mood' } } };
    const { version: _, ...rest } = kind;
    await app.must('PUT', `/v1/handoff-kinds/${renewal.id}`, { ...rest, form });
    await goTo('2027-07-10');
    for (const { contract } of [lost, renewed, moved])
      expect(await statesOf(await renewalOf(contract))).toEqual(['draft']);
    await app.must('POST', `/v1/contracts/${lost.contract.id}/notice`, { givenOn: '2027-07-09', reason: 'price' });
    await app.must('POST', `/v1/contracts/${renewed.contract.id}/renew`, {
      endsOn: '2028-12-31',
      lines: [{ product: 'Suite', segments: [{ from: '2028-01-01', amount: '15000' }] }],
    });
    const account = await app.must('POST', '/v1/accounts', { name: 'Heir', ownerRepId: people.sam.id });
    await app.must('POST', `/v1/contracts/${moved.contract.id}/transfer`, { accountId: account.id });
    expect(await statesOf(await renewalOf(lost.contract))).toEqual(['cancelled']);
    expect(await statesOf(await renewalOf(renewed.contract))).toEqual(['cancelled']);
    const [follows] = await handoffsOf(await renewalOf(moved.contract));
    expect(follows).toMatchObject({ state: 'draft', accountId: account.id, giverRepId: people.sam.id });
    // The notice was late, so the renewal is won; its handoff stays cancelled.
    await goTo('2027-10-05');
    await app.must('POST', `/v1/contracts/${lost.contract.id}/notice`, { givenOn: '2027-10-05', reason: 'price' });
    expect((await renewalOf(lost.contract)).stage).toBe('won');
    expect(await statesOf(await renewalOf(lost.contract))).toEqual(['cancelled']);
  });

  it('of a win is not required for a renewal, unless its kind includes renewals', async () => {
    const { contract } = await soldContract(2028);
    await goTo('2028-07-10');
    const { id } = await renewalOf(contract);
    await app.must('POST', `/v1/deals/${id}/win`);
    expect(await app.must('GET', `/v1/deals/${id}`)).toMatchObject({ stage: 'won', handoff: null });
    const missing = async () => (await app.must('GET', '/v1/deals?handoff=missing')).data.map((each: Json) => each.id);
    expect(await missing()).not.toContain(id);
    const win = (await app.must('GET', '/v1/handoff-kinds')).data.find(({ name }: Json) => name === 'Win');
    const { version: _, ...rest } = win;
    const when = { field: 'deal.type', op: 'in', value: ['new', 'renewal'] };
    await app.must('PUT', `/v1/handoff-kinds/${win.id}`, { ...rest, start: { on: 'deal.won', when } });
    await app.must('POST', `/v1/deals/${id}/reopen`);
    expect((await app.must('GET', `/v1/deals/${id}`)).handoff).toMatchObject({ state: 'draft', missing: 1 });
    expect((await app.ask('POST', `/v1/deals/${id}/win`)).status).toBe(409);
    await goTo('2028-10-03');
    expect((await renewalOf(contract)).renewal.cause).toBe('auto');
    expect(await missing()).toContain(id);
  });

  it('is handed over as soon as its giver has filled in the last piece, be it late', async () => {
    const [inTime, late] = [await soldContract(2030), await soldContract(2030)];
    await goTo('2030-07-10');
    const fill = async (contract: Json, at: string) => {
      await app.moveTo(at);
      const renewalDeal = await renewalOf(contract);
      const [begun] = await handoffsOf(renewalDeal);
      expect([renewalDeal.stage, begun!.state]).toEqual(['open', 'draft']);
      await app.must('PATCH', `/v1/handoffs/${begun!.id}/form`, { mood: 'Happy' });
      const { state, clocks, receivers } = await app.must('GET', `/v1/handoffs/${begun!.id}`);
      const owed = clocks.filter(({ kind }: Json) => kind === 'handoffException').map((each: Json) => each.state);
      return [state, receivers[0].state, owed];
    };
    expect(await fill(inTime.contract, '2030-07-10T11:00:00Z')).toEqual(['running', 'waiting', ['met']]);
    expect(await fill(late.contract, '2030-08-01T11:00:00Z')).toEqual(['running', 'waiting', ['breached']]);
    const { data: told } = await app.must('GET', `/v1/reps/${people.sam.id}/notifications`);
    const received = told.filter(({ type }: Json) => type === 'handoff.received').slice(0, 2);
    expect(received.map((each: Json) => each.createdAt)).toEqual([
      ...['2030-08-01T11:00:00.000Z', '2030-07-10T11:00:00.000Z'],
    ]);
  });

  it('continues if its kind would begin later by now', async () => {
    const { contract } = await soldContract(2031);
    await goTo('2031-07-10');
    const { id } = await renewalOf(contract);
    const [begun] = await renewingOf({ id });
    const kind = await app.must('GET', `/v1/handoff-kinds/${renewal.id}`);
    const { version: _, ...rest } = kind;
    await app.must('PUT', `/v1/handoff-kinds/${renewal.id}`, { ...rest, start: { on: 'renewal.due', daysBefore: 60 } });
    await goTo('2031-07-11');
    await app.must('PATCH', `/v1/deals/${id}`, { category: 'commit' });
    await goTo('2031-08-05');
    expect((await renewingOf({ id })).map((each) => [each.id, each.state])).toEqual([[begun!.id, 'draft']]);
    await app.must('PUT', `/v1/handoff-kinds/${renewal.id}`, rest);
  });

  it('is about the renewal, by the account manager, even if the deal is won when it is due already', async () => {
    await goTo('2032-07-20');
    const { account, ...deal } = await aSale('Near', 2032);
    await app.must('PATCH', `/v1/accounts/${account.id}`, { roles: { manager: people.sam.id } });
    expect(await renewingOf(deal)).toEqual([]);
    await goTo('2032-07-20');
    expect(await renewingOf(deal)).toEqual([]);
    await app.application.app.get(WonDeals).look();
    await goTo('2032-07-20');
    const made = await renewalOf({ id: (await app.must('GET', `/v1/deals/${deal.id}`)).contractId });
    const [begun, ...others] = [...(await renewingOf(deal)), ...(await renewingOf(made))];
    expect([begun, others]).toMatchObject([
      { dealId: made.id, giverRepId: people.sam.id, renewedId: deal.handoff.id },
      [],
    ]);
  });

  it('is about the deal itself if no contract comes of it after all, even if that is seen late', async () => {
    await goTo('2032-10-02');
    const deal = await reportedLate('Free', 90);
    expect(await renewingOf(deal)).toEqual([]);
    await goTo('2032-10-05');
    await app.application.app.get(WonDeals).look();
    expect((await app.must('GET', `/v1/deals/${deal.id}`)).contractProblem.code).toBe('noAmount');
    expect((await renewingOf(deal)).map(({ state }) => state)).toEqual(['draft']);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { name: 'Gift' });
    await app.application.app.get(WonDeals).look();
    await goTo('2032-10-06');
    expect(await renewingOf(deal)).toHaveLength(1);
    const over = await reportedLate('Over', 90);
    await app.application.app.get(WonDeals).look();
    expect(await renewingOf(over)).toEqual([]);
  });

  it('is one for each term, also if its contract is made later than it has begun', async () => {
    await goTo('2032-10-06');
    const deal = await reportedLate('Late', 60);
    await app.application.app.get(WonDeals).look();
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '12000.00', currency: 'EUR' });
    await app.application.app.get(WonDeals).look();
    const { contractId } = await app.must('GET', `/v1/deals/${deal.id}`);
    await goTo('2032-10-07');
    const made = await renewalOf({ id: contractId });
    // The contract does not renew by itself, and notice is due by 1 November all the same.
    expect(made.renewal.lastDayForNotice).toBe('2032-11-01');
    await goTo('2032-12-05');
    await app.must('PATCH', `/v1/deals/${made.id}`, { category: 'commit' });
    const renewing = [...(await renewingOf(deal)), ...(await renewingOf(made))];
    expect(renewing.map(({ dealId, state }) => [dealId, state])).toEqual([[deal.id, 'draft']]);
    // The next term has a handoff of its own.
    await app.must('POST', `/v1/contracts/${contractId}/renew`, {
      endsOn: '2033-12-31',
      lines: [{ product: 'No product', segments: [{ from: '2033-01-01', amount: '12000' }] }],
    });
    await goTo('2033-11-05');
    const next = (await app.must('GET', `/v1/deals?type=renewal&contractId=${contractId}&stage=open`)).data[0];
    expect((await renewingOf(next)).map(({ state }) => state)).toEqual(['draft']);
  });

  it('is called off or moves when its contract is extended, and begins before the new end', async () => {
    const [far, near] = [await soldContract(2040), await soldContract(2040)];
    const extend = ({ deal }: { deal: Json }, endsOn: string) =>
      app.must('PUT', `/v1/contracts/by-ref/erp/${deal.id}`, {
        accountId: deal.account.id,
        dealId: deal.id,
        currency: 'EUR',
        noticeDays: 90,
        autoRenewMonths: 12,
        startsOn: '2040-01-01',
        endsOn,
        lines: [aLine('12000', { segments: [{ from: '2040-01-01', amount: '12000' }] })],
      });
    const states = async (contract: Json) => (await renewingOf(await renewalOf(contract))).map(({ state }) => state);
    await goTo('2040-07-10');
    for (const { contract } of [far, near]) expect(await states(contract)).toEqual(['draft']);
    await extend(far, '2041-12-31');
    await extend(near, '2041-01-05');
    expect((await renewalOf(far.contract)).name).toMatch(/: Renewal from 2042-01-01$/);
    expect((await renewalOf(near.contract)).name).toMatch(/: Renewal from 2041-01-06$/);
    expect([await states(far.contract), await states(near.contract)]).toEqual([['cancelled'], ['draft']]);
    await goTo('2041-07-10');
    expect(await states(far.contract)).toEqual(['cancelled', 'draft']);
  });
});
