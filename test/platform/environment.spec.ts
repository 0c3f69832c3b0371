import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { StartRefusal } from '../../src/platform/input/refusal.js';
import { type Environment, publicUrlOf, readEnvironment } from '../../src/platform/running/environment.js';

const KEY = 'k'.repeat(32);

function refusalOf(variables: Record<string, string>): string | undefined {
  try {
    readEnvironment(variables);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(StartRefusal);
    return (error as StartRefusal).message;
  }
}

const privateHosts =
  'PRIVATE_HOSTS must name hosts, such as hooks.internal,10.0.0.7:8080, with commas between them and without http://';

const host = (text: string) => `HOST must be an address or a name of this machine, such as 0.0.0.0, not "${text}"`;

const publicUrl = 'PUBLIC_URL must look like https://leads.example.com, without a user, a ? or a #';

const OIDC_TOGETHER = 'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all of them, or none';

const SAMPLES: Readonly<Record<string, string>> = {
  PORT: '8080',
  HOST: '0.0.0.0',
  DATABASE_URL: 'postgres://user:password@host:5432/database',
  DATA_DIR: 'data/here',
  ADMIN_KEY: KEY,
  OIDC_ISSUER: 'https://login.example.com',
  OIDC_CLIENT_ID: 'touchline',
  OIDC_CLIENT_SECRET: 'secret',
  OIDC_NAME: 'Acme',
  ROLE: 'worker',
  SECRETS_KEY: `${'A'.repeat(43)}=`,
  FEEDBACK_BASE_URLS: 'graph.facebook.com=https://gateway.example.com/meta',
  PRIVATE_HOSTS: 'hooks.internal',
  SMTP_URL: 'smtps://mail.example.com',
  MAIL_FROM: 'leads@example.com',
  PUBLIC_URL: 'https://leads.example.com',
  HSTS_SUBDOMAINS: 'yes',
  DRAIN: 'PT15S',
  LOG_LEVEL: 'trace',
};
const TOGETHER = [
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  ['SMTP_URL', 'MAIL_FROM'],
];

describe('the environment', () => {
  it('has a default for everything', () => {
    expect({ ...readEnvironment({}) }).toEqual({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDir: resolve('.data'),
      adminKey: undefined,
      role: 'all',
      logLevel: 'info',
      drainMs: 0,
    });
  });

  it('is read from variables of the names in docs/install.md, without the space around them', () => {
    const environment = readEnvironment({
      PORT: ' 8080 ',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgresql://user:password@host:5432/database',
      DATA_DIR: 'data/here',
      ADMIN_KEY: KEY,
      ROLE: 'worker',
      LOG_LEVEL: 'trace',
      DRAIN: 'PT1M30S',
      SECRETS_KEY: `${'A'.repeat(43)}=`,
      FEEDBACK_BASE_URLS:
        'graph.facebook.com=https://gateway.example.com/meta/, api.linkedin.com = http://127.0.0.1:4011',
    });
    expect({ ...environment }).toEqual({
      port: 8080,
      host: '0.0.0.0',
      databaseUrl: 'postgresql://user:password@host:5432/database',
      dataDir: resolve('data/here'),
      adminKey: KEY,
      role: 'worker',
      logLevel: 'trace',
      drainMs: 90_000,
      secretsKey: new Uint8Array(32),
      feedbackBaseUrls: new Map([
        ['graph.facebook.com', 'https://gateway.example.com/meta'],
        ['api.linkedin.com', 'http://127.0.0.1:4011'],
      ]),
    });
  });

  it('has the settings of docs/install.md, each of which changes something', () => {
    const [, table] = /^## Settings\n(.*?)^## /ms.exec(readFileSync('docs/install.md', 'utf8'))!;
    const rows = [...table!.matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) \|/gm)].map((match) => match[1]!);
    expect(rows.flatMap((names) => names.replaceAll('`', '').split(', ')).sort()).toEqual(Object.keys(SAMPLES).sort());
    const unset = readEnvironment({});
    for (const names of [...Object.keys(SAMPLES).filter((name) => !TOGETHER.flat().includes(name)), ...TOGETHER]) {
      const given = Object.fromEntries([names].flat().map((name) => [name, SAMPLES[name]!]));
      const changed = Object.entries(readEnvironment(given)).filter(
        ([name, value]) => value !== unset[name as keyof Environment],
      );
      expect([names, changed.length]).toEqual([names, [names].flat().length]);
    }
  });

  it('treats empty variables as unset, and ignores the variables of others', () => {
    expect(readEnvironment({ PORT: '', ROLE: ' ', ADMIN_KEY: '', SMTP_URL: '', PATH: '/bin', port: '1' })).toEqual(
      readEnvironment({}),
    );
  });

  it('ignores names that objects have, and repeats values as they are', () => {
    expect(readEnvironment({ constructor: 'x', ['__proto__']: 'y', toString: 'z' })).toEqual(readEnvironment({}));
    expect(refusalOf({ constructor: 'x', ROLE: '$property', PORT: '$value', LOG_LEVEL: '$constraint1' })).toBe(
      'Faulty settings: PORT must be a whole number from 0 to 65535, not "$value"; ROLE must be one of all, api, worker, not "$property"; LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, not "$constraint1".',
    );
  });

  it('does not change once it is read', () => {
    expect(Object.isFrozen(readEnvironment({}))).toBe(true);
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '65535'],
    ['DATABASE_URL', 'postgres:///database?host=/run/postgresql'],
    ['ADMIN_KEY', 'k'.repeat(32)],
    ['ADMIN_KEY', 'k'.repeat(512)],
    ['ADMIN_KEY', `!~${'k'.repeat(30)}`],
  ])('accepts %s %s', (name, value) => {
    expect(refusalOf({ [name]: value })).toBeUndefined();
  });

  const wholeNumber = (value: string) => `PORT must be a whole number from 0 to 65535, not "${value}"`;
  const visible = (length: number) => `ADMIN_KEY must have 32 to 512 visible ASCII characters, it has ${length}`;
  const url = 'DATABASE_URL must look like postgres://user:password@host:5432/database';
  const drain = (value: string) =>
    `DRAIN must be an ISO 8601 duration of at most an hour, such as PT15S, not "${value}"`;
  const secretsKey = 'SECRETS_KEY must be 32 bytes in base64, as `openssl rand -base64 32` makes them';
  const baseUrls =
    'FEEDBACK_BASE_URLS must name hosts and where requests to them go, such as graph.facebook.com=https://gateway.example.com/meta, with commas between them';
  it.each([
    ['PORT', '65536', wholeNumber('65536')],
    ['PORT', '-1', wholeNumber('-1')],
    ['PORT', '3000.5', wholeNumber('3000.5')],
    ['PORT', '0x10', wholeNumber('0x10')],
    ['PORT', 'http', wholeNumber('http')],
    ['HOST', '300.1.1.1', host('300.1.1.1')],
    ['HOST', 'http://localhost', host('http://localhost')],
    ['HOST', 'localhost/', host('localhost/')],
    ['DATABASE_URL', 'mysql://user:secret@host/database', url],
    ['DATABASE_URL', 'postgres://user:secret@host:port/database', url],
    ['DATABASE_URL', 'host', url],
    ['ADMIN_KEY', 'k'.repeat(31), visible(31)],
    ['ADMIN_KEY', 'k'.repeat(513), visible(513)],
    ['ADMIN_KEY', `${KEY} ${KEY}`, visible(65)],
    ['ADMIN_KEY', `${KEY}é`, visible(33)],
    ['ROLE', 'All', 'ROLE must be one of all, api, worker, not "All"'],
    ['LOG_LEVEL', 'verbose', 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, not "verbose"'],
    ['DRAIN', '15', drain('15')],
    ['DRAIN', '-PT5S', drain('-PT5S')],
    ['DRAIN', 'PT1H1S', drain('PT1H1S')],
    ['SECRETS_KEY', 'A'.repeat(44), secretsKey],
    ['SECRETS_KEY', `${'A'.repeat(42)}!=`, secretsKey],
    ['FEEDBACK_BASE_URLS', 'graph.facebook.com', baseUrls],
    ['FEEDBACK_BASE_URLS', 'graph.facebook.com=ftp://host', baseUrls],
    ['SMTP_URL', 'smtp://localhost', 'SMTP_URL and MAIL_FROM belong together: set both, or neither'],
    ['PRIVATE_HOSTS', 'http://hooks.internal', privateHosts],
    ['PRIVATE_HOSTS', 'hooks.internal:0', privateHosts],
    ['PRIVATE_HOSTS', 'hooks.internal:65536', privateHosts],
    ['PUBLIC_URL', 'leads.example.com', publicUrl],
    ['PUBLIC_URL', 'ftp://leads.example.com', publicUrl],
    ['PUBLIC_URL', 'https://user:secret@leads.example.com', publicUrl],
    ['PUBLIC_URL', 'https://leads.example.com/?a=1', publicUrl],
    ['PUBLIC_URL', 'https://leads.example.com/#a', publicUrl],
    ['OIDC_ISSUER', 'https://login.example.com', OIDC_TOGETHER],
    ['OIDC_CLIENT_SECRET', 'secret', OIDC_TOGETHER],
    ['OIDC_NAME', '<b>', 'OIDC_NAME must be a name of up to 60 characters, without <, >, & or "'],
    ['TOUCHLINE_PORT', '1', 'TOUCHLINE_PORT is not a setting: see docs/install.md'],
  ])('refuses %s %s', (name, value, fault) => {
    expect(refusalOf({ [name]: value })).toBe(`Faulty settings: ${fault}.`);
  });

  it.each<[Record<string, string>, string]>([
    [{ PUBLIC_URL: 'https://leads.example.com' }, 'https://leads.example.com'],
    [{ PUBLIC_URL: 'https://example.com/leads//' }, 'https://example.com/leads'],
    [{}, 'http://127.0.0.1:3000'],
    [{ HOST: 'box', PORT: '80' }, 'http://box:80'],
    [{ HOST: '0.0.0.0' }, 'http://localhost:3000'],
    [{ HOST: '::' }, 'http://localhost:3000'],
    [{ HOST: '::1' }, 'http://[::1]:3000'],
  ])('determines the base of links: %o', (variables, url) => {
    expect(publicUrlOf(readEnvironment(variables) as Environment)).toBe(url);
  });

  describe('hosts with redirected requests', () => {
    const hosts = ['graph.facebook.com', 'api.linkedin.com'];
    const basesOf = (text: string) => readEnvironment({ FEEDBACK_BASE_URLS: text }, hosts).feedbackBaseUrls;

    it('are hosts of a platform, or any host after own:', () => {
      expect([...basesOf('Graph.Facebook.com=http://a, own:Hooks.example.com=http://b')!]).toEqual([
        ['graph.facebook.com', 'http://a'],
        ['own:hooks.example.com', 'http://b'],
      ]);
    });

    it('are refused if no platform has them, with a list of those that exist', () => {
      expect(() => basesOf('graph.facebok.com=http://a, api.linkedin.com=http://b, meta=http://c')).toThrow(
        'Faulty settings: FEEDBACK_BASE_URLS names graph.facebok.com and meta: a host of an ad platform is api.linkedin.com or graph.facebook.com, and that of a program of your own is written own:hooks.example.com.',
      );
    });
  });

  it('lists every fault in one line, and repeats no secret', () => {
    const refusal = refusalOf({
      TOUCHLINE_X: '1',
      MAIL_FROM: 'a@example.org',
      LOG_LEVEL: 'loud',
      ROLE: 'none',
      ADMIN_KEY: 'short-secret',
      DATABASE_URL: 'mysql://user:secret@host/database',
      PORT: 'x',
    });
    expect(refusal).toBe(
      'Faulty settings: PORT must be a whole number from 0 to 65535, not "x"; ' +
        `${url}; ${visible(12)}; ROLE must be one of all, api, worker, not "none"; ` +
        'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, not "loud"; ' +
        'SMTP_URL and MAIL_FROM belong together: set both, or neither; TOUCHLINE_X is not a setting: see docs/install.md.',
    );
  });
});
