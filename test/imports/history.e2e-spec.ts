import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/sql/database.js';
import { ReportFacts } from '../../src/reporting/facts/report-facts.service.js';
import { ContactReports } from '../../src/sources/touches/contact-reports.service.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, changeSettings, codeOf } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { anImport, runToEnd, settle } from './imports.js';

/** A Monday, 10:00 in UTC. */
const START = '2026-03-02T10:00:00.000Z';
const DAY = 24 * 60 * MINUTE;

let app: TestApplication;
let ann: Json;
beforeAll(async () => {
  app = await TestApplication.start(START);
  await aDesk(app, ['Ann', 'Bo']);
  await changeSettings(app, { duplicates: 'join', timeZone: 'UTC' });
  ann = (await app.must('GET', '/v1/reps')).data.find(({ name }: Json) => name === 'Ann');
  await app.must('POST', '/v1/webhooks', {
    url: 'https://example.com/hook',
    types: ['lead.*', 'sla.*', 'suppression.*', 'import.*'],
  });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

/** Lets reports know of what has happened. */
async function reported(): Promise<void> {
  await app.feedsCaughtUp();
  await app.application.app.get(ReportFacts).follow();
}

const FILE = [
  'Record ID,Email,Created,Lead Status,Owner,Reason,Last contacted,Won date,Amount,Note,Phone',
  '1,ann.b@example.com,2025-06-02 09:00,Converted,ann@example.com,,2025-06-02 09:30,2025-07-01,"1,250.50",first,+49 151 23456789',
  '2,cem@example.com,2025-06-03 09:00,Lost,Ann,Price,2025-06-05 09:00,,,second,+49 151 23456788',
  '3,dora@example.com,2025-06-04 09:00,Closed lost,gone@example.com,,,,,third,',
  '4,eve@example.com,2025-06-05 09:00,Working,Ann,,2025-06-01 09:00,,,fourth,',
  '5,,2025-06-06 09:00,New,,,,,,fifth,',
  ',,2025-06-06 09:00,New,,,,,,nobody,',
  '7,gus@example.com,2025-06-07 09:00,Unsubscribed,,do_not_contact,,,,,',
].join('\n');

const history = (file = FILE, fields: object = {}) =>
  anImport(app, file, { mode: 'history', source: 'crm', ...fields });
const leadsOf = async (id: string): Promise<Json[]> => (await app.must('GET', `/v1/leads?importId=${id}`)).data;
const byNumber = async (id: string) => new Map((await leadsOf(id)).map((lead) => [lead.externalId, lead]));

describe('an import of history', () => {
  it('brings leads along with their dates, owners, touches and endings', async () => {
    const { id, columns } = await history();
    expect(columns.map(({ name, suggested }: Json) => [name, suggested.to])).toEqual([
      ['Record ID', 'externalId'],
      ['Email', 'contact.email'],
      ['Created', 'submittedAt'],
      ['Lead Status', 'status'],
      ['Owner', 'owner'],
      ['Reason', 'reason'],
      ['Last contacted', 'touchedAt'],
      ['Won date', 'wonAt'],
      ['Amount', 'dealAmount'],
      ['Note', 'message'],
      ['Phone', 'contact.phone'],
    ]);
    const counts = { rows: 7, created: 6, joined: 0, unchanged: 0, rejected: 1, older: 6 };
    expect(await runToEnd(app, id, 'rehearse')).toMatchObject(counts);
    expect(await leadsOf(id)).toEqual([]);
    expect(await runToEnd(app, id)).toMatchObject({ state: 'done', ...counts });
    const leads = await byNumber(id);
    expect(leads.get('1')).toMatchObject({
      status: 'won',
      receivedAt: '2025-06-02T09:00:00.000Z',
      cycle: 0,
      workState: 'qualified',
    });
    expect(leads.get('2')).toMatchObject({ status: 'lost', disposition: { reason: 'price', through: 'import' } });
    expect(leads.get('3')).toMatchObject({ status: 'lost', disposition: { reason: 'unknown' } });
    // What happened before it asked is no answer.
    expect(leads.get('4')).toMatchObject({
      status: 'open',
      ownerId: ann.id,
      workState: 'untouched',
      attributes: { 'Last contacted': '2025-06-01 09:00' },
    });
    expect(leads.get('5')).toMatchObject({ status: 'open', ownerId: null, queue: 'review' });
    expect(leads.get('7')).toMatchObject({ status: 'suppressed', disposition: { through: 'import' } });
    const timeline = (await app.must('GET', `/v1/leads/${leads.get('1')!.id}/timeline`)).data;
    expect(timeline.map(({ occurredAt, text }: Json) => [occurredAt, text])).toEqual([
      ['2025-06-02T09:00:00.000Z', 'Brought along by an import, from crm'],
      ['2025-06-02T09:00:00.000Z', 'Assigned to Ann, as its source requested'],
      ['2025-06-02T09:30:00.000Z', 'Ann: contact of another kind, sent'],
      ['2025-07-01T00:00:00.000Z', 'Won, worth EUR 1,250.50'],
    ]);
  });

  it('refuses rows whose date cannot be read or is still to come, and names the column', async () => {
    const file = 'Email,Created\nann.b@example.com,2026-13-45\nbo.c@example.com,2027-01-01\ncem@example.com,';
    const why = async (mode: string) => {
      const { id } = await history(file, { mode });
      expect(await runToEnd(app, id, 'rehearse')).toMatchObject({ created: mode === 'live' ? 2 : 1 });
      return (await app.must('GET', `/v1/imports/${id}/rejected`)).data.map((row: Json) => row.why);
    };
    const unreadable = expect.stringMatching(/^Created: "2026-13-45" is no date that can be read/);
    expect(await why('history')).toEqual([
      unreadable,
      'Created: "2027-01-01" is still to come: expected a date that is not in the future.',
    ]);
    const ahead = 'Created: Expected an instant at most 5 minutes ahead.';
    expect(await why('byAge')).toEqual([unreadable, ahead]);
    expect(await why('live')).toEqual([ahead]);
  });

  it('promises nothing, tells nobody, and shows in no report unless asked for', async () => {
    const { data: queues } = await app.must('GET', '/v1/queues');
    const { id: queueId, version, ...queue } = queues.find(({ name }: Json) => name === 'review');
    await app.must('PUT', `/v1/queues/${queueId}`, { ...queue, version, within: 'PT1H' });
    const { id } = await history();
    await runToEnd(app, id);
    await app.moveBy(3 * DAY);
    expect(await notificationsOf(app, ann as never)).toEqual([]);
    await app.deliver();
    const sent = await app.application.app.get(Database).column('select distinct type from delivery');
    expect(sent.filter((type) => !String(type).startsWith('import.'))).toEqual([]);
    await reported();
    const speed = async (query = '') =>
      (await app.must('GET', `/v1/reports/speed-to-lead?from=2025-06-01&to=2026-03-09${query}`)) as Json;
    const without = await speed();
    expect(without.total).toMatchObject({ leads: 0, leadsInTime: { kept: 0, missed: 0, overdue: 0, undecided: 0 } });
    expect(without.leavesOut).toMatchObject({ imported: 6 });
    const only = await speed('&imported=only');
    expect(only.total).toMatchObject({ leads: 6, touched: 2, elapsed: { medianSeconds: 1_800 } });
    const ends = async (query: string) =>
      (await app.must('GET', `/v1/reports/dispositions?from=2025-06-01&to=2026-03-09${query}`)) as Json;
    expect((await ends('')).total.of.leads).toBe(0);
    expect((await ends('&imported=only')).total).toMatchObject({
      of: { leads: 6, closed: 3 },
      closedBy: { rep: 0, rule: 0, key: 3 },
      milestones: { won: { leads: 1, values: { EUR: '1250.50' } } },
    });
    expect((await app.must('GET', '/v1/dispositions?include=milestones')).data).toEqual([]);
  });
});

describe('history that is brought in again', () => {
  it('changes nothing, with ids and without', async () => {
    const withoutIds = FILE.split('\n')
      .map((line) => line.split(',').slice(1).join(','))
      .join('\n');
    const first = await history(withoutIds);
    expect(await runToEnd(app, first.id)).toMatchObject({ created: 5, rejected: 2 });
    const second = await history(withoutIds);
    expect(await runToEnd(app, second.id)).toMatchObject({ created: 0, unchanged: 5, rejected: 2 });
    const third = await history();
    await runToEnd(app, third.id);
    const fourth = await history();
    expect(await runToEnd(app, fourth.id)).toMatchObject({ created: 0, unchanged: 6, rejected: 1 });
  });
});

describe('by age', () => {
  it('old rows are history and new ones are new', async () => {
    const file = [
      'Email,Created,Status',
      'old@example.com,2026-02-20 09:00,Lost',
      'new@example.com,2026-03-02 09:00,New',
      'none@example.com,,Open',
    ].join('\n');
    const { id } = await history(file, { mode: 'byAge' });
    expect(await runToEnd(app, id)).toMatchObject({ created: 3, older: 1, newer: 1 });
    const cycles = (await leadsOf(id)).map(({ contact, cycle, attributes }) => [contact.email, cycle, attributes]);
    expect(new Set(cycles)).toEqual(
      new Set([
        ['old@example.com', 0, undefined],
        ['new@example.com', 1, { Status: 'New' }],
        ['none@example.com', 0, undefined],
      ]),
    );
  });
});

describe('somebody of history', () => {
  it('who asks again is new demand: the form joins, and its owner owes a first touch', async () => {
    await aPolicy(app, {}, { onInquiry: 'renew' });
    const { id } = await history();
    await runToEnd(app, id);
    const eve = (await byNumber(id)).get('4')!;
    const answer = await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'EVE@example.com' } });
    expect(answer.id).toBe(eve.id);
    const lead = await app.must('GET', `/v1/leads/${eve.id}`);
    expect([lead.cycle, lead.ownerId, lead.clocks.map(({ kind, state }: Json) => [kind, state])]).toEqual([
      1,
      ann.id,
      [
        ['firstTouch', 'running'],
        ['leadResponse', 'running'],
      ],
    ]);
    await reported();
    const { total } = await app.must('GET', '/v1/reports/speed-to-lead?from=2025-06-01&to=2026-03-09');
    expect(total.leads).toBe(1);
  });

  it('who did not want to be contacted is kept out', async () => {
    const { id } = await history();
    await runToEnd(app, id);
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'gus@example.com' } });
    expect((await app.must('GET', `/v1/leads/${lead.id}`)).status).toBe('suppressed');
  });

  it('who is in no hurry gets a promise by a new policy for open leads, unless nobody has them', async () => {
    const { id } = await history();
    await runToEnd(app, id);
    await app.must('POST', '/v1/sla-policies', {
      name: 'All',
      when: {},
      firstTouch: { within: 'PT5M' },
      applyTo: 'open',
    });
    await app.moveBy(MINUTE);
    const leads = await byNumber(id);
    expect(['4', '5'].map((number) => [leads.get(number)!.cycle, leads.get(number)!.clocks.length])).toEqual([
      [1, 2],
      [0, 0],
    ]);
  });
});

describe('an import that is undone', () => {
  it('takes back what nobody has worked on, and names the rest', async () => {
    const { id } = await history();
    await runToEnd(app, id);
    const worked = (await byNumber(id)).get('4')!;
    await app.must('POST', `/v1/leads/${worked.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    await reported();
    await app.must('POST', `/v1/imports/${id}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ state: 'undone', undone: 5, kept: 1 });
    expect((await leadsOf(id)).map(({ externalId }) => externalId)).toEqual(['4']);
    await reported();
    const query = 'from=2025-06-01&to=2026-03-09&imported=with';
    expect((await app.must('GET', `/v1/reports/dispositions?${query}`)).total.of.leads).toBe(1);
    expect((await app.must('GET', `/v1/reports/speed-to-lead?${query}`)).total.leads).toBe(1);
    const { data } = await app.must('GET', '/v1/events?type=import.undone');
    expect(data.map((event: Json) => event.data)).toEqual([{ undone: 5, kept: 1 }]);
    // Their ids are free again, and nobody is kept out any more.
    const again = await history();
    expect(await runToEnd(app, again.id)).toMatchObject({ created: 5, unchanged: 1 });
  });

  it('has no longer than seven days for it, and is not undone twice', async () => {
    const { id } = await history();
    await runToEnd(app, id);
    await app.moveBy(7 * DAY + 1);
    const late = await app.ask('POST', `/v1/imports/${id}/undo`);
    expect([late.status, codeOf(late.body)]).toEqual([409, 'import-state']);
  });
});

describe('an import that is undone, where somebody was called', () => {
  it('keeps who was called by a connected tool, which acts in nobody’s name', async () => {
    const secret = 'the-secret-of-the-tool';
    const { key } = await app.must('POST', '/v1/inbound', {
      name: 'Telephone',
      kind: 'touches',
      vendor: 'aircall',
      source: 'telephone',
      secret,
    });
    const { id } = await history();
    await runToEnd(app, id);
    const now = Math.floor(app.time.now() / 1_000);
    const call = {
      id: 1,
      direction: 'outbound',
      status: 'done',
      started_at: now - 70,
      answered_at: now - 65,
      ended_at: now - 10,
      duration: 60,
      raw_digits: '+49 151 23456788',
      voicemail: null,
      user: { id: 1, name: 'Zoe', email: 'zoe@elsewhere.example' },
    };
    const body = JSON.stringify({ resource: 'call', event: 'call.ended', timestamp: now, token: secret, data: call });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${app.url}/in/${key}`, { method: 'POST', body, headers })).status).toBe(200);
    await app.application.app.get(ContactReports).idle();
    await app.must('POST', `/v1/imports/${id}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ undone: 5, kept: 1 });
    expect((await leadsOf(id)).map(({ externalId }) => externalId)).toEqual(['2']);
  });
});

describe('what came in elsewhere', () => {
  const TODAY = 'Email,Created,Status,Owner\nnow@example.com,2026-03-02 09:00,Open,ann@example.com';

  it('takes nothing of the capacity of its owner', async () => {
    const { data: reps } = await app.must('GET', '/v1/reps');
    for (const { id, ...rep } of reps)
      await app.must('PUT', `/v1/reps/${id}`, { ...rep, capacity: { open: 1, untouched: 1, perDay: 1 } });
    const { id } = await history(TODAY);
    await runToEnd(app, id);
    expect((await leadsOf(id))[0]!.ownerId).toBe(ann.id);
    const dealt = async (email: string) =>
      (await app.must('POST', '/v1/leads', { source: 'web', contact: { email } })).ownerId;
    const owners = [await dealt('a@example.com'), await dealt('b@example.com')];
    expect(new Set(owners)).toEqual(new Set(reps.map(({ id: repId }: Json) => repId)));
    expect(await dealt('c@example.com')).toBeNull();
  });

  it('is in no dry run of a policy, and in no map of leads', async () => {
    await runToEnd(app, (await history(TODAY)).id);
    await app.moveBy(3 * DAY);
    const [from, to] = ['2026-03-01T00:00:00.000Z', new Date(app.time.now()).toISOString()];
    const policy = { name: 'All', when: {}, firstTouch: { within: 'PT5M' } };
    const { id } = await app.must('POST', '/v1/sla-policies/dry-run', { policy, from, to });
    await app.settleJobs();
    expect((await app.must('GET', `/v1/jobs/${id}`)).result).toMatchObject({ leads: 0 });
    const map = await app.must('GET', `/v1/handoffs/map?from=${from}`);
    expect(map.leads.leads).toBe(0);
  });
});

describe('only an admin', () => {
  it('brings history along', async () => {
    const key = await app.keyFor(['integration']);
    const body = { name: 'Old', of: 'leads', mode: 'history' };
    expect((await app.ask('POST', '/v1/imports', body, { key })).status).toBe(403);
    expect((await app.ask('POST', '/v1/imports', { ...body, mode: 'live' }, { key })).status).toBe(201);
  });
});
