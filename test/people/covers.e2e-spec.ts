import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep, faults, leadNow, NOBODY, theReps, timelineOf } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let cy: Json;
let desk: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo, cy] = await theReps(app, ['Ann', 'Bo', 'Cy']);
  desk = await aPool(app, 'Desk', [cy]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const at = (ms: number) => new Date(app.time.now() + ms).toISOString();
const absent = (rep: Json, fields: object = {}, query = '') =>
  app.ask('POST', `/v1/reps/${rep.id}/absences${query}`, { from: at(0), to: at(7 * DAY), ...fields });
async function away(rep: Json, cover: Json | null, fields: object = {}): Promise<Json> {
  const { status, body } = await absent(rep, { ...(cover && { coverRepId: cover.id }), ...fields });
  expect(status).toBe(201);
  await app.settle();
  return body;
}
const rule = (assign: object) => app.must('PUT', '/v1/routing', { rules: [{ name: 'A', when: {}, assign }] });
const latest = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0];
const otherwise = () => ({ poolId: desk.id });

describe('the cover of an absent rep', () => {
  it('gets the leads of the rep’s accounts, which stay the rep’s', async () => {
    const account = await app.must('POST', '/v1/accounts', {
      name: 'Acme',
      domains: ['acme.example'],
      ownerRepId: ann.id,
    });
    await rule({ accountOwner: true, otherwise: otherwise() });
    const absence = await away(ann, bo);
    expect(absence.coverRepId).toBe(bo.id);
    const lead = await aLead(app, { company: { domain: 'acme.example' } });
    expect(lead.ownerId).toBe(bo.id);
    const { cause, trace } = await latest(lead);
    expect([cause, trace.because]).toEqual([
      'absence',
      'They cover for the owner of its account, who is away; no pool dealt it.',
    ]);
    expect(trace.candidates).toMatchObject([
      { repId: ann.id, eligible: false, excludedBy: 'absent' },
      { repId: bo.id, eligible: true },
    ]);
    expect((await app.must('GET', `/v1/accounts/${account.id}`)).ownerRepId).toBe(ann.id);
    expect(await timelineOf(app, lead)).toContain('Assigned to Bo, in place of Ann, who is away');
    const told = await app.must('GET', `/v1/reps/${bo.id}/notifications`);
    expect(told.data[0].text).toMatch(/you stand in for Ann, who is away/);
    const preview = { lead: { source: 'web', company: { domain: 'acme.example' } } };
    expect((await app.must('POST', '/v1/routing/preview', preview)).ownerId).toBe(bo.id);
  });

  it('gets what a rule, a sender or a company gives the rep, but nothing that a pool deals', async () => {
    await rule({ repId: ann.id });
    await away(ann, bo);
    expect((await aLead(app)).ownerId).toBe(bo.id);
    const given = await aLead(app, { owner: { repId: ann.id } });
    expect([given.ownerId, (await latest(given)).cause]).toEqual([bo.id, 'absence']);
    const both = await aPool(app, 'Both', [ann, cy]);
    await allTo(app, both);
    expect((await aLead(app)).ownerId).toBe(cy.id);
  });

  it('gets the next lead of a company of which the absent rep keeps one', async () => {
    await rule({ companyOwner: true, otherwise: otherwise() });
    await aLead(app, { company: { domain: 'acme.example' }, owner: { repId: ann.id } });
    await away(ann, bo, { openLeads: 'keep' });
    const next = await aLead(app, { company: { domain: 'acme.example' } });
    expect(next.ownerId).toBe(bo.id);
  });

  it('gets the open leads that the absence moves, whatever pool they came from', async () => {
    const pool = await aPool(app, 'Ann and Cy', [ann, cy]);
    await allTo(app, pool);
    const leads = [await aLead(app), await aLead(app)];
    const theirs = leads.find(({ ownerId }) => ownerId === ann.id)!;
    await away(ann, bo, { from: at(MINUTE) });
    await app.moveBy(MINUTE);
    expect((await leadNow(app, theirs)).ownerId).toBe(bo.id);
    expect(await latest(theirs)).toMatchObject({
      cause: 'absence',
      trace: { because: 'They cover for its owner, who is away; no pool dealt it.' },
    });
  });

  it('keeps a lead for the rep whom the rule names when it is rerouted, and at a milestone', async () => {
    await app.must('PUT', '/v1/routing', {
      rules: [
        { name: 'New', when: {}, assign: { repId: ann.id } },
        { name: 'Over', on: 'milestone:qualified', when: {}, assign: { repId: ann.id } },
      ],
    });
    await away(ann, bo);
    const lead = await aLead(app);
    expect(lead.ownerId).toBe(bo.id);
    const rerouted = await app.must('PATCH', `/v1/leads/${lead.id}`, { campaign: 'x', reroute: 'ifUntouched' });
    const qualified = await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    expect([rerouted.ownerId, qualified.ownerId]).toEqual([bo.id, bo.id]);
  });

  it('gets a lead that wakes for the rep', async () => {
    await rule({ repId: ann.id });
    const lead = await aLead(app);
    await rule({ poolId: desk.id });
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, {
      category: 'nurture',
      reason: 'not_now',
      fields: { wakeAt: at(DAY) },
    });
    await away(ann, bo);
    await app.moveBy(DAY);
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
    expect((await latest(lead)).trace.because).toMatch(/^They cover for its last owner, who is away/);
  });

  it('is replaced by their own cover if they are away too, and without one routing goes on', async () => {
    await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'], ownerRepId: ann.id });
    await rule({ accountOwner: true, otherwise: otherwise() });
    const dan = await aRep(app, 'Dan');
    await away(ann, bo);
    await away(bo, dan);
    const fromAcme = () => aLead(app, { company: { domain: 'acme.example' } });
    expect((await fromAcme()).ownerId).toBe(dan.id);
    await away(dan, ann);
    const lead = await fromAcme();
    expect(lead.ownerId).toBe(cy.id);
    expect((await latest(lead)).trace.because).toMatch(/^The owner of its account cannot take it\./);
  });

  it('gets no lead beyond their limit, and stands in for the owner of a protected account', async () => {
    const eve = await aRep(app, 'Eve', { capacity: { open: 1 } });
    await app.must('POST', '/v1/accounts', {
      name: 'Acme',
      domains: ['acme.example'],
      ownerRepId: ann.id,
      protectedUntil: at(30 * DAY),
    });
    await rule({ accountOwner: true, otherwise: otherwise() });
    await away(ann, eve);
    const fromAcme = () => aLead(app, { company: { domain: 'acme.example' } });
    const [first, second] = [await fromAcme(), await fromAcme()];
    expect([first.ownerId, second.ownerId]).toEqual([eve.id, null]);
    await app.must('POST', `/v1/leads/${first.id}/disposition`, { category: 'lost', reason: 'no_need' });
    await app.settle();
    expect((await leadNow(app, second)).ownerId).toBe(eve.id);
  });

  it('gets no more leads once the absence has ended', async () => {
    await rule({ repId: ann.id });
    await away(ann, bo, { to: at(DAY) });
    await app.moveBy(DAY);
    expect((await aLead(app)).ownerId).toBe(ann.id);
  });

  it('is another rep, who exists and is active', async () => {
    await app.must('PUT', `/v1/reps/${cy.id}`, { name: 'Cy', email: 'cy@example.com', active: false });
    expect(faults(await absent(ann, { coverRepId: ann.id }))).toEqual(['/coverRepId self']);
    expect(faults(await absent(ann, { coverRepId: NOBODY }))).toEqual(['/coverRepId unknownId']);
    expect(faults(await absent(ann, { coverRepId: cy.id }))).toEqual(['/coverRepId inactive']);
  });
});

describe('an absence whose cover is away too', () => {
  const warnings = async (rep: Json, cover: Json, fields: object = {}, query = '') =>
    (await absent(rep, { coverRepId: cover.id, ...fields }, query)).body.warnings;
  const tried = (rep: Json, cover: Json, fields: object = {}) => warnings(rep, cover, fields, '?dryRun=true');
  const warningOf = (from: number, to: number, because: string) => [
    {
      pointer: '/coverRepId',
      message: `From ${at(from)} to ${at(to)} nobody stands in, because ${because}: DELETE one of the absences, and enter it with another cover.`,
    },
  ];

  it('is saved with a warning if the covers form a ring, however long', async () => {
    expect(await warnings(ann, bo)).toBeUndefined();
    expect(await warnings(bo, ann, { from: at(DAY), to: at(2 * DAY) })).toEqual(
      warningOf(DAY, 2 * DAY, 'Ann is away too, covered by Bo'),
    );
    expect(await warnings(bo, cy, { from: at(5 * DAY), to: at(9 * DAY) })).toBeUndefined();
    expect(await warnings(cy, ann, { from: at(4 * DAY), to: at(9 * DAY) })).toEqual(
      warningOf(5 * DAY, 7 * DAY, 'Bo is away too, covered by Cy'),
    );
  });

  it('is saved with a warning if the last cover has none, for the time in which both are away', async () => {
    await away(bo, null, { from: at(DAY), to: at(2 * DAY) });
    expect(await tried(ann, bo)).toEqual(warningOf(DAY, 2 * DAY, 'Bo is away too, without a cover'));
    expect(await tried(ann, bo, { to: at(DAY) })).toBeUndefined();
    expect(await tried(ann, bo, { from: at(2 * DAY) })).toBeUndefined();
    await away(bo, cy, { from: at(0), to: at(3 * DAY) });
    expect(await tried(ann, bo)).toBeUndefined();
  });
});
