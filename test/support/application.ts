import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { type Application, createApplication } from '../../src/application.js';
import { ChannelFollowing } from '../../src/deliveries/channels/channel-following.service.js';
import { Dispatch } from '../../src/deliveries/dispatch.service.js';
import { MessageMaking } from '../../src/deliveries/messages/message-making.service.js';
import { WebhookFollowing } from '../../src/deliveries/webhooks/webhook-following.service.js';
import { Engine } from '../../src/engine/engine.service.js';
import { Jobs } from '../../src/engine/jobs.service.js';
import { FeedbackUpkeep } from '../../src/feedback/feedback-upkeep.service.js';
import { FeedbackPlanning } from '../../src/feedback/planning/feedback-planning.service.js';
import { Survivals } from '../../src/feedback/survival/survivals.service.js';
import { TellingOfActs } from '../../src/lifecycle/news/telling-of-acts.service.js';
import type { Environment } from '../../src/platform/running/environment.js';
import { SteppedTime } from '../../src/platform/running/time-source.js';
import { Database } from '../../src/platform/sql/database.js';
import { type Instant, MS_PER_DAY } from '../../src/platform/values/duration.js';
import { beginIdsAt } from '../../src/platform/values/ids.js';
import { ReportFacts } from '../../src/reporting/facts/report-facts.service.js';
import { PackedDayStore } from '../../src/reporting/packed/packed-day.store.js';
import { Answers } from './answers.js';
import { ADMIN_KEY, type Answer, type Asking, Client } from './client.js';
import { LOCAL } from './endpoint.js';
import { requireWhole, requireWholeAt } from './invariants.js';
import type { Json } from './json.js';
import { KeptApplication, type Running } from './kept-application.js';
import { type FreshDatabase, freshDatabase } from './postgres.js';
import { until } from './postgres-owner.js';

export const SECRETS_KEY = new Uint8Array(32).fill(7);

/** A Monday, 10:00 in New York. */
export const MONDAY = '2026-03-02T15:00:00.000Z';

/** The feeds of the ledger, in the order of its transactions. */
const FEED = /^\/v1\/(events|dispositions)(\?|$)/;
/** How long to wait for a request of this application that holds back feeds; a longer one is blocked by the test. */
const OWN_REQUEST_MS = 5_000;

/** What holds back feeds: work in other databases, requests of this application, or the test itself. */
interface HeldBack {
  readonly byOthers: boolean;
  readonly byRequests: boolean;
  readonly byTest: boolean;
}

interface Options {
  /** An existing database; by default a new one. */
  readonly database?: FreshDatabase;
  readonly environment?: Partial<Environment>;
  /** Whether leads of the same person join, as in a new installation; here they are kept apart otherwise. */
  readonly asInstalled?: boolean;
}

/** Most tests send several leads with one contact, which are not about who is the same person. */
const KEEP_APART = `
  update settings set duplicates = 'separate';
  update resource_version set body = body || '{"duplicates": "separate"}' where kind = 'settings';
  update configuration_revision set revision = revision + 1`;

/** The application on a database of its own, over real HTTP, with a clock that moves only when a test moves it. */
export class TestApplication extends Client {
  readonly database: FreshDatabase;
  readonly time: SteppedTime;
  private running: Application | undefined;

  private constructor(
    { application, database, time, url }: Running,
    private kept?: KeptApplication,
  ) {
    super(url);
    this.running = application;
    this.database = database;
    this.time = time;
  }

  get application(): Application {
    if (this.running === undefined) throw new Error('The application has been stopped.');
    return this.running;
  }

  static async start(at: string = MONDAY, options: Options = {}): Promise<TestApplication> {
    if (options.database !== undefined) KeptApplication.share(options.database);
    const instant = Date.parse(at);
    const kept = options.database === undefined ? await keptAt(instant, options) : undefined;
    const app = new TestApplication(kept?.running ?? (await begin(instant, options)), kept);
    await app.noteMail();
    return app;
  }

  /** Remembers its present state: `back` returns to it, after each test of a file that sets it up once. */
  async mark(): Promise<void> {
    await this.requireKept().mark();
  }

  /**
   * Checks all invariants and events of its database, as `stop` does, and returns to the mark.
   * @param isWhole false if a test has written rows without the program
   */
  async back({ isWhole = true } = {}): Promise<void> {
    await this.requireKept().back(isWhole ? requireWhole : unchecked);
  }

  private requireKept(): KeptApplication {
    if (this.kept === undefined) throw new Error('Only an application with a database of its own can be marked.');
    return this.kept;
  }

  /**
   * Ends it, and checks all invariants and events of its database. @param isWhole false if a test has written rows
   * without the program
   */
  async stop({ isWhole = true } = {}): Promise<void> {
    const { application, kept } = this;
    // The variables of a test file, which refer to this, are never released.
    this.running = undefined;
    this.kept = undefined;
    if (await kept?.giveBack(isWhole ? requireWhole : unchecked)) return;
    if (kept) await kept.end();
    else await application.close();
    try {
      if (!isWhole) return;
      await requireWholeAt(this.database.url);
    } finally {
      await this.database.drop();
    }
  }

  override async ask(method: string, path: string, body?: unknown, asking?: Asking): Promise<Answer> {
    // If the database is unavailable, the answer to the request shows it.
    if (method === 'GET' && FEED.test(path)) await this.feedsCaughtUp(isHeldOnPurpose()).catch(() => undefined);
    const answer = await super.ask(method, path, body, asking);
    if (answer.isJson && path !== '/openapi.json') (await Answers.of(this)).check({ method, path }, answer);
    return answer;
  }

  /** Runs a statement that the program may not run, such as a change of the schema or of the ledger. */
  async asOwner(statement: string): Promise<void> {
    await this.database.ask(statement);
  }

  /** Locks leads, or rows of another table, while `work` runs. */
  async whileWorkedOn(
    rows: readonly { readonly id: string }[],
    work: () => Promise<unknown>,
    table: 'lead' | 'account' | 'feedback_destination' | 'rep' | 'webhook' = 'lead',
  ): Promise<void> {
    await this.inSession(async (session) => {
      await session.query('begin');
      await session.query(`select 1 from ${table} where id = any ($1) for no key update`, [rows.map(({ id }) => id)]);
      await work();
      await session.query('rollback');
    });
  }

  /**
   * Waits until this many sessions of this database wait for a lock. Each look uses a session of its own: within a
   * transaction Postgres shows the sessions of its first look.
   */
  somebodyWaits(sessions = 1): Promise<void> {
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return until(`${sessions} wait for a lock`, async () => (await this.database.ask(waiting)).length >= sessions);
  }

  private async inSession(work: (session: pg.Client) => Promise<unknown>): Promise<void> {
    const session = new pg.Client({ connectionString: this.database.url });
    await session.connect();
    try {
      await work(session);
    } finally {
      await session.end();
    }
  }

  /** Records whether there is a mail server, as a worker node does at its start and every minute. */
  async noteMail(): Promise<void> {
    await this.application.app.get(MessageMaking).noteMail();
  }

  settle(): Promise<Instant | null> {
    return this.application.app.get(Engine).settle();
  }

  async settleJobs(): Promise<void> {
    await this.application.app.get(Jobs).settle();
  }

  /** Moves the clock to an instant, stopping whenever something is due, as an engine in real time would. */
  async moveTo(at: string | Instant): Promise<void> {
    const end = typeof at === 'string' ? Date.parse(at) : at;
    for (let next = await this.settle(); next !== null && next <= end; next = await this.settle()) {
      this.time.moveTo(Math.max(next, this.time.now()));
    }
    this.time.moveTo(end);
    await this.settle();
  }

  async moveBy(ms: number): Promise<void> {
    await this.moveTo(this.time.now() + ms);
  }

  /**
   * Waits until feeds return everything that is committed by now: tests share a server, and a transaction of any of
   * them holds back all feeds.
   * @param isEnough whether to stop waiting
   */
  async feedsCaughtUp(isEnough: (heldBack: HeldBack) => boolean = () => false): Promise<void> {
    const database = this.application.app.get(Database);
    const latest = await database.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
    const heldBack = async (): Promise<HeldBack | null> => {
      const { rows } = await database.query<HeldBack & { isFinal: boolean }>(
        `select pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8 as "isFinal",
                coalesce(bool_or(datname <> current_database()), false) as "byOthers",
                coalesce(bool_or(datname = current_database() and usename = current_user), false) as "byRequests",
                coalesce(bool_or(datname = current_database() and usename <> current_user), false) as "byTest"
           from pg_locks join pg_stat_activity using (pid)
          where locktype = 'transactionid' and mode = 'ExclusiveLock' and transactionid::text::bigint <= $1::text::bigint`,
        [latest.rows[0]!.xid],
      );
      return rows[0]!.isFinal ? null : rows[0]!;
    };
    for (let held = await heldBack(); held !== null && !isEnough(held); held = await heldBack())
      await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async reportsCaughtUp(): Promise<void> {
    await this.feedsCaughtUp();
    await this.application.app.get(ReportFacts).follow();
  }

  /** Packs the days that have changed, as an engine does once they are over. */
  async packReports(): Promise<void> {
    const facts = this.application.app.get(ReportFacts);
    const tomorrow = Math.floor(this.time.now() / MS_PER_DAY) + 1;
    for (const day of await this.application.app.get(PackedDayStore).readStale(tomorrow)) await facts.packDay(day);
  }

  /** Plans deliveries to ad platforms for everything so far, and does what is due by time alone. */
  async feedbackCaughtUp(): Promise<void> {
    await this.feedsCaughtUp();
    await this.application.app.get(FeedbackPlanning).follow();
    await this.application.app.get(Survivals).look();
    await this.application.app.get(FeedbackUpkeep).look();
  }

  /** Tells people what acts of the office have brought them, of those that are over. */
  async tellOfActs(): Promise<void> {
    await this.application.app.get(TellingOfActs).settle(() => true);
  }

  /** Sends all due messages to people, webhooks and channels, until none is left. */
  async deliver(): Promise<void> {
    await this.application.app.get(MessageMaking).follow();
    await this.feedsCaughtUp();
    await this.application.app.get(WebhookFollowing).follow();
    await this.application.app.get(ChannelFollowing).follow();
    await this.application.app.get(Dispatch).look();
  }

  async report(path: string, asking?: Asking): Promise<Json> {
    await this.reportsCaughtUp();
    return this.must('GET', `/v1/reports/${path}`, undefined, asking);
  }

  async feed(path: string): Promise<Json> {
    await this.feedsCaughtUp();
    return this.must('GET', path);
  }

  async keyFor(scopes: readonly string[], repId?: string): Promise<string> {
    return (await this.must('POST', '/v1/api-keys', { name: scopes.join(' '), scopes, ...(repId && { repId }) })).key;
  }
}

const unchecked = async (): Promise<void> => undefined;

/** An application that is reused for all tests of one month and environment. */
async function keptAt(instant: Instant, options: Options): Promise<KeptApplication> {
  const begunAt = monthOf(instant);
  const kind = `${begunAt} ${textOf(options.environment)} ${options.asInstalled === true}`;
  const kept = KeptApplication.take(kind) ?? (await KeptApplication.of(await begin(begunAt, options), kind));
  kept.moveTo(instant);
  return kept;
}

/**
 * The beginning of the month of an instant. Applications start there, and the clock moves on to the instant that a test
 * asks for, so that they serve all tests of a month: a start makes the partitions of the ledger from its month on.
 */
function monthOf(at: Instant): Instant {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

/** An environment as text, by which equal ones are recognised. */
function textOf(environment: Partial<Environment> = {}): string {
  return JSON.stringify(environment, (_, value) => {
    if (value instanceof Set || value instanceof Map) return [...value];
    // What is unset on purpose differs from what is not named.
    return value ?? null;
  });
}

async function begin(at: Instant, options: Options): Promise<Running> {
  const database = options.database ?? (await freshDatabase());
  const time = new SteppedTime(at);
  beginIdsAt(time.now());
  // The role `api` starts no timers: what is due happens when a test moves the clock.
  const environment: Environment = {
    port: 0,
    host: '127.0.0.1',
    databaseUrl: database.programUrl,
    dataDir: '',
    adminKey: ADMIN_KEY,
    role: 'api',
    logLevel: 'fatal',
    drainMs: 0,
    secretsKey: SECRETS_KEY,
    // Servers of tests are on this machine.
    privateHosts: LOCAL,
    ...options.environment,
  };
  const application = await createApplication({ environment, time, databaseUrl: database.programUrl });
  if (options.database === undefined && options.asInstalled !== true) await database.ask(KEEP_APART);
  await application.app.listen(0, '127.0.0.1');
  const { port } = application.app.getHttpServer().address() as AddressInfo;
  return { application, database, time, url: `http://127.0.0.1:${port}` };
}

/** Returns a check whether the test itself holds feeds back on purpose, so that waiting would be pointless. */
function isHeldOnPurpose(): (heldBack: HeldBack) => boolean {
  const requestsEndAt = performance.now() + OWN_REQUEST_MS;
  return ({ byOthers, byRequests, byTest }) => !byOthers && (byRequests ? performance.now() > requestsEndAt : byTest);
}
