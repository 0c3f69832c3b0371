import { defineRefusal } from '../platform/input/refusal.js';

export class UnauthenticatedError extends defineRefusal('unauthenticated', 'unauthenticated', 'No valid key') {
  constructor() {
    super(
      'The request has no key, or one that is unknown, revoked or expired. Send it in a header: "Authorization: Bearer <key>". In a browser, log in.',
    );
  }
}

export class ForbiddenError extends defineRefusal('forbidden', 'forbidden', 'Not for this key') {
  constructor(message: string) {
    super(message);
  }
}

export class TooManyAttemptsError extends defineRefusal('too-many-attempts', 'tooMany', 'Too many wrong keys') {
  override readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('Too many wrong keys came from this address.');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class LastAdminKeyError extends defineRefusal('last-admin-key', 'conflict', 'The last admin key') {
  constructor() {
    super('Without it, nobody could create another admin key: create a new one first.');
  }
}

export class StillInFlightError extends defineRefusal('still-in-flight', 'conflict', 'Still in flight') {
  override readonly retryAfterSeconds = 1;

  constructor() {
    super('A request with this Idempotency-Key is still being worked on.');
  }
}
