import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { ApiKeyStore } from '../../src/auth/api-key.store.js';
import { AuthService } from '../../src/auth/auth.service.js';
import { KeyUses } from '../../src/auth/key-uses.service.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aRep, faults, NOBODY } from '../support/people.js';
import { until } from '../support/postgres-owner.js';

let app: TestApplication;
let repId: string;

beforeAll(async () => {
  app = await TestApplication.start();
  repId = (await aRep(app, 'Ann')).id;
});
afterAll(() => app.stop());

const me = (key: string) => app.get('/v1/me', { key });

describe('a key', () => {
  it('is shown once, and identifies its holder from then on', async () => {
    const made = await app.post('/v1/api-keys', { name: ' Website ', scopes: ['intake', 'read'] });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      key: expect.stringMatching(/^tl_[\w-]{43}$/),
      name: 'Website',
      scopes: ['intake', 'read'],
      repId: null,
      createdAt: '2026-03-02T15:00:00.000Z',
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
    });
    const { id, key } = made.body;
    expect((await me(key)).body).toEqual({
      id,
      name: 'Website',
      scopes: ['intake', 'read'],
      repId: null,
      role: 'read',
      timeZone: 'UTC',
      serverTime: app.time.now(),
    });
    let row: Json = null;
    // The use of a key is recorded asynchronously.
    await until('its use is noted', async () => {
      const listed = await app.get('/v1/api-keys');
      expect(JSON.stringify(listed.body)).not.toContain(key);
      row = listed.body.data.find((each: Json) => each.id === id);
      return row.lastUsedAt !== null;
    });
    expect(JSON.stringify(await everythingIn('api_key'))).not.toContain(key.slice(3));
    expect(row).toEqual({ ...made.body, key: undefined, lastUsedAt: '2026-03-02T15:00:00.000Z' });
  });

  it('belongs to a rep if its scope requires one', async () => {
    const key = await app.keyFor(['rep'], repId);
    expect((await me(key)).body).toMatchObject({ scopes: ['rep'], repId });
  });

  it.each([
    [{}, ['/name required', '/scopes required']],
    [{ name: '', scopes: [] }, ['/name tooShort', '/scopes tooFew']],
    [{ name: 'x', scopes: ['root'] }, ['/scopes/0 value']],
    [{ name: 'x', scopes: ['read', 'read'] }, ['/scopes/1 duplicate']],
    [{ name: 'x', scopes: 'read' }, ['/scopes type']],
    [{ name: 'x', scopes: ['rep'] }, ['/repId required']],
    [{ name: 'x', scopes: ['manager'] }, ['/repId required']],
    [{ name: 'x', scopes: ['read'], repId: NOBODY }, ['/repId contradiction', '/repId unknownId']],
    [{ name: 'x', scopes: ['rep'], repId: NOBODY }, ['/repId unknownId']],
    [{ name: 'x', scopes: ['rep'], repId: 'ann' }, ['/repId uuid']],
    [{ name: 'x', scopes: ['read'], expiresAt: '2026-03-02T15:00:00Z' }, ['/expiresAt past']],
    [{ name: 'x', scopes: ['read'], expiresAt: '2026-03-03T15:00:00' }, ['/expiresAt instant']],
    [{ name: 'x', scopes: ['read'], key: 'mine' }, ['/key unknown']],
  ])('cannot be created from %j', async (body, expected) => {
    expect(faults(await app.post('/v1/api-keys', body)).sort()).toEqual(expected.sort());
  });

  it('cannot be created for an inactive rep, for whom it would open nothing', async () => {
    const { id } = await aRep(app, 'Gone', { active: false });
    const answer = await app.post('/v1/api-keys', { name: 'x', scopes: ['rep'], repId: id });
    expect(faults(answer)).toEqual(['/repId inactive']);
    expect(answer.body.errors[0].message).toBe('Gone is inactive: expected an active rep.');
  });

  it('is invalid once it is revoked', async () => {
    const { id, key } = await app.must('POST', '/v1/api-keys', { name: 'Short', scopes: ['read'] });
    expect((await me(key)).status).toBe(200);
    expect((await app.delete(`/v1/api-keys/${id}`)).status).toBe(204);
    expect((await me(key)).status).toBe(401);
    expect((await app.delete(`/v1/api-keys/${id}`)).status).toBe(404);
    expect((await app.delete(`/v1/api-keys/${NOBODY}`)).status).toBe(404);
    const { data } = await app.must('GET', '/v1/api-keys?limit=1000');
    expect(data.find((each: { id: string }) => each.id === id).revokedAt).toBe('2026-03-02T15:00:00.000Z');
  });

  it('cannot be revoked if it is the last that can create others', async () => {
    const own = await TestApplication.start();
    try {
      const first = (await own.must('GET', '/v1/api-keys')).data[0].id;
      const { id, key } = await own.must('POST', '/v1/api-keys', { name: 'Other', scopes: ['admin'] });
      const reader = await own.must('POST', '/v1/api-keys', { name: 'Reader', scopes: ['read'] });
      // A key of an inactive rep is invalid, so it does not count as one that can create others.
      const { id: repId } = await aRep(own, 'Gone');
      const theirs = await own.must('POST', '/v1/api-keys', { name: 'Theirs', scopes: ['admin', 'rep'], repId });
      await own.application.app.get(Database).query('update rep set active = false where id = $1', [repId]);
      const revoke = async (which: string) => {
        const { status, body } = await own.delete(`/v1/api-keys/${which}`, { key });
        return [status, body?.type];
      };
      expect(await revoke(first)).toEqual([204, undefined]);
      expect(await revoke(id)).toEqual([409, '/problems#last-admin-key']);
      expect(await revoke(theirs.id)).toEqual([204, undefined]);
      expect(await revoke(id)).toEqual([409, '/problems#last-admin-key']);
      expect(await revoke(reader.id)).toEqual([204, undefined]);
      expect(await revoke(reader.id)).toEqual([404, '/problems#not-found']);
      expect((await own.get('/v1/me', { key })).status).toBe(200);
    } finally {
      await own.stop();
    }
  });

  it('that two requests revoke at once is not found by the second, not reported as the last', async () => {
    const own = await TestApplication.start();
    const other = new pg.Client({ connectionString: own.database.url });
    await other.connect();
    try {
      const { id } = await own.must('POST', '/v1/api-keys', { name: 'Other', scopes: ['admin'] });
      await other.query('begin');
      await other.query('select 1 from api_key for no key update');
      const both = [own.delete(`/v1/api-keys/${id}`), own.delete(`/v1/api-keys/${id}`)];
      await own.somebodyWaits(2);
      await other.query('rollback');
      expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([204, 404]);
    } finally {
      await other.end();
      await own.stop();
    }
  });

  it('of a rep is revoked when the rep becomes inactive, and stays revoked when they return', async () => {
    const rep = await aRep(app, 'Leaver');
    const key = await app.keyFor(['rep'], rep.id);
    const status = async () => (await app.get('/v1/me', { key })).status;
    const set = (active: boolean) =>
      app.must('PUT', `/v1/reps/${rep.id}`, { name: 'Leaver', email: rep.email, active });
    expect(await status()).toBe(200);
    await set(false);
    expect(await status()).toBe(401);
    await set(true);
    expect(await status()).toBe(401);
    const another = await app.keyFor(['rep'], rep.id);
    expect((await app.get('/v1/me', { key: another })).status).toBe(200);
  });

  it('lasts until the instant at which it expires', async () => {
    const { key } = await app.must('POST', '/v1/api-keys', {
      name: 'A minute',
      scopes: ['read'],
      expiresAt: '2026-03-02T15:01:00Z',
    });
    await app.moveTo('2026-03-02T15:00:59.999Z');
    expect((await me(key)).status).toBe(200);
    await app.moveTo('2026-03-02T15:01:00.000Z');
    expect((await me(key)).status).toBe(401);
  });

  it.each([
    ['nothing', undefined],
    ['nothing behind its scheme', 'Bearer '],
    ['another scheme', `Basic ${ADMIN_KEY}`],
    ['no scheme', ADMIN_KEY],
    ['a key nobody has', 'Bearer tl_nobody'],
    ['a key with something behind it', `Bearer ${ADMIN_KEY} x`],
    ['a key too long', `Bearer ${'x'.repeat(513)}`],
    ['the key in another case', `Bearer ${ADMIN_KEY.toUpperCase()}`],
  ])('cannot be %s', async (_, authorization) => {
    const answer = await app.get('/v1/me', {
      key: null,
      headers: authorization === undefined ? {} : { authorization },
    });
    expect(answer).toMatchObject({ status: 401, body: { type: '/problems#unauthenticated', status: 401 } });
  });

  it('is told which scopes a route is for, and which it has', async () => {
    const key = await app.keyFor(['intake', 'feedback']);
    const detailOf = async (path: string) => (await app.get(path, { key })).body.detail;
    const has = 'The scopes of this key: intake, feedback.';
    expect(await detailOf('/v1/reports/breaches')).toBe(
      `Expected a key with one of the scopes admin, read, rep, manager. ${has}`,
    );
    expect(await detailOf('/v1/api-keys')).toBe(`Expected a key with the scope admin. ${has}`);
  });

  it('is accepted with its scheme in any case', async () => {
    expect((await app.get('/v1/me', { key: null, headers: { authorization: `bearer  ${ADMIN_KEY}` } })).status).toBe(
      200,
    );
  });

  it('is listed in pages', async () => {
    const all = (await app.must('GET', '/v1/api-keys?limit=1000')).data;
    const first = await app.must('GET', '/v1/api-keys?limit=2');
    const rest = await app.must('GET', `/v1/api-keys?cursor=${first.nextCursor}`);
    expect([...first.data, ...rest.data].map((each) => each.id)).toEqual(all.map((each: { id: string }) => each.id));
    for (const cursor of ['x', Buffer.from('["x"]').toString('base64url')])
      expect(faults(await app.get(`/v1/api-keys?cursor=${cursor}`))).toEqual(['/cursor cursor']);
  });
});

it('the admin key of the environment replaces the former one', async () => {
  const auth = app.application.app.get(AuthService);
  const other = 'another-admin-key-0123456789abcdefghij';
  expect(await auth.ensureAdminKey(other)).toBeNull();
  expect((await me(other)).status).toBe(200);
  const fresh = new AuthService(app.application.app.get(ApiKeyStore), app.application.app.get(KeyUses), app.time);
  await expect(fresh.identifyByKey(`Bearer ${ADMIN_KEY}`, '127.0.0.1')).rejects.toThrow('key');
  expect(await auth.ensureAdminKey(ADMIN_KEY)).toBeNull();
  expect((await me(ADMIN_KEY)).body.scopes).toEqual(['admin']);
});

it('too many wrong keys from one address get 429, and right ones still work', async () => {
  const own = await TestApplication.start();
  // Wrong keys are counted for a minute; a stopped clock keeps slow machines within it.
  const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
  try {
    const right = await own.keyFor(['read']);
    await own.get('/v1/me', { key: right });
    const statuses = new Set<number>();
    let limited: Awaited<ReturnType<typeof own.get>> | undefined;
    for (let count = 0; count < 1_010; count += 1) {
      const answer = await own.get('/v1/me', { key: `wrong-${count}` });
      statuses.add(answer.status);
      if (answer.status === 429) limited = answer;
    }
    expect(statuses).toEqual(new Set([401, 429]));
    expect(Number(limited!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(limited!.body.type).toBe('/problems#too-many-attempts');
    expect((await own.get('/v1/me', { key: right })).status).toBe(200);
  } finally {
    clock.mockRestore();
    await own.stop();
  }
});

function everythingIn(table: string): Promise<unknown[]> {
  return app.database.ask(`select row_to_json(${table}) from ${table}`);
}
