import { resolve } from 'node:path';

const ROLES = ['all', 'api', 'worker'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

/** Settings of the product that this version does not have: refused, because ignoring one would look like obeying it. */
const NOT_IN_THIS_VERSION = ['SMTP_URL', 'MAIL_FROM', 'SECRETS_KEY'] as const;

const ADMIN_KEY_LENGTH_MIN = 32;
const ADMIN_KEY_LENGTH_MAX = 512;

export type Role = (typeof ROLES)[number];
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the environment decides, checked once at start and frozen. */
export abstract class Configuration {
  abstract readonly port: number;
  abstract readonly host: string;
  /** Absent: the program runs a Postgres of its own in `dataDir`. */
  abstract readonly databaseUrl: string | undefined;
  abstract readonly dataDir: string;
  abstract readonly adminKey: string | undefined;
  abstract readonly role: Role;
  abstract readonly logLevel: LogLevel;
}

/** The start cannot go on: `message` is one line that says what and what to do. */
export class StartRefusal extends Error {}

/**
 * Reads the settings of a start from an environment.
 * @throws StartRefusal that names every faulty variable
 */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const faults: string[] = [];
  const given = (name: string) => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T => {
    const value = given(name) ?? otherwise;
    if (allowed.includes(value as T)) return value as T;
    faults.push(`${name} must be one of ${allowed.join(', ')}, not "${value}"`);
    return otherwise;
  };

  const configuration: Configuration = {
    port: readPort(given('PORT'), faults),
    host: given('HOST') ?? '127.0.0.1',
    databaseUrl: readDatabaseUrl(given('DATABASE_URL'), faults),
    dataDir: resolve(given('DATA_DIR') ?? '.data'),
    adminKey: readAdminKey(given('ADMIN_KEY'), faults),
    role: oneOf('ROLE', ROLES, 'all'),
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
  };
  for (const name of NOT_IN_THIS_VERSION) {
    if (given(name) !== undefined) faults.push(`${name} is not a setting of this version: unset it`);
  }
  for (const name of Object.keys(environment)) {
    if (name.startsWith('TOUCHLINE_')) faults.push(`${name} is not a setting: see the table in README.md`);
  }
  if (faults.length > 0) throw new StartRefusal(`Faulty settings: ${faults.join('; ')}.`);
  return Object.freeze(configuration);
}

function readPort(value: string | undefined, faults: string[]): number {
  if (value === undefined) return 3000;
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  faults.push(`PORT must be a whole number from 0 to 65535, not "${value}"`);
  return 3000;
}

function readDatabaseUrl(value: string | undefined, faults: string[]): string | undefined {
  if (value === undefined) return undefined;
  // The value is never repeated in the message: it may hold a password.
  if (!/^postgres(ql)?:\/\//.test(value) || !URL.canParse(value)) {
    faults.push('DATABASE_URL must look like postgres://user:password@host:5432/database');
  }
  return value;
}

function readAdminKey(value: string | undefined, faults: string[]): string | undefined {
  if (value === undefined) return undefined;
  if (value.length < ADMIN_KEY_LENGTH_MIN || value.length > ADMIN_KEY_LENGTH_MAX || !/^[\x21-\x7e]+$/.test(value)) {
    faults.push(
      `ADMIN_KEY must have ${ADMIN_KEY_LENGTH_MIN} to ${ADMIN_KEY_LENGTH_MAX} visible ASCII characters, it has ${value.length}`,
    );
  }
  return value;
}
