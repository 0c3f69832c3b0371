import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { Story } from '../support/story.js';

/*
 * The examples in the document of the API are what this story sends and sees. With UPDATE_EXAMPLES=1 it writes them down
 * anew (npm run examples); otherwise it holds what is written against what it sees.
 */

const FILE = 'docs/api-examples.json';
const SOMEBODY_ELSE = '019cafc2-0000-7000-8000-00000000ffff';
const MS_PER_MINUTE = 60_000;

let app: TestApplication;
let story: Story;

beforeAll(async () => {
  app = await TestApplication.start();
  story = await Story.on(app);
});
afterAll(() => app.stop());

/** Nothing happens at the same moment as something else, so whatever is sorted by time has one order. */
async function tell(...told: Parameters<Story['tell']>): ReturnType<Story['tell']> {
  await app.moveBy(1_000);
  return story.tell(...told);
}

async function tellOfPeople() {
  const zone = { timeZone: 'Europe/Berlin', currency: 'EUR', defaultCountry: 'DE' };
  await tell('getSetup', 'After the first start');
  await tell('getSettings', 'As they are at first');
  await tell('replaceSettings', 'A company in Berlin', { headers: { 'If-Match': '"1"' }, body: zone });
  await tell(
    'replaceSettings',
    'By somebody who had read them before',
    { headers: { 'If-Match': '"1"' }, body: zone },
    412,
  );
  await tell('listSettingsVersions', 'Who changed what', { query: { limit: '1' } });
  const mia = await tell('createRep', 'A manager', { body: { name: 'Mia', email: 'mia@example.com' } });
  const ann = await tell('createRep', 'Someone with limits', {
    body: {
      name: 'Ann',
      email: 'ann@example.com',
      refs: { salesforce: '005A1' },
      managerId: mia.id,
      capacity: { untouched: 3, perDay: 20 },
    },
  });
  const bo = await tell('putRepByRef', 'From a CRM', {
    path: { system: 'salesforce', ref: '005B2' },
    body: { name: 'Bo', email: 'bo@example.com', managerId: mia.id },
  });
  await tell('putReps', 'One by the CRM’s id, one by the address', {
    body: {
      reps: [
        { ref: { system: 'salesforce', id: '005B2' }, name: 'Bo', email: 'bo@example.com', managerId: mia.id },
        { name: 'Cy', email: 'cy@example.com' },
      ],
    },
  });
  await tell('listReps', 'By the id in another system', { query: { ref: 'salesforce:005B2', limit: '10' } });
  await tell('getRep', 'Ann', { path: { id: ann.id } });
  const { version: _, ...asRead } = ann;
  await tell('replaceRep', 'A new name', {
    path: { id: ann.id },
    headers: { 'If-Match': '"1"' },
    body: { ...asRead, name: 'Ann Smith' },
  });
  await tell('listRepVersions', 'After a change', { path: { id: ann.id }, query: { limit: '1' } });
  const team = await tell('createTeam', 'Inbound', {
    body: { name: 'Inbound', managerId: mia.id, repIds: [ann.id, bo.id] },
  });
  await tell('listTeams', 'All of them', { query: { limit: '10' } });
  await tell('getTeam', 'Inbound', { path: { id: team.id } });
  await tell('replaceTeam', 'Another name', {
    path: { id: team.id },
    headers: { 'If-Match': '"1"' },
    body: { name: 'Inbound EMEA', managerId: mia.id, repIds: [ann.id, bo.id] },
  });
  await tell('listTeamVersions', 'After a change', { path: { id: team.id }, query: { limit: '1' } });
  return { mia, ann, bo, team };
}

async function tellOfRules({ ann, bo, mia }: Awaited<ReturnType<typeof tellOfPeople>>) {
  const week = { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']], wed: [['09:00', '17:00']] };
  const hours = {
    ...week,
    thu: [['09:00', '17:00']],
    fri: [
      ['09:00', '12:00'],
      ['12:30', '15:00'],
    ],
  };
  const office = { timeZone: 'Europe/Berlin', hours, holidayRegion: 'DE-BE', holidays: ['2026-12-31'] };
  const calendar = await tell('createCalendar', 'An office in Berlin', { body: { name: 'Berlin', ...office } });
  const days = {
    deadlines: [
      { from: '2026-03-06T13:00:00Z', within: 'P1D' },
      { from: '2026-03-06T13:00:00Z', within: 'PT4H' },
    ],
    spans: [{ from: '2026-03-06T13:00:00Z', to: '2026-03-09T09:00:00Z' }],
  };
  await tell('previewCalendar', 'From a Friday afternoon', { body: { calendar: office, ...days } });
  await tell('previewSavedCalendar', 'From a Friday afternoon', { path: { id: calendar.id }, body: days });
  await tell('listCalendars', 'The first of them', { query: { limit: '1' } });
  await tell('getCalendar', 'Berlin', { path: { id: calendar.id } });
  await tell('replaceCalendar', 'With a short day', {
    path: { id: calendar.id },
    headers: { 'If-Match': '"1"' },
    body: { name: 'Berlin', ...office, overrides: { '2026-12-24': [['09:00', '12:00']] } },
  });
  await tell('listCalendarVersions', 'After a change', { path: { id: calendar.id }, query: { limit: '1' } });

  const members = [{ repId: ann.id, weight: 2 }, { repId: bo.id }];
  const pool = await tell('createPool', 'Ann gets twice as many as Bo', { body: { name: 'Inbound', members } });
  await tell('listPools', 'All of them', { query: { limit: '10' } });
  await tell('getPool', 'Inbound', { path: { id: pool.id } });
  await tell('replacePool', 'With its own hours', {
    path: { id: pool.id },
    headers: { 'If-Match': '"1"' },
    body: { name: 'Inbound', members, calendarId: calendar.id },
  });
  await tell('listPoolVersions', 'After a change', { path: { id: pool.id }, query: { limit: '1' } });

  const germany = { field: 'contact.country', op: 'eq', value: 'DE' };
  const large = { all: [germany, { field: 'company.employees', op: 'gte', value: 500 }] };
  const rules = [
    { name: 'Large companies in Germany', when: large, assign: { repId: bo.id } },
    { name: 'Everybody else', when: {}, assign: { poolId: pool.id } },
  ];
  await tell('getRouting', 'At first');
  await tell('replaceRouting', 'A rule for large companies, and a pool for all others', {
    headers: { 'If-Match': '"0"' },
    body: { rules, fallback: { poolId: pool.id, queueOwnerId: mia.id } },
  });
  await tell('listRoutingVersions', 'The first rules', { query: { limit: '1' } });
  const lead = {
    source: 'google-ads',
    contact: { email: 'kim@example.org', country: 'DE' },
    company: { employees: 900 },
  };
  await tell('previewRouting', 'By the saved rules', { body: { lead, at: '2026-03-03T09:00:00Z' } });
  await tell('previewRouting', 'By a draft', { body: { lead, rules: rules.slice(1) } });

  const firstTouch = { within: 'PT5M', afterHours: 'PT1H', leadWithin: 'PT30M', warnAt: [0.8] };
  const policy = await tell('createSlaPolicy', 'Five minutes for ads', {
    body: {
      name: 'Paid inbound',
      when: { field: 'source', op: 'endsWith', value: '-ads' },
      time: 'elapsed',
      firstTouch,
    },
  });
  const slow = await tell('createSlaPolicy', 'A working day for the rest', {
    body: { name: 'Everything else', firstTouch: { within: 'P1D' } },
  });
  await tell('previewSlaPolicy', 'What would happen to a lead that nobody touches', {
    body: { policy: { time: 'elapsed', firstTouch }, lead, at: '2026-03-03T09:00:00Z' },
  });
  await tell('orderSlaPolicies', 'The particular before the general', { body: [policy.id, slow.id] });
  await tell('listSlaPolicies', 'The first that is asked', { query: { limit: '1' } });
  await tell('getSlaPolicy', 'Paid inbound', { path: { id: policy.id } });
  await tell('replaceSlaPolicy', 'Ten minutes to the first touch', {
    path: { id: slow.id },
    headers: { 'If-Match': '"1"' },
    body: { name: 'Everything else', firstTouch: { within: 'PT4H' } },
  });
  await tell('listSlaPolicyVersions', 'After a change', { path: { id: slow.id }, query: { limit: '1' } });
  return { calendar, pool, slow };
}

async function tellOfLeads({ ann, bo }: Awaited<ReturnType<typeof tellOfPeople>>) {
  const carla = {
    externalId: 'form-1',
    source: 'google-ads',
    campaign: 'spring',
    contact: { name: 'Carla Diaz', email: 'carla@example.com', country: 'ES' },
    clickIds: { gclid: 'Cj0KCQ' },
  };
  const headers = { 'Idempotency-Key': 'form-1' };
  const lead = await tell('createLead', 'A lead from an ad', { headers, body: carla });
  await tell('createLead', 'Sent again', { body: carla });
  await tell('createLead', 'A faulty one', { body: { sorce: 'google-ads', contact: { email: 7 } } }, 422);
  const batch = [
    { source: 'fair', contact: { name: 'Kim Lee', phone: '030 901820' } },
    { source: 'fair', owner: { repId: SOMEBODY_ELSE } },
  ];
  const { results } = await tell('createLeads', 'One that is taken, one that is not', { body: { leads: batch } });
  const path = { id: lead.id };
  await tell('listLeads', 'Open leads that missed a promise', {
    query: { status: 'open', breached: 'false', limit: '1' },
  });
  await tell('getLead', 'A lead with its clocks', { path });
  await tell('updateLead', 'What turned out later', {
    path,
    body: { company: { name: 'Diaz y Hijos', employees: 40 }, attributes: { seats: 25 }, campaign: null },
  });
  await tell('getInbox', 'The most urgent lead', { path: { id: lead.ownerId }, query: { limit: '1' } });
  await app.moveBy(6 * MS_PER_MINUTE);
  await tell('getLeadRouting', 'Moved after five minutes without a touch', { path });
  await tell('getPoolFairness', 'After a few leads', { path: { id: lead.poolId } });
  const { ownerId } = await app.must('GET', `/v1/leads/${lead.id}`);
  const { data } = await tell('listNotifications', 'A lead that was passed on', {
    path: { id: ownerId },
    query: { limit: '1' },
  });
  await tell('readNotification', 'The latest', { path: { id: data[0].id } });
  await tell('createTouch', 'A call', {
    path,
    headers: { 'Idempotency-Key': 'call-1' },
    body: { kind: 'call', outcome: 'connected', durationSeconds: 180, note: 'Wants a demo', externalId: 'call-1' },
  });
  await tell('createTouch', 'The same call, reported again', {
    path,
    body: { kind: 'call', outcome: 'connected', externalId: 'call-1' },
  });
  const other = ownerId === ann.id ? bo.id : ann.id;
  await tell('reassignLead', 'To somebody by name', {
    path,
    body: { repId: other, reason: 'Speaks Spanish', expectedOwnerId: ownerId },
  });
  await tell(
    'reassignLead',
    'By somebody who came too late',
    {
      path,
      body: { repId: other, reason: 'Speaks Spanish', expectedOwnerId: ownerId },
    },
    409,
  );
  await tell('createMilestone', 'Qualified', {
    path,
    body: { name: 'qualified', value: { amount: '1200.00', currency: 'EUR' } },
  });
  await tell(
    'disposeLead',
    'Without what the reason requires',
    {
      path,
      body: { category: 'nurture', reason: 'no_budget_now' },
    },
    422,
  );
  await tell('disposeLead', 'No budget before next year', {
    path,
    body: {
      category: 'nurture',
      reason: 'no_budget_now',
      note: 'Asks again in January',
      fields: { wakeAt: '2027-01-15T08:00:00Z' },
    },
  });
  await app.feedsCaughtUp();
  const csv = { Accept: 'text/csv' };
  await tell('exportDispositions', 'A page', { query: { category: 'nurture', limit: '1' } });
  await tell('exportDispositions', 'As a file', { headers: csv });
  await tell('reopenLead', 'The contact called', { path, body: { reason: 'Found the budget' } });
  await tell('reopenLead', 'One that is open', { path, body: { reason: 'Found the budget' } }, 409);
  await tell('getLeadTimeline', 'The first of it', { path, query: { limit: '2' } });
  await app.feedsCaughtUp();
  await tell('readEvents', 'What clocks did', { query: { type: 'sla.*', limit: '2' } });
  return { second: results[0].id as string };
}

async function tellOfTheRest(
  people: Awaited<ReturnType<typeof tellOfPeople>>,
  rules: { calendar: { id: string }; slow: { id: string } },
) {
  const { ann, bo } = people;
  const path = { id: ann.id };
  const absence = await tell('createAbsence', 'A week off', {
    path,
    body: { from: '2026-03-09T00:00:00+01:00', to: '2026-03-14T00:00:00+01:00', reason: 'Holiday' },
  });
  await tell('listAbsences', 'What is entered', { path, query: { limit: '10' } });
  await tell('getAbsence', 'A week off', { path: { ...path, absenceId: absence.id } });
  await tell('deleteAbsence', 'Plans changed', { path: { ...path, absenceId: absence.id } });
  for (const [rep, until] of [
    [ann, '2026-03-02T18:00:00Z'],
    [bo, undefined],
  ] as const)
    await tell('setAvailability', until === undefined ? 'Until further notice' : 'For this afternoon', {
      path: { id: rep.id },
      body: { available: false, ...(until && { until }) },
    });
  await app.must('POST', '/v1/leads', { source: 'fair', contact: { email: 'lou@example.org' } });
  await tell('listWaitingLeads', 'Nobody is available', { query: { limit: '1' } });

  const reason = await tell('createDispositionReason', 'A reason of your own', {
    body: {
      code: 'no_integration',
      category: 'lost',
      label: 'We lack an integration',
      requires: ['competitor'],
      intent: 'realButLost',
    },
  });
  await tell('listDispositionReasons', 'The first of the built-in ones', { query: { limit: '1' } });
  await tell('getDispositionReason', 'A reason of your own', { path: { id: reason.id } });
  await tell('replaceDispositionReason', 'Not offered any more', {
    path: { id: reason.id },
    headers: { 'If-Match': '"1"' },
    body: {
      code: 'no_integration',
      category: 'lost',
      label: 'We lack an integration',
      intent: 'realButLost',
      active: false,
    },
  });
  await tell('listDispositionReasonVersions', 'After a change', { path: { id: reason.id }, query: { limit: '1' } });
  await tell('deleteDispositionReason', 'One that no lead has', { path: { id: reason.id } });

  const key = await tell('createApiKey', 'For the web site', { body: { name: 'Web site', scopes: ['intake'] } });
  await tell('getMe', 'A key of the web site', { key: key.key });
  await tell('getRouting', 'With a key that may not', { key: key.key }, 403);
  await tell('getMe', 'With a wrong key', { key: 'tl_wrong' }, 401);
  await tell('listApiKeys', 'The first', { query: { limit: '1' } });
  await tell('revokeApiKey', 'No longer needed', { path: { id: key.id } });
  await tell('getLiveness', 'All is well');
  await tell('getReadiness', 'All is well');
  await tell('getMetrics', 'For Prometheus');
  await tell('getProblems', 'For people');

  const spare = await app.must('POST', '/v1/reps', { name: 'Dee', email: 'dee@example.com' });
  await tell('deleteRep', 'One whom no lead names', { path: { id: spare.id }, headers: { 'If-Match': '"1"' } });
  await tell('deleteTeam', 'One that is not used', { path: { id: people.team.id } });
  await tell('deleteCalendar', 'One that a pool uses', { path: { id: rules.calendar.id } }, 409);
  const unused = await app.must('POST', '/v1/calendars', {
    name: 'Unused',
    timeZone: 'UTC',
    hours: { mon: [['09:00', '17:00']] },
  });
  await tell('deleteCalendar', 'One that is not used', { path: { id: unused.id } });
  const idle = await app.must('POST', '/v1/pools', { name: 'Idle', members: [] });
  await tell('deletePool', 'One that is not used', { path: { id: idle.id } });
  const unneeded = await app.must('POST', '/v1/sla-policies', { name: 'Unneeded', firstTouch: { within: 'PT1H' } });
  await tell('deleteSlaPolicy', 'One that no lead has', { path: { id: unneeded.id } });
  await tell('getLead', 'One that is not there', { path: { id: spare.id } }, 404);
}

it('the examples in the document of the API are what is sent and seen', async () => {
  const people = await tellOfPeople();
  const rules = await tellOfRules(people);
  await tellOfLeads(people);
  await tellOfTheRest(people, rules);
  if (process.env.UPDATE_EXAMPLES === '1') writeFileSync(FILE, `${JSON.stringify(story.examples, null, 2)}\n`);
  expect(story.examples).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
}, 60_000);
