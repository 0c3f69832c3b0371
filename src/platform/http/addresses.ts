import type { FastifyInstance } from 'fastify';
import { KnownAddresses } from '../input/known-addresses.js';
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
  constructor(path: string, known: KnownAddresses) {
    const near = known.near(path);
    const below = known.below(path);
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
  let known: KnownAddresses | undefined;
  fastify.addHook('onRoute', ({ url, method }) => {
    const methods = methodsOf.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each);
    methodsOf.set(url, methods);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?')[0]!;
    const fixed = methodsOf.get(path);
    if (fixed === undefined ? !request.is404 && !hasEmptyId(request.params) : fixed.has(request.method)) return done();
    // With the first of these requests, all routes are there.
    known ??= new KnownAddresses(methodsOf.keys());
    const allow = fixed ?? known.at(path).flatMap((url) => [...methodsOf.get(url)!]);
    const sorted = [...new Set(allow)].sort();
    if (sorted.length === 0) return done(new UnknownAddressError(path, known));
    reply.header('allow', sorted.join(', '));
    done(new MethodNotAllowedError(request.method, sorted));
  });
}

/** `/v1/leads/` matches `/v1/leads/:id`, but is no lead. What follows a `*` may be empty. */
function hasEmptyId(params: unknown): boolean {
  return Object.entries(params ?? {}).some(([name, value]) => name !== '*' && value === '');
}
