import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/embedded-postgres/embedded-postgres.js';
import type { migrate } from '../src/platform/sql/migrate.js';

export const ADMIN_KEY = 'admin-key-of-the-benchmarks-0123456789';
const here = dirname(fileURLToPath(import.meta.url));
const THIS_BUILD = dirname(here);
/** From the folder of a build to that of its project. */
const PROJECT = join('..', '..', '..');
/** The longest wait for the session of a program that was killed. */
const END_WITHIN_MS = 60_000;

/**
 * One durable Postgres for a run, and a version of the program. Floors and ours are measured on the same server, on
 * databases of their own. The players are of this version, except for the program itself.
 */
export class Workbench {
  private constructor(
    private readonly postgres: EmbeddedPostgres,
    private readonly folder: string,
    /** The folder of the measured build, with the folder names of the sources. */
    readonly build: string,
    private readonly isKept: boolean,
  ) {}

  /**
   * @param build the build of the measured version; by default this one
   * @param keptIn a folder for Postgres that outlives the run; by default one that does not
   */
  static async open({ build = THIS_BUILD, keptIn }: { build?: string; keptIn?: string } = {}): Promise<Workbench> {
    const folder = keptIn ?? mkdtempSync(join(tmpdir(), 'touchline-bench-'));
    const postgres = await startEmbeddedPostgres({
      dataDir: folder,
      log: () => undefined,
      settings: {
        // Needed to measure the lateness of commits; costs next to nothing.
        track_commit_timestamp: 'on',
        // Costs nothing until a benchmark enables it (`countStatements`).
        shared_preload_libraries: 'pg_stat_statements',
        'pg_stat_statements.track': 'none',
      },
    });
    return new Workbench(postgres, folder, build, keptIn !== undefined);
  }

  /** Starts the measured version of the program as a player (bench/app.ts). */
  app(...args: string[]): Promise<{ player: Player; ready: Record<string, string> }> {
    return Player.run(join(this.build, 'bench', 'app.js'), args, this.nodeOptions);
  }

  /** The folder of the measured version's sources. */
  get project(): string {
    return join(this.build, PROJECT);
  }

  /** The options of Node with which `npm start` runs the measured version. */
  get nodeOptions(): string[] {
    const { scripts } = JSON.parse(readFileSync(join(this.project, 'package.json'), 'utf8'));
    return (scripts.start as string).match(/--\S+/g) ?? [];
  }

  /** Lets Postgres count the statements in a database from now on. @returns a function that reads the count */
  async countStatements(name: string): Promise<{ read: () => Promise<number>; end: () => Promise<void> }> {
    const client = await connect(this.postgres.ownerUrl);
    await client.query('create extension if not exists pg_stat_statements');
    await client.query(`alter database ${name} set pg_stat_statements.track = 'top'`);
    const count = `select coalesce(sum(calls), 0)::float8 as count
                     from pg_stat_statements join pg_database on pg_database.oid = dbid where datname = $1`;
    const read = async () => (await client.query<{ count: number }>(count, [name])).rows[0]!.count;
    return { read, end: () => client.end() };
  }

  async close(): Promise<void> {
    await this.postgres.stop();
    if (!this.isKept) rmSync(this.folder, { recursive: true, force: true });
  }

  /** Updates the statistics of the planner, as autovacuum would over time; only the owner of the tables may. */
  async analyze(name: string): Promise<void> {
    await this.asOwner(name, 'vacuum (analyze)');
  }

  /** The process id of Postgres, whose children serve the sessions. */
  get postgresPid(): number {
    return Number(readFileSync(join(this.folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  get postgresLog(): string {
    return join(this.folder, 'postgres.log');
  }

  /** Opens a session in a database as the owner of the server. */
  owner(name: string): Promise<pg.Client> {
    return connect(urlFor(this.postgres.ownerUrl, name));
  }

  /** Runs statements in a database as the owner of the server. */
  async asOwner(name: string, ...statements: readonly string[]): Promise<void> {
    const client = await this.owner(name);
    for (const statement of statements) await client.query(statement);
    await client.end();
  }

  /** Creates an empty database; for ours it is migrated. */
  async database(name: string, kind: 'floor' | 'ours'): Promise<string> {
    const server = await connect(this.postgres.ownerUrl);
    await server.query(`drop database if exists ${name} with (force)`);
    await server.query(`create database ${name}`);
    await server.end();
    return kind === 'floor' ? urlFor(this.postgres.ownerUrl, name) : this.migrated(name);
  }

  /** Returns a database that `keep` kept in an earlier run, migrated to the measured version; null if there is none. */
  async kept(name: string): Promise<string | null> {
    const server = await connect(this.postgres.ownerUrl);
    const { rowCount } = await server.query('select from pg_database where datname = $1', [name]);
    await server.end();
    return rowCount === 0 ? null : this.migrated(name);
  }

  /** Gives a database the name under which `kept` finds it, once the sessions of stopped programs have ended. */
  async keep(draft: string, name: string): Promise<string> {
    const server = await connect(this.postgres.ownerUrl);
    await server.query('select pg_terminate_backend(pid, $2) from pg_stat_activity where datname = $1', [
      draft,
      END_WITHIN_MS,
    ]);
    await server.query(`alter database ${draft} rename to ${name}`);
    await server.end();
    return urlFor(this.postgres.url, name);
  }

  private async migrated(name: string): Promise<string> {
    // Migrates with the measured version, whose schema may differ. Former ones have this file in another folder.
    const file = ['sql/migrate.js', 'migrate.js']
      .map((path) => join(this.build, 'src/platform', path))
      .find(existsSync)!;
    const its = await import(pathToFileURL(file).href);
    const ownerUrl = urlFor(this.postgres.ownerUrl, name);
    await (its.migrate as typeof migrate)(ownerUrl, { program: this.postgres.programRole });
    return urlFor(this.postgres.url, name);
  }
}

function urlFor(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A benchmark that fails says why by itself, not by the sessions that its end breaks off.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** A benchmark program as a process of its own, which prints facts as lines of JSON and reads lines of text. */
export class Player {
  private readonly lines: AsyncIterator<string>;

  private constructor(private readonly child: ChildProcess) {
    this.lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
  }

  static start(program: string, ...args: string[]): Promise<{ player: Player; ready: Record<string, string> }> {
    return Player.run(join(here, `${program}.js`), args);
  }

  static async run(
    file: string,
    args: readonly string[],
    nodeOptions: readonly string[] = [],
  ): Promise<{ player: Player; ready: Record<string, string> }> {
    const child = spawn(process.execPath, [...nodeOptions, file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    const player = new Player(child);
    return { player, ready: await player.hear<Record<string, string>>() };
  }

  async hear<Fact>(): Promise<Fact> {
    const { value, done } = await this.lines.next();
    if (done === true) throw new Error('A program of the benchmark ended without a word');
    return JSON.parse(value) as Fact;
  }

  say(line: string): void {
    this.child.stdin!.write(`${line}\n`);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Returns its CPU time so far, and its memory. */
  usage(): Promise<Usage> {
    this.say('usage');
    return this.hear<Usage>();
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}

/** Prints a fact of a player, which `hear` reads. */
export function report(fact: object): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`);
}

/** Creates ten reps of three weights in a pool, ten rules of which the last matches, and a policy with both clocks. */
export async function configure(url: string, within: string, more: object = {}): Promise<void> {
  const reps: { id: string }[] = [];
  for (let rep = 1; rep <= 10; rep += 1)
    reps.push(await post(url, '/v1/reps', { name: `Rep ${rep}`, email: `rep${rep}@example.com` }));
  const members = reps.map(({ id }, index) => ({ repId: id, weight: (index % 3) + 1 }));
  const pool = await post<{ id: string }>(url, '/v1/pools', { name: 'All', members });
  const others = Array.from({ length: 9 }, (_, index) => ({
    name: `Other ${index}`,
    when: {
      all: [
        { field: 'source', op: 'eq', value: `other-${index}` },
        { field: 'company.employees', op: 'gte', value: 10 },
      ],
    },
    assign: { poolId: pool.id },
  }));
  await post(
    url,
    '/v1/routing',
    { rules: [...others, { name: 'All', when: {}, assign: { poolId: pool.id } }], fallback: {} },
    'PUT',
  );
  // The storm breaker would stop so many breaches at once.
  await post(url, '/v1/settings', { stormBreaker: null }, 'PUT');
  await post(url, '/v1/sla-policies', {
    name: 'All',
    time: 'elapsed',
    when: {},
    firstTouch: { within, leadWithin: 'PT8H' },
    ...more,
  });
}

export function post<Answer>(url: string, path: string, body: object, method = 'POST'): Promise<Answer> {
  return ask(url, path, method, body);
}

export function get<Answer>(url: string, path: string): Promise<Answer> {
  return ask(url, path, 'GET');
}

async function ask<Answer>(url: string, path: string, method: string, body?: object): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${text}`);
  return JSON.parse(text) as Answer;
}

/** Each has an address and a number of its own: with one number for all, every lead would be looked at as a colleague of others. */
export function aLead(number: number): object {
  const phone = `+4930${10_000_000 + number}`;
  return {
    source: 'google-ads',
    externalId: `e${number}`,
    campaign: 'spring',
    contact: { name: 'Kim Example', email: `kim${number}@example.com`, phone, country: 'DE' },
    company: { name: 'Example', employees: 50 },
    attributes: { product: 'a', visits: 3, returning: true },
  };
}

export async function sendLeads(url: string, count: number, first = 0): Promise<void> {
  for (let sent = 0; sent < count; sent += 1_000) {
    const leads = Array.from({ length: Math.min(1_000, count - sent) }, (_, index) => aLead(first + sent + index));
    await post(url, '/v1/leads/batch', { leads });
  }
}
