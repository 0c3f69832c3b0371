import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inLocalWords } from '../../src/calendar/zone.js';
import { FailingTools } from '../../src/deliveries/failing-tools/failing-tools.service.js';
import { TestApplication } from '../support/application.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { MailServer, mailsAtOnce } from '../support/mail-server.js';
import { toldTo } from '../support/notifications.js';
import { aDesk, aLead, allTo, aRep, aTouch, faults } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { until } from '../support/postgres-owner.js';

let mail: MailServer;
let app: TestApplication;
let ann: Json;
let bo: Json;

beforeAll(async () => {
  mail = await MailServer.start();
  app = await TestApplication.start(undefined, {
    environment: {
      smtpUrl: mail.url,
      mailFrom: 'Touchline <leads@example.com>',
      publicUrl: 'https://leads.example.com',
    },
  });
  ann = await aRep(app, 'Ann', { timeZone: 'Europe/Berlin' });
  bo = await aRep(app, 'Bo');
  await aDesk(app, [ann, bo], {}, { queueOwnerId: bo.id });
  await aPolicy(app, { within: 'PT1H', warnAt: [50], onBreach: [] }, { time: 'elapsed' });
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const KIM = {
  source: 'google-ads',
  campaign: 'Spring',
  message: 'We are twelve people.\nCan you call <tomorrow>?',
  contact: { name: 'Kim Lee', email: 'kim@example.org', phone: '+493012345678' },
  company: { name: 'Lee & Sons' },
};
const toAnn = (fields: object = {}) => aLead(app, { ...KIM, owner: { repId: ann.id }, ...fields });
const settings = (rep: Json, body: object) => app.must('PUT', `/v1/reps/${rep.id}/notification-settings`, body);
const sent = async (query = '') => (await app.must('GET', `/v1/deliveries?channel=email${query}`)).data;

beforeEach(() => {
  mail.refuses = () => null;
  mail.trouble = null;
});
afterEach(async () => {
  await settings(ann, {});
  for (const wait of [5 * HOUR, 5 * MINUTE]) {
    await app.moveBy(wait);
    await app.deliver();
  }
  await mailsAtOnce(app);
  mail.arrived.length = 0;
});

describe('a rep who gets a lead', () => {
  it(`gets a mail, as text and HTML, with the lead's details and the deadline in their own time zone`, async () => {
    const { id } = await toAnn();
    await app.deliver();
    const [told, ...others] = mail.to('ann@example.com');
    expect(others).toEqual([]);
    expect(told!.from).toMatchObject({ name: 'Touchline', address: 'leads@example.com' });
    expect(told!.subject).toBe('Kim Lee is yours, as its source requested');
    const due = new Date(app.time.now() + HOUR).toLocaleTimeString('en-GB', {
      timeZone: 'Europe/Berlin',
      hour: '2-digit',
      minute: '2-digit',
    });
    for (const text of [told!.text!, told!.html!]) {
      expect(text).toContain(`${due} (Europe/Berlin)`);
      expect(text).toContain('+493012345678');
      expect(text).toContain('google-ads, Spring');
    }
    expect(told!.text).toContain('Company: Lee & Sons');
    expect(told!.text).toContain('  We are twelve people.\n  Can you call <tomorrow>?');
    expect(told!.html).toContain('Can you call &lt;tomorrow&gt;?');
    expect(told!.html).toContain('href="tel:+493012345678"');
    expect(told!.text).toContain(`In Touchline: https://leads.example.com/console/leads/${id}`);
    expect(told!.html).toContain(`href="https://leads.example.com/console/leads/${id}"`);
    expect(told!.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    // By the time of the program, as the clock of the machine may be wrong.
    expect(told!.date).toBe(new Date(app.time.now()).toISOString());
    expect(await sent(`&repId=${ann.id}&limit=1`)).toMatchObject([
      { channel: 'email', repId: ann.id, webhookId: null, type: 'lead.assigned', state: 'delivered', attempts: 1 },
    ]);
  });

  it('reads the source, the time and the id of a lead without a name', async () => {
    const lead = await toAnn({ contact: { phone: '+493012345678' }, company: undefined });
    await app.deliver();
    const [told] = mail.to('ann@example.com');
    const received = inLocalWords(app.time.now(), 'Europe/Berlin');
    expect(told!.subject).toBe(`A lead from google-ads received ${received} is yours, as its source requested`);
    expect(told!.text).not.toContain('Name:');
    expect(told!.text).toContain('Phone: +493012345678');
    expect(told!.text).toContain(`Lead id: ${lead.id}`);
  });

  it(`is safe from a lead's input: a line break starts no header, and a tag stays text`, async () => {
    await toAnn({ contact: { name: 'Eve\r\nBcc: all@example.com <b>bold</b>', email: 'eve@example.org' } });
    await app.deliver();
    const [told] = mail.to('ann@example.com');
    expect(told!.to_).toEqual(['ann@example.com']);
    expect(told!.subject).toContain('Bcc: all@example.com');
    expect(told!.html).not.toContain('<b>');
  });

  it('has a link that writes only to the lead, even if the address looks like several', async () => {
    await toAnn({ contact: { name: 'Eve', email: 'eve?bcc=all+x@example.org' } });
    await app.deliver();
    expect(mail.to('ann@example.com')[0]!.html).toContain('href="mailto:eve%3Fbcc%3Dall%2Bx@example.org"');
  });

  it('gets a mail from the node that took it over, whatever the node before it, which stalled, finds obsolete', async () => {
    const other = await TestApplication.start(new Date(app.time.now() + 5 * MINUTE).toISOString(), {
      database: app.database,
      environment: { smtpUrl: mail.url, mailFrom: 'leads@example.com' },
    });
    const answers: (() => void)[] = [];
    mail.delay = () => new Promise<void>((resolve) => answers.push(resolve));
    const [moved] = [await toAnn(), await toAnn()];
    await app.must('POST', `/v1/leads/${moved.id}/reassign`, { repId: bo.id, reason: 'Ann is busy' });
    const stalled = app.deliver();
    await until('both reps are being written to', () => answers.length === 2);
    await app.must('POST', `/v1/leads/${moved.id}/reassign`, { repId: ann.id, reason: 'Ann is back' });
    const takenOver = other.deliver();
    await until('the other node writes to them too', () => answers.length >= 4);
    for (const answer of answers.splice(0, 2)) answer();
    await stalled;
    mail.delay = () => Promise.resolve();
    for (const answer of answers) answer();
    await takenOver;
    const rows = await sent(`&leadId=${moved.id}&repId=${ann.id}`);
    expect(rows.find(({ type }: Json) => type === 'lead.assigned')).toMatchObject({ state: 'delivered', why: null });
    await other.application.close();
  });

  it('gets no mail if the lead moves on, is closed or is called before the mail is sent', async () => {
    mail.trouble = { code: 451, text: 'Try again later' };
    const [moved, closed, called] = [await toAnn(), await toAnn(), await toAnn()];
    await app.deliver();
    await app.must('POST', `/v1/leads/${moved.id}/reassign`, { repId: bo.id, reason: 'Ann is busy' });
    await app.must('POST', `/v1/leads/${closed.id}/disposition`, { category: 'lost', reason: 'price' });
    await app.moveBy(35 * MINUTE);
    await aTouch(app, called);
    mail.trouble = null;
    await app.moveBy(MINUTE);
    await app.deliver();
    const why = async (lead: Json) =>
      (await sent(`&leadId=${lead.id}&repId=${ann.id}`)).map((each: Json) => [each.type, each.state, each.why]);
    expect(await why(moved)).toEqual([
      ['lead.movedAway', 'delivered', null],
      ['lead.assigned', 'withdrawn', 'the lead has moved on'],
    ]);
    expect(await why(closed)).toEqual([['lead.assigned', 'withdrawn', 'the lead was closed']]);
    expect(await why(called)).toEqual([
      ['sla.warned', 'withdrawn', 'the promise was kept or missed already'],
      ['lead.assigned', 'delivered', null],
    ]);
    const [away] = mail.to('ann@example.com').filter(({ subject }) => subject!.includes('moved from you'));
    expect(away!.subject).toBe('Kim Lee moved from you to Bo: by hand');
    expect(away!.text).not.toContain('+493012345678');
  });

  it('reads the names of leads of their team members, as in their list, but no other details', async () => {
    const di = await aRep(app, 'Di', { managerId: ann.id });
    const lead = await toAnn();
    await app.deliver();
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: di.id, reason: 'Speaks Dutch' });
    await app.moveBy(5 * MINUTE);
    await app.deliver();
    const told = mail.to('ann@example.com').find(({ subject }) => subject!.includes('moved from you'));
    expect(told!.subject).toBe('Kim Lee moved from you to Di: by hand');
    expect(told!.text).not.toContain('+493012345678');
    const list = await app.get(`/v1/reps/${ann.id}/notifications`, { key: await app.keyFor(['manager'], ann.id) });
    expect(list.body.data[0].text).toBe(told!.subject);
  });
});

it('a warning by mail states the deadline once', async () => {
  await toAnn();
  await app.deliver();
  mail.arrived.length = 0;
  await app.moveBy(35 * MINUTE);
  await app.deliver();
  const [warned] = mail.to('ann@example.com');
  expect(warned!.subject).toMatch(/^Kim Lee waits for your first touch, due by .*\(Europe\/Berlin\)$/);
  for (const text of [warned!.text!, warned!.html!]) expect(text).not.toContain('Answer by');
});

it('a mail server that accepts no mail for an hour causes one alert, and a warning until it does', async () => {
  const look = () => app.application.app.get(FailingTools).look();
  const alarms = () => toldTo(app, bo, 'mail.failing');
  const warned = async (): Promise<Json[]> =>
    (await app.must('GET', '/v1/setup')).warnings.filter(({ code }: Json) => code === 'mailServerFailing');
  // A full mailbox is not a failure of the server.
  mail.trouble = { code: 452, text: 'Mailbox full' };
  await toAnn();
  await app.deliver();
  await app.moveBy(2 * HOUR);
  await app.deliver();
  await look();
  expect([await alarms(), await warned()]).toEqual([[], []]);
  mail.trouble = null;
  await app.moveBy(HOUR);
  await app.deliver();
  await app.moveBy(MINUTE);

  mail.trouble = { code: 454, text: 'Try again later' };
  await toAnn();
  await app.deliver();
  await app.moveBy(59 * MINUTE);
  await look();
  expect([await alarms(), await warned()]).toEqual([[], []]);
  await app.deliver();
  await app.moveBy(2 * MINUTE);
  await look();
  await look();
  expect(await alarms()).toEqual([expect.stringMatching(/^The mail server has accepted no mail for an hour/)]);
  expect(await warned()).toEqual([expect.objectContaining({ text: expect.stringContaining('454') })]);
  mail.trouble = null;
  await app.moveBy(HOUR);
  await app.deliver();
  await look();
  expect([(await alarms()).length, await warned()]).toEqual([1, []]);
});

describe('a rep to whom lead after lead comes in', () => {
  const named = (name: string) => ({ contact: { name, email: `${name}@example.org` } });
  const subjects = () => mail.to('ann@example.com').map(({ subject }) => subject!);

  it('gets the first by mail at once, and those of the next five minutes together', async () => {
    await toAnn(named('Lou'));
    await app.deliver();
    expect(subjects()).toEqual([expect.stringContaining('Lou')]);
    for (const name of ['Max', 'Noa']) {
      await app.moveBy(MINUTE);
      await toAnn(named(name));
      await app.deliver();
    }
    await app.moveBy(3 * MINUTE - 1_000);
    await app.deliver();
    expect(subjects()).toHaveLength(1);
    await app.moveBy(1_000);
    await app.deliver();
    expect(subjects().slice(1)).toEqual(['Max is yours, as its source requested, and 1 more']);
    await app.moveBy(5 * MINUTE);
    await toAnn(named('Pia'));
    await app.deliver();
    expect(subjects().slice(2)).toEqual([expect.stringContaining('Pia')]);
  });

  it('waits for no mail longer than half of the time to act, and gets all that was gathered with it', async () => {
    const quick = await aPolicy(
      app,
      { within: 'PT5M', warnAt: [80], onBreach: [] },
      { time: 'elapsed', name: 'Quick', when: { field: 'campaign', op: 'eq', value: 'Now' } },
    );
    const { data: policies } = await app.must('GET', '/v1/sla-policies');
    await app.must('PUT', '/v1/sla-policies/order', policies.map(({ id }: Json) => id).reverse());
    await toAnn(named('Lou'));
    await app.deliver();
    await toAnn(named('Max'));
    await app.deliver();
    await toAnn({ ...named('Noa'), campaign: 'Now' });
    await app.deliver();
    await app.moveBy(2.5 * MINUTE);
    await app.deliver();
    expect(subjects()).toEqual([expect.stringContaining('Lou'), 'Noa is yours, as its source requested, and 1 more']);
    // A warning waits for nothing, and what is gathered is not added to it.
    await toAnn(named('Pia'));
    await app.deliver();
    await app.moveBy(1.5 * MINUTE);
    await app.deliver();
    expect(subjects().slice(2)).toEqual([expect.stringMatching(/^Noa waits for your first touch, due by /)]);
    await app.must(
      'PUT',
      '/v1/sla-policies/order',
      policies.map(({ id }: Json) => id),
    );
    expect(quick.id).toBe(policies.at(-1).id);
  });

  it('gets five mails about 25 leads in 20 minutes, and each lead within five minutes', async () => {
    const STEP = 12_000;
    const cameAt = new Map<string, number>();
    const mailedAt = new Map<string, number>();
    const look = async () => {
      await app.deliver();
      const texts = mail.to('ann@example.com').map(({ text }) => text!);
      for (const name of cameAt.keys())
        if (!mailedAt.has(name) && texts.some((text) => text.includes(`${name} is yours`)))
          mailedAt.set(name, app.time.now());
    };
    for (let count = 0; count < 25; count += 1) {
      const name = `Visitor ${String(count).padStart(2, '0')}`;
      await toAnn({ contact: { name, email: `v${count}@example.org` } });
      cameAt.set(name, app.time.now());
      for (let step = 0; step < 4; step += 1) {
        await look();
        await app.moveBy(STEP);
      }
    }
    for (let step = 0; step < 25; step += 1) {
      await look();
      await app.moveBy(STEP);
    }
    const waited = [...cameAt].map(([name, at]) => mailedAt.get(name)! - at);
    expect(Math.max(...waited)).toBeLessThanOrEqual(5 * MINUTE);
    expect(mailedAt.size).toBe(25);
    expect(mail.to('ann@example.com')).toHaveLength(5);
  });
});

describe('a rep who wants fewer mails', () => {
  it('gets the notifications of a period together, and loses none', async () => {
    await settings(ann, { email: { digest: 'PT10M' } });
    await toAnn();
    await app.deliver();
    await app.moveBy(MINUTE);
    for (const name of ['Lou', 'Max', 'Noa']) await toAnn({ contact: { name, email: `${name}@example.org` } });
    await app.deliver();
    expect(mail.to('ann@example.com')).toHaveLength(1);
    await app.moveBy(9 * MINUTE);
    await app.deliver();
    const [, digest, ...others] = mail.to('ann@example.com');
    expect(others).toEqual([]);
    expect(digest!.subject).toBe('Lou is yours, as its source requested, and 2 more');
    for (const name of ['Lou', 'Max', 'Noa']) expect(digest!.text).toContain(`${name} is yours`);
    const together = (await sent(`&repId=${ann.id}&limit=3`)).map(({ messageId }: Json) => messageId);
    expect(new Set(together).size).toBe(1);
  });

  it('gets a digest while half of the time to act is left', async () => {
    await toAnn();
    await app.deliver();
    await settings(ann, { email: { digest: 'P1D' } });
    await toAnn();
    await app.deliver();
    const due = app.time.now() + HOUR;
    await app.moveTo(due - 30 * MINUTE - 1_000);
    await app.deliver();
    expect(mail.to('ann@example.com')).toHaveLength(1);
    await app.moveTo(due - 30 * MINUTE);
    await app.deliver();
    expect(mail.to('ann@example.com')).toHaveLength(2);
  });

  it.each([1, 2])('hears of %i offered leads while half of the time to claim them is left', async (count) => {
    const members = [{ repId: ann.id }, { repId: bo.id }];
    const offering = { name: `Offers ${count}`, strategy: 'claim', claimWithin: 'PT1H', members };
    const { id: poolId } = await app.must('POST', '/v1/pools', offering);
    const { rules, fallback } = await app.must('GET', '/v1/routing');
    await toAnn();
    await app.deliver();
    await settings(ann, { email: { digest: 'P1D' } });
    await allTo(app, { id: poolId });
    await app.must('POST', '/v1/leads/batch', { leads: Array.from({ length: count }, () => KIM) });
    await app.deliver();
    await app.must('PUT', '/v1/routing', { rules, fallback });
    await app.moveBy(30 * MINUTE - 1_000);
    await app.deliver();
    expect(mail.to('ann@example.com')).toHaveLength(1);
    await app.moveBy(1_000);
    await app.deliver();
    expect(mail.to('ann@example.com')).toHaveLength(2);
  });

  it('gets no mail outside their hours if they wish, and gets it when these begin', async () => {
    const calendar = await app.must('POST', '/v1/calendars', {
      name: 'Office',
      timeZone: 'Europe/Berlin',
      hours: Object.fromEntries(
        ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['09:00', '17:00']]]),
      ),
    });
    const rep = await app.must('GET', `/v1/reps/${ann.id}`);
    await app.must('PUT', `/v1/reps/${ann.id}`, { ...rep, version: undefined, calendarId: calendar.id });
    await settings(ann, { quietHours: 'offHours' });
    const next = new Date(app.time.now() + 24 * HOUR).toISOString().slice(0, 10);
    await app.moveTo(`${next}T20:00:00Z`);
    await toAnn();
    await app.deliver();
    expect(mail.to('ann@example.com')).toEqual([]);
    const [waiting] = await sent(`&repId=${ann.id}&state=waiting`);
    expect(new Date(waiting.nextAttemptAt).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' })).toBe('09:00:00');
    await app.must('PUT', `/v1/reps/${ann.id}`, { ...rep, version: undefined });
  });

  it('chooses the types of notifications to get', async () => {
    await settings(ann, { email: { types: ['sla.warned'] } });
    await toAnn();
    await app.deliver();
    expect(mail.arrived).toEqual([]);
    await app.moveBy(30 * MINUTE);
    await app.deliver();
    expect(mail.to('ann@example.com').map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Kim Lee waits for your first touch, due by /),
    ]);
    expect(
      faults(await app.put(`/v1/reps/${ann.id}/notification-settings`, { email: { types: ['lead.gone'] } })),
    ).toEqual(['/email/types/0 value']);
  });
});

describe('a mail server', () => {
  it('that refuses an address is tried once, and others get their mail', async () => {
    mail.refuses = (address) => (address === 'ann@example.com' ? { code: 550, text: 'No such user here' } : null);
    await toAnn();
    await aLead(app, { ...KIM, owner: { repId: bo.id } });
    await app.deliver();
    expect(mail.to('bo@example.com')).toHaveLength(1);
    const [refused] = await sent(`&repId=${ann.id}&limit=1`);
    expect(refused).toMatchObject({
      state: 'failed',
      attempts: 1,
      lastAttempt: { status: 550, problem: 'The server does not take mail for this address' },
    });
  });

  it('that is busy or away gets the same message again under the same id', async () => {
    mail.trouble = { code: 451, text: 'Greylisted' };
    await toAnn();
    await app.deliver();
    mail.trouble = null;
    await app.moveBy(10_000);
    await app.deliver();
    const [told] = mail.to('ann@example.com');
    const [delivery] = await sent(`&repId=${ann.id}&limit=1`);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 2 });
    expect(told!.messageId).toBe(`<${delivery.messageId}@example.com>`);
    const whole = await app.must('GET', `/v1/deliveries/${delivery.id}`);
    expect(whole.tried.map(({ status }: Json) => status)).toEqual([451, 250]);
    expect(whole.body).toContain('Kim Lee');
  });

  it('that was busy with a digest gets all of it again as one message', async () => {
    await settings(ann, { email: { digest: 'PT10M' } });
    await toAnn();
    await app.deliver();
    for (const name of ['Lou', 'Max', 'Noa']) await toAnn({ contact: { name, email: `${name}@example.org` } });
    mail.trouble = { code: 451, text: 'Greylisted' };
    await app.deliver();
    await app.moveBy(10 * MINUTE);
    await app.deliver();
    mail.trouble = null;
    mail.arrived.length = 0;
    for (let step = 0; step < 40; step += 1) {
      await app.moveBy(250);
      await app.deliver();
    }
    const [digest, ...others] = mail.to('ann@example.com');
    expect(others).toEqual([]);
    for (const name of ['Lou', 'Max', 'Noa']) expect(digest!.text).toContain(`${name} is yours`);
  });

  it('without TLS gets nothing if TLS is required', async () => {
    const own = await TestApplication.start(undefined, {
      environment: { smtpUrl: `${mail.url}/?requireTLS=true`, mailFrom: 'leads@example.com' },
    });
    await aDesk(own, ['Cy']);
    await aLead(own);
    await own.deliver();
    expect(mail.to('cy@example.com')).toEqual([]);
    const [delivery] = (await own.must('GET', '/v1/deliveries?channel=email')).data;
    expect(delivery).toMatchObject({ state: 'waiting', lastAttempt: { problem: expect.stringContaining('TLS') } });
    await own.stop();
  });
});

describe('without a mail server', () => {
  const NO_SERVER = 'there is no mail server: set SMTP_URL and MAIL_FROM';
  const latest = async (own: TestApplication, repId: string): Promise<Json> =>
    (await own.must('GET', `/v1/reps/${repId}/notifications?limit=1`)).data[0];

  it('no delivery is created for notifications, and the API shows the mail and why it is not sent', async () => {
    const own = await TestApplication.start();
    const {
      reps: [cy],
    } = await aDesk(own, ['Cy']);
    await aLead(own, KIM);
    await own.deliver();
    expect((await own.must('GET', '/v1/deliveries?channel=email')).data).toEqual([]);
    const { ways, body } = await own.must('GET', `/v1/notifications/${(await latest(own, cy!.id)).id}/ways`);
    expect(ways).toEqual([
      { channel: 'email', state: 'notSent', deliveryId: null, why: NO_SERVER },
      {
        channel: 'slack',
        state: 'notSent',
        deliveryId: null,
        why: 'their notification settings name no member of Slack (slack.memberId)',
      },
    ]);
    expect(body).toContain('Kim Lee is yours');
    await own.stop();
  });

  it('a rep who may not see a notification cannot query how it was sent', async () => {
    const own = await TestApplication.start();
    const {
      reps: [cy, di],
    } = await aDesk(own, ['Cy', 'Di']);
    await aLead(own, { owner: { repId: cy!.id } });
    const path = `/v1/notifications/${(await latest(own, cy!.id)).id}/ways`;
    const key = await own.keyFor(['rep'], di!.id);
    expect((await own.get(path, { key })).status).toBe(404);
    expect((await own.get(path, { key: await own.keyFor(['rep'], cy!.id) })).status).toBe(200);
    await own.stop();
  });

  it('only notifications made after a server was set up are mailed', async () => {
    const own = await TestApplication.start();
    const {
      reps: [cy],
    } = await aDesk(own, ['Cy']);
    await aLead(own, { owner: { repId: cy!.id } });
    const before = await latest(own, cy!.id);
    const withMail = await TestApplication.start(undefined, {
      database: own.database,
      environment: { smtpUrl: mail.url, mailFrom: 'leads@example.com' },
    });
    await aLead(withMail, { owner: { repId: cy!.id } });
    const after = await latest(own, cy!.id);
    const stateOf = async ({ id }: Json) => (await own.must('GET', `/v1/notifications/${id}/ways`)).ways[0].state;
    expect(await stateOf(after)).toBe('wouldBeSent');
    await withMail.deliver();
    const made = (await own.must('GET', '/v1/deliveries?channel=email')).data;
    expect(made.map(({ notificationId }: Json) => notificationId)).toEqual([after.id]);
    expect(await stateOf(after)).toBe('sent');
    expect(await stateOf(before)).toBe('notSent');
    await withMail.application.close();
    await own.stop();
  });

  it('a node leaves mails to one with a server, and those left for days are not sent', async () => {
    const withMail = await TestApplication.start(undefined, {
      environment: { smtpUrl: mail.url, mailFrom: 'leads@example.com' },
    });
    const {
      reps: [cy],
    } = await aDesk(withMail, ['Cy']);
    const other = await TestApplication.start(undefined, { database: withMail.database });
    await aLead(withMail, { owner: { repId: cy!.id } });
    await other.deliver();
    expect((await withMail.must('GET', '/v1/deliveries?channel=email')).data).toEqual([]);
    withMail.time.moveTo(withMail.time.now() + 3 * 24 * 3_600_000 + 1);
    await aLead(withMail, { owner: { repId: cy!.id } });
    const { id } = await latest(withMail, cy!.id);
    await withMail.deliver();
    const made = (await withMail.must('GET', '/v1/deliveries?channel=email')).data;
    expect(made.map(({ notificationId }: Json) => notificationId)).toEqual([id]);
    await other.application.close();
    await withMail.stop();
  });
});

it('a mail about many leads tells the owner of the queue where all of them are listed', async () => {
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { queueOwnerId: bo.id } });
  const leads = ['Lou', 'Max'].map((name) => ({ source: 'fair', contact: { name } }));
  await app.must('POST', '/v1/leads/batch', { leads });
  await app.deliver();
  const told = mail.to('bo@example.com').find(({ subject }) => subject!.startsWith('2 leads wait in the queue'));
  expect(told!.text).toContain('All of them: https://leads.example.com/console/floor\n');
});
