import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { DAY, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aPool, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { runs } from '../support/runs.js';
import { rowsAbout, rowsWith } from './everything.js';

let app: TestApplication;
let reps: Json[];
let tried = 0;
beforeAll(async () => {
  app = await TestApplication.start();
  reps = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  await aDesk(app, reps);
  const aside = await aPool(app, 'Aside', reps);
  const asks = (field: string, op = 'eq') => ({
    name: `If ${field}`,
    when: { field, op, value: 'nothing of the kind' },
    assign: { poolId: aside.id },
  });
  const rules = [
    ...['contact.name', 'contact.email', 'attributes.ip', 'company.name', 'clickIds.gclid', 'landingPage'].map(
      (field) => asks(field),
    ),
    { name: 'All', when: {}, assign: { poolId: aside.id } },
  ];
  await app.must('PUT', '/v1/routing', { rules, fallback: {} });
  await app.must('POST', '/v1/disposition-reasons', {
    code: 'other',
    category: 'lost',
    label: 'Other',
    requires: ['story'],
    intent: 'realButLost',
  });
  await aPolicy(app, { onBreach: [{ after: 'PT0S', do: 'reassign' }] }, { leadHours: true });
  await app.must('PUT', '/v1/settings', {
    ...(await app.must('GET', '/v1/settings')),
    contactHours: { call: { hours: { mon: [['08:00', '20:00']], tue: [['08:00', '20:00']] } } },
  });
});
afterAll(() => app.stop());

/** Acts on a lead, with a marker of its person in every free text. */
const ACTS: Readonly<Record<string, (mark: string, at: number) => [method: string, path: string, body: object]>> = {
  call: (mark) => ['POST', '/touches', { kind: 'call', outcome: 'noAnswer', note: `no ${mark}`, externalId: mark }],
  reach: (mark) => ['POST', '/touches', { kind: 'call', outcome: 'connected', note: mark }],
  write: (mark) => ['POST', '/touches', { kind: 'email', direction: 'inbound', outcome: 'replied', note: mark }],
  amend: (mark) => ['PATCH', '', { message: `said ${mark}`, attributes: { later: mark }, company: { name: mark } }],
  move: (mark) => ['POST', '/reassign', { repId: reps[1]!.id, reason: `for ${mark}` }],
  pause: (mark, at) => ['POST', '/pause', { until: new Date(at + 5 * MINUTE).toISOString(), reason: mark }],
  qualify: () => ['POST', '/milestones', { name: 'qualified', value: { amount: '5.00', currency: 'EUR' } }],
  win: () => ['POST', '/milestones', { name: 'won' }],
  lose: (mark) => [
    'POST',
    '/disposition',
    { category: 'lost', reason: 'other', note: `why ${mark}`, fields: { story: mark } },
  ],
  nurture: (mark, at) => [
    'POST',
    '/disposition',
    {
      category: 'nurture',
      reason: 'not_now',
      note: mark,
      fields: { wakeAt: new Date(at + DAY).toISOString() },
    },
  ],
  recycle: (mark) => ['POST', '/disposition', { category: 'recycle', reason: 'stale', note: mark }],
  spam: (mark) => ['POST', '/disposition', { category: 'suppress', reason: 'spam', note: mark }],
  correct: (mark) => ['POST', '/disposition/correct', { category: 'lost', reason: 'price', note: mark }],
  reopen: (mark) => ['POST', '/reopen', { reason: `asked by ${mark}` }],
  refused: (mark) => ['POST', '/disposition', { category: 'lost', reason: mark }],
};
/** Acts that need the id of something made before. */
const LATER = ['void', 'reverse', 'wait', 'again'] as const;
type Act = keyof typeof ACTS | (typeof LATER)[number];

function aPerson(mark: string) {
  const digits = String(7_000_000 + tried * 10 + mark.length);
  return {
    externalId: `crm-${digits}-${mark}`,
    message: `I am ${mark}`,
    landingPage: `https://site.example/?utm=${mark}`,
    refs: { hubspot: `hub-${mark}` },
    contact: { name: `Max ${mark}`, firstName: mark, email: `${mark}@mail.example`, phone: `+4930${digits}` },
    company: { name: `${mark} GmbH`, domain: `${mark}.example` },
    attributes: { ip: `10.0.0.1 ${mark}`, 'what else': mark },
    clickIds: { gclid: `g-${mark}`, fbclid: `f-${mark}`, ttclid: `t-${mark}` },
    consent: { adUserData: 'granted' },
  };
}

async function live(mark: string, acts: readonly Act[]): Promise<string[]> {
  const key = (index: number) => ({ headers: { 'idempotency-key': `key-${tried}-${mark.length}-${index}` } });
  const person = aPerson(mark);
  const made = await app.must('POST', '/v1/leads', { source: 'web', ...person }, key(0));
  const ids: string[] = [made.id];
  for (const [index, act] of acts.entries()) {
    const path = `/v1/leads/${ids.at(-1)}`;
    const ask = (method: string, suffix: string, body: object) =>
      app.ask(method, `${path}${suffix}`, body, method === 'POST' ? key(index + 1) : {});
    if (act === 'wait') await app.moveBy(20 * MINUTE);
    else if (act === 'again') {
      const { externalId: _, ...same } = person;
      ids.push((await app.must('POST', '/v1/leads', { source: 'web', ...same }, key(index + 1))).id);
    } else if (act === 'void') {
      const [touch] = (await app.must('GET', `${path}/touches`)).data;
      if (touch !== undefined) await ask('POST', `/touches/${touch.id}/void`, { reason: `not ${mark}` });
    } else if (act === 'reverse') {
      const [milestone] = (await app.must('GET', path)).milestones;
      if (milestone !== undefined)
        await ask('POST', `/milestones/${milestone.id}/reverse`, { reason: `cancelled by ${mark}` });
    } else {
      const { status } = await ask(...ACTS[act]!(mark, app.time.now()));
      expect(status).toBeLessThan(500);
    }
  }
  return ids;
}

/** How many clocks of the leads store where the person lives. */
async function placesOf(leadIds: readonly string[]): Promise<number> {
  const { count } = await app.application.app
    .get(Database)
    .query('select 1 from clock where lead_id = any ($1::uuid[]) and reach is not null', [leadIds]);
  return count;
}

const anAct = fc.constantFrom<Act>(...Object.keys(ACTS), ...LATER);
const history = fc.array(anAct, { minLength: 3, maxLength: 14 });

it('an erasure leaves nothing of the person, whatever has happened, and everything of others', async () => {
  await fc.assert(
    fc.asyncProperty(history, history, fc.boolean(), async (theirs, others, byNumber) => {
      tried += 1;
      const [mark, other] = [`zq${tried}mark`, `yx${tried}others`];
      const ids = await live(mark, theirs);
      const kept = await live(other, others);
      const before = await rowsAbout(app, kept);
      expect((await rowsWith(app, [mark])).length).toBeGreaterThan(3);
      expect(await placesOf(ids)).toBeGreaterThan(0);
      const { email, phone } = aPerson(mark).contact;
      const named = byNumber ? { phone } : { email };
      const certificate = await app.must('POST', '/v1/erasures', { ...named, reason: `Request ${tried}` });
      expect(certificate.leadIds).toEqual([...ids].sort());
      expect(await rowsWith(app, [mark, phone, phone.slice(-7)])).toEqual([]);
      expect(await placesOf(ids)).toBe(0);
      expect(await rowsAbout(app, kept)).toEqual(before);
      expect((await app.must('GET', `/v1/subject-access?email=${email}`)).data).toEqual([]);
      for (const id of ids) {
        const { status, erasedAt } = await app.must('GET', `/v1/leads/${id}`);
        expect([status, erasedAt]).toEqual([expect.stringMatching(/^(suppressed|lost|won)$/), expect.any(String)]);
        await app.must('GET', `/v1/leads/${id}/timeline`);
        await app.must('GET', `/v1/leads/${id}/routing`);
      }
    }),
    { numRuns: runs(5, 25) },
  );
});
