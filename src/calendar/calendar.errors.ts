import { defineRefusal } from '../platform/input/refusal.js';
import { type Instant, toIso } from '../platform/values/duration.js';

export class DeadlineOutOfReachError extends defineRefusal(
  'deadline-out-of-reach',
  'invalid',
  'The deadline is out of reach',
) {
  override readonly facts: { readonly from: string };

  constructor(from: Instant) {
    super(`The calendar has too little working time after ${toIso(from)}: the deadline is more than ten years away.`);
    this.facts = { from: toIso(from) };
  }
}
