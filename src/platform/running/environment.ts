import { resolve } from 'node:path';
import { IsIn, Matches } from 'class-validator';
import { faultsOfDeclared, must, Readable } from '../input/declared.js';
import { StartRefusal } from '../input/refusal.js';
import {
  inUrl,
  isAddress,
  isHostName,
  isPort,
  isPostgresUrl,
  isSmtpUrl,
  PORT_MAX,
  readBaseUrls,
  readDrain,
  readHosts,
  readSecretsKey,
  withoutSlashes,
} from './setting-texts.js';

const ROLES = ['all', 'api', 'worker'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
const YES_OR_NO = ['yes', 'no'] as const;

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
  /** Whether browsers may reach all hosts below that of `publicUrl` by https alone. */
  abstract readonly hstsSubdomains?: boolean | undefined;
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

/** The variables as they are set, and what each must be. They are described in docs/install.md. */
class SetVariables {
  @Readable(isPort, (text) => `be a whole number from 0 to ${PORT_MAX}, not "${text}"`)
  readonly PORT?: string;

  @Readable(isHostName, (text) => `be an address or a name of this machine, such as 0.0.0.0, not "${text}"`)
  readonly HOST?: string;

  @Readable(isPostgresUrl, () => 'look like postgres://user:password@host:5432/database')
  readonly DATABASE_URL?: string;

  readonly DATA_DIR?: string;

  @Matches(
    /^[\x21-\x7e]{32,512}$/,
    must(({ length }) => `have 32 to 512 visible ASCII characters, it has ${length}`),
  )
  readonly ADMIN_KEY?: string;

  @Readable(readSecretsKey, () => 'be 32 bytes in base64, as `openssl rand -base64 32` makes them')
  readonly SECRETS_KEY?: string;

  @Readable(
    readBaseUrls,
    () =>
      'name hosts and where requests to them go, such as graph.facebook.com=https://gateway.example.com/meta, with commas between them',
  )
  readonly FEEDBACK_BASE_URLS?: string;

  @Readable(
    readHosts,
    () => 'name hosts, such as hooks.internal,10.0.0.7:8080, with commas between them and without http://',
  )
  readonly PRIVATE_HOSTS?: string;

  @Readable(isSmtpUrl, () => 'look like smtps://user:password@mail.example.com:465, or smtp://… with ?requireTLS=true')
  readonly SMTP_URL?: string;

  @Matches(
    /^(?:[^<>@\r\n"]{1,100} <[^\s<>@]{1,64}@[^\s<>@]{1,253}>|[^\s<>@]{1,64}@[^\s<>@]{1,253})$/,
    must((text) => `be an address, such as Touchline <leads@example.com>, not "${text}"`),
  )
  readonly MAIL_FROM?: string;

  @Readable(isAddress, () => 'look like https://leads.example.com, without a user, a ? or a #')
  readonly PUBLIC_URL?: string;

  @IsIn(
    YES_OR_NO,
    must((text) => `be yes or no, not "${text}"`),
  )
  readonly HSTS_SUBDOMAINS?: (typeof YES_OR_NO)[number];

  @Readable(isAddress, () => 'look like https://login.example.com, without a user, a ? or a #')
  readonly OIDC_ISSUER?: string;

  @Matches(
    /^[\x20-\x7e]{1,300}$/,
    must(() => 'have 1 to 300 visible ASCII characters'),
  )
  readonly OIDC_CLIENT_ID?: string;

  @Matches(
    /^[\x20-\x7e]{1,1000}$/,
    must(() => 'have 1 to 1000 visible ASCII characters'),
  )
  readonly OIDC_CLIENT_SECRET?: string;

  @Matches(
    /^[^<>&"\r\n]{1,60}$/,
    must(() => 'be a name of up to 60 characters, without <, >, & or "'),
  )
  readonly OIDC_NAME?: string;

  @IsIn(
    ROLES,
    must((text) => `be one of ${ROLES.join(', ')}, not "${text}"`),
  )
  readonly ROLE?: Role;

  @IsIn(
    LOG_LEVELS,
    must((text) => `be one of ${LOG_LEVELS.join(', ')}, not "${text}"`),
  )
  readonly LOG_LEVEL?: LogLevel;

  @Readable(readDrain, (text) => `be an ISO 8601 duration of at most an hour, such as PT15S, not "${text}"`)
  readonly DRAIN?: string;
}

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
  const set: SetVariables = Object.assign(new SetVariables(), given);
  const faults = faultsOfDeclared(set);
  if ('SMTP_URL' in given !== 'MAIL_FROM' in given)
    faults.push('SMTP_URL and MAIL_FROM belong together: set both, or neither');
  if (new Set(OIDC_TOGETHER.map((name) => name in given)).size > 1)
    faults.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all of them, or none');
  if (knownHosts !== null) faults.push(...faultsOfHosts(set.FEEDBACK_BASE_URLS, knownHosts));
  for (const name of Object.keys(variables)) {
    if (name.startsWith('TOUCHLINE_')) faults.push(`${name} is not a setting: see docs/install.md`);
  }
  if (faults.length > 0) throw new StartRefusal(`Faulty settings: ${faults.join('; ')}.`);
  return Object.freeze(environmentOf(set));
}

/** @param set without faults */
function environmentOf(set: SetVariables): Environment {
  return {
    port: Number(set.PORT ?? 3000),
    host: set.HOST ?? '127.0.0.1',
    databaseUrl: set.DATABASE_URL,
    dataDir: resolve(set.DATA_DIR ?? '.data'),
    adminKey: set.ADMIN_KEY,
    secretsKey: readIfSet(set.SECRETS_KEY, readSecretsKey),
    feedbackBaseUrls: readIfSet(set.FEEDBACK_BASE_URLS, readBaseUrls),
    privateHosts: readIfSet(set.PRIVATE_HOSTS, readHosts),
    smtpUrl: set.SMTP_URL,
    mailFrom: set.MAIL_FROM,
    publicUrl: readIfSet(set.PUBLIC_URL, withoutSlashes),
    hstsSubdomains: readIfSet(set.HSTS_SUBDOMAINS, (text) => text === 'yes'),
    oidcIssuer: set.OIDC_ISSUER,
    oidcClientId: set.OIDC_CLIENT_ID,
    oidcClientSecret: set.OIDC_CLIENT_SECRET,
    oidcName: set.OIDC_NAME,
    role: set.ROLE ?? 'all',
    logLevel: set.LOG_LEVEL ?? 'info',
    drainMs: readIfSet(set.DRAIN, readDrain) ?? 0,
  };
}

function readIfSet<Value>(text: string | undefined, read: (text: string) => Value): Value | undefined {
  return text === undefined ? undefined : read(text);
}

/** Settings are in capitals. Other names, such as `constructor`, would change the object that is checked. */
const NAME_OF_SETTING = /^[A-Z_]+$/;

/** Drops empty variables, which count as unset: shells and compose files cannot always leave a variable out. */
function givenOf(variables: Variables): Record<string, string> {
  const trimmed = Object.entries(variables).map(([name, value = '']) => [name, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([name, value]) => NAME_OF_SETTING.test(name) && value !== ''));
}

/** An unknown name would never be used: after a misspelling, all requests would still go to the platform itself. */
function faultsOfHosts(text: string | undefined, known: readonly string[]): string[] {
  const bases = readIfSet(text, readBaseUrls);
  if (bases === undefined) return [];
  const unknown = [...bases.keys()].filter((host) => !host.startsWith(OWN) && !known.includes(host));
  if (unknown.length === 0) return [];
  const names = new Intl.ListFormat('en', { type: 'disjunction' }).format([...known].sort());
  return [
    `FEEDBACK_BASE_URLS names ${unknown.join(' and ')}: a host of an ad platform is ${names}, and that of a program of your own is written own:hooks.example.com`,
  ];
}

/** Returns the base of links sent to people. */
export function publicUrlOf({ publicUrl, host, port }: Environment): string {
  if (publicUrl !== undefined) return publicUrl;
  // A node that listens on all interfaces is reachable under this name at least.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${inUrl(name)}:${port}`;
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
