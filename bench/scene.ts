import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/embedded-postgres/embedded-postgres.js';
import type { migrate } from '../src/platform/migrate.js';

export const ADMIN_KEY = 'admin-key-of-the-benchmarks-0123456789';
const here = dirname(fileURLToPath(import.meta.url));
/** This version's own build. */
const THIS_BUILD = dirname(here);

/**
 * One durable Postgres for a run, and a version of the program: floors and ours are measured on the same server, on
 * databases of their own. The players are this version's, except for the program itself.
 */
export class TransactionContext {
  private constructor(
    private readonly postgres: EmbeddedPostgres,
    private readonly folder: string,
    /** The folder of the build that is measured, in which the sources' folders keep their names. */
    readonly build: string,
  ) {}

  /** @param build of the version that is measured; this one's where nothing is said */
  static async open(build = THIS_BUILD): Promise<TransactionContext> {
    const folder = mkdtempSync(join(tmpdir(), 'touchline-bench-'));
    const postgres = await startEmbeddedPostgres({
      dataDir: folder,
      log: () => undefined,
      settings: {
        // For the lateness of what is committed; costs next to nothing.
        track_commit_timestamp: 'on',
        // Counts nothing, and so costs nothing, before a benchmark asks for it (`countStatements`).
        shared_preload_libraries: 'pg_stat_statements',
        'pg_stat_statements.track': 'none',
      },
    });
    return new TransactionContext(postgres, folder, build);
  }

  /** The program as a player (bench/app.ts), of the version that is measured. */
  app(...args: string[]): Promise<{ player: Player; ready: Record<string, string> }> {
    return Player.run(join(this.build, 'bench', 'app.js'), args);
  }

  /** Has Postgres count the statements that sessions send to a database from now on. @returns asks how many there were */
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
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Gathers what plans are made by, as a database that runs has done by itself: only who owns the tables may. */
  async analyze(name: string): Promise<void> {
    await this.asOwner(name, 'vacuum (analyze)');
  }

  /** The process of Postgres, whose children serve the sessions. */
  get postgresPid(): number {
    return Number(readFileSync(join(this.folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  /** What Postgres writes while it runs. */
  get postgresLog(): string {
    return join(this.folder, 'postgres.log');
  }

  /** What only the owner of the server may do, in a database. */
  async asOwner(name: string, ...statements: readonly string[]): Promise<void> {
    const client = await connect(Object.assign(new URL(this.postgres.ownerUrl), { pathname: `/${name}` }).href);
    for (const statement of statements) await client.query(statement);
    await client.end();
  }

  /** An empty database; migrated when it is for ours. */
  async database(name: string, kind: 'floor' | 'ours'): Promise<string> {
    const server = await connect(this.postgres.ownerUrl);
    await server.query(`drop database if exists ${name} with (force)`);
    await server.query(`create database ${name}`);
    await server.end();
    const urlFor = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    if (kind === 'floor') return urlFor(this.postgres.ownerUrl);
    // By the version that is measured: another one's schema may differ.
    const its = await import(pathToFileURL(join(this.build, 'src', 'platform', 'migrate.js')).href);
    await (its.migrate as typeof migrate)(urlFor(this.postgres.ownerUrl), { program: this.postgres.programRole });
    return urlFor(this.postgres.url);
  }
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

export interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** A program of the benchmarks as a process of its own, which tells facts as lines of JSON and takes lines of text. */
export class Player {
  private readonly lines: AsyncIterator<string>;

  private constructor(private readonly child: ChildProcess) {
    this.lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
  }

  /** One of this version's. */
  static start(program: string, ...args: string[]): Promise<{ player: Player; ready: Record<string, string> }> {
    return Player.run(join(here, `${program}.js`), args);
  }

  static async run(file: string, args: readonly string[]): Promise<{ player: Player; ready: Record<string, string> }> {
    const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
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

  /** What it has used of the processor until now, and what it holds of memory. */
  usage(): Promise<Usage> {
    this.say('usage');
    return this.hear<Usage>();
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}

/** Told by a player, heard by the scene. */
export function tell(fact: object): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`);
}

/** Ten reps of three weights in a pool, ten rules of which the last matches, and a policy with both clocks. */
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
  // So many breaches at once are what is measured.
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

export function aLead(number: number): object {
  return {
    source: 'google-ads',
    externalId: `e${number}`,
    campaign: 'spring',
    contact: { name: 'Kim Example', email: `kim${number}@example.com`, phone: '+4930123456', country: 'DE' },
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
