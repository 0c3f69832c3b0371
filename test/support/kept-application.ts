import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Application } from '../../src/application.js';
import type { SteppedTime } from '../../src/platform/running/time-source.js';
import { Database } from '../../src/platform/sql/database.js';
import type { Lane } from '../../src/platform/sql/lane.js';
import { types } from '../../src/platform/sql/pool.js';
import { Snapshots } from '../../src/platform/sql/snapshots.js';
import type { Instant } from '../../src/platform/values/duration.js';
import { beginIdsAt, newId } from '../../src/platform/values/ids.js';
import type { FreshDatabase } from './postgres.js';
import { RememberedRows } from './remembered-rows.js';
import { restorerOfAll } from './restorer.js';

/**
 * The number of idle applications in a process, each with up to twenty sessions: nearly all tests ask for one
 * environment and one month.
 */
const IDLE_MAX = 3;
/** How long work that a test has begun may continue after it. */
const QUIET_WITHIN_MS = 2_000;
/** Longer before a return to a mark, which nothing replaces: only a test that hangs exceeds it. */
const BACK_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 5;

// Exits without closing what is idle: closing it would take longer than jest waits for a process to end.
process.once('beforeExit', () => process.exit());

export interface Running {
  readonly application: Application;
  readonly database: FreshDatabase;
  readonly time: SteppedTime;
  readonly url: string;
}

/** Checks a database before it is reset. */
type Check = (snapshots: Snapshots) => Promise<void>;

/** What an application and its database are reset to. */
interface State {
  readonly rows: RememberedRows;
  readonly latestId: string;
  restoreFields(): void;
}

/**
 * An application that is reset to its state after the start, with its database, and reused: a reset takes a tenth of
 * the time of a start, and sessions and compiled code stay warm (docs/adr/0114).
 */
export class KeptApplication {
  private static readonly idle: KeptApplication[] = [];
  private static readonly shared = new Set<string>();

  private readonly sockets = new Set<Socket>();
  private readonly owner: pg.Pool;
  private requests = 0;
  private begun!: State;
  private marked: State | undefined;
  /** Why it could not go back to the mark: what is left would make the tests that follow fail too. */
  private obstacle: string | null = null;

  private constructor(
    readonly running: Running,
    private readonly kind: string,
  ) {
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
    taken.begun.restoreFields();
    return taken;
  }

  static async of(running: Running, kind: string): Promise<KeptApplication> {
    const kept = new KeptApplication(running, kind);
    for (const lane of kept.lanes) await keepNoProcess(lane);
    kept.begun = await kept.present();
    return kept;
  }

  /** Marks a database on which another application works too, so that it is not reused. */
  static share({ url }: FreshDatabase): void {
    KeptApplication.shared.add(url);
  }

  /** Lets it be as if it had started at an instant, which is not before its start. */
  moveTo(at: Instant): void {
    this.running.time.moveTo(at);
    beginIdsAfter(this.begun.latestId, at);
  }

  /** Remembers its present state, for `back`. */
  async mark(): Promise<void> {
    this.marked = await this.present();
    this.obstacle = null;
  }

  /**
   * Resets it to its state at the mark. @param check checks the database before the reset
   * @throws Error if it cannot be reset
   */
  async back(check: Check): Promise<void> {
    const { marked } = this;
    if (marked === undefined) throw new Error('There is no mark to go back to: call mark() at the end of beforeAll.');
    if (this.obstacle !== null)
      throw new Error(`A test before this one could not go back to the mark, because ${this.obstacle}.`);
    this.obstacle = await this.obstacleTo(marked, BACK_WITHIN_MS);
    if (this.obstacle !== null)
      throw new Error(
        `The application cannot go back to its mark, because ${this.obstacle}: such a test starts its own.`,
      );
    try {
      await this.checked(check);
    } finally {
      await this.resetRows(marked);
      marked.restoreFields();
      beginIdsAfter(marked.latestId, this.running.time.now());
    }
  }

  /**
   * Resets it and keeps it until it is reused. @param check checks the database before the reset
   * @returns false if it cannot be reset, and so must be ended
   */
  async giveBack(check: Check): Promise<boolean> {
    this.marked = undefined;
    if ((await this.obstacleTo(this.begun)) !== null) return false;
    try {
      await this.checked(check);
      await this.resetRows(this.begun);
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

  private get server(): Server {
    return this.running.application.app.getHttpServer();
  }

  private get lanes(): readonly Lane[] {
    const database = this.running.application.app.get(Database);
    return [database, database.engine, database.reads];
  }

  private async present(): Promise<State> {
    const latestId = newId(this.running.time.now());
    const rows = await RememberedRows.of(this.owner, QUIET_WITHIN_MS);
    return { rows, latestId, restoreFields: restorerOfAll(this.running.application.app) };
  }

  /** @returns why a reset is not enough, or null */
  private async obstacleTo({ rows }: State, withinMs = QUIET_WITHIN_MS): Promise<string | null> {
    if (KeptApplication.shared.has(this.running.database.url)) return 'another application worked on its database';
    if (!(await this.isQuiet(withinMs))) return 'something still runs';
    return (await rows.isDefinedAsBefore()) ? null : 'a definition in the database has changed';
  }

  /** Reports whether the work that a test has begun ends soon. */
  private async isQuiet(withinMs: number): Promise<boolean> {
    const endsAt = performance.now() + withinMs;
    for (let quiet = 0; quiet < 2; ) {
      if (!this.server.listening || performance.now() > endsAt) return false;
      const isIdle = this.lanes.every(({ connections: { open, idle, waiting } }) => open === idle && waiting === 0);
      quiet = this.requests === 0 && isIdle ? quiet + 1 : 0;
      await (quiet > 0 ? new Promise(setImmediate) : delay(LOOK_EVERY_MS));
    }
    return true;
  }

  private async checked(check: Check): Promise<void> {
    const session = await this.owner.connect();
    try {
      await check(new Snapshots(named(session), async () => undefined));
    } finally {
      session.release();
    }
  }

  private resetRows({ rows }: State): Promise<void> {
    return rows.restore((statements) => this.running.database.ask(statements));
  }
}

/** Makes new ids greater than the latest of a former time. */
function beginIdsAfter(latestId: string, now: Instant): void {
  beginIdsAt(now);
  while (newId(now) <= latestId);
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
