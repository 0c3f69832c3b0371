import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { hasCheckedQuery } from '../platform/checked-input.js';
import { FAULTS_MAX, step } from '../platform/fault.js';
import { refuse } from '../platform/refusal.js';
import type { Caller } from './scope.js';

/**
 * Refuses every parameter where a route takes none: a misspelt filter that is passed over would answer what nobody asked
 * for. Routes that take some check them by their schema. What needs no key is asked by others' habits.
 */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { url, query, caller } = context.switchToHttp().getRequest<FastifyRequest & { caller?: Caller }>();
    // What follows a # is read as parameters, and is none.
    if (caller === undefined || !url.includes('?') || hasCheckedQuery(context.getHandler())) return true;
    const names = Object.keys(query as object).slice(0, FAULTS_MAX);
    const unknown = (name: string) => `There is no parameter ${JSON.stringify(name)} here; none is taken.`;
    refuse(names.map((name) => ({ pointer: step(name), code: 'unknown', message: unknown(name) })));
    return true;
  }
}
