import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Replaying } from '../../src/sources/arrivals/replaying.service.js';
import { ContactReports } from '../../src/sources/touches/contact-reports.service.js';
import { TestApplication } from '../support/application.js';
import { HOUR, iso, MINUTE, SECOND } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aPool, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const SECRET = 'the-secret-of-the-tool';
const PHONE = '+4915112345605';

let app: TestApplication;
let mia: Json;
let zoe: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  [mia, zoe] = [await aRep(app, 'Mia'), await aRep(app, 'Zoe')];
  const pool = await aPool(app, 'All', [mia]);
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  await aPolicy(app, { within: 'PT1H' }, { time: 'elapsed', decideWithin: 'P5D' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const aConnection = (fields: Json): Promise<Json> =>
  app.must('POST', '/v1/inbound', { name: 'Tool', kind: 'touches', source: 'telephone', secret: SECRET, ...fields });
async function send({ key }: Json, payload: unknown, headersOf: (body: string) => Record<string, string> = () => ({})) {
  const body = JSON.stringify(payload);
  const headers = { 'content-type': 'application/json', ...headersOf(body) };
  const answer = await fetch(`${app.url}/in/${key}`, { method: 'POST', body, headers });
  await app.application.app.get(ContactReports).idle();
  return answer.status;
}
const hmac = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');
const aLead = (contact: Json = { phone: PHONE, email: 'kim@example.com' }): Promise<Json> =>
  app.must('POST', '/v1/leads', { source: 'web', contact });
const leads = async (): Promise<Json[]> => (await app.must('GET', '/v1/leads')).data;
const touches = async ({ id }: Json): Promise<Json[]> => (await app.must('GET', `/v1/leads/${id}/touches`)).data;
const arrivals = async (): Promise<Json[]> => (await app.must('GET', '/v1/inbound/arrivals')).data;
const clocks = async ({ id }: Json): Promise<Json[]> => (await app.must('GET', `/v1/leads/${id}`)).clocks;
const decision = async (lead: Json): Promise<Json | undefined> =>
  (await clocks(lead)).find(({ kind, state }) => kind === 'decide' && state === 'running');
const seconds = () => Math.floor(app.time.now() / SECOND);

let calls = 0;
/** A call of a minute that was answered, unless told otherwise. */
function aCall(fields: Json = {}): Json {
  calls += 1;
  const [from, to] = [seconds() - 70, seconds() - 10];
  return {
    resource: 'call',
    event: 'call.ended',
    timestamp: to,
    token: SECRET,
    data: {
      id: 1_000 + calls,
      direction: 'outbound',
      status: 'done',
      started_at: from,
      answered_at: from + 5,
      ended_at: to,
      duration: 60,
      raw_digits: '+49 1511 2345605',
      voicemail: null,
      user: { id: 1, name: 'Zoe', email: zoe.email },
      ...fields,
    },
  };
}
const aircall = (fields: Json = {}) => aConnection({ vendor: 'aircall', ...fields });

describe('a call', () => {
  it('is a touch of the lead with its number, and keeps its promise', async () => {
    const connection = await aircall();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    expect(await send(connection, aCall())).toBe(200);
    const [touch] = await touches(lead);
    expect(touch).toMatchObject({
      kind: 'call',
      direction: 'outbound',
      outcome: 'connected',
      durationSeconds: 55,
      repId: zoe.id,
      automated: false,
      reportedBy: { type: 'system', id: connection.id },
    });
    expect((await clocks(lead)).find(({ kind }) => kind === 'leadResponse' || kind === 'firstTouch')).toMatchObject({
      state: 'met',
    });
    expect(await arrivals()).toMatchObject([{ id: touch!.id, state: 'accepted', leadId: lead.id }]);
  });

  it.each<[string, Json, Json]>([
    ['nobody answered', { answered_at: null }, { direction: 'outbound', outcome: 'noAnswer' }],
    [
      'we missed',
      { direction: 'inbound', answered_at: null, user: null },
      { direction: 'inbound', outcome: 'noAnswer' },
    ],
    [
      'ended on the answering machine',
      { direction: 'inbound', answered_at: null, voicemail: 'https://x.example/v.mp3' },
      { direction: 'inbound', outcome: 'voicemail' },
    ],
  ])('that %s says so', async (_, fields, expected) => {
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    await send(await aircall(), aCall(fields));
    expect(await touches(lead)).toMatchObject([expected]);
  });

  it('is recorded once, however often it is reported, and by whichever node', async () => {
    const connection = await aircall();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    const call = aCall();
    await Promise.all([send(connection, call), send(connection, call)]);
    await send(connection, call);
    expect(await touches(lead)).toHaveLength(1);
    // As a node that recorded it and died; meanwhile the person has sent another form.
    await app.asOwner(`update arrival set state = 'waiting', lead_id = null, due_at = received_at`);
    const other = await app.must('POST', '/v1/leads', { source: 'fair', contact: { phone: PHONE } });
    await app.application.app.get(Replaying).takeDue();
    expect(await touches(lead)).toHaveLength(1);
    if (other.id !== lead.id) expect(await touches(other)).toEqual([]);
    expect(await arrivals()).toMatchObject([{ state: 'accepted', leadId: lead.id }]);
  });

  it('is of the newest open lead of the person, else of the newest', async () => {
    const connection = await aircall();
    await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), duplicates: 'separate' });
    const [first, second, third] = [await aLead(), await aLead(), await aLead()];
    await app.must('POST', `/v1/leads/${third.id}/disposition`, await aLoss());
    await app.moveBy(10 * MINUTE);
    await send(connection, aCall());
    expect(await touches(second)).toHaveLength(1);
    for (const lead of [first, second]) await app.must('POST', `/v1/leads/${lead.id}/disposition`, await aLoss());
    await app.moveBy(MINUTE);
    await send(connection, aCall({ answered_at: null }));
    expect(await touches(third)).toHaveLength(1);
  });

  it('of somebody whom no lead knows is listed, and recorded once there is one', async () => {
    const connection = await aircall();
    const begun = aCall({ direction: 'inbound', answered_at: null });
    await send(connection, begun);
    expect(await leads()).toEqual([]);
    const [arrival] = await arrivals();
    expect(arrival).toMatchObject({ state: 'rejected', reason: 'unknownPerson' });
    const lead = await app.must('POST', '/v1/leads', {
      source: 'web',
      contact: { phone: PHONE },
      submittedAt: iso(app.time.now() - HOUR),
    });
    expect(await app.must('POST', `/v1/inbound/arrivals/${arrival!.id}/replay`)).toMatchObject({ leadId: lead.id });
    expect(await touches(lead)).toHaveLength(1);
  });

  it('that was missed makes a lead of a stranger if the connection says so, and the next call is a touch of it', async () => {
    const connection = await aircall({ settings: { missedCalls: 'lead' } });
    await send(connection, aCall({ direction: 'inbound', answered_at: null, user: null }));
    await send(connection, aCall({ raw_digits: 'anonymous', direction: 'inbound', answered_at: null }));
    await send(connection, aCall({ raw_digits: '+49 1511 2345606' }));
    const [lead, ...others] = await leads();
    expect(others).toEqual([]);
    expect(lead).toMatchObject({
      source: 'telephone',
      ownerId: mia.id,
      contact: { phone: expect.stringContaining('1511') },
    });
    await app.moveBy(10 * MINUTE);
    await send(connection, aCall());
    expect(await touches(lead!)).toMatchObject([{ outcome: 'connected' }]);
  });

  it('that rings is passed over, and one with another token is refused', async () => {
    const connection = await aircall();
    await aLead();
    await app.moveBy(MINUTE);
    expect(await send(connection, { ...aCall(), event: 'call.ringing_on_agent' })).toBe(200);
    expect(await arrivals()).toEqual([]);
    expect(await send(connection, { ...aCall(), token: 'another-token' })).toBe(401);
    expect(await arrivals()).toMatchObject([{ state: 'rejected', reason: 'proof' }]);
  });

  it('is erased with the person', async () => {
    const connection = await aircall();
    await aLead();
    await app.moveBy(10 * MINUTE);
    await send(connection, aCall());
    const [arrival] = await arrivals();
    await app.must('POST', '/v1/erasures', { phone: PHONE, reason: 'Request 21' });
    expect((await app.must('GET', `/v1/inbound/arrivals/${arrival!.id}`)).request).toBeNull();
  });
});

async function aLoss(): Promise<Json> {
  const reasons: Json[] = (await app.must('GET', '/v1/disposition-reasons')).data;
  const { code } = reasons.find(
    ({ category, requiredFields = [], requires = [] }) =>
      category === 'lost' && requiredFields.length === 0 && requires.length === 0,
  )!;
  return { category: 'lost', reason: code };
}

describe('a tool of one’s own', () => {
  it('reports calls and messages by a map', async () => {
    const connection = await aConnection({
      map: {
        id: 'call.id',
        outcome: 'call.result',
        phone: 'call.number',
        repEmail: 'agent',
        durationSeconds: 'call.seconds',
        occurredAt: 'call.at',
      },
    });
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    const report = (result: string) => ({
      call: { id: `c-${result}`, result, number: '01511 2345605', seconds: '61', at: iso(app.time.now() - MINUTE) },
      agent: mia.email.toUpperCase(),
    });
    const byHeader = () => ({ 'x-touchline-secret': SECRET });
    await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), defaultCountry: 'DE' });
    await send(connection, report('noAnswer'), byHeader);
    await send(connection, report('gone fishing'), byHeader);
    expect(await touches(lead)).toMatchObject([
      { kind: 'call', outcome: 'noAnswer', durationSeconds: 61, repId: mia.id },
    ]);
    expect((await arrivals()).map(({ reason }) => reason)).toEqual(['unreadable', null]);
  });
});

describe('a meeting that is booked with Calendly', () => {
  const calendly = () => aConnection({ vendor: 'calendly', source: 'calendly' });
  const byCalendly = (body: string) => {
    const t = String(seconds());
    return { 'calendly-webhook-signature': `t=${t},v1=${hmac(`${t}.${body}`)}` };
  };
  const invitee = (event: string, uri: string, startsAt: number, more: Json = {}) => ({
    event,
    created_at: iso(app.time.now()),
    payload: {
      uri: `https://api.calendly.com/scheduled_events/E/invitees/${uri}`,
      email: 'Kim@Example.com',
      name: 'Kim Lee',
      rescheduled: false,
      scheduled_event: {
        name: 'Intro call',
        start_time: iso(startsAt),
        event_memberships: [{ user_email: mia.email, user: 'https://api.calendly.com/users/U' }],
      },
      ...more,
    },
  });

  it('sets when it takes place, which the time to decide waits for; a move is one move', async () => {
    const connection = await calendly();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'connected' });
    await app.moveBy(10 * MINUTE);
    const begin = app.time.now();
    expect(await send(connection, invitee('invitee.created', 'A', begin + 10 * 24 * HOUR), byCalendly)).toBe(200);
    expect(await touches(lead)).toMatchObject([
      { outcome: 'connected' },
      {
        kind: 'meeting',
        direction: 'inbound',
        outcome: 'booked',
        meetingAt: iso(begin + 10 * 24 * HOUR),
        repId: mia.id,
      },
    ]);
    expect(await decision(lead)).toMatchObject({
      opensAt: iso(begin + 10 * 24 * HOUR),
      dueAt: iso(begin + 15 * 24 * HOUR),
    });
    await app.moveBy(HOUR);
    await send(connection, invitee('invitee.canceled', 'A', begin + 10 * 24 * HOUR, { rescheduled: true }), byCalendly);
    await send(connection, invitee('invitee.created', 'B', begin + 3 * 24 * HOUR), byCalendly);
    expect(await touches(lead)).toHaveLength(3);
    expect(await decision(lead)).toMatchObject({ dueAt: iso(begin + 8 * 24 * HOUR) });
  });

  it.each([
    ['invitee.canceled', 'cancelled'],
    ['invitee_no_show.created', 'noShow'],
  ])('and then %s owes a follow-up', async (event, outcome) => {
    const connection = await calendly();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'connected' });
    await app.moveBy(10 * MINUTE);
    const at = app.time.now() + 24 * HOUR;
    await send(connection, invitee('invitee.created', 'A', at), byCalendly);
    await app.moveBy(HOUR);
    await send(connection, invitee(event, 'A', at), byCalendly);
    expect((await touches(lead)).at(-1)).toMatchObject({ kind: 'meeting', outcome });
    // Without a cadence, the follow-up is the decision, which no longer waits for the meeting.
    const owed = await decision(lead);
    expect(owed).toBeDefined();
    expect(owed!.opensAt).toBeUndefined();
  });

  it('by somebody whom no lead knows makes a lead with its meeting', async () => {
    const connection = await calendly();
    const at = app.time.now() + 48 * HOUR;
    await send(connection, invitee('invitee.created', 'A', at), byCalendly);
    const [lead] = await leads();
    expect(lead).toMatchObject({
      source: 'calendly',
      ownerId: mia.id,
      contact: { email: 'Kim@Example.com', name: 'Kim Lee' },
    });
    expect(await touches(lead!)).toMatchObject([{ outcome: 'booked', meetingAt: iso(at) }]);
    expect(await arrivals()).toMatchObject([{ state: 'accepted', leadId: lead!.id }]);
  });

  it.each(['', 'v1=', 'v1=unsigned', 't=,v1=unsigned', `t=1,v1=${hmac('1.{}')}`])(
    'is refused with the signature "%s"',
    async (signature) => {
      const payload = invitee('invitee.created', 'A', app.time.now());
      const headers = () => ({ 'calendly-webhook-signature': signature });
      expect(await send(await calendly(), payload, headers)).toBe(401);
      expect(await leads()).toEqual([]);
    },
  );
});

describe('a meeting that is booked with Cal.com', () => {
  const cal = () => aConnection({ vendor: 'cal', source: 'cal' });
  const byCal = (body: string) => ({ 'x-cal-signature-256': hmac(body) });
  const booking = (triggerEvent: string, uid: string, startsAt: number, more: Json = {}) => ({
    triggerEvent,
    createdAt: iso(app.time.now()),
    payload: {
      uid,
      title: 'Intro call',
      startTime: iso(startsAt),
      organizer: { email: mia.email, name: 'Mia' },
      attendees: [{ email: 'kim@example.com', name: 'Kim Lee' }],
      ...more,
    },
  });

  it('is booked, moved and missed', async () => {
    const connection = await cal();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    const at = app.time.now() + 24 * HOUR;
    await send(connection, booking('BOOKING_REQUESTED', 'u1', at), byCal);
    await send(connection, booking('BOOKING_CREATED', 'u1', at), byCal);
    await app.moveBy(MINUTE);
    await send(connection, booking('BOOKING_RESCHEDULED', 'u2', at + HOUR, { rescheduleUid: 'u1' }), byCal);
    await app.moveBy(MINUTE);
    const noShow = { bookingUid: 'u2', attendees: [{ email: 'kim@example.com', noShow: true }] };
    await send(
      connection,
      { triggerEvent: 'BOOKING_NO_SHOW_UPDATED', createdAt: iso(app.time.now()), payload: noShow },
      byCal,
    );
    expect((await touches(lead)).map(({ outcome, meetingAt }) => [outcome, meetingAt])).toEqual([
      ['booked', iso(at)],
      ['booked', iso(at + HOUR)],
      ['noShow', null],
    ]);
  });

  it('is cancelled once', async () => {
    const connection = await cal();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    const at = app.time.now() + 24 * HOUR;
    await send(connection, booking('BOOKING_CREATED', 'u1', at), byCal);
    await app.moveBy(MINUTE);
    for (const _ of [1, 2]) await send(connection, booking('BOOKING_CANCELLED', 'u1', at), byCal);
    expect((await touches(lead)).map(({ outcome }) => outcome)).toEqual(['booked', 'cancelled']);
  });
});

describe('a call or a message of Dialpad', () => {
  const dialpad = (fields: Json = {}) => aConnection({ vendor: 'dialpad', ...fields });
  const part = (text: string) => Buffer.from(text).toString('base64url');
  /** As Dialpad sends it: the body is a JSON Web Token. */
  async function tell({ key }: Json, event: Json, { secret = SECRET, header = { alg: 'HS256', typ: 'JWT' } } = {}) {
    const signed = `${part(JSON.stringify(header))}.${part(JSON.stringify(event))}`;
    const body = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    const headers = { 'content-type': 'application/jwt' };
    const answer = await fetch(`${app.url}/in/${key}`, { method: 'POST', body, headers });
    await app.application.app.get(ContactReports).idle();
    return answer.status;
  }
  const aDialpadCall = (fields: Json = {}): Json => ({
    call_id: 5635304278851584,
    state: 'hangup',
    direction: 'outbound',
    external_number: PHONE,
    internal_number: '+498912345678',
    date_started: app.time.now() - 70 * SECOND,
    date_connected: app.time.now() - 65 * SECOND,
    date_ended: app.time.now() - 10 * SECOND,
    contact: { id: 1, type: 'local', email: '', phone: PHONE, name: 'Kim Lee' },
    target: { id: 2, type: 'user', email: zoe.email, name: 'Zoe' },
    entry_point_call_id: null,
    is_internal: false,
    voicemail_link: null,
    ...fields,
  });
  const aMessage = (fields: Json = {}): Json => ({
    id: 4_242_424_242,
    created_date: app.time.now() - SECOND,
    direction: 'outbound',
    target: { type: 'user', email: zoe.email },
    contact: { name: 'Kim Lee', phone: PHONE },
    from_number: '+498912345678',
    to_number: [PHONE],
    message_status: 'sent',
    ...fields,
  });

  it('is a touch of the lead with its number, once', async () => {
    const connection = await dialpad();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    const call = aDialpadCall();
    expect([await tell(connection, call), await tell(connection, call)]).toEqual([200, 200]);
    expect(await touches(lead)).toMatchObject([
      {
        kind: 'call',
        direction: 'outbound',
        outcome: 'connected',
        occurredAt: iso(call.date_started),
        durationSeconds: 55,
        repId: zoe.id,
      },
    ]);
  });

  it.each<[string, Json, Json]>([
    ['nobody answered', { date_connected: null }, { direction: 'outbound', outcome: 'noAnswer' }],
    [
      'we missed',
      { state: 'missed', direction: 'inbound', date_connected: null },
      { direction: 'inbound', outcome: 'noAnswer' },
    ],
    [
      'ended on the answering machine',
      { direction: 'inbound', date_connected: null, voicemail_link: 'https://dialpad.example/v' },
      { direction: 'inbound', outcome: 'voicemail' },
    ],
  ])('that %s says so', async (_, fields, expected) => {
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    await tell(await dialpad(), aDialpadCall(fields));
    expect(await touches(lead)).toMatchObject([expected]);
  });

  it('to a group is one that some did not answer, and one that somebody answered', async () => {
    const connection = await dialpad();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    const leg = (id: number, more: Json) =>
      tell(
        connection,
        aDialpadCall({
          direction: 'inbound',
          call_id: id,
          entry_point_call_id: 9_007_199_254_740_993n.toString(),
          ...more,
        }),
      );
    const missed = { state: 'missed', date_connected: null };
    await leg(1, missed);
    await leg(2, missed);
    await leg(3, {});
    await leg(4, { target: { type: 'department', email: null } });
    expect((await touches(lead)).map(({ outcome }) => outcome).sort()).toEqual(['connected', 'noAnswer']);
  });

  it('is sent, answered or lost, if it is a message', async () => {
    const connection = await dialpad();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    await tell(connection, aMessage({ message_status: 'pending' }));
    for (const status of ['sent', 'delivered']) await tell(connection, aMessage({ message_status: status }));
    await app.moveBy(MINUTE);
    await tell(connection, aMessage({ message_status: 'undelivered' }));
    await app.moveBy(MINUTE);
    const answer = { direction: 'inbound', from_number: PHONE, to_number: ['+498912345678'], id: 43 };
    await tell(connection, aMessage({ ...answer, message_status: null }));
    expect((await touches(lead)).map(({ kind, direction, outcome }) => [kind, direction, outcome])).toEqual([
      ['sms', 'outbound', 'sent'],
      ['sms', 'outbound', 'bounced'],
      ['sms', 'inbound', 'replied'],
    ]);
  });

  it('is passed over if it still rings, or is one among colleagues', async () => {
    const connection = await dialpad();
    await aLead();
    await app.moveBy(10 * MINUTE);
    await tell(connection, aDialpadCall({ state: 'ringing' }));
    await tell(connection, aDialpadCall({ is_internal: true }));
    expect(await arrivals()).toEqual([]);
  });

  it('makes a lead of a stranger who was missed, if the connection says so', async () => {
    const connection = await dialpad({ settings: { missedCalls: 'lead' } });
    await tell(connection, aDialpadCall({ direction: 'inbound', state: 'missed', date_connected: null }));
    expect(await leads()).toMatchObject([{ ownerId: mia.id, contact: { name: 'Kim Lee' } }]);
  });

  it('is refused with another secret, without a signature, or not as a token, and can be taken in', async () => {
    const connection = await dialpad();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    expect(await tell(connection, aDialpadCall(), { secret: 'another-secret' })).toBe(401);
    expect(await tell(connection, aDialpadCall(), { secret: 'another', header: { alg: 'none', typ: 'JWT' } })).toBe(
      401,
    );
    expect(await send(connection, aDialpadCall())).toBe(401);
    expect(await touches(lead)).toEqual([]);
    const [, , first] = await arrivals();
    await app.must('POST', `/v1/inbound/arrivals/${first!.id}/replay`);
    expect(await touches(lead)).toHaveLength(1);
  });

  it.each([
    ['a number that is none', { external_number: 'anonymous', contact: null }],
    ['an instant that is none', { date_started: 9e15 }],
    ['another shape', { external_number: { e164: PHONE }, contact: [PHONE], target: 'zoe', date_connected: 'soon' }],
  ])('with %s is stored', async (_, fields) => {
    const connection = await dialpad();
    await aLead();
    await app.moveBy(10 * MINUTE);
    expect(await tell(connection, aDialpadCall(fields))).toBe(200);
    expect(await arrivals()).toHaveLength(1);
  });
});

describe('a call or a message of Twilio', () => {
  const OURS = '+498912345678';
  const ANN = '+4915112345699';
  const twilio = () => aConnection({ vendor: 'twilio' });
  /** As Twilio signs: the address, then each parameter with its name, by their names. */
  const signatureOf = (url: string, parameters: Json, secret = SECRET) =>
    createHmac('sha1', secret)
      .update(
        url +
          Object.keys(parameters)
            .sort()
            .map((name) => name + parameters[name])
            .join(''),
      )
      .digest('base64');
  async function tell({ key, url }: Json, parameters: Json, signature = signatureOf(url, parameters)) {
    const answer = await fetch(`${app.url}/in/${key}`, {
      method: 'POST',
      body: new URLSearchParams(parameters),
      headers: { 'x-twilio-signature': signature },
    });
    await app.application.app.get(ContactReports).idle();
    return answer;
  }
  let legs = 0;
  const aLeg = (fields: Json = {}): Json => {
    legs += 1;
    return {
      AccountSid: 'AC0',
      CallSid: `CA${legs}`,
      ParentCallSid: 'CA-parent',
      CallStatus: 'completed',
      Direction: 'outbound-dial',
      From: OURS,
      To: PHONE,
      CallDuration: '55',
      Timestamp: new Date(app.time.now() - 10 * SECOND).toUTCString().replace('GMT', '+0000'),
      SequenceNumber: '0',
      ...fields,
    };
  };

  it('is a touch of the lead that was dialled, once, and Twilio is told to do nothing', async () => {
    const connection = await twilio();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    const leg = aLeg();
    const answer = await tell(connection, leg);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/xml; charset=utf-8',
      '<Response/>',
    ]);
    await tell(connection, leg);
    expect(await touches(lead)).toMatchObject([
      {
        kind: 'call',
        direction: 'outbound',
        outcome: 'connected',
        durationSeconds: 55,
        repId: mia.id,
        occurredAt: iso(Math.floor((app.time.now() - 65 * SECOND) / SECOND) * SECOND),
      },
    ]);
  });

  it.each<[string, Json, string]>([
    ['nobody answered', { CallStatus: 'no-answer', CallDuration: '0' }, 'noAnswer'],
    ['was busy', { CallStatus: 'busy', CallDuration: '0' }, 'noAnswer'],
    ['a machine answered', { AnsweredBy: 'machine_end_beep' }, 'voicemail'],
    ['a fax answered', { AnsweredBy: 'fax' }, 'noAnswer'],
    ['has no duration that can be read', { CallDuration: 'long' }, 'noAnswer'],
    ['has no time that can be read', { Timestamp: 'soon' }, 'connected'],
  ])('that %s says so', async (_, fields, outcome) => {
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    await tell(await twilio(), aLeg(fields));
    expect(await touches(lead)).toMatchObject([{ direction: 'outbound', outcome }]);
  });

  it('of a lead, which is passed on to several reps, is one of the lead', async () => {
    const connection = await twilio();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    const passedOn = { From: PHONE, To: ANN };
    await tell(connection, aLeg({ Direction: 'inbound', From: PHONE, To: OURS, CallStatus: 'completed' }));
    for (const _ of [1, 2]) await tell(connection, aLeg({ ...passedOn, CallStatus: 'no-answer', CallDuration: '0' }));
    await app.moveBy(MINUTE);
    await tell(connection, aLeg(passedOn));
    expect((await touches(lead)).map(({ direction, outcome }) => [direction, outcome])).toEqual([
      ['inbound', 'noAnswer'],
      ['inbound', 'connected'],
    ]);
  });

  it('that goes to a rep first is one of the lead once the lead is dialled', async () => {
    const connection = await twilio();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    await tell(connection, aLeg({ Direction: 'outbound-api', To: 'client:ann', ParentCallSid: '' }));
    expect(await touches(lead)).toEqual([]);
    await tell(connection, aLeg());
    expect(await touches(lead)).toHaveLength(1);
  });

  it('is passed over until its status is final', async () => {
    const connection = await twilio();
    await aLead();
    for (const CallStatus of ['initiated', 'ringing', 'in-progress', 'failed'])
      expect((await tell(connection, aLeg({ CallStatus }))).status).toBe(200);
    expect(await arrivals()).toEqual([]);
  });

  it('is sent, lost or answered, if it is a message', async () => {
    const connection = await twilio();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    const message = { MessageSid: 'SM1', From: OURS, To: PHONE };
    for (const MessageStatus of ['queued', 'sent', 'delivered']) await tell(connection, { ...message, MessageStatus });
    await app.moveBy(MINUTE);
    await tell(connection, { MessageSid: 'SM2', From: OURS, To: PHONE, MessageStatus: 'undelivered' });
    await app.moveBy(MINUTE);
    const reply = { MessageSid: 'SM3', From: `whatsapp:${PHONE}`, To: `whatsapp:${OURS}`, SmsStatus: 'received' };
    expect((await tell(connection, { ...reply, Body: 'Yes & thank you', ProfileName: 'Kim' })).status).toBe(200);
    expect((await touches(lead)).map(({ kind, direction, outcome }) => [kind, direction, outcome])).toEqual([
      ['sms', 'outbound', 'sent'],
      ['sms', 'outbound', 'bounced'],
      ['chat', 'inbound', 'replied'],
    ]);
  });

  it('is refused with a signature of another secret, address or parameter', async () => {
    const connection = await twilio();
    const lead = await aLead();
    await app.moveBy(10 * MINUTE);
    const leg = aLeg();
    for (const signature of [
      signatureOf(connection.url, leg, 'another-secret'),
      signatureOf(`${connection.url}?x=1`, leg),
      signatureOf(connection.url, { ...leg, To: ANN }),
      '',
    ])
      expect((await tell(connection, leg, signature)).status).toBe(401);
    expect(await touches(lead)).toEqual([]);
  });
});

describe('bad input of a connection of touches', () => {
  it.each<[Json, string]>([
    [{ vendor: 'typeform' }, '/vendor'],
    [{ vendor: 'aircall', secret: undefined }, '/secret'],
    [{ vendor: 'dialpad', secret: undefined }, '/secret'],
    [{ vendor: 'twilio', secret: undefined }, '/secret'],
    [{}, '/map'],
    [{ vendor: 'aircall', map: { 'contact.email': 'x' } }, '/map/contact.email'],
    [{ vendor: 'aircall', settings: { pageId: '1' } }, '/settings/pageId'],
    [{ vendor: 'aircall', settings: { missedCalls: 'drop' } }, '/settings/missedCalls'],
  ])('%j is refused at %s', async (fields, pointer) => {
    const body = { name: 'Tool', kind: 'touches', source: 'x', secret: SECRET, ...fields };
    const answer = await app.ask('POST', '/v1/inbound', body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((each: Json) => each.pointer)).toContain(pointer);
  });

  it('a touch says for when a meeting is only if one was booked, and within 400 days', async () => {
    const lead = await aLead();
    const touch = (fields: Json) => app.ask('POST', `/v1/leads/${lead.id}/touches`, { kind: 'meeting', ...fields });
    const at = iso(app.time.now() + HOUR);
    for (const fields of [
      { outcome: 'held', meetingAt: at },
      { outcome: 'booked', meetingAt: iso(app.time.now() + 401 * 24 * HOUR) },
    ]) {
      const { status, body } = await touch(fields);
      expect([status, body.errors[0].pointer]).toEqual([422, '/meetingAt']);
    }
    expect((await touch({ outcome: 'booked', meetingAt: at })).body).toMatchObject({ meetingAt: at });
  });
});
