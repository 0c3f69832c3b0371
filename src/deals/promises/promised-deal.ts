import type { DealClock } from '../../clocks/clock.js';
import type { Pause } from '../../clocks/pause.js';
import type { AccountFacts } from '../../conditions/lead-facts.js';
import type { OwnedSubject } from '../../lifecycle/subject.js';
import type { Instant } from '../../platform/values/duration.js';
import type { DealTerms, SlaPolicy } from '../../sla/policy.js';
import type { PolicyOf } from '../../sla/policy.store.js';
import type { DealCase } from '../row-case.js';
import { termsOf } from './deal-terms.js';

/**
 * When, by the ledger, its decision maker, its forecast category and its expected date last changed, and when it ended;
 * null for never. `changedBy` is the rep who changed it last; null if that was no rep.
 */
export interface Since {
  readonly deciderAt: Instant | null;
  readonly categoryAt: Instant | null;
  readonly dateAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly changedBy: string | null;
}

export const NEVER: Since = { deciderAt: null, categoryAt: null, dateAt: null, endedAt: null, changedBy: null };

export interface OpenedDeal {
  readonly deal: DealCase;
  readonly clocks: readonly DealClock[];
  readonly account: AccountFacts | null;
  readonly since: Since;
  /** Whether running promises are to adopt the present version of their policy. */
  readonly adopts: boolean;
  readonly archive: PolicyOf;
  /** Of the company. */
  readonly timeZone: string;
}

declare module '../../lifecycle/unit-of-work.js' {
  interface Cases {
    readonly deal: PromisedDeal;
  }
}

/** A deal with its promises. All other changes of a deal open its row alone. */
export class PromisedDeal implements OwnedSubject {
  readonly subjectType = 'deal';
  readonly subjectId: string;
  readonly deal: DealCase;
  clocks: DealClock[];
  /** The policy that new promises begin by; null for none. */
  present: SlaPolicy | null = null;
  /** Promises about deals are never paused. */
  pauses: Pause[] = [];
  readonly assignment = null;
  readonly isCovered = true;
  /** The policy of a new promise depends on the deal at that time. */
  readonly policy = null;

  constructor(readonly opened: OpenedDeal) {
    this.subjectId = opened.deal.subjectId;
    this.deal = opened.deal;
    this.clocks = [...opened.clocks];
  }

  get latestAt(): Instant | null {
    return this.deal.latestAt;
  }

  get latestXid(): string | null {
    return this.deal.latestXid;
  }

  get ownerId(): string | null {
    return this.deal.row.ownerRepId;
  }

  /** The terms of the policy version that a clock runs by, for the present state of the deal. */
  policyOf(clock: Pick<DealClock, 'policyId' | 'policyVersion'>): DealTerms {
    const { id, version } = this.present ?? {};
    const isPresent = clock.policyId === id && clock.policyVersion === version;
    return termsOf(isPresent ? this.present! : this.opened.archive(clock)!, this.deal.row, this.opened.timeZone);
  }

  numberEvent(at: Instant): number {
    return this.deal.numberEvent(at);
  }
}
