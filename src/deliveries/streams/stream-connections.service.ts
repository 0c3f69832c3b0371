import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TooManyAttemptsError, UnauthenticatedError } from '../../auth/auth.errors.js';
import { mayStillCall } from '../../auth/auth.guard.js';
import { AuthService } from '../../auth/auth.service.js';
import type { Caller } from '../../auth/scope.js';
import { type FeedPosition, readFeedCursor } from '../../events/feed.js';
import type { ListenerOf } from './listener.js';

/** Prevents proxies from caching or buffering a stream. */
export const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const;

/** The id of a `reset`. A listener that disconnects before everything has followed sends it back, and starts anew. */
export const ANEW = 'anew';

interface StreamConnection {
  /** The position to resume from; null for a new start. */
  readonly after: FeedPosition | null;
  readonly of: ListenerOf;
  /**
   * Authenticates the request again. Returns null if its key or session may no longer listen; throws if it cannot tell.
   */
  readonly caller: () => Promise<Caller | null>;
}

@Injectable()
export class StreamConnections {
  constructor(private readonly auth: AuthService) {}

  /** @param after a cursor; `Last-Event-ID` takes precedence @throws InvalidRequestError if it is no cursor */
  open(request: FastifyRequest & { caller?: Caller }, after: string | undefined): StreamConnection {
    const last = request.headers['last-event-id']?.toString() ?? after;
    return {
      after: last === undefined || last === ANEW ? null : readFeedCursor(last),
      of: { keyId: request.caller!.keyId, credential: request.caller!.session?.id ?? request.caller!.keyId },
      caller: async () => {
        const caller = await this.auth.identify(request, false).catch(nobodyWhereRefused);
        return caller !== null && mayStillCall(request, caller) ? caller : null;
      },
    };
  }
}

/** Other errors say nothing about the key: the database may be away or overloaded. */
function nobodyWhereRefused(error: unknown): null {
  if (error instanceof UnauthenticatedError || error instanceof TooManyAttemptsError) return null;
  throw error;
}
