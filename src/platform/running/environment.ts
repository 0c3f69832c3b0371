import { resolve } from 'node:path';
import { StartRefusal } from '../input/refusal.js';
import { elapsedMs, MS_PER_HOUR, parseDuration } from '../values/duration.js';

const ROLES = ['all', 'api', 'worker'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

const PORT_MAX = 65_535;
const SECRETS_KEY_BYTES = 32;

export type Role = (typeof ROLES)[number];
export type LogLevel = (typeof LOG_LEVELS)[number];
type Variables = Readonly<Record<string, string | undefined>>;

/** Settings from the environment variables, read and checked once at start, and frozen. */
export abstract class Environment {
  abstract readonly port: number;
  abstract readonly host: string;
  /** Absent: the program runs a Postgres of its own in `dataDir`. */
  abstract readonly databaseUrl: string | undefined;
  abstract readonly dataDir: string;
  abstract readonly adminKey: string | undefined;
  /** Encrypts write-only values, such as the credentials of other systems. Absent: such values are rejected. */
  abstract readonly secretsKey?: Uint8Array | undefined;
  /**
   * Base URLs that replace hosts, by host name: of a gateway of the operator's own, or of a simulation. The name of a
   * program of the operator's own has the prefix `own:`; without it, a name has to be a host that this program knows.
   */
  abstract readonly feedbackBaseUrls?: ReadonlyMap<string, string> | undefined;
  /**
   * The operator's own hosts, with or without a port, that may be called although they are not public, and also over
   * http.
   */
  abstract readonly privateHosts?: ReadonlySet<string> | undefined;
  /** The server that sends mail. Absent: mail is only listed. It may contain a password. */
  abstract readonly smtpUrl?: string | undefined;
  abstract readonly mailFrom?: string | undefined;
  /** The base of links sent to people. Absent: the address that this node listens on. */
  abstract readonly publicUrl?: string | undefined;
  /** An OpenID Connect provider with which users may log in too: its address, and this program's id there. */
  abstract readonly oidcIssuer?: string | undefined;
  abstract readonly oidcClientId?: string | undefined;
  abstract readonly oidcClientSecret?: string | undefined;
  /** The provider's name for people. Absent: its host. */
  abstract readonly oidcName?: string | undefined;
  abstract readonly role: Role;
  abstract readonly logLevel: LogLevel;
  /** How long a node that was told to stop still serves requests while it reports that it is not ready. */
  abstract readonly drainMs: number;
}

/** What a variable must be or have but is not. For a secret, the text does not repeat its value. */
class Fault {
  constructor(readonly must: string) {}
}

type Reader<Value> = (text: string) => Value | Fault;

interface Setting<Value> {
  readonly variable: string;
  readonly read: Reader<Value>;
  /** The value if the variable is not set. */
  readonly otherwise: Value;
}

const SETTINGS: { readonly [Field in keyof Environment]-?: Setting<Environment[Field]> } = {
  port: { variable: 'PORT', read: readPort, otherwise: 3000 },
  host: {
    variable: 'HOST',
    read: textThat(isHostName, (text) => `be an address or a name of this machine, such as 0.0.0.0, not "${text}"`),
    otherwise: '127.0.0.1',
  },
  databaseUrl: optional(
    'DATABASE_URL',
    textThat(isPostgresUrl, () => 'look like postgres://user:password@host:5432/database'),
  ),
  dataDir: { variable: 'DATA_DIR', read: (text) => resolve(text), otherwise: resolve('.data') },
  adminKey: optional(
    'ADMIN_KEY',
    textOf(/^[\x21-\x7e]{32,512}$/, ({ length }) => `have 32 to 512 visible ASCII characters, it has ${length}`),
  ),
  secretsKey: optional('SECRETS_KEY', readSecretsKey),
  feedbackBaseUrls: optional('FEEDBACK_BASE_URLS', readBaseUrls),
  privateHosts: optional('PRIVATE_HOSTS', readHosts),
  smtpUrl: optional(
    'SMTP_URL',
    textThat(
      isSmtpUrl,
      () => 'look like smtps://user:password@mail.example.com:465, or smtp://… with ?requireTLS=true',
    ),
  ),
  mailFrom: optional(
    'MAIL_FROM',
    textOf(
      /^(?:[^<>@\r\n"]{1,100} <[^\s<>@]{1,64}@[^\s<>@]{1,253}>|[^\s<>@]{1,64}@[^\s<>@]{1,253})$/,
      (text) => `be an address, such as Touchline <leads@example.com>, not "${text}"`,
    ),
  ),
  publicUrl: optional('PUBLIC_URL', (text) => readAddress(text.replace(/\/+$/, ''), 'https://leads.example.com')),
  oidcIssuer: optional('OIDC_ISSUER', (text) => readAddress(text, 'https://login.example.com')),
  oidcClientId: optional(
    'OIDC_CLIENT_ID',
    textOf(/^[\x20-\x7e]{1,300}$/, () => 'have 1 to 300 visible ASCII characters'),
  ),
  oidcClientSecret: optional(
    'OIDC_CLIENT_SECRET',
    textOf(/^[\x20-\x7e]{1,1000}$/, () => 'have 1 to 1000 visible ASCII characters'),
  ),
  oidcName: optional(
    'OIDC_NAME',
    textOf(/^[^<>&"\r\n]{1,60}$/, () => 'be a name of up to 60 characters, without <, >, & or "'),
  ),
  role: { variable: 'ROLE', read: oneOf(ROLES), otherwise: 'all' },
  logLevel: { variable: 'LOG_LEVEL', read: oneOf(LOG_LEVELS), otherwise: 'info' },
  drainMs: { variable: 'DRAIN', read: readDrain, otherwise: 0 },
};

const OIDC_TOGETHER = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'];

/** Prefix of the host of a program of the operator's own. */
const OWN = 'own:';

/**
 * Reads the settings at start.
 * @param knownHosts hosts that the program posts to; null: any may be named
 * @throws StartRefusal that names every faulty variable
 */
export function readEnvironment(
  variables: Variables = process.env,
  knownHosts: readonly string[] | null = null,
): Readonly<Environment> {
  const given = givenOf(variables);
  const faults: string[] = [];
  const values = Object.entries(SETTINGS).map(([field, { variable, read, otherwise }]) => {
    const text = given[variable];
    const value = text === undefined ? otherwise : read(text);
    if (value instanceof Fault) faults.push(`${variable} must ${value.must}`);
    return [field, value];
  });
  const environment: Environment = Object.fromEntries(values);
  if ('SMTP_URL' in given !== 'MAIL_FROM' in given)
    faults.push('SMTP_URL and MAIL_FROM belong together: set both, or neither');
  if (new Set(OIDC_TOGETHER.map((name) => name in given)).size > 1)
    faults.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all of them, or none');
  if (knownHosts !== null) faults.push(...faultsOfHosts(environment.feedbackBaseUrls, knownHosts));
  for (const name of Object.keys(variables)) {
    if (name.startsWith('TOUCHLINE_')) faults.push(`${name} is not a setting: see docs/install.md`);
  }
  if (faults.length > 0) throw new StartRefusal(`Faulty settings: ${faults.join('; ')}.`);
  return Object.freeze(environment);
}

/** Drops empty variables, which count as unset: shells and compose files cannot always leave a variable out. */
function givenOf(variables: Variables): Record<string, string> {
  const trimmed = Object.entries(variables).map(([name, value = '']) => [name, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}

/** An unknown name would never be used: after a misspelling, all requests would still go to the platform itself. */
function faultsOfHosts(bases: unknown, known: readonly string[]): string[] {
  if (!(bases instanceof Map)) return [];
  const unknown = [...bases.keys()].filter((host) => !host.startsWith(OWN) && !known.includes(host));
  if (unknown.length === 0) return [];
  const names = new Intl.ListFormat('en', { type: 'disjunction' }).format([...known].sort());
  return [
    `FEEDBACK_BASE_URLS names ${unknown.join(' and ')}: a host of an ad platform is ${names}, and that of a program of your own is written own:hooks.example.com`,
  ];
}

function optional<Value>(variable: string, read: Reader<Value>): Setting<Value | undefined> {
  return { variable, read, otherwise: undefined };
}

function textThat(isSo: (text: string) => boolean, must: (text: string) => string): Reader<string> {
  return (text) => (isSo(text) ? text : new Fault(must(text)));
}

function textOf(pattern: RegExp, must: (text: string) => string): Reader<string> {
  return textThat((text) => pattern.test(text), must);
}

function oneOf<Value extends string>(values: readonly Value[]): Reader<Value> {
  return (text) => values.find((value) => value === text) ?? new Fault(`be one of ${values.join(', ')}, not "${text}"`);
}

function readPort(text: string): number | Fault {
  const isPort = /^\d+$/.test(text) && Number(text) <= PORT_MAX;
  return isPort ? Number(text) : new Fault(`be a whole number from 0 to ${PORT_MAX}, not "${text}"`);
}

function readDrain(text: string): number | Fault {
  const duration = parseDuration(text, { allowZero: true });
  if ('code' in duration || elapsedMs(duration) > MS_PER_HOUR)
    return new Fault(`be an ISO 8601 duration of at most an hour, such as PT15S, not "${text}"`);
  return elapsedMs(duration);
}

function readSecretsKey(text: string): Uint8Array | Fault {
  const bytes = Buffer.from(text, 'base64');
  const isWhole = bytes.length === SECRETS_KEY_BYTES && /^[A-Za-z0-9+/_-]{43}=?$/.test(text);
  return isWhole ? new Uint8Array(bytes) : new Fault('be 32 bytes in base64, as `openssl rand -base64 32` makes them');
}

function readBaseUrls(text: string): ReadonlyMap<string, string> | Fault {
  const pairs = text.split(',').map((pair) => {
    const [, host = '', base = ''] =
      /^\s*((?:own:)?[a-z0-9.-]{1,253})\s*=\s*(https?:\/\/\S+?)\/*\s*$/i.exec(pair) ?? [];
    return [host.toLowerCase(), base] as const;
  });
  if (pairs.every(([, base]) => URL.canParse(base))) return new Map(pairs);
  return new Fault(
    'name hosts and where requests to them go, such as graph.facebook.com=https://gateway.example.com/meta, with commas between them',
  );
}

function readHosts(text: string): ReadonlySet<string> | Fault {
  const hosts = text.split(',').map((host) => host.trim().toLowerCase());
  const isHost = (host: string) =>
    /^([a-z0-9_.-]{1,253}|\[[0-9a-f:.]+\])(:[1-9]\d{0,4})?$/.test(host) && URL.canParse(`http://${host}`);
  if (hosts.every(isHost)) return new Set(hosts);
  return new Fault('name hosts, such as hooks.internal,10.0.0.7:8080, with commas between them and without http://');
}

/** @param example of the expected form */
function readAddress(text: string, example: string): string | Fault {
  return isPublicUrl(text) ? text : new Fault(`look like ${example}, without a user, a ? or a #`);
}

function isHostName(text: string): boolean {
  return /^[\w.:-]+$/.test(text) && URL.canParse(`http://${inUrl(text)}`);
}

function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}

function isSmtpUrl(text: string): boolean {
  return /^smtps?:\/\/[^/]/.test(text) && URL.canParse(text);
}

function isPublicUrl(text: string): boolean {
  if (!/^https?:\/\/[^/]/.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return `${username}${password}${search}${hash}` === '' && !/[?#\s]/.test(text);
}

/** Returns the base of links sent to people. */
export function publicUrlOf({ publicUrl, host, port }: Environment): string {
  if (publicUrl !== undefined) return publicUrl;
  // A node that listens on all interfaces is reachable under this name at least.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${inUrl(name)}:${port}`;
}

/** Brackets an IPv6 address, as URLs need it. */
function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Returns the host that a name in `FEEDBACK_BASE_URLS` stands for. */
export function hostOf(name: string): string {
  return name.startsWith(OWN) ? name.slice(OWN.length) : name;
}

/**
 * Returns the environment of system programs that we run. Our own locale would change their output, and PGPORT their
 * behaviour.
 */
export function environmentOfPrograms(): Readonly<Record<string, string>> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' };
}
