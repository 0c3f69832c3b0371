import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { changeSettings } from '../support/people.js';
import { anImport, runToEnd, settle } from './imports.js';

/** A Monday, 10:00 in UTC. */
const START = '2026-03-02T10:00:00.000Z';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start(START);
  await changeSettings(app, { timeZone: 'UTC' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const FILE = [
  'Full name,Work email,HubSpot owner ID,Reports to,Time zone,Status,Languages',
  'Ann Lee,ann@acme.example,11,,Europe/Berlin,Active,"de, en"',
  'Bo Kim,bo@acme.example,12,ANN@acme.example,,Deactivated,',
  'Cem Ak,cem@acme.example,13,Nobody,,Active,',
  'Dora,not an address,14,,,Active,',
  'Eve,eve@acme.example,15,,Mars/Olympus,Active,',
].join('\n');

const people = (file = FILE, fields: object = {}) => anImport(app, file, { of: 'reps', ...fields });
const repsOf = async (): Promise<Json[]> => (await app.must('GET', '/v1/reps')).data;
const reasonsOf = async (id: string): Promise<[number, string][]> =>
  (await app.must('GET', `/v1/imports/${id}/rejected`)).data.map(({ row, why }: Json) => [row, why]);

describe('an import of reps', () => {
  it('suggests where its columns go', async () => {
    const { columns } = await people();
    expect(columns.map(({ name, suggested }: Json) => [name, suggested?.to])).toEqual([
      ['Full name', 'name'],
      ['Work email', 'email'],
      ['HubSpot owner ID', 'refs.hubspot'],
      ['Reports to', 'manager'],
      ['Time zone', 'timeZone'],
      ['Status', 'active'],
      ['Languages', 'skills.language'],
    ]);
    expect(columns[5].suggested.values).toEqual({ Active: 'yes', Deactivated: 'no' });
  });

  it('makes reps by the rules of a batch, as its rehearsal has said, with managers from above them', async () => {
    const { id } = await people();
    const counts = { rows: 5, created: 2, joined: 0, unchanged: 0, rejected: 3 };
    expect(await runToEnd(app, id, 'rehearse')).toMatchObject({ state: 'rehearsed', ...counts });
    const foreseen = await reasonsOf(id);
    expect(await repsOf()).toEqual([]);
    expect(await runToEnd(app, id)).toMatchObject({ state: 'done', ...counts });
    expect(await reasonsOf(id)).toEqual(foreseen);
    expect(foreseen).toEqual([
      [4, 'Reports to: "Nobody" names nobody, or several. Managers come before those whom they manage.'],
      [5, expect.stringMatching(/^Work email: Expected an e-mail address/)],
      [6, expect.stringMatching(/^Time zone: .*Mars\/Olympus/)],
    ]);
    const [ann, bo] = (await repsOf()).sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(ann).toMatchObject({
      name: 'Ann Lee',
      email: 'ann@acme.example',
      refs: { hubspot: '11' },
      timeZone: 'Europe/Berlin',
      active: true,
      skills: { language: ['de', 'en'] },
    });
    expect(bo).toMatchObject({ active: false, managerId: ann!.id });
  });

  it('changes who is there by what a row says, and keeps the rest', async () => {
    await runToEnd(app, (await people()).id);
    expect(await runToEnd(app, (await people()).id)).toMatchObject({ created: 0, joined: 0, unchanged: 2 });
    const { id } = await people('Email,Name\nann@acme.example,Ann Lee-Ott\n');
    expect(await runToEnd(app, id)).toMatchObject({ joined: 1 });
    const ann = (await repsOf()).find(({ email }) => email === 'ann@acme.example')!;
    expect(ann).toMatchObject({ name: 'Ann Lee-Ott', refs: { hubspot: '11' }, skills: { language: ['de', 'en'] } });
  });

  it('gives somebody who is there a manager from above them in the file', async () => {
    await runToEnd(app, (await people('Email,Name\nbo@acme.example,Bo Kim\n')).id);
    const { id } = await people(
      'Email,Name,Manager\nann@acme.example,Ann Lee,\nbo@acme.example,Bo Kim,ann@acme.example\n',
    );
    const counts = { created: 1, joined: 1, rejected: 0 };
    expect(await runToEnd(app, id, 'rehearse')).toMatchObject({ state: 'rehearsed', ...counts });
    expect(await runToEnd(app, id)).toMatchObject({ state: 'done', ...counts });
    const [ann, bo] = (await repsOf()).sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(bo!.managerId).toBe(ann!.id);
  });

  it('is undone by deleting those whom nothing names, managers after their people', async () => {
    const { id } = await people(`${FILE}\nFay,fay@acme.example,16,,,Active,`);
    await runToEnd(app, id);
    const fay = (await repsOf()).find(({ name }) => name === 'Fay')!;
    await app.must('POST', '/v1/pools', { name: 'All', strategy: 'roundRobin', members: [{ repId: fay.id }] });
    await app.must('POST', `/v1/imports/${id}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ state: 'undone', undone: 2, kept: 1 });
    expect((await repsOf()).map(({ name }) => name)).toEqual(['Fay']);
    expect(await runToEnd(app, (await people()).id)).toMatchObject({ created: 2 });
  });

  it('keeps those for whom somebody has entered when they work', async () => {
    const { id } = await people();
    await runToEnd(app, id);
    const [ann, bo] = (await repsOf()).sort((a, b) => (a.name < b.name ? -1 : 1));
    const absence = { from: '2026-03-09T00:00:00Z', to: '2026-03-16T00:00:00Z', openLeads: 'keep' };
    await app.must('POST', `/v1/reps/${ann!.id}/absences`, absence);
    await app.must('PUT', `/v1/reps/${bo!.id}/availability`, { available: false });
    await app.must('POST', `/v1/imports/${id}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ state: 'undone', undone: 0, kept: 2 });
    expect((await repsOf()).map(({ name }) => name).sort()).toEqual(['Ann Lee', 'Bo Kim']);
  });

  it('is for admins alone', async () => {
    const key = await app.keyFor(['integration']);
    const body = { name: 'People', of: 'reps', mode: 'live' };
    expect(await app.ask('POST', '/v1/imports', body, { key })).toMatchObject({
      status: 403,
      body: { detail: 'Only an admin imports reps, as only an admin changes them.' },
    });
    const { id } = await people();
    expect((await app.ask('POST', `/v1/imports/${id}/rehearse`, undefined, { key })).status).toBe(403);
    expect((await app.ask('POST', `/v1/imports/${id}/start`, undefined, { key })).status).toBe(403);
  });

  it('is prepared, changed and cancelled by admins alone, as is history', async () => {
    const key = await app.keyFor(['integration']);
    const started = await people();
    const past = await anImport(app, 'Email\nann@acme.example\n', { mode: 'history' });
    const file = { raw: 'Name,Email\nMal,mal@evil.example\n', headers: { 'content-type': 'text/csv' } };
    for (const { id, mapping } of [started, past]) {
      const asked = [
        await app.ask('PUT', `/v1/imports/${id}/file`, undefined, { key, ...file }),
        await app.ask('PUT', `/v1/imports/${id}/mapping`, mapping, { key }),
        await app.ask('PATCH', `/v1/imports/${id}`, { mode: 'live' }, { key }),
        await app.ask('POST', `/v1/imports/${id}/cancel`, undefined, { key }),
      ];
      expect(asked.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    }
    expect(await runToEnd(app, started.id)).toMatchObject({ created: 2, file: { separator: ',' } });
    expect(await app.must('GET', `/v1/imports/${past.id}`)).toMatchObject({ state: 'mapping', mode: 'history' });
  });

  it('does what it does for whoever starts it', async () => {
    const admin = await app.keyFor(['admin']);
    const body = { name: 'People', of: 'reps', mode: 'live' };
    const { id } = (await app.ask('POST', '/v1/imports', body, { key: admin })).body;
    const file = { raw: FILE, headers: { 'content-type': 'text/csv' } };
    await app.ask('PUT', `/v1/imports/${id}/file`, undefined, file);
    await runToEnd(app, id);
    const { data } = await app.must('GET', '/v1/events?type=import.*');
    const [started, done] = data.map(({ actor }: Json) => actor);
    expect(done).toEqual(started);
  });
});
