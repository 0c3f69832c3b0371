import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { TestApplication } from '../support/application.js';
import { aPool, aRep } from '../support/people.js';
import { runs } from '../support/runs.js';

let app: TestApplication;
let database: pg.Client;
/** A valid body for each route. */
const GOOD = new Map<string, object>();

beforeAll(async () => {
  app = await TestApplication.start();
  database = new pg.Client({ connectionString: app.database.url });
  await database.connect();
  const rep = await aRep(app, 'Ann');
  const pool = await aPool(app, 'All', [rep]);
  const calendars = await app.must('GET', '/v1/calendars');
  const calendarId = calendars.data[0].id;
  const lead = {
    source: 'web',
    owner: { repId: rep.id },
    submittedAt: '2026-03-02T14:00:00.000Z',
    contact: { email: 'a@example.com' },
  };
  const { id } = await app.must('POST', '/v1/leads', lead);
  const firstTouch = {
    within: 'PT5M',
    warnAt: [0.5],
    onBreach: [{ after: 'PT0S', do: 'escalate', to: { repId: rep.id } }],
    leadCalendar: { calendarId },
  };
  const rules = [{ name: 'All', when: { field: 'source', op: 'eq', value: 'web' }, assign: { poolId: pool.id } }];
  const policy = { time: 'working', when: {}, calendar: { calendarId }, firstTouch };
  const hours = { mon: [['09:00', '17:00']] };
  const calendar = {
    timeZone: 'UTC',
    hours,
    holidays: ['2026-12-25'],
    overrides: { '2026-12-31': [['09:00', '12:00']] },
  };
  const bodies: [string, object][] = [
    ['POST /v1/leads', lead],
    ['POST /v1/leads/batch', { leads: [lead, { ...lead, attributes: { a: 1 } }] }],
    [
      `PATCH /v1/leads/${id}`,
      { contact: { phone: '+4930123456' }, submittedAt: '2026-03-02T14:30:00.000Z', reroute: 'ifUntouched' },
    ],
    [
      `POST /v1/leads/${id}/touches`,
      { kind: 'call', outcome: 'noAnswer', repId: rep.id, occurredAt: '2026-03-02T15:00:00.000Z' },
    ],
    [
      'POST /v1/touches/batch',
      {
        touches: [
          { leadId: id, kind: 'call', outcome: 'noAnswer', repId: rep.id, occurredAt: '2026-03-02T15:00:00.000Z' },
          { leadExternalId: 'a', source: 'web', kind: 'email', outcome: 'sent', note: 'n', externalId: 'b' },
          { email: 'kim@example.org', kind: 'sms', outcome: 'sent', direction: 'outbound', automated: true },
          { phone: '+4930123456', kind: 'call', outcome: 'connected', durationSeconds: 5 },
        ],
      },
    ],
    [
      'POST /v1/milestones/batch',
      {
        milestones: [
          { leadId: id, name: 'qualified', occurredAt: '2026-03-02T15:00:00.000Z' },
          {
            email: 'kim@example.org',
            name: 'won',
            occurredAt: '2026-03-02T15:00:00.000Z',
            value: { amount: '1.00', currency: 'EUR' },
          },
        ],
      },
    ],
    [
      'POST /v1/dispositions/batch',
      {
        dispositions: [
          { leadExternalId: 'a', source: 'web', category: 'lost', reason: 'price', note: 'n' },
          {
            phone: '+4930123456',
            category: 'nurture',
            reason: 'not_now',
            fields: { wakeAt: '2027-01-01T00:00:00.000Z' },
          },
        ],
      },
    ],
    [`POST /v1/leads/${id}/reassign`, { poolId: pool.id, reason: 'why', expectedOwnerId: rep.id }],
    [`POST /v1/leads/${id}/milestones`, { name: 'qualified', value: { amount: '1.00', currency: 'EUR' } }],
    [
      `POST /v1/leads/${id}/disposition`,
      { category: 'nurture', reason: 'not_now', fields: { wakeAt: '2027-01-01T00:00:00.000Z' } },
    ],
    [
      'POST /v1/reps',
      { name: 'Bo', email: 'bo@example.com', managerId: rep.id, calendarId, capacity: { open: 5 }, refs: { crm: '1' } },
    ],
    ['PUT /v1/reps/by-ref/crm/2', { name: 'Cy', email: 'cy@example.com', calendarId, refs: { crm: '2' } }],
    [`PUT /v1/reps/${rep.id}/availability`, { available: false, until: '2026-03-03T00:00:00.000Z' }],
    [
      `POST /v1/reps/${rep.id}/absences`,
      { from: '2026-03-05T00:00:00.000Z', to: '2026-03-06T00:00:00.000Z', openLeads: 'keep' },
    ],
    ['POST /v1/teams', { name: 'Team', managerId: rep.id, repIds: [rep.id], calendarId }],
    ['POST /v1/pools', { name: 'Pool', members: [{ repId: rep.id, weight: 2 }], calendarId, fallbackPoolId: pool.id }],
    ['POST /v1/calendars', { name: 'Cal', ...calendar }],
    ['POST /v1/calendars/preview', { calendar, deadlines: [{ from: '2026-03-02T14:00:00.000Z', within: 'PT4H' }] }],
    ['POST /v1/sla-policies', { name: 'Policy', ...policy }],
    ['POST /v1/sla-policies/preview', { policy, lead, at: '2026-03-02T15:00:00.000Z' }],
    ['PUT /v1/sla-policies/order', []],
    ['PUT /v1/handoff-kinds/order', []],
    ['PUT /v1/routing', { rules, fallback: { poolId: pool.id, queueOwnerId: rep.id } }],
    ['POST /v1/routing/preview', { lead, rules, at: '2026-03-02T15:00:00.000Z' }],
    [
      'POST /v1/disposition-reasons',
      { code: 'mine', category: 'lost', label: 'Mine', requires: ['note'], intent: 'realButLost' },
    ],
    [
      'PUT /v1/settings',
      {
        timeZone: 'UTC',
        defaultCountry: 'DE',
        defaultCalendarId: calendarId,
        backdating: { rep: 'PT15M', integration: 'P7D' },
      },
    ],
    ['POST /v1/api-keys', { name: 'key', scopes: ['rep'], repId: rep.id, expiresAt: '2027-01-01T00:00:00.000Z' }],
  ];
  for (const [route, body] of bodies) GOOD.set(route, body);
});

afterAll(async () => {
  await database.end();
  await app.stop();
});

const junk = fc.oneof(
  fc.constantFrom(
    null,
    '',
    0,
    -1,
    1e300,
    true,
    [],
    {},
    'x',
    'P1Y',
    '2026-13-01',
    'owner',
    '25:00',
    [null],
    [[]],
    [{}],
    { a: {} },
  ),
  fc.constant('00000000-0000-7000-8000-00000000dead'),
  fc.string({ maxLength: 5 }),
);

/** Returns the body after each pick has replaced or dropped a part, or added an unknown field. */
function spoil(
  body: unknown,
  picks: readonly { at: number; how: 'replace' | 'drop' | 'add'; value: unknown }[],
): unknown {
  const spoilt: { body: unknown } = { body: structuredClone(body) };
  for (const { at, how, value } of picks) {
    const places: [Record<string, unknown>, string][] = [];
    const walk = (holder: Record<string, unknown>) => {
      for (const key of Object.keys(holder)) {
        places.push([holder, key]);
        const inner = holder[key];
        if (typeof inner === 'object' && inner !== null) walk(inner as Record<string, unknown>);
      }
    };
    walk(spoilt);
    const [holder, key] = places[at % places.length]!;
    if (how === 'drop' && !Array.isArray(holder) && holder !== spoilt) delete holder[key];
    else if (how === 'add' && !Array.isArray(holder) && holder !== spoilt) holder.bogus = structuredClone(value);
    else holder[key] = structuredClone(value);
  }
  return spoilt.body;
}

it('a spoilt body is accepted or refused with its faults, and changes nothing when refused', async () => {
  const revision = async () => (await database.query('select revision from configuration_revision')).rows[0].revision;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: GOOD.size - 1 }),
      fc.array(fc.record({ at: fc.nat(60), how: fc.constantFrom('replace', 'drop', 'add'), value: junk }), {
        minLength: 1,
        maxLength: 3,
      }),
      async (which, picks) => {
        const [route, body] = [...GOOD][which]!;
        const [method, path] = route.split(' ') as [string, string];
        const sent = spoil(body, picks);
        const before = await revision();
        const answer = await app.ask(method, path, sent);
        expect([200, 201, 409, 422]).toContain(answer.status);
        if (answer.status === 422) {
          expect(answer.body.errors.length).toBeGreaterThan(0);
          expect(await revision()).toBe(before);
        }
      },
    ),
    { numRuns: runs(200, 1_000) },
  );
});

it.each<[string, string, object]>([
  ['thousands of faults', 'PUT /v1/routing', { rules: Array.from({ length: 400 }, () => ({})) }],
  ['a list too long', 'PUT /v1/routing', { rules: Array.from({ length: 600 }, () => ({ name: 1 })) }],
  ['members of no kind', 'POST /v1/pools', { name: 'X', members: Array.from({ length: 1_500 }, () => 1) }],
  ['ids that are none', 'POST /v1/teams', { name: 'X', repIds: Array.from({ length: 1_500 }, () => 'x') }],
  [
    'fields that nobody knows, and more',
    'POST /v1/leads',
    {
      ...Object.fromEntries(Array.from({ length: 1_500 }, (_, field) => [`field${field}`, 1])),
      owner: 1,
      submittedAt: 1,
    },
  ],
  [
    'text that cannot be stored',
    'POST /v1/leads',
    { source: 'x', attributes: Array.from({ length: 5_000 }, () => '\0') },
  ],
])('a body with %s is refused like any other', async (_, route, body) => {
  const [method, path] = route.split(' ') as [string, string];
  const answer = await app.ask(method, path, body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors.length).toBeLessThanOrEqual(2_000);
});

it('a valid lead in a batch is accepted beside leads with thousands of faults', async () => {
  const bad = { source: 1, contact: 1, owner: 1, submittedAt: 1, test: 1, refs: 1, consent: 1 };
  const leads = [{ source: 'good' }, ...Array.from({ length: 999 }, () => bad)];
  const { status, body } = await app.post('/v1/leads/batch', { leads });
  expect(status).toBe(200);
  expect(body.results.map((result: { status: string }) => result.status)).toEqual([
    'created',
    ...Array.from({ length: 999 }, () => 'invalid'),
  ]);
});
