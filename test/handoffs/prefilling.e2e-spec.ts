import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rowsWith } from '../erasure/everything.js';
import { TestApplication } from '../support/application.js';
import { Client } from '../support/client.js';
import { aHandoffKind } from '../support/handoffs.js';
import { formsOf, sentBy } from '../support/html-page.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep } from '../support/people.js';

const text = (title: string, more: object = {}) => ({ type: 'string', title, ...more });
const FORM = {
  type: 'object',
  additionalProperties: false,
  required: ['buyer', 'why'],
  properties: {
    why: text('Why', { prefill: ['lead.message', 'touches.notes'] }),
    notes: text('Notes', { prefill: 'touches.notes' }),
    buyer: {
      type: 'object',
      title: 'Buyer',
      properties: {
        name: text('Name', { prefill: ['lead.contact.name', 'earlier'] }),
        email: text('E-mail', { format: 'email', prefill: ['lead.contact.email', 'earlier'] }),
      },
    },
    invoices: {
      type: 'object',
      title: 'Who gets invoices',
      prefill: 'earlier',
      properties: { name: text('Name'), discount: text('Discount', { sensitive: true }) },
    },
    taxId: text('Tax id', { prefill: 'earlier' }),
    margin: text('Margin', { sensitive: true, prefill: 'earlier' }),
  },
};

const PUBLIC_URL = 'https://leads.example.com/touchline';

let app: TestApplication;
let browser: Client;
let ann: Json;
let key: string;
let reader: string;

beforeAll(async () => {
  app = await TestApplication.start(undefined, { environment: { publicUrl: PUBLIC_URL } });
  browser = new Client(app.url);
  const [one, olga, dora] = await Promise.all(['Ann', 'Olga', 'Dora'].map((name) => aRep(app, name)));
  ann = one!;
  await aDesk(app, [ann]);
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [olga!.id] });
  const receiver = { name: 'Operations', teamId: team.id, ownerOfDoneRepId: olga!.id, checklist: [] };
  await aHandoffKind(
    app,
    { teamId: team.id, repId: dora!.id },
    { form: FORM, ready: [], receivers: [{ ...receiver, acknowledgeWithin: 'P5D', completeWithin: 'P9D' }] },
  );
  key = await app.keyFor(['rep'], ann.id);
  reader = await app.keyFor(['read']);
});
beforeEach(() => app.moveBy(60_000));
afterAll(() => app.stop());

const must = (method: string, path: string, body?: unknown): Promise<Json> => app.must(method, path, body, { key });
let companies = 0;
/** Creates a deal that came from a lead of a person with this name. */
async function aDeal(
  name: string,
  account: string,
  fields: object = {},
): Promise<{ deal: Json; lead: Json; path: string }> {
  const email = `${name.toLowerCase()}@${account}.example`;
  const lead = await aLead(app, {
    contact: { name, email },
    company: { name: account, domain: `${account}.example` },
    ...fields,
  });
  await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'connected', note: `Met ${name}` });
  const deal = await must('POST', '/v1/deals', {
    name: `Deal of ${name}`,
    account: { name: account, domain: `${account}.example` },
    leadId: lead.id,
    amount: '10.00',
    currency: 'EUR',
  });
  return { deal, lead, path: `/v1/handoffs/${deal.handoff.id}/form` };
}
const company = () => {
  companies += 1;
  return `company${companies}`;
};
const pointersOf = ({ prefilled }: Json) => prefilled.map(({ pointer, from }: Json) => `${pointer} ${from}`);

describe('the form of a draft', () => {
  it('is filled in with what is known of the lead, and marked as such until it is saved', async () => {
    const { deal, path } = await aDeal('Kim', company(), { message: 'Our shop is slow' });
    expect(deal.handoff.missing).toBe(0);
    const form = await must('GET', path);
    expect(form.values).toEqual({
      why: 'Our shop is slow',
      notes: expect.stringMatching(/^\d{4}-\d\d-\d\d, call: Met Kim$/),
      buyer: { name: 'Kim', email: expect.stringContaining('kim@') },
    });
    expect(form.version).toBe(1);
    expect(pointersOf(form)).toEqual([
      ...[
        '/why lead.message',
        '/notes touches.notes',
        '/buyer/name lead.contact.name',
        '/buyer/email lead.contact.email',
      ],
    ]);
    expect(form.prefilled[0].text).toBe('Filled in from what the lead wrote: no person has checked it yet.');
    const saved = await must('PATCH', path, { why: 'Slow', buyer: { name: 'Kim' } });
    expect(pointersOf(saved)).toEqual(['/notes touches.notes', '/buyer/email lead.contact.email']);
    expect(saved.values.why).toBe('Slow');
    // Saving a value unchanged confirms it too.
    const again = await must('PATCH', path, { notes: saved.values.notes });
    expect([again.version, pointersOf(again)]).toEqual([2, ['/buyer/email lead.contact.email']]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('shows its sources on its page, and saving the page confirms the values', async () => {
    const { deal, path } = await aDeal('Kim', company());
    const { url } = await must('POST', `/v1/handoffs/${deal.handoff.id}/links`, { for: 'form' });
    const at = url.replace(PUBLIC_URL, '');
    const page = await browser.get(at, { key: null });
    expect(String(page.body)).toContain(
      'id="buyer.name-prefilled">Filled in from the lead: no person has checked it yet.',
    );
    const form = formsOf(String(page.body)).find(({ buttons }) => buttons.some(({ value }) => value === 'save'))!;
    const sent = sentBy(form, { name: ':do', value: 'save' }, {});
    const saved = await browser.ask('POST', at, undefined, {
      key: null,
      raw: sent.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(saved.status).toBeLessThan(400);
    expect(await must('GET', path)).toMatchObject({ version: 1, prefilled: [] });
  });

  it('is filled in from the newest handoff of the account, without sensitive values', async () => {
    const account = company();
    const first = await aDeal('Kim', account);
    await must('PATCH', first.path, {
      invoices: { name: 'Kai', discount: '20 %' },
      taxId: 'ATU1',
      margin: '40 %',
    });
    // This form was not handed over yet.
    const before = await aDeal('Lee', account);
    expect((await must('GET', before.path)).values.taxId).toBeUndefined();
    await must('POST', `/v1/deals/${first.deal.id}/win`);
    await app.moveBy(60_000);
    const second = await aDeal('Bo', account);
    const form = await must('GET', second.path);
    expect(form.values).toMatchObject({ buyer: { name: 'Bo' }, invoices: { name: 'Kai' }, taxId: 'ATU1' });
    expect(JSON.stringify(form.values)).not.toMatch(/40 %|20 %/);
    expect(form.prefilled).toContainEqual({
      pointer: '/taxId',
      from: 'earlier',
      handoffId: first.deal.handoff.id,
      text: 'Filled in from an earlier handoff of the account: no person has checked it yet.',
    });
    expect((await app.must('GET', second.path, undefined, { key: reader })).prefilled).toHaveLength(
      form.prefilled.length,
    );
  });

  it('keeps its values when its deal is lost and reopened', async () => {
    const { deal, path } = await aDeal('Kim', company());
    await must('PATCH', path, { buyer: { name: 'Kimberly' } });
    await must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price' });
    const { handoff } = await must('POST', `/v1/deals/${deal.id}/reopen`);
    const form = await must('GET', `/v1/handoffs/${handoff.id}/form`);
    expect(form.values.buyer.name).toBe('Kimberly');
    expect(pointersOf(form)).not.toContain('/buyer/name lead.contact.name');
    expect(pointersOf(form)).toContain('/buyer/email lead.contact.email');
  });
});

describe('erasing a person', () => {
  const giveBack = async ({ handoff }: Json, pointer: string) =>
    app.must(
      'POST',
      `/v1/handoffs/${handoff.id}/receivers/Operations/return`,
      { missing: [pointer], note: 'Who is that?' },
      { key: await app.keyFor(['integration']) },
    );

  it('takes them out of what was copied from their handoffs, in every version, and leaves the rest', async () => {
    const account = company();
    const first = await aDeal('Kim', account);
    await must('PATCH', first.path, { invoices: { name: 'Kim too' }, taxId: 'ATU1' });
    await must('POST', `/v1/deals/${first.deal.id}/win`);
    await app.moveBy(60_000);
    const second = await aDeal('Bo', account);
    await must('POST', `/v1/deals/${second.deal.id}/win`);
    await giveBack(second.deal, '/buyer/name');
    await app.moveBy(60_000);
    const third = await aDeal('Al', account);
    await must('POST', `/v1/deals/${third.deal.id}/win`);
    await giveBack(third.deal, '/invoices/name');
    const own = await aDeal('Jo', account);
    await must('PATCH', own.path, { taxId: 'ATU2', invoices: { name: 'Jo' } });
    for (const { path } of [second, third]) expect((await must('GET', path)).values.invoices.name).toBe('Kim too');

    const { email } = (await app.must('GET', `/v1/leads/${first.lead.id}`)).contact;
    const { data: leads } = await app.must('GET', `/v1/subject-access?email=${encodeURIComponent(email)}`);
    expect(leads.map(({ handoffCopies }: Json) => handoffCopies.map(({ value }: Json) => value).sort())).toEqual([
      ['ATU1', 'ATU1', 'Kim too', 'Kim too'],
    ]);
    await app.must('POST', '/v1/erasures', { leadId: first.lead.id, reason: 'Request 17' });
    const left = await must('GET', second.path);
    expect(left.values).toMatchObject({ buyer: { name: 'Bo' }, invoices: { name: '… too' }, taxId: 'ATU1' });
    expect((await must('GET', first.path)).values).toEqual({ invoices: { name: '… too' }, taxId: 'ATU1' });
    const third_ = (await must('GET', third.path)).values;
    expect([third_.buyer.name, third_.taxId, third_.invoices]).toEqual(['Al', 'ATU1', { name: '… too' }]);
    // A value that a person wrote is no longer a copy.
    expect((await must('GET', own.path)).values).toMatchObject({ taxId: 'ATU2', invoices: { name: 'Jo' } });
    expect(await rowsWith(app, ['Kim too'])).toEqual([]);
    // The returned handoff still waits for its pieces, which no person has looked at.
    await must('PATCH', second.path, { why: 'Slow' });
    const { receivers } = await app.must('GET', `/v1/handoffs/${second.deal.handoff.id}`);
    expect(receivers.map(({ state }: Json) => state)).toEqual(['returned']);
    expect((await verified(app.database.url)).found).toEqual([]);
  });
});
