import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GuestRequest } from '../platform/body.js';
import { Gate } from '../platform/gate.js';
import { OverloadError } from '../platform/refusal.js';
import { Line } from '../platform/turns.js';
import type { Caller } from './scope.js';

/**
 * Twice as many reads as have connections (docs/adr/0012), so that none of these is idle, and fewer changes than have: who
 * asks for the first time and leads that come need some as well. More at once would wait there, in no order that is fair.
 */
const READS_AT_ONCE = 8;
const CHANGES_AT_ONCE = 8;
const QUEUED_MAX = 500;
/** Long lists are read a few at a time: what the database answers is taken apart in one go. */
const LONG_READS_AT_ONCE = 2;
const LONG_LIMIT = 200;
/** One is routed, one is written, one is read: more come in no faster, and a single lead would wait behind all of them. */
const BATCHES_AT_ONCE = 3;
/** Leads that come one by one share transactions, so it is as well to have many of them at once: two of the largest. */
const LEADS_AT_ONCE = 1_000;
const LEADS_QUEUED_MAX = 10_000;

/** Many screens come back at once when a node was away: all are let in, a few at a time. As many as may listen. */
const STREAMS_AT_ONCE = 4;
const STREAMS_QUEUED_MAX = 5_000;

const BUSY = 'This key has more requests waiting than are taken. Send fewer at once, and these again in a moment.';
const BUSY_WITH_GUESTS = 'More of these wait already than are taken. Try again in a moment.';

/** Whoever has no key has a lane of their own: they take turns with each other, and nobody with a key waits for them. */
const GUESTS_AT_ONCE = 2;
const GUESTS_QUEUED_MAX = 100;

type GatedRequest = FastifyRequest & GuestRequest & { caller?: Caller; gate?: Gate | undefined };

/**
 * Between keys, turns: in front of everything that needs a key or has a door, after the body has arrived, so that who
 * sends slowly takes no place. Metrics are told however much there is to do.
 */
export function gateRoutes(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const reads = new Gate(READS_AT_ONCE, QUEUED_MAX);
  const longReads = new Gate(LONG_READS_AT_ONCE, QUEUED_MAX);
  const changes = new Gate(CHANGES_AT_ONCE, QUEUED_MAX);
  const batches = new Gate(BATCHES_AT_ONCE, QUEUED_MAX);
  const guests = new Gate(GUESTS_AT_ONCE, GUESTS_QUEUED_MAX);
  /** However many are opened at once, others have their turn between each of them. */
  const opening = new Line();
  const streams = new Gate(STREAMS_AT_ONCE, STREAMS_QUEUED_MAX);
  const gates = new Map([
    ['GET /v1/events/stream', streams],
    ['GET /v1/reps/:id/stream', streams],
    ['GET /v1/teams/:id/stream', streams],
    ['POST /v1/leads', new Gate(LEADS_AT_ONCE, LEADS_QUEUED_MAX)],
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
      request.gate = gate;
      if (gate === streams) void opening.next().then(() => done());
      else done();
    };
    if (!gate.enter(who, goOn)) done(new OverloadError(isGuest ? BUSY_WITH_GUESTS : BUSY));
  });
  // When the work is done: not when the answer has been read, nor when its sender hangs up while the work goes on.
  fastify.addHook('onSend', (request: GatedRequest, _reply, answer, done) => {
    const { gate } = request;
    request.gate = undefined;
    gate?.leave();
    done(null, answer);
  });
}

/** Whether more is asked for than is read and written in a moment. */
function isLong(query: unknown): boolean {
  return Number((query as { readonly limit?: unknown }).limit) > LONG_LIMIT;
}

/** Nest answers HEAD as it answers GET, without the body. */
export function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
