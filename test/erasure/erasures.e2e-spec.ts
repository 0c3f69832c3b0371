import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FirstStartService } from '../../src/admin/first-start/first-start.service.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { DAY, HOUR, iso } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aRep, aTouch, eventsOf, faults, leadNow, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { rowsWith } from './everything.js';

const START = Date.parse(MONDAY) + HOUR;

let app: TestApplication;
let ann: Json;
beforeAll(async () => {
  app = await TestApplication.start(iso(START));
  ann = await aRep(app, 'Ann');
  await aDesk(app, [ann], {}, { queueOwnerId: ann.id });
  await aPolicy(app, { onBreach: [{ after: 'PT0S', do: 'reassign' }] });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const KIM = { name: 'Kim Lee', email: 'Kim@acme.example', phone: '+49 30 901820' };
const lead = (contact: object = KIM, fields: object = {}) =>
  app.must('POST', '/v1/leads', { source: 'web', contact, ...fields });
const erase = (named: object, asking?: object): Promise<Json> =>
  app.must('POST', '/v1/erasures', { reason: 'Request 17', ...named }, asking);
const eraseKim = () => erase({ email: 'kim@acme.example' });
const close = ({ id }: Json, category: string, reason: string, fields?: object) =>
  app.must('POST', `/v1/leads/${id}/disposition`, { category, reason, ...(fields && { fields }) });
const tomorrow = () => iso(app.time.now() + DAY);
const isErased = { status: 409, body: expect.objectContaining({ type: '/problems#lead-erased' }) };

describe('a number of several people', () => {
  const OFFICE = '+49 30 5551000';
  const colleague = (name: string) => lead({ name, email: `${name}@acme.example`, phone: OFFICE });
  const asked = { phone: OFFICE, reason: 'Request 17' };

  it('shows in a preview, which erases nothing', async () => {
    const leads = [await colleague('ada'), await colleague('ben')];
    const preview = await app.ask('POST', '/v1/erasures?dryRun=true', asked);
    expect([preview.status, preview.body]).toEqual([
      200,
      { leads: 2, inquiries: 0, handoffs: 0, addresses: 2, names: 2 },
    ]);
    for (const each of leads) expect((await leadNow(app, each)).contact.email).toBeDefined();
    expect((await app.must('GET', '/v1/erasures')).data).toEqual([]);
    expect(faults(await app.ask('POST', '/v1/erasures?dryRun=true', { phone: '1', reason: 'x' }))).toEqual([
      '/phone phone',
    ]);
  });

  it('erases nobody once there are three', async () => {
    for (const name of ['ada', 'ben', 'cyd']) await colleague(name);
    expect(faults(await app.ask('POST', '/v1/erasures', asked))).toEqual(['/phone shared']);
    expect(faults(await app.ask('POST', '/v1/erasures?dryRun=true', asked))).toEqual(['/phone shared']);
    expect(await erase({ email: 'ben@acme.example' })).toMatchObject({ leads: 1 });
  });
});

describe('a person who is erased', () => {
  it('is gone from their leads, and the certificate says what went and stayed, but not who it was', async () => {
    const open = await lead(KIM, { message: 'Call me', attributes: { pet: 'Rex' }, clickIds: { gclid: 'click-1' } });
    await aTouch(app, open, { note: 'Kim has a dog' });
    const byNumber = await lead({ name: 'Kim', phone: KIM.phone });
    const certificate = await erase({ email: 'kim@ACME.example ' });
    expect(certificate).toEqual({
      id: expect.any(String),
      askedBy: 'email',
      reason: 'Request 17',
      by: { type: 'key', id: expect.any(String) },
      madeAt: iso(START),
      finishedAt: iso(START),
      leads: 1,
      leadIds: [open.id],
      told: [],
      erased: [
        { what: 'Names, addresses, numbers and all other data of the contact', rows: 1 },
        { what: 'What the person wrote', rows: 1 },
        { what: 'Further fields of leads', rows: 1 },
        { what: 'Click ids, and what the person allowed ad platforms', rows: 1 },
        { what: 'The words by which leads are found', rows: 1 },
        { what: 'Notes of touches, and their ids in other systems', rows: 1 },
      ],
      kept: [{ what: expect.stringContaining('The existence of the leads'), why: expect.any(String), rows: 1 }],
    });
    const now = await leadNow(app, open);
    expect(now).toMatchObject({ contact: {}, source: 'web', receivedAt: iso(START), erasedAt: iso(START) });
    for (const name of ['message', 'attributes', 'clickIds']) expect(now).not.toHaveProperty(name);
    expect(await rowsWith(app, ['acme.example', 'click-1', 'has a dog', 'Call me', '"Rex"'])).toEqual([]);
    expect(await app.must('GET', `/v1/erasures/${certificate.id}`)).toEqual(certificate);
    const { leadIds: _leadIds, told: _told, ...summary } = certificate;
    expect((await app.must('GET', '/v1/erasures')).data).toEqual([summary]);
    expect((await leadNow(app, byNumber)).contact).toEqual({ name: 'Kim', phone: KIM.phone });
    expect(await erase({ phone: '0049 30 90 18 20' })).toMatchObject({ leads: 1, leadIds: [byNumber.id] });
    expect(await rowsWith(app, ['kim', '901820'])).toEqual([]);
  });

  it('leaves the inbox at once: the engine closes the lead and notifies its owner', async () => {
    const open = await lead();
    await eraseKim();
    expect(await leadNow(app, open)).toMatchObject({
      status: 'suppressed',
      disposition: { category: 'suppress', reason: 'erased', label: 'Erased' },
      clocks: [{ state: 'cancelled' }, { state: 'cancelled' }],
    });
    expect((await app.must('GET', `/v1/reps/${ann.id}/inbox`)).data).toEqual([]);
    const { data } = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
    expect(data[0].text).toBe('1 lead of yours was closed at once: Erased');
    expect(data[1].text).toMatch(/^A lead from web received [^:]+:\d\d \(.+\) is yours: a new lead$/);
    const ofLead = () => eventsOf(app, open.id, 'lead.*');
    const events = await ofLead();
    expect(events.at(-1)).toMatchObject({
      type: 'lead.erased',
      actor: { type: 'key' },
      data: { erasureId: expect.any(String) },
    });
    const { data: timeline } = await app.must('GET', `/v1/leads/${open.id}/timeline`);
    expect(timeline.slice(-2).map(({ text }: Json) => text)).toEqual([
      'Closed as suppressed: Erased',
      'Erased: no personal data is kept',
    ]);
    expect((await app.feed('/v1/dispositions')).data.at(-1)).toMatchObject({
      reason: 'erased',
      intent: 'stop',
      clickIds: {},
      by: { type: 'system', id: null },
    });
    await app.moveBy(DAY);
    expect((await ofLead()).length).toBe(events.length);
  });

  it('does not come back: not at its wake date, not after recycling, and not by asking again', async () => {
    const nurtured = await lead();
    await close(nurtured, 'nurture', 'not_now', { wakeAt: tomorrow() });
    const recycled = await lead();
    await close(recycled, 'recycle', 'stale');
    const lost = await lead();
    await close(lost, 'lost', 'price');
    const won = await lead();
    await app.must('POST', `/v1/leads/${won.id}/milestones`, {
      name: 'won',
      value: { amount: '12.00', currency: 'EUR' },
    });
    await eraseKim();
    await app.moveBy(120 * DAY);
    const now = await Promise.all([nurtured, recycled, lost, won].map((each) => leadNow(app, each)));
    expect(now.map(({ status, cycle, disposition }) => [status, cycle, disposition?.reason])).toEqual([
      ['suppressed', 1, 'erased'],
      ['suppressed', 1, 'erased'],
      ['lost', 1, 'price'],
      ['won', 1, undefined],
    ]);
    expect(now[3]!.milestones).toMatchObject([{ name: 'won', value: { amount: '12.00', currency: 'EUR' } }]);
    const { data } = await app.feed('/v1/dispositions');
    expect(data.filter(({ leadId }: Json) => leadId === nurtured.id).map(({ kind }: Json) => kind)).toEqual([
      'disposed',
      'corrected',
    ]);
    const inbound = { kind: 'email', direction: 'inbound', outcome: 'replied' };
    expect(await app.ask('POST', `/v1/leads/${lost.id}/touches`, inbound)).toMatchObject(isErased);
  });

  it('has nothing added: every change of the lead is refused', async () => {
    const done = await lead();
    const touch = await aTouch(app, done);
    await app.must('POST', `/v1/leads/${done.id}/milestones`, { name: 'qualified' });
    const [{ id: milestoneId }] = (await leadNow(app, done)).milestones;
    await close(done, 'lost', 'price');
    const bulk = await app.must('POST', '/v1/leads/dispositions', {
      ids: [(await lead()).id],
      disposition: { category: 'lost', reason: 'price' },
    });
    await eraseKim();
    const before = await leadNow(app, done);
    const acts: [string, string, object][] = [
      ['PATCH', '', { contact: { name: 'Kim' } }],
      ['POST', '/touches', { kind: 'call', outcome: 'connected', note: 'Kim again' }],
      ['POST', `/touches/${touch.id}/void`, { reason: 'Kim said so' }],
      ['POST', '/reopen', { reason: 'Kim called' }],
      ['POST', '/reassign', { repId: ann.id, reason: 'Kim asks' }],
      ['POST', '/milestones', { name: 'won' }],
      ['POST', `/milestones/${milestoneId}/reverse`, { reason: 'Kim' }],
      ['PUT', `/milestones/${milestoneId}/value`, { amount: '1.00', currency: 'EUR' }],
      ['POST', '/disposition', { category: 'lost', reason: 'price', note: 'Kim' }],
      ['POST', '/disposition/correct', { category: 'lost', reason: 'no_need' }],
      ['POST', '/pause', { until: tomorrow(), reason: 'Kim' }],
      ['POST', '/resume', {}],
      ['POST', '/acknowledge', {}],
    ];
    for (const [method, path, body] of acts) {
      const answer = await app.ask(method, `/v1/leads/${done.id}${path}`, body);
      expect([path, answer.status, answer.body.type]).toEqual([path, 409, '/problems#lead-erased']);
    }
    expect(await leadNow(app, done)).toEqual(before);
    const told = await app.must('POST', '/v1/touches/batch', {
      touches: [
        { leadId: done.id, kind: 'call', outcome: 'noAnswer' },
        { email: KIM.email, kind: 'call', outcome: 'noAnswer' },
      ],
    });
    expect(told.results).toMatchObject([
      { status: 'invalid', errors: [{ pointer: '/touches/0', code: 'leadErased' }] },
      { status: 'noMatch' },
    ]);
    expect(await app.must('POST', `/v1/leads/dispositions/${bulk.bulkId}/undo`)).toMatchObject({
      results: [{ why: 'What was known of the person was erased since.' }],
    });
    expect(await rowsWith(app, ['kim'])).toEqual([]);
  });

  it('is gone from the explanations of routing, which themselves stay', async () => {
    const [pool] = (await app.must('GET', '/v1/pools')).data;
    const assign = { poolId: pool.id };
    const rules = [
      { name: 'By name', when: { field: 'contact.name', op: 'eq', value: 'Somebody else' }, assign },
      { name: 'All', when: {}, assign },
    ];
    await app.must('PUT', '/v1/routing', { rules, fallback: {} });
    // A lead that its sender gave to a rep follows the rules when it is missed.
    const [dealt, given] = [await lead(), await lead(KIM, { owner: { repId: ann.id } })];
    await app.moveBy(HOUR);
    const explained = async () => {
      const of = async ({ id }: Json) => (await app.must('GET', `/v1/leads/${id}/routing`)).data[0];
      return [(await of(dealt)).trace, (await of(given)).stayed.trace];
    };
    const failed = { field: 'contact.name', op: 'eq', value: 'Somebody else' };
    const before = await explained();
    expect(before.map(({ rules }) => rules[0].failed)).toEqual(Array(2).fill({ ...failed, actual: 'Kim Lee' }));
    const { erased } = await eraseKim();
    expect(erased).toContainEqual({ what: 'Values of the person in the explanations of routing', rows: 2 });
    const after = await explained();
    expect(after.map(({ rules }) => rules[0].failed)).toEqual(Array(2).fill({ ...failed, actual: null }));
    expect(after.map(({ because }) => because)).toEqual(before.map(({ because }) => because));
    expect(await rowsWith(app, ['Kim Lee'])).toEqual([]);
  });

  it('changes no report of the past, and may not be called', async () => {
    const answered = await lead(KIM, { channel: 'paid' });
    await aTouch(app, answered, { outcome: 'connected' });
    await close(answered, 'lost', 'price');
    const reports = () =>
      Promise.all(['speed-to-lead?by=channel', 'breaches', 'reassignments'].map((report) => app.report(report)));
    const before = await reports();
    expect(before[0]!.data[0]).toMatchObject({ key: { channel: 'paid' }, leads: 1 });
    await eraseKim();
    expect(await reports()).toEqual(before);
    expect(await leadNow(app, answered)).toMatchObject({ status: 'lost', callableFrom: null });
  });

  it('is not recognised when the lead is sent again, and may ask anew', async () => {
    const first = await lead(KIM, { externalId: 'crm-17' });
    await eraseKim();
    const again = await app.ask('POST', '/v1/leads', { source: 'WEB', externalId: 'crm-17', contact: KIM });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id: first.id, contact: {}, status: 'suppressed' });
    expect(await rowsWith(app, ['acme.example'])).toEqual([]);
    expect(await lead()).toMatchObject({ status: 'open', ownerId: ann.id, contact: KIM });
  });

  it('loses an external id that reveals who it was, and keeps one that does not', async () => {
    const ids = ['kim@acme.example', 'import-030901820', 'KIM LEE 7', 'kim-8', '00Q5e00001', '4711'];
    const leads = await Promise.all(ids.map((externalId) => lead(KIM, { externalId, refs: { hubspot: '77' } })));
    const { erased } = await eraseKim();
    const left = await Promise.all(leads.map(async (each) => (await leadNow(app, each)).externalId));
    expect(left).toEqual([undefined, undefined, undefined, undefined, '00Q5e00001', '4711']);
    expect(erased).toContainEqual({ what: 'Ids in other systems', rows: 6 });
  });

  it('without data gets a certificate that says so, also the second time', async () => {
    await lead();
    await eraseKim();
    for (const named of [{ email: 'kim@acme.example' }, { phone: KIM.phone }, { email: 'nobody@acme.example' }]) {
      expect(await erase(named)).toMatchObject({
        leads: 0,
        leadIds: [],
        erased: [],
        kept: [],
        finishedAt: iso(START),
      });
    }
    expect((await app.must('GET', '/v1/erasures?limit=3')).data).toHaveLength(3);
  });

  it('is one lead alone if that is named, even if others have its address', async () => {
    const [one, other] = [await lead(), await lead()];
    expect(await erase({ leadId: one.id.toUpperCase() })).toMatchObject({ askedBy: 'leadId', leadIds: [one.id] });
    expect((await leadNow(app, other)).contact).toEqual(KIM);
    expect(await erase({ leadId: one.id })).toMatchObject({ leads: 0 });
  });
});

describe('the reason with which erased leads are closed', () => {
  const path = '/v1/disposition-reasons';
  const find = async () =>
    (await app.must('GET', `${path}?limit=1000`)).data.find(({ code }: Json) => code === 'erased');

  it('is built in, and cannot be given by people', async () => {
    expect(await find()).toMatchObject({ category: 'suppress', intent: 'stop', blocks: 'none', active: false });
    const { id } = await lead();
    const given = await app.ask('POST', `/v1/leads/${id}/disposition`, { category: 'suppress', reason: 'erased' });
    expect(faults(given)).toEqual(['/reason inactive']);
  });

  it('is added at the next start if it is missing', async () => {
    await app.must('DELETE', `${path}/${(await find()).id}`);
    expect(await find()).toBeUndefined();
    await app.application.app.get(FirstStartService).ensure();
    await app.application.app.get(FirstStartService).ensure();
    expect(await find()).toMatchObject({ active: false, version: 1 });
  });
});

describe('an erasure', () => {
  const refused = async (body: object) => faults(await app.ask('POST', '/v1/erasures', body));

  it('names one person in one way, and no person in its reason', async () => {
    expect(await refused({ reason: 'x' })).toEqual([' oneOf']);
    expect(await refused({ reason: 'x', email: 'a@b.example', phone: '1' })).toEqual([' oneOf']);
    expect(await refused({ reason: 'x', phone: 'call me' })).toEqual(['/phone phone']);
    expect(await refused({ reason: 'x', leadId: NOBODY })).toEqual(['/leadId unknownId']);
    expect(await refused({ reason: 'x', leadId: 'kim' })).toEqual(['/leadId uuid']);
    expect(await refused({ email: 'kim@acme.example' })).toEqual(['/reason required']);
    for (const reason of ['Mail of KIM@acme.example', 'other@acme.example asks'])
      expect(await refused({ email: 'kim@acme.example', reason })).toEqual(['/reason personal']);
    expect(await refused({ phone: KIM.phone, reason: 'Call from 030 / 90 18 20' })).toEqual(['/reason personal']);
    expect((await app.must('GET', '/v1/erasures')).data).toEqual([]);
  });

  it('is done once for an Idempotency-Key, and what is stored of it does not reveal the person', async () => {
    await lead();
    const asking = { headers: { 'idempotency-key': 'erase-1' } };
    const first = await erase({ email: 'kim@acme.example' }, asking);
    expect(await erase({ email: 'kim@acme.example' }, asking)).toEqual(first);
    expect((await app.must('GET', '/v1/erasures')).data).toHaveLength(1);
    const other = { email: 'bo@acme.example', reason: 'Request 17' };
    expect((await app.ask('POST', '/v1/erasures', other, asking)).status).toBe(422);
    const { hashOf } = await import('../../src/auth/idempotency.js');
    const guess = (await hashOf({ email: 'kim@acme.example', reason: 'Request 17' })).toString('hex');
    expect(await rowsWith(app, [guess])).toEqual([]);
    const known = await hashOf({ email: 'kim@acme.example', reason: 'Request 17' }, `Bearer ${ADMIN_KEY}`);
    expect(await rowsWith(app, [known.toString('hex')])).toHaveLength(1);
  });

  it('removes stored answers to repeated requests, and a later repetition is told why', async () => {
    const asking = (key: string) => ({ headers: { 'idempotency-key': key } });
    const body = { source: 'web', contact: KIM };
    const made = await app.must('POST', '/v1/leads', body, asking('lead-1'));
    const touch = { kind: 'call', outcome: 'noAnswer', note: 'Kim was out' };
    await app.must('POST', `/v1/leads/${made.id}/touches`, touch, asking('touch-1'));
    const named = { source: 'web', externalId: 'crm-1', contact: KIM };
    await app.must('POST', '/v1/leads', named);
    await app.must('POST', '/v1/leads', named, asking('lead-3'));
    const others = { source: 'web', contact: { email: 'bo@else.example' } };
    const other = await app.must('POST', '/v1/leads', others, asking('lead-2'));
    const wrong = { email: 'bo@else.example', reason: 'kim@acme.example' };
    expect((await app.ask('POST', '/v1/suppressions', wrong, asking('refused-1'))).status).toBe(422);
    const { erased } = await eraseKim();
    expect(erased).toContainEqual({ what: 'Answers that were kept for repeated requests', rows: 4 });
    expect(await rowsWith(app, ['acme.example', 'Kim was out'])).toEqual([]);
    const repeated = await app.ask('POST', '/v1/leads', body, asking('lead-1'));
    expect(repeated).toMatchObject(isErased);
    expect(repeated.body.instance).toBe('/v1/leads');
    expect(await app.ask('POST', `/v1/leads/${made.id}/touches`, touch, asking('touch-1'))).toMatchObject(isErased);
    expect(await app.must('POST', '/v1/leads', others, asking('lead-2'))).toEqual(other);
  });

  it('removes stored batches and previews with the person, and leaves those of others', async () => {
    const asking = (key: string) => ({ headers: { 'idempotency-key': key } });
    const rules = [{ on: { milestone: 'received' }, send: { event: 'Lead' } }];
    const settings = { datasetId: '77', hashedContact: 'always' };
    const body = { name: 'Meta', platform: 'meta', settings, rules, sources: ['web'], quarantine: 'PT0S' };
    const { id } = await app.must('POST', '/v1/feedback/destinations', body);
    const path = `/v1/feedback/destinations/${id}`;
    const consent = { adUserData: 'granted' };
    const made = await app.must('POST', '/v1/leads', { source: 'web', contact: KIM, consent });
    await app.feedbackCaughtUp();
    const batch = await app.must('POST', `${path}/batches`, {}, asking('batch-1'));
    const hash = batch.requests[0].data[0].user_data.em[0];
    await app.must('POST', `${path}/preview`, { leadId: made.id }, asking('preview-1'));
    await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'bo@else.example' }, consent });
    await app.feedbackCaughtUp();
    const other = await app.must('POST', `${path}/batches`, {}, asking('batch-2'));
    expect(other.items).toHaveLength(1);
    expect(await rowsWith(app, [hash])).toHaveLength(2);
    await eraseKim();
    expect(await rowsWith(app, [hash])).toEqual([]);
    expect(await app.must('POST', `${path}/batches`, {}, asking('batch-2'))).toEqual(other);
    expect((await app.must('POST', `${path}/batches`, {}, asking('batch-1'))).items).toEqual([]);
  });

  it('removes messages of a platform about the person, also where it stopped the destination', async () => {
    const rules = [{ on: { milestone: 'received' }, send: { event: 'Lead' } }];
    const body = { name: 'Own', platform: 'generic', settings: {}, rules, sources: ['web'] };
    const path = `/v1/feedback/destinations/${(await app.must('POST', '/v1/feedback/destinations', body)).id}`;
    const consent = { adUserData: 'granted' };
    await app.must('POST', '/v1/leads', { source: 'web', contact: KIM, clickIds: { gclid: 'kim-1' }, consent });
    await app.feedbackCaughtUp();
    const { batchId, items } = await app.must('POST', `${path}/batches`, {});
    const message = 'Nobody may upload kim@acme.example';
    await app.must('POST', `${path}/batches/${batchId}/ack`, {
      failed: items.map(({ id }: Json) => ({ id, code: 'http403', message })),
    });
    expect((await app.must('GET', path)).stopped).toMatchObject({
      why: 'account',
      note: 'http403; its items show the platform’s message',
    });
    expect((await app.must('GET', `${path}/items`)).data).toMatchObject([{ error: { code: 'http403', message } }]);
    await eraseKim();
    expect(await rowsWith(app, ['acme.example'])).toEqual([]);
  });

  it('keeps suppressions in force as hashes, and removes those that are not', async () => {
    const spam = await lead();
    await close(spam, 'suppress', 'do_not_contact');
    const lifted = await app.must('POST', '/v1/suppressions', { email: 'kim@acme.example', reason: 'spam' });
    await app.must('DELETE', `/v1/suppressions/${lifted.id}`, { reason: 'Kim is real' });
    const { kept, erased } = await eraseKim();
    expect(kept).toContainEqual(expect.objectContaining({ what: expect.stringContaining('Suppressions'), rows: 2 }));
    expect(erased).toContainEqual({ what: 'Hashes of suppressions that no longer hold', rows: 1 });
    expect(await rowsWith(app, ['Kim is real'])).toEqual([]);
    expect(await lead()).toMatchObject({ status: 'suppressed', disposition: { reason: 'do_not_contact' } });
  });

  it('waits for a lead that is being worked on', async () => {
    const leads = [await lead(), await lead(), await lead()];
    let done: Promise<Json> | undefined;
    await app.whileWorkedOn([leads[0]!], async () => {
      done = eraseKim();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await leadNow(app, leads[0]!)).contact).toEqual(KIM);
    });
    expect((await done)!.leads).toBe(3);
  });

  it('that is cut off has erased some leads whole, is unfinished, and continues when requested again', async () => {
    const leads = Array.from({ length: 250 }, () => ({ source: 'web', contact: KIM }));
    const { results } = await app.must('POST', '/v1/leads/batch', { leads });
    const last = results.map(({ id }: Json) => id).sort()[249];
    await app.asOwner(`
      create function fail() returns trigger language plpgsql as $$ begin raise exception 'cut off'; end $$;
      create trigger fail before update on lead for each row when (new.id = '${last}' and new.erased_at is not null) execute function fail()`);
    const asking = { headers: { 'idempotency-key': 'erase-2' } };
    const body = { email: KIM.email, reason: 'Request 18' };
    expect((await app.ask('POST', '/v1/erasures', body, asking)).status).toBe(500);
    const [cut] = (await app.must('GET', '/v1/erasures')).data;
    expect(cut).toMatchObject({ finishedAt: null, leads: 200 });
    expect((await app.must('GET', `/v1/leads?email=${KIM.email}`)).data).toHaveLength(50);
    await app.asOwner('drop trigger fail on lead; drop function fail');
    const whole = await app.must('POST', '/v1/erasures', body, asking);
    expect(whole).toMatchObject({ id: cut.id, leads: 250, finishedAt: iso(START) });
    expect(whole.erased[0].rows).toBe(250);
    expect(await rowsWith(app, ['acme.example'])).toEqual([]);
  });
});
