import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { TestApplication } from '../support/application.js';
import type { Answer } from '../support/client.js';
import { TestIdentityProvider } from '../support/identity-provider.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { Patience } from '../support/patience.js';
import { aRep } from '../support/people.js';
import { until } from '../support/postgres-owner.js';
import { PERSON, startWithProvider } from './with-provider.js';

let app: TestApplication;
let provider: TestIdentityProvider;
let user: Json;

describe('login by an identity provider', () => {
  beforeAll(async () => {
    ({ app, provider, user } = await startWithProvider('https://leads.example.com'));
  });
  afterAll(async () => {
    await app.stop();
    await provider.stop();
  });
  beforeEach(() => {
    Object.assign(provider, {
      person: PERSON,
      metadata: {},
      userinfo: null,
      declines: false,
      answersOnly: null,
      writes: (claims: JWTPayload) => claims,
    });
    provider.silentAt.clear();
  });
  // The metadata of a provider is cached for an hour.
  afterEach(async () => {
    await provider.rotate();
    await app.moveBy(HOUR);
  });

  const setCookies = ({ headers }: Answer): Record<string, string> =>
    Object.fromEntries(
      [...(headers.get('set-cookie') ?? '').matchAll(/(?:^|, ?)([\w-]+)=([^;]*)/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
  const placeOf = ({ headers }: Answer) => headers.get('location')!;
  const begin = () => app.get('/v1/session/oidc', { key: null });
  const cookieOf = (answer: Answer) => `__Host-touchline-oidc=${setCookies(answer)['__Host-touchline-oidc']}`;
  /** Returns the address to which the provider sends the browser back. */
  const atProvider = async (begun: Answer): Promise<URL> => {
    const { headers } = await fetch(placeOf(begun), { redirect: 'manual' });
    return new URL(headers.get('location')!);
  };
  const finish = ({ search }: Pick<URL, 'search'>, cookie: string) =>
    app.get(`/v1/session/oidc/callback${search}`, { key: null, headers: { cookie } });
  const logIn = async (): Promise<Answer> => {
    const begun = await begin();
    return finish(await atProvider(begun), cookieOf(begun));
  };
  const why = (answer: Answer) => [
    answer.status,
    placeOf(answer),
    Object.keys(setCookies(answer)).filter((name) => name === '__Host-touchline'),
  ];
  const failed = (reason: string) => [302, `/console/login?failed=${reason}`, []];

  it('redirects with a challenge, a state and a nonce that stay in the browser, and back to the page', async () => {
    const begun = await begin();
    expect([begun.status, begun.headers.get('cache-control')]).toEqual([302, 'no-store']);
    expect(begun.headers.get('set-cookie')).toMatch(
      /^__Host-touchline-oidc=\d+(?:\.[\w-]{43}){3}\.[\w-]{22}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    const { origin, pathname, searchParams } = new URL(placeOf(begun));
    expect([`${origin}${pathname}`, Object.fromEntries(searchParams)]).toEqual([
      `${provider.issuer}/authorize`,
      {
        client_id: 'touchline',
        response_type: 'code',
        scope: 'openid email',
        code_challenge_method: 'S256',
        redirect_uri: 'https://leads.example.com/v1/session/oidc/callback',
        state: expect.any(String),
        nonce: expect.any(String),
        code_challenge: expect.any(String),
      },
    ]);
    const finished = await finish(await atProvider(begun), cookieOf(begun));
    expect([finished.status, placeOf(finished)]).toEqual([302, '/console/login']);
    const { '__Host-touchline': token, '__Host-touchline-oidc': kept } = setCookies(finished);
    expect(kept).toBe('');
    const session = await app.get('/v1/session', { key: null, headers: { cookie: `__Host-touchline=${token}` } });
    expect([session.status, session.body]).toMatchObject([200, { userId: user.id, scopes: ['read'] }]);
  });

  it('begins no session for another browser, another state, or a second time', async () => {
    const begun = await begin();
    const back = await atProvider(begun);
    provider.asked.length = 0;
    expect(why(await finish(back, ''))).toEqual(failed('expired'));
    expect(why(await finish(back, '__Host-touchline-oidc=x'))).toEqual(failed('expired'));
    expect(why(await finish(back, cookieOf(await begin())))).toEqual(failed('expired'));
    const other = new URL(back);
    other.searchParams.set('state', 'x');
    expect(why(await finish(other, cookieOf(begun)))).toEqual(failed('expired'));
    other.searchParams.delete('state');
    expect(why(await finish(other, cookieOf(begun)))).toEqual(failed('expired'));
    expect(provider.asked).toEqual([]);
    expect(placeOf(await finish(back, cookieOf(begun)))).toBe('/console/login');
    expect(why(await finish(back, cookieOf(begun)))).toEqual(failed('expired'));
  });

  it.each<[string, (claims: JWTPayload) => JWTPayload]>([
    ['another nonce', (claims) => ({ ...claims, nonce: 'x' })],
    ['no nonce', ({ nonce: _, ...claims }) => claims],
    ['another audience', (claims) => ({ ...claims, aud: 'other' })],
    ['another issuer', (claims) => ({ ...claims, iss: 'https://evil.example' })],
    ['what has expired', (claims) => ({ ...claims, exp: claims.iat! - 31 })],
    ['what is not good yet', (claims) => ({ ...claims, nbf: claims.iat! + 32 })],
    ['nobody', ({ sub: _, ...claims }) => claims],
  ])('accepts no id token of %s', async (_, writes) => {
    provider.writes = writes;
    expect(why(await logIn())).toEqual(failed('provider'));
  });

  it('tolerates clocks half a minute apart', async () => {
    provider.writes = (claims) => ({ ...claims, exp: claims.iat! - 28, nbf: claims.iat! + 30 });
    expect(placeOf(await logIn())).toBe('/console/login');
  });

  it('accepts signatures of the provider’s keys, including one that it has just begun to use', async () => {
    expect(placeOf(await logIn())).toBe('/console/login');
    await provider.rotate();
    expect(placeOf(await logIn())).toBe('/console/login');
    await provider.forge();
    expect(why(await logIn())).toEqual(failed('provider'));
  });

  it('requires a verified address of a user, and creates no user', async () => {
    provider.person = { ...PERSON, email: 'NOOR@Example.com', email_verified: 'true' };
    expect(placeOf(await logIn())).toBe('/console/login');
    for (const email_verified of [false, 'false', undefined, 1]) {
      provider.person = { ...PERSON, email_verified };
      expect(why(await logIn())).toEqual(failed('unverified'));
    }
    provider.person = { sub: 'noor' };
    expect(why(await logIn())).toEqual(failed('unverified'));
    const before = (await app.get('/v1/users')).body.data;
    provider.person = { ...PERSON, email: 'stranger@example.com' };
    expect(why(await logIn())).toEqual(failed('unknown'));
    expect((await app.get('/v1/users')).body.data).toEqual(before);
    const rep = await aRep(app, 'Lea');
    await app.must('POST', '/v1/users', { email: 'lea@example.com', name: 'Lea', scopes: ['rep'], repId: rep.id });
    provider.person = { ...PERSON, email: 'lea@example.com' };
    expect(placeOf(await logIn())).toBe('/console/login');
    await app.must('PUT', `/v1/reps/${rep.id}`, { name: 'Lea', email: rep.email, active: false, openLeads: 'keep' });
    expect(why(await logIn())).toEqual(failed('unknown'));
  });

  it.each(['Noor@example.com\0', 'noor@example.com\n'])('begins no session for the address %j', async (email) => {
    provider.person = { ...PERSON, email };
    expect(why(await logIn())).toEqual(failed('unverified'));
  });

  it('begins no session for an address that only compares equal to that of a user', async () => {
    const mike = await app.must('POST', '/v1/users', { email: 'mike@example.com', name: 'Mike', scopes: ['read'] });
    // The Kelvin sign, whose lower case is the letter k.
    provider.person = { ...PERSON, email: 'mi\u212ae@example.com' };
    expect(why(await logIn())).toEqual(failed('unverified'));
    provider.person = { ...PERSON, email: 'MIKE@example.com' };
    expect(placeOf(await logIn())).toBe('/console/login');
    await app.delete(`/v1/users/${mike.id}`);
  });

  it('requests the user info if the token lacks the address', async () => {
    provider.person = { sub: 'noor' };
    provider.userinfo = PERSON;
    expect(placeOf(await logIn())).toBe('/console/login');
    provider.userinfo = { ...PERSON, sub: 'somebody else' };
    expect(why(await logIn())).toEqual(failed('provider'));
  });

  it('sends the client secret in the body if the provider accepts it only there', async () => {
    provider.metadata = { token_endpoint_auth_methods_supported: ['client_secret_post'] };
    expect(placeOf(await logIn())).toBe('/console/login');
  });

  it('reports that the user has declined', async () => {
    provider.declines = true;
    expect(why(await logIn())).toEqual(failed('denied'));
  });

  it('reports a provider that fails, names another issuer, or does not answer', async () => {
    provider.answersOnly = 500;
    expect(why(await begin())).toEqual(failed('provider'));
    provider.answersOnly = null;
    provider.metadata = { issuer: 'https://evil.example' };
    expect(why(await begin())).toEqual(failed('provider'));
    provider.metadata = {};
    await app.moveBy(HOUR);
    const patience = new Patience();
    const staysSilentAt = async (path: string, ask: () => Promise<Answer>) => {
      provider.silentAt.add(path);
      const before = provider.asked.length;
      const answer = ask();
      await until('it is asked', () => provider.asked.slice(before).includes(path));
      patience.end();
      expect(why(await answer)).toEqual(failed('silent'));
      provider.silentAt.clear();
    };
    try {
      await staysSilentAt('/.well-known/openid-configuration', begin);
      const begun = await begin();
      const back = await atProvider(begun);
      await staysSilentAt('/token', () => finish(back, cookieOf(begun)));
    } finally {
      patience.restore();
    }
    expect((await begin()).headers.get('location')).toContain('/authorize?');
  });

  it('asks the provider nothing for an attempt that it has not signed, or that is over', async () => {
    const begun = await begin();
    const back = await atProvider(begun);
    const cookie = cookieOf(begun);
    const invented = `__Host-touchline-oidc=${app.time.now()}.${'a'.repeat(43)}.${'b'.repeat(43)}.${'c'.repeat(43)}`;
    const theirs = { search: `?state=${'a'.repeat(43)}&code=invented` };
    provider.asked.length = 0;
    for (const each of [invented, `${invented}.${'d'.repeat(22)}`, `${cookie.slice(0, -1)}~`])
      expect(why(await finish(theirs, each))).toEqual(failed('expired'));
    const { searchParams } = back;
    expect(why(await finish({ search: `?state=${searchParams.get('state')}` }, cookie))).toEqual(failed('expired'));
    await app.moveBy(HOUR / 6);
    expect(why(await finish(back, cookie))).toEqual(failed('expired'));
    expect(provider.asked).toEqual([]);
  });

  it('logs no word of an address that anybody can write', async () => {
    const logged: string[] = [];
    const write = process.stdout.write;
    process.stdout.write = ((line: string) => logged.push(line) > 0) as typeof write;
    try {
      const begun = await begin();
      const { searchParams } = await atProvider(begun);
      const search = `?state=${searchParams.get('state')}&error=call_the_stranger`;
      for (let time = 0; time < 5; time += 1)
        expect(why(await finish({ search }, cookieOf(begun)))).toEqual(failed('provider'));
    } finally {
      process.stdout.write = write;
    }
    const lines = logged.filter((line) => line.includes('identity provider'));
    expect(lines.length).toBeLessThanOrEqual(1);
    expect(logged.join('')).not.toContain('stranger');
  });

  it('requests the provider’s metadata once for many logins', async () => {
    await app.moveBy(HOUR);
    provider.asked.length = 0;
    await Promise.all(Array.from({ length: 10 }, begin));
    await begin();
    expect(provider.asked).toEqual(['/.well-known/openid-configuration']);
  });

  it('requests the metadata again after a failure, but at most once a minute', async () => {
    expect(placeOf(await logIn())).toBe('/console/login');
    provider.writes = (claims) => ({ ...claims, nonce: 'x' });
    provider.asked.length = 0;
    for (let time = 0; time < 3; time += 1) expect(why(await logIn())).toEqual(failed('provider'));
    expect(provider.asked).not.toContain('/.well-known/openid-configuration');
    await app.moveBy(HOUR / 60);
    expect(why(await logIn())).toEqual(failed('provider'));
    await begin();
    expect(provider.asked.at(-1)).toBe('/.well-known/openid-configuration');
  });

  it('limits the requests that wait for the provider', async () => {
    await app.moveBy(HOUR);
    provider.silentAt.add('/.well-known/openid-configuration');
    const patience = new Patience();
    const waiting = Array.from({ length: 125 }, begin);
    await until('it is asked', () => provider.asked.at(-1) === '/.well-known/openid-configuration');
    waiting.push(begin(), begin(), begin());
    expect(why(await Promise.race(waiting))).toEqual(failed('busy'));
    provider.silentAt.clear();
    patience.end();
    patience.restore();
    expect((await Promise.all(waiting)).map(placeOf)).toContain('/console/login?failed=silent');
  });
});

describe('without an identity provider', () => {
  it('no login redirects to one, and none is offered', async () => {
    const app = await TestApplication.start();
    for (const path of ['/v1/session/oidc', '/v1/session/oidc/callback?code=a&state=b']) {
      const { status, body } = await app.get(path, { key: null });
      expect([status, body.type]).toEqual([409, expect.stringContaining('no-identity-provider')]);
    }
    expect((await app.get('/v1/session/ways', { key: null })).body).toEqual({ email: false, identityProvider: null });
    await app.stop();
  });

  it('a provider at a private address gets no request unless the host is allowed', async () => {
    const provider = await TestIdentityProvider.start(Date.now);
    const environment = { ...provider.settings, privateHosts: new Set<string>() };
    const app = await TestApplication.start(undefined, { environment });
    expect((await app.get('/v1/session/oidc', { key: null })).headers.get('location')).toBe(
      '/console/login?failed=silent',
    );
    expect(provider.asked).toEqual([]);
    await app.stop();
    await provider.stop();
  });
});
