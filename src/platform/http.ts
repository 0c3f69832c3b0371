import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuseUnknownAddresses } from './addresses.js';
import { BATCH_BYTES_MAX, BODY_BYTES_MAX, Bodies, LIST_BYTES_MAX } from './body.js';
import { MS_PER_MINUTE, MS_PER_SECOND } from './duration.js';
import { problemOf } from './problem.filter.js';
import type { Problem } from './problem.schema.js';
import { MalformedRequestError, OverloadError } from './refusal.js';
import { writeLongAnswersInTurns } from './slow-json.js';

/** A batch over a slow line has arrived by then; whoever sends without an end is cut off. */
const REQUEST_MAX_MS = 5 * MS_PER_MINUTE;

/** When the program stops: what is being worked on is answered by then; who sends or reads without an end is cut off. */
const LAST_ANSWERS_MS = 10 * MS_PER_SECOND;

/** Where pages are served; everything else is JSON. */
const PAGES = /^\/(docs|problems|act|console)(\/|$)/;
/** Of them that on which the API is tried: Swagger UI brings styles of its own along. */
const TRIED_ON = /^\/docs\/try(\/|$)/;
/** Of them those by which something is done: they hold a form, and no other page may hold them. */
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
/** The console: its own scripts and styles, and what it asks of the API. */
const CONSOLE = /^\/console(\/|$)/;
const CONSOLE_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
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
/** What a browser must not do with an answer: keep it, or, led here by somebody else, take it for a page, frame it, load from it. */
const JSON_HEADERS = {
  // Of what is asked by a cookie caches on the way do not know that it is somebody's.
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

/** The HTTP server: limits are set for each route, before anything of a body is parsed. */
export function httpAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    // The log and the answer name a failure by it; one that is sent along could hold anything.
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MAX_MS,
    // Long ids and cursors stay readable in the path and refused by the route, not by the router.
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
    // Refused here instead, as everything is.
    return503OnClosing: false,
    trustProxy: false,
    // An address that cannot be decoded reaches neither route nor filter.
    frameworkErrors: (_: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const problem = malformed('The address is not well-formed.', request.url.split('?')[0]!);
      reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
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
  // Read to its end before, or its sender would find the connection reset instead of the answer.
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (!tooLate.has(request)) return done();
    done(new OverloadError('This node is stopping. Send it again, to another where there is one.'));
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

/** What is no HTTP, has too long a head, or never ends becomes no request: there is only its connection to answer on. */
function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const detail =
      error.code === 'HPE_HEADER_OVERFLOW'
        ? 'The address and the headers may have 16 KiB together.'
        : 'This is no HTTP request: what an address holds beside plain ASCII is percent-encoded, and the head and the body are whole.';
    const problem = malformed(detail, '/');
    const body = JSON.stringify(problem);
    socket.write(
      `HTTP/1.1 ${problem.status} Bad Request\r\ncontent-type: application/problem+json\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

/** Nest's own parser is off: an empty body with a JSON content type is no body, and a null one is refused later. */
export async function prepareHttp(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  // Fastify would take it for a body that is one piece of text: here it is a wrong content type like any other.
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!PAGES.test(request.routeOptions.url ?? '')) reply.headers(JSON_HEADERS);
    done();
  });
  refuseUnknownAddresses(fastify);
  app.get(Bodies).serve(fastify);
  writeLongAnswersInTurns(fastify);
  fastify.addHook('onSend', (request, reply, answer, done) => {
    if (reply.statusCode >= 500) reply.header('x-request-id', request.id);
    done(null, answer);
  });
  // Pages are for browsers: what they may load is said by helmet. For an answer in JSON it takes 20 µs to say nothing.
  fastify.addHook('onRoute', (route) => {
    if (!PAGES.test(route.url)) return;
    route.helmet = { contentSecurityPolicy: policyFor(route.url) };
  });
  await app.register(helmet as never, { global: false } as never);
}

function policyFor(url: string) {
  if (ACTIONS.test(url)) return ACTION_POLICY;
  if (CONSOLE.test(url)) return CONSOLE_POLICY;
  return policyOf(TRIED_ON.test(url) ? ["'unsafe-inline'"] : []);
}

/** A node that only works answers whether it does, and nothing else: its API is that of another node. */
export function answerHealthOnly(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', (request, reply, done) => {
    if (/^\/(health|metrics)(\/|\?|$)/.test(request.url)) done();
    else reply.callNotFound();
  });
}
