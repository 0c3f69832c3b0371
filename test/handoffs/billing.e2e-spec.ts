import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { AGENCY_FORM, aHandoffKind, aReadyMadeKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep, faults } from '../support/people.js';

let app: TestApplication;
let people: { teamId: string; repId: string };
let ann: { id: string; key: string };
let olga: { key: string };

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T10:00:00Z');
  const keyed = async (name: string) => {
    const { id } = await aRep(app, name);
    return { id, key: await app.keyFor(['rep'], id) };
  };
  const seller = await keyed('Ann');
  const receiver = await keyed('Olga');
  [ann, olga] = [seller, receiver];
  const team = await app.must('POST', '/v1/teams', { name: 'All', repIds: [receiver.id] });
  people = { teamId: team.id, repId: receiver.id };
  await aReadyMadeKind(app, 'Agency: sales to production and finance', people);
  await aReadyMadeKind(app, 'Agency: production to finance', people);
});
afterAll(() => app.stop());

let deals = 0;
/** Creates a deal of Ann's with a complete form, except for the given fields. */
async function aDeal(form: object, amount = '10000.00'): Promise<Json> {
  deals += 1;
  const deal = await app.must(
    'POST',
    '/v1/deals',
    { name: `Website ${deals}`, account: { name: `Acme ${deals}` }, amount, currency: 'EUR' },
    ann,
  );
  await app.must('PATCH', formOf(deal), { ...AGENCY_FORM, ...form }, ann);
  return deal;
}
const formOf = ({ handoff }: Json) => `/v1/handoffs/${handoff.id}/form`;
const billed = (billing: object) => aDeal({ billing: { ...AGENCY_FORM.billing, ...billing } });
const win = (deal: Json) => app.post(`/v1/deals/${deal.id}/win`, undefined, ann);
const said = async (deal: Json): Promise<string[]> => {
  const { status, body } = await win(deal);
  return status === 200 ? [] : body.errors.map(({ pointer, message }: Json) => `${pointer} ${message}`);
};

const fixed = { what: 'Website', kind: 'fixed', amount: '6000.00' };
const retainer = { what: 'Care', kind: 'retainer', rate: '500.00', cap: '4000.00', period: 'a month' };

describe('the billing arrangement of a win', () => {
  it('adds up a fixed line and a retainer that counts towards the net', async () => {
    const deal = await billed({ lines: [fixed, retainer] });
    const short = 'but the deal is worth EUR 10,000.00 net of tax: EUR 4,000.00 is missing.';
    expect(await said(deal)).toEqual([`/billing/lines The fixed lines add up to EUR 6,000.00, ${short}`]);
    await app.must('PATCH', formOf(deal), { billing: { lines: [fixed, { ...retainer, counts: true }] } }, ann);
    expect(await said(deal)).toEqual([
      '/billing/lines/1/amount Billing arrangement › Line 2: If the line is part of the deal’s amount: how much is it, over the whole term?',
    ]);
    const counted = { ...retainer, counts: true, amount: '3999.99' };
    await app.must('PATCH', formOf(deal), { billing: { lines: [fixed, counted] } }, ann);
    expect(await said(deal)).toEqual([
      '/billing/lines The lines that count add up to EUR 9,999.99, but the deal is worth EUR 10,000.00 net of tax: EUR 0.01 is missing.',
    ]);
    const schedule = [
      { on: '2026-04-01', amount: '6000.00' },
      { on: '2026-05-01', amount: '4000.00' },
    ];
    const lines = [fixed, { ...counted, amount: '4000.00' }];
    await app.must('PATCH', formOf(deal), { billing: { lines, schedule: [{ on: '2026-04-01' }] } }, ann);
    expect(await said(deal)).toEqual([
      '/billing/schedule/0/amount Billing arrangement › Payment 1: How much of the deal’s amount?',
    ]);
    await app.must('PATCH', formOf(deal), { billing: { schedule } }, ann);
    expect(await said(deal)).toEqual([]);
  });

  it('stands beside the term, which the ready-made kinds ask for and the win takes', async () => {
    const term = { startsOn: '2026-04-01', endsOn: '2027-03-31', noticeDays: 60, autoRenewMonths: 12 };
    expect((await win(await aDeal({ term }))).body).toMatchObject({ stage: 'won', term });
    const unsaid = (await win(await aDeal({}))).body;
    expect([unsaid.term, unsaid.warnings.map(({ pointer }: Json) => pointer)]).toEqual([null, ['/term']]);
    const wrong = await aDeal({});
    expect(faults(await app.ask('PATCH', formOf(wrong), { term: { autoRenewMonths: 121 } }, ann))).toEqual([
      '/term/autoRenewMonths tooLarge',
    ]);
  });

  it('leaves out a fixed line that says it does not count', async () => {
    const media = { what: 'Media, passed on', kind: 'fixed', amount: '2500.00', counts: false };
    expect(await said(await billed({ lines: [{ ...fixed, amount: '10000' }, media] }))).toEqual([]);
  });

  it('requires the dates of invoices if no line is fixed', async () => {
    const deal = await billed({ lines: [retainer] });
    const asked = 'Billing arrangement: When is it invoiced? Without a fixed line: on which day first?';
    expect(await said(deal)).toEqual([`/billing/schedule ${asked}`]);
    const soon = await app.ask('PATCH', formOf(deal), { billing: { schedule: [{ on: 'soon' }] } }, ann);
    expect([soon.status, faults(soon)]).toEqual([422, ['/billing/schedule/0/on value']]);
    // A line that counts without being fixed is no fixed part either.
    const lines = [{ ...retainer, counts: true, amount: '10000.00' }];
    await app.must('PATCH', formOf(deal), { billing: { lines } }, ann);
    expect(await said(deal)).toEqual([`/billing/schedule ${asked}`]);
    await app.must('PATCH', formOf(deal), { billing: { lines: [retainer], schedule: [{ on: '2026-04-01' }] } }, ann);
    expect(await said(deal)).toEqual([]);
  });
});

describe('a handover at delivery', () => {
  const accepted = {
    delivered: { work: ['A website'], rounds: 2, rights: 'all' },
    acceptance: { by: 'Kim Berg', on: '2026-05-01', how: 'email' },
    changes: [],
  };
  /** Creates finance's handoff, and returns its form as it begins. */
  async function delivered(): Promise<{ path: string; form: Json }> {
    const schedule = [{ on: '2026-04-01', amount: '10000.00' }];
    const deal = await billed({ lines: [{ ...fixed, amount: '10000.00' }, { ...retainer }], schedule });
    const { body: won } = await win(deal);
    await app.must('POST', `/v1/handoffs/${won.handoff.id}/receivers/Production/accept`, undefined, olga);
    // The amended form is what counts by then.
    const lines = [{ what: 'Website and shop', kind: 'fixed', amount: '10000.00' }, retainer];
    await app.must('PATCH', formOf(won), { billing: { lines } }, ann);
    const { handoffs } = await app.must(
      'POST',
      `/v1/deals/${deal.id}/events`,
      { name: 'delivery.completed', anyway: true },
      olga,
    );
    const path = `/v1/handoffs/${handoffs[0].id}/form`;
    return { path, form: await app.must('PATCH', path, accepted, olga) };
  }

  it('begins with the lines and dates of the win, and is complete with them', async () => {
    const { path, form } = await delivered();
    expect([form.handoff?.state ?? (await app.must('GET', path.replace('/form', ''))).state, form.missing]).toEqual([
      ...['running', []],
    ]);
    expect(form.values.billing).toEqual({
      lines: [{ what: 'Website and shop', kind: 'fixed', amount: '10000.00' }, retainer],
      schedule: [{ on: '2026-04-01', amount: '10000.00' }],
    });
    expect(form.prefilled.map(({ pointer, from }: Json) => [pointer, from])).toEqual([
      ['/billing/lines', 'win'],
      ['/billing/schedule', 'win'],
    ]);
  });

  it('requires a reason if its amounts differ from those that were sold', async () => {
    const deal = await aDeal({});
    await win(deal);
    const { handoffs } = await app.must(
      'POST',
      `/v1/deals/${deal.id}/events`,
      { name: 'delivery.completed', anyway: true },
      ann,
    );
    const path = `/v1/handoffs/${handoffs[0].id}/form`;
    const lines = [{ what: 'Website', kind: 'fixed', amount: '9000.00' }];
    const form = await app.must('PATCH', path, { ...accepted, billing: { lines } }, ann);
    expect(form.missing).toEqual([
      {
        pointer: '/billing/difference',
        text: 'Why? The fixed lines add up to EUR 9,000.00, but the deal is worth EUR 10,000.00 net of tax: EUR 1,000.00 is missing.',
      },
    ]);
    const sham = await app.must('PATCH', path, { billing: { difference: '?' } }, ann);
    expect(sham.missing).toMatchObject([
      {
        pointer: '/billing/difference',
        text: /^To be invoiced: Why does the amount differ .*\? “\?” counts as a placeholder, not as an answer\.$/,
      },
    ]);
    await app.must('PATCH', path, { billing: { difference: 'The client took a discount for the delay' } }, ann);
    expect((await app.must('GET', path.replace('/form', ''))).state).toBe('running');
  });
});

describe('a missing answer of a ready-made kind', () => {
  it('is requested by a question, and an invalid amount is explained', async () => {
    const deal = await aDeal({ promises: null, billing: { ...AGENCY_FORM.billing, lines: null } });
    expect(await said(deal)).toEqual([
      '/promises What did we say yes to that is not in the contract?',
      '/billing/lines Billing arrangement: The lines that are part of the deal’s amount must add up to it: what is invoiced, net of tax?',
    ]);
    const amount = { billing: { lines: [{ what: 'Website', kind: 'fixed', amount: '10,000.00' }] } };
    const { body } = await app.ask('PATCH', formOf(deal), amount, ann);
    expect(body.errors.map(({ message }: Json) => message)).toEqual([
      'Expected an amount such as 5000.00, without separators of thousands or a currency.',
    ]);
  });
});

describe('an answer that is only a placeholder', () => {
  it('is requested again by the ready-made kinds, anywhere in the form', async () => {
    const nobody = { name: 'x', email: 'a@b.co' };
    const deal = await aDeal({
      context: { reason: '?', aim: 'tbd', audience: 'N/A', before: '-' },
      contacts: { ...AGENCY_FORM.contacts, dayToDay: nobody },
      scope: { ...AGENCY_FORM.scope, work: ['Website', 'xxx'], approval: 'To be decided' },
    });
    expect(await said(deal)).toEqual([
      '/context/reason Context: Why now: what happened that they came to us? “?” counts as a placeholder, not as an answer.',
      '/context/aim Context: What will make them say in half a year that it was the right decision? “tbd” counts as a placeholder, not as an answer.',
      '/context/audience Context: Whom do they want to reach? “N/A” counts as a placeholder, not as an answer.',
      '/context/before Context: Who did it before, and what did they not like? “-” counts as a placeholder, not as an answer.',
      '/contacts/dayToDay/name Key contacts › Day-to-day contact: Who is the day-to-day contact? “x” counts as a placeholder, not as an answer.',
      '/contacts/dayToDay/email Key contacts › Day-to-day contact › E-mail: “a@b.co” counts as a placeholder, not as an answer.',
      '/scope/work/1 Agreed scope › Piece 2: “xxx” counts as a placeholder, not as an answer.',
      '/scope/approval Agreed scope: Who approves, and within how many days? “To be decided” counts as a placeholder, not as an answer.',
    ]);
    await app.must('PATCH', formOf(deal), AGENCY_FORM, ann);
    await app.must('PATCH', formOf(deal), { context: { before: null } }, ann);
    expect(await said(deal)).toEqual([]);
    // An amendment cannot replace an answer with a placeholder either.
    const amended = await app.ask('PATCH', formOf(deal), { context: { aim: 'TBD.' } }, ann);
    expect([amended.status, amended.body.errors]).toMatchObject([409, [{ pointer: '/context/aim' }]]);
  });

  it('is counted in the notification after a deal was won elsewhere', async () => {
    const program = { key: await app.keyFor(['integration']) };
    const put = (body: object): Promise<Json> => app.must('PUT', '/v1/deals/by-ref/crm/1', body, program);
    const worth = { amount: '10000.00', currency: 'EUR', ownerRepId: ann.id };
    const deal = await put({ name: 'From the CRM', account: { name: 'CRM Inc.' }, ...worth });
    const { context, ...rest } = AGENCY_FORM;
    await app.must('PATCH', formOf(deal), { ...rest, context: { ...context, aim: 'tbd', audience: '?' } }, ann);
    await put({ stage: 'won' });
    const { data } = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
    expect(data.find(({ type }: Json) => type === 'handoff.missing').text).toMatch(
      /: 2 pieces are missing \(2 answered with only a placeholder\), and no receiver knows of it yet/,
    );
  });

  it('is requested again by a custom kind that refuses placeholders, and by no other', async () => {
    const kind = (name: string, form: object) =>
      aHandoffKind(app, people, {
        name,
        start: { on: 'manual' },
        ready: [],
        form: { type: 'object', required: ['why'], ...form },
      });
    const why = { type: 'string', description: 'Why?' };
    const code = { type: 'string', title: 'Code' };
    const strict = await kind('Strict', {
      refuseSham: true,
      properties: { why, code: { ...code, refuseSham: false } },
    });
    const loose = await kind('Loose', { properties: { why, code } });
    const { account } = await app.must(
      'POST',
      '/v1/deals',
      { name: 'Any', account: { name: 'Any' }, amount: '1', currency: 'EUR' },
      ann,
    );
    await app.must('PATCH', `/v1/accounts/${account.id}`, { ownerRepId: ann.id });
    const missing = async ({ id: kindId }: Json) => {
      const { id } = await app.must('POST', '/v1/handoffs', { kindId, accountId: account.id }, ann);
      return (await app.must('PATCH', `/v1/handoffs/${id}/form`, { why: '...', code: 'X' }, ann)).missing;
    };
    expect(await missing(strict)).toEqual([
      { pointer: '/why', text: 'Why? “...” counts as a placeholder, not as an answer.' },
    ]);
    expect(await missing(loose)).toEqual([]);
  });
});

describe('the billing arrangement of a custom kind', () => {
  const kinds = { enum: ['fixed', 'retainer'] };
  const money = { type: 'string', format: 'amount' };
  const open = { rate: { type: 'string' }, cap: { type: 'string' }, period: { type: 'string' } };
  const ofBilling = (line: object, more: object) => ({
    type: 'object',
    properties: {
      billing: {
        type: 'object',
        role: 'billing',
        properties: {
          lines: {
            type: 'array',
            items: { type: 'object', required: ['kind'], properties: { kind: kinds, ...open, ...line } },
          },
          ...more,
        },
      },
    },
  });
  const asked = (line: object, more: object) =>
    app.post('/v1/handoff-kinds', {
      name: `Own ${JSON.stringify(line)}`,
      moment: 'When it is won.',
      start: { on: 'manual' },
      form: ofBilling(line, more),
      escalation: { deciderRepId: people.repId, decideWithin: 'PT8H', needs: 'What' },
      receivers: [
        {
          name: 'Finance',
          teamId: people.teamId,
          ownerOfDoneRepId: people.repId,
          acknowledgeWithin: 'PT4H',
          completeWithin: 'PT8H',
        },
      ],
    });

  it('is refused with what is wrong with it', async () => {
    const at = '/form/properties/billing/properties';
    const counts = { amount: money, counts: { type: 'string' } };
    expect(faults(await asked(counts, {}))).toEqual([`${at}/lines/items/properties/counts billing`]);
    expect(faults(await asked({ amount: money }, { difference: { type: 'boolean' } }))).toEqual([
      `${at}/difference billing`,
    ]);
    const refuseSham = await asked({ amount: money }, { note: { type: 'string', refuseSham: 'yes' } });
    expect(faults(refuseSham)).toEqual([`${at}/note/refuseSham value`]);
  });

  it('is saved with a warning if it has no field for due dates', async () => {
    const { body: undated } = await asked(
      { amount: money },
      { schedule: { type: 'array', items: { type: 'object', properties: { amount: money } } } },
    );
    expect(undated.warnings.map(({ pointer }: Json) => pointer)).toEqual([
      '/form/properties/billing/properties/schedule',
    ]);
    const { body: without } = await asked({ amount: money, counts: { type: 'boolean' } }, {});
    expect(without.warnings.map(({ pointer }: Json) => pointer)).toEqual(['/form/properties/billing']);
  });
});
