import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, eventsOf, leadNow, timelineOf } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';
import { CALLS, daily, EIGHT_IN_HONOLULU, HONOLULU, iso, MINUTE, START } from './contact.builder.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const settings = (fields: object) => app.must('PUT', '/v1/settings', { duplicates: 'separate', ...fields });
const byCalls = (firstTouch: object = {}, fields: object = {}) =>
  aPolicy(app, { counts: [{ kind: 'call' }], ...firstTouch }, { leadHours: true, ...fields });
const aCalendar = (name: string, timeZone: string, from: string, to: string) =>
  app.must('POST', '/v1/calendars', { name, timeZone, hours: daily(from, to) });
const texts = ({ id }: { id: string }) => timelineOf(app, { id });

describe('a promise in the common hours of rep and lead', () => {
  it('waits for the morning of the lead: Honolulu with a rep in Berlin', async () => {
    await settings({ contactHours: CALLS });
    const evening = await aCalendar('Berlin, late', 'Europe/Berlin', '10:00', '20:00');
    const { reps } = await aDesk(app, [await aRep(app, 'Ann', { calendarId: evening.id })]);
    await byCalls({ within: 'PT30M', warnAt: [50] });
    const lead = await aLead(app, HONOLULU);
    // 8:00 in Honolulu is 19:00 in Berlin.
    expect(clockOf(lead)).toMatchObject({
      repId: reps[0].id,
      dueAt: '2026-03-02T18:30:00.000Z',
      remainingSeconds: 1_800,
      ticking: false,
      resumesAt: EIGHT_IN_HONOLULU,
    });
    await app.moveTo('2026-03-02T18:15:00.000Z');
    expect(await eventsOf(app, lead.id, 'sla.warned')).toHaveLength(1);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ remainingSeconds: 900 });
    await app.moveTo('2026-03-02T18:30:00.000Z');
    expect(clockOf(await leadNow(app, lead))).toMatchObject({
      state: 'breached',
      breachedAt: '2026-03-02T18:30:00.000Z',
    });
  });

  it('counts in the hours of the owner if the policy does not ask for those of the lead', async () => {
    await settings({ contactHours: CALLS });
    await aDesk(app, ['Ann']);
    await byCalls({ within: 'PT30M' }, { leadHours: false });
    expect(clockOf(await aLead(app, HONOLULU)).dueAt).toBe(iso(START + 30 * MINUTE));
  });

  it('shows until when it counts, if it stops before it is due', async () => {
    const day = await aCalendar('Early', 'UTC', '09:00', '15:20');
    await aDesk(app, [await aRep(app, 'Ann', { calendarId: day.id })]);
    await aPolicy(app, { within: 'PT30M' });
    const lead = await aLead(app);
    const closing = iso(START + 20 * MINUTE);
    expect(clockOf(lead)).toMatchObject({ ticking: true, ticksUntil: closing, dueAt: '2026-03-03T09:10:00.000Z' });
    await app.moveTo(closing);
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ ticking: false, resumesAt: '2026-03-03T09:00:00.000Z' });
    await app.moveTo('2026-03-03T09:00:00.000Z');
    expect(clockOf(await leadNow(app, lead))).not.toHaveProperty('ticksUntil');
  });

  it('has no deadline if the hours never meet, and says so', async () => {
    await settings({ defaultCountry: 'US', contactHours: CALLS });
    const berlin = await aCalendar('Berlin', 'Europe/Berlin', '09:00', '17:00');
    await aDesk(app, [await aRep(app, 'Ann', { calendarId: berlin.id })], { calendarId: berlin.id });
    const policy = await byCalls();
    const { message } = policy.warnings.find(({ pointer }: Json) => pointer === '/leadHours');
    expect(message).toContain('"Berlin" and ');
    expect(message).toContain('Pacific/Honolulu');
    expect(message).not.toContain('America/New_York');
    const { warnings } = await app.must('GET', '/v1/setup');
    expect(warnings.map(({ code }: Json) => code)).toContain('leadHoursNeverMet');
    const lead = await aLead(app, HONOLULU);
    expect(clockOf(lead)).toMatchObject({ state: 'running', dueAt: null, outOfReach: true, remainingSeconds: null });
    expect(await texts(lead)).toContain(
      'First touch has no deadline: the hours in which it counts do not come within ten years',
    );
    await settings({ defaultCountry: 'US', contactHours: { call: { hours: daily('06:00', '22:00') } } });
    // 6:00 in Honolulu is 17:00 in Berlin; 22:00 is 9:00. They meet only after the clock change in spring. A change of
    // the settings leaves the owner the policy's grace, in the same hours.
    const { dueAt, outOfReach } = clockOf(await leadNow(app, lead));
    expect({ dueAt, outOfReach }).toEqual({ dueAt: '2026-03-29T07:15:00.000Z', outOfReach: undefined });
  });

  it('warns of a country with zones so far apart that they have no common hour', async () => {
    const mornings = { call: { hours: daily('09:00', '12:00') } };
    await settings({ defaultCountry: 'US', contactHours: mornings });
    const calendar = await aCalendar('New York', 'America/New_York', '09:00', '17:00');
    await aDesk(app, [await aRep(app, 'Ann', { calendarId: calendar.id })], { calendarId: calendar.id });
    const { message } = (await byCalls()).warnings.find(({ pointer }: Json) => pointer === '/leadHours');
    expect(message).toContain('"New York" and leads from US whose region is not known');
    expect(message).not.toContain('Pacific/Honolulu');
    // A number that anybody in the country may have.
    const lead = await aLead(app, { contact: { country: 'US', phone: '+18005550100' } });
    expect(clockOf(lead)).toMatchObject({ state: 'running', dueAt: null, outOfReach: true });
    await settings({ defaultCountry: 'US', contactHours: { call: { hours: daily('08:00', '21:00') } } });
    const { warnings } = await app.must('GET', '/v1/setup');
    expect(warnings.map(({ code }: Json) => code)).not.toContain('leadHoursNeverMet');
  });

  it('warns of countries that a policy or rule names, by the zones of possible owners', async () => {
    await settings({ contactHours: CALLS });
    const office = await aCalendar('Office', 'owner', '09:00', '17:00');
    const ann = await aRep(app, 'Ann', { calendarId: office.id, timeZone: 'Europe/Berlin' });
    const { pool } = await aDesk(app, [ann], { calendarId: office.id });
    const isUs = { field: 'contact.country', op: 'in', value: ['USA', 'CA'] };
    const policy = await byCalls({}, { when: isUs });
    const warned = (of: Json) => of.warnings.find(({ pointer }: Json) => pointer === '/leadHours')?.message;
    expect(warned(policy)).toContain('"Office" and America/Anchorage');
    const { warnings: _, ...body } = policy;
    const forAll = await app.must('PUT', `/v1/sla-policies/${policy.id}`, { ...body, when: {} });
    expect(warned(forAll)).toBeUndefined();
    const routing = await app.must('GET', '/v1/routing');
    await app.must('PUT', '/v1/routing', {
      ...routing,
      rules: [{ name: 'US', when: isUs, assign: { poolId: pool.id } }],
    });
    const codes = async () => (await app.must('GET', '/v1/setup')).warnings.map(({ code }: Json) => code);
    expect(await codes()).toContain('leadHoursNeverMet');
    // A rep who works in the zone of the lead may talk to it.
    await aRep(app, 'Bo', { calendarId: office.id, timeZone: 'America/Los_Angeles' });
    expect(await codes()).not.toContain('leadHoursNeverMet');
  });

  it('follows clock changes that the lead has and the rep does not', async () => {
    await settings({ contactHours: CALLS });
    await aDesk(app, ['Ann']);
    await byCalls({ within: 'PT1H' });
    await app.moveTo('2026-03-06T16:30:00.000Z');
    const lead = await aLead(app, { contact: { phone: '+12125550100' } });
    // Friday until 17:00; on Monday 8:00 in New York is 12:00, as its clocks went forward on Sunday.
    expect(clockOf(lead).dueAt).toBe('2026-03-09T12:30:00.000Z');
  });

  it('counts only in the hours of the lead if the policy uses elapsed time', async () => {
    await settings({ contactHours: CALLS });
    await aDesk(app, ['Ann']);
    await byCalls({ within: 'PT30M' }, { time: 'elapsed' });
    const lead = await aLead(app, HONOLULU);
    expect(clockOf(lead).dueAt).toBe('2026-03-02T18:30:00.000Z');
    await settings({ contactHours: { call: { hours: daily('07:00', '21:00') } } });
    expect(clockOf(await leadNow(app, lead)).dueAt).toBe('2026-03-02T17:30:00.000Z');
  });

  it('counts hours of every channel that keeps it, has an address and is not forbidden', async () => {
    await settings({
      contactHours: { ...CALLS, sms: CALLS.call, email: { hours: daily('00:00', '24:00'), holidays: false } },
    });
    await aDesk(app, ['Ann'], { calendarId: (await aCalendar('Always', 'UTC', '00:00', '24:00')).id });
    await aPolicy(app, { within: 'PT30M' }, { leadHours: true });
    const due = async (contact: object) => clockOf(await aLead(app, { contact })).dueAt;
    const phone = '+18085550100';
    expect(await due({ phone, email: 'kim@example.org' })).toBe(iso(START + 30 * MINUTE));
    expect(await due({ phone })).toBe('2026-03-02T18:30:00.000Z');
    expect(await due({ phone, email: 'kim@example.org', doNot: ['email'] })).toBe('2026-03-02T18:30:00.000Z');
  });

  it('continues for the next owner after a miss, in the hours of the lead', async () => {
    await settings({ contactHours: CALLS });
    const always = await aCalendar('Always', 'UTC', '00:00', '24:00');
    const { reps } = await aDesk(app, ['Ann', 'Bo'], { calendarId: always.id });
    await byCalls({ within: 'PT13H' });
    const lead = await aLead(app, HONOLULU);
    // All calling hours of the day, until 21:00 there.
    expect(clockOf(lead).dueAt).toBe('2026-03-03T07:00:00.000Z');
    await app.moveTo('2026-03-03T07:00:00.000Z');
    const moved = await leadNow(app, lead);
    expect(moved.ownerId).toBe(reps.find(({ id }) => id !== lead.ownerId)!.id);
    expect(clockOf(moved)).toMatchObject({ repId: moved.ownerId, dueAt: '2026-03-04T07:00:00.000Z' });
  });

  it('is re-planned when the hours of the settings change, once and with its reason', async () => {
    await settings({ contactHours: CALLS });
    const always = await aCalendar('Always', 'UTC', '00:00', '24:00');
    await aDesk(app, ['Ann'], { calendarId: always.id });
    await byCalls({ within: 'PT30M' });
    const lead = await aLead(app, HONOLULU);
    const other = await aLead(app, { contact: { timeZone: 'Europe/Berlin' } });
    const later = { contactHours: { call: { hours: daily('06:00', '21:00') } } };
    const { version } = await app.must('GET', '/v1/settings');
    const tried = await app.must('PUT', '/v1/settings?dryRun=true', later);
    expect(tried).toMatchObject({ ...later, replanned: { clocks: 1, complete: true } });
    expect((await app.must('GET', '/v1/settings')).version).toBe(version);
    expect(clockOf(await leadNow(app, lead)).dueAt).toBe('2026-03-02T18:30:00.000Z');
    expect((await settings(later)).replanned).toEqual({ clocks: 1, complete: true });
    await app.settle();
    expect(clockOf(await leadNow(app, lead)).dueAt).toBe('2026-03-02T16:30:00.000Z');
    const [replanned, ...more] = await eventsOf(app, lead.id, 'sla.replanned');
    expect(replanned!.data).toMatchObject({ why: 'contactHours', formerDueAt: '2026-03-02T18:30:00.000Z' });
    expect(more).toEqual([]);
    expect(await texts(lead)).toContainEqual(
      expect.stringMatching(/is now due by .*: the hours in which leads may be contacted were changed$/),
    );
    expect(await eventsOf(app, other.id, 'sla.replanned')).toEqual([]);
  });

  it('is re-planned by other hours also if the person allowed no channel at first', async () => {
    await settings({ contactHours: CALLS });
    await aDesk(app, ['Ann']);
    await byCalls({ within: 'PT30M' }, { time: 'elapsed' });
    const lead = await aLead(app, { contact: { ...HONOLULU.contact, doNot: ['call'] } });
    expect(clockOf(lead).dueAt).toBe(iso(START + 30 * MINUTE));
    const allowed = await app.must('PATCH', `/v1/leads/${lead.id}`, { contact: { doNot: [] } });
    expect(clockOf(allowed).dueAt).toBe('2026-03-02T18:30:00.000Z');
    await settings({ contactHours: { call: { hours: daily('07:00', '21:00') } } });
    expect(clockOf(await leadNow(app, lead)).dueAt).toBe('2026-03-02T17:30:00.000Z');
    const forbidden = await app.must('PATCH', `/v1/leads/${lead.id}`, { contact: { doNot: ['call'] } });
    expect(clockOf(forbidden).dueAt).toBe(iso(START + 30 * MINUTE));
  });

  it('is re-planned when it turns out where the person lives', async () => {
    await settings({ contactHours: CALLS });
    const always = await aCalendar('Always', 'UTC', '00:00', '24:00');
    await aDesk(app, ['Ann'], { calendarId: always.id });
    await byCalls({ within: 'PT30M' });
    const lead = await aLead(app, HONOLULU);
    const patched = await app.must('PATCH', `/v1/leads/${lead.id}`, { contact: { timeZone: 'America/New_York' } });
    expect(patched).toMatchObject({
      contactZone: { zones: ['America/New_York'], derivedFrom: [] },
      callableFrom: MONDAY,
    });
    expect(clockOf(patched).dueAt).toBe(iso(START + 30 * MINUTE));
    const [replanned] = await eventsOf(app, lead.id, 'sla.replanned');
    expect(replanned!.data).toMatchObject({ why: 'contactZone', formerDueAt: '2026-03-02T18:30:00.000Z' });
    await app.must('PATCH', `/v1/leads/${lead.id}`, { contact: { title: 'CEO' } });
    expect(await eventsOf(app, lead.id, 'sla.replanned')).toHaveLength(1);
  });

  it('has the same deadline in the preview of a policy', async () => {
    await settings({ contactHours: CALLS });
    const always = await aCalendar('Always', 'UTC', '00:00', '24:00');
    await aDesk(app, ['Ann'], { calendarId: always.id });
    const firstTouch = { within: 'PT30M', counts: [{ kind: 'call' }] };
    const { clocks } = await app.must('POST', '/v1/sla-policies/preview', {
      policy: { leadHours: true, firstTouch },
      lead: { source: 'web', ...HONOLULU },
    });
    expect(clocks[0]).toMatchObject({ kind: 'firstTouch', dueAt: '2026-03-02T18:30:00.000Z' });
  });

  it('warns on saving a policy in which the hours of the lead change nothing', async () => {
    const without = await byCalls();
    expect(without.warnings).toMatchObject([
      { pointer: '/leadHours', message: expect.stringContaining('none are set') },
    ]);
    await settings({ contactHours: CALLS });
    const { warnings: _, ...read } = await app.must('GET', `/v1/sla-policies/${without.id}`);
    expect((await app.must('PUT', `/v1/sla-policies/${without.id}`, read)).warnings).toBeUndefined();
    const { warnings } = await app.must('PUT', `/v1/sla-policies/${without.id}`, {
      ...read,
      firstTouch: { within: 'PT5M' },
      followUp: {
        steps: [
          { kinds: ['call'], after: 'PT0S', within: 'PT1H' },
          { kinds: ['email'], after: 'P1D', within: 'PT1H' },
        ],
      },
    });
    expect(warnings.map(({ pointer }: Json) => pointer)).toEqual(['/firstTouch/counts', '/followUp/steps/1/kinds']);
    expect(warnings[0].message).toContain('(text message and e-mail)');
  });
});
