import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secrets, UnreadableSecretError } from '../../src/platform/outbound/secrets.js';
import { SECRETS_KEY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { DESTINATIONS } from './job.js';

const SECRET = 'EAAB-very-secret-token';
const META = {
  name: 'Meta',
  platform: 'meta',
  settings: { datasetId: '123456' },
  rules: [{ on: { milestone: 'received' }, send: { event: 'Lead' } }],
};
const GOOGLE = {
  name: 'Google',
  platform: 'googleAds',
  settings: { transport: 'adsApi', customerId: '1234567890' },
  rules: [{ on: { milestone: 'received' }, send: { conversionActionId: '1', name: 'Lead' } }],
};
const OTHER = { ...META, name: 'X', settings: { datasetId: '654321' } };
const OAUTH = { clientId: 'id', clientSecret: 'hush', refreshToken: '1//token' };

let app: TestApplication;
let meta: Json;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

const put = (over: object, body: Json = meta) => app.put(`${DESTINATIONS}/${meta.id}`, { ...body, ...over });

/** The whole content of the database as text. */
async function everything(): Promise<string> {
  const tables = await app.database.ask(
    `select quote_ident(relname) as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
  );
  const found = [];
  for (const { name } of tables) found.push(await app.database.ask(`select row.*::text as row from ${name} as row`));
  return JSON.stringify(found);
}

describe('the credentials of a destination', () => {
  it('are accepted, reported as set, and never returned', async () => {
    meta = await app.must('POST', DESTINATIONS, { ...META, credentials: { accessToken: SECRET } });
    expect(meta).toMatchObject({ push: false, credentialsSetAt: new Date(app.time.now()).toISOString(), version: 1 });
    expect(meta).not.toHaveProperty('credentials');
    expect(await app.must('GET', `${DESTINATIONS}/${meta.id}`)).toEqual(meta);
  });

  it('stay when the document is sent back as it was read, which makes no version', async () => {
    expect(await put({})).toMatchObject({ status: 200, body: { version: 1, credentialsSetAt: meta.credentialsSetAt } });
    expect(await put({ credentials: { accessToken: SECRET } })).toMatchObject({ body: { version: 1 } });
  });

  it('are replaced in a new version that shows when, but not what', async () => {
    await app.moveBy(1_000);
    const { body } = await put({ credentials: { accessToken: `${SECRET}-2` } });
    expect(body).toMatchObject({ version: 2, credentialsSetAt: new Date(app.time.now()).toISOString() });
    const versions = await app.must('GET', `${DESTINATIONS}/${meta.id}/versions`);
    expect(versions.data[0]).toMatchObject({
      version: 2,
      changes: expect.arrayContaining([
        { pointer: '/credentialsSetAt', from: meta.credentialsSetAt, to: body.credentialsSetAt },
      ]),
    });
    expect(JSON.stringify(versions)).not.toContain(SECRET);
    meta = body;
  });

  it('are nowhere in the database in plain text', async () => {
    const held = await everything();
    expect(held).toContain('credentialsSetAt');
    expect(held).not.toContain(SECRET);
    expect(held).not.toContain(Buffer.from(SECRET).toString('hex'));
  });

  it('are removed by null, unless the destination pushes', async () => {
    const { status, body } = await put({ push: true });
    expect({ status, push: body.push }).toEqual({ status: 200, push: true });
    meta = body;
    expect(await put({ credentials: null })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/push' }] } });
    const without = await put({ credentials: null, push: false });
    expect(without).toMatchObject({ status: 200, body: { credentialsSetAt: null, push: false } });
    meta = without.body;
    expect(await put({ push: true })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/push' }] } });
    expect(await everything()).not.toContain('very-secret');
  });

  it('must have the shape of their platform, and errors do not repeat them', async () => {
    const wrong = await app.post(DESTINATIONS, {
      ...OTHER,
      credentials: { token: SECRET, accessToken: `${SECRET} x` },
    });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map(({ pointer }: Json) => pointer).sort()).toEqual([
      '/credentials/accessToken',
      '/credentials/token',
    ]);
    expect(JSON.stringify(wrong.body)).not.toContain(SECRET);
    expect(await app.post(DESTINATIONS, { ...GOOGLE, credentials: OAUTH })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/credentials/developerToken', code: 'required' }] },
    });
  });

  it('are required for push, which is not possible with files', async () => {
    const refused = await app.post(DESTINATIONS, { ...OTHER, push: true });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/push', code: 'contradiction' }] } });
    const csv = { ...GOOGLE, settings: { ...GOOGLE.settings, transport: 'csv' }, credentials: OAUTH, push: true };
    expect(await app.post(DESTINATIONS, csv)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/push' }] } });
    const nowhere = { name: 'Own', platform: 'generic', settings: {}, rules: [], credentials: {}, push: true };
    expect(await app.post(DESTINATIONS, nowhere)).toMatchObject({ body: { errors: [{ pointer: '/settings/url' }] } });
  });
});

describe('without SECRETS_KEY', () => {
  it('credentials are refused, and the refusal says what to set', async () => {
    const bare = await TestApplication.start(undefined, { environment: { secretsKey: undefined } });
    const refused = await bare.post(DESTINATIONS, { ...META, credentials: { accessToken: SECRET } });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/credentials', code: 'secretsKeyMissing' }] },
    });
    expect(refused.body.errors[0].message).toContain('SECRETS_KEY');
    expect(await bare.post(DESTINATIONS, { ...META, credentials: null })).toMatchObject({ status: 201 });
    await bare.stop();
  });
});

describe('a sealed secret', () => {
  const secrets = (key: Uint8Array | undefined) => new Secrets({ secretsKey: key } as never);
  const sealed = secrets(SECRETS_KEY).seal('a text, ü', 'here');

  it('opens with its key at its place, and is never sealed the same way twice', () => {
    expect(secrets(SECRETS_KEY).open(sealed, 'here')).toBe('a text, ü');
    expect(secrets(SECRETS_KEY).seal('a text, ü', 'here')).not.toEqual(sealed);
  });

  it.each([
    ['by another key', () => secrets(new Uint8Array(32)).open(sealed, 'here')],
    ['without a key', () => secrets(undefined).open(sealed, 'here')],
    ['at another place', () => secrets(SECRETS_KEY).open(sealed, 'there')],
    [
      'changed',
      () => secrets(SECRETS_KEY).open(Buffer.from(sealed.map((byte, at) => (at === 32 ? byte ^ 1 : byte))), 'here'),
    ],
    ['cut off', () => secrets(SECRETS_KEY).open(sealed.subarray(0, 20), 'here')],
  ])('is not opened %s', (_how, open) => {
    expect(open).toThrow(UnreadableSecretError);
  });
});
