import { Refusal } from '../platform/refusal.js';

export class StillInFlightError extends Refusal {
  readonly code = 'still-in-flight';
  readonly kind = 'conflict';
  readonly title = 'Still in flight';
  override readonly retryAfterSeconds = 1;

  constructor() {
    super('A request with this Idempotency-Key is still being worked on.');
  }
}
