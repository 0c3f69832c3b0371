import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { eventsOf, faults, NOBODY } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

const make = (fields: object) => app.must('POST', '/v1/accounts', { name: 'Acme', ...fields });
const patch = (id: string, fields: object) => app.ask('PATCH', `/v1/accounts/${id}`, fields);
const account = (id: string) => app.must('GET', `/v1/accounts/${id}`);

describe('an account', () => {
  it('is accepted with warnings if it names a rep who has left, or its protection has already ended', async () => {
    const gone = await app.must('POST', '/v1/reps', { name: 'Gone', email: 'gone@example.com', active: false });
    const past = '2026-01-01T00:00:00.000Z';
    const told = { ownerRepId: gone.id, roles: { sales: gone.id }, protectedUntil: past };
    const warned = ({ warnings }: Json) => warnings?.map(({ pointer }: Json) => pointer);
    const all = ['/ownerRepId', '/roles/sales', '/protectedUntil'];
    const made = await make(told);
    expect(warned(made)).toEqual(all);
    expect(made.warnings[0].message).toMatch(/^Gone is not active/);
    expect(await account(made.id)).not.toHaveProperty('warnings');
    // Fields that the request leaves out cause no warning.
    expect((await patch(made.id, { name: 'Acme Ltd' })).body).not.toHaveProperty('warnings');
    expect(warned((await patch(made.id, { protectedUntil: past })).body)).toEqual(['/protectedUntil']);
    expect(
      (await patch(made.id, { protectedUntil: '2099-01-01T00:00:00Z', ownerRepId: null })).body.warnings,
    ).toBeUndefined();
    const { results } = await app.must('PUT', '/v1/accounts/batch', {
      accounts: [
        { name: 'Fine', domains: ['fine.example'] },
        { name: 'Odd', domains: ['odd.example'], ...told },
      ],
    });
    expect(results.map(warned)).toEqual([undefined, all.map((pointer) => `/accounts/1${pointer}`)]);
    expect(warned(await app.must('PUT', '/v1/accounts/by-ref/crm/77', { name: 'Ref', ...told }))).toEqual(all);
  });

  it('stores and returns its brands, contacts, parent account and the end of its protection', async () => {
    const group = await make({ name: 'Group' });
    const fields = {
      domains: ['juno.example'],
      brands: ['juno-shop.example'],
      contacts: [
        { email: 'Kim@Juno.example' },
        { phone: '030 901820' },
        { email: 'lee@gmail.com', phone: '+1 212 5550123' },
      ],
      parentId: group.id,
      protectedUntil: '2026-09-01T00:00:00.000Z',
    };
    const made = await make(fields);
    expect(made).toMatchObject(fields);
    expect(await account(made.id)).toEqual(made);
    expect((await app.must('GET', '/v1/accounts?domain=juno-shop.example')).data).toEqual([made]);
    const same = await patch(made.id, fields);
    expect(same.body.updatedAt).toBe(made.updatedAt);
    await patch(made.id, {
      brands: [],
      contacts: [{ email: 'new@juno.example' }],
      parentId: null,
      protectedUntil: null,
    });
    expect(await account(made.id)).toMatchObject({
      brands: [],
      contacts: [{ email: 'new@juno.example' }],
      parentId: null,
      protectedUntil: null,
    });
    expect(await eventsOf(app, made.id, 'account.updated')).toMatchObject([
      { data: { fields: ['brands', 'contacts', 'parentId', 'protectedUntil'] } },
    ]);
  });

  it('has no contact details in the ledger', async () => {
    const made = await make({ contacts: [{ email: 'secret@hidden.example', phone: '+49 30 7654321' }] });
    const { rows } = await app.application.app
      .get(Database)
      .query<{ data: string }>('select data::text as data from event where subject_id = $1', [made.id]);
    expect(JSON.stringify(rows)).not.toMatch(/hidden|7654321/);
  });

  it('shares no domain or brand with another account, also within a batch', async () => {
    const made = await make({ domains: ['one.example'], brands: ['two.example'] });
    const taken = await app.ask('POST', '/v1/accounts', {
      name: 'Other',
      domains: ['two.example'],
      brands: ['one.example'],
    });
    expect(faults(taken)).toEqual(['/domains/0 taken', '/brands/0 taken']);
    expect(taken.body.errors[0].message).toBe(`two.example is a domain or brand of account ${made.id} already.`);
    const { results } = await app.must('PUT', '/v1/accounts/batch', {
      accounts: [
        { name: 'A', ref: { system: 'b', id: 'a' }, brands: ['three.example'] },
        { name: 'B', ref: { system: 'b', id: 'b' }, domains: ['four.example'], brands: ['three.example'] },
      ],
    });
    expect(results).toMatchObject([
      { status: 'created' },
      { status: 'invalid', errors: [{ pointer: '/accounts/1/brands/0', code: 'taken' }] },
    ]);
  });

  it('is refused with invalid contacts, or with brands that are public mail domains', async () => {
    const refused = await app.ask('POST', '/v1/accounts', {
      name: 'Odd',
      domains: ['odd.example'],
      brands: ['gmail.com', 'odd.example'],
      contacts: [{ email: 'nobody' }],
      parentId: NOBODY,
    });
    expect(faults(refused)).toEqual([
      '/brands/0 domain',
      '/brands/1 duplicate',
      '/contacts/0/email format',
      '/domains/0 taken',
      '/brands/1 taken',
      '/parentId unknownId',
    ]);
    expect(faults(await app.ask('POST', '/v1/accounts', { name: 'Odd', parentId: NOBODY }))).toEqual([
      '/parentId unknownId',
    ]);
    expect(faults(await app.ask('POST', '/v1/accounts', { name: 'Odd', contacts: [{}] }))).toEqual([
      '/contacts/0 tooFew',
    ]);
  });

  it('cannot be its own parent, not even through other accounts', async () => {
    const top = await make({ name: 'Top' });
    const middle = await make({ name: 'Middle', parentId: top.id });
    const bottom = await make({ name: 'Bottom', parentId: middle.id });
    expect(faults(await patch(top.id, { parentId: top.id }))).toEqual(['/parentId ring']);
    const refused = await patch(top.id, { parentId: bottom.id });
    expect(faults(refused)).toEqual(['/parentId ring']);
    expect(refused.body.errors[0].message).toContain('it cannot be above it as well');
    const asRef = { ref: { system: 'ring', id: '1' }, name: 'One' };
    const [one] = (await app.must('PUT', '/v1/accounts/batch', { accounts: [asRef] })).results as [Json];
    const { results } = await app.must('PUT', '/v1/accounts/batch', {
      accounts: [
        { ref: { system: 'ring', id: '1' }, parentId: bottom.id },
        { ref: { system: 'ring', id: '2' }, name: 'Two', parentId: one.id },
      ],
    });
    expect(results).toMatchObject([{ status: 'updated' }, { status: 'created' }]);
    expect(faults(await patch(top.id, { parentId: results[1].id }))).toEqual(['/parentId ring']);
  });
});

describe('a person who is a contact of an account', () => {
  it('is listed in subject access and erased from the account, with leads and without', async () => {
    const made = await make({
      contacts: [{ email: 'Pat@elsewhere.example', phone: '+49 30 1111111' }, { email: 'sam@elsewhere.example' }],
    });
    const access = () => app.must('GET', '/v1/subject-access?email=pat@elsewhere.example');
    expect(await access()).toMatchObject({
      data: [],
      accountContacts: [
        { accountId: made.id, account: 'Acme', email: 'Pat@elsewhere.example', phone: '+49 30 1111111' },
      ],
    });
    const erased = await app.must('POST', '/v1/erasures', {
      email: 'pat@elsewhere.example',
      reason: 'They asked for it',
    });
    expect(erased.erased).toContainEqual({ what: 'Contacts of accounts', rows: 1 });
    expect((await access()).accountContacts).toEqual([]);
    expect((await account(made.id)).contacts).toEqual([{ email: 'sam@elsewhere.example' }]);

    await app.must('POST', '/v1/leads', {
      source: 'web',
      contact: { email: 'sam@elsewhere.example', name: 'Sam Sun' },
    });
    const other = await app.must('POST', '/v1/erasures', {
      email: 'sam@elsewhere.example',
      reason: 'They asked for it',
    });
    expect(other.erased).toContainEqual({ what: 'Contacts of accounts', rows: 1 });
    expect((await account(made.id)).contacts).toEqual([]);
  });

  it('is erased from the answers stored for repeated requests too', async () => {
    const body = { name: 'Kept', contacts: [{ email: 'max@kept.example' }] };
    await app.must('POST', '/v1/accounts', body, { headers: { 'idempotency-key': 'kept' } });
    await app.must('POST', '/v1/erasures', { email: 'max@kept.example', reason: 'They asked for it' });
    const { rows } = await app.application.app
      .get(Database)
      .query<{ body: string }>(`select body from idempotent_answer where body like '%max@kept%'`);
    expect(rows).toEqual([]);
  });
});
