import { defineRefusal } from '../platform/input/refusal.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { DestinationStop } from './destinations/destination.js';

/** 409: nothing is handed out until a person resumes the destination. */
export class DestinationStoppedError extends defineRefusal(
  'destination-stopped',
  'conflict',
  'The destination is stopped',
) {
  override readonly facts: { readonly why: string; readonly since: string };

  constructor({ at, why, note }: DestinationStop) {
    super(
      `Nothing has been handed out since ${toIso(at)}${note === null ? '' : ` (${note})`}: correct the cause, then resume the destination.`,
    );
    this.facts = { why, since: toIso(at) };
  }
}

/** 409: deliveries in shadow mode are planned, but never handed out. */
export class DestinationInShadowError extends defineRefusal(
  'destination-in-shadow',
  'conflict',
  'The destination is in shadow',
) {
  constructor() {
    super('Nothing is handed out in the mode shadow: look at its items, and set the mode live.');
  }
}

/** 409: some items were handed out again since, or are not in this batch. */
export class NotOfBatchError extends defineRefusal('not-of-batch', 'conflict', 'Not in this batch') {
  override readonly facts: { readonly items: readonly string[] };

  constructor(items: readonly string[], leasedUntil: Instant) {
    super(
      items.length === 0
        ? `The batch was leased until ${toIso(leasedUntil)}, and its items were since handed out again or cancelled: nothing was changed.`
        : 'These items are not in this batch, or were since handed out again: nothing was changed.',
    );
    this.facts = { items };
  }
}

/** 409: a different result was reported before. */
export class AlreadyReportedError extends defineRefusal(
  'already-reported',
  'conflict',
  'Something else was reported before',
) {
  override readonly facts: { readonly items: readonly string[] };

  constructor(items: readonly string[]) {
    super(
      items.length === 0
        ? 'A different result was reported for this batch before: nothing was changed.'
        : 'A different result was reported for these items before, or they were not yet reported as sent: nothing was changed.',
    );
    this.facts = { items };
  }
}
