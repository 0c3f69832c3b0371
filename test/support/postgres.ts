import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Json } from './json.js';

const TEMPLATE = 'touchline_template';

export class FreshDatabase {
  private sessions: pg.Pool | undefined;

  constructor(
    private readonly name: string,
    readonly url: string,
    readonly programUrl: string,
  ) {}

  /**
   * Runs a statement as the owner. Sessions stay open until the database is dropped: opening one takes as long as
   * dozens of queries.
   */
  async ask(statement: string, values: readonly unknown[] = []): Promise<Json[]> {
    this.sessions ??= keptSessions(this.url);
    return (await this.sessions.query(statement, values as unknown[])).rows;
  }

  async count(statement: string): Promise<number> {
    return Number((await this.ask(statement))[0].count);
  }

  async drop(): Promise<void> {
    await this.sessions?.end();
    await onServer(`drop database if exists ${this.name} with (force)`);
  }
}

/** Creates a migrated, empty database: a copy of the one that `global-setup.mjs` made. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  // Twice as fast as the default, which also writes the copy into the log.
  await onServer(`create database ${name} template ${TEMPLATE} strategy file_copy`);
  const urlOn = (server: string) => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  return new FreshDatabase(name, urlOn(serverUrl()), urlOn(process.env.TEST_PROGRAM_URL!));
}

let server: pg.Pool | undefined;

async function onServer(statement: string): Promise<void> {
  server ??= keptSessions(serverUrl());
  await server.query(statement);
}

function keptSessions(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, idleTimeoutMillis: 0, allowExitOnIdle: true });
  // The server may end before the process that started it, and tests end sessions.
  pool.on('error', () => undefined);
  return pool;
}

function serverUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (url === undefined) throw new Error('The Postgres of the tests does not run: start the tests with jest.');
  return url;
}
