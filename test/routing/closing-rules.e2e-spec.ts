import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY } from '../support/instants.js';
import { notificationsOf } from '../support/notifications.js';
import { aLead, aPool, aRep, aTouch, eventsOf, faults, leadNow, timelineOf } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const fromSource = (value: string) => ({ field: 'source', op: 'eq', value });
const closing = (source: string, category: string, reason: string) => ({
  name: `No ${source}`,
  when: fromSource(source),
  assign: { dispose: { category, reason } },
});

/** Ann gets all leads that rules do not close. */
async function aDeskBehind(...rules: object[]) {
  const ann = await aRep(app, 'Ann');
  const pool = await aPool(app, 'Desk', [ann]);
  await aPolicy(app, { within: 'PT1H' }, { time: 'elapsed' });
  await app.must('PUT', '/v1/routing', { rules: [...rules, { name: 'All', when: {}, assign: { poolId: pool.id } }] });
  return { ann, pool };
}

describe('a lead that a rule closes', () => {
  it('is closed on intake without an owner, and its timeline says why', async () => {
    const { ann } = await aDeskBehind(closing('students', 'lost', 'Out_of_area'));
    const lead = await aLead(app, { source: 'students', externalId: 's-1' });
    expect(lead).toMatchObject({ status: 'lost', ownerId: null, poolId: null, rule: 'No students', clocks: [] });
    expect(await timelineOf(app, lead)).toEqual([
      'Received from students',
      'Closed as lost as it came in, by the rule “No students”: Outside our area',
    ]);
    const [disposed] = await eventsOf(app, lead.id, 'lead.disposed');
    expect(disposed).toMatchObject({
      actor: { type: 'system', rule: 'routing' },
      data: { category: 'lost', reason: 'out_of_area', rule: 'No students' },
    });
    const { data } = await app.must('GET', '/v1/dispositions');
    expect(data).toMatchObject([{ externalId: 's-1', category: 'lost', reason: 'out_of_area', attempts: 0 }]);
    expect(await notificationsOf(app, ann)).toEqual([]);
    const because = 'The rule "No students", the first that matches, closes it as it comes in, so no owner is chosen.';
    expect(await app.must('GET', `/v1/leads/${lead.id}/routing`)).toEqual({
      data: [],
      closed: { at: lead.receivedAt, rule: 'No students', category: 'lost', reason: 'out_of_area', because },
    });
    const other = await aLead(app, { source: 'web' });
    expect(await app.must('GET', `/v1/leads/${other.id}/routing`)).not.toHaveProperty('closed');
  });

  it('is closed within a batch, and is the same lead when sent again', async () => {
    const { ann } = await aDeskBehind(closing('students', 'lost', 'no_fit'));
    const leads = ['web', 'students', 'web'].map((source, index) => ({
      source,
      externalId: `b-${index}`,
      contact: {},
    }));
    const { results } = await app.must('POST', '/v1/leads/batch', { leads });
    expect(results.map(({ status }: { status: string }) => status)).toEqual(['created', 'created', 'created']);
    const states = [];
    for (const { lead, id = lead?.id } of results) states.push(await leadNow(app, { id }));
    expect(states.map(({ status, ownerId }) => [status, ownerId])).toEqual([
      ['open', ann.id],
      ['lost', null],
      ['open', ann.id],
    ]);
    expect(await app.post('/v1/leads', leads[1]!)).toMatchObject({ status: 200, body: { status: 'lost' } });
  });

  it('suppresses later leads of its person if the reason blocks', async () => {
    await aDeskBehind(closing('honeypot', 'suppress', 'spam'));
    const contact = { email: 'bot@example.org' };
    expect(await aLead(app, { source: 'honeypot', contact })).toMatchObject({ status: 'suppressed' });
    const again = await aLead(app, { source: 'web', contact });
    expect(again).toMatchObject({ status: 'suppressed', rule: null });
    expect((await timelineOf(app, again)).at(-1)).toMatch(
      /^Closed as it came in, because its e-mail address has been suppressed since .+, when another lead was closed: Spam$/,
    );
  });

  it('is assigned to a rep once it is reopened or comes back', async () => {
    const { ann } = await aDeskBehind(closing('early', 'recycle', 'stale'), closing('students', 'lost', 'no_fit'));
    const reopened = await aLead(app, { source: 'students' });
    await app.must('POST', `/v1/leads/${reopened.id}/reopen`, { reason: 'A mistake' });
    expect(await leadNow(app, reopened)).toMatchObject({ status: 'open', ownerId: ann.id, rule: 'All' });
    const early = await aLead(app, { source: 'early', contact: { email: 'early@example.org' } });
    expect(early.status).toBe('recycled');
    await app.moveBy(400 * DAY);
    expect(await leadNow(app, early)).toMatchObject({ status: 'open', ownerId: ann.id, rule: 'All' });
  });

  it('comes back to a rep if its person writes', async () => {
    const { ann } = await aDeskBehind(closing('early', 'recycle', 'stale'));
    const early = await aLead(app, { source: 'early' });
    await app.moveBy(DAY);
    const reply = { kind: 'email', direction: 'inbound', outcome: 'replied' };
    await aTouch(app, early, { ...reply, automated: true });
    expect(await leadNow(app, early)).toMatchObject({ status: 'recycled' });
    await aTouch(app, early, reply);
    expect(await leadNow(app, early)).toMatchObject({ status: 'open', cycle: 2, ownerId: ann.id });
  });

  it('is never a test lead, one sent with an owner, or one that waits already', async () => {
    const ann = await aRep(app, 'Ann');
    const pool = await aPool(app, 'Desk', []);
    const all = { name: 'All', when: {}, assign: { poolId: pool.id } };
    await app.must('PUT', '/v1/routing', { rules: [all] });
    const waiting = await aLead(app, { source: 'students' });
    await app.must('PUT', '/v1/routing', { rules: [closing('students', 'lost', 'no_fit'), all] });
    await app.settle();
    expect(await leadNow(app, waiting)).toMatchObject({ status: 'open', ownerId: null });
    expect(await aLead(app, { source: 'students', test: true })).toMatchObject({ status: 'open' });
    const given = await aLead(app, { source: 'students', owner: { repId: ann.id } });
    expect(given).toMatchObject({ status: 'open', ownerId: ann.id });
  });
});

describe('a rule that closes leads', () => {
  it('can be previewed', async () => {
    await aDeskBehind(closing('students', 'lost', 'no_fit'));
    const lead = { source: 'students', contact: { email: 'kim@example.org' } };
    expect(await app.must('POST', '/v1/routing/preview', { lead })).toEqual({
      ownerId: null,
      poolId: null,
      rule: 'No students',
      dispose: { category: 'lost', reason: 'no_fit' },
      trace: {
        version: expect.any(Number),
        at: expect.any(String),
        candidates: [],
        winner: null,
        rules: [{ name: 'No students', matched: true }],
        because: expect.stringMatching(/^The rule "No students", the first that matches, closes it/),
      },
    });
    const policy = { name: 'P', firstTouch: { within: 'PT5M' } };
    const foreseen = await app.must('POST', '/v1/sla-policies/preview', { policy, lead });
    expect(foreseen).toMatchObject({ matched: true, status: 'lost', ownerId: null, clocks: [], instants: [] });
  });

  it('needs a known reason without further requirements, and cannot assign leads as well', async () => {
    const { pool } = await aDeskBehind();
    const refused = async (assign: object, fields: object = {}) =>
      faults(await app.put('/v1/routing', { rules: [{ name: 'A', when: {}, assign, ...fields }] }));
    const dispose = { category: 'lost', reason: 'no_fit' };
    expect(await refused({ dispose: { category: 'lost', reason: 'bored' } })).toEqual([
      '/rules/0/assign/dispose/reason unknownReason',
    ]);
    expect(await refused({ dispose: { category: 'suppress', reason: 'no_fit' } })).toEqual([
      '/rules/0/assign/dispose/reason otherCategory',
    ]);
    expect(await refused({ dispose: { category: 'gone', reason: 'no_fit' } })).toEqual([
      '/rules/0/assign/dispose/category value',
    ]);
    expect(await refused({ dispose, poolId: pool.id })).toEqual(['/rules/0/assign tooMany']);
    expect(await refused({ dispose }, { requireSkills: { language: ['de'] } })).toEqual([
      '/rules/0/requireSkills contradiction',
    ]);
    const nurture = { rules: [closing('students', 'nurture', 'not_now')] };
    expect((await app.put('/v1/routing', nurture)).body.errors).toEqual([
      {
        pointer: '/rules/0/assign/dispose/reason',
        code: 'required',
        message: 'The reason not_now requires wakeAt, which a rule cannot give.',
      },
    ]);
  });

  it('keeps its reason from being deleted, and closes with it also after it is retired', async () => {
    await aDeskBehind(closing('students', 'lost', 'no_fit'));
    const { data } = await app.must('GET', '/v1/disposition-reasons?limit=100');
    const { id, version: _, ...reason } = data.find(({ code }: { code: string }) => code === 'no_fit');
    const removed = await app.delete(`/v1/disposition-reasons/${id}`);
    expect(removed).toMatchObject({ status: 409, body: { usedBy: [{ kind: 'routing rule', name: 'No students' }] } });
    const other = await app.put(`/v1/disposition-reasons/${id}`, { ...reason, code: 'misfit' });
    expect(faults(other)).toEqual(['/code inUse']);
    await app.must('PUT', `/v1/disposition-reasons/${id}`, { ...reason, requires: ['note'] });
    expect(await aLead(app, { source: 'students' })).toMatchObject({ status: 'lost' });
    await app.must('PUT', `/v1/disposition-reasons/${id}`, { ...reason, active: false });
    expect(await aLead(app, { source: 'students' })).toMatchObject({ status: 'lost' });
  });
});
