import {
  applyDecorators,
  CanActivate,
  createParamDecorator,
  ExecutionContext,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ForbiddenError } from './auth.errors.js';
import { AuthService } from './auth.service.js';
import { type Caller, may, type Scope } from './scope.js';

const ALLOWED = 'touchline:scopes';
const OPEN = 'open';

type CalledRequest = FastifyRequest & { caller?: Caller };

/** The scopes that may call a route, besides `admin`. A route without this decorator is for nobody. */
export const Scopes = (...scopes: readonly Scope[]) => SetMetadata(ALLOWED, scopes);

/** A route that needs no key. */
export const NoKeyNeeded = () => applyDecorators(SetMetadata(ALLOWED, OPEN), ApiSecurity({}));

/** Who is asking. */
export const CalledBy = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<CalledRequest>().caller!,
);

/** Stands before every route: default is no. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly auth: AuthService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const allowed = this.reflector.getAllAndOverride<readonly Scope[] | typeof OPEN | undefined>(ALLOWED, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (allowed === OPEN) return true;
    const request = context.switchToHttp().getRequest<CalledRequest>();
    request.caller = await this.auth.identify(request.headers.authorization, request.ip);
    if (may(request.caller, ...(allowed ?? []))) return true;
    throw new ForbiddenError(
      `This needs a key with the scope ${['admin', ...(allowed ?? [])].join(' or ')}; this one has ${request.caller.scopes.join(', ')}.`,
    );
  }
}
