import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/sql/database.js';
import { DailySummary } from '../../src/summaries/daily-summary.service.js';
import { DailySummaryStore } from '../../src/summaries/daily-summary.store.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { type Arrived, MailServer } from '../support/mail-server.js';
import { aDesk, aLead, aRep, aTouch, changeSettings } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let mail: MailServer;
let app: TestApplication;
let boss: Json;
let ann: Json;
let bo: Json;
let cleo: Json;
let cy: Json;

beforeAll(async () => {
  mail = await MailServer.start();
  // A Monday, 08:00 in Berlin.
  app = await TestApplication.start('2026-03-02T07:00:00.000Z', {
    environment: { smtpUrl: mail.url, mailFrom: 'leads@example.com' },
  });
  const office = await app.must('POST', '/v1/calendars', {
    name: 'Office',
    timeZone: 'Europe/Berlin',
    hours: Object.fromEntries(
      ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [
        day,
        [
          ['09:00', '12:00'],
          ['13:00', '17:00'],
        ],
      ]),
    ),
  });
  const berlin = { timeZone: 'Europe/Berlin', calendarId: office.id };
  boss = await aRep(app, 'Boss', berlin);
  ann = await aRep(app, 'Ann', { ...berlin, managerId: boss.id });
  bo = await aRep(app, 'Bo', { ...berlin, managerId: ann.id });
  cleo = await aRep(app, 'Cleo', { ...berlin, timeZone: 'America/New_York' });
  cy = await aRep(app, 'Cy', { ...berlin, managerId: cleo.id });
  await aDesk(app, [ann, bo, cy], {}, { queueOwnerId: cleo.id });
  await aPolicy(app, { within: 'PT1H', onBreach: [] }, { time: 'elapsed' });
  for (const { id } of [boss, ann, bo, cleo, cy])
    await app.must('PUT', `/v1/reps/${id}/notification-settings`, { email: { types: ['team.summary'] } });
  await look();
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});
beforeEach(() => {
  mail.arrived.length = 0;
});

async function look(): Promise<void> {
  await app.reportsCaughtUp();
  await app.application.app.get(DailySummary).look();
  await app.deliver();
}

const at = async (instant: string) => {
  await app.moveTo(instant);
  await look();
};
const toRep = (rep: Json, name = 'Kim') =>
  aLead(app, { owner: { repId: rep.id }, contact: { name, email: `${name.toLowerCase()}@example.org` } });
const linesOf = ({ text }: Arrived) =>
  text!
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const told = (rep: Json) => mail.to(rep.email);

describe('a manager', () => {
  it('gets a summary of their own team as their working day ends, with the numbers of the reports', async () => {
    await app.moveTo('2026-03-02T09:00:00.000Z');
    const [first, second] = [await toRep(ann), await toRep(ann, 'Lou'), await toRep(cy, 'Max')];
    await aTouch(app, first);
    await app.moveTo('2026-03-02T10:30:00.000Z');
    await app.must('POST', `/v1/leads/${second.id}/reassign`, { repId: bo.id, reason: 'Ann is busy' });
    await at('2026-03-02T15:59:59.000Z');
    expect(mail.arrived).toEqual([]);
    await at('2026-03-02T16:00:00.000Z');
    const [mine, ...others] = told(boss);
    expect(others).toEqual([]);
    expect(mine!.subject).toBe(
      'Your team since Mon 2 Mar 2026, 08:00 (Europe/Berlin): 3 leads came in, 1 answered; 2 promises missed',
    );
    expect(linesOf(mine!).slice(1, 9)).toEqual([
      'Came in: 3 leads, of which 1 answered',
      'Promises: 1 kept, 2 missed',
      'Moved away: 1 time',
      'Open now: 2 leads, of which 1 untouched',
      'Due: 0 promises by Tue 3 Mar 2026, 17:00 (Europe/Berlin)',
      expect.stringMatching(/^(Ann|Bo): \d open, \d due$/),
      expect.stringMatching(/^(Ann|Bo): \d open, \d due$/),
      expect.stringMatching(/^Touchline sent you this e-mail/),
    ]);
    expect(mine!.html).toContain('1 kept, 2 missed');
    for (const name of ['Cy', 'Max', 'Lou', 'Kim']) expect(mine!.text).not.toContain(name);
    // Managers further down the line get a summary of the reps below them, and of what they did themselves.
    expect(linesOf(told(ann)[0]!)[1]).toMatch(/^Came in: /);
    expect(linesOf(told(ann)[0]!)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Ann: 2 in, 1 answered, 1 missed, \d open, 0 due$/),
        expect.stringMatching(/^Bo: \d open, \d due$/),
      ]),
    );
    expect(linesOf(told(cleo)[0]!).slice(1, 3)).toEqual([
      'Came in: 1 lead, of which 0 answered',
      'Promises: 0 kept, 1 missed',
    ]);
    const report = await app.report(`breaches?by=rep&from=2026-03-02T07:00:00.000Z&to=2026-03-02T16:00:00.000Z`, {
      key: await app.keyFor(['manager'], boss.id),
    });
    expect(report.total).toMatchObject({ met: 1, breached: 2 });
  });

  it('gets one summary a day, on any number of nodes and however often they check', async () => {
    mail.arrived.length = 0;
    await toRep(ann, 'Noa');
    await app.moveTo('2026-03-03T16:00:00.000Z');
    await app.reportsCaughtUp();
    const summary = app.application.app.get(DailySummary);
    await Promise.all(Array.from({ length: 4 }, () => summary.look()));
    await app.deliver();
    expect(told(boss)).toHaveLength(1);
    // A slow node that claims the day only after the summary was sent.
    const { app: nest } = app.application;
    const late = (day: string) =>
      nest
        .get(Database)
        .engine.transaction((tx) =>
          nest.get(DailySummaryStore).recordOnce(tx, [{ repId: boss.id, day }], app.time.now()),
        );
    expect([...(await late('2026-03-03'))]).toEqual([]);
    await at('2026-03-03T16:30:00.000Z');
    expect(told(boss)).toHaveLength(1);
  });

  it('in another time zone gets the summary as their own day ends', async () => {
    await app.moveTo('2026-03-04T08:00:00.000Z');
    await toRep(cy, 'Pat');
    const calendar = await app.must('POST', '/v1/calendars', {
      name: 'Theirs',
      timeZone: 'owner',
      hours: { wed: [['09:00', '17:00']], thu: [['09:00', '17:00']] },
    });
    await app.must('PUT', `/v1/reps/${cleo.id}`, {
      name: 'Cleo',
      email: cleo.email,
      timeZone: 'America/New_York',
      calendarId: calendar.id,
    });
    await at('2026-03-04T21:59:00.000Z');
    expect(told(cleo)).toEqual([]);
    await at('2026-03-04T22:00:00.000Z');
    expect(told(cleo)[0]!.subject).toMatch(/^Your team since /);
  });

  it('gets no summary when absent, when they do not want it, or when there is nothing to report', async () => {
    await app.must('POST', `/v1/reps/${boss.id}/absences`, {
      from: '2026-03-05T00:00:00.000Z',
      to: '2026-03-06T00:00:00.000Z',
      openLeads: 'keep',
    });
    await app.must('PUT', `/v1/reps/${ann.id}/notification-settings`, {
      email: { types: ['team.summary'] },
      summary: 'none',
    });
    const idle = await aRep(app, 'Ida', { timeZone: 'Europe/Berlin', calendarId: ann.calendarId });
    await aRep(app, 'Ole', { timeZone: 'Europe/Berlin', calendarId: ann.calendarId, managerId: idle.id });
    await app.must('PUT', `/v1/reps/${idle.id}/notification-settings`, { email: { types: ['team.summary'] } });
    await look();
    await app.moveTo('2026-03-05T08:00:00.000Z');
    await toRep(ann, 'Quin');
    mail.arrived.length = 0;
    await at('2026-03-05T16:00:00.000Z');
    expect([...told(boss), ...told(ann), ...told(idle)].map(({ subject }) => subject)).toEqual([]);
    await at('2026-03-06T16:00:00.000Z');
    // A summary begins where the last one ended, so it includes the day of absence.
    expect(told(boss).map(({ subject }) => subject)).toEqual([expect.stringContaining('since Tue 3 Mar 2026')]);
  });

  it('hears in the next summary of a day whose end was noticed hours too late', async () => {
    await app.moveTo('2026-03-09T08:00:00.000Z');
    await toRep(ann, 'Rae');
    await at('2026-03-09T18:00:00.001Z');
    expect(told(boss)).toEqual([]);
    await at('2026-03-10T16:00:00.000Z');
    expect(told(boss)).toHaveLength(1);
  });

  it('gets the summary despite quiet hours, and in the program as well', async () => {
    await app.must('PUT', `/v1/reps/${boss.id}/notification-settings`, {
      email: { types: ['team.summary'] },
      quietHours: 'offHours',
    });
    await app.moveTo('2026-03-11T08:00:00.000Z');
    await toRep(ann, 'Sam');
    await at('2026-03-11T16:00:00.000Z');
    await app.moveBy(MINUTE);
    expect(told(boss)).toHaveLength(1);
    const { data } = await app.must('GET', `/v1/reps/${boss.id}/notifications?limit=1`);
    expect(data[0]).toMatchObject({ type: 'team.summary', leadId: null });
  });

  it('reads what each rep did only if the settings let managers see figures of single people', async () => {
    const settings = await app.must('GET', '/v1/settings');
    await changeSettings(app, { individualReports: 'managers' });
    await app.moveTo('2026-03-12T08:00:00.000Z');
    await toRep(ann, 'Tia');
    mail.arrived.length = 0;
    await at('2026-03-12T16:00:00.000Z');
    expect(linesOf(told(boss)[0]!)).toContainEqual(expect.stringMatching(/^Ann: 1 in, 0 answered, 1 missed, /));
    await app.must('PUT', '/v1/settings', { ...settings, version: undefined });
  });

  it('who wants a weekly summary gets it for the whole week as its last working day ends', async () => {
    await app.must('PUT', `/v1/reps/${boss.id}/notification-settings`, {
      email: { types: ['team.summary'] },
      summary: 'week',
    });
    await at('2026-03-13T16:00:00.000Z');
    mail.arrived.length = 0;
    await app.must('POST', `/v1/reps/${boss.id}/absences`, {
      from: '2026-03-20T00:00:00.000Z',
      to: '2026-03-21T00:00:00.000Z',
      openLeads: 'keep',
    });
    for (const day of ['16', '17', '18']) {
      await app.moveTo(`2026-03-${day}T09:00:00.000Z`);
      await toRep(ann, `Kim ${day}`);
      await at(`2026-03-${day}T16:00:00.000Z`);
    }
    expect(told(boss)).toEqual([]);
    // On Friday they are away, so that their week ends on Thursday.
    await at('2026-03-19T16:00:00.000Z');
    expect(told(boss).map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Your team since Fri 13 Mar 2026, 17:00 \(Europe\/Berlin\): 3 leads came in/),
    ]);
    await at('2026-03-20T16:00:00.000Z');
    await at('2026-03-23T16:00:00.000Z');
    expect(told(boss)).toHaveLength(1);
  });
});
