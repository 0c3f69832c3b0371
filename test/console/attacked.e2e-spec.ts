import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { EndedStreams } from '../../src/deliveries/streams/ended-streams.sweep.js';
import { EventHub } from '../../src/deliveries/streams/event-hub.service.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY, type Answer, type Asking } from '../support/client.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { Listening } from '../support/listening.js';
import { MailServer } from '../support/mail-server.js';
import { aRep } from '../support/people.js';
import { ask as askDatabase, until } from '../support/postgres-owner.js';

/** Attempts to get into the console, or to stay in. */
describe('sessions under attack', () => {
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
  const by = (cookie: string, headers: Record<string, string> = {}): Asking => ({
    key: null,
    headers: { cookie, 'sec-fetch-site': 'same-origin', ...headers },
  });
  const status = async (path: string, asking: Asking) => (await app.get(path, asking)).status;

  let users = 0;
  const aUser = (fields: object = {}): Promise<Json> => {
    users += 1;
    const body = { email: `attacked${users}@example.com`, name: 'Noor Haddad', scopes: ['read'], ...fields };
    return app.must('POST', '/v1/users', body);
  };
  const change = ({ id, email, name, scopes }: Json, fields: object) =>
    app.put(`/v1/users/${id}`, { email, name, scopes, ...fields });
  const tokenTo = async (email: string, headers: Record<string, string> = {}): Promise<string> => {
    const before = mail.to(email).length;
    expect((await login({ email }, headers)).status).toBe(202);
    await until('a mail has come', () => mail.to(email).length > before);
    return mail
      .to(email)
      .at(-1)!
      .text!.match(/https:\/\/leads\.example\.com\/console\/login#([\w-]{43})\n/)![1]!;
  };
  const listen = (cookie: string) => Listening.to(app.url, '/v1/events/stream', { key: null, headers: { cookie } });
  const hub = () => app.application.app.get(EventHub);

  it('refuse requests of the same host over http', async () => {
    const cookie = cookieOf(await login({ key: ADMIN_KEY }));
    const tried = async (headers: Record<string, string>) =>
      (
        await app.post(
          '/v1/api-keys',
          { name: 'Forged', scopes: ['read'] },
          { key: null, headers: { cookie, ...headers } },
        )
      ).status;
    expect(await tried({ host: 'leads.example.com', origin: 'http://leads.example.com' })).toBe(403);
    expect(await tried({ host: 'leads.example.com', origin: 'https://leads.example.com:8443' })).toBe(403);
    expect(await tried({ host: 'leads.example.com', origin: 'leads.example.com' })).toBe(403);
    expect(await tried({ origin: 'null' })).toBe(403);
    expect(await tried({ host: 'inside.example.com', origin: 'https://inside.example.com' })).toBe(403);
    expect(await tried({ host: 'inside.example.com', origin: 'https://leads.example.com' })).toBe(201);
  });

  it('are stored by no cache', async () => {
    const begun = await login({ key: ADMIN_KEY });
    const read = await app.get('/v1/leads', by(cookieOf(begun)));
    expect([begun, read].map(({ headers }) => headers.get('cache-control'))).toEqual(['no-store', 'no-store']);
  });

  it(`end when the user's email address changes, as do links sent to it`, async () => {
    const user = await aUser();
    const cookie = cookieOf(await login({ token: await tokenTo(user.email) }));
    const token = await tokenTo(user.email);
    expect((await change(user, { name: 'Noor' })).status).toBe(200);
    expect(await status('/v1/session', by(cookie))).toBe(200);
    expect((await change(user, { email: 'noor@elsewhere.example' })).status).toBe(200);
    expect((await login({ token })).status).toBe(401);
    await until('nobody takes the session', async () => (await status('/v1/session', by(cookie))) === 401);
  });

  it('are offered by links to the public URL, whatever host was requested', async () => {
    const user = await aUser();
    expect(await tokenTo(user.email, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })).toHaveLength(43);
    expect(mail.to(user.email)[0]!.raw).not.toContain('evil');
  });

  it('are not offered by mail to a rep who has left', async () => {
    const rep = await aRep(app, 'Lea');
    const gone = await aUser({ scopes: ['rep'], repId: rep.id });
    await app.must('PUT', `/v1/reps/${rep.id}`, { name: 'Lea', email: rep.email, active: false, openLeads: 'keep' });
    expect((await login({ email: gone.email })).status).toBe(202);
    await tokenTo((await aUser()).email);
    expect(mail.to(gone.email)).toEqual([]);
  });

  it('begin once if two links of one user are used at the same time', async () => {
    for (let time = 0; time < 5; time += 1) {
      const user = await aUser();
      const tokens = [await tokenTo(user.email), await tokenTo(user.email)];
      const begun = await Promise.all(tokens.map((token) => login({ token })));
      expect(begun.map((answer) => answer.status).sort()).toEqual([201, 401]);
    }
  });

  it('have codes that cannot be guessed at any speed', async () => {
    const user = await aUser();
    await tokenTo(user.email);
    const [, code] = mail.to(user.email)[0]!.text!.match(/code: (\S+)\n/)!;
    // The odds of a guess are one in 88 million with a thousand users with five codes each and two thousand guesses a
    // second for ten minutes.
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect((await login({ code })).status).toBe(201);
  });

  it('end a stream when its user may no longer read it', async () => {
    const user = await aUser();
    const cookie = cookieOf(await login({ token: await tokenTo(user.email) }));
    const listening = await listen(cookie);
    await hub().beatAll();
    expect(listening.hasEnded).toBe(false);
    expect((await change(user, { scopes: ['feedback'] })).status).toBe(200);
    await until('it has ended', async () => {
      await hub().beatAll();
      return listening.hasEnded;
    });
  });

  it('end their streams with them, whichever node they are open on, without waiting for a beat', async () => {
    const key = await app.must('POST', '/v1/api-keys', { name: 'Leaked', scopes: ['read'] });
    const cookie = cookieOf(await login({ key: ADMIN_KEY }));
    const [ofKey, ofSession] = [
      await Listening.to(app.url, '/v1/events/stream', { key: key.key }),
      await listen(cookie),
    ];
    const look = () => app.application.app.get(EndedStreams).look();
    await look();
    expect([ofKey.hasEnded, ofSession.hasEnded]).toEqual([false, false]);
    // As by another node.
    await app.asOwner(`update api_key set revoked_at = now() where id = '${key.id}'`);
    await look();
    await until('it has ended', () => ofKey.hasEnded);
    expect(ofSession.hasEnded).toBe(false);
    const { body } = await app.get('/v1/session', by(cookie));
    await app.asOwner(`delete from session where id = '${body.id}'`);
    await look();
    await until('it has ended', () => ofSession.hasEnded);
  });

  it('are not extended by an open stream', async () => {
    const cookie = cookieOf(await login({ key: ADMIN_KEY }));
    const listening = await listen(cookie);
    for (let hours = 0; hours < 11; hours += 1) {
      await app.moveBy(HOUR);
      await hub().beatAll();
    }
    expect(listening.hasEnded).toBe(false);
    await app.moveBy(HOUR);
    await until('it has ended', async () => {
      await hub().beatAll();
      return listening.hasEnded;
    });
    expect(await status('/v1/session', by(cookie))).toBe(401);
  });

  it('leave nothing behind when their user is deleted', async () => {
    const user = await aUser();
    const cookie = cookieOf(await login({ token: await tokenTo(user.email) }));
    expect((await app.put('/v1/me/preferences', { views: ['Noor’s'] }, by(cookie))).status).toBe(200);
    await app.must('DELETE', `/v1/users/${user.id}`);
    const left = `select owner_id from preference where owner_id = '${user.id}'`;
    expect(await askDatabase(app.database.url, left)).toEqual([]);
  });

  it('belong to one user per email address, even if two are given it at once', async () => {
    const [one, other] = [await aUser(), await aUser()];
    for (let time = 0; time < 20; time += 1) {
      const answers = await Promise.all([one, other].map((user) => change(user, { email: `both${time}@example.com` })));
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422]);
    }
  });

  it('are mailed to everybody who was told so, however many others ask, within the limit of a source', async () => {
    await app.moveBy(HOUR);
    const user = await aUser();
    const session = new pg.Client({ connectionString: app.database.url });
    await session.connect();
    await session.query('begin');
    await session.query('lock table console_user in access exclusive mode');
    const ask = (name: number) => login({ email: `nobody${name}@example.com` });
    const asked = await Promise.all(Array.from({ length: 99 }, (_, name) => ask(name)));
    expect(asked.map(({ status: got }) => got)).toEqual(asked.map(() => 202));
    expect((await login({ email: user.email })).status).toBe(202);
    const refused = await ask(100);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await app.get('/v1/leads')).status).toBe(200);
    await session.query('rollback');
    await session.end();
    await until('the mail has come', () => mail.to(user.email).length === 1);
    await app.moveBy(HOUR / 60);
    await tokenTo((await aUser()).email);
  });
});
