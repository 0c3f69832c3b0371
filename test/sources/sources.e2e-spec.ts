import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SourceWatch } from '../../src/sources/source-watch.service.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aLead, aRep, eventsOf } from '../support/people.js';

/** A Monday, 10:00 in UTC. */
const START = Date.UTC(2026, 2, 2, 10);
const WEEK = 7 * 24 * 60 * MINUTE;

let app: TestApplication;
let mia: Json;
beforeAll(async () => {
  app = await TestApplication.start(new Date(START).toISOString());
  mia = await aRep(app, 'Mia');
  await app.must('PUT', '/v1/settings', { alertsTo: [mia.id], duplicates: 'separate' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const watch = () => app.application.app.get(SourceWatch).look();
const aSource = (code: string, fields: object = {}): Promise<Json> =>
  app.must('POST', '/v1/sources', { code, ...fields });
const told = async (): Promise<string[]> => (await toldTo(app, mia, 'source.')).reverse();
const warnings = async (): Promise<Json[]> =>
  (await app.must('GET', '/v1/setup')).warnings.filter(({ code }: Json) => /source/i.test(code));
const silentNow = async () => /^touchline_sources_silent (\d+)$/m.exec(String((await app.get('/metrics')).body))?.[1];
async function lookAt(at: number): Promise<void> {
  await app.moveTo(at);
  await Promise.all([watch(), watch()]);
}

describe('a source', () => {
  it('that is silent for its configured time is reported once, and so is its return', async () => {
    const source = await aSource('web-form', { silentAfter: 'PT2H', aliases: ['webform'] });
    await lookAt(START + 24 * 60 * MINUTE);
    expect(await told()).toEqual([]);
    const last = app.time.now();
    await aLead(app, { source: 'WebForm' });
    await app.moveBy(60 * MINUTE);
    await aLead(app, { source: 'web-form', test: true });
    await lookAt(last + 120 * MINUTE - 1);
    expect(await told()).toEqual([]);
    await lookAt(last + 120 * MINUTE);
    const silent =
      'No leads have come from “web-form” since Tue 3 Mar 2026, 10:00 (UTC), which is 2 hours or more: its form or its connection may be broken';
    expect(await told()).toEqual([silent]);
    await lookAt(last + 500 * MINUTE);
    expect(await told()).toEqual([silent]);
    expect(await warnings()).toMatchObject([{ code: 'sourceSilent', text: expect.stringContaining('"web-form"') }]);
    expect(await silentNow()).toBe('1');
    await aLead(app, { source: 'webform' });
    await lookAt(last + 505 * MINUTE);
    await lookAt(last + 510 * MINUTE);
    expect(await told()).toEqual([
      silent,
      'Leads come from “web-form” again, after none since Tue 3 Mar 2026, 10:00 (UTC)',
    ]);
    expect((await eventsOf(app, source.id, 'source.*')).map(({ type, data }) => [type, data.source])).toEqual([
      ['source.silent', 'web-form'],
      ['source.back', 'web-form'],
    ]);
    expect(await warnings()).toEqual([]);
    expect(await silentNow()).toBe('0');
    await lookAt(app.time.now() + 120 * MINUTE);
    expect(await told()).toHaveLength(3);
  });

  it('without such a time is compared with its own rhythm', async () => {
    await aSource('ads');
    for (let week = 0; week < 4; week += 1)
      for (let minutes = 0; minutes <= 180; minutes += 10) {
        await app.moveTo(START + week * WEEK + minutes * MINUTE);
        await aLead(app, { source: 'ads', contact: {} });
      }
    await app.moveTo(START + 4 * WEEK);
    await aLead(app, { source: 'ads', contact: {} });
    // Four leads in the same hours of other weeks do not yet show a pace.
    await lookAt(START + 4 * WEEK + 40 * MINUTE);
    expect(await told()).toEqual([]);
    await lookAt(START + 4 * WEEK + 45 * MINUTE);
    expect(await told()).toEqual([
      'No leads have come from “ads” since Mon 30 Mar 2026, 10:00 (UTC), unlike at these hours of other weeks: its form or its connection may be broken',
    ]);
  });

  it('that is not configured is accepted, listed, and warned of once any source is configured', async () => {
    const unknown = async (query = '') => app.must('GET', `/v1/sources/unknown${query}`);
    await aLead(app, { source: 'Fair' });
    await app.moveBy(MINUTE);
    await aLead(app, { source: 'fair' });
    await aLead(app, { source: 'web' });
    await aLead(app, { source: 'trial', test: true });
    expect(await warnings()).toEqual([]);
    expect((await unknown()).data).toEqual([
      { source: 'fair', firstLeadAt: '2026-03-02T10:00:00.000Z', lastLeadAt: '2026-03-02T10:01:00.000Z' },
      { source: 'web', firstLeadAt: '2026-03-02T10:01:00.000Z', lastLeadAt: '2026-03-02T10:01:00.000Z' },
    ]);
    const page = await unknown('?limit=1');
    expect((await unknown(`?limit=1&cursor=${page.nextCursor}`)).data).toMatchObject([{ source: 'web' }]);
    const source = await aSource('website', { aliases: ['WEB'] });
    expect((await unknown()).data).toMatchObject([{ source: 'fair' }]);
    expect(await warnings()).toEqual([
      {
        code: 'unknownSource',
        text: 'Leads come from "fair", and no source is configured with this spelling: POST /v1/sources, or PUT /v1/sources/{id} with an alias. GET /v1/sources/unknown lists them.',
      },
    ]);
    await app.must('PUT', `/v1/sources/${source.id}`, { code: 'website', aliases: ['web', 'fair'] });
    expect(await warnings()).toEqual([]);
    expect((await app.ask('DELETE', `/v1/sources/${source.id}`)).status).toBe(204);
    expect((await unknown()).data).toHaveLength(2);
  });
});
