import type { Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import pg from 'pg';
import { StartRefusal } from '../input/refusal.js';
import { Metrics } from '../running/metrics.js';
import { MS_PER_SECOND } from '../values/duration.js';

const VERSION_MIN = 150_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Advice by SQLSTATE. A database that answers with one is running. */
const WHAT_TO_DO: Readonly<Record<string, string>> = {
  '28P01': 'check the user and the password in DATABASE_URL',
  '28000': 'check the user in DATABASE_URL, and that the server lets it in',
  '53300': 'let it take 20 connections for each node (max_connections, and the limits of the role and the database)',
  '3D000': 'create the database, or check its name in DATABASE_URL',
};
/** PgBouncer has one code for all of its errors. */
const IS_OF_POOLER = /^unsupported startup parameter/;

/** @throws StartRefusal when the database cannot be reached, cannot be used, is too old, or cannot hold every text */
export async function requireUsable(url: string): Promise<void> {
  const refuse = (why: string) => {
    throw new StartRefusal(`The database at ${withoutPassword(url)} ${why}`);
  };
  const { version, encoding, isReadOnly } = await readCondition(url).catch((error: NodeJS.ErrnoException) => {
    throw unusable(url, error);
  });
  if (isReadOnly) refuse('takes no writes: let DATABASE_URL lead to the primary.');
  if (encoding !== 'UTF8')
    refuse(`has the encoding ${encoding}, which cannot hold every text: create it with the encoding UTF8.`);
  if (version < VERSION_MIN) refuse(`is Postgres ${Math.floor(version / 10_000)}: version 15 or newer is needed.`);
}

/** Returns what to tell the operator about a database that refused a connection, or has gone. */
export function unusable(url: string, error: NodeJS.ErrnoException): StartRefusal {
  const advice = IS_OF_POOLER.test(error.message)
    ? 'the pooler there has to ignore "options" (docs/install.md, "Connection poolers")'
    : (WHAT_TO_DO[error.code ?? ''] ?? 'check DATABASE_URL and that it runs');
  return new StartRefusal(`The database at ${withoutPassword(url)} cannot be used (${reasonOf(error)}): ${advice}.`);
}

interface Condition {
  readonly version: number;
  readonly encoding: string;
  readonly isReadOnly: boolean;
}

async function readCondition(url: string): Promise<Condition> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks while idle fails with the next query.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Condition>(
      `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
              current_setting('transaction_read_only')::boolean as "isReadOnly"`,
    );
    return rows[0]!;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function reasonOf(error: NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] }): string {
  const message = error.message || error.errors?.[0]?.message || error.code || 'no answer';
  return message.split('\n')[0]!;
}

/** Returns the name of a database for operators. */
export function withoutPassword(url: string): string {
  const parsed = new URL(url);
  return `${parsed.hostname || 'the local socket'}${parsed.port && `:${parsed.port}`}${parsed.pathname}`;
}

/**
 * Answers that are being read, each of which holds memory until its client has read it. When there are too many, the
 * answer that has gone unread for longest is cut off, so that clients that do not read cannot hold memory.
 */
export class UnreadAnswers {
  /** In the order in which they were last read from. */
  private readonly open = new Set<Readable>();

  /** @param most at once */
  constructor(private readonly most: number) {}

  add(answer: Readable): void {
    const [stalest] = this.open;
    if (stalest !== undefined && this.open.size >= this.most) {
      this.open.delete(stalest);
      stalest.destroy();
    }
    this.open.add(answer);
    answer.once('close', () => this.open.delete(answer));
  }

  /** Records that the client has read some of an answer. */
  taken(answer: Readable): void {
    if (this.open.delete(answer)) this.open.add(answer);
  }
}

/** From a read of one lead to a report that takes the longest time allowed. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/**
 * Stands for the route of a request that has none. The address could be anything, and each would become a series of its
 * own.
 */
const NONE = 'none';
/** Each has a line for each bucket. More than the routes that anybody uses. */
const SERIES_MAX = 500;
/** Stands for the method and the route of those that are too many. */
const OTHER = 'other';

type MeasuredRequest = FastifyRequest & { caller?: unknown; guest?: string };

/**
 * Measures each answer, by the template of its route. A request whose sender hangs up before the answer is not
 * measured.
 */
export function measureRequests(app: NestFastifyApplication): void {
  const requests = app
    .get(Metrics)
    .histogram(
      'touchline_http_request_duration_seconds',
      'How long this node took to answer requests, by the template of the route and the status of the answer',
      REQUEST_SECONDS,
      ['method', 'route', 'status'],
    );
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const known = new Set<string>();
  fastify.addHook('onResponse', (request: MeasuredRequest, reply, done) => {
    const status = reply.statusCode;
    // Strangers who are refused could otherwise make a series of each method, route and status.
    const isRefused = request.caller === undefined && request.guest === undefined && status >= 400;
    let [method, route] = isRefused ? [NONE, NONE] : [request.method, request.routeOptions.url ?? NONE];
    const name = `${method} ${route} ${status}`;
    if (known.size < SERIES_MAX) known.add(name);
    else if (!known.has(name)) [method, route] = [OTHER, OTHER];
    requests.observe({ method, route, status }, reply.elapsedTime / MS_PER_SECOND);
    done();
  });
}

/** Whether this node was told to stop, and still answers clients that do not know of it yet. */
export class Draining {
  private isOn = false;

  get hasBegun(): boolean {
    return this.isOn;
  }

  begin(): void {
    this.isOn = true;
  }
}
