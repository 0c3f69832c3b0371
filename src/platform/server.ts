import type { Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { MS_PER_SECOND } from './duration.js';
import { Metrics } from './metrics.js';
import { StartRefusal } from './refusal.js';

const VERSION_MIN = 150_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** By SQLSTATE: a database that answers runs. */
const WHAT_TO_DO: Readonly<Record<string, string>> = {
  '28P01': 'check the user and the password in DATABASE_URL',
  '28000': 'check the user in DATABASE_URL, and that the server lets it in',
  '3D000': 'create the database, or check its name in DATABASE_URL',
};

/** @throws StartRefusal when the database cannot be reached, cannot be used, or is too old */
export async function requireUsable(url: string): Promise<void> {
  const version = await ask(url, 'show server_version_num').catch((error: NodeJS.ErrnoException) => {
    throw new StartRefusal(
      `The database at ${withoutPassword(url)} cannot be used (${reasonOf(error)}): ${WHAT_TO_DO[error.code ?? ''] ?? 'check DATABASE_URL and that it runs'}.`,
    );
  });
  if ((await ask(url, 'show transaction_read_only')) === 'on') {
    throw new StartRefusal(
      `The database at ${withoutPassword(url)} takes no writes: let DATABASE_URL lead to the primary.`,
    );
  }
  if (Number(version) < VERSION_MIN) {
    throw new StartRefusal(
      `The database at ${withoutPassword(url)} is Postgres ${Math.floor(Number(version) / 10_000)}: version 15 or newer is needed.`,
    );
  }
}

async function ask(url: string, question: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks while nothing is asked is noticed by the next question.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query({ text: question, rowMode: 'array' });
    return String(rows[0]![0]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function reasonOf(error: NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] }): string {
  const message = error.message || error.errors?.[0]?.message || error.code || 'no answer';
  return message.split('\n')[0]!;
}

/** How a database is named to operators. */
export function withoutPassword(url: string): string {
  const parsed = new URL(url);
  return `${parsed.hostname || 'the local socket'}${parsed.port && `:${parsed.port}`}${parsed.pathname}`;
}

/**
 * Answers that are being read, each holding what it is about until its reader has taken it. When there are too many,
 * whoever has taken nothing for longest is cut off: memory is not for those to hold who do not read.
 */
export class UnreadAnswers {
  /** In the order in which something was last taken of them. */
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

  /** Its reader has taken something of it. */
  taken(answer: Readable): void {
    if (this.open.delete(answer)) this.open.add(answer);
  }
}

/** From a look at one lead to a report that takes as long as it may. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** Of a request that no route takes. Its address could hold anything, and each would make a series of its own. */
const NO_ROUTE = 'none';

/** Measures each answer, by the template of its route. A request whose sender hangs up before has none. */
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
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    requests.observe(
      { method, route: routeOptions.url ?? NO_ROUTE, status: reply.statusCode },
      reply.elapsedTime / MS_PER_SECOND,
    );
    done();
  });
}

/** Whether this node was told to stop, and still answers for those who have not heard of it. */
export class Draining {
  private isOn = false;

  get hasBegun(): boolean {
    return this.isOn;
  }

  begin(): void {
    this.isOn = true;
  }
}
