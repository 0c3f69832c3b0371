import helmet from '@fastify/helmet';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemFilter } from './problem.filter.js';
import { MalformedRequestError } from './refusal.js';

const BODY_BYTES_MAX = 1024 * 1024;
const BATCH_BYTES_MAX = 16 * BODY_BYTES_MAX;

/** The HTTP server: limits are set for each route, before anything of a body is parsed. */
export function httpAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX,
    // Long ids and cursors stay readable in the path and refused by the route, not by the router.
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
    trustProxy: false,
    // An address that cannot be decoded reaches neither route nor filter.
    frameworkErrors: (_: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const problem = new ProblemFilter().problemOf(
        new MalformedRequestError('The address is not well-formed.'),
        request.url.split('?')[0]!,
      );
      reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
    },
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRoute', (route) => {
    if (route.url.endsWith('/batch')) route.bodyLimit = BATCH_BYTES_MAX;
  });
  return adapter;
}

/** Nest's own parser is off: an empty body with a JSON content type is no body, and a null one is refused later. */
export async function prepareHttp(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  // Fastify would take it for a body that is one piece of text: here it is a wrong content type like any other.
  fastify.removeContentTypeParser('text/plain');
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser(
    ['application/json', 'application/problem+json'],
    { parseAs: 'string' },
    (request, body, done) => {
      if (body.length === 0) return done(null, undefined);
      parse(request, body as string, (error, value) => {
        if (error) done(new MalformedRequestError('The body is not well-formed JSON.'));
        else done(null, value);
      });
    },
  );
  await app.register(
    helmet as never,
    {
      // Swagger UI needs its own inline styles; everything else is JSON, which loads nothing.
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          upgradeInsecureRequests: null,
        },
      },
    } as never,
  );
}

/** A node that only works answers whether it does, and nothing else: its API is that of another node. */
export function answerHealthOnly(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', (request, reply, done) => {
    if (/^\/(health|metrics)(\/|\?|$)/.test(request.url)) done();
    else reply.callNotFound();
  });
}
