import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { QueuePromises } from '../../src/engine/queue-promises.service.js';
import { TestApplication } from '../support/application.js';
import { HOUR, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf, toldTo } from '../support/notifications.js';
import {
  aLead,
  aPool,
  aRep,
  changeSettings,
  eventsOf,
  faults,
  leadNow,
  nineToFive,
  timelineOf,
} from '../support/people.js';

/** Monday, in the middle of the day. */
const START = '2026-03-02T12:00:00.000Z';
const at = (time: string) => `2026-03-${time}:00.000Z`;

let app: TestApplication;
let [ann, rita, mia, otto, pool, audit]: Json[] = [];

/** Rita owns the queue and works from nine to five. Mia is her manager, and Otto owns the queue of all leads. */
beforeAll(async () => {
  app = await TestApplication.start(START);
  await nineToFive(app);
  mia = await aRep(app, 'Mia');
  [ann, rita, otto] = [
    await aRep(app, 'Ann'),
    await aRep(app, 'Rita', { managerId: mia!.id }),
    await aRep(app, 'Otto'),
  ];
  pool = await aPool(app, 'Desk', [ann!]);
  audit = await app.must('POST', '/v1/queues', { name: 'Audit', ownerRepId: rita!.id, within: 'PT4H' });
  await route([toQueue('quiz')]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const toQueue = (source: string, queue = 'Audit') => ({
  name: `Look at ${source}`,
  when: { field: 'source', op: 'eq', value: source },
  assign: { queue },
});
const route = (rules: object[]) =>
  app.must('PUT', '/v1/routing', {
    rules: [...rules, { name: 'All', when: {}, assign: { poolId: pool!.id } }],
    fallback: { queueOwnerId: otto!.id },
  });
const change = (fields: object) =>
  app.must('PUT', `/v1/queues/${audit!.id}`, { name: 'Audit', ownerRepId: rita!.id, within: 'PT4H', ...fields });
const aQuiz = () => aLead(app, { source: 'quiz' });
const waiting = async (): Promise<Json[]> => (await app.must('GET', '/v1/routing/queue?queue=audit')).data;
const places = async () => (await waiting()).map(({ outBy, overdue }) => [outBy, overdue]);
const overdueOf = (lead: Json) => eventsOf(app, lead.id, 'lead.queueOverdue');
const told = (rep: Json) => toldTo(app, rep as { id: string }, 'lead.queueOverdue');
const move = (lead: Json, rep = ann!) =>
  app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: rep.id, reason: 'Hers' });

describe('a queue that promises something', () => {
  it('shows by when each lead has to be out, in the working time of its owner', async () => {
    await aQuiz();
    await app.moveTo(at('02T15:00'));
    await aQuiz();
    expect(await places()).toEqual([
      [at('02T16:00'), false],
      [at('03T11:00'), false],
    ]);
    await app.moveTo(at('02T16:00'));
    expect((await places()).map(([, isOverdue]) => isOverdue)).toEqual([true, false]);
  });

  it('is shown with the lead while it waits there, with who has to act', async () => {
    const lead = await aQuiz();
    const queuePromise = { within: 'PT4H', outBy: at('02T16:00'), ownerRepId: rita!.id };
    expect(lead.queuePromise).toEqual(queuePromise);
    await app.moveTo(at('02T12:30'));
    await app.must('PATCH', `/v1/leads/${lead.id}`, { message: 'And a question' });
    expect((await leadNow(app, lead)).queuePromise).toEqual(queuePromise);
    await move(lead);
    expect((await leadNow(app, lead)).queuePromise).toBeUndefined();
    expect((await aLead(app, { source: 'quiz', test: true })).queuePromise).toBeUndefined();
  });

  it('notifies the manager of its owner at that instant, not before; the lead stays', async () => {
    const lead = await aQuiz();
    await app.moveTo(Date.parse(at('02T16:00')) - 1);
    expect(await told(mia!)).toEqual([]);
    await app.moveTo(at('02T16:00'));
    const [notification] = await notificationsOf(app, mia as { id: string }, 'lead.queueOverdue');
    expect(notification).toMatchObject({ leadId: lead.id, createdAt: at('02T16:00') });
    expect(notification!.text).toMatch(
      / has been in the queue Audit for longer than the 4 hours that it promises: its owner is Rita$/,
    );
    expect(await overdueOf(lead)).toMatchObject([
      {
        occurredAt: at('02T16:00'),
        data: {
          queueId: audit!.id,
          within: 'PT4H',
          dueAt: at('02T16:00'),
          ownerRepId: rita!.id,
          toRepIds: [mia!.id],
        },
      },
    ]);
    expect(await timelineOf(app, lead)).toContain(
      'Was to be out of the queue Audit by Mon 2 Mar 2026, 16:00 (UTC), within 4 hours. Mia was notified',
    );
    expect(await waiting()).toMatchObject([{ leadId: lead.id, ownerId: null, queue: 'Audit' }]);
    await app.moveTo(at('09T12:00'));
    expect([await told(mia!), await told(rita!), await told(otto!)]).toMatchObject([[notification!.text], [], []]);
  });

  it('is missed by nobody in reports', async () => {
    await aQuiz();
    await app.moveTo(at('03T12:00'));
    await app.reportsCaughtUp();
    const { totals } = await app.report('breaches?from=2026-03-01&to=2026-03-31');
    expect(totals?.breaches ?? 0).toBe(0);
  });

  it('notifies once for a wave, with the number', async () => {
    const leads = [await aQuiz(), await aQuiz(), await aQuiz()];
    await app.moveBy(HOUR);
    const later = await aQuiz();
    await app.moveTo(at('02T16:00'));
    expect(await told(mia!)).toEqual([expect.stringMatching(/^3 leads have been in the queue Audit/)]);
    await app.moveTo(at('02T17:00'));
    expect(await told(mia!)).toEqual([expect.stringMatching(/^3 leads have been .*; 4 leads are late by now$/)]);
    expect(await overdueOf(later)).toMatchObject([{ data: { dueAt: at('02T17:00') } }]);
    expect(await timelineOf(app, later)).toContainEqual(
      expect.stringMatching(/Others there were late already, of which somebody had been notified$/),
    );
    for (const lead of [...leads, later]) await move(lead);
    await aQuiz();
    await app.moveTo(at('03T16:00'));
    expect(await told(mia!)).toHaveLength(2);
  });

  it('is withdrawn when the lead leaves, and begins anew when it comes back, also by an undo', async () => {
    const lead = await aQuiz();
    await app.moveBy(3 * HOUR);
    const { bulkId } = await app.must('POST', '/v1/leads/reassign', {
      filter: { queue: 'audit' },
      to: { repId: ann!.id },
      reason: 'All hers',
    });
    await app.moveTo(at('03T09:00'));
    expect(await told(mia!)).toEqual([]);
    await app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
    expect(await places()).toEqual([[at('03T13:00'), false]]);
    await app.moveTo(at('03T13:00'));
    expect(await told(mia!)).toHaveLength(1);
    await move(lead);
    expect(await places()).toEqual([]);
  });

  it('goes on while the lead stays in its queue by another rule, and begins anew in another queue', async () => {
    await app.must('POST', '/v1/queues', { name: 'Second', ownerRepId: rita!.id, within: 'PT1H' });
    const lead = await aQuiz();
    await app.moveBy(HOUR);
    await route([{ ...toQueue('quiz'), name: 'Other' }]);
    await app.settle();
    expect(await waiting()).toMatchObject([{ rule: 'Other', outBy: at('02T16:00') }]);
    await route([toQueue('quiz', 'Second')]);
    await app.settle();
    expect((await app.must('GET', '/v1/routing/queue?queue=second')).data).toMatchObject([
      { leadId: lead.id, since: at('02T12:00'), outBy: at('02T14:00') },
    ]);
    await app.moveTo(at('02T14:00'));
    expect(await told(mia!)).toEqual([expect.stringContaining('queue Second')]);
  });

  it('ends with the lead when that is closed', async () => {
    const lead = await aQuiz();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.moveTo(at('04T12:00'));
    expect(await told(mia!)).toEqual([]);
  });
});

describe('what changes plans it anew:', () => {
  it('a shorter time, by which leads are late at once, and a longer one', async () => {
    const lead = await aQuiz();
    await app.moveBy(2 * HOUR);
    await change({ within: 'PT8H' });
    expect(await places()).toEqual([[at('03T12:00'), false]]);
    await change({ within: 'PT1H' });
    await app.settle();
    expect(await told(mia!)).toHaveLength(1);
    await change({ within: 'PT8H' });
    await app.moveTo(at('04T12:00'));
    expect(await overdueOf(lead)).toHaveLength(1);
  });

  it('a promise that is given to a queue in which leads wait, or taken from it', async () => {
    await change({ within: undefined });
    await aQuiz();
    await app.moveBy(HOUR);
    expect(await places()).toEqual([[null, false]]);
    await change({});
    expect(await places()).toEqual([[at('02T16:00'), false]]);
    await change({ within: undefined });
    await app.moveTo(at('03T12:00'));
    expect(await told(mia!)).toEqual([]);
    await change({});
    await app.settle();
    expect(await told(mia!)).toHaveLength(1);
  });

  it('another owner, whose manager and working time count then', async () => {
    const late = await app.must('POST', '/v1/calendars', {
      name: 'Late',
      timeZone: 'UTC',
      hours: { mon: [['14:00', '22:00']] },
    });
    const bo = await aRep(app, 'Bo', { managerId: ann!.id, calendarId: late.id });
    await aQuiz();
    await change({ ownerRepId: bo.id });
    expect(await places()).toEqual([[at('02T18:00'), false]]);
    await app.moveTo(at('02T18:00'));
    expect([await told(ann!), await told(mia!)]).toMatchObject([[expect.stringContaining('its owner is Bo')], []]);
  });

  it('another calendar', async () => {
    await aQuiz();
    const { data } = await app.must('GET', '/v1/calendars');
    const { id, version, ...body } = data.find(({ name }: Json) => name === 'Hours');
    const { createdAt, updatedAt, ...fields } = body;
    await app.must('PUT', `/v1/calendars/${id}`, { ...fields, hours: { ...fields.hours, mon: [['09:00', '13:00']] } });
    expect(await places()).toEqual([[at('03T12:00'), false]]);
    await app.moveTo(at('02T18:00'));
    expect(await told(mia!)).toEqual([]);
    await app.moveTo(at('03T12:00'));
    expect(await told(mia!)).toHaveLength(1);
  });

  it('but no absence of the owner: others see the queue, too', async () => {
    await app.must('POST', `/v1/reps/${rita!.id}/absences`, { from: at('02T12:30'), to: at('06T12:00') });
    await aQuiz();
    await app.moveTo(at('02T16:00'));
    expect(await told(mia!)).toHaveLength(1);
  });
});

describe('whoever is notified', () => {
  it('is above a manager who is away', async () => {
    await app.must('PUT', `/v1/reps/${mia!.id}`, { name: 'Mia', email: mia!.email, managerId: ann!.id });
    await app.must('PUT', `/v1/reps/${mia!.id}/availability`, { available: false });
    const lead = await aQuiz();
    await app.moveTo(at('02T16:00'));
    expect(await told(ann!)).toEqual([expect.stringMatching(/; you are notified, as Mia is away$/)]);
    expect(await timelineOf(app, lead)).toContainEqual(expect.stringMatching(/Ann was notified, as Mia is away$/));
  });

  it('gets alarms if the owner has no manager', async () => {
    await changeSettings(app, { alertsTo: [ann!.id] });
    await change({ ownerRepId: otto!.id });
    await aQuiz();
    await app.moveTo(at('02T16:00'));
    expect([await told(ann!), await told(otto!), await told(mia!)].map(({ length }) => length)).toEqual([1, 1, 0]);
  });

  it('is the manager of whoever stands in for an owner who has left', async () => {
    await app.must('PUT', `/v1/reps/${otto!.id}`, { name: 'Otto', email: otto!.email, managerId: ann!.id });
    await app.must('PUT', `/v1/reps/${rita!.id}`, { name: 'Rita', email: rita!.email, active: false });
    await aQuiz();
    await app.moveTo(at('02T16:00'));
    expect([await told(ann!), await told(mia!)]).toMatchObject([[expect.stringContaining('its owner is Otto')], []]);
  });

  it('may be nobody, which the lead says', async () => {
    await app.must('PUT', '/v1/routing', { rules: [toQueue('quiz', 'review')], fallback: {} });
    const review = (await app.must('GET', '/v1/queues')).data.find(({ name }: Json) => name === 'review');
    await app.must('PUT', `/v1/queues/${review.id}`, { name: 'review', within: 'PT1H' });
    const lead = await aQuiz();
    await app.moveTo(at('02T13:00'));
    expect(await timelineOf(app, lead)).toContainEqual(expect.stringMatching(/There was nobody to notify$/));
  });
});

describe('missed promises are announced exactly once', () => {
  const settleTwice = () => {
    const promises = app.application.app.get(QueuePromises);
    return Promise.all([promises.settle(), promises.settle(), promises.settle()]);
  };

  it('by several workers at a time', async () => {
    const leads = [await aQuiz(), await aQuiz()];
    app.time.moveTo(Date.parse(at('02T16:00')));
    await settleTwice();
    await app.settle();
    expect(await told(mia!)).toHaveLength(1);
    for (const lead of leads) expect(await overdueOf(lead)).toHaveLength(1);
  });

  it('also of a lead that another transaction has locked meanwhile', async () => {
    const [one, other] = [await aQuiz(), await aQuiz()];
    app.time.moveTo(Date.parse(at('02T16:00')));
    await app.whileWorkedOn([one], async () => {
      await settleTwice();
      expect(await overdueOf(one)).toEqual([]);
      expect(await overdueOf(other)).toHaveLength(1);
    });
    await app.moveBy(MINUTE);
    expect(await overdueOf(one)).toHaveLength(1);
    expect(await told(mia!)).toEqual([expect.stringMatching(/^2 leads have been/)]);
  });

  it.each(['all', 'source'])('after a hold on %s', async (scope) => {
    const lead = await aQuiz();
    const until = iso(app.time.now() + 6 * HOUR);
    await app.must('POST', '/v1/enforcement/holds', {
      scope: scope === 'all' ? 'all' : { source: 'quiz' },
      until,
      reason: 'The dialer is down',
    });
    await app.moveTo(at('02T17:59'));
    expect([await told(mia!), await overdueOf(lead)]).toEqual([[], []]);
    await app.moveTo(at('02T18:00'));
    expect([(await told(mia!)).length, (await overdueOf(lead)).length]).toEqual([1, 1]);
  });

  it('while the rules are in shadow', async () => {
    await aQuiz();
    const { version, ...rules } = await app.must('GET', '/v1/routing');
    await app.must('PUT', '/v1/routing', { rules: rules.rules, fallback: rules.fallback, mode: 'shadow' });
    await app.moveTo(at('02T16:00'));
    expect(await told(mia!)).toHaveLength(1);
  });
});

describe('the time that a queue promises', () => {
  it.each(['PT0S', '-PT1H', 'P1M', 'P1Y', 'P401D', '4 hours', 'P0.5D'])('is refused as %s', async (within) => {
    const refused = await app.ask('POST', '/v1/queues', { name: 'Third', ownerRepId: rita!.id, within });
    expect([refused.status, faults(refused)]).toEqual([422, ['/within duration']]);
    expect(refused.body.detail).toContain(`above zero and up to P400D, such as PT5M, not "${within}"`);
  });

  it('is part of its versions, and is restored with them', async () => {
    await change({ within: 'P1D' });
    const before = await app.must('POST', `/v1/queues/${audit!.id}/versions/1/restore`, {});
    expect(before).toMatchObject({ within: 'PT4H', version: 3 });
    const { data } = await app.must('GET', `/v1/queues/${audit!.id}/versions`);
    expect(JSON.stringify(data)).toContain('/within');
    expect(await change({ within: undefined })).not.toHaveProperty('within');
  });
});
