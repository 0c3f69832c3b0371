import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { personalTables } from '../../src/erasure/personal-data.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { HOUR, iso } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aRep, aTouch, faults, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = Date.parse(MONDAY) + HOUR;

let app: TestApplication;
let ann: Json;
beforeAll(async () => {
  app = await TestApplication.start(iso(START));
  ann = await aRep(app, 'Ann');
  const { pool } = await aDesk(app, [ann], {}, { queueOwnerId: ann.id });
  const rules = [
    { name: 'Big', when: { field: 'attributes.size', op: 'eq', value: 'big' }, assign: { poolId: pool.id } },
    { name: 'All', when: {}, assign: { poolId: pool.id } },
  ];
  await app.must('PUT', '/v1/routing', { rules, fallback: {} });
  await aPolicy(app);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const KIM = { name: 'Kim Lee', email: 'Kim@acme.example', phone: '+49 30 901820' };
const lead = (fields: object = {}) => app.must('POST', '/v1/leads', { source: 'web', contact: KIM, ...fields });
const access = (query: string) => app.must('GET', `/v1/subject-access?${query}`);

describe('the data held of a person', () => {
  it('are returned as one document, with everything that people wrote', async () => {
    const told = {
      externalId: 'crm-1',
      message: 'Call me',
      landingPage: 'https://acme.example/?q=1',
      company: { name: 'Acme' },
      attributes: { size: 'small' },
      clickIds: { gclid: 'click-1' },
      consent: { adUserData: 'granted' },
      refs: { hubspot: '77' },
    };
    const { id } = await lead({ ...told, channel: 'paid' });
    await app.must('POST', `/v1/leads/${id}/pause`, { until: iso(START + HOUR), reason: 'On holiday' });
    await aTouch(app, { id }, { note: 'Was out', externalId: 'dial-1' });
    const wrong = await aTouch(app, { id });
    await app.must('POST', `/v1/leads/${id}/touches/${wrong.id}/void`, { reason: 'Another Kim' });
    const after = await app.must('POST', `/v1/leads/${id}/milestones`, {
      name: 'qualified',
      value: { amount: '9.50', currency: 'EUR' },
    });
    await app.must('POST', `/v1/leads/${id}/milestones/${after.milestones[0].id}/reverse`, { reason: 'A mistake' });
    await app.must('POST', `/v1/leads/${id}/disposition`, {
      category: 'suppress',
      reason: 'do_not_contact',
      note: 'Said stop',
    });
    const { data, suppressions, nextCursor, askedAt } = await access('email=KIM@acme.example');
    expect([data.length, nextCursor, askedAt]).toEqual([1, null, iso(START)]);
    expect(data[0]).toMatchObject({
      id,
      ...told,
      contact: KIM,
      source: 'web',
      channel: 'paid',
      receivedAt: iso(START),
      status: 'suppressed',
      touches: [
        { note: 'Was out', externalId: 'dial-1', repId: ann.id, occurredAt: iso(START), voidReason: null },
        { note: null, voidedAt: iso(START), voidReason: 'Another Kim' },
      ],
      dispositions: [{ reason: 'do_not_contact', note: 'Said stop', fields: {} }],
      milestones: [{ name: 'qualified', amount: '9.50', currency: 'EUR', reversedAt: iso(START) }],
      milestoneHistory: [
        { kind: 'milestone', note: null },
        { kind: 'milestoneReversed', note: 'A mistake' },
      ],
      assignments: [{ repId: ann.id, fromAt: iso(START), untilAt: iso(START), rule: 'All', comparedValues: ['small'] }],
      pauses: [{ reason: 'On holiday' }],
    });
    expect(suppressions).toMatchObject([
      { kind: 'email', reason: 'do_not_contact', liftedAt: null },
      { kind: 'phone', reason: 'do_not_contact' },
    ]);
    expect((await access('phone=%2B4930901820')).data).toEqual(data);
  });

  it('have a name for every personal column, except other forms of the same data and a consent that a merge replaced', () => {
    const unnamed = personalTables().flatMap(([name, { personal, section }]) =>
      Object.entries(personal).flatMap(([column, { as }]) =>
        as === null || (section === null && name !== 'lead') ? [`${name}.${column}`] : [],
      ),
    );
    expect(unnamed).toEqual([
      ...['lead.email_key', 'lead.phone_key', 'lead.company_key', 'lead.click_key'],
      ...[
        'lead_words.words',
        'inquiry.email_key',
        'inquiry.phone_key',
        'inquiry.former_consent',
        'record_update.fields',
      ],
    ]);
  });

  it('come in pages, lead by lead', async () => {
    const leads = [await lead(), await lead(), await lead()];
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Json = await access(`email=kim@acme.example&limit=1${cursor && `&cursor=${cursor}`}`);
      ids.push(...page.data.map(({ id }: Json) => id));
      cursor = page.nextCursor;
    }
    expect(ids).toEqual(leads.map(({ id }) => id));
  });

  it('come in smaller pages if leads are large', async () => {
    for (let sent = 0; sent < 3; sent += 1) {
      const { id } = await lead();
      const touches = Array.from({ length: 200 }, () => ({
        leadId: id,
        kind: 'call',
        outcome: 'noAnswer',
        note: 'x'.repeat(10_000),
      }));
      await app.must('POST', '/v1/touches/batch', { touches });
    }
    const { data, nextCursor } = await access('email=kim@acme.example');
    expect(data.length).toBeLessThan(3);
    expect(data.length).toBeGreaterThan(0);
    expect(nextCursor).not.toBeNull();
  });

  it('are empty for an unknown person, and for one who was erased', async () => {
    const nothing = { data: [], suppressions: [], nextCursor: null };
    expect(await access('email=kim@acme.example')).toMatchObject(nothing);
    await lead();
    await app.must('POST', '/v1/erasures', { email: KIM.email, reason: 'Request 1' });
    expect(await access('email=kim@acme.example')).toMatchObject(nothing);
    expect(await access('phone=%2B4930901820')).toMatchObject(nothing);
  });

  it('of a number of several people are not put into one document: the answer says whom to name', async () => {
    const OFFICE = '+49 30 5551000';
    const ids: Record<string, string> = {};
    for (const name of ['Ada', 'Ben'])
      ids[name] = (await lead({ contact: { name, email: `${name}@acme.example`, phone: OFFICE } })).id;
    const byNumber = `/v1/subject-access?phone=${encodeURIComponent(OFFICE)}`;
    expect((await app.must('GET', byNumber)).data).toHaveLength(2);
    ids.Cyd = (await lead({ contact: { name: 'Cyd', email: 'cyd@acme.example', phone: OFFICE } })).id;
    ids.None = (await lead({ contact: { name: 'Dee', phone: OFFICE } })).id;
    const refused = await app.get(byNumber);
    expect(faults(refused)).toEqual(['/phone shared']);
    const persons = [
      { email: 'ada@acme.example', names: ['Ada'], leadIds: [ids.Ada] },
      { email: 'ben@acme.example', names: ['Ben'], leadIds: [ids.Ben] },
      { email: 'cyd@acme.example', names: ['Cyd'], leadIds: [ids.Cyd] },
      { email: null, names: ['Dee'], leadIds: [ids.None] },
    ];
    expect(refused.body.persons).toEqual(persons);
    const erased = await app.ask('POST', '/v1/erasures?dryRun=true', { phone: OFFICE, reason: 'Request 1' });
    expect(erased.body.persons).toEqual(persons);
    for (const query of ['email=ben@acme.example', `leadId=${ids.Ben}`])
      expect((await access(query)).data.map(({ id }: Json) => id)).toEqual([ids.Ben]);
  });

  it('of one lead are those of the leads that were merged into it too, with the suppressions of its person', async () => {
    const merged = await lead({ contact: { name: 'Kim', email: 'kim@home.example' } });
    const { id } = await lead();
    await lead({ contact: { ...KIM, name: 'Lee' } });
    await app.must('POST', `/v1/leads/${merged.id}/merge`, { into: id });
    await app.must('POST', '/v1/suppressions', { email: KIM.email, reason: 'do_not_contact' });
    await app.must('POST', '/v1/suppressions', { domain: 'acme.example', reason: 'competitor' });
    const held = await access(`leadId=${id}`);
    expect(held.data.map((each: Json) => each.id)).toEqual([merged.id, id]);
    expect(held.suppressions.map(({ kind }: Json) => kind)).toEqual(['email']);
    expect(faults(await app.get(`/v1/subject-access?leadId=${NOBODY}`))).toEqual(['/leadId unknownId']);
  });

  it('are requested by either address or number', async () => {
    expect(faults(await app.get('/v1/subject-access'))).toEqual([' oneOf']);
    expect(faults(await app.get('/v1/subject-access?email=a@b.example&phone=1'))).toEqual([' oneOf']);
    expect(faults(await app.get('/v1/subject-access?phone=none'))).toEqual(['/phone phone']);
    expect(faults(await app.get('/v1/subject-access?email=a@b.example&cursor=x'))).toEqual(['/cursor cursor']);
  });
});
