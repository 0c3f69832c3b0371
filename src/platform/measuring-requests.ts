import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Histogram } from 'prom-client';
import { MS_PER_SECOND } from './instant.js';

/** Of a request that no route takes. Its address could hold anything, and each would make a series of its own. */
const NO_ROUTE = 'none';

/** Measures each answer, by the template of its route. A request whose sender hangs up before has none. */
export function measureRequests(app: NestFastifyApplication, requests: Histogram<'method' | 'route' | 'status'>): void {
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
