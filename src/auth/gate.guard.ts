import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GuestRequest } from '../platform/bodies/body.js';
import { OverloadError } from '../platform/input/refusal.js';
import { Gate } from '../platform/running/gate.js';
import { Line } from '../platform/running/turns.js';
import type { Caller } from './scope.js';

/** Places for all keys, and how many of them one key may have. */
interface Places {
  readonly all: number;
  readonly share: number;
}

/**
 * Reads: twice as many as their connections (docs/adr/0012), so that none is idle; one key has fewer than there are
 * connections. Changes: fewer than their connections, as first authentications and intake need some too. More at once
 * would wait for a connection, in no fair order.
 */
const READS: Places = { all: 8, share: 3 };
const CHANGES: Places = { all: 8, share: 6 };
const QUEUED_MAX = 100;
/** Long lists are read a few at a time, because the database's answer is parsed in one go. */
const LONG_READS: Places = { all: 2, share: 1 };
const LONG_LIMIT = 200;
/** One each is read, routed and written at a time. More would be no faster, and single leads would wait behind them. */
const BATCHES: Places = { all: 3, share: 2 };
/** Single leads share transactions, so many at once pay off, of one key too: two of the largest transactions. */
const LEADS: Places = { all: 1_000, share: 1_000 };
const LEADS_QUEUED_MAX = 10_000;

/** After a node was away, many screens reconnect at once. The queue has room for all of them. */
const STREAMS: Places = { all: 4, share: 3 };
const STREAMS_QUEUED_MAX = 5_000;

const BUSY = 'Too many requests of this key are waiting. Send fewer at once, and repeat these in a moment.';
const BUSY_WITH_GUESTS = 'Too many of these requests are waiting. Try again in a moment.';

/** Requests without a key take turns only with each other, so that no request with a key waits for them. */
const GUESTS: Places = { all: 2, share: 1 };

type GatedRequest = FastifyRequest & GuestRequest & { caller?: Caller; leaveGate?: (() => void) | undefined };

/**
 * Limits concurrent requests and lets keys take turns, on all routes with a key or a door. Waits for the body first, so
 * that a slow sender occupies no place. Metrics are exempt, to be readable under load.
 */
export function gateRoutes(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const reads = gateOf(READS);
  const longReads = gateOf(LONG_READS);
  const changes = gateOf(CHANGES);
  const batches = gateOf(BATCHES);
  const guests = gateOf(GUESTS);
  /** Other work gets its turn between the openings of streams, however many there are. */
  const opening = new Line();
  /** And between refusals, which a key may ask for as fast as it gets them. */
  const refusing = new Line();
  const streams = gateOf(STREAMS, STREAMS_QUEUED_MAX);
  const gates = new Map([
    ['GET /v1/events/stream', streams],
    ['GET /v1/reps/:id/stream', streams],
    ['GET /v1/teams/:id/stream', streams],
    ['POST /v1/leads', gateOf(LEADS, LEADS_QUEUED_MAX)],
    ['POST /v1/leads/batch', batches],
    ['POST /v1/touches/batch', batches],
    ['POST /v1/milestones/batch', batches],
    ['POST /v1/dispositions/batch', batches],
  ]);
  fastify.addHook('preHandler', (request: GatedRequest, _reply, done) => {
    const { url } = request.routeOptions;
    const who = request.caller?.keyId ?? request.guest;
    if (who === undefined || url === '/metrics') return done();
    const isGuest = request.caller === undefined;
    const ofMethod = isReading(request.method) ? (isLong(request.query) ? longReads : reads) : changes;
    const gate = isGuest ? guests : (gates.get(`${request.method} ${url}`) ?? ofMethod);
    const goOn = () => {
      request.leaveGate = () => gate.leave(who);
      if (gate === streams) void opening.next().then(() => done());
      else done();
    };
    if (!gate.enter(who, goOn))
      void refusing.next().then(() => done(new OverloadError(isGuest ? BUSY_WITH_GUESTS : BUSY)));
  });
  // When the work is done, whether or not the client reads the answer, and not before even if it disconnects.
  fastify.addHook('onSend', (request: GatedRequest, _reply, answer, done) => {
    leave(request);
    done(null, answer);
  });
  // Nest sends no stream to a client that has disconnected meanwhile, so that `onSend` is not called.
  fastify.addHook('onRoute', (route) => {
    const { handler } = route;
    route.handler = function handle(request, reply) {
      const handled: unknown = handler.call(this, request, reply);
      if (!(handled instanceof Promise)) return handled;
      return handled.finally(() => request.socket.destroyed && leave(request));
    };
  });
}

function gateOf({ all, share }: Places, queuedMax = QUEUED_MAX): Gate {
  return new Gate(all, queuedMax, share);
}

function leave(request: GatedRequest): void {
  const { leaveGate } = request;
  request.leaveGate = undefined;
  leaveGate?.();
}

function isLong(query: unknown): boolean {
  return Number((query as { readonly limit?: unknown }).limit) > LONG_LIMIT;
}

/** Nest answers HEAD like GET, without the body. */
export function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
