import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';

/**
 * Sets the `ETag` of answers of one status to their `version`. The answer that is stored for an `Idempotency-Key` has
 * it too, as the interceptors of a route run before those of the program.
 */
export class VersionTag implements NestInterceptor {
  constructor(private readonly status: number) {}

  intercept(context: ExecutionContext, next: CallHandler<{ readonly version: number }>): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap(({ version }) => {
        if (reply.statusCode === this.status) reply.header('etag', `"${version}"`);
      }),
    );
  }
}
