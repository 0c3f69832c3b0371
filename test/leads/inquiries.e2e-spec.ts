import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, aTouch, eventsOf, faults, leadNow, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const KIM = { contact: { email: 'Kim@example.org', phone: '+49 30 901820' } };
const NEVER = { code: 'never', label: 'Never', intent: 'realButLost' };

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await app.must('POST', '/v1/sources', { code: 'web', aliases: ['website'] });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const send = (fields: object) => app.ask('POST', '/v1/leads', { source: 'web', ...fields });
const inquiriesOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/inquiries`)).data;
const notified = async (rep: Json): Promise<string[]> =>
  (await notificationsOf(app, rep)).map(({ type, text }: Json) => `${type}: ${text}`);
const leads = async () => (await app.must('GET', '/v1/leads')).data;

describe('a second form of the same person', () => {
  it('joins the open lead, notifies its owner, and starts no second clock', async () => {
    const lead = await aLead(app, KIM);
    await app.moveBy(10 * MINUTE);
    const sent = { externalId: 'f-2', campaign: 'spring', message: 'Me again', contact: { email: 'kim@EXAMPLE.org' } };
    const { status, body } = await send(sent);
    expect([status, body.id, body.joined, body.ownerId]).toEqual([200, lead.id, true, ann.id]);
    expect(await inquiriesOf(lead)).toMatchObject([
      {
        id: body.inquiryId,
        matchedBy: 'email',
        became: 'joined',
        receivedAt: '2026-03-02T15:10:00.000Z',
        sent: { campaign: 'spring', message: 'Me again' },
      },
    ]);
    expect(await eventsOf(app, lead.id, 'lead.inquired')).toMatchObject([
      { data: { inquiryId: body.inquiryId, source: 'web', campaign: 'spring', matchedBy: 'email', became: 'joined' } },
    ]);
    expect((await notified(ann))[0]).toMatch(/^lead\.inquired: .+ has sent another form, from web$/);
    expect(await leads()).toHaveLength(1);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(data.at(-1).text).toBe(
      'The person asked again: a form from web, known by their e-mail address. No first touch is owed because of it',
    );
  });

  describe('that is sent again', () => {
    const SENT = { source: 'web', externalId: 'f-2', consent: { adUserData: 'granted' }, contact: KIM.contact };
    const joinedOnce = async (lead: Json) => {
      expect(await inquiriesOf(lead)).toHaveLength(1);
      expect(await eventsOf(app, lead.id, 'lead.inquired')).toHaveLength(1);
      expect((await notified(ann)).filter((text) => text.startsWith('lead.inquired'))).toHaveLength(1);
    };

    it('gets the answer that it got the first time, and is neither stored nor told twice', async () => {
      const lead = await aLead(app, KIM);
      const { body: first } = await send(SENT);
      const again = await send({ ...SENT, source: 'website' });
      expect([again.status, again.body]).toEqual([
        200,
        expect.objectContaining({ id: lead.id, joined: true, inquiryId: first.inquiryId }),
      ]);
      const { results } = await app.must('POST', '/v1/leads/batch', { leads: [SENT, SENT] });
      const joined = { status: 'joined', id: lead.id, inquiryId: first.inquiryId };
      expect(results).toEqual([
        { index: 0, ...joined },
        { index: 1, ...joined },
      ]);
      await joinedOnce(lead);
    });

    it('also gets it twice in one batch, and when it woke the lead', async () => {
      const lead = await aLead(app, KIM);
      const { results } = await app.must('POST', '/v1/leads/batch', { leads: [SENT, SENT] });
      const joined = { status: 'joined', id: lead.id, inquiryId: results[0].inquiryId };
      expect(results).toMatchObject([joined, joined]);
      await joinedOnce(lead);
      const fields = { wakeAt: new Date(app.time.now() + 30 * DAY).toISOString() };
      await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'nurture', reason: 'not_now', fields });
      const woke = (await send({ ...SENT, externalId: 'f-3' })).body;
      expect(woke).toMatchObject({ id: lead.id, joined: true, cycle: 2 });
      await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
      const again = (await send({ ...SENT, externalId: 'f-3' })).body;
      expect(again).toMatchObject({ id: lead.id, joined: true, inquiryId: woke.inquiryId, status: 'lost' });
    });

    it('is told from the form that made the lead, which exists', async () => {
      const sent = { ...SENT, externalId: 'f-1' };
      const lead = (await send(sent)).body;
      const again = await send(sent);
      expect([again.status, again.body.id, again.body.joined]).toEqual([200, lead.id, undefined]);
      expect(await inquiriesOf(lead)).toEqual([]);
    });
  });

  it('is recognised by an international address in either form, and so is what names it', async () => {
    const [written, inDns] = ['kim@müller.example', 'KIM@xn--mller-kva.example'];
    const account = await app.must('POST', '/v1/accounts', { name: 'Müller', domains: ['xn--mller-kva.example'] });
    const lead = await aLead(app, { contact: { email: written } });
    expect((await send({ contact: { email: inDns } })).body).toMatchObject({ id: lead.id, joined: true });
    const found = async (path: string) => (await app.must('GET', path)).data.map(({ id }: Json) => id);
    for (const email of [written, inDns]) {
      expect(await found(`/v1/leads?email=${encodeURIComponent(email)}`)).toEqual([lead.id]);
      const touches = [{ email, kind: 'call', direction: 'outbound', outcome: 'noAnswer' }];
      const { results } = await app.must('POST', '/v1/touches/batch', { touches });
      expect(results).toMatchObject([{ status: 'recorded', leadId: lead.id }]);
    }
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'opportunity' });
    expect((await app.must('GET', `/v1/deals?accountId=${account.id}`)).data).toHaveLength(1);
    expect(await app.must('POST', '/v1/erasures', { email: inDns, reason: 'Asked for it' })).toMatchObject({
      leads: 1,
    });
  });

  it('says what of the person the lead does not have, and the latest can come first', async () => {
    const lead = await aLead(app, { contact: { name: 'Kim Lee', email: 'kim@acme.example' } });
    await send({ contact: { name: 'Kim Lee', email: 'kim@acme.example' } });
    await send({ contact: { name: 'Kim Smith', email: 'KIM@acme.example', phone: '+49 30 901820' } });
    const newest = (query = '') => app.must('GET', `/v1/leads/${lead.id}/inquiries?order=newest${query}`);
    const page = await newest('&limit=1');
    expect(page.data.map(({ differs }: Json) => differs)).toEqual([['name', 'phone']]);
    const next = await newest(`&limit=1&cursor=${page.nextCursor}`);
    expect([next.data[0].differs, next.nextCursor]).toEqual([[], null]);
    const data = await inquiriesOf(lead);
    expect([next.data[0].id, page.data[0].id]).toEqual(data.map(({ id }: Json) => id));
  });

  it('lets its person be named by what they gave in it', async () => {
    const lead = await aLead(app, {
      contact: { name: 'Kim Lee', email: 'kim@acme.example', phone: '+49 171 2345678' },
    });
    const form = { name: 'Kim Lee', email: 'kim@home.example', phone: '+49 171 2345678' };
    expect((await send({ contact: form })).body).toMatchObject({ id: lead.id, joined: true });
    const touches = [{ email: 'kim@home.example', kind: 'email', direction: 'outbound', outcome: 'sent' }];
    const { results } = await app.must('POST', '/v1/touches/batch', { touches });
    expect(results).toMatchObject([{ status: 'recorded', leadId: lead.id }]);
  });

  it('is also recognised by phone, and linked by click, also in batches', async () => {
    const lead = await aLead(app, { ...KIM, clickIds: { gclid: 'Cj0' } });
    const { results } = await app.must('POST', '/v1/leads/batch', {
      leads: [
        { source: 'web', contact: { phone: '+49 30 901820' } },
        { source: 'website', contact: { email: 'other@example.org' }, clickIds: { gclid: 'Cj0' } },
        { source: 'web', contact: { email: 'new@example.org' } },
        { source: 'web', contact: { email: 'NEW@example.org' } },
      ],
    });
    expect(results.map(({ status }: Json) => status)).toEqual(['joined', 'created', 'created', 'joined']);
    expect(results.map(({ id }: Json) => id)).toEqual([lead.id, results[1].id, results[2].id, results[2].id]);
    expect((await inquiriesOf(lead)).map(({ matchedBy }: Json) => matchedBy)).toEqual(['phone']);
    expect((await leadNow(app, results[1])).duplicateOf).toBe(lead.id);
  });

  it('is a separate lead for separate sources, tests, and a given owner', async () => {
    await app.must('POST', '/v1/sources', { code: 'fair', duplicates: 'separate' });
    await aLead(app, KIM);
    for (const fields of [{ source: 'fair' }, { test: true }, { owner: { repId: bo.id } }])
      expect((await send({ ...KIM, ...fields })).status).toBe(201);
    expect(await leads()).toHaveLength(4);
  });

  it('follows the rules if one of them closed the existing lead, and does not wake it', async () => {
    const { rules } = await app.must('GET', '/v1/routing');
    const student = { field: 'attributes.student', op: 'eq', value: true };
    const closing = {
      name: 'Students',
      when: student,
      assign: { dispose: { category: 'recycle', reason: 'stale' } },
    };
    await app.must('PUT', '/v1/routing', { rules: [closing, ...rules] });
    const first = await send({ ...KIM, attributes: { student: true } });
    expect(first.body).toMatchObject({ status: 'recycled', ownerId: null });
    const again = await send({ ...KIM, attributes: { student: true } });
    expect([again.status, again.body.status, again.body.joined]).toEqual([201, 'recycled', undefined]);
    expect((await leadNow(app, first.body)).status).toBe('recycled');
    const sent = { source: 'web', ...KIM };
    const { results } = await app.must('POST', '/v1/leads/batch', {
      leads: [{ ...sent, attributes: { student: true } }, sent, sent],
    });
    expect(results.map(({ status }: Json) => status)).toEqual(['created', 'created', 'joined']);
    await app.must('POST', `/v1/leads/${results[1].id}/disposition`, { category: 'suppress', reason: 'test' });
    const grown = await send({ ...KIM, message: 'We are two hundred by now' });
    expect([grown.status, grown.body.status, grown.body.ownerId]).toEqual([201, 'open', expect.any(String)]);
  });

  it('is linked if its source says so', async () => {
    await app.must('POST', '/v1/sources', { code: 'fair', duplicates: 'link' });
    const lead = await aLead(app, KIM);
    const { status, body } = await send({ ...KIM, source: 'fair' });
    expect([status, body.duplicateOf, body.ownerId]).toEqual([201, lead.id, bo.id]);
  });

  it('wakes a lead that was set aside at once, for its last owner', async () => {
    const lead = await aLead(app, KIM);
    const wakeAt = new Date(app.time.now() + 30 * DAY).toISOString();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, {
      category: 'nurture',
      reason: 'not_now',
      fields: { wakeAt },
    });
    await app.moveBy(DAY);
    const { body } = await send(KIM);
    expect(body).toMatchObject({ id: lead.id, joined: true, status: 'open', cycle: 2, ownerId: ann.id });
    expect(await inquiriesOf(lead)).toMatchObject([{ became: 'woken' }]);
    const [{ cause }] = (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data;
    expect(cause).toBe('inquiry');
    expect((await notified(ann))[0]).toMatch(/after the person asked again$/);
  });

  it('of a customer is a new lead for the account owner, else for the rep who won it', async () => {
    const lead = await aLead(app, { ...KIM, company: { domain: 'acme.example' } });
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won' });
    const second = (await send({ ...KIM, company: { domain: 'acme.example' } })).body;
    expect(second).toMatchObject({ duplicateOf: lead.id, ownerId: ann.id, status: 'open' });
    await app.must('POST', `/v1/leads/${second.id}/disposition`, { category: 'suppress', reason: 'existing_customer' });
    await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'], ownerRepId: bo.id });
    const third = (await send({ ...KIM, company: { domain: 'acme.example' } })).body;
    expect(third).toMatchObject({ duplicateOf: lead.id, ownerId: bo.id });
  });

  it('restarts the first touch if the policy says so, unless one is still due', async () => {
    await aPolicy(app, {}, { onInquiry: 'restart' });
    const lead = await aLead(app, KIM);
    await send(KIM);
    expect((await leadNow(app, lead)).clocks.filter(({ kind }: Json) => kind === 'firstTouch')).toHaveLength(1);
    const touch = await aTouch(app, lead);
    await app.moveBy(10 * MINUTE);
    await send(KIM);
    const firsts = async () =>
      (await leadNow(app, lead)).clocks
        .filter(({ kind }: Json) => kind === 'firstTouch')
        .map(({ state, dueAt }: Json) => [state, dueAt]);
    expect(await firsts()).toEqual([
      ['met', '2026-03-02T15:05:00.000Z'],
      ['running', '2026-03-02T15:15:00.000Z'],
    ]);
    // A touch before the new inquiry does not meet the new clock.
    await aTouch(app, lead, { occurredAt: '2026-03-02T15:02:00.000Z' });
    expect((await firsts())[1]![0]).toBe('running');
    await app.must('POST', `/v1/leads/${lead.id}/touches/${touch.id}/void`, { reason: 'Another lead' });
    expect((await firsts())[1]![0]).toBe('running');
    await aTouch(app, lead);
    expect((await firsts())[1]![0]).toBe('met');
  });

  describe('that restarts the first touch', () => {
    const STEP = { kinds: ['call'], after: 'P3D', within: 'PT4H' };
    const policy = (firstTouch: object = {}, fields: object = {}) =>
      aPolicy(app, firstTouch, { onInquiry: 'restart', time: 'elapsed', ...fields });
    const clocks = async (lead: Json) =>
      (await leadNow(app, lead)).clocks
        .filter(({ kind }: Json) => kind !== 'leadResponse')
        .map(({ kind, state, repId }: Json) => [kind, repId === ann.id ? 'Ann' : 'Bo', state]);
    const touch = (lead: Json, fields: object = {}) => aTouch(app, lead, fields);
    const ago = (ms: number) => new Date(app.time.now() - ms).toISOString();

    it('is not answered by an earlier touch that is reported later', async () => {
      await policy({ onBreach: [] });
      const lead = await aLead(app, KIM);
      await app.moveBy(30 * MINUTE);
      await send(KIM);
      await app.moveBy(MINUTE);
      await touch(lead, { occurredAt: ago(29 * MINUTE) });
      expect(await clocks(lead)).toEqual([
        ['firstTouch', 'Ann', 'met'],
        ['firstTouch', 'Ann', 'running'],
      ]);
    });

    it('is not answered by such a touch after a move either', async () => {
      await policy({ onBreach: [{ after: 'PT10M', do: 'reassign' }] });
      const lead = await aLead(app, KIM);
      await app.moveBy(6 * MINUTE);
      await send(KIM);
      await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Knows them' });
      await touch(lead, { repId: ann.id, occurredAt: ago(4 * MINUTE) });
      expect(await clocks(lead)).toEqual([
        ['firstTouch', 'Ann', 'met'],
        ['firstTouch', 'Ann', 'cancelled'],
        ['firstTouch', 'Bo', 'running'],
      ]);
    });

    it('is owed once a touch from before the form is reported, and was the first one', async () => {
      await policy({ onBreach: [] });
      const lead = await aLead(app, KIM);
      await app.moveBy(2 * MINUTE);
      await send(KIM);
      await app.moveBy(2 * MINUTE);
      const first = await touch(lead, { occurredAt: ago(3 * MINUTE) });
      const owed = [
        ['firstTouch', 'Ann', 'met'],
        ['firstTouch', 'Ann', 'running'],
      ];
      expect(await clocks(lead)).toEqual(owed);
      await app.must('POST', `/v1/leads/${lead.id}/touches/${first.id}/void`, { reason: 'Another lead' });
      const running = (await clocks(lead)).filter(([, , state]: string[]) => state === 'running');
      expect(running).toEqual([['firstTouch', 'Ann', 'running']]);
      await touch(lead);
      expect((await clocks(lead))[1]).toEqual(['firstTouch', 'Ann', 'met']);
    });

    it('is not owed if a touch since the form is reported together with the one before', async () => {
      await policy({ onBreach: [] });
      const lead = await aLead(app, KIM);
      await app.moveBy(2 * MINUTE);
      await send(KIM);
      await app.moveBy(2 * MINUTE);
      const report = (ms: number) => ({ leadId: lead.id, kind: 'call', outcome: 'noAnswer', occurredAt: ago(ms) });
      const touches = [report(3 * MINUTE), report(MINUTE)];
      await app.must('POST', '/v1/touches/batch', { touches });
      expect(await clocks(lead)).toEqual([['firstTouch', 'Ann', 'met']]);
    });

    it('is owed by the next owner at once, after which the cadence goes on', async () => {
      await policy({ onBreach: [{ after: 'PT0S', do: 'reassign' }] }, { followUp: { steps: [STEP] } });
      const lead = await aLead(app, KIM);
      await touch(lead);
      await app.moveBy(10 * MINUTE);
      await send(KIM);
      await app.moveBy(5 * MINUTE);
      const owed = [
        ['firstTouch', 'Ann', 'met'],
        ['followUp', 'Ann', 'cancelled'],
        ['firstTouch', 'Ann', 'breached'],
      ];
      expect(await clocks(lead)).toEqual([...owed, ['firstTouch', 'Bo', 'running']]);
      await app.moveBy(MINUTE);
      await touch(lead);
      expect(await clocks(lead)).toEqual([...owed, ['firstTouch', 'Bo', 'met'], ['followUp', 'Bo', 'running']]);
    });

    it('is owed by the next owner also if the last one took the lead over', async () => {
      await policy({}, { followUp: { steps: [STEP] } });
      const lead = await aLead(app, KIM);
      await touch(lead);
      await app.moveBy(MINUTE);
      await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Ann is ill' });
      await app.moveBy(MINUTE);
      await send(KIM);
      await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: ann.id, reason: 'Ann is back' });
      expect(await clocks(lead)).toEqual([
        ['firstTouch', 'Ann', 'met'],
        ['followUp', 'Ann', 'cancelled'],
        ['followUp', 'Bo', 'cancelled'],
        ['firstTouch', 'Bo', 'cancelled'],
        ['firstTouch', 'Ann', 'running'],
      ]);
    });

    it('runs on, and no other, if a touch or milestone before is taken back', async () => {
      await policy({ onBreach: [] });
      const [lead, other] = [await aLead(app, KIM), await aLead(app, { contact: { email: 'lee@example.org' } })];
      const call = await touch(lead);
      const { milestones } = await app.must('POST', `/v1/leads/${other.id}/milestones`, { name: 'qualified' });
      await app.moveBy(10 * MINUTE);
      await send(KIM);
      await send({ contact: { email: 'lee@example.org' } });
      await app.must('POST', `/v1/leads/${lead.id}/touches/${call.id}/void`, { reason: 'Another lead' });
      const path = `/v1/leads/${other.id}/milestones/${milestones[0].id}/reverse`;
      await app.must('POST', path, { reason: 'A mistake' });
      for (const each of [lead, other]) {
        const states = (await clocks(each)).map(([, , state]: string[]) => state);
        expect(states).toEqual(['cancelled', 'running']);
      }
    });

    it('does not stand in the way of an undo, which leaves one first touch to make', async () => {
      const saved = await policy({ within: 'PT1H', onBreach: [] });
      const lead = await aLead(app, KIM);
      const { id, version: _, createdAt: __, updatedAt: ___, ...body } = saved;
      await app.moveBy(MINUTE);
      const from = ago(0);
      const mistaken = { ...body, firstTouch: { ...body.firstTouch, within: 'PT1S' }, grace: 'PT0S', applyTo: 'open' };
      await app.must('PUT', `/v1/sla-policies/${id}`, mistaken);
      await app.moveBy(MINUTE);
      await send(KIM);
      await app.moveBy(MINUTE);
      expect(await clocks(lead)).toEqual([
        ['firstTouch', 'Ann', 'breached'],
        ['firstTouch', 'Ann', 'breached'],
      ]);
      await app.must('PUT', `/v1/sla-policies/${id}`, { ...body, applyTo: 'open' });
      await app.moveBy(MINUTE);
      await app.must('POST', '/v1/enforcement/undo', { from, to: ago(0) });
      const running = (await clocks(lead)).filter(([, , state]: string[]) => state === 'running');
      expect(running).toEqual([['firstTouch', 'Ann', 'running']]);
    });
  });

  it.each([
    ['price', 200],
    ['fraud', 201],
  ])('of a person whose lead was lost for %s is answered %i by default', async (reason, expected) => {
    const lead = await aLead(app, KIM);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason });
    const { status, body } = await send(KIM);
    expect([status, body.id === lead.id]).toEqual([expected, expected === 200]);
  });

  it('changes nothing of a lead that it does not join', async () => {
    const consent = { adUserData: 'denied' };
    await app.must('POST', '/v1/disposition-reasons', { ...NEVER, category: 'lost', reopens: false });
    const lost = await aLead(app, { ...KIM, consent });
    await app.must('POST', `/v1/leads/${lost.id}/disposition`, { category: 'lost', reason: 'never' });
    const before = await leadNow(app, lost);
    const { status, body } = await send({ ...KIM, consent: { adUserData: 'granted' } });
    expect([status, body.joined, body.id === lost.id]).toEqual([201, undefined, false]);
    expect(await leadNow(app, lost)).toEqual(before);
  });

  it('replaces the consent from then on', async () => {
    const lead = await aLead(app, { ...KIM, consent: { adUserData: 'granted' } });
    await send({ ...KIM, consent: { adUserData: 'denied' } });
    expect((await leadNow(app, lead)).consent).toEqual({ adUserData: 'denied' });
  });

  it('is found by its external id, as its lead is', async () => {
    const lead = await aLead(app, { source: 'web', externalId: 'f-1', ...KIM });
    await send({ ...KIM, externalId: 'f-2', source: 'website' });
    const other = await aLead(app, { source: 'fair', externalId: 'f-2', contact: { email: 'other@example.org' } });
    const found = async (query: string) => (await app.must('GET', `/v1/leads?${query}`)).data.map(({ id }: Json) => id);
    expect(await found('source=web&externalId=f-1')).toEqual([lead.id]);
    expect(await found('source=web&externalId=f-2')).toEqual([lead.id]);
    expect(await found('source=fair&externalId=f-2')).toEqual([other.id]);
    expect(await found('externalId=f-2&status=open')).toEqual(expect.arrayContaining([lead.id, other.id]));
    expect(await found('source=fair&externalId=f-1')).toEqual([]);
    const touch = { kind: 'call', outcome: 'voicemail' };
    const { results } = await app.must('POST', '/v1/touches/batch', {
      touches: [
        { ...touch, source: 'web', leadExternalId: 'f-2' },
        { ...touch, source: 'fair', leadExternalId: 'f-2' },
        { ...touch, source: 'fair', leadExternalId: 'f-1' },
      ],
    });
    expect(results.map(({ leadId }: Json) => leadId)).toEqual([lead.id, other.id, undefined]);
  });

  it('keeps its external id from being given to another lead', async () => {
    const lead = await aLead(app, { source: 'web', externalId: 'f-1', ...KIM });
    await send({ ...KIM, externalId: 'f-2' });
    const other = await aLead(app, { source: 'web', contact: { email: 'other@example.org' } });
    const { status, body } = await app.ask('PATCH', `/v1/leads/${other.id}`, { externalId: 'f-2' });
    expect([status, body.leadId]).toEqual([409, lead.id]);
  });

  it('is shown to the key that sent it, but not to the sender of another form', async () => {
    const [mine, theirs] = [{ key: await app.keyFor(['intake']) }, { key: await app.keyFor(['intake']) }];
    const lead = (await app.ask('POST', '/v1/leads', { source: 'web', ...KIM }, mine)).body;
    await app.ask('POST', '/v1/leads', { source: 'web', ...KIM, message: 'Theirs' }, theirs);
    await app.ask('POST', '/v1/leads', { source: 'web', ...KIM, message: 'Mine' }, mine);
    const { body } = await app.ask('GET', `/v1/leads/${lead.id}/inquiries`, undefined, mine);
    expect(body.data.map(({ sent }: Json) => sent.message)).toEqual(['Mine']);
    expect((await app.ask('GET', `/v1/leads/${lead.id}/inquiries`, undefined, theirs)).status).toBe(404);
    expect((await inquiriesOf(lead)).map(({ sent }: Json) => sent.message)).toEqual(['Theirs', 'Mine']);
  });

  it('joins once for each form, even when many come at once', async () => {
    const lead = await aLead(app, KIM);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => send({ ...KIM, externalId: `f-${n % 10}` })),
    );
    expect(answers.map(({ body }) => body.id)).toEqual(Array(20).fill(lead.id));
    expect(await inquiriesOf(lead)).toHaveLength(10);
  });

  it('creates one lead when the first forms come at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(KIM)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('returns the same inquiry when its request is repeated', async () => {
    const lead = await aLead(app, KIM);
    const asking = { headers: { 'Idempotency-Key': 'one' } };
    const first = await app.ask('POST', '/v1/leads', { source: 'web', ...KIM }, asking);
    const again = await app.ask('POST', '/v1/leads', { source: 'web', ...KIM }, asking);
    expect(again.body.inquiryId).toBe(first.body.inquiryId);
    expect(await inquiriesOf(lead)).toHaveLength(1);
  });
});

describe('two leads of one person', () => {
  it('can be merged by hand, and unmerged', async () => {
    const [one, other] = [
      await aLead(app, KIM),
      await aLead(app, { source: 'fair', contact: { email: 'k.berg@example.org' }, clickIds: { gclid: 'Cj1' } }),
    ];
    const merge = (from: Json, into: Json) => app.ask('POST', `/v1/leads/${from.id}/merge`, { into: into.id });
    expect(faults(await merge(one, one))).toEqual(['/into same']);
    const merged = await merge(other, one);
    expect([merged.status, merged.body.id]).toEqual([200, one.id]);
    expect(await leadNow(app, other)).toMatchObject({
      status: 'suppressed',
      mergedInto: one.id,
      disposition: { reason: 'duplicate' },
    });
    expect(await inquiriesOf(one)).toMatchObject([
      { matchedBy: 'person', became: 'merged', mergedLeadId: other.id, sent: { clickIds: { gclid: 'Cj1' } } },
    ]);
    expect((await merge(other, one)).status).toBe(200);
    const third = await aLead(app, { contact: { email: 'third@example.org' } });
    expect([(await merge(other, third)).body.why, (await merge(third, other)).body.why]).toEqual([
      'mergedAlready',
      'intoMerged',
    ]);
    expect((await app.ask('POST', `/v1/leads/${other.id}/reopen`, { reason: 'x' })).status).toBe(409);
    const back = await app.must('POST', `/v1/leads/${other.id}/unmerge`);
    expect(back).toMatchObject({ id: other.id, status: 'open', ownerId: bo.id, disposition: null });
    expect(back.mergedInto).toBeUndefined();
    expect((await notified(bo))[0]).toBe(
      'lead.assigned: A lead from fair received Mon 2 Mar 2026, 15:00 (UTC) is yours, reopened',
    );
    expect(await inquiriesOf(one)).toEqual([]);
    expect((await app.ask('POST', `/v1/leads/${other.id}/unmerge`)).body.why).toBe('notMerged');
    const ofAnn = { key: await app.keyFor(['rep'], ann.id) };
    expect((await app.ask('POST', `/v1/leads/${other.id}/unmerge`, undefined, ofAnn)).status).toBe(404);
    const { data } = await app.must('GET', '/v1/dispositions');
    expect(data.map(({ kind, reason }: Json) => [kind, reason])).toEqual([
      ['disposed', 'duplicate'],
      ['reversed', 'duplicate'],
    ]);
  });

  describe('consent', () => {
    const ads = (adUserData: string) => ({ consent: { adUserData } });
    const home = { contact: { email: 'kim.home@example.net' } };
    const consentOf = async (lead: Json) => (await leadNow(app, lead)).consent;
    const merged = async (first: object, second: object, intoFirst = true) => {
      const one = await aLead(app, { ...KIM, ...first });
      await app.moveBy(MINUTE);
      const two = await aLead(app, { ...home, ...second });
      const [into, from] = intoFirst ? [one, two] : [two, one];
      await app.must('POST', `/v1/leads/${from.id}/merge`, { into: into.id });
      return { into, from, unmerge: () => app.must('POST', `/v1/leads/${from.id}/unmerge`) };
    };

    it.each<[string, object, object, boolean, string | undefined]>([
      ['by the later of the two forms', ads('unspecified'), ads('granted'), true, 'granted'],
      ['by the later, if that is the lead that stays', ads('granted'), ads('unspecified'), false, 'unspecified'],
      ['by the only one that says anything', {}, ads('granted'), true, 'granted'],
      ['not if the later form denies it', ads('granted'), ads('denied'), true, 'denied'],
      ['not if the earlier form denied it', ads('denied'), ads('granted'), true, 'denied'],
      ['not if the merged lead denied it earlier', ads('denied'), ads('granted'), false, 'denied'],
      ['as before, if neither says anything', {}, {}, true, undefined],
    ])('%s, until they are unmerged', async (_, first, second, intoFirst, expected) => {
      const { into, unmerge } = await merged(first, second, intoFirst);
      expect((await consentOf(into))?.adUserData).toBe(expected);
      await unmerge();
      const own = (intoFirst ? first : second) as { consent?: object };
      expect((await consentOf(into)) ?? undefined).toEqual(own.consent);
    });

    it.each([
      ['the first of them first', ['denying', 'middle']],
      ['the last of them first', ['middle', 'denying']],
    ] as const)('returns to each lead of a chain that is unmerged, %s', async (_, order) => {
      const leads = {
        denying: await aLead(app, { ...home, ...ads('denied') }),
        middle: await aLead(app, { contact: { email: 'kim.office@example.net' }, ...ads('granted') }),
      };
      const last = await aLead(app, { contact: { email: 'kim.last@example.net' }, ...ads('granted') });
      await app.must('POST', `/v1/leads/${leads.denying.id}/merge`, { into: leads.middle.id });
      await app.must('POST', `/v1/leads/${leads.middle.id}/merge`, { into: last.id });
      expect([await consentOf(leads.middle), await consentOf(last)]).toEqual(Array(2).fill({ adUserData: 'denied' }));
      await app.must('POST', `/v1/leads/${leads[order[0]].id}/unmerge`);
      expect(await consentOf(last)).toEqual({ adUserData: 'granted' });
      await app.must('POST', `/v1/leads/${leads[order[1]].id}/unmerge`);
      expect([await consentOf(leads.denying), await consentOf(leads.middle), await consentOf(last)]).toEqual([
        { adUserData: 'denied' },
        { adUserData: 'granted' },
        { adUserData: 'granted' },
      ]);
    });

    it('returns as it was before both, if two leads were merged into it', async () => {
      const into = await aLead(app, { ...KIM, ...ads('granted') });
      const one = await aLead(app, { ...home, ...ads('denied') });
      const two = await aLead(app, { contact: { email: 'kim.office@example.net' }, ...ads('denied') });
      for (const { id } of [one, two]) await app.must('POST', `/v1/leads/${id}/merge`, { into: into.id });
      await app.must('POST', `/v1/leads/${one.id}/unmerge`);
      expect(await consentOf(into)).toEqual({ adUserData: 'denied' });
      await app.must('POST', `/v1/leads/${two.id}/unmerge`);
      expect(await consentOf(into)).toEqual({ adUserData: 'granted' });
    });

    it('stays as a person has set it since', async () => {
      const { into, unmerge } = await merged(ads('granted'), ads('denied'));
      await app.must('PATCH', `/v1/leads/${into.id}`, { consent: { adUserData: 'unspecified' } });
      await unmerge();
      expect(await consentOf(into)).toEqual({ adUserData: 'unspecified' });
    });

    it('stays as a form said since, when they are unmerged', async () => {
      const { into, unmerge } = await merged(ads('granted'), ads('denied'));
      await send({ ...KIM, ...ads('denied') });
      await unmerge();
      expect(await consentOf(into)).toEqual({ adUserData: 'denied' });
    });
  });

  it('count as one for the next form, by the contact data of either', async () => {
    const [one, other, third] = [
      await aLead(app, KIM),
      await aLead(app, { contact: { email: 'kim.home@example.net' } }),
      await aLead(app, { contact: { email: 'third@example.org' } }),
    ];
    await app.must('POST', `/v1/leads/${other.id}/merge`, { into: one.id });
    await app.must('POST', `/v1/leads/${one.id}/merge`, { into: third.id });
    const { status, body } = await send({ contact: { email: 'Kim.Home@example.net' } });
    expect([status, body.id, body.joined]).toEqual([200, third.id, true]);
    await app.must('POST', `/v1/leads/${third.id}/disposition`, { category: 'suppress', reason: 'test' });
    expect((await send({ contact: { email: 'kim.home@example.net' } })).status).toBe(201);
  });

  it('count as one for touches that name either by what other systems know of it', async () => {
    const [one, other, third] = [
      await aLead(app, KIM),
      await aLead(app, { source: 'fair', externalId: 'f-9', contact: { email: 'kim.home@example.net' } }),
      await aLead(app, { contact: { email: 'third@example.org', phone: '+49 30 901821' } }),
    ];
    await app.must('POST', `/v1/leads/${other.id}/merge`, { into: one.id });
    const touch = { kind: 'call', outcome: 'voicemail' };
    const named = async (...names: object[]) => {
      const touches = names.map((name) => ({ ...touch, ...name }));
      const { results } = await app.must('POST', '/v1/touches/batch', { touches });
      return results.map(({ leadId }: Json) => leadId);
    };
    const byOther = [{ source: 'fair', leadExternalId: 'f-9' }, { email: 'kim.home@example.net' }];
    expect(await named(...byOther, { leadId: other.id })).toEqual([one.id, one.id, other.id]);
    await app.must('POST', `/v1/leads/${one.id}/merge`, { into: third.id });
    expect(await named(...byOther, { email: 'kim@example.org' }, { phone: '+49 30 901820' })).toEqual(
      Array(4).fill(third.id),
    );
    await app.must('POST', `/v1/leads/${one.id}/unmerge`);
    expect(await named(...byOther)).toEqual([one.id, one.id]);
    const ofBo = { key: await app.keyFor(['rep'], bo.id) };
    const { body } = await app.ask('POST', '/v1/touches/batch', { touches: [{ ...touch, ...byOther[0] }] }, ofBo);
    expect(body.results).toMatchObject([{ status: 'noMatch' }]);
  });

  it('are suppressed together, and apart once they are unmerged', async () => {
    const phone = '+49 171 2345678';
    const one = await aLead(app, { contact: { ...KIM.contact, phone } });
    const other = await aLead(app, { contact: { email: 'kim.home@example.net' } });
    await send({ contact: { phone, email: 'kim.work@example.com' } });
    await app.must('POST', `/v1/leads/${other.id}/merge`, { into: one.id });
    await app.must('POST', `/v1/leads/${one.id}/disposition`, { category: 'suppress', reason: 'do_not_contact' });
    const statusOf = async (email: string) => (await send({ contact: { email } })).body.status;
    expect(await statusOf('kim.home@example.net')).toBe('suppressed');
    expect(await statusOf('kim.work@example.com')).toBe('suppressed');
    expect(await statusOf('kim@example.org')).toBe('suppressed');
    const back = await app.must('POST', `/v1/leads/${other.id}/unmerge`);
    expect([back.id, back.status]).toEqual([other.id, 'open']);
    expect(await statusOf('kim.work@example.com')).toBe('suppressed');
    expect(await statusOf('kim@example.org')).toBe('suppressed');
  });

  it('with a deal on one of them can only be merged into that one', async () => {
    const [one, other] = [await aLead(app, KIM), await aLead(app, { contact: { email: 'kim.home@example.net' } })];
    const account = { name: 'Kim & Co' };
    const deal = { name: 'Kim', account, amount: '100.00', currency: 'EUR' };
    await app.must('POST', '/v1/deals', { ...deal, leadId: one.id });
    const merge = (from: Json, into: Json) => app.ask('POST', `/v1/leads/${from.id}/merge`, { into: into.id });
    const refused = await merge(one, other);
    expect([refused.status, refused.body.why]).toEqual([409, 'hasDeals']);
    expect((await merge(other, one)).status).toBe(200);
    const late = await app.ask('POST', '/v1/deals', { ...deal, name: 'Late', leadId: other.id });
    expect(faults(late)).toEqual(['/leadId value']);
  });

  it('must both be open, since a lead merged into a closed one would be neglected', async () => {
    const [one, other] = [await aLead(app, KIM), await aLead(app, { contact: { email: 'kim.home@example.net' } })];
    const merge = () => app.ask('POST', `/v1/leads/${other.id}/merge`, { into: one.id });
    for (const disposition of [
      { category: 'suppress', reason: 'spam' },
      { category: 'nurture', reason: 'not_now', fields: { wakeAt: new Date(app.time.now() + DAY).toISOString() } },
    ]) {
      await app.must('POST', `/v1/leads/${one.id}/disposition`, disposition);
      const { status } = await leadNow(app, one);
      const refused = await merge();
      expect([refused.status, refused.body.why, refused.body.detail]).toEqual([
        409,
        'intoClosed',
        expect.stringContaining(`The other lead is ${status}, so nobody would work on either`),
      ]);
      expect((await leadNow(app, other)).status).toBe('open');
      await app.must('POST', `/v1/leads/${one.id}/reopen`, { reason: 'it is real' });
    }
    expect((await merge()).status).toBe(200);
    // A repeated request finds it merged already, whatever has become of the other lead.
    await app.must('POST', `/v1/leads/${one.id}/disposition`, { category: 'suppress', reason: 'spam' });
    expect((await merge()).status).toBe(200);
  });

  it('must both be tests, or both not', async () => {
    const [one, test] = [await aLead(app, KIM), await aLead(app, { ...KIM, test: true })];
    for (const [from, into] of [[one, test] as const, [test, one] as const]) {
      const { status, body } = await app.ask('POST', `/v1/leads/${from.id}/merge`, { into: into.id });
      expect([status, body.why]).toEqual([409, 'testLead']);
    }
  });

  it('stay merged until they are unmerged, whatever corrections are tried', async () => {
    const [one, other] = [await aLead(app, KIM), await aLead(app, { contact: { email: 'kim.home@example.net' } })];
    await app.must('POST', `/v1/leads/${other.id}/merge`, { into: one.id });
    const wakeAt = new Date(app.time.now() + DAY).toISOString();
    const correction = { category: 'nurture', reason: 'not_now', fields: { wakeAt } };
    const { status, body } = await app.ask('POST', `/v1/leads/${other.id}/disposition/correct`, correction);
    expect([status, body.detail]).toEqual([409, expect.stringContaining(`merged into the lead ${one.id}`)]);
    await app.moveBy(2 * DAY);
    expect((await leadNow(app, other)).status).toBe('suppressed');
    await app.must('POST', `/v1/leads/${other.id}/unmerge`);
    expect((await app.ask('POST', `/v1/leads/${other.id}/merge`, { into: one.id })).status).toBe(200);
  });

  it('name the lead that remains when a milestone of the merged one is reported, alone or in a batch', async () => {
    const [one, other] = [await aLead(app, KIM), await aLead(app, { contact: { email: 'kim.home@example.net' } })];
    await app.must('POST', `/v1/leads/${other.id}/merge`, { into: one.id });
    const detail = expect.stringContaining(`merged into the lead ${one.id}`);
    const alone = await app.ask('POST', `/v1/leads/${other.id}/milestones`, { name: 'qualified' });
    expect([alone.status, alone.body]).toEqual([409, expect.objectContaining({ detail, leadStatus: 'suppressed' })]);
    const occurredAt = new Date(app.time.now()).toISOString();
    const milestones = [{ leadId: other.id, name: 'qualified', occurredAt }];
    const { results } = await app.must('POST', '/v1/milestones/batch', { milestones });
    expect(JSON.stringify(results)).toContain(`merged into the lead ${one.id}`);
  });

  it('are erased correctly, whichever of the two is found', async () => {
    const merged = async (name: string) => {
      const into = await aLead(app, { contact: { email: `${name}@example.org` } });
      const from = await aLead(app, {
        contact: { email: `${name}.home@example.net`, name: 'Kim Berg' },
        message: 'Hi',
      });
      await app.must('POST', `/v1/leads/${from.id}/merge`, { into: into.id });
      return [into, from] as const;
    };
    const erase = async (email: string) => (await app.must('POST', '/v1/erasures', { email, reason: 'asked' })).leadIds;
    const [one, ofOne] = await merged('one');
    expect(await erase('one.home@example.net')).toEqual([ofOne.id]);
    expect(await inquiriesOf(one)).toMatchObject([{ sent: null }]);
    const [two, ofTwo] = await merged('two');
    const third = await aLead(app, { contact: { email: 'third@example.org' } });
    await app.must('POST', `/v1/leads/${two.id}/merge`, { into: third.id });
    expect((await erase('third@example.org')).sort()).toEqual([two.id, ofTwo.id, third.id].sort());
    expect((await leadNow(app, ofTwo)).contact).toEqual({});
    // Leads that were unmerged belong to two persons.
    const [four, ofFour] = await merged('four');
    await app.must('POST', `/v1/leads/${ofFour.id}/unmerge`);
    const told = await app.must('GET', '/v1/subject-access?email=four@example.org');
    expect(JSON.stringify(told)).not.toContain('Kim Berg');
    expect(await erase('four@example.org')).toEqual([four.id]);
    expect((await leadNow(app, ofFour)).message).toBe('Hi');
  });

  it('are erased together with the forms that were sent', async () => {
    const lead = await aLead(app, KIM);
    await send({ ...KIM, message: 'Me again' });
    await app.must('POST', '/v1/erasures', { email: 'kim@example.org', reason: 'asked' });
    expect(await inquiriesOf(lead)).toMatchObject([{ sent: null }]);
    expect((await send(KIM)).status).toBe(201);
  });
});
