import type { FastifyInstance } from 'fastify';
import { addressesBelow, nearAddress } from '../input/near.js';
import { defineRefusal } from '../input/refusal.js';

/** 405: the address exists, but not for this method. */
class MethodNotAllowedError extends defineRefusal(
  'method-not-allowed',
  'method',
  'The address does not take this method',
) {
  override readonly facts: { readonly allow: readonly string[] };

  constructor(method: string, allow: readonly string[]) {
    super(`This address does not take ${method}; it takes ${allow.join(', ')}.`);
    this.facts = { allow };
  }
}

/** 404: no route has this address. */
class UnknownAddressError extends defineRefusal('not-found', 'notFound', 'Not found') {
  constructor(path: string, routes: readonly string[]) {
    const near = nearAddress(path, routes);
    const below = addressesBelow(path, routes);
    const other = below.length === 0 ? 'All addresses are listed at /docs.' : `Below it are ${below.join(', ')}.`;
    super(`There is nothing at this address. ${near === null ? other : `Did you mean ${near}?`}`);
  }
}

/**
 * Answers 405 with `Allow` if an address has routes of other methods only, and 404 with the nearest address if it has
 * none. An exact address comes before one with an id: `/v1/reps/batch` is not a rep, although the route `/v1/reps/:id`
 * matches it.
 */
export function refuseUnknownAddresses(fastify: FastifyInstance): void {
  const methodsOf = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const methods = methodsOf.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each);
    methodsOf.set(url, methods);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?')[0]!;
    const fixed = methodsOf.get(path);
    if (fixed === undefined ? !request.is404 && !hasEmptyId(request.params) : fixed.has(request.method)) return done();
    const allow = fixed ?? [...methodsOf].flatMap(([url, methods]) => (isAt(path, url) ? [...methods] : []));
    const sorted = [...new Set(allow)].sort();
    if (sorted.length === 0) return done(new UnknownAddressError(path, [...methodsOf.keys()]));
    reply.header('allow', sorted.join(', '));
    done(new MethodNotAllowedError(request.method, sorted));
  });
}

/** `/v1/leads/` matches `/v1/leads/:id`, but is no lead. What follows a `*` may be empty. */
function hasEmptyId(params: unknown): boolean {
  return Object.entries(params ?? {}).some(([name, value]) => name !== '*' && value === '');
}

/** @param url of a route: `/v1/leads/:id` */
function isAt(path: string, url: string): boolean {
  const parts = path.split('/');
  const steps = url.split('/');
  return (
    steps.length === parts.length &&
    steps.every((step, index) => step === parts[index] || (step.startsWith(':') && parts[index] !== ''))
  );
}
