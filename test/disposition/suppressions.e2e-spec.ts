import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inLocalWords } from '../../src/calendar/zone.js';
import { SuppressionDigest } from '../../src/engine/suppression-digest.service.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY, HOUR, iso } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aRep, eventsOf, faults, leadNow, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = Date.parse(MONDAY) + HOUR;

let app: TestApplication;
let ann: Json;
beforeAll(async () => {
  app = await TestApplication.start(iso(START));
  ann = await aRep(app, 'Ann');
  await aDesk(app, [ann], {}, { queueOwnerId: ann.id });
  await aPolicy(app);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const lead = (contact: object, fields: object = {}) =>
  app.must('POST', '/v1/leads', { source: 'web', contact, ...fields });
const KIM = { name: 'Kim Lee', email: 'kim@acme.example', phone: '+49 30 901820' };
const close = ({ id }: Json, reason: string, fields?: object, asking?: object) =>
  app.must('POST', `/v1/leads/${id}/disposition`, { category: 'suppress', reason, ...(fields && { fields }) }, asking);
const listed = async (query = '') => (await app.must('GET', `/v1/suppressions?${query}`)).data as Json[];
const statusOf = async (contact: object) => (await lead(contact)).status as string;

describe('an international domain', () => {
  const [written, inDns] = ['müller.example', 'xn--mller-kva.example'];

  it.each([
    ['as it is written', written, inDns],
    ['as it is in the DNS', inDns, written],
  ])('that is suppressed %s is also suppressed in the other form', async (_how, suppressed, other) => {
    await app.must('POST', '/v1/suppressions', { domain: suppressed, reason: 'competitor' });
    expect(await statusOf({ email: `kim@${other}` })).toBe('suppressed');
    const { status } = await lead({ phone: '+49 30 901820' }, { company: { domain: `www.${other.toUpperCase()}` } });
    expect(status).toBe('suppressed');
    expect(await listed(`domain=${encodeURIComponent(other)}`)).toHaveLength(1);
  });

  it('in a suppressed address suppresses no other address', async () => {
    await app.must('POST', '/v1/suppressions', { email: `kim@${written}`, reason: 'spam' });
    expect(await statusOf({ email: `kim@${inDns}` })).toBe('suppressed');
    expect(await statusOf({ email: `lee@${inDns}` })).toBe('open');
    expect(await statusOf({ email: 'kim@muller.example' })).toBe('open');
  });

  it('that an earlier version stored as written is matched in both forms', async () => {
    const { id } = await app.must('POST', '/v1/suppressions', { domain: written, reason: 'competitor' });
    const former = createHash('sha256').update(`domain:${written}`).digest('hex');
    await app.asOwner(`update suppression set hash = '${former}' where id = '${id}'`);
    for (const domain of [written, inDns]) {
      expect(await statusOf({ email: `kim@${domain}` })).toBe('suppressed');
      expect(await listed(`domain=${encodeURIComponent(domain)}`)).toHaveLength(1);
    }
  });
});

describe('a lead from a suppressed person', () => {
  it('is stored and closed by a disposition that names the suppression, and notifies no rep', async () => {
    await close(await lead(KIM), 'spam');
    const before = (await notificationsOf(app, ann)).length;
    const blocked = await lead({ email: 'KIM@acme.example' }, { clickIds: { gclid: 'x' } });
    expect(blocked).toMatchObject({
      status: 'suppressed',
      ownerId: null,
      clocks: [],
      disposition: { category: 'suppress', reason: 'spam', note: null },
    });
    expect(await leadNow(app, blocked)).toEqual(blocked);
    const { data } = await app.feed('/v1/dispositions');
    const [suppression] = await listed('email=kim@acme.example');
    expect(data.at(-1)).toMatchObject({
      kind: 'disposed',
      leadId: blocked.id,
      intent: 'neverExisted',
      suppressionId: suppression!.id,
      by: { type: 'system', id: null },
      clickIds: { gclid: 'x' },
      attempts: 0,
    });
    const { data: timeline } = await app.must('GET', `/v1/leads/${blocked.id}/timeline`);
    expect(timeline.map(({ text }: Json) => text)).toEqual([
      'Received from web',
      expect.stringMatching(/^Closed as it came in, because its e-mail address has been suppressed since .+: Spam$/),
    ]);
    expect(await notificationsOf(app, ann)).toHaveLength(before);
    expect((await app.must('GET', '/v1/routing/queue')).data).toEqual([]);
  });

  it('is matched by address or number, in any notation, and by no other data', async () => {
    await close(await lead(KIM), 'spam');
    expect(await statusOf({ phone: '0049 30 90 18 20' })).toBe('suppressed');
    expect(await statusOf({ email: 'kim@ACME.example ', phone: '+49 30 1' })).toBe('suppressed');
    expect(await statusOf({ email: 'kim+1@acme.example', name: 'Kim Lee' })).toBe('open');
    expect(await statusOf({ name: 'Kim Lee' })).toBe('open');
  });

  it('is recognised in a batch', async () => {
    await close(await lead(KIM), 'spam');
    const leads = [KIM, { email: 'a@b.example' }, { phone: KIM.phone }].map((contact) => ({ source: 'fair', contact }));
    const { results } = await app.must('POST', '/v1/leads/batch', { leads });
    const made = await Promise.all(results.map((result: Json) => leadNow(app, result)));
    expect(made.map(({ status }: Json) => status)).toEqual(['suppressed', 'open', 'suppressed']);
  });

  it('opens when a person reopens it, and then gets an owner', async () => {
    await close(await lead(KIM), 'spam');
    const blocked = await lead(KIM);
    const opened = await app.must('POST', `/v1/leads/${blocked.id}/reopen`, { reason: 'A buyer' });
    expect(opened).toMatchObject({ status: 'open', cycle: 2, ownerId: ann.id });
  });
});

describe('the suppression that a closing creates', () => {
  it('is the one that its reason prescribes', async () => {
    await close(await lead({ email: 'a@one.example', phone: '+49 30 1234567' }), 'invalid_contact', { bad: 'phone' });
    await close(await lead({ email: 'c@three.example' }), 'competitor');
    expect((await listed()).map(({ kind, reason }) => [kind, reason])).toEqual([['phone', 'invalid_contact']]);
    expect(await statusOf({ email: 'a@one.example' })).toBe('open');
    expect(await statusOf({ phone: '+49 30 1234567' })).toBe('suppressed');
    const wrong = await app.ask('POST', `/v1/leads/${(await lead(KIM)).id}/disposition`, {
      category: 'suppress',
      reason: 'invalid_contact',
      fields: { bad: 'name' },
    });
    expect(faults(wrong)).toEqual(['/fields/bad choice']);
  });

  it('covers the invalid contact data, or by default the only contact data of the lead', async () => {
    await close(await lead({ email: 'a@one.example' }), 'invalid_contact');
    await close(await lead({ phone: '+49 30 1234567' }), 'invalid_contact');
    await close(await lead({ email: 'b@two.example', phone: '+49 30 7654321' }), 'invalid_contact');
    await close(await lead({ email: 'c@three.example', phone: 'ask for Kim' }), 'invalid_contact');
    await close(await lead({ phone: 'ask for Kim' }), 'invalid_contact');
    await close(await lead({ name: 'Kim', email: 'none' }), 'invalid_contact');
    expect((await listed()).map(({ kind }) => kind)).toEqual(['phone', 'email']);
    expect(await statusOf({ email: 'a@one.example' })).toBe('suppressed');
    expect(await statusOf({ phone: '+49 30 1234567' })).toBe('suppressed');
    expect(await statusOf({ email: 'b@two.example' })).toBe('open');
  });

  it('covers a whole company if the reason says so, but no mail provider', async () => {
    await app.must('POST', '/v1/disposition-reasons', {
      code: 'rival',
      category: 'suppress',
      label: 'A rival',
      intent: 'notAProspect',
      blocks: 'domain',
      blockFor: 'P30D',
    });
    await close(await lead({ email: 'a@rival.example' }, { company: { domain: 'www.Rival-Group.example' } }), 'rival');
    await close(await lead({ email: 'somebody@gmail.com' }), 'rival');
    expect(await statusOf({ email: 'b@rival.example' })).toBe('suppressed');
    expect(await statusOf({ email: 'other@gmail.com' })).toBe('open');
    const sub = await lead({ email: 'x@y.example' }, { company: { domain: 'rival-group.example' } });
    expect(sub.status).toBe('suppressed');
    await app.moveTo(START + 30 * DAY);
    expect(await statusOf({ email: 'c@rival.example' })).toBe('open');
  });

  it('ends after half a year if a rep made it, and never if an integration did', async () => {
    const key = await app.keyFor(['rep'], ann.id);
    await close(await lead({ email: 'a@one.example' }), 'spam', undefined, { key });
    await close(await lead({ email: 'b@two.example' }), 'spam');
    const [two, one] = await listed();
    expect(one).toMatchObject({ until: iso(START + 180 * DAY), by: { type: 'rep', id: ann.id }, lifted: null });
    expect(two).toMatchObject({ until: null, by: { type: 'key' } });
    await app.moveTo(START + 180 * DAY - 1);
    expect(await statusOf({ email: 'a@one.example' })).toBe('suppressed');
    await app.moveTo(START + 180 * DAY);
    expect(await statusOf({ email: 'a@one.example' })).toBe('open');
    expect(await statusOf({ email: 'b@two.example' })).toBe('suppressed');
    expect((await listed('inForce=true')).map(({ id }) => id)).toEqual([two!.id]);
  });

  it('of a rep ends as the settings say, and earlier ones are unchanged', async () => {
    const key = await app.keyFor(['rep'], ann.id);
    await close(await lead({ email: 'a@one.example' }), 'spam', undefined, { key });
    const { version: _, updatedAt: __, ...settings } = await app.must('GET', '/v1/settings');
    const changed = await app.must('PUT', '/v1/settings', { ...settings, repBlocksFor: 'P1D' });
    expect(changed).toEqual({ ...settings, repBlocksFor: 'P1D', version: 2, updatedAt: expect.any(String) });
    await close(await lead({ email: 'b@two.example' }), 'spam', undefined, { key });
    await close(await lead({ email: 'c@three.example' }), 'spam');
    expect((await listed()).map(({ until }) => until)).toEqual([null, iso(START + DAY), iso(START + 180 * DAY)]);
  });

  it('leaves out a switchboard number that several leads share', async () => {
    const phone = '+49 30 5550000';
    for (const name of ['Ada', 'Ben']) await lead({ name, phone, email: `${name}@firm.example` });
    await close(await lead({ name: 'Cleo', phone, email: 'cleo@firm.example' }), 'spam');
    expect(await statusOf({ name: 'Dan', phone })).toBe('open');
    expect(await statusOf({ name: 'Cleo', email: 'cleo@firm.example' })).toBe('suppressed');
    await close(await lead({ name: 'Eve', email: 'info@other.example' }), 'spam');
    expect(await statusOf({ name: 'Fay', email: 'info@other.example' })).toBe('suppressed');
  });

  it('is lifted when the closing is corrected or reversed', async () => {
    const [one, two] = [await lead({ email: 'a@one.example' }), await lead({ email: 'b@two.example' })];
    await close(one, 'spam');
    await close(two, 'spam');
    await app.must('POST', `/v1/leads/${one.id}/disposition/correct`, { category: 'lost', reason: 'price' });
    await app.must('POST', `/v1/leads/${two.id}/reopen`, { reason: 'A buyer' });
    expect(await statusOf({ email: 'a@one.example' })).toBe('open');
    expect(await statusOf({ email: 'b@two.example' })).toBe('open');
    expect((await listed()).map(({ lifted }) => lifted)).toEqual([
      { at: iso(START), reason: null },
      { at: iso(START), reason: null },
    ]);
  });

  it('is reported to the queue owner if its reason asks for that', async () => {
    await close(await lead(KIM), 'do_not_contact');
    await lead({ name: 'Kim', email: KIM.email });
    const { data } = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
    expect(data[0]).toMatchObject({
      type: 'lead.suppressed',
      text: 'Kim came in and was closed at once: Does not want to be contacted. Please check whether that is right',
    });
  });
});

it('a lifted suppression says how many leads it still closes, with a filter to list them', async () => {
  const { id } = await app.must('POST', '/v1/suppressions', { domain: 'acme.example', reason: 'not_a_prospect' });
  await app.must('POST', '/v1/suppressions', { domain: 'other.example', reason: 'not_a_prospect' });
  const lift = () => app.must('DELETE', `/v1/suppressions/${id}`, { reason: 'A customer by now' });
  const kept = [await lead({ email: 'a@acme.example' }), await lead({ email: 'b@acme.example' })];
  await lead({ email: 'c@other.example' });
  const lifted = await lift();
  expect(lifted).toMatchObject({ id, lifted: { reason: 'A customer by now' }, leadsClosed: 2 });
  const found = async () =>
    (await app.must('GET', `/v1/leads?${new URLSearchParams(lifted.filter)}`)).data.map((each: Json) => each.id).sort();
  expect(await found()).toEqual(kept.map((each) => each.id).sort());
  await app.must('POST', `/v1/leads/${kept[0].id}/reopen`, { reason: 'A buyer' });
  expect(await found()).toEqual([kept[1].id]);
  expect(await lift()).toMatchObject({ leadsClosed: 1, lifted: lifted.lifted });
});

describe('the owner of the queue', () => {
  const told = async () => {
    await app.application.app.get(SuppressionDigest).look();
    const { data } = await app.must('GET', `/v1/reps/${ann.id}/notifications`);
    return data.filter(({ type }: Json) => type === 'leads.keptOut').map(({ text, lines }: Json) => [text, ...lines]);
  };

  it('is notified once a day, when the office opens, of the leads closed on intake', async () => {
    expect(await told()).toEqual([]);
    const key = await app.keyFor(['rep'], ann.id);
    await close(await lead({ email: 'a@one.example' }), 'spam', undefined, { key });
    await close(await lead({ email: 'b@two.example' }), 'fake_identity');
    for (const email of ['a@one.example', 'a@one.example', 'b@two.example']) await lead({ email });
    const opening = Date.parse('2026-03-03T09:00:00Z');
    await app.moveTo(opening - 1);
    expect(await told()).toEqual([]);
    await app.moveTo(opening);
    const text = [
      `Since ${inLocalWords(START, 'UTC')} 3 leads were closed as they came in`,
      'Spam: 2 leads, because of what a rep had decided',
      'Not who they say they are: 1 lead',
    ];
    expect(await told()).toEqual([text]);
    expect(await told()).toEqual([text]);
    await app.moveTo(opening + 2 * DAY);
    expect(await told()).toEqual([text]);
  });

  it('is notified at the first of two midnights', async () => {
    const timeZone = 'Atlantic/Azores';
    const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
    const hours = Object.fromEntries(days.map((day) => [day, [['00:00', '24:00']]]));
    const { id: defaultCalendarId } = await app.must('POST', '/v1/calendars', { name: 'Always', timeZone, hours });
    const settings = await app.must('GET', '/v1/settings');
    await app.must('PUT', '/v1/settings', { ...settings, timeZone, defaultCalendarId });
    await app.moveTo('2026-10-24T12:00:00.000Z');
    expect(await told()).toEqual([]);
    await app.must('POST', '/v1/suppressions', { domain: 'one.example', reason: 'spam' });
    await lead({ email: 'a@one.example' });
    const midnight = Date.parse('2026-10-25T00:00:00.000Z');
    await app.moveTo(midnight - 1);
    expect(await told()).toEqual([]);
    await app.moveTo(midnight);
    expect(await told()).toHaveLength(1);
  });
});

describe('a suppression made by hand', () => {
  const enter = (body: object) => app.ask('POST', '/v1/suppressions', body);

  it('applies from then on, and can be lifted with a reason', async () => {
    const { status, body: made } = await enter({ email: 'Kim@Acme.example', reason: 'do_not_contact' });
    expect(status).toBe(201);
    expect(made).toMatchObject({ kind: 'email', leadId: null, dispositionId: null, until: null, lifted: null });
    expect(JSON.stringify(made)).not.toContain('acme');
    expect(await statusOf(KIM)).toBe('suppressed');
    const lift = () => app.ask('DELETE', `/v1/suppressions/${made.id}`, { reason: 'Asked to be called' });
    expect((await lift()).status).toBe(200);
    expect((await lift()).status).toBe(200);
    expect(await statusOf(KIM)).toBe('open');
    expect(await listed('email=kim@acme.example')).toMatchObject([
      { id: made.id, lifted: { reason: 'Asked to be called' } },
    ]);
    const events = await eventsOf(app, made.id, 'suppression.*');
    expect(events.map(({ type, data }) => [type, data])).toEqual([
      ['suppression.added', { kind: 'email', reason: 'do_not_contact', until: null }],
      ['suppression.lifted', { why: 'person' }],
    ]);
  });

  it('applies until its given end', async () => {
    await enter({ domain: 'rival.example', reason: 'competitor', until: iso(START + HOUR) });
    expect(await statusOf({ email: 'a@rival.example' })).toBe('suppressed');
    await app.moveTo(START + HOUR);
    expect(await statusOf({ email: 'a@rival.example' })).toBe('open');
  });

  it.each([
    ['nobody', { reason: 'spam' }, [' oneOf']],
    ['two things', { email: 'a@b.example', phone: '+49301', reason: 'spam' }, [' oneOf']],
    ['an address that is none', { email: 'kim', reason: 'spam' }, ['/email email']],
    ['a number that cannot be read', { phone: '12', reason: 'spam' }, ['/phone phone']],
    ['a domain that is none', { domain: 'acme', reason: 'spam' }, ['/domain domain']],
    ['a mail provider', { domain: 'gmail.com', reason: 'spam' }, ['/domain mailProvider']],
    [
      'another category, and too late',
      { email: 'a@b.example', reason: 'price', until: iso(START) },
      ['/until past', '/reason unknownReason'],
    ],
  ])('is refused for %s', async (_what, body, expected) => {
    expect(faults(await enter(body))).toEqual(expected);
    expect(await listed()).toEqual([]);
  });

  it('cannot be lifted without a reason, or if it does not exist', async () => {
    expect((await app.ask('DELETE', `/v1/suppressions/${NOBODY}`, { reason: 'No' })).status).toBe(404);
    const { body } = await enter({ email: 'a@b.example', reason: 'spam' });
    expect(faults(await app.ask('DELETE', `/v1/suppressions/${body.id}`, {}))).toEqual(['/reason required']);
  });
});

describe('a lead whose person is suppressed', () => {
  const suppress = (named: object, reason = 'do_not_contact') =>
    app.must('POST', '/v1/suppressions', { ...named, reason });

  it('stays open if it is, and says since when and why, in every view of it', async () => {
    const open = await lead(KIM);
    expect(open.suppression).toBeNull();
    await app.moveTo(iso(START + 60_000));
    const { id } = await suppress({ email: KIM.email });
    const says = {
      id,
      kind: 'email',
      reason: 'do_not_contact',
      label: 'Does not want to be contacted',
      createdAt: iso(START + 60_000),
      until: null,
      doNot: ['call', 'email', 'sms'],
    };
    expect(await leadNow(app, open)).toMatchObject({ status: 'open', ownerId: ann.id, suppression: says });
    for (const list of [`/v1/reps/${ann.id}/inbox`, '/v1/leads?status=open', '/v1/leads?fields=slim'])
      expect((await app.must('GET', list)).data).toMatchObject([{ id: open.id, suppression: says }]);
    const call = { kind: 'call', outcome: 'noAnswer' };
    await app.must('POST', `/v1/leads/${open.id}/touches`, call);
    const amended = await app.must('PATCH', `/v1/leads/${open.id}`, { message: 'Hello' });
    expect(amended.suppression).toEqual(says);
  });

  it('names the number or the company that is suppressed, and nothing once it is lifted or has ended', async () => {
    const [byPhone, byDomain, other] = [
      await lead({ phone: KIM.phone }),
      await lead({ email: 'lee@acme.example' }),
      await lead({ email: 'max@other.example' }),
    ];
    const suppressions = async () =>
      (await Promise.all([byPhone, byDomain, other].map((each) => leadNow(app, each)))).map(
        ({ suppression }) => suppression?.kind ?? null,
      );
    const { id } = await suppress({ phone: '0049 30 901820' });
    await suppress({ domain: 'acme.example', until: iso(START + DAY) }, 'competitor');
    expect(await suppressions()).toEqual(['phone', 'domain', null]);
    await app.must('DELETE', `/v1/suppressions/${id}`, { reason: 'Wrong number' });
    expect(await suppressions()).toEqual([null, 'domain', null]);
    await app.moveTo(iso(START + DAY));
    expect(await suppressions()).toEqual([null, null, null]);
  });

  it('says so once it is closed, too, but not if it is a test', async () => {
    const [open, test] = [await lead(KIM), await lead(KIM, { test: true })];
    await suppress({ email: KIM.email });
    expect((await leadNow(app, test)).suppression).toBeNull();
    expect(await close(open, 'do_not_contact')).toMatchObject({
      status: 'suppressed',
      suppression: { kind: 'email' },
    });
  });

  it('can be written to at an address where only the number is suppressed', async () => {
    await suppress({ phone: KIM.phone });
    const byNumber = { kind: 'phone', doNot: ['call', 'sms'] };
    const served = await lead(KIM);
    expect(served).toMatchObject({ status: 'open', suppression: byNumber, callableFrom: null });
    expect(await leadNow(app, served)).toEqual(served);
    await suppress({ email: KIM.email });
    expect((await leadNow(app, served)).suppression).toMatchObject({ kind: 'email', doNot: ['call', 'email', 'sms'] });
  });
});

describe('a closed lead whose person is suppressed later', () => {
  const NURTURE = { category: 'nurture', reason: 'not_now', fields: { wakeAt: iso(START + 10 * DAY) } };
  const away = (one: Json, body: object) => app.must('POST', `/v1/leads/${one.id}/disposition`, body);
  const suppress = () => app.must('POST', '/v1/suppressions', { email: KIM.email, reason: 'do_not_contact' });
  const write = (one: Json) =>
    app.must('POST', `/v1/leads/${one.id}/touches`, { kind: 'email', direction: 'inbound', outcome: 'replied' });

  it.each([
    ['nurtured', NURTURE],
    ['recycled', { category: 'recycle', reason: 'unreachable' }],
  ])('if %s, is closed again as soon as it comes back', async (_, body) => {
    const one = await lead(KIM);
    await away(one, body);
    const { id } = await suppress();
    await app.moveTo(START + 200 * DAY);
    const now = await leadNow(app, one);
    expect(now).toMatchObject({ status: 'suppressed', cycle: 2, ownerId: null });
    expect(now.disposition).toMatchObject({ reason: 'do_not_contact' });
    const closings = await eventsOf(app, one.id, 'lead.disposed');
    expect(closings.at(-1)!.data).toMatchObject({ category: 'suppress', suppressionId: id });
    expect(now.clocks.filter(({ state }: Json) => state === 'running')).toEqual([]);
    expect(await eventsOf(app, one.id, 'lead.assigned')).toHaveLength(1);
  });

  it('stays closed even if they write', async () => {
    const one = await lead(KIM);
    await away(one, NURTURE);
    await suppress();
    await write(one);
    expect(await leadNow(app, one)).toMatchObject({ status: 'suppressed', ownerId: null });
  });

  it('can be reopened by a person', async () => {
    const one = await lead(KIM);
    await away(one, { category: 'lost', reason: 'price' });
    await suppress();
    await app.must('POST', `/v1/leads/${one.id}/reopen`, { reason: 'They asked for it' });
    expect(await leadNow(app, one)).toMatchObject({ status: 'open', ownerId: ann.id });
  });
});
