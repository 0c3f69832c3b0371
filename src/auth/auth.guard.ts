import { applyDecorators, createParamDecorator, ExecutionContext, NotFoundException } from '@nestjs/common';
import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import type { KeepsBytes, TakesForms } from '../platform/body.js';
import { ForbiddenError } from './auth.errors.js';
import { AuthService } from './auth.service.js';
import { type Caller, may, type Scope } from './scope.js';

const OPEN = 'open';
/** What no controller of ours serves: the documentation of the API. */
const DOCUMENTATION = /^\/(docs(\/.*)?|openapi\.json)?$/;

type CalledRequest = FastifyRequest & { caller?: Caller };
type GuardedRoute = FastifyContextConfig & TakesForms & { readonly allowed?: readonly Scope[] | typeof OPEN };

/** The scopes that may call a route, besides `admin`. A route without this decorator is for nobody. */
export const Scopes = (...allowed: readonly Scope[]) =>
  applyDecorators(
    RouteConfig({ allowed } satisfies Partial<GuardedRoute>),
    ApiExtension('x-scopes', [...new Set<Scope>(['admin', ...allowed])]),
  );

/** A route that needs no key. @param more what else its server has to know of it */
export const NoKeyNeeded = (more: TakesForms & KeepsBytes = {}) =>
  applyDecorators(RouteConfig({ allowed: OPEN, ...more } satisfies Partial<GuardedRoute>), ApiSecurity({}));

/** Who is asking. */
export const CalledBy = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<CalledRequest>().caller!,
);

/**
 * Stands before every route: default is no. Who asks is in the headers, so nothing is read of the body of anybody who may
 * not send one, also where there is nothing to send it to.
 */
export function guardRoutes(app: NestFastifyApplication): void {
  const auth = app.get(AuthService);
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', async (request: CalledRequest) => {
    const { url, config } = request.routeOptions;
    if (request.is404) throw new NotFoundException();
    const allowed = (config as GuardedRoute).allowed;
    if (allowed === OPEN || (allowed === undefined && DOCUMENTATION.test(url ?? ''))) return;
    request.caller = await auth.identify(request.headers.authorization, request.ip);
    if (allowed !== undefined && may(request.caller, ...allowed)) return;
    throw new ForbiddenError(
      `This needs a key with the scope ${['admin', ...(allowed ?? [])].join(' or ')}; this one has ${request.caller.scopes.join(', ')}.`,
    );
  });
}
