import { applyDecorators, createParamDecorator, ExecutionContext, type Type } from '@nestjs/common';
import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import { type GuestRequest, KEYLESS_BODY_MS, type KeepsBytes, type TakesForms } from '../platform/body.js';
import { type PrivatePage, shown } from '../platform/private-page.js';
import { Line } from '../platform/turns.js';
import { ForbiddenError } from './auth.errors.js';
import { AuthService } from './auth.service.js';
import { type Caller, may, type Scope } from './scope.js';

const OPEN = 'open';
/** However many knock at once, others have their turn between each of them. */
const knocking = new Line();
/** Files that no controller of ours serves: the documentation of the API, and the console. */
const FILES = /^\/((docs|console)(\/.*)?|openapi\.json)?$/;

type CalledRequest = FastifyRequest & GuestRequest & { caller?: Caller };
interface OpenRoute extends TakesForms, KeepsBytes {
  readonly door?: Type<Door>;
}
type GuardedRoute = FastifyContextConfig & OpenRoute & { readonly allowed?: readonly Scope[] | typeof OPEN };

/** What is known of a request before its body is read. */
export interface Knock {
  readonly params: Readonly<Record<string, string>>;
  readonly headers: FastifyRequest['headers'];
  /** The address that it came from. */
  readonly ip: string;
}

/** What lets somebody without a key in, by what stands in the address and the headers: nothing of a body is read before. */
export interface Door {
  /**
   * @returns who takes turns with others, or the page that says why nobody comes in
   * @throws Refusal
   */
  admit(knock: Knock): Promise<string | PrivatePage>;
}

/** The scopes that may call a route, besides `admin`. A route without this decorator is for nobody. */
export const Scopes = (...allowed: readonly Scope[]) =>
  applyDecorators(
    RouteConfig({ allowed } satisfies Partial<GuardedRoute>),
    ApiExtension('x-scopes', [...new Set<Scope>(['admin', ...allowed])]),
  );

/** Whether whoever asks may still call the route of a request that goes on: what they may do may have changed meanwhile. */
export function mayStillCall({ routeOptions }: FastifyRequest, caller: Caller): boolean {
  const { allowed } = routeOptions.config as GuardedRoute;
  return allowed !== undefined && allowed !== OPEN && may(caller, ...allowed);
}

/** A route that needs no key. Where it does something it has a door. @param more what else its server has to know of it */
export const NoKeyNeeded = (more: OpenRoute = {}) =>
  applyDecorators(RouteConfig({ allowed: OPEN, ...more } satisfies Partial<GuardedRoute>), ApiSecurity({}));

/** Who is asking. */
export const CalledBy = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<CalledRequest>().caller!,
);

/**
 * Stands before every route: default is no. Who asks is in the headers, so nothing is read of the body of anybody who may
 * not send one, also where there is nothing to send it to.
 * @param keylessMs after which a request without a key is cut off that is still not whole
 */
export function guardRoutes(app: NestFastifyApplication, keylessMs = KEYLESS_BODY_MS): void {
  const auth = app.get(AuthService);
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRoute', (route) => {
    const { allowed, door } = (route.config ?? {}) as GuardedRoute;
    if (allowed !== OPEN || (door === undefined && isReading(route.method))) return;
    if (door === undefined) throw new Error(`${route.url} is open, takes bodies and has no door`);
    // The headers of pages are set by then, and nothing of the body is read.
    route.preParsing = async (request: CalledRequest, reply) => {
      await knocking.next();
      const admitted = await app.get(door, { strict: false }).admit(request as Knock);
      if (typeof admitted !== 'string') return reply.send(shown(admitted, reply)) as never;
      request.guest = admitted;
      return undefined;
    };
  });
  fastify.addHook('onRequest', async (request: CalledRequest) => {
    const { url, config } = request.routeOptions;
    const allowed = (config as GuardedRoute).allowed;
    if (allowed === OPEN || (allowed === undefined && FILES.test(url ?? ''))) return;
    request.caller = await auth.identify(request);
    if (allowed !== undefined && may(request.caller, ...allowed)) return;
    throw new ForbiddenError(
      `This key has the scope ${request.caller.scopes.join(', ')}, which is not enough here: use a key with ${['admin', ...(allowed ?? [])].join(' or ')}.`,
    );
  });
  fastify.addHook('onResponse', (request: CalledRequest, reply, done) => {
    if (request.caller === undefined && !request.raw.complete)
      cutUnlessComplete(request, keylessMs - reply.elapsedTime);
    done();
  });
}

/** What it still sends is dropped, so that its sender finds the answer; who sends slowly, or not at all, is cut off. */
function cutUnlessComplete({ raw }: FastifyRequest, leftMs: number): void {
  const cut = () => {
    if (!raw.complete) raw.socket.destroy();
  };
  setTimeout(cut, Math.max(0, leftMs)).unref();
}

/** @param methods of a route */
function isReading(methods: string | readonly string[]): boolean {
  return [methods].flat().every((method) => method === 'GET' || method === 'HEAD');
}
