import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';

const WEEK = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map((day) => [day, [['09:00', '17:00']]]));
const MUNICH = { timeZone: 'owner', hours: WEEK, holidayRegion: 'DE-BY' };

let app: TestApplication;
let path: string;

beforeAll(async () => {
  app = await TestApplication.start();
  path = `/v1/calendars/${(await app.must('POST', '/v1/calendars', { name: 'Munich', ...MUNICH })).id}`;
});
afterAll(() => app.stop());

describe('the days of a calendar', () => {
  it('show which holiday closes them and which does not', async () => {
    const { status, body } = await app.get(`${path}/days?from=2026-08-14&to=2026-08-15`);
    expect(status).toBe(200);
    expect(body.data).toEqual([
      { date: '2026-08-14', hours: [['09:00', '17:00']], why: 'week' },
      {
        date: '2026-08-15',
        hours: [['09:00', '17:00']],
        why: 'week',
        optional: [{ name: 'Mariä Himmelfahrt', regions: ['DE-BY-A', 'DE-BY-KATH'] }],
      },
    ]);
    const { body: earliest } = await app.get(`${path}/days?from=1970-01-01&to=1970-01-03`);
    expect(earliest.data.map(({ why }: { why: string }) => why)).toEqual(['holiday', 'week', 'week']);
    const { body: epiphany } = await app.get(`${path}/days?from=2026-01-06&to=2026-01-06`);
    expect(epiphany.data).toEqual([
      { date: '2026-01-06', hours: [], why: 'holiday', name: 'Heilige Drei Könige', region: 'DE-BY' },
    ]);
  });

  it('can be previewed before they are saved, and after', async () => {
    const days = { from: '2026-01-06', to: '2026-01-07' };
    const saved = await app.must('POST', `${path}/preview`, { days });
    expect(saved.days.map(({ why }: { why: string }) => why)).toEqual(['holiday', 'week']);
    const overrides = { '2026-01-06': [['10:00', '12:00']] };
    const calendar = { ...(await app.must('GET', path)), overrides };
    const draft = await app.must('POST', '/v1/calendars/preview', { calendar, days });
    expect(draft.days[0]).toMatchObject({ why: 'override', hours: [['10:00', '12:00']] });
    expect(await app.must('POST', `${path}/preview`, {})).toEqual({ deadlines: [], spans: [] });
  });

  it('refuse what cannot be shown, with all other faults', async () => {
    const long = await app.get(`${path}/days?from=2026-01-01&to=2030-01-01`);
    expect(long.status).toBe(422);
    expect(long.body.errors).toMatchObject([{ pointer: '/to', code: 'tooMany' }]);
    const none = await app.get(`${path}/days?from=2026-02-30`);
    expect(none.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['/from', '/to']);
    const preview = await app.post('/v1/calendars/preview', {
      calendar: { ...MUNICH, holidayRegion: 'XX' },
      deadlines: [
        { from: '2026-01-01T00:00:00Z', within: 'PT1H', pauses: [['2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z']] },
      ],
      days: { from: '2026-01-02', to: '2026-01-01' },
    });
    expect(preview.status).toBe(422);
    expect(preview.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/calendar/holidayRegion',
      '/deadlines/0/pauses/0',
      '/days/to',
    ]);
  });
});

it('every region that may be named is listed', async () => {
  const { data } = await app.must('GET', '/v1/holiday-regions');
  expect(data).toContainEqual({ region: 'US-NY', name: 'New York', within: 'US' });
  expect(data.length).toBeGreaterThan(500);
});

it('the regions of one country are listed, and an unknown country is reported as unknown', async () => {
  const { data } = await app.must('GET', '/v1/holiday-regions?country=LU');
  expect(data).toEqual([{ region: 'LU', name: 'Luxembourg' }]);
  const germany = await app.must('GET', '/v1/holiday-regions?country=DE');
  expect(germany.data[0]).toEqual({ region: 'DE', name: 'Germany' });
  expect(germany.data).toContainEqual({ region: 'DE-BY-A', name: 'Stadt Augsburg', within: 'DE-BY' });
  for (const country of ['de', 'Germany', 'Deutschland'])
    expect(await app.must('GET', `/v1/holiday-regions?country=${country}`)).toEqual(germany);
  const { status, body } = await app.get('/v1/holiday-regions?country=Atlantis');
  expect(status).toBe(422);
  expect(body.errors).toMatchObject([{ pointer: '/country', code: 'country' }]);
});
