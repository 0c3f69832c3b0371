import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isReading } from '../../auth/gate.guard.js';
import { type Caller, may } from '../../auth/scope.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { sightOf } from '../../leads/visibility.js';
import { NotFoundError } from '../../platform/input/refusal.js';

/**
 * Guards the routes of one rep (`:id`): a rep's key reaches that rep, a manager's also all reps below, others get a
 * 404. A key that may read all reps may not change them by that right.
 */
@Injectable()
export class RepSightGuard implements CanActivate {
  constructor(private readonly directories: DirectoryService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { method, params, caller } = context
      .switchToHttp()
      .getRequest<FastifyRequest<{ Params: { id?: string } }> & { caller: Caller }>();
    if (params.id === undefined) return true;
    const sight = sightOf(caller, await this.directories.now());
    const reachesAll = isReading(method) ? sight.all : may(caller);
    if (reachesAll || sight.repIds.includes(params.id.toLowerCase())) return true;
    throw new NotFoundError('rep', params.id);
  }
}
