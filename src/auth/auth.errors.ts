import { Refusal } from '../platform/refusal.js';

export class UnauthenticatedError extends Refusal {
  readonly code = 'unauthenticated';
  readonly kind = 'unauthenticated';
  readonly title = 'No valid key';

  constructor() {
    super(
      'The request has no key, or one that is unknown, revoked or expired. Send it in a header: "Authorization: Bearer <key>".',
    );
  }
}

export class ForbiddenError extends Refusal {
  readonly code = 'forbidden';
  readonly kind = 'forbidden';
  readonly title = 'Not for this key';

  constructor(message: string) {
    super(message);
  }
}

export class TooManyAttemptsError extends Refusal {
  readonly code = 'too-many-attempts';
  readonly kind = 'tooMany';
  readonly title = 'Too many wrong keys';
  override readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('Too many wrong keys came from this address.');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class LastAdminKeyError extends Refusal {
  readonly code = 'last-admin-key';
  readonly kind = 'conflict';
  readonly title = 'The last admin key';

  constructor() {
    super('Nobody could make another without it: make a new admin key first.');
  }
}

export class StillInFlightError extends Refusal {
  readonly code = 'still-in-flight';
  readonly kind = 'conflict';
  readonly title = 'Still in flight';
  override readonly retryAfterSeconds = 1;

  constructor() {
    super('A request with this Idempotency-Key is still being worked on.');
  }
}
