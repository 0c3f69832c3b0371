import { defineRefusal } from '../platform/input/refusal.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { ClockState } from './clock.js';

/** 409: only a miss can be struck. */
export class NotMissedError extends defineRefusal('not-missed', 'conflict', 'Not missed') {
  override readonly facts: { readonly state: ClockState };

  constructor(state: ClockState) {
    super(`The promise was not missed, so there is no miss to strike: it is ${state}.`);
    this.facts = { state };
  }
}

/** 409: the miss is struck already. */
export class MissStruckError extends defineRefusal('miss-struck', 'conflict', 'The miss was struck') {
  override readonly facts: { readonly missedAt: string };

  constructor(breachedAt: Instant) {
    super(`The miss of ${toIso(breachedAt)} was struck before.`);
    this.facts = { missedAt: toIso(breachedAt) };
  }
}
