import { createHash } from 'node:crypto';
import { CallHandler, ExecutionContext, Injectable, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, from, mergeMap, type Observable, of, throwError } from 'rxjs';
import { IDEMPOTENCY_OFF, SECRET_HASH } from '../platform/http/no-idempotency.js';
import { ProblemFilter } from '../platform/http/problem.filter.js';
import { fault } from '../platform/input/fault.js';
import { isId } from '../platform/input/formats.js';
import { refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { StillInFlightError } from './auth.errors.js';
import { hashOf, IN_FLIGHT_MS, isIdempotencyKey, isStored, KEY_LENGTH_MAX, REMEMBERED_FOR_MS } from './idempotency.js';
import {
  type ClaimedRequest,
  type GivenAnswer,
  IdempotencyStore,
  type IdempotentRequest,
} from './idempotency.store.js';
import type { Caller } from './scope.js';

/** Further keys are freed when their time in flight is over. */
const ABANDONED_MAX = 10_000;
/** Answers a repeated POST with its first answer (`Idempotency-Key`). */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  /** Failed requests whose keys could not be freed in the database. */
  private readonly abandoned = new Set<string>();

  constructor(
    private readonly reflector: Reflector,
    private readonly store: IdempotencyStore,
    private readonly time: TimeSource,
    private readonly problems: ProblemFilter,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { caller?: Caller }>();
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.method !== 'POST' || request.caller === undefined) return next.handle();
    if (this.reflector.get<boolean>(IDEMPOTENCY_OFF, context.getHandler())) return next.handle();
    if (!isIdempotencyKey(key)) {
      refuse(fault('', 'idempotencyKey', `Expected an Idempotency-Key of 1 to ${KEY_LENGTH_MAX} visible characters.`));
    }
    const identity: IdempotentRequest = {
      keyId: request.caller.keyId,
      method: request.method,
      path: placeOf(request),
      key: String(key),
    };
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(this.claim(identity, context, request)).pipe(
      mergeMap((claimed) => {
        if ('status' in claimed) return replay(claimed, reply);
        request.caller = { ...request.caller!, requestId: claimed.requestId };
        return this.carryOut({ ...identity, requestId: claimed.requestId }, next, reply, request.url.split('?')[0]!);
      }),
    );
  }

  private async claim(identity: IdempotentRequest, context: ExecutionContext, { body, headers }: FastifyRequest) {
    const isSecret = this.reflector.get<boolean>(SECRET_HASH, context.getHandler()) === true;
    const hash = await hashOf(body, isSecret ? headers.authorization : undefined);
    const now = this.time.now();
    const isOver = this.abandoned.has(nameOf(identity));
    const stored = await this.store.claim(identity, hash, {
      now,
      storedSince: now - REMEMBERED_FOR_MS,
      flyingSince: isOver ? now + 1 : now - IN_FLIGHT_MS,
    });
    this.abandoned.delete(nameOf(identity));
    if ('requestId' in stored) return stored;
    if (stored.requestHash.length > 0 && !stored.requestHash.equals(hash)) {
      refuse(fault('', 'idempotencyKey', 'This Idempotency-Key was used with another body.'));
    }
    if (stored.status === null) throw new StillInFlightError();
    const { status, body: answer, contentType, etag } = stored;
    return { status, body: answer ?? '', contentType: contentType ?? 'application/json', etag };
  }

  private carryOut(
    claimed: ClaimedRequest,
    next: CallHandler,
    reply: FastifyReply,
    instance: string,
  ): Observable<unknown> {
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        // A text is JSON already, with numbers that exceed the precision of a JavaScript number.
        const body = typeof answer === 'string' ? answer : (JSON.stringify(answer) ?? '');
        await this.store.storeAnswer(claimed, {
          status: reply.statusCode,
          body,
          contentType: 'application/json; charset=utf-8',
          etag: (reply.getHeader('etag') as string | undefined) ?? null,
        });
        return answer;
      }),
      catchError((error: unknown) =>
        from(this.storeRefusal(claimed, error, instance)).pipe(mergeMap(() => throwError(() => error))),
      ),
    );
  }

  /** Frees the key. If that fails, as when the database is away, remembers that nothing is in flight any more. */
  private async letGo(claimed: ClaimedRequest, status: number): Promise<void> {
    const mayHaveBeenMade = status >= 500;
    const flyingSince = this.time.now() - IN_FLIGHT_MS;
    const letGo = mayHaveBeenMade ? this.store.release(claimed, flyingSince) : this.store.giveUp(claimed, flyingSince);
    await letGo.catch(() => this.remember(claimed));
  }

  private remember(claimed: ClaimedRequest): void {
    // The oldest are past their time in flight anyway.
    if (this.abandoned.size >= ABANDONED_MAX) this.abandoned.delete(this.abandoned.values().next().value!);
    this.abandoned.add(nameOf(claimed));
  }

  private async storeRefusal(claimed: ClaimedRequest, error: unknown, instance: string): Promise<void> {
    const problem = this.problems.problemOf(error, instance);
    if (!isStored(problem.status)) return this.letGo(claimed, problem.status);
    const stored = this.store.storeAnswer(claimed, {
      status: problem.status,
      body: JSON.stringify(problem),
      contentType: 'application/problem+json',
      etag: null,
    });
    // A refusal that cannot be stored is returned all the same.
    await stored.catch(() => this.remember(claimed));
  }
}

/**
 * Returns the route with its parameters and query in canonical form. The same address can be written in many ways: ids
 * in either case, percent-encoded letters, parameters in any order, anything after a `#`.
 */
function placeOf({ routeOptions, params, query, url }: FastifyRequest): string {
  const path = routeOptions.url!.replace(/:(\w+)/g, (_, name: string) => {
    const given = (params as Readonly<Record<string, string>>)[name]!;
    // A parameter that is no id may be as long as an address, so it is hashed.
    return isId(given) ? given.toLowerCase() : digestOf(given);
  });
  if (!url.includes('?')) return path;
  const sorted = Object.entries(query as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? path : `${path}?${digestOf(JSON.stringify(sorted))}`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function nameOf({ keyId, method, path, key }: IdempotentRequest): string {
  return JSON.stringify([keyId, method, path, key]);
}

function replay(stored: GivenAnswer, reply: FastifyReply): Observable<unknown> {
  reply.status(stored.status).header('content-type', stored.contentType).header('idempotent-replayed', 'true');
  if (stored.etag !== null) reply.header('etag', stored.etag);
  return of(stored.body);
}
