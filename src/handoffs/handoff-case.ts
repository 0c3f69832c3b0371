import type { HandoffClock } from '../clocks/clock.js';
import type { Pause } from '../clocks/pause.js';
import type { Account } from '../deals/accounts/account.js';
import type { Deal } from '../deals/deal.js';
import type { OwnedSubject } from '../lifecycle/subject.js';
import type { Instant } from '../platform/instant.js';
import type { RecordRow } from '../records/record.js';
import type { RecordUpdate } from '../records/updates/record-update.js';
import type { HandoffTerms } from '../sla/handoff-terms.js';
import type { Blocker } from './blockers/blocker.js';
import { type Missing, missingOf } from './form/missing.js';
import { giverOf } from './giver.js';
import type { Handoff } from './handoff.js';
import type { KeptForm } from './handoff.store.js';
import type { HandoffTime } from './handoff-time.js';
import { type KindVersion, termsOf } from './kinds/kind-version.js';
import type { Question } from './questions/question.js';
import type { Receiver } from './receivers/receiver.js';

/** What is known of a handoff when it is opened. */
export interface OpenedHandoff {
  readonly handoff: Handoff;
  /** Null for one that is only just made. */
  readonly before: Handoff | null;
  readonly kind: KindVersion;
  readonly receivers?: readonly Receiver[];
  readonly questions?: readonly Question[];
  readonly blockers?: readonly Blocker[];
  /** In the tools of receivers. */
  readonly records?: readonly RecordRow[];
  /** How far those that were made follow the form. */
  readonly updates?: readonly RecordUpdate[];
  readonly clocks?: readonly HandoffClock[];
  /** What it is about. */
  readonly deal: Deal | null;
  readonly account: Account | null;
}

declare module '../lifecycle/unit-of-work.js' {
  interface Cases {
    readonly handoff: HandoffCase;
  }
}

/** A handoff with everything a decision about it needs. The work replaces the parts that change. */
export class HandoffCase implements OwnedSubject {
  readonly subjectType = 'handoff';
  handoff: Handoff;
  readonly before: Handoff | null;
  readonly kind: KindVersion;
  receivers: readonly Receiver[];
  readonly receiversBefore: readonly Receiver[];
  questions: readonly Question[];
  readonly questionsBefore: readonly Question[];
  blockers: readonly Blocker[];
  readonly blockersBefore: readonly Blocker[];
  clocks: HandoffClock[];
  /** Its promises stand still for nobody: they count the working time of whoever owes them. */
  pauses: Pause[] = [];
  readonly assignment = null;
  deal: Deal | null;
  account: Account | null;
  /** Versions of the form that are to be kept. */
  readonly keptForms: KeptForm[] = [];
  /** In the tools of receivers, as they were when it was opened, and those that are to be made. */
  records: readonly RecordRow[];
  readonly newRecords: RecordRow[] = [];
  updates: readonly RecordUpdate[];
  /** What was counted of it just now. */
  readonly times: HandoffTime[] = [];

  constructor(opened: OpenedHandoff) {
    const { handoff, before, kind, receivers = [], questions = [], blockers = [], records = [], clocks = [] } = opened;
    this.handoff = handoff;
    this.before = before;
    this.kind = kind;
    this.receivers = receivers;
    this.receiversBefore = receivers;
    this.questions = questions;
    this.questionsBefore = questions;
    this.blockers = blockers;
    this.blockersBefore = blockers;
    this.records = records;
    this.updates = opened.updates ?? [];
    this.clocks = [...clocks];
    this.deal = opened.deal;
    this.account = opened.account;
  }

  get subjectId(): string {
    return this.handoff.id;
  }

  get latestAt(): Instant | null {
    return this.before?.updatedAt ?? null;
  }

  /** Who gives. */
  get ownerId(): string | null {
    return giverOf(this.handoff, this);
  }

  get policy(): HandoffTerms & { readonly id: string; readonly version: number } {
    return {
      id: this.kind.id,
      version: this.kind.version,
      ...termsOf(this.kind, this.handoff, this.receivers, this.questions),
    };
  }

  policyOf(): HandoffTerms {
    return this.policy;
  }

  /** What keeps it from being handed over, in words. */
  missing(): Missing[] {
    return missingOf(this.kind, this.handoff.form, this.deal ?? NO_DEAL);
  }

  /** Whether what was made for it has to follow it: its form is another than it was. */
  get isAmended(): boolean {
    const { before, handoff } = this;
    return before !== null && handoff.state === 'running' && handoff.formVersion !== before.formVersion;
  }

  receiver(place: number): Receiver {
    return this.receivers.find((each) => each.place === place)!;
  }

  replaceReceiver(receiver: Receiver): void {
    this.receivers = this.receivers.map((each) => (each.place === receiver.place ? receiver : each));
  }

  numberEvent(at: Instant): number {
    this.handoff = { ...this.handoff, eventSeq: this.handoff.eventSeq + 1, updatedAt: at };
    return this.handoff.eventSeq;
  }
}

/** What is known of the deal of a handoff that has none. */
export const NO_DEAL = { amount: null, currency: null, product: null, term: null };
