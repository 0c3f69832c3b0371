import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, winADeal } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aDesk, aRep, nineToFive } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let key: string;
let people: { teamId: string; repId: string };

beforeAll(async () => {
  app = await TestApplication.start();
  await nineToFive(app);
  ann = await aRep(app, 'Ann');
  const olga = await aRep(app, 'Olga');
  await aDesk(app, [ann]);
  key = await app.keyFor(['rep'], ann.id);
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [olga.id] });
  people = { teamId: team.id, repId: olga.id };
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const receivers = (completeWithin: string, acknowledgeWithin = 'PT4H') => [
  {
    name: 'Operations',
    teamId: people.teamId,
    ownerOfDoneRepId: people.repId,
    checklist: [],
    acknowledgeWithin,
    completeWithin,
  },
];
const aKind = (fields: object) => aHandoffKind(app, people, fields);

describe('a kind that counts around the clock', () => {
  it('has clocks that run at night and at the weekend', async () => {
    const kind = await aKind({ time: 'elapsed', receivers: receivers('PT48H') });
    expect(kind.time).toBe('elapsed');
    await app.moveTo('2026-03-06T16:00:00Z');
    const { path } = await winADeal(app, { key, number: 1 });
    const { receivers: received } = await app.must('GET', path);
    expect(received[0].clocks).toEqual([
      expect.objectContaining({ kind: 'handoffAcknowledge', state: 'running', dueAt: '2026-03-06T20:00:00.000Z' }),
    ]);
    await app.must('POST', `${path}/receivers/Operations/accept`);
    expect((await app.must('GET', path)).receivers[0].clocks).toContainEqual(
      expect.objectContaining({ kind: 'handoffComplete', dueAt: '2026-03-08T16:00:00.000Z' }),
    );
    await app.moveTo('2026-03-09T10:00:00Z');
    await app.must('POST', `${path}/receivers/Operations/done`);
    expect((await verified(app.database.url)).found).toEqual([]);
    const [row] = (await app.must('GET', '/v1/reports/handoffs?by=kind&from=2026-03-01&to=2026-04-01')).data;
    const HOUR = 3_600;
    expect(row.complete).toMatchObject({
      kept: 0,
      missed: 1,
      elapsed: { medianSeconds: 66 * HOUR },
      working: { medianSeconds: 2 * HOUR },
    });
  });

  it('counts working time unless it says otherwise', async () => {
    expect((await aKind({})).time).toBe('working');
  });
});

describe('more working hours than a working day has', () => {
  const setup = async () =>
    (await app.must('GET', '/v1/setup')).warnings.flatMap(({ code, text }: Json) =>
      code.endsWith('HoursBeyondDay') ? [[code, text]] : [],
    );

  it('are saved in a kind with a warning, which the setup repeats', async () => {
    const message =
      'In "Sales to operations", PT48H counts 48 working hours, 6 days of the calendar "Hours": PUT /v1/handoff-kinds/{id} with P2D if 2 days are meant.';
    const kind = await aKind({ receivers: receivers('PT48H') });
    expect(kind.warnings).toEqual([{ pointer: '/receivers/0/completeWithin', message }]);
    expect(await setup()).toEqual([['handoffKindHoursBeyondDay', message]]);
    const { warnings: _, ...body } = await app.must('GET', `/v1/handoff-kinds/${kind.id}`);
    const better = await app.must('PUT', `/v1/handoff-kinds/${kind.id}`, { ...body, receivers: receivers('P2D') });
    expect(better).not.toHaveProperty('warnings');
    expect(await setup()).toEqual([]);
  });

  it.each([
    ['PT8H', 'P1D', 'working'],
    ['PT8H', 'P2D', 'working'],
    ['PT9H', 'PT48H', 'elapsed'],
  ])('are not %s and %s, %s', async (acknowledgeWithin, completeWithin, time) => {
    const kind = await aKind({ time, receivers: receivers(completeWithin, acknowledgeWithin) });
    expect(kind).not.toHaveProperty('warnings');
  });

  it('are no more than a day where people work around the clock', async () => {
    const hours = Object.fromEntries(
      ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]),
    );
    const always = await app.must('POST', '/v1/calendars', { name: 'Always', timeZone: 'UTC', hours });
    await app.must('PUT', `/v1/teams/${people.teamId}`, {
      name: 'Operations',
      repIds: [people.repId],
      calendarId: always.id,
    });
    expect(await aKind({ receivers: receivers('PT48H') })).not.toHaveProperty('warnings');
  });

  it('are saved in a policy with a warning', async () => {
    const saved = await aPolicy(app, { within: 'PT48H', leadWithin: 'PT9H' }, { name: 'Slow', mode: 'notify' });
    expect(saved.warnings).toEqual(
      expect.arrayContaining([
        {
          pointer: '/firstTouch/within',
          message:
            'In the policy "Slow", PT48H counts 48 working hours, 6 days of the calendar "Hours": PUT /v1/sla-policies/{id} with P2D if 2 days are meant.',
        },
        expect.objectContaining({
          pointer: '/firstTouch/leadWithin',
          message: expect.stringContaining(
            'PT9H counts 9 working hours, 1.1 days of the calendar "Hours": PUT /v1/sla-policies/{id} with P1D if 1 day is meant.',
          ),
        }),
      ]),
    );
    expect((await setup()).map(([code]: string[]) => code)).toEqual(['policyHoursBeyondDay', 'policyHoursBeyondDay']);
    const elapsed = await aPolicy(app, { within: 'PT48H' }, { name: 'Elapsed', mode: 'notify', time: 'elapsed' });
    expect(JSON.stringify(elapsed.warnings ?? [])).not.toContain('PT48H');
  });
});
