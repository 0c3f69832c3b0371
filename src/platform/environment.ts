import { resolve } from 'node:path';
import { Expose, plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, ValidateBy, validateSync } from 'class-validator';
import { elapsedMs, MS_PER_HOUR, parseDuration } from './duration.js';
import { StartRefusal } from './refusal.js';

const ROLES = ['all', 'api', 'worker'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

const PORT_MAX = 65_535;
const NO_PORT = { message: ({ value }: Faulty) => `PORT must be a whole number from 0 to ${PORT_MAX}, not "${value}"` };

export type Role = (typeof ROLES)[number];
export type LogLevel = (typeof LOG_LEVELS)[number];
type Variables = Readonly<Record<string, string | undefined>>;
/** What a message may tell of. Of a setting that holds a secret it never tells the value. */
type Faulty = { readonly value: string };

/** What the environment decides, read and checked once at start and frozen. */
export class Environment {
  @Expose({ name: 'PORT' })
  @Transform(({ value }) => (/^\d+$/.test(value) ? Number(value) : value))
  @IsInt(NO_PORT)
  @Max(PORT_MAX, NO_PORT)
  readonly port: number = 3000;

  @Expose({ name: 'HOST' })
  readonly host: string = '127.0.0.1';

  /** Absent: the program runs a Postgres of its own in `dataDir`. */
  @Expose({ name: 'DATABASE_URL' })
  @IsOptional()
  @ValidateBy(
    { name: 'isPostgresUrl', validator: { validate: isPostgresUrl } },
    { message: 'DATABASE_URL must look like postgres://user:password@host:5432/database' },
  )
  readonly databaseUrl: string | undefined = undefined;

  @Expose({ name: 'DATA_DIR' })
  @Transform(({ value }) => resolve(value))
  readonly dataDir: string = resolve('.data');

  @Expose({ name: 'ADMIN_KEY' })
  @IsOptional()
  @Matches(/^[\x21-\x7e]{32,512}$/, {
    message: ({ value }: Faulty) => `ADMIN_KEY must have 32 to 512 visible ASCII characters, it has ${value.length}`,
  })
  readonly adminKey: string | undefined = undefined;

  /** Seals what is written and never read, such as credentials of others. Absent: nothing of that kind is taken. */
  @Expose({ name: 'SECRETS_KEY' })
  @Transform(({ value }) => readKey(value))
  @IsOptional()
  @ValidateBy(
    { name: 'isSecretsKey', validator: { validate: (value) => value instanceof Uint8Array } },
    { message: 'SECRETS_KEY must be 32 bytes in base64, as `openssl rand -base64 32` makes them' },
  )
  readonly secretsKey?: Uint8Array | undefined = undefined;

  /**
   * Where requests to a host go instead, by its name: to a gateway of one's own, or to a simulation. `own:` stands before
   * that of a program of one's own, so that any other has to be one that the program knows.
   */
  @Expose({ name: 'FEEDBACK_BASE_URLS' })
  @Transform(({ value }) => readBaseUrls(value))
  @IsOptional()
  @ValidateBy(
    { name: 'isBaseUrls', validator: { validate: (value) => value instanceof Map } },
    {
      message:
        'FEEDBACK_BASE_URLS must name hosts and where requests to them go, such as graph.facebook.com=https://gateway.example.com/meta, with commas between them',
    },
  )
  readonly feedbackBaseUrls?: ReadonlyMap<string, string> | undefined = undefined;

  /** Hosts of one's own, with or without a port, that may be asked though they are not public, and over http too. */
  @Expose({ name: 'PRIVATE_HOSTS' })
  @Transform(({ value }) => readHosts(value))
  @IsOptional()
  @ValidateBy(
    { name: 'isHosts', validator: { validate: (value) => value instanceof Set } },
    {
      message:
        'PRIVATE_HOSTS must name hosts, such as hooks.internal,10.0.0.7:8080, with commas between them and without http://',
    },
  )
  readonly privateHosts?: ReadonlySet<string> | undefined = undefined;

  /** The server by which mail is sent. Absent: what would be sent is only listed. It may hold a password. */
  @Expose({ name: 'SMTP_URL' })
  @IsOptional()
  @ValidateBy(
    { name: 'isSmtpUrl', validator: { validate: isSmtpUrl } },
    {
      message: 'SMTP_URL must look like smtps://user:password@mail.example.com:465, or smtp://… with ?requireTLS=true',
    },
  )
  readonly smtpUrl?: string | undefined = undefined;

  @Expose({ name: 'MAIL_FROM' })
  @IsOptional()
  @Matches(/^(?:[^<>@\r\n"]{1,100} <[^\s<>@]{1,64}@[^\s<>@]{1,253}>|[^\s<>@]{1,64}@[^\s<>@]{1,253})$/, {
    message: ({ value }: Faulty) =>
      `MAIL_FROM must be an address, such as Touchline <leads@example.com>, not "${value}"`,
  })
  readonly mailFrom?: string | undefined = undefined;

  /** What links begin with that people are sent. Absent: where this node listens. */
  @Expose({ name: 'PUBLIC_URL' })
  @Transform(({ value }) => value.replace(/\/+$/, ''))
  @IsOptional()
  @ValidateBy(
    { name: 'isPublicUrl', validator: { validate: isPublicUrl } },
    { message: 'PUBLIC_URL must look like https://leads.example.com, without a user, a ? or a #' },
  )
  readonly publicUrl?: string | undefined = undefined;

  /** The provider by which users may log in too, with OpenID Connect: its address, and what it calls this program. */
  @Expose({ name: 'OIDC_ISSUER' })
  @IsOptional()
  @ValidateBy(
    { name: 'isIssuer', validator: { validate: isPublicUrl } },
    { message: 'OIDC_ISSUER must look like https://login.example.com, without a user, a ? or a #' },
  )
  readonly oidcIssuer?: string | undefined = undefined;

  @Expose({ name: 'OIDC_CLIENT_ID' })
  @IsOptional()
  @Matches(/^[\x20-\x7e]{1,300}$/, { message: 'OIDC_CLIENT_ID must have 1 to 300 visible ASCII characters' })
  readonly oidcClientId?: string | undefined = undefined;

  @Expose({ name: 'OIDC_CLIENT_SECRET' })
  @IsOptional()
  @Matches(/^[\x20-\x7e]{1,1000}$/, { message: 'OIDC_CLIENT_SECRET must have 1 to 1000 visible ASCII characters' })
  readonly oidcClientSecret?: string | undefined = undefined;

  /** What people call the provider. Absent: by its host. */
  @Expose({ name: 'OIDC_NAME' })
  @IsOptional()
  @Matches(/^[^<>&"\r\n]{1,60}$/, { message: 'OIDC_NAME must be a name of up to 60 characters, without <, >, & or "' })
  readonly oidcName?: string | undefined = undefined;

  @Expose({ name: 'ROLE' })
  @IsIn(ROLES, { message: ({ value }: Faulty) => `ROLE must be one of ${ROLES.join(', ')}, not "${value}"` })
  readonly role: Role = 'all';

  @Expose({ name: 'LOG_LEVEL' })
  @IsIn(LOG_LEVELS, {
    message: ({ value }: Faulty) => `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${value}"`,
  })
  readonly logLevel: LogLevel = 'info';

  /** For how long a node that is told to stop still answers, and says that it is not ready. */
  @Expose({ name: 'DRAIN' })
  @Transform(({ value }) => readDrain(value))
  @ValidateBy(
    { name: 'isDrain', validator: { validate: (value) => typeof value === 'number' } },
    {
      message: ({ value }: Faulty) =>
        `DRAIN must be an ISO 8601 duration of at most an hour, such as PT15S, not "${value}"`,
    },
  )
  readonly drainMs: number = 0;
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

/** What links begin with that people are sent. */
export function publicUrlOf({ publicUrl, host, port }: Environment): string {
  if (publicUrl !== undefined) return publicUrl;
  // Who listens everywhere is found by its own name at least.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** @returns what was given, where it cannot be read or is too long */
function readDrain(text: string): string | number {
  const duration = parseDuration(text, { allowZero: true });
  if ('code' in duration || elapsedMs(duration) > MS_PER_HOUR) return text;
  return elapsedMs(duration);
}

const SECRETS_KEY_BYTES = 32;

/** @returns what was given, where it is no key: the check refuses it */
function readKey(text: string): Uint8Array | string {
  const bytes = Buffer.from(text, 'base64');
  const isWhole = bytes.length === SECRETS_KEY_BYTES && /^[A-Za-z0-9+/_-]{43}=?$/.test(text);
  return isWhole ? new Uint8Array(bytes) : text;
}

/** Stands before the host of a program of one's own. */
const OWN = 'own:';

/** The host that a name in `FEEDBACK_BASE_URLS` means. */
export function hostOf(name: string): string {
  return name.startsWith(OWN) ? name.slice(OWN.length) : name;
}

/** @returns what was given, where it cannot be read */
function readBaseUrls(text: string): ReadonlyMap<string, string> | string {
  const pairs = text.split(',').map((pair) => {
    const [, host = '', base = ''] =
      /^\s*((?:own:)?[a-z0-9.-]{1,253})\s*=\s*(https?:\/\/\S+?)\/*\s*$/i.exec(pair) ?? [];
    return [host.toLowerCase(), base] as const;
  });
  return pairs.every(([, base]) => URL.canParse(base)) ? new Map(pairs) : text;
}

/** @returns what was given, where it cannot be read */
function readHosts(text: string): ReadonlySet<string> | string {
  const hosts = text.split(',').map((host) => host.trim().toLowerCase());
  const isHost = (host: string) =>
    /^([a-z0-9_.-]{1,253}|\[[0-9a-f:.]+\])(:[1-9]\d{0,4})?$/.test(host) && URL.canParse(`http://${host}`);
  return hosts.every(isHost) ? new Set(hosts) : text;
}

const OIDC_TOGETHER = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'];

/**
 * Reads the settings of a start.
 * @param knownHosts to which the program posts; null: any may be named
 * @throws StartRefusal that names every faulty variable
 */
export function readEnvironment(
  variables: Variables = process.env,
  knownHosts: readonly string[] | null = null,
): Readonly<Environment> {
  const given = givenOf(variables);
  const environment = plainToInstance(Environment, given, { excludeExtraneousValues: true, exposeDefaultValues: true });
  const faults = validateSync(environment, { stopAtFirstError: true, forbidUnknownValues: true }).flatMap(
    ({ constraints = {} }) => Object.values(constraints),
  );
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

/** Nothing would ever go there: a name that is misspelt would let everything go to the platform itself. */
function faultsOfHosts(bases: unknown, known: readonly string[]): string[] {
  if (!(bases instanceof Map)) return [];
  const unknown = [...bases.keys()].filter((host) => !host.startsWith(OWN) && !known.includes(host));
  if (unknown.length === 0) return [];
  const names = new Intl.ListFormat('en', { type: 'disjunction' }).format([...known].sort());
  return [
    `FEEDBACK_BASE_URLS names ${unknown.join(' and ')}: a host of an ad platform is ${names}, and that of a program of your own is written own:hooks.example.com`,
  ];
}

/** What is empty is taken for what is not there: shells and compose files cannot always leave a variable out. */
function givenOf(variables: Variables): Record<string, string> {
  const trimmed = Object.entries(variables).map(([name, value = '']) => [name, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}

/** What a program of the system gets of our environment: a locale would change what it says, and PGPORT what it does. */
export function environmentOfPrograms(): Readonly<Record<string, string>> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' };
}
