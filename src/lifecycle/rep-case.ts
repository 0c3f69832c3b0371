import type { Instant } from '../platform/instant.js';
import type { Subject } from './subject.js';

/** A rep who is locked by this transaction. */
export class RepCase implements Subject {
  readonly subjectType = 'rep';
  readonly latestAt = null;

  /** @param eventSeq the number of their latest event; 0 if there is none */
  constructor(
    readonly subjectId: string,
    private eventSeq: number,
  ) {}

  numberEvent(_at: Instant): number {
    this.eventSeq += 1;
    return this.eventSeq;
  }
}
