import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TooManyAttemptsError, UnauthenticatedError } from '../../auth/auth.errors.js';
import { mayStillCall } from '../../auth/auth.guard.js';
import { AuthService } from '../../auth/auth.service.js';
import type { Caller } from '../../auth/scope.js';
import { type FeedPosition, readFeedCursor } from '../../events/feed.js';

/** What is sent as it happens is kept by nobody on the way. */
export const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const;

/** The id of what begins anew: who is cut off before all has followed asks for all of it once more, whatever they knew before. */
export const ANEW = 'anew';

/** What whoever listens said when they came. */
export interface StreamConnection {
  /** Where it goes on; null where they have heard nothing before. */
  readonly after: FeedPosition | null;
  readonly keyId: string;
  /** Who listens, by the key or session that they came with; null once it has ended, or may not listen here any more. Fails where nobody can say so. */
  readonly caller: () => Promise<Caller | null>;
}

@Injectable()
export class StreamConnections {
  constructor(private readonly auth: AuthService) {}

  /**
   * @param after a cursor; `Last-Event-ID` comes first
   * @throws InvalidRequestError when it is no cursor
   */
  open(request: FastifyRequest & { caller?: Caller }, after: string | undefined): StreamConnection {
    const last = request.headers['last-event-id']?.toString() ?? after;
    return {
      after: last === undefined || last === ANEW ? null : readFeedCursor(last),
      keyId: request.caller!.keyId,
      caller: async () => {
        const caller = await this.auth.identify(request, false).catch(nobodyWhereRefused);
        return caller !== null && mayStillCall(request, caller) ? caller : null;
      },
    };
  }
}

/** What fails otherwise says nothing of the key: the database is away, or has too much to do. */
function nobodyWhereRefused(error: unknown): null {
  if (error instanceof UnauthenticatedError || error instanceof TooManyAttemptsError) return null;
  throw error;
}
