import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, leadNow } from '../support/people.js';
import { statements } from '../support/statements.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let ofProgram: string;
let made = 0;

beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  await aDesk(app, [ann]);
  ofProgram = await app.keyFor(['integration']);
  await app.must('POST', '/v1/disposition-reasons', {
    code: 'to_whom',
    category: 'lost',
    label: 'Lost to somebody',
    intent: 'realButLost',
    requires: ['competitor'],
  });
});
afterAll(() => app.stop());
beforeEach(() => app.moveBy(MINUTE));

const as = (key: string) => app.as(key);
const pointersOf = ({ body }: { body: Json }) => body.errors.map(({ pointer }: Json) => pointer);

/** Creates a lead with an open deal, owned by the lead's owner by default. */
async function aDealOfLead(fields: object = {}, source = 'web'): Promise<{ lead: Json; deal: Json }> {
  made += 1;
  const contact = { email: `kim${made}@lost.example` };
  const lead = await aLead(app, { source, contact });
  const told = { name: `Deal ${made}`, account: { name: `Account ${made}` }, amount: '1000.00', currency: 'EUR' };
  const deal = await as(ofProgram).must('POST', '/v1/deals', { ...told, leadId: lead.id, ...fields });
  return { lead, deal };
}
const from = (value: string) => ({ field: 'source', op: 'eq', value });
const lose = (deal: Json, body: object, key = ofProgram) => as(key).must('POST', `/v1/deals/${deal.id}/lose`, body);
const rowsOf = async (lead: Json): Promise<Json[]> =>
  (await app.must('GET', '/v1/dispositions?limit=1000')).data.filter(({ leadId }: Json) => leadId === lead.id);
async function textsOf(of: 'deals' | 'leads', { id }: Json, limit = 100): Promise<string[]> {
  const texts: string[] = [];
  for (let cursor = ''; ; ) {
    const page = await app.must('GET', `/v1/${of}/${id}/timeline?limit=${limit}${cursor}`);
    texts.push(...page.data.map(({ text }: Json) => text));
    if (page.nextCursor === null) return texts;
    cursor = `&cursor=${page.nextCursor}`;
  }
}
const decisionOf = (lead: Json) =>
  lead.clocks.find(({ kind, state }: Json) => kind === 'decide' && state === 'running');

describe('a deal that is lost', () => {
  it('closes its lead for the same reason, which is reported to the channel', async () => {
    const { lead, deal } = await aDealOfLead();
    const fields = { competitor: 'Rival' };
    const lost = await lose(deal, { reason: 'To_Whom', note: 'They had it cheaper', fields });
    expect(lost).toMatchObject({
      stage: 'lost',
      lostReason: 'to_whom',
      lostNote: 'They had it cheaper',
      lostFields: fields,
    });
    expect(await leadNow(app, lead)).toMatchObject({
      status: 'lost',
      disposition: { category: 'lost', reason: 'to_whom' },
    });
    expect(await rowsOf(lead)).toMatchObject([
      { kind: 'disposed', reason: 'to_whom', note: 'They had it cheaper', fields, intent: 'realButLost' },
    ]);
    expect(await textsOf('deals', deal)).toEqual([
      'Made from its lead, a deal of Ann, worth EUR 1,000.00',
      'Lost: Lost to somebody',
      'Its lead was closed with it: Lost to somebody',
    ]);
    expect((await textsOf('leads', lead)).at(-1)).toBe(
      `Closed as lost, because deal “${deal.name}” was lost: Lost to somebody`,
    );
  });

  it('reopens its lead when it is reopened, and the timelines of both say so on each page', async () => {
    const { lead, deal } = await aDealOfLead();
    const ofAnn = await app.keyFor(['rep'], ann.id);
    await lose(deal, { reason: 'price' }, ofAnn);
    await as(ofAnn).must('POST', `/v1/deals/${deal.id}/reopen`);
    const texts = await textsOf('leads', lead);
    expect(texts).toContain(`Open again, because Ann reopened deal “${deal.name}”`);
    expect(texts).toContain('Assigned to Ann, because of its deal');
    const told = await textsOf('deals', deal);
    expect(told.slice(1)).toEqual([
      'Lost: Price, recorded by Ann',
      'Its lead was closed with it: Price',
      'Open again, after it was lost: reopened by Ann',
      'Its lead is open again',
    ]);
    expect(await textsOf('deals', deal, 2)).toEqual(told);
    await lose(deal, { reason: 'price' });
    await as(ofProgram).must('POST', `/v1/deals/${deal.id}/reopen`);
    expect(await textsOf('leads', lead)).toContain(`Open again, because deal “${deal.name}” was reopened`);
  });

  it('closes its lead for a reason of any category, and the lead returns as that category says', async () => {
    const { lead, deal } = await aDealOfLead();
    const wakeAt = iso(app.time.now() + 30 * DAY);
    await lose(deal, { reason: 'no_budget_now', fields: { wakeAt } });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'nurturing', disposition: { reason: 'no_budget_now' } });
  });

  it('is refused, without changes, for an unknown reason or without the fields that the reason requires', async () => {
    const { lead, deal } = await aDealOfLead();
    const refused: [object, string[]][] = [
      [{}, ['/reason']],
      [{ reason: 'Too dear' }, ['/reason']],
      [{ reason: 'to_whom' }, ['/fields/competitor']],
      [{ reason: 'not_now', fields: { wakeAt: 'soon' } }, ['/fields/wakeAt']],
      [{ reason: 'price', fields: { colour: 'red' } }, ['/fields/colour']],
      [{ reason: 'price', lead: 'sell' }, ['/lead']],
    ];
    for (const [body, pointers] of refused) {
      const answer = await as(ofProgram).ask('POST', `/v1/deals/${deal.id}/lose`, body);
      expect([body, answer.status, pointersOf(answer)]).toEqual([body, 422, pointers]);
    }
    expect(await app.must('GET', `/v1/deals/${deal.id}`)).toEqual(deal);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open' });
  });

  it(`can leave its lead to the lead's owner, who has five days to decide, and is listed`, async () => {
    const { lead, deal } = await aDealOfLead();
    const lost = await lose(deal, { reason: 'price', lead: 'keep' });
    const now = app.time.now();
    const kept = await leadNow(app, lead);
    expect(kept).toMatchObject({ status: 'open', ownerId: ann.id, disposition: null });
    expect(decisionOf(kept)).toMatchObject({ repId: ann.id, dueAt: iso(now + 5 * DAY) });
    expect(await rowsOf(lead)).toEqual([]);
    const listed = () => app.must('GET', '/v1/deals?stage=lost&lead=open').then(({ data }) => data);
    expect(await listed()).toEqual([lost]);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(data.at(-1).text).toMatch(new RegExp(`^Decision is due by .*, because deal “${deal.name}” was lost$`));
    expect((await textsOf('deals', deal)).slice(-2)).toEqual([
      'Its lead stays open: the owner of the lead has to decide what becomes of it',
      expect.stringMatching(/^Ann has to decide what becomes of its lead by \w{3} \d/),
    ]);
    await app.moveTo(now + 5 * DAY + MINUTE);
    const missed = await leadNow(app, lead);
    expect(missed.clocks.find(({ kind }: Json) => kind === 'decide')).toMatchObject({ state: 'breached' });
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect(await listed()).toEqual([]);
  });

  it('leaves a decision that a hold covers, that is missed once and that a manager can strike', async () => {
    const { lead, deal } = await aDealOfLead();
    await lose(deal, { reason: 'price', lead: 'keep' });
    const now = app.time.now();
    const hold = { scope: 'all', until: iso(now + 6 * DAY), reason: 'We move house' };
    await app.must('POST', '/v1/enforcement/holds', hold);
    await app.moveTo(now + 5 * DAY + MINUTE);
    const clock = (await leadNow(app, lead)).clocks.find(({ kind }: Json) => kind === 'decide');
    expect(clock).toMatchObject({ state: 'breached' });
    await app.moveTo(now + 6 * DAY + MINUTE);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(data.filter(({ type }: Json) => type === 'sla.breached')).toHaveLength(1);
    const strike = `/v1/leads/${lead.id}/clocks/${clock.id}/strike`;
    const struck = await app.must('POST', strike, { reason: 'Nobody was there' });
    expect(struck).toMatchObject({ id: clock.id, struckBreachAt: expect.any(String) });
  });

  it(`leaves the time that the lead's policy sets for the decision, anew for the next owner`, async () => {
    await app.must('POST', '/v1/sla-policies', {
      name: 'Decides',
      mode: 'enforce',
      when: from('decides'),
      time: 'elapsed',
      decideWithin: 'P2D',
      firstTouch: { within: 'PT1H' },
    });
    const { lead, deal } = await aDealOfLead({}, 'decides');
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'opportunity' });
    expect(decisionOf(await leadNow(app, lead))).toBeUndefined();
    await lose(deal, { reason: 'price', lead: 'keep' });
    const clock = decisionOf(await leadNow(app, lead));
    expect(clock).toMatchObject({ dueAt: iso(app.time.now() + 2 * DAY) });
    await app.moveBy(DAY);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Holiday' });
    expect(decisionOf(await leadNow(app, lead))).toMatchObject({ repId: bo.id, dueAt: iso(app.time.now() + 2 * DAY) });
  });

  it('leaves its decision running when a touch is voided', async () => {
    await app.must('POST', '/v1/sla-policies', {
      name: 'Five days',
      mode: 'enforce',
      when: from('touched'),
      time: 'elapsed',
      firstTouch: { within: 'PT1H' },
    });
    const { lead, deal } = await aDealOfLead({}, 'touched');
    const called = { kind: 'call', outcome: 'connected' };
    const touch = await app.must('POST', `/v1/leads/${lead.id}/touches`, called);
    await lose(deal, { reason: 'price', lead: 'keep' });
    const clock = decisionOf(await leadNow(app, lead));
    expect(clock).toMatchObject({ dueAt: iso(app.time.now() + 5 * DAY) });
    await app.must('POST', `/v1/leads/${lead.id}/touches/${touch.id}/void`, { reason: 'It was somebody else' });
    expect(decisionOf(await leadNow(app, lead))).toMatchObject({ id: clock.id, dueAt: clock.dueAt });
  });

  it('can be lost by its owner if another rep has the lead, except without the attempts a reason requires', async () => {
    await app.must('POST', '/v1/disposition-reasons', {
      code: 'silent',
      category: 'lost',
      label: 'Silent',
      intent: 'realButLost',
      proof: { attempts: 2 },
    });
    const { lead, deal } = await aDealOfLead({ ownerRepId: bo.id });
    const ofBo = await app.keyFor(['rep'], bo.id);
    const refused = await as(ofBo).ask('POST', `/v1/deals/${deal.id}/lose`, { reason: 'silent' });
    expect([refused.status, pointersOf(refused)]).toEqual([422, ['/reason']]);
    await lose(deal, { reason: 'price' }, ofBo);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'lost' });
    const ofAnn = await app.keyFor(['rep'], ann.id);
    const other = await aDealOfLead({ ownerRepId: bo.id });
    expect((await as(ofAnn).ask('POST', `/v1/deals/${other.deal.id}/lose`, { reason: 'price' })).status).toBe(404);
  });

  it('is refused for an unknown reason, with the known reasons of every category', async () => {
    const { deal } = await aDealOfLead();
    const { status, body } = await app.ask('POST', `/v1/deals/${deal.id}/lose`, { reason: 'no_budget_nou' });
    expect([status, body.errors[0].pointer]).toEqual([422, '/reason']);
    expect(body.errors[0].message).toMatch(/^There is no reason "no_budget_nou"; known are .*\bprice\b.*\./);
    expect(body.errors[0].message).toMatch(/known are .*\bno_budget_now\b.*Did you mean/i);
  });

  it('changes nothing about a closed lead, and is lost once by a request that is repeated', async () => {
    const { lead, deal } = await aDealOfLead();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'no_need' });
    const headers = { 'idempotency-key': 'lost-once' };
    const ask = () => app.ask('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price' }, { headers, key: ofProgram });
    const [one, other] = [await ask(), await ask()];
    expect([one.status, other.body]).toEqual([200, one.body]);
    expect(await leadNow(app, lead)).toMatchObject({ disposition: { reason: 'no_need' } });
    expect(await rowsOf(lead)).toHaveLength(1);
  });
});

describe('a lost deal that is reopened', () => {
  it('reverses the disposition once, and reopens its lead with the same owner', async () => {
    const { lead, deal } = await aDealOfLead();
    await lose(deal, { reason: 'price' });
    await app.moveBy(MINUTE);
    await as(ofProgram).must('POST', `/v1/deals/${deal.id}/reopen`);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2, ownerId: ann.id, disposition: null });
    expect((await rowsOf(lead)).map(({ kind, intent }) => [kind, intent])).toEqual([
      ['disposed', 'realButLost'],
      ['reversed', 'reversed'],
    ]);
    await lose(deal, { reason: 'no_need' });
    expect((await rowsOf(lead)).map(({ kind, reason }) => [kind, reason])).toEqual([
      ['disposed', 'price'],
      ['reversed', 'price'],
      ['disposed', 'no_need'],
    ]);
  });

  it('reverses the disposition of its lead, corrected or made since', async () => {
    const corrected = await aDealOfLead();
    await lose(corrected.deal, { reason: 'price' });
    const another = { category: 'lost', reason: 'no_fit' };
    await app.must('POST', `/v1/leads/${corrected.lead.id}/disposition/correct`, another);
    await as(ofProgram).must('POST', `/v1/deals/${corrected.deal.id}/reopen`);
    expect((await rowsOf(corrected.lead)).map(({ kind, reason }) => [kind, reason])).toEqual([
      ['disposed', 'price'],
      ['corrected', 'no_fit'],
      ['reversed', 'no_fit'],
    ]);
    const decided = await aDealOfLead();
    await lose(decided.deal, { reason: 'price' });
    await app.must('POST', `/v1/leads/${decided.lead.id}/reopen`, { reason: 'They called' });
    await app.must('POST', `/v1/leads/${decided.lead.id}/disposition`, another);
    await as(ofProgram).must('POST', `/v1/deals/${decided.deal.id}/reopen`);
    expect(await leadNow(app, decided.lead)).toMatchObject({ status: 'open', disposition: null });
  });

  it('leaves a lead that was kept open as it is', async () => {
    const { lead, deal } = await aDealOfLead();
    await lose(deal, { reason: 'price', lead: 'keep' });
    await as(ofProgram).must('POST', `/v1/deals/${deal.id}/reopen`);
    const now = await leadNow(app, lead);
    expect(now).toMatchObject({ status: 'open', cycle: 1 });
    expect(await rowsOf(lead)).toEqual([]);
  });
});

describe('a deal that a program reports as lost', () => {
  const put = (ref: string, body: object) => as(ofProgram).must('PUT', `/v1/deals/by-ref/crm/${ref}`, body);

  it('closes its lead if given the code of a reason; any other words leave the lead open', async () => {
    const closed = await aDealOfLead({ refs: { crm: 'c-1' } });
    expect(await put('c-1', { stage: 'lost', lostReason: 'price', lostNote: 'Half of it' })).toMatchObject({
      lostReason: 'price',
      lostNote: 'Half of it',
    });
    expect(await leadNow(app, closed.lead)).toMatchObject({ status: 'lost', disposition: { reason: 'price' } });
    const left = await aDealOfLead({ refs: { crm: 'c-2' } });
    expect(await put('c-2', { stage: 'lost', lostReason: 'They went quiet' })).toMatchObject({
      lostReason: null,
      lostNote: 'They went quiet',
    });
    expect(decisionOf(await leadNow(app, left.lead))).toMatchObject({ repId: ann.id });
    const lacking = await aDealOfLead({ refs: { crm: 'c-3' } });
    expect(await put('c-3', { stage: 'lost', lostReason: 'to_whom' })).toMatchObject({ lostReason: 'to_whom' });
    expect(decisionOf(await leadNow(app, lacking.lead))).toMatchObject({ repId: ann.id });
    const { data } = await app.must('GET', '/v1/deals?stage=lost&lead=open');
    expect(data.map(({ id }: Json) => id)).toEqual(expect.arrayContaining([left.deal.id, lacking.deal.id]));
    // The missing field is reported later while the decision is pending, so it closes the lead.
    await put('c-3', { stage: 'lost', lostReason: 'to_whom', lostFields: { competitor: 'Rival' } });
    expect(await leadNow(app, lacking.lead)).toMatchObject({ status: 'lost', disposition: { reason: 'to_whom' } });
  });

  it('keeps words that are no known reason together with the note', async () => {
    await aDealOfLead({ refs: { crm: 'c-9' } });
    const told = { stage: 'lost', lostReason: 'They went quiet', lostNote: 'Budget frozen till May' };
    expect(await put('c-9', told)).toMatchObject({
      lostReason: null,
      lostNote: 'They went quiet: Budget frozen till May',
    });
  });

  it('after a win reverses the win of its lead and closes the lead in one step', async () => {
    const { lead, deal } = await aDealOfLead({ refs: { crm: 'c-4' } });
    await put('c-4', { stage: 'won' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'won' });
    await app.moveBy(MINUTE);
    await put('c-4', { stage: 'lost', lostReason: 'fraud' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'lost', cycle: 1, disposition: { reason: 'fraud' } });
    const { milestones } = await leadNow(app, lead);
    expect(milestones).toMatchObject([{ name: 'won', reversedAt: iso(app.time.now()) }]);
    await app.moveBy(MINUTE);
    await put('c-4', { stage: 'won' });
    expect(await leadNow(app, lead)).toMatchObject({ status: 'won', cycle: 2 });
    expect(await app.must('GET', `/v1/deals/${deal.id}`)).toMatchObject({ stage: 'won', lostReason: null });
  });
});

describe('a CRM', () => {
  const SECRET = 'a-client-secret-of-the-crm';
  const MAPPING = {
    each: 'payload.deals',
    ref: '{{ item.id }}',
    stage: '{{ item.stage }}',
    lostReason: '{{ item.why }}',
    stages: { won: ['Won'], lost: ['Lost'] },
    lostReasons: { 'Too expensive': 'price', 'Went to a rival': 'to_whom' },
  };
  const CONNECTION = { name: 'Sales', system: 'sales', secret: SECRET, proof: { kind: 'header', header: 'X-Secret' } };
  let connection: Json;
  beforeAll(async () => {
    connection = await app.must('POST', '/v1/crm-connections', { ...CONNECTION, mapping: MAPPING });
  });
  const tell = async (...deals: object[]): Promise<Json> => {
    const answer = await fetch(`${app.url}/v1/crm-connections/${connection.id}/deals`, {
      method: 'POST',
      body: JSON.stringify({ deals }),
      headers: { 'content-type': 'application/json', 'x-secret': SECRET },
    });
    return (await answer.json()) as Json;
  };
  const refusals = async (): Promise<Json[]> =>
    (await app.must('GET', `/v1/crm-connections/${connection.id}/refusals`)).data;

  it('maps its reasons: a mapped one closes the lead, any other is listed and leaves it open', async () => {
    const [mapped, unmapped, lacking] = [
      await aDealOfLead({ refs: { sales: 's-1' } }),
      await aDealOfLead({ refs: { sales: 's-2' } }),
      await aDealOfLead({ refs: { sales: 's-3' } }),
    ];
    const taken = await tell(
      { id: 's-1', stage: 'Lost', why: ' too EXPENSIVE ' },
      { id: 's-2', stage: 'Lost', why: 'Bad weather' },
      { id: 's-3', stage: 'Lost', why: 'Went to a rival' },
    );
    expect(taken).toMatchObject({ taken: 3, refused: 0 });
    expect(await app.must('GET', `/v1/deals/${mapped.deal.id}`)).toMatchObject({
      stage: 'lost',
      lostReason: 'price',
      lostNote: 'too EXPENSIVE',
    });
    expect(await leadNow(app, mapped.lead)).toMatchObject({ status: 'lost', disposition: { reason: 'price' } });
    expect(await app.must('GET', `/v1/deals/${unmapped.deal.id}`)).toMatchObject({
      stage: 'lost',
      lostReason: null,
      lostNote: 'Bad weather',
    });
    for (const { lead } of [unmapped, lacking])
      expect(decisionOf(await leadNow(app, lead))).toMatchObject({ dueAt: iso(app.time.now() + 5 * DAY) });
    expect(
      (await refusals()).map(({ ref, refused, faults }) => [ref, refused, faults[0].pointer, faults[0].code]),
    ).toEqual(
      expect.arrayContaining([
        ['s-2', false, '/lostReason', 'unknownReason'],
        ['s-3', false, '/lostReason', 'required'],
      ]),
    );
    expect((await refusals()).some(({ ref }) => ref === 's-1')).toBe(false);
  });

  it('shows in a preview what a reason would do, and cannot map to an unknown reason', async () => {
    await aDealOfLead({ refs: { sales: 's-4' } });
    const payload = { deals: [{ id: 's-4', stage: 'Lost', why: 'Bad weather' }] };
    const { data } = await app.must('POST', `/v1/crm-connections/${connection.id}/preview`, { payload });
    expect(data).toMatchObject([{ outcome: 'taken', stage: 'lost', faults: [{ pointer: '/lostReason' }] }]);
    const wrong = {
      ...CONNECTION,
      name: 'Other',
      mapping: { ...MAPPING, lostReasons: { Gone: 'prise', GONE: 'price' } },
    };
    const refused = await app.ask('POST', '/v1/crm-connections', wrong);
    expect(refused.status).toBe(422);
    expect(pointersOf(refused)).toEqual(['/mapping/lostReasons/GONE', '/mapping/lostReasons/Gone']);
  });

  it('loses many deals at once in as many statements as one', async () => {
    const refs = Array.from({ length: 9 }, (_, index) => `m-${index}`);
    for (const ref of refs) await aDealOfLead({ refs: { sales: ref } });
    const one = await statements(() => tell({ id: refs.pop(), stage: 'Lost', why: 'too expensive' }));
    const many = await statements(() => tell(...refs.map((id) => ({ id, stage: 'Lost', why: 'too expensive' }))));
    expect(many).toBeLessThan(one + 5);
  });
});
