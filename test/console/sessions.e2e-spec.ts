import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY, type Answer, type Asking } from '../support/client.js';
import type { Json } from '../support/json.js';
import { MailServer } from '../support/mail-server.js';
import { aRep, NOBODY } from '../support/people.js';
import { until } from '../support/postgres-owner.js';

const OWN = { 'sec-fetch-site': 'same-origin' };

describe('sessions', () => {
  let app: TestApplication;
  let mail: MailServer;

  beforeAll(async () => {
    mail = await MailServer.start();
    app = await TestApplication.start('2026-03-02T08:00:00.000Z', {
      environment: {
        smtpUrl: mail.url,
        mailFrom: 'Touchline <leads@example.com>',
        publicUrl: 'https://leads.example.com',
      },
    });
  });
  afterAll(async () => {
    await app.stop();
    await mail.stop();
  });

  const login = (body: object, headers: Record<string, string> = {}) =>
    app.ask('POST', '/v1/session', body, { key: null, headers });
  const cookieOf = ({ headers }: Answer) => headers.get('set-cookie')!.split(';')[0]!;
  /** The headers that a page of the console sends in a browser that is logged in. */
  const by = (cookie: string, headers: Record<string, string> = OWN): Asking => ({
    key: null,
    headers: { cookie, ...headers },
  });
  const status = async (method: string, path: string, asking: Asking, body?: object) =>
    (await app.ask(method, path, body, asking)).status;

  it('begin by a key, in a cookie that no script and no other site can use', async () => {
    const begun = await login({ key: ADMIN_KEY }, { 'user-agent': 'Browser/1' });
    expect(begun.status).toBe(201);
    expect(begun.headers.get('set-cookie')).toMatch(
      /^__Host-touchline=[\w-]{43}\.[\w-]{22}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    expect(begun.body).toMatchObject({ name: 'ADMIN_KEY', scopes: ['admin'], userId: null, agent: 'Browser/1' });
    const cookie = cookieOf(begun);
    expect((await app.get('/v1/session', by(cookie))).body).toEqual({ ...begun.body, current: true });
    const body = { name: 'Made in the browser', scopes: ['read'] };
    expect(await status('POST', '/v1/api-keys', by(cookie), body)).toBe(201);
    // Requests from pages of other sites change nothing.
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      {},
      { origin: 'https://evil.example' },
    ])
      expect(await status('POST', '/v1/api-keys', by(cookie, headers as Record<string, string>), body)).toBe(403);
    expect(await status('POST', '/v1/api-keys', by(cookie, { origin: 'https://leads.example.com' }), body)).toBe(201);
    const refused = await login({ key: 'tl_wrong' });
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
    expect(await status('GET', '/v1/me', by('__Host-touchline=x'))).toBe(401);
    expect(await status('GET', '/v1/me', by('touchline=x'))).toBe(401);
  });

  it('end on logout and when they are revoked from the list', async () => {
    const [one, other] = [cookieOf(await login({ key: ADMIN_KEY })), cookieOf(await login({ key: ADMIN_KEY }))];
    const listed: Json = (await app.get('/v1/sessions', by(one))).body;
    expect(listed.data.filter(({ current }: Json) => current)).toHaveLength(1);
    const theirs: Json = (await app.get('/v1/session', by(other))).body;
    expect(await status('DELETE', `/v1/sessions/${theirs.id}`, by(one))).toBe(204);
    expect(await status('GET', '/v1/me', by(other))).toBe(401);
    expect(await status('DELETE', `/v1/sessions/${theirs.id}`, by(one))).toBe(404);
    const ended = await app.ask('DELETE', '/v1/session', undefined, by(one));
    expect([ended.status, ended.headers.get('set-cookie')]).toEqual([
      204,
      '__Host-touchline=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure',
    ]);
    expect(await status('GET', '/v1/me', by(one))).toBe(401);
    expect(await status('GET', '/v1/session', { key: ADMIN_KEY })).toBe(404);
  });

  it('end after twelve hours without use, after seven days, with the key and with the rep', async () => {
    const idle = cookieOf(await login({ key: ADMIN_KEY }));
    const used = cookieOf(await login({ key: ADMIN_KEY }));
    const rep = await aRep(app, 'Ana');
    const { id, key } = await app.must('POST', '/v1/api-keys', { name: 'Ana', scopes: ['rep'], repId: rep.id });
    for (let hours = 0; hours < 7 * 24; hours += 11) {
      expect(await status('GET', '/v1/me', by(used))).toBe(200);
      await app.moveBy(11 * 3_600_000);
      if (hours === 11) expect(await status('GET', '/v1/me', by(idle))).toBe(401);
    }
    expect(await status('GET', '/v1/me', by(used))).toBe(401);
    const ofKey = cookieOf(await login({ key }));
    expect((await app.get('/v1/me', by(ofKey))).body).toMatchObject({ id, role: 'rep', repId: rep.id });
    await app.must('DELETE', `/v1/api-keys/${id}`);
    await until('nobody takes the session', async () => (await status('GET', '/v1/me', by(ofKey))) === 401);
    const user = await aUser({ scopes: ['rep'], repId: rep.id });
    const ofUser = cookieOf(await login({ code: (await sentTo(user.email)).code }));
    expect(await status('GET', '/v1/me/inbox', by(ofUser))).toBe(200);
    const { version: _, ...body } = await app.must('GET', `/v1/reps/${rep.id}`);
    await app.must('PUT', `/v1/reps/${rep.id}`, {
      name: body.name,
      email: body.email,
      active: false,
      openLeads: 'keep',
    });
    await until('nobody takes the session', async () => (await status('GET', '/v1/me', by(ofUser))) === 401);
  });

  it('of a rep who has left do not go on when the rep comes back, nor do links sent before', async () => {
    const { id: repId, name, email } = await aRep(app, 'Ora');
    const user = await aUser({ scopes: ['rep'], repId });
    const cookie = cookieOf(await login({ code: (await sentTo(user.email)).code }));
    const { token } = await sentTo(user.email);
    await app.must('PUT', `/v1/reps/${repId}`, { name, email, active: false, openLeads: 'keep' });
    await app.must('PUT', `/v1/reps/${repId}`, { name, email, active: true });
    await until('nobody takes the session', async () => (await status('GET', '/v1/me', by(cookie))) === 401);
    expect((await login({ token })).status).toBe(401);
    expect((await login({ token: (await sentTo(user.email)).token })).status).toBe(201);
  });

  it('end with their user, as do the jobs begun in them, and with the rep of their user', async () => {
    for (const leave of ['user', 'rep'] as const) {
      const rep = await aRep(app, `Leaving${leave}`);
      const user = await aUser({ scopes: ['integration', 'rep'], repId: rep.id });
      const cookie = cookieOf(await login({ code: (await sentTo(user.email)).code }));
      const body = { filter: { source: leave }, all: true, disposition: { category: 'recycle', reason: 'stale' } };
      const begun = await app.ask('POST', '/v1/leads/dispositions', body, by(cookie));
      expect([begun.status, begun.body.state]).toEqual([202, 'running']);
      const { name, email } = rep;
      await (leave === 'user'
        ? app.must('DELETE', `/v1/users/${user.id}`)
        : app.must('PUT', `/v1/reps/${rep.id}`, { name, email, active: false, openLeads: 'keep' }));
      expect((await app.must('GET', `/v1/jobs/${begun.body.id}`)).state).toBe('cancelled');
    }
  });

  it('do not go on with jobs that their user may not begin any more', async () => {
    const [rep, other] = [await aRep(app, 'Narrowed'), await aRep(app, 'Another')];
    for (const fields of [{ scopes: ['rep'] }, { repId: other.id }, { scopes: ['integration', 'rep', 'read'] }]) {
      const user = await aUser({ scopes: ['integration', 'rep'], repId: rep.id });
      const cookie = cookieOf(await login({ code: (await sentTo(user.email)).code }));
      const body = { filter: { source: user.id }, all: true, disposition: { category: 'recycle', reason: 'stale' } };
      const begun = await app.ask('POST', '/v1/leads/dispositions', body, by(cookie));
      const { email, name, scopes, repId } = user;
      await app.must('PUT', `/v1/users/${user.id}`, { email, name, scopes, repId, ...fields });
      const { state } = await app.must('GET', `/v1/jobs/${begun.body.id}`);
      expect([fields, state]).toEqual([fields, fields.scopes?.includes('integration') ? 'running' : 'cancelled']);
      await app.must('DELETE', `/v1/users/${user.id}`);
    }
  });

  let users = 0;
  const aUser = (fields: object = {}): Promise<Json> => {
    users += 1;
    return app.must('POST', '/v1/users', {
      email: `User${users}@Example.com`,
      name: 'Noor Haddad',
      scopes: ['read'],
      ...fields,
    });
  };
  const sentTo = async (email: string): Promise<{ token: string; code: string; text: string }> => {
    const before = mail.arrived.length;
    expect((await login({ email })).status).toBe(202);
    await until('a mail has come', async () => mail.arrived.length > before);
    const { text = '', to_ } = mail.arrived.at(-1)!;
    expect(to_).toEqual([email.toLowerCase()]);
    const [, token] = text.match(/https:\/\/leads\.example\.com\/console\/login#([\w-]{43})\n/)!;
    const [, code] = text.match(/code: ([2-9A-Z]{4}(?:-[2-9A-Z]{4}){2})\n/)!;
    return { token: token!, code: code!, text };
  };

  it('begin by a link or its code, once and within ten minutes', async () => {
    const user = await aUser();
    const { token, code } = await sentTo(user.email);
    const begun = await login({ token });
    expect([begun.status, begun.body]).toMatchObject([201, { userId: user.id, keyId: null, scopes: ['read'] }]);
    expect((await login({ token })).status).toBe(401);
    // Using the link also uses up the code of the same mail, and the reverse.
    expect((await login({ code })).status).toBe(401);
    const { code: next } = await sentTo(user.email.toUpperCase());
    expect((await login({ code: ` ${next.toLowerCase().replace('-', ' ')} ` })).status).toBe(201);
    const late = await sentTo(user.email);
    await app.moveBy(10 * 60_000);
    expect((await login({ token: late.token })).status).toBe(401);
    // The ledger names the user as the actor.
    const cookie = cookieOf(await login({ token: (await sentTo(user.email)).token }));
    await app.must('PUT', `/v1/users/${user.id}`, {
      email: user.email,
      name: 'Noor',
      scopes: ['integration', 'intake'],
    });
    await until(
      'the new scopes hold',
      async () => (await app.get('/v1/me', by(cookie))).body.scopes[0] === 'integration',
    );
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: {} }, by(cookie));
    const touched = await app.ask(
      'POST',
      `/v1/leads/${lead.id}/touches`,
      { kind: 'call', outcome: 'noAnswer' },
      by(cookie),
    );
    expect([touched.status, touched.body.reportedBy]).toEqual([201, { type: 'user', id: user.id }]);
    await app.must('DELETE', `/v1/users/${user.id}`);
    await until('nobody takes the session', async () => (await status('GET', '/v1/me', by(cookie))) === 401);
  });

  it('are mailed again when the mail server takes mail again', async () => {
    const user = await aUser();
    mail.trouble = { code: 451, text: 'Try again later' };
    try {
      expect((await login({ email: user.email })).status).toBe(202);
      await until('a mail was turned away', async () => mail.turnedAway.length > 0);
    } finally {
      mail.trouble = null;
    }
    await until('it has come', async () => mail.to(user.email.toLowerCase()).length > 0);
    const [, code] = mail.to(user.email.toLowerCase())[0]!.text!.match(/code: (\S+)\n/)!;
    expect((await login({ code })).status).toBe(201);
  });

  it('do not reveal who is a user, and limit the mails to each', async () => {
    const before = mail.arrived.length;
    expect((await login({ email: 'nobody@example.com' })).status).toBe(202);
    const user = await aUser();
    for (let count = 0; count < 5; count += 1) await sentTo(user.email);
    for (const email of [user.email, user.email.toUpperCase()]) {
      const refused = await login({ email });
      expect([refused.status, refused.body.type]).toEqual([429, '/problems#too-many-mails']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
    }
    for (let count = 0; count < 4; count += 1) expect((await login({ email: 'nobody@example.com' })).status).toBe(202);
    expect((await login({ email: 'nobody@example.com' })).status).toBe(429);
    const other = await aUser();
    await sentTo(other.email);
    expect(mail.arrived.slice(before).flatMap(({ to_ }) => to_)).toEqual([
      ...Array.from({ length: 5 }, () => user.email),
      other.email,
    ]);
  });

  it('are requested with exactly one kind of proof', async () => {
    for (const [body, pointer] of [
      [{}, ''],
      [{ key: 'a', code: 'b' }, ''],
      [{ email: 'nobody' }, '/email'],
      [{ password: 'x' }, '/password'],
    ] as const) {
      const { status: got, body: problem } = await login(body);
      expect([got, problem.errors[0].pointer]).toEqual([422, pointer]);
    }
  });

  it('belong to users with unique addresses, and with a rep if their scopes require one', async () => {
    const user = await aUser();
    const faults = async (method: string, path: string, body: object) => {
      const { status: got, body: problem } = await app.ask(method, path, body);
      return [got, problem.errors.map(({ pointer, code }: Json) => `${pointer} ${code}`)];
    };
    const body = { email: user.email.toUpperCase(), name: 'Else', scopes: ['read'] };
    expect(await faults('POST', '/v1/users', body)).toEqual([422, ['/email taken']]);
    const other = await aUser();
    expect(await faults('PUT', `/v1/users/${other.id}`, body)).toEqual([422, ['/email taken']]);
    expect(await faults('POST', '/v1/users', { ...body, email: 'a@b.example', scopes: ['rep'] })).toEqual([
      422,
      ['/repId required'],
    ]);
    expect(await faults('POST', '/v1/users', { ...body, email: 'a@b.example', repId: NOBODY })).toEqual([
      422,
      ['/repId contradiction', '/repId unknownId'],
    ]);
    const { id: repId, ...gone } = await aRep(app, 'Gone', { active: false });
    const ofGone = { ...body, email: 'a@b.example', scopes: ['rep'], repId };
    expect(await faults('POST', '/v1/users', ofGone)).toEqual([422, ['/repId inactive']]);
    expect(await faults('PUT', `/v1/users/${other.id}`, ofGone)).toEqual([422, ['/repId inactive']]);
    const put = (active: boolean) => app.must('PUT', `/v1/reps/${repId}`, { name: 'Gone', email: gone.email, active });
    await put(true);
    const left = await app.must('POST', '/v1/users', ofGone);
    await put(false);
    expect(await app.must('PUT', `/v1/users/${left.id}`, { ...left, name: 'Has left' })).toMatchObject({ repId });
    expect((await app.get('/v1/users')).body.data).toContainEqual(user);
    const again = await app.put(`/v1/users/${user.id}`, user);
    expect([again.status, again.body]).toMatchObject([200, { id: user.id, name: user.name, scopes: user.scopes }]);
    expect((await app.put(`/v1/users/${user.id}`, { ...user, id: NOBODY })).status).toBe(422);
    expect((await app.get(`/v1/users/${NOBODY}`)).status).toBe(404);
  });

  it('keep who gave users which scopes, also of those who were deleted', async () => {
    const { id, email } = await aUser();
    const fields = { email, name: 'Noor Haddad' };
    await app.must('PUT', `/v1/users/${id}`, { ...fields, scopes: ['read'] });
    await app.must('PUT', `/v1/users/${id}`, { ...fields, scopes: ['admin'] });
    await app.must('DELETE', `/v1/users/${id}`);
    const { data } = await app.must('GET', `/v1/users/${id}/versions`);
    expect(data.map(({ version }: Json) => version)).toEqual([3, 2, 1]);
    expect(data[1]).toMatchObject({
      by: { type: 'key' },
      changes: [{ pointer: '/scopes', from: ['read'], to: ['admin'] }],
    });
    expect((await app.get(`/v1/users/${NOBODY}/versions`)).status).toBe(404);
    expect((await app.get(`/v1/users/${id}/versions`, { key: await app.keyFor(['read']) })).status).toBe(403);
  });

  it('keep the preferences of a user for the console', async () => {
    const rep = await aRep(app, 'Bo');
    const key = await app.keyFor(['rep'], rep.id);
    expect((await app.get('/v1/me/preferences', { key })).body).toEqual({});
    const liked = { theme: 'dark', order: ['dueAt'] };
    expect((await app.put('/v1/me/preferences', liked, { key })).body).toEqual(liked);
    const cookie = cookieOf(await login({ key }));
    expect((await app.get('/v1/me/preferences', by(cookie))).body).toEqual(liked);
    expect((await app.get('/v1/me/preferences')).body).toEqual({});
    const { status: got, body } = await app.put('/v1/me/preferences', { much: 'x'.repeat(16 * 1024) }, { key });
    expect([got, body.errors[0].code]).toEqual([422, 'tooLarge']);
    const boundless = await app.put('/v1/me/preferences', undefined, { key, raw: '{"width":[1,-1e400]}' });
    expect([boundless.status, boundless.body.errors]).toEqual([
      422,
      [{ pointer: '/width/1', code: 'type', message: 'Expected a number between -1.79e308 and 1.79e308.' }],
    ]);
  });
});

describe('without a mail server', () => {
  it('a link cannot be requested, and a cookie works over plain http', async () => {
    const app = await TestApplication.start();
    const asked = await app.ask('POST', '/v1/session', { email: 'a@example.com' }, { key: null });
    expect([asked.status, asked.body.code ?? asked.body.type]).toEqual([
      409,
      expect.stringContaining('no-mail-server'),
    ]);
    const begun = await app.ask('POST', '/v1/session', { key: ADMIN_KEY }, { key: null });
    expect(begun.headers.get('set-cookie')).toMatch(
      /^touchline=[\w-]{43}\.[\w-]{22}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    await app.stop();
  });
});
