import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BATCH_BYTES_MAX, BODY_BYTES_MAX, Bodies, LIST_BYTES_MAX } from '../bodies/body.js';
import { writeLongAnswersInTurns } from '../bodies/slow-json.js';
import type { Problem } from '../input/problem.schema.js';
import { MalformedRequestError, OverloadError } from '../input/refusal.js';
import { Environment } from '../running/environment.js';
import { networkOf } from '../strangers/network.js';
import { boundPipelines } from '../strangers/sockets.js';
import { StrangersLine } from '../strangers/strangers-line.js';
import { MS_PER_DAY, MS_PER_MINUTE, MS_PER_SECOND } from '../values/duration.js';
import { problemOf, sendProblem } from './problem.filter.js';

/** Enough for a batch over a slow line; an endless request is cut off. */
const REQUEST_MAX_MS = 5 * MS_PER_MINUTE;

/** For how long browsers remember to use https alone. */
const HTTPS_SECONDS = (365 * MS_PER_DAY) / MS_PER_SECOND;
/** For longer than proxies keep a connection that they may use again. */
const KEEP_ALIVE_MS = 72 * MS_PER_SECOND;

/** Time within which requests under way are answered when the program stops; an endless sender or reader is cut off. */
const LAST_ANSWERS_MS = 10 * MS_PER_SECOND;

/** Paths that serve pages; everything else is JSON. */
const PAGES = /^\/(docs|problems|act|console)(\/|$)/;
/** The page for trying out the API, on which Swagger UI needs inline styles. */
const TRIED_ON = /^\/docs\/try(\/|$)/;
/** Pages with a form that does something. No other page may frame them. */
const ACTIONS = /^\/act(\/|$)/;
const ACTION_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ['data:'],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
};
/** The console: its own scripts and styles, and its requests to the API. */
const CONSOLE = /^\/console(\/|$)/;
const CONSOLE_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    frameSrc: ["'self'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
};
const policyOf = (styles: readonly string[]) => ({
  directives: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", ...styles],
    imgSrc: ["'self'", 'data:'],
    upgradeInsecureRequests: null,
  },
});
/**
 * What a browser must not do with an answer: cache it, or, led here by another site, treat it as a page, frame it, load
 * from it.
 */
const JSON_HEADERS = {
  // Caches on the way do not know that an answer to a request with a cookie is private.
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * The HTTP server. Limits are set for each route, before any of a body is parsed.
 * @param strangers the line in which requests without a known caller wait
 */
export function httpAdapter(strangers = new StrangersLine()): FastifyAdapter {
  const adapter = new FastifyAdapter({
    serverFactory: (handle: RequestListener) =>
      Object.assign(createServer({ requestTimeout: REQUEST_MAX_MS }, boundPipelines(handle)), {
        keepAliveTimeout: KEEP_ALIVE_MS,
      }),
    // Identifies a failure in the log and in the answer. An id sent by a client could contain anything.
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: BODY_BYTES_MAX,
    // Lets the route, not the router, refuse long ids and cursors in the path.
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
    // Refused below instead, in the same form as every refusal.
    return503OnClosing: false,
    trustProxy: false,
    // An address that cannot be decoded reaches neither a route nor the exception filter.
    frameworkErrors: (_: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const problem = malformed('The address is not well-formed.', request.url.split('?')[0]!);
      strangers.enter(networkOf(request.ip), {
        isGone: () => request.socket.destroyed,
        goOn: () => {
          sendProblem(reply, problem);
          strangers.leave();
        },
        turnAway: () => request.socket.destroy(),
      });
    },
    clientErrorHandler: refuseUnreadable,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    const cutOff = setTimeout(() => fastify.server.closeAllConnections(), LAST_ANSWERS_MS).unref();
    fastify.server.once('close', () => clearTimeout(cutOff));
    done();
  });
  const tooLate = new WeakSet<FastifyRequest>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (isClosing) tooLate.add(request);
    done();
  });
  // Refused only once the body is read: otherwise the sender would see a reset connection instead of the answer.
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (!tooLate.has(request)) return done();
    done(new OverloadError('This node is stopping. Send the request again, to another node if there is one.'));
  });
  fastify.addHook('onRoute', (route) => {
    if (route.url.endsWith('/batch')) route.bodyLimit = BATCH_BYTES_MAX;
    if (route.url.startsWith('/v1/lists')) route.bodyLimit = LIST_BYTES_MAX;
  });
  return adapter;
}

function malformed(detail: string, instance: string): Problem {
  return problemOf(new MalformedRequestError(detail), instance);
}

/**
 * Answers on the bare connection. Input that is not HTTP, has too long a head or never ends does not become a request.
 */
function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const detail =
      error.code === 'HPE_HEADER_OVERFLOW'
        ? 'The address and the headers may have 16 KiB together.'
        : 'This is not a valid HTTP request: percent-encode everything in the address that is not plain ASCII, and send the head and the body in full.';
    const problem = malformed(detail, '/');
    const body = JSON.stringify(problem);
    socket.write(
      `HTTP/1.1 ${problem.status} Bad Request\r\ncontent-type: application/problem+json\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

/**
 * Sets up Fastify. Nest's own parser is off: an empty body with a JSON content type is no body, and a null one is
 * refused later.
 */
export async function prepareHttp(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  // Fastify would accept it as a body of plain text; here it is a wrong content type like any other.
  fastify.removeContentTypeParser('text/plain');
  const includeSubDomains = app.get(Environment).hstsSubdomains === true;
  const headers = {
    ...JSON_HEADERS,
    'strict-transport-security': `max-age=${HTTPS_SECONDS}${includeSubDomains ? '; includeSubDomains' : ''}`,
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!PAGES.test(request.routeOptions.url ?? '')) reply.headers(headers);
    done();
  });
  app.get(Bodies).serve(fastify);
  writeLongAnswersInTurns(fastify);
  fastify.addHook('onSend', (request, reply, answer, done) => {
    if (reply.statusCode >= 500) reply.header('x-request-id', request.id);
    done(null, answer);
  });
  // Helmet tells browsers what pages may load. For an answer in JSON, it would take 20 µs without effect.
  fastify.addHook('onRoute', (route) => {
    if (!PAGES.test(route.url)) return;
    route.helmet = {
      contentSecurityPolicy: policyFor(route.url),
      strictTransportSecurity: { maxAge: HTTPS_SECONDS, includeSubDomains },
    };
  });
  await app.register(helmet as never, { global: false } as never);
}

function policyFor(url: string) {
  if (ACTIONS.test(url)) return ACTION_POLICY;
  if (CONSOLE.test(url)) return CONSOLE_POLICY;
  return policyOf(TRIED_ON.test(url) ? ["'unsafe-inline'"] : []);
}

/** Restricts a worker node to health and metrics, as its API is served by another node. */
export function answerHealthOnly(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', (request, reply, done) => {
    if (/^\/(health|metrics)(\/|\?|$)/.test(request.url)) done();
    else reply.callNotFound();
  });
}
