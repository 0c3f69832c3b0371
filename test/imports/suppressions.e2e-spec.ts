import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, changeSettings } from '../support/people.js';
import { anImport, runToEnd, settle } from './imports.js';

/** A Monday, 10:00 in UTC. */
const START = '2026-03-02T10:00:00.000Z';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start(START);
  await aDesk(app, ['Ann']);
  await changeSettings(app, { timeZone: 'UTC', defaultCountry: 'DE' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const FILE = [
  'Email address,Mobile,Domain,Valid until,Reason',
  'ann@example.com,,,,',
  'Bo Kim <bo@example.org>,030 901820,,,Does not want to be contacted',
  ',,acme.example,2026-06-01,',
  ',,gmail.com,,',
  'nobody,,,,',
  'cem@example.com,,,2026-01-01,',
  'dora@example.com,,,,Too expensive',
  'ANN@example.com,,,,',
  ',,,,',
  ',,,not a day,',
].join('\n');

const optOuts = (file = FILE, fields: object = {}) => anImport(app, file, { of: 'suppressions', ...fields });
const inForce = async (): Promise<Json[]> => (await app.must('GET', '/v1/suppressions?inForce=true')).data;
const reasonsOf = async (id: string): Promise<[number, string][]> =>
  (await app.must('GET', `/v1/imports/${id}/rejected`)).data.map(({ row, why }: Json) => [row, why]);

describe('an import of suppressions', () => {
  it('refuses a row with what cannot be stored, and takes the others', async () => {
    const { id } = await optOuts('Email address,Reason\nann\0@example.com,\nbo@example.com,\ncem@example.com,x\0y\n');
    expect(await runToEnd(app, id)).toMatchObject({ state: 'done', created: 1, rejected: 2, error: null });
    const why = expect.stringMatching(/^\w[^:]*: Text must be well-formed Unicode without NUL characters/);
    expect(await reasonsOf(id)).toEqual([
      [2, why],
      [4, why],
    ]);
  });

  it('suggests where its columns go', async () => {
    const { columns, fields, source } = await optOuts();
    expect(columns.map(({ name, suggested }: Json) => [name, suggested?.to])).toEqual([
      ['Email address', 'email'],
      ['Mobile', 'phone'],
      ['Domain', 'domain'],
      ['Valid until', 'until'],
      ['Reason', 'reason'],
    ]);
    expect(fields).toEqual(['email', 'phone', 'domain', 'until', 'reason']);
    expect(source).toBeNull();
  });

  it('suppresses by the rules of a single one, as its rehearsal has said', async () => {
    const { id } = await optOuts();
    const counts = { rows: 9, done: 9, created: 4, joined: 0, unchanged: 1, rejected: 4 };
    expect(await runToEnd(app, id, 'rehearse')).toMatchObject({ state: 'rehearsed', ...counts });
    const foreseen = await reasonsOf(id);
    expect(await inForce()).toEqual([]);
    expect(await runToEnd(app, id)).toMatchObject({ state: 'done', ...counts });
    expect(await reasonsOf(id)).toEqual(foreseen);
    expect(foreseen).toEqual([
      [5, 'Domain: Everybody can have an address at this domain: name the address, or the domain of a company.'],
      [6, 'Email address: Expected an e-mail address.'],
      [7, 'Valid until: Expected an instant in the future.'],
      [11, expect.stringContaining('Valid until: "not a day" is no date that can be read.')],
    ]);
    const made = await inForce();
    expect(made.map(({ kind, until, reason }) => [kind, until, reason]).sort()).toEqual([
      ['domain', '2026-06-01T00:00:00.000Z', 'do_not_contact'],
      ['email', null, 'do_not_contact'],
      ['email', null, 'do_not_contact'],
      ['email', null, 'do_not_contact'],
      ['phone', null, 'do_not_contact'],
    ]);
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'ann@example.com' } });
    expect(lead).toMatchObject({ status: 'suppressed', disposition: { reason: 'do_not_contact' } });
  });

  it('takes the reason that is known by its code or its label, and loses no opt-out for one that is not', async () => {
    const file = [
      'Email,Reason',
      'ann@example.com,Spam',
      'bo@example.org,"Clicked ""too many mails"" in May"',
      'cem@example.com,price',
    ].join('\n');
    const { id } = await optOuts(file);
    expect(await runToEnd(app, id, 'rehearse')).toMatchObject({ created: 3, rejected: 0 });
    await runToEnd(app, id);
    expect((await inForce()).map(({ reason }) => reason).sort()).toEqual(['do_not_contact', 'do_not_contact', 'spam']);
  });

  it('changes nothing when it is repeated, except that some end later', async () => {
    await runToEnd(app, (await optOuts()).id);
    const again = await runToEnd(app, (await optOuts()).id);
    expect(again).toMatchObject({ created: 0, unchanged: 5, rejected: 4 });
    expect(await inForce()).toHaveLength(5);
    const longer = await optOuts('domain\nacme.example\n');
    expect(await runToEnd(app, longer.id)).toMatchObject({ created: 1 });
  });

  it('is undone by lifting what it has made and nobody has lifted', async () => {
    await app.must('POST', '/v1/suppressions', { email: 'own@example.com', reason: 'do_not_contact' });
    const { id } = await optOuts();
    await runToEnd(app, id);
    const [first] = await inForce();
    await app.ask('DELETE', `/v1/suppressions/${first!.id}`, { reason: 'A mistake.' });
    await app.must('POST', `/v1/imports/${id}/undo`);
    await settle(app);
    expect(await app.must('GET', `/v1/imports/${id}`)).toMatchObject({ state: 'undone', undone: 4, kept: 1 });
    expect(await inForce()).toHaveLength(1);
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'ann@example.com' } });
    expect(lead.status).toBe('open');
    expect(await runToEnd(app, (await optOuts()).id)).toMatchObject({ created: 4 });
  });

  it('refuses modes and sources that make no sense', async () => {
    const begin = (fields: object) => app.ask('POST', '/v1/imports', { name: 'List', of: 'suppressions', ...fields });
    expect(await begin({ mode: 'history' })).toMatchObject({
      status: 422,
      body: {
        errors: [
          {
            pointer: '/mode',
            message: 'Expected "live": a suppression is in force from now on, whatever its past.',
          },
        ],
      },
    });
    expect(await begin({ mode: 'live', source: 'fair' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/source', message: 'Expected none: suppressions have no source.' }] },
    });
    const { id } = await optOuts();
    expect((await app.ask('PATCH', `/v1/imports/${id}`, { mode: 'byAge' })).status).toBe(422);
    const lost = await app.ask('PUT', `/v1/imports/${id}/mapping`, { columns: { Mobile: 'contact.phone' } });
    expect(lost.body.errors[0]).toMatchObject({
      pointer: '/columns/Mobile',
      message: 'There is no field "contact.phone" of a suppression. Known are email, phone, domain, until, reason.',
    });
  });
});
