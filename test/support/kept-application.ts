import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import pg from 'pg';
import type { Application } from '../../src/application.js';
import type { SteppedTime } from '../../src/platform/running/time-source.js';
import { Database } from '../../src/platform/sql/database.js';
import type { Lane } from '../../src/platform/sql/lane.js';
import { types } from '../../src/platform/sql/pool.js';
import { Snapshots } from '../../src/platform/sql/snapshots.js';
import { beginIdsAt, newId } from '../../src/platform/values/ids.js';
import type { FreshDatabase } from './postgres.js';

/** The number of idle applications in a process: most tests start at one of a few instants. */
const IDLE_MAX = 4;
/** How long work that a test has begun may continue after it. */
const QUIET_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 5;
/** Limits of reuse, because deleted rows stay in their tables until the database is dropped. */
const TIMES_MAX = 40;
const TABLE_BYTES_MAX = 4 * 1024 ** 2;

const USED_TABLES = `select relname as name, pg_relation_size(oid)::int as bytes from pg_class
  where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0`;

const USED_SEQUENCES = `select sequencename as name, start_value::text as first, last_value::text as last
  from pg_sequences where last_value is not null and schemaname = 'public'`;

// Exits without closing what is idle: closing it would take longer than jest waits for a process to end.
process.once('beforeExit', () => process.exit());

export interface Running {
  readonly application: Application;
  readonly database: FreshDatabase;
  readonly time: SteppedTime;
  readonly url: string;
}

/**
 * An application that is reset to its state after the start, with its database, and reused: a reset takes a tenth of
 * the time of a start, and sessions and compiled code stay warm (docs/adr/0114).
 */
export class KeptApplication {
  private static readonly idle: KeptApplication[] = [];
  private static readonly shared = new Set<string>();

  private readonly restore: () => void;
  private readonly sockets = new Set<Socket>();
  private readonly owner: pg.Pool;
  private requests = 0;
  private times = 0;
  private latestId = '';
  private definitions = '';
  private rows: readonly { readonly table: string; readonly columns: string; readonly rows: string }[] = [];
  private sequences: ReadonlyMap<string, string> = new Map();

  private constructor(
    readonly running: Running,
    private readonly kind: string,
  ) {
    const { app } = running.application;
    this.restore = restorerOfAll(app);
    this.owner = new pg.Pool({
      connectionString: running.database.url,
      types,
      max: 1,
      idleTimeoutMillis: 0,
      allowExitOnIdle: true,
      options: `-c timezone=UTC -c jit=off -c lock_timeout=${QUIET_WITHIN_MS}`,
    });
    // The server may end before the process that started it.
    this.owner.on('error', () => undefined);
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    this.server.on('request', (_, response: ServerResponse) => {
      this.requests += 1;
      response.once('close', () => {
        this.requests -= 1;
      });
    });
  }

  /**
   * Returns an idle application in its state after the start. @param kind applications of one kind are interchangeable
   */
  static take(kind: string): KeptApplication | undefined {
    const index = KeptApplication.idle.findIndex((each) => each.kind === kind);
    if (index === -1) return undefined;
    const [taken] = KeptApplication.idle.splice(index, 1) as [KeptApplication];
    taken.server.ref();
    for (const socket of taken.sockets) socket.ref();
    taken.restore();
    taken.beginIds();
    return taken;
  }

  static async of(running: Running, kind: string): Promise<KeptApplication> {
    const kept = new KeptApplication(running, kind);
    for (const lane of kept.lanes) await keepNoProcess(lane);
    await kept.remember();
    return kept;
  }

  /** Marks a database on which another application works too, so that it is not reused. */
  static share({ url }: FreshDatabase): void {
    KeptApplication.shared.add(url);
  }

  /**
   * Resets it and keeps it until it is reused. @param check checks the database before the reset
   * @returns false if it cannot be reset, and so must be ended
   */
  async giveBack(check: (snapshots: Snapshots) => Promise<void>): Promise<boolean> {
    const tables = await this.tablesToEmpty();
    if (tables === null) return false;
    try {
      await this.checked(check);
      await this.empty(tables);
    } catch (error) {
      await this.discard();
      throw error;
    }
    this.server.unref();
    for (const socket of this.sockets) socket.unref();
    KeptApplication.idle.push(this);
    if (KeptApplication.idle.length > IDLE_MAX) await KeptApplication.idle.shift()!.discard();
    return true;
  }

  /** Ends it, but does not drop its database. */
  async end(): Promise<void> {
    await this.running.application.close();
    await this.owner.end();
  }

  private async discard(): Promise<void> {
    await this.end();
    await this.running.database.drop();
  }

  /** Makes new ids greater than those of the start. */
  private beginIds(): void {
    const now = this.running.time.now();
    beginIdsAt(now);
    while (newId(now) <= this.latestId);
  }

  private get server(): Server {
    return this.running.application.app.getHttpServer();
  }

  private get lanes(): readonly Lane[] {
    const database = this.running.application.app.get(Database);
    return [database, database.engine, database.reads];
  }

  /** @returns null if work continues, a definition has changed, or too much was written */
  private async tablesToEmpty(): Promise<readonly string[] | null> {
    this.times += 1;
    if (this.times > TIMES_MAX || KeptApplication.shared.has(this.running.database.url)) return null;
    if (!(await this.isQuiet()) || (await this.readDefinitions()) !== this.definitions) return null;
    const { rows: tables } = await this.owner.query(USED_TABLES);
    return tables.some(({ bytes }) => bytes > TABLE_BYTES_MAX) ? null : tables.map(({ name }) => name);
  }

  /** Reports whether the work that a test has begun ends soon. */
  private async isQuiet(): Promise<boolean> {
    const endsAt = performance.now() + QUIET_WITHIN_MS;
    for (let quiet = 0; quiet < 2; ) {
      if (!this.server.listening || performance.now() > endsAt) return false;
      const isIdle = this.lanes.every(({ connections: { open, idle, waiting } }) => open === idle && waiting === 0);
      quiet = this.requests === 0 && isIdle ? quiet + 1 : 0;
      await (quiet > 0 ? new Promise(setImmediate) : delay(LOOK_EVERY_MS));
    }
    return true;
  }

  private async checked(check: (snapshots: Snapshots) => Promise<void>): Promise<void> {
    const session = await this.owner.connect();
    try {
      await check(new Snapshots(named(session), async () => undefined));
    } finally {
      session.release();
    }
  }

  private async empty(tables: readonly string[]): Promise<void> {
    const { rows: sequences } = await this.owner.query(USED_SEQUENCES);
    const statements = [
      'begin',
      `set local lock_timeout = ${QUIET_WITHIN_MS}`,
      // Disables triggers: foreign keys would require an order, and the ledger refuses deletions.
      'set local session_replication_role = replica',
      ...tables.map((name) => `delete from only ${pg.escapeIdentifier(name)}`),
      ...this.rows.map(
        ({ table, columns, rows }) =>
          `insert into ${table} (${columns}) overriding system value
           select ${columns} from json_populate_recordset(null::${table}, ${pg.escapeLiteral(rows)})`,
      ),
      ...sequences.map(({ name, first }) => {
        const last = this.sequences.get(name);
        return `select setval('${pg.escapeIdentifier(name)}', ${last ?? first}, ${last !== undefined})`;
      }),
      'commit',
    ];
    // In another session than the check: the replication role makes a session forget its plans.
    await this.running.database.ask(statements.join(';\n'));
  }

  private async remember(): Promise<void> {
    this.latestId = newId(this.running.time.now());
    this.definitions = await this.readDefinitions();
    const { rows: tables } = await this.owner.query(USED_TABLES);
    const rows = [];
    for (const { name } of tables) {
      const table = pg.escapeIdentifier(name);
      const { rows: read } = await this.owner.query(
        `select (select coalesce(json_agg(t), '[]')::text from only ${table} t) as rows,
            (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
              where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '') as columns`,
        [table],
      );
      if (read[0].rows !== '[]') rows.push({ table, columns: read[0].columns, rows: read[0].rows });
    }
    this.rows = rows;
    const { rows: sequences } = await this.owner.query(USED_SEQUENCES);
    this.sequences = new Map(sequences.map(({ name, last }) => [name, last]));
  }

  /** The number of changes of definitions, which an event trigger of the template counts. */
  private async readDefinitions(): Promise<string> {
    return (await this.owner.query('select last_value from test.definition_changes')).rows[0].last_value;
  }
}

const names = new Map<string, string>();

/** Names each statement, so that its session plans it once: the same statements run after each test. */
function named(session: pg.ClientBase): pg.ClientBase {
  const query = (statement: string | pg.QueryConfig) => {
    if (typeof statement === 'string') return session.query(statement);
    const name = names.get(statement.text) ?? `checked ${names.size}`;
    names.set(statement.text, name);
    return session.query({ ...statement, name });
  };
  return { query } as pg.ClientBase;
}

/**
 * Lets a process end while a lane has idle sessions: present ones once they are released here, new ones from their
 * first use on.
 */
async function keepNoProcess({ pool, connections }: Lane): Promise<void> {
  pool.options.allowExitOnIdle = true;
  const sessions = await Promise.all(Array.from({ length: connections.open }, () => pool.connect()));
  for (const session of sessions) session.release();
}

/** @returns a function that resets the fields of all parts of an application to their present values */
function restorerOfAll(app: INestApplication): () => void {
  const parts = new Set<object>();
  for (const { providers, controllers, injectables } of app.get(ModulesContainer).values())
    for (const { instance } of [...providers.values(), ...controllers.values(), ...injectables.values()])
      if (typeof instance === 'object' && instance !== null) parts.add(instance);
  return inTurn([...parts].map(restorerOf));
}

function inTurn(works: readonly (() => void)[]): () => void {
  return () => {
    for (const work of works) work();
  };
}

function restorerOf(part: object): () => void {
  const before = Object.getOwnPropertyDescriptors(part);
  const contents = inTurn(Object.values(before).map(({ value }) => restorerOfContents(value)));
  return () => {
    for (const key of Reflect.ownKeys(part)) if (!(key in before)) Reflect.deleteProperty(part, key);
    for (const [key, { value, writable }] of Object.entries(before))
      if (writable && Reflect.get(part, key) !== value) Reflect.set(part, key, value);
    contents();
  };
}

function restorerOfContents(value: unknown): () => void {
  if (value instanceof Map) {
    const entries = [...value];
    return () => {
      value.clear();
      for (const [key, each] of entries) value.set(key, each);
    };
  }
  if (value instanceof Set) {
    const members = [...value];
    return () => {
      value.clear();
      for (const each of members) value.add(each);
    };
  }
  if (Array.isArray(value)) {
    const members = [...value];
    return () => void value.splice(0, value.length, ...members);
  }
  return () => undefined;
}
