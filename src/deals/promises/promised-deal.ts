import type { DealClock } from '../../clocks/clock.js';
import type { Pause } from '../../clocks/pause.js';
import type { AccountFacts } from '../../conditions/lead-facts.js';
import type { OwnedSubject } from '../../lifecycle/subject.js';
import type { Instant } from '../../platform/duration.js';
import type { DealTerms, SlaPolicy } from '../../sla/policy.js';
import type { PolicyOf } from '../../sla/policy.store.js';
import type { DealCase } from '../row-case.js';
import { termsOf } from './deal-terms.js';

/** Since when a deal is as it is, by the ledger; null for never. */
export interface Since {
  readonly deciderAt: Instant | null;
  readonly categoryAt: Instant | null;
  readonly dateAt: Instant | null;
  readonly endedAt: Instant | null;
}

export const NEVER: Since = { deciderAt: null, categoryAt: null, dateAt: null, endedAt: null };

/** What is known of a deal when its promises are looked at. */
export interface OpenedDeal {
  readonly deal: DealCase;
  readonly clocks: readonly DealClock[];
  readonly account: AccountFacts | null;
  readonly since: Since;
  /** Whether what runs is to be promised by the present version of its policy. */
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

/** A deal with its promises. What happens to it otherwise opens its row alone. */
export class PromisedDeal implements OwnedSubject {
  readonly subjectType = 'deal';
  readonly subjectId: string;
  readonly deal: DealCase;
  readonly account: AccountFacts | null;
  readonly since: Since;
  readonly adopts: boolean;
  clocks: DealClock[];
  /** By which promises begin now; null for none. */
  present: SlaPolicy | null = null;
  /** Its promises stand still for nobody. */
  pauses: Pause[] = [];
  readonly assignment = null;
  readonly isCovered = true;
  /** Which policy begins promises depends on what the deal is then. */
  readonly policy = null;
  private readonly archive: PolicyOf;
  private readonly timeZone: string;

  constructor({ deal, clocks, account, since, adopts, archive, timeZone }: OpenedDeal) {
    this.subjectId = deal.subjectId;
    this.deal = deal;
    this.clocks = [...clocks];
    this.account = account;
    this.since = since;
    this.adopts = adopts;
    this.archive = archive;
    this.timeZone = timeZone;
  }

  get latestAt(): Instant | null {
    return this.deal.latestAt;
  }

  get ownerId(): string | null {
    return this.deal.row.ownerRepId;
  }

  /** Under the version that it began with, or has adopted since: by what the deal is now. */
  policyOf(clock: Pick<DealClock, 'policyId' | 'policyVersion'>): DealTerms {
    const { id, version } = this.present ?? {};
    const isPresent = clock.policyId === id && clock.policyVersion === version;
    return termsOf(isPresent ? this.present! : this.archive(clock)!, this.deal.row, this.timeZone);
  }

  numberEvent(at: Instant): number {
    return this.deal.numberEvent(at);
  }
}
