import type { SubjectType } from '../events/event.js';
import type { Subject } from '../lifecycle/subject.js';
import type { Instant } from '../platform/duration.js';
import type { Account } from './accounts/account.js';
import type { Deal } from './deal.js';

/** A subject that is one row, with the number of its latest event in it. */
interface NumberedRow {
  readonly id: string;
  readonly updatedAt: Instant;
  readonly eventSeq: number;
}

/** One that this transaction has to itself. The work replaces the row. */
export class RowCase<Row extends NumberedRow> implements Subject {
  readonly subjectId: string;

  /** @param before what it was when it was read; null for one that is only just made */
  constructor(
    readonly subjectType: SubjectType,
    public row: Row,
    readonly before: Row | null,
  ) {
    this.subjectId = row.id;
  }

  get latestAt(): Instant | null {
    return this.before?.updatedAt ?? null;
  }

  numberEvent(at: Instant): number {
    this.row = { ...this.row, eventSeq: this.row.eventSeq + 1, updatedAt: at };
    return this.row.eventSeq;
  }
}

export type DealCase = RowCase<Deal>;
export type AccountCase = RowCase<Account>;
