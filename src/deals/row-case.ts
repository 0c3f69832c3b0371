import type { SubjectType } from '../events/event.js';
import type { Subject } from '../lifecycle/subject.js';
import type { Instant } from '../platform/values/duration.js';
import type { Account } from './accounts/account.js';
import type { Deal } from './deal.js';

/** A row that has the number and the place of its latest event. */
interface NumberedRow {
  readonly id: string;
  readonly updatedAt: Instant;
  readonly eventSeq: number;
  readonly eventXid: string | null;
}

/** A subject that is one row, locked by this transaction. The work replaces the row. */
export class RowCase<Row extends NumberedRow> implements Subject {
  readonly subjectId: string;

  /** @param before the row as it was read; null for a new one */
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

  get latestXid(): string | null {
    return this.row.eventXid;
  }

  numberEvent(at: Instant): number {
    this.row = { ...this.row, eventSeq: this.row.eventSeq + 1, updatedAt: at };
    return this.row.eventSeq;
  }
}

export type DealCase = RowCase<Deal>;
export type AccountCase = RowCase<Account>;
