import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { MailServer, mailsAtOnce } from '../support/mail-server.js';
import { notificationsOf, toldTo } from '../support/notifications.js';
import { aDesk, aLead, leadNow, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const SECOND = 1_000;
const PUBLIC_URL = 'https://leads.example.com';
const environment = (mail: MailServer) => ({
  smtpUrl: mail.url,
  mailFrom: 'Touchline <leads@example.com>',
  publicUrl: PUBLIC_URL,
});

let mail: MailServer;
let app: TestApplication;
let ann: Json;
let bo: Json;
let cy: Json;
let policy: Json;
beforeAll(async () => {
  mail = await MailServer.start();
  app = await TestApplication.start(undefined, { environment: environment(mail) });
  [ann, bo, cy] = await theReps(app, ['Ann', 'Bo', 'Cy'], { timeZone: 'UTC' });
  await aDesk(app, [ann], {}, { queueOwnerId: cy.id });
  policy = await aPolicy(app, { within: 'P1D', warnAt: [], onBreach: [] }, { time: 'elapsed' });
  await app.mark();
});
afterEach(async () => {
  await app.back();
  mail.arrived.length = 0;
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const LIVE = () => ({ submittedAt: new Date(app.time.now()).toISOString() });
const named = (index: number) => ({
  name: `Visitor ${String(index).padStart(3, '0')}`,
  email: `v${index}@example.org`,
});

/** Leads of a rep, a second apart, so that one of them is due first. */
async function leadsOf(rep: Json, count: number): Promise<Json[]> {
  const leads = Array.from({ length: count }, (_, index) => ({
    source: 'web',
    contact: named(index),
    owner: { repId: rep.id },
    ...LIVE(),
  }));
  const first = await aLead(app, leads[0]);
  await app.moveBy(SECOND);
  const { results } = await app.must('POST', '/v1/leads/batch', {
    leads: leads.slice(1).map((lead) => ({ ...lead, ...LIVE() })),
  });
  const ids = [first.id, ...results.map(({ id }: Json) => id)];
  // What the leads brought as they came in is told and mailed before the office does anything.
  await app.deliver();
  await app.moveBy(5 * MINUTE);
  await app.deliver();
  await mailsAtOnce(app);
  mail.arrived.length = 0;
  return ids.map((id) => ({ id }));
}

const reassign = (leads: readonly Json[], rep: Json) =>
  app.must('POST', '/v1/leads/reassign', {
    ids: leads.map(({ id }) => id),
    to: { repId: rep.id },
    reason: 'Ann has too many',
  });

describe('many leads that are moved to a rep', () => {
  it.each([167, 450])('are one message: %i of them, with the first due and a link to all', async (count) => {
    const leads = await leadsOf(ann, count);
    await reassign(leads, bo);
    const [told, ...others] = await notificationsOf(app, bo);
    expect(others).toEqual([]);
    const { dueAt } = clockOf(await leadNow(app, leads[0]!));
    expect(told!.text).toMatch(
      new RegExp(
        `^${count} leads are yours: many were reassigned at once. The first due is Visitor 000, by .*${dueAt.slice(11, 16)}`,
      ),
    );
    expect([told!.leadId, told!.leadCount, told!.leadIds.length]).toEqual([leads[0]!.id, count, count]);
    await app.deliver();
    const mails = mail.to('bo@example.com');
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining(`${count} leads are yours`)]);
    expect(mails[0]!.text).toContain(`All of them: ${PUBLIC_URL}/console/inbox?of=${told!.id}`);
    expect(mails[0]!.text).toContain('Visitor 000');
    expect(mail.to('ann@example.com')).toHaveLength(1);
  });

  it('are one message again when that is undone', async () => {
    const leads = await leadsOf(ann, 30);
    const { bulkId } = await reassign(leads, bo);
    await app.moveBy(MINUTE);
    await app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
    expect((await toldTo(app, ann, 'leads.'))[0]).toMatch(
      /^30 leads are yours again: a reassignment of many leads was undone. The first due is /,
    );
    expect(await notificationsOf(app, bo)).toHaveLength(2);
  });
});

describe('leads that come in', () => {
  const old = (index: number) => ({
    contact: named(index),
    owner: { repId: bo.id },
    submittedAt: new Date(app.time.now() - 2 * DAY).toISOString(),
  });

  it('long after their persons asked are told once, when no more of them come', async () => {
    for (let index = 0; index < 25; index += 1) {
      await aLead(app, old(index));
      await app.moveBy(30 * SECOND);
      await app.tellOfActs();
    }
    expect(await notificationsOf(app, bo)).toEqual([]);
    await app.moveBy(30 * SECOND);
    await app.tellOfActs();
    const [told, ...others] = await toldTo(app, bo);
    expect(others).toEqual([]);
    expect(told).toMatch(/^25 leads are yours: they came in together. The first due is Visitor 000, by /);
  });

  it('late, but only a few of them, are told one by one', async () => {
    for (let index = 0; index < 3; index += 1) await aLead(app, old(index));
    await app.moveBy(MINUTE);
    await app.tellOfActs();
    expect(await toldTo(app, bo, 'lead.assigned')).toHaveLength(3);
  });

  it('late with a promise of minutes are told while half of it is left', async () => {
    const firstTouch = { within: 'PT5M', warnAt: [], onBreach: [] };
    await app.must('PUT', `/v1/sla-policies/${policy.id}`, { name: 'Fast', when: {}, time: 'elapsed', firstTouch });
    for (let index = 0; index < 6; index += 1) {
      await aLead(app, old(index));
      await app.moveBy(30 * SECOND);
      await app.tellOfActs();
    }
    expect((await toldTo(app, bo, 'lead.assigned')).length).toBeGreaterThanOrEqual(5);
  });

  it('for hours are told every quarter of an hour', async () => {
    for (let index = 0; index < 62; index += 1) {
      await aLead(app, old(index));
      await app.moveBy(30 * SECOND);
      await app.tellOfActs();
    }
    expect(await toldTo(app, bo, 'leads.moved')).toHaveLength(2);
  });

  it('live in one request are told one by one, however many; without a time they are one message', async () => {
    const lead = (index: number) => ({ source: 'web', contact: named(index), owner: { repId: bo.id } });
    const send = (fields: object) =>
      app.must('POST', '/v1/leads/batch', {
        leads: Array.from({ length: 25 }, (_, index) => ({ ...lead(index), ...fields })),
      });
    await send(LIVE());
    expect(await toldTo(app, bo, 'lead.assigned')).toHaveLength(25);
    await send({});
    await app.moveBy(MINUTE);
    await app.tellOfActs();
    expect(await toldTo(app, bo, 'lead.assigned')).toHaveLength(25);
    expect(await toldTo(app, bo, 'leads.moved')).toHaveLength(1);
  });
});

describe('a lead that moves on before its rep is told of it', () => {
  const moved = (lead: Json, rep: Json) =>
    app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: rep.id, reason: 'Bo is in a meeting' });
  const anImported = () =>
    aLead(app, {
      contact: named(0),
      owner: { repId: bo.id },
      submittedAt: new Date(app.time.now() - 2 * DAY).toISOString(),
    });
  const typesTo = async (rep: Json) => (await notificationsOf(app, rep)).map(({ type }) => type);
  const told = async () => {
    await app.moveBy(MINUTE);
    await app.tellOfActs();
    return [await typesTo(ann), await typesTo(bo)];
  };

  it('is not told to them, neither that it came nor that it left', async () => {
    await moved(await anImported(), ann);
    expect(await told()).toEqual([['lead.reassigned'], []]);
  });

  it('is told to them once if it comes back', async () => {
    const lead = await anImported();
    await moved(lead, ann);
    await moved(lead, bo);
    expect(await told()).toEqual([['lead.movedAway', 'lead.reassigned'], ['lead.reassigned']]);
  });
});

describe('mails that gather what comes in', () => {
  const moved = (lead: Json, rep: Json) =>
    app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: rep.id, reason: 'Bo is in a meeting' });
  const mailed = async (...moves: readonly Json[]) => {
    const [first, second] = [named(0), named(1)];
    await aLead(app, { contact: first, owner: { repId: bo.id }, ...LIVE() });
    await app.deliver();
    const lead = await aLead(app, { contact: second, owner: { repId: bo.id }, ...LIVE() });
    for (const rep of moves) {
      await app.moveBy(10 * SECOND);
      await moved(lead, rep);
      await app.deliver();
    }
    await app.moveBy(5 * MINUTE);
    await app.deliver();
    return mail.to('bo@example.com').map(({ text = '' }) => text.match(/Visitor 001 [^\n]*/g) ?? []);
  };

  it('say nothing of a lead that came and left again before they went out', async () => {
    expect(await mailed(ann)).toEqual([[]]);
  });

  it('say of a lead that came back that it is theirs, and not that it left', async () => {
    const [, told] = await mailed(ann, bo);
    expect(told!.length).toBeGreaterThan(0);
    expect(told!.filter((text) => text.includes('moved from you'))).toEqual([]);
  });
});

describe('a rep who goes away', () => {
  const goesAway = (openLeads: string) =>
    app.must('POST', `/v1/reps/${ann.id}/absences`, {
      from: new Date(app.time.now() + MINUTE).toISOString(),
      to: new Date(app.time.now() + 3 * DAY).toISOString(),
      coverRepId: bo.id,
      openLeads,
    });

  it.each([
    [20, 20, 0],
    [21, 0, 1],
  ])('has %i leads: whoever covers is told of %i one by one, and of all in %i message', async (count, singly, sums) => {
    await leadsOf(ann, count);
    await goesAway('reassignAll');
    await app.moveBy(2 * MINUTE);
    await app.moveBy(10 * SECOND);
    await app.tellOfActs();
    const sum = await toldTo(app, bo, 'leads.moved');
    expect([(await toldTo(app, bo, 'lead.reassigned')).length, sum.length]).toEqual([singly, sums]);
    if (sums > 0) expect(sum[0]).toMatch(/^21 leads are yours: their owners are away or have left. The first due is /);
  });
});

it('a successor of many leads is told which of them is due first', async () => {
  const leads = await leadsOf(ann, 25);
  await app.must('POST', `/v1/reps/${ann.id}/offboard`, { leads: { repId: bo.id } });
  const [told, ...others] = await notificationsOf(app, bo);
  expect(others).toEqual([]);
  expect(told!.text).toMatch(/^You take over from Ann, who has left: 25 leads. The first due is Visitor 000, by /);
  expect([told!.leadId, told!.leadCount]).toEqual([leads[0]!.id, 25]);
});

it('leads that were closed together and come back at one time are one message', async () => {
  const leads = await leadsOf(ann, 30);
  await app.must('POST', '/v1/leads/dispositions', {
    ids: leads.map(({ id }) => id),
    disposition: {
      category: 'nurture',
      reason: 'not_now',
      fields: { wakeAt: new Date(app.time.now() + 3 * HOUR).toISOString() },
    },
  });
  await app.moveBy(3 * HOUR);
  await app.moveBy(10 * SECOND);
  await app.tellOfActs();
  const all = await toldTo(app, ann);
  expect(
    all.filter((text) => text.startsWith('30 leads are yours again: their time to come back had come')),
  ).toHaveLength(1);
  expect(await toldTo(app, ann, 'lead.woken')).toEqual([]);
});
