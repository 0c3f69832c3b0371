import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { MS_PER_SECOND } from './instant.js';
import { Metrics } from './metrics.js';

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
