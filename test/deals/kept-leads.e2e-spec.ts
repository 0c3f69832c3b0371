import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, aTouch, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let pool: Json;
let made = 0;

beforeAll(async () => {
  app = await TestApplication.start();
  const boss = await aRep(app, 'Boss');
  ann = await aRep(app, 'Ann', { managerId: boss.id });
  bo = await aRep(app, 'Bo', { managerId: boss.id });
  ({ pool } = await aDesk(app, [ann]));
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const inTime = (ms: number) => iso(app.time.now() + ms);

async function aDealOf(lead: Json): Promise<Json> {
  made += 1;
  const told = { name: `Deal ${made}`, account: { name: `Account ${made}` }, amount: '1000.00', currency: 'EUR' };
  return app.must('POST', '/v1/deals', { ...told, leadId: lead.id, ownerRepId: bo.id, refs: { crm: `d-${made}` } });
}
/** Returns a lead whose owner owes a follow-up step, and that step. */
async function aFollowedLead() {
  const steps = [{ kinds: ['call'], after: 'P1D', within: 'PT4H' }];
  await aPolicy(app, { within: 'PT1H' }, { time: 'elapsed', decideWithin: 'P5D', followUp: { steps } });
  const lead = await aLead(app);
  await aTouch(app, lead);
  return { lead, before: await owedOf(lead) };
}

const keep = (deal: Json) => app.must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price', lead: 'keep' });
const reopen = (deal: Json) => app.must('POST', `/v1/deals/${deal.id}/reopen`);
const reassign = (lead: Json, { id }: Json) =>
  app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: id, reason: 'Holiday' });
const withMembers = (...reps: Json[]) =>
  app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', members: reps.map(({ id }) => ({ repId: id })) });
/** The running promises of the lead's owner, except the response. */
const owedOf = async (lead: Json) =>
  (await leadNow(app, lead)).clocks
    .filter(({ state, kind }: Json) => state === 'running' && kind !== 'leadResponse')
    .map(({ kind, repId, dueAt }: Json) => [kind, repId, dueAt]);
const decisionsOf = async (lead: Json): Promise<Json[]> =>
  (await leadNow(app, lead)).clocks.filter(({ kind }: Json) => kind === 'decide');
const textsOf = async ({ id }: Json, of: 'leads' | 'deals' = 'leads'): Promise<string[]> =>
  (await app.must('GET', `/v1/${of}/${id}/timeline`)).data.map(({ text }: Json) => text);

describe('a lead in the queue whose deal is lost', () => {
  beforeEach(() => withMembers());

  it('awaits a decision of the rep who gets it, with the full five days', async () => {
    const lead = await aLead(app);
    await keep(await aDealOf(lead));
    expect(await owedOf(lead)).toEqual([]);
    expect((await textsOf(lead)).at(-1)).toMatch(
      /^Its owner has to decide what becomes of the lead, because deal “Deal \d+” was lost$/,
    );
    await app.moveBy(DAY);
    await withMembers(ann);
    await app.moveBy(MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id });
    const [decision] = await decisionsOf(lead);
    expect(decision).toMatchObject({ repId: ann.id, state: 'running' });
    expect(Date.parse(decision!.dueAt) - Date.parse(decision!.startedAt)).toBe(5 * DAY);
    await reassign(lead, bo);
    expect(await owedOf(lead)).toEqual([['decide', bo.id, inTime(5 * DAY)]]);
  });

  it('is mentioned in the timeline of its deal, until the deal is reopened', async () => {
    const deal = await aDealOf(await aLead(app));
    await keep(deal);
    const kept = ['Lost: Price', 'Its lead stays open: the owner of the lead has to decide what becomes of it'];
    expect((await textsOf(deal, 'deals')).slice(1)).toEqual(kept);
    await app.moveBy(DAY);
    await reopen(deal);
    expect((await textsOf(deal, 'deals')).slice(1)).toEqual([
      ...kept,
      'Open again, after it was lost',
      'No decision about its lead is owed because of it any more',
    ]);
  });

  it('awaits a decision within the time of its policy, beside the first touch', async () => {
    await aPolicy(app, { within: 'PT1H' }, { time: 'elapsed', decideWithin: 'P2D' });
    const lead = await aLead(app);
    const deal = await aDealOf(lead);
    await app.must('PUT', `/v1/deals/by-ref/crm/${deal.refs.crm}`, { stage: 'lost', lostReason: 'They went quiet' });
    await app.moveBy(HOUR);
    await reassign(lead, ann);
    const both = [
      ['firstTouch', ann.id, inTime(HOUR)],
      ['decide', ann.id, inTime(2 * DAY)],
    ];
    expect(await owedOf(lead)).toEqual(both);
    // Voiding a touch does not end the decision.
    const touch = await aTouch(app, lead, { outcome: 'connected' });
    expect(await owedOf(lead)).toEqual([both[1]]);
    await app.must('POST', `/v1/leads/${lead.id}/touches/${touch.id}/void`, { reason: 'It was somebody else' });
    expect(await owedOf(lead)).toEqual(both);
  });

  it('awaits no decision once it has reached a milestone', async () => {
    const lead = await aLead(app);
    await keep(await aDealOf(lead));
    const isListed = async () =>
      (await app.must('GET', '/v1/deals?stage=lost&lead=open')).data.some((deal: Json) => deal.lead.id === lead.id);
    expect(await isListed()).toBe(true);
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    expect(await isListed()).toBe(false);
    await reassign(lead, ann);
    expect(await owedOf(lead)).toEqual([]);
    const milestone = `/v1/leads/${lead.id}/milestones/${(await leadNow(app, lead)).milestones[0].id}`;
    await app.must('POST', `${milestone}/reverse`, { reason: 'A mistake' });
    expect(await owedOf(lead)).toEqual([['decide', ann.id, inTime(5 * DAY)]]);
    expect(await isListed()).toBe(true);
  });

  it('awaits no decision once its deal is open again', async () => {
    const lead = await aLead(app);
    const deal = await aDealOf(lead);
    await keep(deal);
    await reopen(deal);
    expect((await textsOf(lead)).at(-1)).toMatch(
      /^No decision is owed because of deal “Deal \d+” any more: it is open again$/,
    );
    await reassign(lead, ann);
    expect(await owedOf(lead)).toEqual([]);
  });
});

describe('a lead whose deal is lost before its first touch', () => {
  it('passes the first touch and the decision on to its next owner, each with its full time', async () => {
    await aPolicy(app, { within: 'PT1H' }, { time: 'elapsed', decideWithin: 'P2D' });
    const lead = await aLead(app);
    await keep(await aDealOf(lead));
    await app.moveBy(30 * MINUTE);
    await reassign(lead, bo);
    expect(await owedOf(lead)).toEqual([
      ['firstTouch', bo.id, inTime(HOUR)],
      ['decide', bo.id, inTime(2 * DAY)],
    ]);
    await aTouch(app, lead);
    await app.moveBy(HOUR);
    await reassign(lead, ann);
    expect(await owedOf(lead)).toEqual([['decide', ann.id, inTime(2 * DAY)]]);
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'opportunity' });
    expect(await owedOf(lead)).toEqual([]);
    await reassign(lead, bo);
    expect((await owedOf(lead)).filter(([kind]: string[]) => kind === 'decide')).toEqual([]);
  });

  it('still awaits a decision if its policy stops promising decisions', async () => {
    const policy = await aPolicy(app, { within: 'PT1H' }, { time: 'elapsed', decideWithin: 'P2D' });
    const lead = await aLead(app);
    await keep(await aDealOf(lead));
    await app.moveBy(MINUTE);
    const { decideWithin: _, ...rest } = policy;
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { ...rest, applyTo: 'open' });
    await app.moveBy(MINUTE);
    expect((await decisionsOf(lead)).map(({ state, endReason }) => [state, endReason])).toEqual([
      ['cancelled', 'policyChanged'],
      ['running', undefined],
    ]);
  });

  it('still awaits a decision after the person did not come to a meeting', async () => {
    await aPolicy(
      app,
      { within: 'PT1H' },
      {
        time: 'elapsed',
        decideWithin: 'P2D',
        followUp: { steps: [{ kinds: ['call'], after: 'P1D', within: 'PT4H' }] },
      },
    );
    const lead = await aLead(app);
    await aTouch(app, lead, { outcome: 'connected' });
    await keep(await aDealOf(lead));
    const before = await owedOf(lead);
    await app.moveBy(HOUR);
    await aTouch(app, lead, { kind: 'meeting', outcome: 'noShow' });
    expect(await owedOf(lead)).toEqual(before);
  });
});

describe('a lost deal that is reopened', () => {
  it('ends the decision about its lead', async () => {
    const lead = await aLead(app);
    const deal = await aDealOf(lead);
    await keep(deal);
    await app.moveBy(HOUR);
    await reopen(deal);
    expect(await decisionsOf(lead)).toMatchObject([{ state: 'cancelled', endReason: 'dealReopened' }]);
    expect(await textsOf(lead)).toContain('Decision is no longer owed: its deal is open again');
    await reassign(lead, bo);
    expect(await owedOf(lead)).toEqual([]);
    await keep(deal);
    expect(await owedOf(lead)).toEqual([['decide', bo.id, inTime(5 * DAY)]]);
  });

  it('restores the follow-up that its loss had ended', async () => {
    const { lead, before } = await aFollowedLead();
    expect(before).toMatchObject([['followUp', ann.id, expect.any(String)]]);
    const deal = await aDealOf(lead);
    await keep(deal);
    expect(await owedOf(lead)).toMatchObject([['decide', ann.id, expect.any(String)]]);
    await app.moveBy(HOUR);
    await reopen(deal);
    expect(await owedOf(lead)).toEqual(before);
    expect(await textsOf(lead)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Follow-up .* is owed again, .*: its deal is open again$/)]),
    );
  });

  it('ends a missed decision and its chain too, but undoes nothing that was enforced', async () => {
    await withMembers(ann, bo);
    await aPolicy(
      app,
      { within: 'P30D' },
      {
        time: 'elapsed',
        mode: 'enforce',
        decideWithin: {
          within: 'P1D',
          onMiss: ['PT1H', 'PT5H', 'PT9H'].map((after) => ({ after, do: 'escalate', to: 'manager' })),
        },
      },
    );
    const lead = await aLead(app, { owner: { repId: ann.id } });
    const deal = await aDealOf(lead);
    await keep(deal);
    await app.moveBy(DAY + 2 * HOUR);
    const escalations = async () => (await textsOf(lead)).filter((text) => text.includes('was notified')).length;
    const soFar = await escalations();
    expect(soFar).toBeGreaterThan(0);
    await reopen(deal);
    await app.moveBy(DAY);
    expect(await escalations()).toBe(soFar);
    expect(await decisionsOf(lead)).toMatchObject([{ state: 'breached', endReason: 'dealReopened' }]);
    await reassign(lead, bo);
    expect((await owedOf(lead)).filter(([kind]: string[]) => kind === 'decide')).toEqual([]);
  });

  it('ends a decision that another deal of its lead has requested', async () => {
    const lead = await aLead(app);
    const first = await aDealOf(lead);
    await keep(first);
    const other = await aDealOf(lead);
    await keep(other);
    const owed = await owedOf(lead);
    await reopen(first);
    expect(owed).toEqual([['decide', ann.id, inTime(5 * DAY)]]);
    expect(await owedOf(lead)).toEqual([]);
    await reassign(lead, bo);
    expect(await owedOf(lead)).toEqual([]);
  });
});

describe('a lead with another open deal', () => {
  const listed = async () =>
    (await app.must('GET', '/v1/deals?stage=lost&lead=open')).data.map(({ id }: Json) => id as string);
  const ANOTHER = 'another deal of the lead is open';

  it('awaits no decision about a lost deal, even if the reason for the loss changes later', async () => {
    const { lead, before } = await aFollowedLead();
    const lost = await aDealOf(lead);
    const tell = (lostReason: string) =>
      app.must('PUT', `/v1/deals/by-ref/crm/${lost.refs.crm}`, { stage: 'lost', lostReason });
    await tell('Something else');
    await app.moveBy(HOUR);
    expect(await owedOf(lead)).toMatchObject([['decide', ann.id, expect.any(String)]]);
    expect(await listed()).toEqual([lost.id]);
    const other = await aDealOf(lead);
    expect(await decisionsOf(lead)).toMatchObject([{ state: 'cancelled', endReason: 'dealOpened' }]);
    expect(await owedOf(lead)).toEqual(before);
    expect(await listed()).toEqual([]);
    expect(await textsOf(lead)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^No decision is owed because of deal “Deal \d+” any more: another deal .* is open$/),
        `Decision is no longer owed: ${ANOTHER}`,
        expect.stringMatching(new RegExp(`^Follow-up .* is owed again, .*: ${ANOTHER}$`)),
      ]),
    );
    expect((await textsOf(lost, 'deals')).at(-1)).toBe('No decision about its lead is owed because of it any more');
    expect((await tell('price')).lostReason).toBe('price');
    expect((await leadNow(app, lead)).status).toBe('open');
    await keep(other);
    expect(await listed()).toEqual([lost.id, other.id]);
  });

  it('awaits no decision even if the other deal is assigned to it only now', async () => {
    const lead = await aLead(app);
    await keep(await aDealOf(lead));
    const other = await app.must('POST', '/v1/deals', {
      name: 'Other',
      account: { name: 'Other' },
      amount: '1.00',
      currency: 'EUR',
    });
    await app.must('PATCH', `/v1/deals/${other.id}`, { leadId: lead.id });
    expect(await decisionsOf(lead)).toMatchObject([{ state: 'cancelled', endReason: 'dealOpened' }]);
  });

  it('awaits no decision after the milestone that had ended it is reversed', async () => {
    const lead = await aLead(app);
    await keep(await aDealOf(lead));
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    await aDealOf(lead);
    const milestone = `/v1/leads/${lead.id}/milestones/${(await leadNow(app, lead)).milestones[0].id}`;
    await app.must('POST', `${milestone}/reverse`, { reason: 'A mistake' });
    expect(await owedOf(lead)).toEqual([]);
    expect(await listed()).toEqual([]);
  });
});
