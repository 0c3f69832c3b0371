import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, changeSettings } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { anImport, runToEnd, settle } from './imports.js';

/** A Monday, 10:00 in UTC. */
const START = '2026-03-02T10:00:00.000Z';

let app: TestApplication;
let old: string;
beforeAll(async () => {
  app = await TestApplication.start(START);
  await aDesk(app, ['Ann', 'Bo']);
  await changeSettings(app, { timeZone: 'UTC' });
  await aPolicy(app, {});
  const leads = [
    'Record ID,Email,Created,Owner,Status',
    '1,ada@example.com,2025-06-02 09:00,Ann,Open',
    '2,lin@example.com,2025-06-03 09:00,Bo,Lost',
  ].join('\n');
  const made = await anImport(app, leads, { mode: 'history', source: 'crm' });
  await runToEnd(app, made.id);
  old = made.id;
  await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'new@example.com' } });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const FILE = [
  'Lead ID,Email,Activity date,Type,Call outcome,Assigned to,Call duration (seconds),Notes',
  '1,,2025-06-04 09:30,Phone call,Left voicemail,Ann,40,Tried her',
  '1,,2025-06-05 11:00,Phone call,Connected,Bo,300,',
  ',lin@example.com,2025-06-03 10:00,E-mail,,,,',
  '9,,2025-06-04 09:30,Call,,,,',
  '1,,2025-05-30 09:30,Call,,,,',
  '1,,,Call,,,,',
  '1,,2025-06-04 09:30,Letter,,,,',
  '1,,2025-06-04 09:30,Call,Held,,,',
  ',new@example.com,2026-03-02 10:00,Call,,,,',
  '1,,2025-06-05 11:00,Call,Connected,Bo,300,',
].join('\n');

const calls = (file = FILE, fields: object = {}) =>
  anImport(app, file, { of: 'touches', mode: 'history', source: 'crm', ...fields });
const leadOf = async (email: string): Promise<Json> =>
  app.must('GET', `/v1/leads/${(await app.must('GET', `/v1/leads?q=${email}`)).data[0].id}`);
const touchesOf = async (email: string): Promise<Json[]> =>
  (await app.must('GET', `/v1/leads/${(await leadOf(email)).id}/touches`)).data;
const reasonsOf = async (id: string): Promise<[number, string][]> =>
  (await app.must('GET', `/v1/imports/${id}/rejected`)).data.map(({ row, why }: Json) => [row, why]);

describe('an import of touches', () => {
  it('suggests where its columns go, and what their words mean', async () => {
    const { columns } = await calls();
    expect(columns.map(({ name, suggested }: Json) => [name, suggested?.to])).toEqual([
      ['Lead ID', 'leadExternalId'],
      ['Email', 'email'],
      ['Activity date', 'occurredAt'],
      ['Type', 'kind'],
      ['Call outcome', 'outcome'],
      ['Assigned to', 'rep'],
      ['Call duration (seconds)', 'durationSeconds'],
      ['Notes', 'note'],
    ]);
    expect(columns[3].suggested.values).toEqual({ 'Phone call': 'call', 'E-mail': 'email', Call: 'call' });
    expect(columns[4].suggested.values).toEqual({
      'Left voicemail': 'voicemail',
      Connected: 'connected',
      Held: 'held',
    });
  });

  it('belongs to the past of leads, as its rehearsal has said', async () => {
    const { id } = await calls();
    const counts = { rows: 10, created: 3, unchanged: 1, rejected: 6 };
    expect(await runToEnd(app, id, 'rehearse')).toMatchObject({ state: 'rehearsed', ...counts });
    const foreseen = await reasonsOf(id);
    expect(await touchesOf('ada@example.com')).toEqual([]);
    expect(await runToEnd(app, id)).toMatchObject({ state: 'done', ...counts });
    expect(await reasonsOf(id)).toEqual(foreseen);
    expect(foreseen).toEqual([
      [5, 'Lead ID: No lead that you may work on has this external id of this source.'],
      [6, 'Activity date: Expected an instant after the lead came in.'],
      [7, 'It does not say when it happened.'],
      [8, expect.stringMatching(/^Type: "Letter" is none of call, email/)],
      [9, expect.stringMatching(/^Call outcome: The outcome of a touch of the kind "call" is /)],
      [10, expect.stringMatching(/^Activity date: Expected an instant before work on its lead began here/)],
    ]);
    const [first, second] = await touchesOf('ada@example.com');
    expect(first).toMatchObject({ kind: 'call', outcome: 'voicemail', durationSeconds: 40, note: 'Tried her' });
    expect(second).toMatchObject({ outcome: 'connected', occurredAt: '2025-06-05T11:00:00.000Z' });
    expect(await touchesOf('lin@example.com')).toMatchObject([{ kind: 'email', outcome: 'sent' }]);
    expect(await leadOf('ada@example.com')).toMatchObject({ cycle: 0, workState: 'connected', clocks: [] });
    expect(await leadOf('lin@example.com')).toMatchObject({ status: 'lost' });
  });

  it('tells nobody', async () => {
    const told = () => app.application.app.get(Database).column('select type from notification');
    const before = await told();
    await runToEnd(app, (await calls()).id);
    expect(await told()).toEqual(before);
    const { data } = await app.must('GET', '/v1/events?type=lead.touched');
    expect(new Set(data.map(({ actor }: Json) => actor.rule))).toEqual(new Set(['import']));
  });

  it('changes nothing when it is repeated, with ids and without', async () => {
    await runToEnd(app, (await calls()).id);
    expect(await runToEnd(app, (await calls()).id)).toMatchObject({ created: 0, unchanged: 4, rejected: 6 });
    const file = 'Lead ID,Date,Type,Activity ID\n1,2025-07-01 09:00,Call,77\n';
    expect(await runToEnd(app, (await calls(file)).id)).toMatchObject({ created: 1 });
    const moved = file.replace('09:00', '10:00');
    expect(await runToEnd(app, (await calls(moved)).id)).toMatchObject({ created: 0, unchanged: 1 });
  });

  it('tells calls of one day without times apart by how they ended', async () => {
    const days = [
      'Lead ID,Activity date,Type,Call outcome',
      '1,2025-06-04,Phone call,No answer',
      '1,2025-06-04,Phone call,Connected',
      '1,2025-06-04,Phone call,Connected',
    ].join('\n');
    expect(await runToEnd(app, (await calls(days)).id)).toMatchObject({ created: 2, unchanged: 1, rejected: 0 });
    expect(await runToEnd(app, (await calls(days)).id)).toMatchObject({ created: 0, unchanged: 3 });
  });

  it('is undone by voiding them, and leaves leads as they were', async () => {
    const file = `${FILE}\n1,,2025-06-06 09:00,Call,,,,`;
    const { id } = await calls(file);
    await runToEnd(app, id);
    const ada = await leadOf('ada@example.com');
    const last = (await touchesOf('ada@example.com')).at(-1)!;
    await app.must('POST', `/v1/leads/${ada.id}/touches/${last.id}/void`, { reason: 'Not hers.' });
    await app.must('POST', `/v1/imports/${id}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ state: 'undone', undone: 3, kept: 1 });
    expect(await leadOf('ada@example.com')).toMatchObject({ workState: 'untouched' });
    expect(await runToEnd(app, (await calls()).id)).toMatchObject({ created: 3 });
  });

  it('does not keep the import of the leads from being undone', async () => {
    const { id } = await calls();
    await runToEnd(app, id);
    await app.must('POST', `/v1/imports/${old}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${old}`)).toMatchObject({ undone: 2, kept: 0 });
    await app.must('POST', `/v1/imports/${id}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ undone: 3, kept: 0 });
  });

  it('is of the past alone, and for admins', async () => {
    const body = { name: 'Calls', of: 'touches', mode: 'live' };
    expect((await app.ask('POST', '/v1/imports', body)).body.errors[0]).toMatchObject({
      pointer: '/mode',
      message: expect.stringMatching(/^Expected "history": touches of a file have happened already/),
    });
    const key = await app.keyFor(['integration']);
    expect((await app.ask('POST', '/v1/imports', { ...body, mode: 'history' }, { key })).status).toBe(403);
  });
});
