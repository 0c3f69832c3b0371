import { applyDecorators, createParamDecorator, ExecutionContext, type Type } from '@nestjs/common';
import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import {
  type GuestRequest,
  KEYLESS_BODY_MS,
  type KeepsBytes,
  type TakesAnything,
  type TakesFiles,
  type TakesForms,
} from '../platform/bodies/body.js';
import { type PrivatePage, shown } from '../platform/http/private-page.js';
import { ForbiddenError } from './auth.errors.js';
import { AuthService } from './auth.service.js';
import { type Caller, may, type Scope } from './scope.js';

const OPEN = 'open';
/** Files without a controller of ours: the documentation of the API, and the console. */
const FILES = /^\/((docs|console)(\/.*)?|openapi\.json)?$/;

export type CalledRequest = FastifyRequest &
  GuestRequest & { caller?: Caller; admitted?: Promise<string | PrivatePage>; asker?: Caller | undefined };
interface OpenRoute extends TakesForms, TakesAnything, KeepsBytes {
  readonly door?: Type<Door>;
  /** It tells those with a key or a session more than others. */
  readonly asksWho?: boolean;
}
type GuardedRoute = FastifyContextConfig &
  OpenRoute &
  TakesFiles & { readonly allowed?: readonly Scope[] | typeof OPEN };

/** A request before its body is read. */
export interface RequestHead {
  readonly params: Readonly<Record<string, string>>;
  readonly headers: FastifyRequest['headers'];
  readonly ip: string;
}

/** Admits requests without a key by their path and headers, before anything of a body is read. */
export interface Door {
  /** @returns the name under which the request takes turns, or a page that refuses it @throws Refusal */
  admit(head: RequestHead): Promise<string | PrivatePage>;
}

/** The scopes that may call a route, besides `admin`. A route without this decorator rejects everybody. */
export const Scopes = (...allowed: readonly Scope[]) => allowing(allowed);

/** As `Scopes`, for a route whose body is a file. */
export const ScopesForFile = (...allowed: readonly Scope[]) => allowing(allowed, { takesFiles: true });

const allowing = (allowed: readonly Scope[], more: TakesFiles = {}) =>
  applyDecorators(
    RouteConfig({ allowed, ...more } satisfies Partial<GuardedRoute>),
    ApiExtension('x-scopes', [...new Set<Scope>(['admin', ...allowed])]),
  );

/** Reports whether the caller of a long request may still call its route: scopes may change meanwhile. */
export function mayStillCall({ routeOptions }: FastifyRequest, caller: Caller): boolean {
  const { allowed } = routeOptions.config as GuardedRoute;
  return allowed !== undefined && allowed !== OPEN && may(caller, ...allowed);
}

/**
 * Opens a route without a key. A route that changes something needs a door. @param more further options of the route
 */
export const NoKeyNeeded = (more: OpenRoute = {}) =>
  applyDecorators(RouteConfig({ allowed: OPEN, ...more } satisfies Partial<GuardedRoute>), ApiSecurity({}));

export const CalledBy = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<CalledRequest>().caller!,
);

/** Who sends a request to an open route that asks who; undefined for a stranger. */
export const AskedBy = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<CalledRequest>().asker,
);

/**
 * Guards all routes; the default is to reject. Only headers are needed, so no body is read from a rejected sender.
 * @param keylessMs after this, an incomplete request without a key is cut off
 */
export function guardRoutes(app: NestFastifyApplication, keylessMs = KEYLESS_BODY_MS): void {
  const auth = app.get(AuthService);
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRoute', (route) => {
    const { allowed, door } = (route.config ?? {}) as GuardedRoute;
    if (allowed !== OPEN || (door === undefined && isReading(route.method))) return;
    if (door === undefined) throw new Error(`${route.url} is open, takes bodies and has no door`);
    // At this point the headers of pages are set, and nothing of the body has been read.
    route.preParsing = async (request: CalledRequest, reply) => {
      const admitted = await admittedBy(app, request)!;
      if (typeof admitted !== 'string') return reply.send(shown(admitted, reply)) as never;
      request.guest = admitted;
      return undefined;
    };
  });
  /** Also while the database is away, for a key that was valid within the last minute. */
  const askerOf = async (request: CalledRequest) =>
    auth.lately(request) ?? (await auth.identify(request, false).catch(() => undefined));
  fastify.addHook('onRequest', async (request: CalledRequest) => {
    const { url, config } = request.routeOptions;
    const { allowed, asksWho = false } = config as GuardedRoute;
    if (asksWho) request.asker = await askerOf(request);
    if (allowed === OPEN || (allowed === undefined && FILES.test(url ?? ''))) return;
    request.caller = await auth.identify(request);
    if (allowed !== undefined && may(request.caller, ...allowed)) return;
    const expected = ['admin', ...(allowed ?? [])];
    const which = expected.length === 1 ? 'the scope' : 'one of the scopes';
    throw new ForbiddenError(
      `Expected a key with ${which} ${expected.join(', ')}. The scopes of this key: ${request.caller.scopes.join(', ')}.`,
    );
  });
  fastify.addHook('onResponse', (request: CalledRequest, reply, done) => {
    if (request.caller === undefined && !request.raw.complete)
      cutUnlessComplete(request, keylessMs - reply.elapsedTime);
    done();
  });
}

/**
 * Asks the door of a route, once for each request. Undefined for a route without a door.
 * @returns what the door's `admit` returns
 */
export function admittedBy(
  app: NestFastifyApplication,
  request: CalledRequest,
): Promise<string | PrivatePage> | undefined {
  const { door } = request.routeOptions.config as GuardedRoute;
  if (door === undefined) return undefined;
  request.admitted ??= app.get(door, { strict: false }).admit(request as RequestHead);
  return request.admitted;
}

/** Drains a rejected request, so that its sender can read the answer. Cuts off a sender that is too slow. */
function cutUnlessComplete({ raw }: FastifyRequest, leftMs: number): void {
  const cut = () => {
    if (!raw.complete) raw.socket.destroy();
  };
  setTimeout(cut, Math.max(0, leftMs)).unref();
}

function isReading(methods: string | readonly string[]): boolean {
  return [methods].flat().every((method) => method === 'GET' || method === 'HEAD');
}
