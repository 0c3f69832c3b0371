import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { hasCheckedQuery } from '../platform/http/checked-input.js';
import { FAULTS_MAX, fault, step } from '../platform/input/fault.js';
import { refuse } from '../platform/input/refusal.js';
import type { Caller } from './scope.js';

/**
 * Rejects all parameters on routes that take none: ignoring a misspelt filter would return the wrong result. Routes
 * with parameters validate them by schema. Open routes are exempt, as their callers add parameters of their own.
 */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest & { caller?: Caller }>();
    const { url, query, caller } = request;
    // Fastify also parses what follows a `#` as parameters.
    if (!url.includes('?')) request.query = {};
    if (caller === undefined || !url.includes('?') || hasCheckedQuery(context.getHandler())) return true;
    const names = Object.keys(query as object).slice(0, FAULTS_MAX);
    const unknown = (name: string) => `There is no parameter ${JSON.stringify(name)} here; none is taken.`;
    refuse(names.map((name) => fault(step(name), 'unknown', unknown(name))));
    return true;
  }
}
