import type { HandoffClock } from '../clocks/clock.js';
import type { Pause } from '../clocks/pause.js';
import type { Account } from '../deals/accounts/account.js';
import type { Deal } from '../deals/deal.js';
import { shamIn } from '../forms/sham.js';
import type { OwnedSubject } from '../lifecycle/subject.js';
import type { Instant } from '../platform/values/duration.js';
import type { RecordRow } from '../records/record.js';
import type { RecordUpdate } from '../records/updates/record-update.js';
import type { HandoffTerms } from '../sla/policy.js';
import type { Blocker } from './blockers/blocker.js';
import { type HandoffObstacle, missingOf } from './form/missing.js';
import { giverOf, type Handoff, type HandoffTime } from './handoff.js';
import type { KeptForm } from './handoff.store.js';
import { type KindVersion, termsOf } from './kinds/handoff-kind.js';
import type { Question } from './questions/question.js';
import type { Receiver } from './receivers/receiver.js';
import { isRenewal } from './renewals/renewal.js';
import {
  HANDOFF_STAGE_RULES,
  HANDOFF_STAGES,
  type HandoffStage,
  ofParties,
  stageSql,
} from './reports/handoff-counts.js';

export interface OpenedHandoff {
  readonly handoff: Handoff;
  /** Null for a new handoff. */
  readonly before: Handoff | null;
  readonly kind: KindVersion;
  readonly receivers?: readonly Receiver[];
  readonly questions?: readonly Question[];
  readonly blockers?: readonly Blocker[];
  readonly records?: readonly RecordRow[];
  /** How far each record that was made follows the form. */
  readonly updates?: readonly RecordUpdate[];
  readonly clocks?: readonly HandoffClock[];
  /** Null for a handoff about an account alone. */
  readonly deal: Deal | null;
  readonly account: Account | null;
  /** For a renewal: the id of the handoff that started when the renewed deal was won; null if there was none. */
  readonly renewedId?: string | null;
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
  /** Promises about handoffs are never paused: they count the working time of the rep who owes them. */
  pauses: Pause[] = [];
  readonly assignment = null;
  deal: Deal | null;
  account: Account | null;
  readonly renewedId: string | null;
  /** Versions of the form to be stored. */
  readonly keptForms: KeptForm[] = [];
  /** The records in the receivers' tools: those that existed when the case was opened, and those to be made. */
  records: readonly RecordRow[];
  readonly newRecords: RecordRow[] = [];
  updates: readonly RecordUpdate[];
  /** Ids of records for which the receiver has seen to the fields that updates omitted. */
  readonly seenTo: string[] = [];
  /** Working times that were counted in this unit of work. */
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
    this.renewedId = opened.renewedId ?? null;
  }

  get subjectId(): string {
    return this.handoff.id;
  }

  get latestAt(): Instant | null {
    return this.before?.updatedAt ?? null;
  }

  get latestXid(): string | null {
    return this.handoff.eventXid;
  }

  /** The rep who gives the handoff. */
  get ownerId(): string | null {
    return giverOf(this.handoff, this);
  }

  get policy(): HandoffTerms & { readonly id: string; readonly version: number } {
    return {
      id: this.kind.id,
      version: this.kind.version,
      ...termsOf(this.kind, this.handoff, this.receivers, this.questions, this.blockers),
    };
  }

  policyOf(): HandoffTerms {
    return this.policy;
  }

  /** Whether what began it was taken back: its deal is no longer won, nor an open renewal, or not delivered any more. */
  get isTakenBack(): boolean {
    const { deal, handoff } = this;
    const { startsOn, renewsOn } = handoff;
    if (startsOn === 'manual' || deal === null) return false;
    if (startsOn === 'delivery.completed' && deal.deliveredAt === null) return true;
    return deal.stage !== 'won' && !(deal.stage === 'open' && renewsOn !== null && isRenewal(deal));
  }

  /** Returns what is missing before it can be handed over, in words. */
  missing(): HandoffObstacle[] {
    return missingOf(this.kind, this.handoff.form, this.deal);
  }

  /** Counts the missing pieces that were answered with a placeholder. */
  placeholders(): number {
    return shamIn(this.kind.form, this.handoff.form).length;
  }

  /** Whether the form of a running handoff has changed, so that its records must follow. */
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

/** Events in the history of a handoff by which lists can be filtered. */
export const HAD = [
  ...['returned', 'asked', 'excepted', 'blocked', 'escalated', 'recordFailed'],
  ...['missedForm', 'missedAcknowledge', 'missedComplete', 'missedRework', 'missedAnswer'],
] as const;
export type HandoffIncident = (typeof HAD)[number];

/**
 * SQL for whether the event happened in a `handoff`. @param name SQL for the name of the only receiver to look at, or
 * for null
 */
type HadSql = (name: string) => string;

const inTable =
  (table: string, also: string): HadSql =>
  (name) =>
    `exists (select from ${table} as had where had.handoff_id = handoff.id and ${also} and ${ofReceiver('had.place', name)})`;

const inClock =
  (also: string): HadSql =>
  (name) =>
    `exists (
      select from clock left join handoff_question as asked
          on clock.kind = 'handoffQuestion' and asked.handoff_id = clock.handoff_id and asked.number = clock.step
       where clock.handoff_id = handoff.id and clock.state = 'breached' and ${also}
         and ${ofReceiver('coalesce(asked.place, clock.step)', name)})`;

/**
 * SQL for whether a place belongs to a receiver. Place 0, the giver, belongs to each, as the giver owes to all of them.
 */
function ofReceiver(place: string, name: string): string {
  return `(${name}::text is null or ${place} = 0 or exists (
    select from handoff_receiver as named
     where named.handoff_id = handoff.id and named.place = ${place} and lower(named.name) = lower(${name})))`;
}

const missed = (stage: HandoffStage): HadSql => {
  const { kind, of } = HANDOFF_STAGE_RULES[stage];
  return inClock(`clock.kind = '${kind}' and ${of}`);
};

export const HAD_SQL: Readonly<Record<HandoffIncident, HadSql>> = {
  returned: inTable('handoff_receiver', 'had.returns > 0'),
  // As in reports, questions that Touchline asks by itself do not count.
  asked: inTable('handoff_question', ofParties('had.asked_by_rule')),
  excepted: () => 'handoff.exception_reason is not null',
  blocked: () => 'exists (select from handoff_blocker where handoff_id = handoff.id)',
  // Clocks that reports count in no stage, such as the word to the client, do not count.
  escalated: inClock(`${stageSql(HANDOFF_STAGES)} is not null and clock.progress > 0`),
  recordFailed: inTable('record', `had.state = 'failed'`),
  missedForm: missed('form'),
  missedAcknowledge: missed('acknowledge'),
  missedComplete: missed('complete'),
  missedRework: missed('rework'),
  missedAnswer: missed('answer'),
};
