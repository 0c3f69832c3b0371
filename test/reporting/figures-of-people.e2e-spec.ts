import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { MONDAY, TestApplication } from '../support/application.js';
import { ADMIN_KEY, type Asking } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, aTouch, changeSettings } from '../support/people.js';

let app: TestApplication;
let manager: Json;
/** A manager and an administrator by sessions, and the manager's key as a program uses it. */
let looks: Readonly<Record<'manager' | 'admin' | 'program', Asking>>;

beforeAll(async () => {
  app = await TestApplication.start(MONDAY);
  manager = await aRep(app, 'Mia');
  const managed = { managerId: manager.id };
  const reps = [manager, await aRep(app, 'Ann', managed), await aRep(app, 'Bo', managed)];
  await aDesk(
    app,
    reps.map(({ id }) => ({ id })),
  );
  for (let index = 0; index < 3; index += 1) await aTouch(app, await aLead(app), { outcome: 'connected' });
  await aLead(app);
  const key = await app.keyFor(['manager'], manager.id);
  looks = { manager: await bySession(key), admin: await bySession(ADMIN_KEY), program: { key } };
});
afterAll(() => app.stop());

async function bySession(key: string): Promise<Asking> {
  const { headers } = await app.ask('POST', '/v1/session', { key }, { key: null });
  return { key: null, headers: { cookie: headers.get('set-cookie')!.split(';')[0]!, 'sec-fetch-site': 'same-origin' } };
}
const rows = async (path: string, who: keyof typeof looks) => {
  const report = await app.report(path, looks[who]);
  return [report.data.map(({ label }: Json) => label), report.withheld, report.total.leads];
};

describe('figures of individual people', () => {
  it('are shown in a session only to the person themselves, and count in the total', async () => {
    expect(await rows('speed-to-lead?by=rep', 'manager')).toEqual([['Mia'], 2, 4]);
    expect(await rows('speed-to-lead?by=rep', 'admin')).toEqual([[], 3, 4]);
    expect(await rows('speed-to-lead?by=source', 'admin')).toEqual([['web'], undefined, 4]);
    expect(await rows('speed-to-lead?by=source,rep', 'manager')).toEqual([['web, Mia'], 2, 4]);
  });

  it('are left out of a CSV file, whose total says how many', async () => {
    const linesOf = async (path: string, who: keyof typeof looks) => {
      const headers = { ...looks[who].headers, accept: 'text/csv' };
      const { body } = await app.get(`/v1/reports/${path}`, { ...looks[who], headers });
      const lines: Record<string, string>[] = parse(body, { columns: true });
      return lines.map(({ label, withheld, leads }) => [label, withheld, leads]);
    };
    expect(await linesOf('speed-to-lead?by=rep', 'manager')).toEqual([
      ['Mia', '', expect.any(String)],
      [expect.any(String), '2', '4'],
    ]);
    expect((await linesOf('speed-to-lead?by=rep', 'program')).map(([, withheld]) => withheld)).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('are read by programs according to their scopes', async () => {
    expect(await rows('speed-to-lead?by=rep', 'program')).toEqual([['Mia', 'Ann', 'Bo'], undefined, 4]);
  });

  it('on open leads and fair shares are shown all the same', async () => {
    const [open] = await rows('ageing?by=rep', 'manager');
    expect(open).toEqual(['Mia', 'Ann', 'Bo']);
    const { data } = await app.report('fairness?by=rep', looks.manager);
    expect(data).toHaveLength(3);
  });

  it('are also shown to managers if the settings say so', async () => {
    await changeSettings(app, { individualReports: 'managers' });
    expect(await rows('speed-to-lead?by=rep', 'manager')).toEqual([['Mia', 'Ann', 'Bo'], undefined, 4]);
    expect(await rows('speed-to-lead?by=rep', 'admin')).toEqual([['Mia', 'Ann', 'Bo'], undefined, 4]);
    const [last] = (await app.must('GET', '/v1/settings/versions')).data;
    expect(last.changes).toEqual([{ pointer: '/individualReports', from: 'self', to: 'managers' }]);
  });
});
