import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, timelineOf } from '../support/people.js';
import { statements } from '../support/statements.js';

const CONNECTIONS = '/v1/crm-connections';
const SECRET = 'a-client-secret-of-the-crm';
const MAPPING = {
  each: 'payload.deals',
  ref: '{{ item.id }}',
  name: '{{ item.title }}',
  accountName: '{{ item.company }}',
  stage: '{{ item.stage }}',
  wonAt: '{{ item.won }}',
  lostReason: '{{ item.why }}',
  stages: { won: ['Won'], lost: ['Lost'], open: ['Open'] },
  lostReasons: { 'Too expensive': 'price', 'Next year': 'no_budget_now' },
};

let app: TestApplication;
let connection: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  await aDesk(app, ['Ann']);
  connection = await app.must('POST', CONNECTIONS, {
    name: 'CRM',
    system: 'crm',
    secret: SECRET,
    mapping: MAPPING,
    proof: { kind: 'header', header: 'X-Crm-Secret' },
  });
});
afterAll(() => app.stop());
// Keeps the leads of one company, and the requests, apart in time.
beforeEach(() => app.moveBy(MINUTE));

async function post(payload: unknown): Promise<{ readonly status: number; readonly body: Json }> {
  const answer = await fetch(`${app.url}${CONNECTIONS}/${connection.id}/deals`, {
    method: 'POST',
    body: JSON.stringify(payload),
    headers: { 'content-type': 'application/json', 'x-crm-secret': SECRET },
  });
  return { status: answer.status, body: (await answer.json()) as Json };
}
async function report(...deals: readonly object[]): Promise<Json> {
  const { status, body } = await post({ deals });
  expect([status, body]).toEqual([200, expect.anything()]);
  return body;
}
const refusals = async (): Promise<Json[]> => (await app.must('GET', `${CONNECTIONS}/${connection.id}/refusals`)).data;
const refusalOf = async (ref: string): Promise<Json | undefined> => (await refusals()).find((each) => each.ref === ref);

let made = 0;
async function aDealOf(lead: Json): Promise<string> {
  made += 1;
  const ref = `D-${made}`;
  const told = { name: ref, account: { name: 'Acme' }, amount: '1.00', currency: 'EUR', leadId: lead.id };
  await app.must('PUT', `/v1/deals/by-ref/crm/${ref}`, told);
  return ref;
}
const aLeadOf = () => aLead(app, { contact: { email: `kim${made}-${app.time.now()}@example.org` } });
const dealOf = async (ref: string): Promise<Json> => (await app.must('GET', `/v1/deals?ref=crm:${ref}`)).data[0];
const stagesOf = (...refs: string[]) => Promise.all(refs.map(async (ref) => (await dealOf(ref)).stage));

it('a renewal that its contract has decided keeps its stage, and the reported one is listed', async () => {
  const year = new Date(app.time.now()).getUTCFullYear();
  const { id: accountId } = await app.must('POST', '/v1/accounts', { name: 'Renewing' });
  const contract = await app.must('POST', '/v1/contracts', {
    accountId,
    currency: 'EUR',
    startsOn: `${year}-01-01`,
    endsOn: `${year}-12-31`,
    lines: [{ product: 'Suite', segments: [{ from: `${year}-01-01`, amount: '12000.00' }] }],
  });
  app.time.moveTo(Date.parse(`${year}-12-20T10:00:00Z`));
  await app.application.app.get(ContractsSweep).look();
  await app.must('PUT', '/v1/deals/by-ref/crm/R-1', { type: 'renewal', contractId: contract.id });
  await report({ id: 'R-1', stage: 'Open' });
  await app.must('POST', `/v1/contracts/${contract.id}/notice`, { givenOn: `${year}-12-20`, reason: 'price' });
  const isKept = async (stage: string) => {
    expect(await report({ id: 'R-1', stage })).toMatchObject({ taken: 1 });
    expect(await stagesOf('R-1')).toEqual(['lost']);
    expect((await refusalOf('R-1'))!.faults).toMatchObject([{ pointer: '/stage', code: 'value' }]);
  };
  await isKept('Won');
  await report({ id: 'R-1', stage: 'Lost' });
  expect(await refusalOf('R-1')).toBeUndefined();
  await isKept('Open');
});

describe('two deals of one lead', () => {
  let first: string;
  let second: string;
  beforeEach(async () => {
    const lead = await aLeadOf();
    first = await aDealOf(lead);
    await report({ id: first, stage: 'Lost' });
    second = await aDealOf(lead);
  });

  it('cannot both be reopened: one is, and the other is listed', async () => {
    await report({ id: second, stage: 'Lost' });
    expect(await report({ id: first, stage: 'Open' }, { id: second, stage: 'Open' })).toMatchObject({ taken: 2 });
    expect(await stagesOf(first, second)).toEqual(['open', 'lost']);
    expect(await refusalOf(second)).toMatchObject({ refused: false, faults: [{ pointer: '/stage', code: 'taken' }] });
    expect(await refusalOf(first)).toBeUndefined();
  });

  it('swap their stages in one request, in whatever order they are reported', async () => {
    await report({ id: second, stage: 'Open' });
    await report({ id: first, stage: 'Open' }, { id: second, stage: 'Lost' });
    expect(await stagesOf(first, second)).toEqual(['open', 'lost']);
    await report({ id: first, stage: 'Lost' }, { id: second, stage: 'Open' });
    expect(await stagesOf(first, second)).toEqual(['lost', 'open']);
    expect([await refusalOf(first), await refusalOf(second)]).toEqual([undefined, undefined]);
  });

  it('get the stages reported of each: an open one does not block changes of the other', async () => {
    await report({ id: first, stage: 'Won' });
    expect(await stagesOf(first, second)).toEqual(['won', 'open']);
    await report({ id: first, stage: 'Lost' });
    expect(await stagesOf(first, second)).toEqual(['lost', 'open']);
    expect(await refusalOf(first)).toBeUndefined();
  });

  it('can be won at once, which wins their lead once', async () => {
    const { leadId } = await app.must('GET', `/v1/deals/${(await dealOf(second)).id}`).then(({ lead }) => ({
      leadId: lead.id,
    }));
    await report({ id: first, stage: 'Won' }, { id: second, stage: 'Won' });
    expect(await stagesOf(first, second)).toEqual(['won', 'won']);
    const { data } = await app.must('GET', `/v1/leads/${leadId}/timeline`);
    expect(data.filter(({ type }: Json) => type === 'lead.milestone')).toHaveLength(1);
  });
});

describe('a deal of a lead that is won', () => {
  it('before its lead arrived keeps that date, wins the lead when it is reported, and is listed', async () => {
    const lead = await aLeadOf();
    const ref = await aDealOf(lead);
    const won = new Date(app.time.now() - 3 * 24 * 60 * MINUTE).toISOString();
    expect(await report({ id: ref, stage: 'Won', won })).toMatchObject({ taken: 1, refused: 0 });
    expect(await dealOf(ref)).toMatchObject({ stage: 'won', wonAt: won });
    expect(await app.must('GET', `/v1/leads/${lead.id}`)).toMatchObject({ status: 'won' });
    expect(await refusalOf(ref)).toMatchObject({ refused: false, faults: [{ pointer: '/wonAt' }] });
    expect(await report({ id: ref, stage: 'Won', won })).toMatchObject({ taken: 1, refused: 0 });
    expect(await dealOf(ref)).toMatchObject({ stage: 'won', wonAt: won });
  });

  it('on the day on which its lead arrived is won with it, as that day is not over', async () => {
    const ref = await aDealOf(await aLeadOf());
    const now = new Date(app.time.now()).toISOString();
    expect(await report({ id: ref, stage: 'Won', won: now.slice(0, 10) })).toMatchObject({ taken: 1, refused: 0 });
    expect(await dealOf(ref)).toMatchObject({ stage: 'won', wonAt: now });
    expect(await refusalOf(ref)).toBeUndefined();
  });

  it.each(['yesterday', '9999-01-01', '0001-01-01T00:00:00Z'])(
    'on %s is won at the time of the report',
    async (won) => {
      const ref = await aDealOf(await aLeadOf());
      expect(await report({ id: ref, stage: 'Won', won })).toMatchObject({ taken: 1, refused: 0 });
      expect(await dealOf(ref)).toMatchObject({ stage: 'won', wonAt: new Date(app.time.now()).toISOString() });
      expect(await refusalOf(ref)).toMatchObject({ refused: false, faults: [{ pointer: '/wonAt', code: 'format' }] });
    },
  );

  it('among many others needs no statements of its own', async () => {
    const refs: string[] = [];
    for (let count = 0; count < 12; count += 1) refs.push(await aDealOf(await aLeadOf()));
    const single = refs.pop();
    const one = await statements(() => report({ id: single, stage: 'Won' }));
    const oneBack = await statements(() => report({ id: single, stage: 'Open' }));
    const many = await statements(() => report(...refs.map((id) => ({ id, stage: 'Won' }))));
    expect(await stagesOf(...refs)).toEqual(refs.map(() => 'won'));
    expect(many).toBeLessThan(one + 5);
    const back = await statements(() => report(...refs.map((id) => ({ id, stage: 'Open' }))));
    expect(await stagesOf(...refs)).toEqual(refs.map(() => 'open'));
    expect(back).toBeLessThan(oneBack + 5);
  });
});

describe('a lost deal of a lead whose reason is reported later', () => {
  const leadNow = async ({ id }: Json) => app.must('GET', `/v1/leads/${id}`);

  it('closes its lead with the reason while a decision about the lead is pending', async () => {
    const lead = await aLeadOf();
    const ref = await aDealOf(lead);
    await report({ id: ref, stage: 'Lost' });
    await report({ id: ref, stage: 'Lost', why: 'No idea' });
    expect(await dealOf(ref)).toMatchObject({ lostReason: null, lostNote: 'No idea' });
    expect(await refusalOf(ref)).toMatchObject({ faults: [{ pointer: '/lostReason', code: 'unknownReason' }] });
    // The CRM repeats the reason with any other change.
    await report({ id: ref, stage: 'Lost', why: 'No idea' });
    expect(await refusalOf(ref)).toMatchObject({ faults: [{ pointer: '/lostReason' }] });
    await app.moveBy(MINUTE);
    await report({ id: ref, stage: 'Lost', why: 'too expensive' });
    expect(await dealOf(ref)).toMatchObject({ stage: 'lost', lostReason: 'price', lostNote: 'too expensive' });
    expect(await leadNow(lead)).toMatchObject({ status: 'lost', disposition: { reason: 'price' } });
    expect(await refusalOf(ref)).toBeUndefined();
    const { id } = await dealOf(ref);
    const texts = await timelineOf(app, { id }, 'deals');
    expect(texts.slice(-3)).toEqual([
      'Updated: the note on the loss',
      'Updated: lost because of Price',
      'Its lead was closed with it: Price',
    ]);
    await app.must('POST', `/v1/deals/${id}/reopen`);
    expect(await leadNow(lead)).toMatchObject({ status: 'open' });
    // A repeated report does not lose a deal that was reopened here meanwhile.
    await report({ id: ref, stage: 'Lost', why: 'Too expensive' });
    expect(await dealOf(ref)).toMatchObject({ stage: 'open', lostReason: null });
  });

  it('is treated alike from webhooks and programs: earlier words stay, and no decision is owed', async () => {
    const leads = [await aLeadOf(), await aLeadOf()];
    const [ofWebhook, ofProgram] = [await aDealOf(leads[0]!), await aDealOf(leads[1]!)];
    const put = (body: object) => app.must('PUT', `/v1/deals/by-ref/crm/${ofProgram}`, body);
    await report({ id: ofWebhook, stage: 'Lost', why: 'They had enough' });
    await put({ stage: 'lost', lostReason: 'They had enough' });
    await app.moveBy(MINUTE);
    await report({ id: ofWebhook, stage: 'Lost', why: 'too expensive' });
    await put({ stage: 'lost', lostReason: 'price' });
    const notes = [];
    for (const lead of leads) {
      const { status, clocks, disposition } = await leadNow(lead);
      const decisions = clocks.filter(({ kind }: Json) => kind === 'decide');
      expect([status, decisions]).toMatchObject(['lost', [{ state: 'cancelled', endReason: 'closed' }]]);
      notes.push(disposition.note);
      expect(await timelineOf(app, lead)).toContain('Decision is no longer owed: the lead was closed');
    }
    expect(notes).toEqual(['too expensive', 'They had enough']);
  });

  it('stays as it was once its lead is closed, even if its reason lacked a field', async () => {
    const lead = await aLeadOf();
    const ref = await aDealOf(lead);
    await report({ id: ref, stage: 'Lost', why: 'Next year' });
    const lost = await dealOf(ref);
    expect(lost).toMatchObject({ lostReason: 'no_budget_now', lostFields: null });
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'no_need' });
    await report({ id: ref, stage: 'Lost', why: 'Too expensive' });
    await app.must('PUT', `/v1/deals/by-ref/crm/${ref}`, { lostReason: 'price' });
    expect(await dealOf(ref)).toEqual(lost);
    expect(await leadNow(lead)).toMatchObject({ disposition: { reason: 'no_need' } });
  });

  it('leaves a lead open that a rep decided about or kept', async () => {
    const [decided, kept] = [await aLeadOf(), await aLeadOf()];
    const [ofDecided, ofKept] = [await aDealOf(decided), await aDealOf(kept)];
    await report({ id: ofDecided, stage: 'Lost' });
    await app.must('POST', `/v1/leads/${decided.id}/milestones`, { name: 'qualified' });
    await app.must('POST', `/v1/deals/${(await dealOf(ofKept)).id}/lose`, { reason: 'no_fit', lead: 'keep' });
    await report({ id: ofKept, stage: 'Lost', why: 'Too expensive' });
    await report(
      { id: ofDecided, stage: 'Lost', why: 'Too expensive' },
      { id: ofKept, stage: 'Lost', why: 'Too expensive' },
    );
    expect([(await dealOf(ofDecided)).lostReason, (await dealOf(ofKept)).lostReason]).toEqual(['price', 'no_fit']);
    expect([(await leadNow(decided)).status, (await leadNow(kept)).status]).toEqual(['open', 'open']);
  });

  it('may also get its reason from a program, with the stage or without', async () => {
    const leads = [await aLeadOf(), await aLeadOf()];
    for (const [index, stage] of [{ stage: 'lost' }, {}].entries()) {
      const ref = await aDealOf(leads[index]!);
      await app.must('PUT', `/v1/deals/by-ref/crm/${ref}`, { stage: 'lost' });
      await app.must('PUT', `/v1/deals/by-ref/crm/${ref}`, { ...stage, lostReason: 'price', lostNote: 'By far' });
      expect(await dealOf(ref)).toMatchObject({ stage: 'lost', lostReason: 'price', lostNote: 'By far' });
      expect(await leadNow(leads[index]!)).toMatchObject({ status: 'lost', disposition: { reason: 'price' } });
    }
  });
});

describe('a deal that was lost with its lead and is won in one step', () => {
  beforeAll(async () => {
    const [{ id: repId }] = (await app.must('GET', '/v1/reps')).data;
    const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [repId] });
    await aHandoffKind(app, { teamId: team.id, repId });
  });

  it.each([
    ['the CRM', (ref: string) => report({ id: ref, stage: 'Won' })],
    ['a program', (ref: string) => app.must('PUT', `/v1/deals/by-ref/crm/${ref}`, { stage: 'won' })],
  ])('by %s reopens its lead, wins it, and owes the form', async (_who, win) => {
    const lead = await aLeadOf();
    const ref = await aDealOf(lead);
    await report({ id: ref, stage: 'Lost', why: 'Too expensive' });
    expect(await app.must('GET', `/v1/leads/${lead.id}`)).toMatchObject({ status: 'lost' });
    await win(ref);
    expect(await app.must('GET', `/v1/leads/${lead.id}`)).toMatchObject({ status: 'won' });
    const { stage, handoff } = await dealOf(ref);
    expect([stage, handoff.state]).toEqual(['won', 'draft']);
    const { clocks } = await app.must('GET', `/v1/handoffs/${handoff.id}`);
    expect(clocks).toMatchObject([{ kind: 'handoffException', state: 'running' }]);
  });
});
