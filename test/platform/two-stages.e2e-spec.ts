import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aLead, aPool, aRep, faults, NOBODY } from '../support/people.js';

const PAST = '2020-01-01T00:00:00Z';

let app: TestApplication;
/** The ids that stand for names in the paths below. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  app = await TestApplication.start();
  const rep = await aRep(app, 'Ann');
  ids.rep = rep.id;
  ids.pool = (await aPool(app, 'All', [rep])).id;
  ids.team = (await app.must('POST', '/v1/teams', { name: 'Team', repIds: [] })).id;
  ids.lead = (await aLead(app)).id;
  ids.unknown = NOBODY;
});
afterAll(() => app.stop());

const ask = (route: string, body: unknown, key?: string) => {
  const [method, path] = route.replace(/:(\w+)/g, (_, name) => ids[name]!).split(' ') as [string, string];
  return app.ask(method, path, body, key === undefined ? {} : { key });
};

/** Bodies of the right shape, with all faults of their meaning. */
const MEANT_WRONG: readonly [route: string, body: object, faults: readonly string[]][] = [
  [
    'POST /v1/leads',
    { source: 'x', submittedAt: PAST, owner: { repId: NOBODY } },
    ['/submittedAt backdated', '/owner/repId unknownId'],
  ],
  ['PATCH /v1/leads/:lead', { submittedAt: PAST }, ['/submittedAt backdated']],
  [
    'POST /v1/leads/:lead/touches',
    { kind: 'call', outcome: 'connected', repId: NOBODY, occurredAt: PAST },
    ['/repId unknownId', '/occurredAt beforeLead'],
  ],
  [
    'POST /v1/leads/:lead/reassign',
    { repId: NOBODY, poolId: NOBODY, reason: 'why' },
    [' oneOf', '/repId unknownId', '/poolId unknownId'],
  ],
  ['POST /v1/leads/:lead/milestones', { name: 'won', occurredAt: PAST }, ['/occurredAt beforeLead']],
  [
    'POST /v1/leads/:lead/disposition',
    { category: 'lost', reason: 'not_now', fields: { more: 'x' } },
    ['/reason otherCategory', '/fields/wakeAt required', '/fields/more unknown'],
  ],
  [
    'POST /v1/reps',
    { name: 'X', email: 'ANN@example.com', calendarId: NOBODY, managerId: NOBODY },
    ['/email taken', '/calendarId unknownId', '/managerId unknownId'],
  ],
  [
    'PUT /v1/reps/:rep',
    { id: NOBODY, name: 'Ann', email: 'ann@example.com', managerId: NOBODY },
    ['/id contradiction', '/managerId unknownId'],
  ],
  [
    'PUT /v1/reps/by-ref/crm/1',
    { id: NOBODY, name: 'X', email: 'ann@example.com', refs: { crm: '2' } },
    ['/id contradiction', '/refs/crm contradiction', '/email taken'],
  ],
  ['PUT /v1/reps/:rep/availability', { available: true, until: PAST }, ['/until contradiction', '/until past']],
  ['POST /v1/reps/:rep/absences', { from: '2020-01-02T00:00:00Z', to: PAST }, ['/to inverted', '/to past']],
  [
    'POST /v1/teams',
    { name: 'TEAM', managerId: NOBODY, repIds: [NOBODY, NOBODY], calendarId: NOBODY },
    [
      ...['/managerId', '/repIds/0', '/repIds/1'].map((pointer) => `${pointer} unknownId`),
      '/repIds/1 duplicate',
      '/calendarId unknownId',
      '/name taken',
    ],
  ],
  ['PUT /v1/teams/:team', { id: NOBODY, name: 'Team', repIds: [NOBODY] }, ['/id contradiction', '/repIds/0 unknownId']],
  [
    'PUT /v1/routing',
    { rules: [{ name: 'A', when: { field: 'x' }, assign: { poolId: NOBODY } }], fallback: { poolId: NOBODY } },
    [
      '/rules/0/when/field unknownField',
      '/rules/0/when/op required',
      '/rules/0/assign/poolId unknownId',
      '/fallback/poolId unknownId',
    ],
  ],
  [
    'PUT /v1/settings',
    { defaultCountry: 'XX', defaultCalendarId: NOBODY },
    ['/defaultCountry country', '/defaultCalendarId unknownId'],
  ],
  [
    'POST /v1/api-keys',
    { name: 'X', scopes: ['read'], repId: NOBODY, expiresAt: PAST },
    ['/repId contradiction', '/expiresAt past', '/repId unknownId'],
  ],
  [
    'POST /v1/calendars/preview',
    {
      calendar: { timeZone: 'UTC', hours: { mon: [['09:00', '09:00']] } },
      spans: [
        {
          from: '2026-03-02T00:00:00Z',
          to: '2026-03-03T00:00:00Z',
          pauses: [['2026-03-02T02:00:00Z', '2026-03-02T01:00:00Z']],
        },
      ],
    },
    ['/calendar/hours/mon/0 emptyInterval', '/spans/0/pauses/0 inverted'],
  ],
];

describe.each(MEANT_WRONG)('the body of %s', (route, body, meant) => {
  it('is refused for its shape alone while the shape is wrong', async () => {
    expect(faults(await ask(route, { ...body, colour: 'red' }))).toEqual(['/colour unknown']);
  });

  it('is refused for all faults of meaning once its shape is right', async () => {
    expect(faults(await ask(route, body))).toEqual(meant);
  });
});

it('each lead of a batch is refused for its shape, or else for its meaning', async () => {
  const meant = { source: 'x', submittedAt: PAST, owner: { repId: NOBODY } };
  const { body } = await app.post('/v1/leads/batch', { leads: [{ ...meant, test: 1, colour: 'red' }, meant] });
  expect(
    body.results.map(({ errors }: { errors: { pointer: string; code: string }[] }) =>
      errors.map(({ pointer, code }) => `${pointer} ${code}`),
    ),
  ).toEqual([
    ['/leads/0/colour unknown', '/leads/0/test type'],
    ['/leads/1/submittedAt backdated', '/leads/1/owner/repId unknownId'],
  ]);
});

it('each touch of a batch is refused for its shape, or else for its meaning', async () => {
  const meant = { kind: 'call', outcome: 'held', repId: NOBODY, email: 'kim@example.org', phone: '+4930901820' };
  const { body } = await app.post('/v1/touches/batch', { touches: [{ ...meant, colour: 'red' }, meant] });
  expect(
    body.results.map(({ errors }: { errors: { pointer: string; code: string }[] }) =>
      errors.map(({ pointer, code }) => `${pointer} ${code}`),
    ),
  ).toEqual([
    ['/touches/0/colour unknown'],
    ['/touches/1 oneOf', '/touches/1/repId unknownId', '/touches/1/outcome contradiction'],
  ]);
});

describe('a request beyond the rights of its key', () => {
  it('is refused before its body is checked if the key may not make it', async () => {
    const intake = await app.keyFor(['intake']);
    expect((await ask('POST /v1/reps', { colour: 'red' }, intake)).status).toBe(403);
    expect((await ask('POST /v1/leads/:lead/reassign', { colour: 'red' }, intake)).status).toBe(403);
    expect((await ask('POST /v1/reps', { colour: 'red' }, 'none')).status).toBe(401);
    const stranger = await app.keyFor(['rep'], (await aRep(app, 'Stranger')).id);
    expect((await ask('PUT /v1/reps/:rep/availability', { colour: 'red' }, stranger)).status).toBe(404);
  });

  it('is answered as not found after the shape and before the meaning, whether the lead exists or not', async () => {
    const stranger = await app.keyFor(['rep'], (await aRep(app, 'Other')).id);
    for (const lead of [':lead', ':unknown']) {
      const route = `POST /v1/leads/${lead}/reassign`;
      expect(faults(await ask(route, { colour: 'red' }, stranger))).toEqual(['/reason required', '/colour unknown']);
      expect((await ask(route, { repId: NOBODY, reason: 'why' }, stranger)).status).toBe(404);
    }
  });
});
