import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Imports } from '../../src/imports/imports.service.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, changeSettings, codeOf, NOBODY } from '../support/people.js';
import { anImport, runToEnd, sendFile, settle } from './imports.js';
import { PROGRAMS } from './reading/workbooks.js';

/** A Monday, 10:00 in UTC. */
const START = '2026-03-02T10:00:00.000Z';
const DAY = 24 * 60 * MINUTE;

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start(START);
  await aDesk(app, ['Ann', 'Bo']);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const FILE = [
  'Vorname;Name;E-Mail;Telefon;Quelle;Datum;Umsatz',
  'Ann;Lee;ann@example.com;;web;02.03.2026 08:00;100',
  'Bo;Kim;bo@example.com;0151 1234567;Select;20.02.2026;-',
  'Cem;;;;web;;5',
  'Dora;"Ott;dora@example.com;;web;;7',
  'Ann;Lee;ANN@example.com;;web;;8',
  '',
].join('\r\n');
const leadsOf = async (id: string): Promise<Json[]> => (await app.must('GET', `/v1/leads?importId=${id}`)).data;
const rejectedOf = async (id: string): Promise<Json[]> => (await app.must('GET', `/v1/imports/${id}/rejected`)).data;

describe('an import', () => {
  it('shows the columns of its file, and where they may go', async () => {
    const made = await anImport(app, Buffer.from(FILE, 'latin1'));
    expect(made).toMatchObject({
      state: 'mapping',
      rows: 5,
      done: 0,
      file: { encoding: 'us-ascii', separator: ';' },
      source: 'Fair',
      fileUntil: '2026-03-09T10:00:00.000Z',
      perSecond: null,
    });
    expect(made.columns).toEqual([
      { name: 'Vorname', samples: ['Ann', 'Bo', 'Cem'], suggested: { to: 'contact.firstName' } },
      { name: 'Name', samples: ['Lee', 'Kim'], suggested: { to: 'contact.lastName' } },
      {
        name: 'E-Mail',
        samples: ['ann@example.com', 'bo@example.com', 'ANN@example.com'],
        suggested: { to: 'contact.email' },
      },
      { name: 'Telefon', samples: ['0151 1234567'], suggested: { to: 'contact.phone' } },
      { name: 'Quelle', samples: ['web', 'Select'], suggested: { to: 'source', values: { Select: null } } },
      {
        name: 'Datum',
        samples: ['02.03.2026 08:00', '20.02.2026'],
        suggested: { to: 'submittedAt', format: 'DMY' },
      },
      {
        name: 'Umsatz',
        samples: ['100', '-', '5', '8'],
        suggested: { to: 'attributes.Umsatz', format: 'number', values: { '-': null } },
      },
    ]);
    expect(made.mapping.columns.Quelle).toEqual({ to: 'source', values: { Select: null } });
  });

  it('says what would become of its rows, and then does it', async () => {
    await changeSettings(app, { defaultCountry: 'DE', duplicates: 'join' });
    const { id } = await anImport(app, FILE);
    const foreseen = await runToEnd(app, id, 'rehearse');
    const counts = { rows: 5, done: 5, created: 2, joined: 1, unchanged: 0, rejected: 2, older: 1, newer: 1 };
    expect(foreseen).toMatchObject({ state: 'rehearsed', rehearsing: false, ...counts });
    expect(await leadsOf(id)).toEqual([]);
    const refused = [
      { row: 4, why: 'It has no e-mail address and no phone number.', cells: ['Cem', '', '', '', 'web', '', '5'] },
      { row: 5, why: 'The quote that begins cell 2 is not closed, or is followed by more text.', cells: [] },
    ];
    expect(await rejectedOf(id)).toEqual(refused);
    const done = await runToEnd(app, id);
    expect(done).toMatchObject({ state: 'done', ...counts, secondsLeft: null });
    expect(await rejectedOf(id)).toEqual(refused);
    expect(await leadsOf(id)).toMatchObject([
      {
        importId: id,
        source: 'web',
        contact: { firstName: 'Ann', lastName: 'Lee', email: 'ann@example.com' },
        submittedAt: '2026-03-02T08:00:00.000Z',
        attributes: { Umsatz: 100 },
        ownerId: expect.any(String),
      },
      { importId: id, source: 'Fair', attributes: { Datum: '20.02.2026' } },
    ]);
    const events = (await app.must('GET', '/v1/events?type=import.*')).data;
    expect(events.map(({ type, data }: Json) => [type, data])).toEqual([
      ['import.started', { of: 'leads', rows: 5 }],
      ['import.done', { state: 'done', rows: 5, created: 2, joined: 1, unchanged: 0, rejected: 2 }],
    ]);
  });

  it('that is repeated changes nothing', async () => {
    const file = 'Record ID,Email\n1,ann@example.com\n2,bo@example.com\n';
    const first = await anImport(app, file, { source: 'crm' });
    await runToEnd(app, first.id);
    const second = await anImport(app, file, { source: 'CRM' });
    expect(await runToEnd(app, second.id)).toMatchObject({ created: 0, unchanged: 2, rejected: 0 });
    expect(await leadsOf(second.id)).toEqual([]);
    expect(await leadsOf(first.id)).toHaveLength(2);
  });

  it('gives its refused rows back as a file', async () => {
    const { id } = await anImport(app, 'Email,Note\nnobody,"=cmd, again"\nann@example.com,fine\n');
    await runToEnd(app, id);
    const { body, headers } = await app.ask('GET', `/v1/imports/${id}/rejected`, undefined, {
      headers: { accept: 'text/csv' },
    });
    expect(headers.get('content-disposition')).toBe('attachment; filename="rejected.csv"');
    expect(body).toBe(
      'Row,Why it was refused,Email,Note\r\n2,"Nobody can be reached by ""nobody"".",nobody,"\'=cmd, again"\r\n',
    );
    const again = await anImport(app, body);
    expect(again.mapping.columns).toMatchObject({
      Row: null,
      'Why it was refused': null,
      Email: { to: 'contact.email' },
    });
  });

  it('takes rows through all pages of refused ones', async () => {
    const rows = Array.from({ length: 600 }, (_, index) => `nobody ${index}`);
    const { id } = await anImport(app, `Email\n${rows.join('\n')}\n`);
    expect(await runToEnd(app, id)).toMatchObject({ rejected: 600, done: 600 });
    const first = await app.must('GET', `/v1/imports/${id}/rejected?limit=300`);
    const second = await app.must('GET', `/v1/imports/${id}/rejected?limit=300&cursor=${first.nextCursor}`);
    expect([first.data.length, second.data.length, second.nextCursor]).toEqual([500, 100, null]);
    expect(second.data.at(-1)).toMatchObject({ row: 601 });
  });

  it('goes by the mapping that it is given', async () => {
    const { id } = await anImport(app, 'a,b,c\nann@example.com,Hot,x\nbo@example.com,cold,y\n');
    const columns = {
      a: 'contact.email',
      b: { to: 'attributes.heat', values: { hot: 'high', Cold: null } },
      c: null,
    };
    const mapped = await app.must('PUT', `/v1/imports/${id}/mapping`, { columns });
    expect(mapped).toMatchObject({ state: 'mapping', mapping: { columns } });
    await runToEnd(app, id);
    const leads = await leadsOf(id);
    expect(leads.map(({ attributes }) => attributes)).toEqual([{ heat: 'high' }, undefined]);
    const next = await anImport(app, 'a,b\nann@example.com,hot\n');
    expect(next.columns.map(({ suggested }: Json) => suggested)).toEqual([columns.a, columns.b]);
  });

  it('refuses a mapping that does not fit the file', async () => {
    const { id } = await anImport(app, 'a,b\nann@example.com,x\n');
    const columns = { a: 'contact.email', b: 'contact.email', z: 'contact.nose' };
    const { status, body } = await app.ask('PUT', `/v1/imports/${id}/mapping`, { columns });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { pointer: '/columns/b', code: 'contradiction', message: '"a" goes to contact.email already.' },
      { pointer: '/columns/z', code: 'unknownColumn', message: 'The file has no column "z".' },
      {
        pointer: '/columns/z',
        code: 'unknownField',
        message: 'A lead has no field "contact.nose". Custom fields begin with "attributes.".',
      },
    ]);
  });

  it('that is cancelled before it starts is as if it had not been rehearsed', async () => {
    const { id } = await anImport(app, FILE);
    expect(await runToEnd(app, id, 'rehearse')).toMatchObject({ state: 'rehearsed', done: 5, rejected: 2 });
    const none = { done: 0, created: 0, joined: 0, rejected: 0, older: 0, newer: 0, startedAt: null };
    expect(await app.must('POST', `/v1/imports/${id}/cancel`)).toMatchObject({ state: 'cancelled', ...none });
    expect(await rejectedOf(id)).toEqual([]);
  });

  it('that is cancelled keeps what it has made, and goes no further', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => `p${index}@example.com`);
    const { id } = await anImport(app, `Email\n${rows.join('\n')}\n`);
    await app.must('POST', `/v1/imports/${id}/start`);
    const cancelled = await app.must('POST', `/v1/imports/${id}/cancel`);
    expect(cancelled).toMatchObject({ state: 'cancelled', done: 0 });
    await settle(app);
    expect(await leadsOf(id)).toEqual([]);
    const { status, body } = await app.ask('POST', `/v1/imports/${id}/start`);
    expect([status, body.detail, body.state]).toEqual([
      409,
      'The import was cancelled, so it cannot be started.',
      'cancelled',
    ]);
    expect((await app.must('GET', '/v1/events?type=import.done')).data).toMatchObject([
      { data: { state: 'cancelled', created: 0 } },
    ]);
  });

  it('waits for the one that was started before', async () => {
    await changeSettings(app, { duplicates: 'join' });
    const first = await anImport(app, 'Email\nann@example.com\n');
    const second = await anImport(app, 'Email\nann@example.com\nbo@example.com\n');
    await app.must('POST', `/v1/imports/${first.id}/start`);
    await app.moveBy(1);
    await app.must('POST', `/v1/imports/${second.id}/start`);
    await Promise.all([settle(app), settle(app)]);
    expect(await app.must('GET', `/v1/imports/${first.id}`)).toMatchObject({ state: 'done', created: 1 });
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${second.id}`)).toMatchObject({ state: 'done', created: 1, joined: 1 });
    const { data } = await app.must('GET', '/v1/imports');
    expect(data.map(({ id }: Json) => id)).toEqual([second.id, first.id]);
  });

  it('takes a workbook, of which no copy stays on the disk', async () => {
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const { id } = await anImport(app, 'Email\nann@example.com\n');
    const { body } = await sendFile(app, id, PROGRAMS.Excel!, type);
    expect(body).toMatchObject({
      state: 'mapping',
      rows: 2,
      file: { encoding: null, separator: null, sheet: 'Leads' },
    });
    expect(body.columns.map(({ suggested }: Json) => suggested)).toMatchObject([
      { to: 'contact.name' },
      { to: 'contact.email' },
      { to: 'submittedAt' },
      { to: 'attributes.Size', format: 'number' },
      { to: 'attributes.VIP', format: 'boolean' },
    ]);
    await app.must('PUT', `/v1/imports/${id}/mapping`, { ...body.mapping, timeZone: 'Europe/Berlin' });
    expect(await runToEnd(app, id)).toMatchObject({ created: 1, rejected: 1 });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('touchline-upload-'))).toEqual([]);
  });

  it('refuses what is no table, and has no file then', async () => {
    const { id } = await anImport(app, 'Email\nann@example.com\n');
    const refused = async (file: string | Buffer, type?: string) => {
      const { status, body } = await sendFile(app, id, file, type);
      return [status, codeOf(body), body.detail];
    };
    const columns = Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',');
    expect(await refused(columns)).toEqual([
      422,
      'unreadable-file',
      'The file has 10,000 columns; at most 1,000 are allowed.',
    ]);
    expect(await refused('PK\u0003\u0004…')).toEqual([
      422,
      'unreadable-file',
      'The workbook is damaged, or did not arrive as a whole.',
    ]);
    const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    expect((await refused(ole))[2]).toContain('XLS');
    expect((await refused(Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')])))[2]).toContain('encrypted');
    expect(await refused('\n\n')).toMatchObject([422, 'unreadable-file', expect.stringContaining('empty')]);
    expect((await sendFile(app, id, '{}', 'application/json')).status).toBe(400);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ state: 'uploading', rows: 0, file: null });
    expect((await app.ask('POST', `/v1/imports/${id}/start`)).body.detail).toBe(
      'The import has no file yet, so it cannot be started.',
    );
    expect((await sendFile(app, id, 'Email\nbo@example.com\n')).body).toMatchObject({ state: 'mapping', rows: 1 });
  });

  it('needs the scope integration, and may be read with read', async () => {
    const { id } = await anImport(app, 'Email\nann@example.com\n');
    const reader = app.as(await app.keyFor(['read']));
    expect((await reader.ask('GET', `/v1/imports/${id}`)).status).toBe(200);
    expect((await reader.ask('POST', `/v1/imports/${id}/start`)).status).toBe(403);
    const program = app.as(await app.keyFor(['integration']));
    expect((await program.ask('POST', `/v1/imports/${id}/rehearse`)).status).toBe(200);
    expect((await program.ask('POST', `/v1/imports/${NOBODY}/rehearse`)).status).toBe(404);
  });

  it('keeps its file and its refused rows for seven days', async () => {
    const { id } = await anImport(app, 'Email\nnobody\nann@example.com\n');
    await runToEnd(app, id);
    const imports = app.application.app.get(Imports);
    await app.moveBy(7 * DAY);
    await imports.endFiles();
    expect(await rejectedOf(id)).toHaveLength(1);
    const waiting = await anImport(app, 'Email\ncem@example.com\n');
    await app.moveBy(1);
    await imports.endFiles();
    expect(await rejectedOf(id)).toEqual([]);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({
      state: 'done',
      fileUntil: null,
      columns: [{ name: 'Email', samples: [], suggested: null }],
    });
    await app.moveBy(8 * DAY);
    await imports.endFiles();
    expect(await app.must('GET', `/v1/imports/${waiting.id}`)).toMatchObject({ state: 'cancelled', fileUntil: null });
  });

  it('finds the leads that are there already', async () => {
    await changeSettings(app, { duplicates: 'join' });
    const lead = await aLead(app, { contact: { email: 'ann@example.com' } });
    const { id } = await anImport(app, 'Email\nAnn@Example.com\n');
    expect(await runToEnd(app, id, 'rehearse')).toMatchObject({ joined: 1, created: 0 });
    expect(await runToEnd(app, id)).toMatchObject({ joined: 1, created: 0 });
    expect((await app.must('GET', `/v1/leads/${lead.id}/inquiries`)).data).toHaveLength(1);
  });
});

it('keeps columns of any name, and gives one to those whose name nothing can be stored under', async () => {
  const file = 'Email,__proto__,constructor,a\0b\nann@example.com,x,y,z\nbo\0@example.com,x,y,z\n';
  const { id, columns } = await anImport(app, file);
  expect(columns.map(({ name }: Json) => name)).toEqual(['Email', 'Column 2', 'constructor', 'Column 4']);
  expect(await runToEnd(app, id)).toMatchObject({ state: 'done', created: 1, rejected: 1 });
  const [lead] = (await app.must('GET', `/v1/leads?importId=${id}`)).data;
  const { attributes } = await app.must('GET', `/v1/leads/${lead.id}`);
  expect(Object.entries(attributes)).toEqual(
    expect.arrayContaining([
      ['Column 2', 'x'],
      ['constructor', 'y'],
      ['Column 4', 'z'],
    ]),
  );
  const { status, body } = await app.ask('PUT', `/v1/imports/${(await anImport(app, file)).id}/mapping`, {
    columns: { Email: 'contact.email', 'Column 2': 'attributes.__proto__' },
  });
  expect([status, body.errors[0].code]).toEqual([422, 'unknownField']);
});

it('refuses files where nothing can be encrypted', async () => {
  const open = await TestApplication.start(START, { environment: { secretsKey: undefined } });
  try {
    const { id } = await open.must('POST', '/v1/imports', { name: 'Fair', of: 'leads', mode: 'live' });
    const { status, body } = await sendFile(open, id, 'Email\nann@example.com\n');
    expect([status, body.errors[0].code]).toEqual([422, 'secretsKeyMissing']);
  } finally {
    await open.stop();
  }
});
