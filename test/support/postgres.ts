import { randomBytes } from 'node:crypto';
import pg from 'pg';

const TEMPLATE = 'touchline_template';

export interface FreshDatabase {
  /** The owner's, who may do everything. */
  readonly url: string;
  /** The program's. */
  readonly programUrl: string;
  /** Ends its sessions and removes it. */
  drop(): Promise<void>;
}

/** A database of a test's own, migrated and empty: a copy of the one that `global-setup.mjs` made. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  // Twice as fast as the default, which writes the copy into the log as well.
  await runOnServer(`create database ${name} template ${TEMPLATE} strategy file_copy`);
  const urlOn = (server: string) => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const [url, programUrl] = [urlOn(serverUrl()), urlOn(process.env.TEST_PROGRAM_URL!)];
  return { url, programUrl, drop: () => runOnServer(`drop database if exists ${name} with (force)`) };
}

/** Kept by the process for all its databases: to begin a session costs half as much as to make a database. */
let sessions: pg.Pool | undefined;

async function runOnServer(statement: string): Promise<void> {
  if (sessions === undefined) {
    sessions = new pg.Pool({ connectionString: serverUrl(), allowExitOnIdle: true });
    // The server ends before the process that began it.
    sessions.on('error', () => undefined);
  }
  await sessions.query(statement);
}

function serverUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (url === undefined) throw new Error('The Postgres of the tests does not run: start the tests with jest.');
  return url;
}
