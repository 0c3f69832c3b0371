import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HandoffsSweep } from '../../src/handoffs/handoffs.sweep.js';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aDesk, aRep } from '../support/people.js';
import { rowsWith } from './everything.js';

const MARK = 'Zorbas Quillfeather';
const TRACES = ['zorbas', 'quillfeather'];
const EMAIL = 'zorbas@post.example';
const text = { type: 'string' };

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start('2026-01-05T10:00:00.000Z');
  await aDesk(app, ['Ann']);
});
afterAll(() => app.stop());

const goTo = async (day: string) => {
  app.time.moveTo(Date.parse(`${day}T10:00:00Z`));
  await app.application.app.get(ContractsSweep).look();
  await app.application.app.get(HandoffsSweep).look();
};
const get = (path: string): Promise<Json> => app.must('GET', path);
const figures = () =>
  Promise.all(
    [
      ...['/v1/reports/forecast?by=month,owner&from=2026-01-01', '/v1/revenue/movements?by=rep&from=2026-01-05'],
      ...['/v1/reports/cohorts?by=rep', '/v1/reports/sales-debt?wonFrom=2026-01-01'],
    ].map(get),
  );

it('an erasure also clears what follows the deal of a lead, and changes no figure', async () => {
  const crm = await Endpoint.start();
  crm.answers = (_received, response) => {
    response.writeHead(500).end(MARK);
    return 'answered';
  };
  await app.must('POST', '/v1/webhooks', { url: crm.url, types: ['deal.created'] });
  const contact = { name: MARK, email: EMAIL };
  const lead = await app.must('POST', '/v1/leads', { source: 'web', contact });
  const deal = await app.must('POST', '/v1/deals', {
    name: 'Suite',
    account: { name: 'Acme' },
    leadId: lead.id,
    amount: '12000.00',
    currency: 'EUR',
    term: { startsOn: '2026-01-05', endsOn: '2027-01-04', noticeDays: 30 },
  });
  await app.must('POST', `/v1/deals/${deal.id}/win`);
  await app.application.app.get(WonDeals).look();
  const { contractId } = await get(`/v1/deals/${deal.id}`);
  await app.must('POST', `/v1/contracts/${contractId}/amend`, {
    effectiveOn: '2026-02-01',
    reason: `Asked for by ${MARK}`,
    lines: [{ product: 'No product', segments: [{ from: '2026-02-01', amount: '9000.00', arr: '9000.00' }] }],
  });
  const expansion = await app.must('POST', '/v1/deals', {
    name: `More for ${MARK}`,
    account: { id: deal.account.id },
    type: 'expansion',
    follows: deal.id,
    amount: '10.00',
    currency: 'EUR',
    decisionMaker: MARK,
  });
  const further = await app.must('POST', '/v1/deals', {
    name: `Yet more for ${MARK}`,
    account: { id: deal.account.id },
    type: 'expansion',
    follows: expansion.id,
    amount: '10.00',
    currency: 'EUR',
  });
  await app.must('POST', `/v1/deals/${further.id}/lose`, { reason: 'price', note: MARK });
  await goTo('2026-10-01');
  await app.deliver();
  await crm.stop();
  const [renewal] = (await get(`/v1/deals?type=renewal&contractId=${contractId}`)).data;
  const at = `/v1/deals/${renewal.id}`;
  await app.must('PATCH', at, { decisionMaker: MARK });
  const touch = { kind: 'call', outcome: 'connected', note: `${MARK} will ask` };
  const headers = { 'idempotency-key': 'touch-1' };
  await app.ask('POST', `${at}/touches`, { ...touch, externalId: EMAIL }, { headers });
  const { id: wrong } = await app.must('POST', `${at}/touches`, touch);
  await app.must('POST', `${at}/touches/${wrong}/void`, { reason: MARK });

  const [held] = (await get(`/v1/subject-access?email=${EMAIL}`)).data;
  expect(held.deals.map(({ name, decisionMaker }: Json) => [name, decisionMaker])).toEqual([
    ['Suite', null],
    [`More for ${MARK}`, MARK],
    [`Yet more for ${MARK}`, null],
    ['Acme: Renewal from 2027-01-05', MARK],
  ]);
  expect(held.dealTouches.map(({ note, voidReason }: Json) => [note, voidReason])).toEqual([
    [touch.note, null],
    [touch.note, MARK],
  ]);
  expect(held.contracts).toMatchObject([{ id: contractId, reasons: { 2: `Asked for by ${MARK}` } }]);
  // One attempt about each deal, also about those that follow another one without a lead of their own.
  expect(held.toldToWebhooks.map(({ answer }: Json) => answer)).toEqual(Array(4).fill(MARK));

  const before = await figures();
  await app.must('POST', '/v1/erasures', { email: EMAIL, reason: 'Request 17' });
  expect(await rowsWith(app, TRACES)).toEqual([]);
  expect(await figures()).toEqual(before);
  // The renewal can still be found by those who work on it.
  expect(await get(at)).toMatchObject({ name: 'Acme: Renewal from 2027-01-05', decisionMaker: null, stage: 'open' });
  const texts = (await get(`/v1/contracts/${contractId}/timeline`)).data.map(({ text }: Json) => text);
  expect(texts).toContain('Amended from 1 February 2026 on: EUR 9,000.00 a year instead of EUR 12,000.00');
});

it('an erasure also clears the handoffs of what follows the deal of a lead, and contracts that took over its lines', async () => {
  const [sam, dora] = [await aRep(app, 'Sam'), await aRep(app, 'Dora')];
  const team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [sam.id] });
  const aKind = (name: string, start: object, prefill?: string[]) =>
    aHandoffKind(
      app,
      { teamId: team.id, repId: dora.id },
      {
        name,
        start,
        ready: [],
        form: { type: 'object', required: ['mood'], properties: { mood: { type: 'string', title: 'Mood', prefill } } },
        receivers: [
          {
            name: 'Delivery',
            teamId: team.id,
            ownerOfDoneRepId: sam.id,
            checklist: [],
            acknowledgeWithin: 'P2D',
            completeWithin: 'P5D',
          },
        ],
      },
    );
  await aKind('Renewal', { on: 'renewal.due', daysBefore: 90 });
  const ofExpansions = { field: 'deal.type', op: 'eq', value: 'expansion' };
  await aKind('Expansion', { on: 'deal.won', when: ofExpansions });
  const byHand = await aKind('History', { on: 'manual' }, ['earlier']);
  const email = 'zorbas@home.example';
  const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { name: MARK, email } });
  const year = new Date(app.time.now()).getUTCFullYear() + 1;
  const deal = await app.must('POST', '/v1/deals', {
    name: 'Suite',
    account: { name: 'Beta' },
    leadId: lead.id,
    amount: '12000.00',
    currency: 'EUR',
    term: { startsOn: `${year}-01-01`, endsOn: `${year}-12-31`, noticeDays: 30 },
  });
  await app.must('POST', `/v1/deals/${deal.id}/win`);
  await app.application.app.get(WonDeals).look();
  const { contractId } = await get(`/v1/deals/${deal.id}`);
  const daughter = await app.must('POST', '/v1/accounts', { name: 'Daughter' });
  const lines = ['P', 'Q'].map((product) => ({ product, segments: [{ from: `${year}-02-01`, amount: '9000.00' }] }));
  await app.must('POST', `/v1/contracts/${contractId}/amend`, { effectiveOn: `${year}-02-01`, reason: 'Split', lines });
  await goTo(`${year}-03-01`);
  const moved = await app.must('POST', `/v1/contracts/${contractId}/transfer`, {
    accountId: daughter.id,
    lines: ['Q'],
  });
  await app.must('POST', `/v1/contracts/${moved.id}/amend`, {
    effectiveOn: `${year}-04-01`,
    reason: `Asked for by ${MARK}`,
    lines: [{ product: 'Q', segments: [{ from: `${year}-04-01`, amount: '8000.00' }] }],
  });
  const expansion = await app.must('POST', '/v1/deals', {
    name: 'More',
    account: { id: deal.account.id },
    type: 'expansion',
    follows: deal.id,
    amount: '10.00',
    currency: 'EUR',
  });
  await app.must('PATCH', `/v1/handoffs/${expansion.handoff.id}/form`, { mood: `${MARK} wants more` });
  await goTo(`${year}-11-01`);
  const [renewal] = (await get(`/v1/deals?type=renewal&contractId=${contractId}`)).data;
  const [handoff] = (await get(`/v1/handoffs?dealId=${renewal.id}`)).data;
  const at = `/v1/handoffs/${handoff.id}`;
  const saved = { mood: `${MARK} is about to leave` };
  await app.ask('PATCH', `${at}/form`, saved, { headers: { 'idempotency-key': 'form-1' } });
  await app.must('POST', `${at}/questions`, { text: `Has ${MARK} been called?`, to: 'Delivery' });
  await app.must('POST', `${at}/blockers`, {
    text: `${MARK} is away`,
    ownerRepId: sam.id,
    dueAt: `${year}-12-01T00:00:00Z`,
  });
  await app.must('POST', `${at}/receivers/Delivery/return`, {
    missing: ['/mood'],
    note: `${MARK} said otherwise`,
  });
  const copy = await app.must('POST', '/v1/handoffs', { kindId: byHand.id, accountId: deal.account.id });

  const [held] = (await get(`/v1/subject-access?email=${email}`)).data;
  const forms = [...held.handoffs, ...held.handoffForms].map(({ form }: Json) => form);
  expect(forms).toEqual([{ mood: `${MARK} wants more` }, saved, saved]);
  expect(held.handoffCopies).toEqual([{ id: `${copy.id} /mood`, value: saved.mood }]);
  expect(held.handoffQuestions.map(({ text }: Json) => text)).toEqual([`Has ${MARK} been called?`]);
  expect(held.handoffBlockers.map(({ text }: Json) => text)).toEqual([`${MARK} is away`]);
  expect(held.handoffReceivers.map(({ note }: Json) => note)).toEqual([`${MARK} said otherwise`]);
  expect(held.contracts.map(({ reasons }: Json) => Object.values(reasons))).toEqual([
    ...[['Split'], [`Asked for by ${MARK}`]],
  ]);

  const before = await figures();
  const { erased } = await app.must('POST', '/v1/erasures', { email, reason: 'Request 18' });
  expect(erased.map(({ what }: Json) => what)).toEqual(
    expect.arrayContaining(['Why contracts were amended', expect.stringMatching(/^What was handed over/)]),
  );
  expect(await rowsWith(app, TRACES)).toEqual([]);
  expect(await figures()).toEqual(before);
  expect(await get(at)).toMatchObject({ state: 'running', dealId: renewal.id });
});

it('an erasure also clears the handoffs that came of no lead and whose forms hold the address or number', async () => {
  const [sam, dora] = [await aRep(app, 'Sue'), await aRep(app, 'Dee')];
  const team = await app.must('POST', '/v1/teams', { name: 'Onboarding', repIds: [sam.id] });
  const contact = { type: 'object', properties: { name: text, email: text, phone: text } };
  await aHandoffKind(
    app,
    { teamId: team.id, repId: dora.id },
    {
      name: 'Welcome',
      start: { on: 'deal.won', when: { field: 'deal.type', op: 'eq', value: 'new' } },
      ready: [],
      form: { type: 'object', required: ['mood'], properties: { mood: text, contact } },
      receivers: [
        {
          name: 'Delivery',
          teamId: team.id,
          ownerOfDoneRepId: sam.id,
          checklist: [],
          acknowledgeWithin: 'P2D',
          completeWithin: 'P5D',
        },
      ],
    },
  );
  const aHandoff = async (account: string, person: object) => {
    const money = { amount: '10.00', currency: 'EUR' };
    const deal = await app.must('POST', '/v1/deals', {
      name: 'Suite',
      type: 'new',
      account: { name: account },
      ...money,
    });
    const at = `/v1/handoffs/${deal.handoff.id}`;
    await app.must('PATCH', `${at}/form`, { mood: `As ${MARK} likes it`, contact: { name: MARK, ...person } });
    await app.must('POST', `/v1/deals/${deal.id}/win`);
    return { deal, at };
  };
  const email = 'zorbas@work.example';
  const { at } = await aHandoff('Gamma', { email: 'Zorbas@Work.example' });
  await app.must('POST', `${at}/receivers/Delivery/return`, { missing: ['/mood'], note: `${MARK} said otherwise` });
  // Overwritten by hand, the former version still holds the person.
  await app.must('PATCH', `${at}/form`, { mood: 'Fine', contact: { name: 'Kim', email: null } });
  const other = await aHandoff('Delta', { phone: '030 (901) 820-77' });
  await aHandoff('Epsilon', { email: 'kim@work.example' });

  const { data, handoffs } = await get(`/v1/subject-access?email=${email}`);
  expect(data).toEqual([]);
  expect(handoffs.map(({ form }: Json) => form)).toEqual([{ mood: 'Fine', contact: { name: 'Kim' } }]);
  expect(handoffs[0].handoffForms.map(({ form }: Json) => form.contact)).toContainEqual({
    name: MARK,
    email: 'Zorbas@Work.example',
  });
  expect(handoffs[0].handoffReceivers.map(({ note }: Json) => note)).toEqual([`${MARK} said otherwise`]);
  const dialled = await get(`/v1/subject-access?phone=${encodeURIComponent('+49 30 90182077')}`);
  expect(`/v1/handoffs/${dialled.handoffs.map(({ id }: Json) => id)}`).toBe(other.at);

  const { leads, erased } = await app.must('POST', '/v1/erasures', { email, reason: 'Request 19' });
  expect([leads, erased.map(({ what }: Json) => what)]).toEqual([0, [expect.stringMatching(/^What was handed over/)]]);
  await app.must('POST', '/v1/erasures', { phone: '+49 30 90182077', reason: 'Request 20' });
  const left = await rowsWith(app, TRACES);
  expect(left.filter((row) => !row.includes('kim@work.example'))).toEqual([]);
  expect(left.length).toBeGreaterThan(0);
  expect((await get(`/v1/subject-access?email=${email}`)).handoffs).toEqual([]);
  expect(await get(at)).toMatchObject({ state: 'running' });
});
