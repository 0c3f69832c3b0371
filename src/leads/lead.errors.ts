import { fault } from '../platform/input/fault.js';
import { defineRefusal, InvalidRequestError } from '../platform/input/refusal.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { ClaimRefusal } from '../routing/assignments/claiming.js';
import type { LeadStatus } from './lead.js';

export class LeadStateError extends defineRefusal('lead-state', 'conflict', 'Not in this state') {
  override readonly facts: { readonly leadStatus: LeadStatus; readonly ownerId: string | null };

  constructor(what: string, lead: { readonly status: LeadStatus; readonly ownerId: string | null }) {
    super(`${what}; this lead is ${lead.status}.`);
    this.facts = { leadStatus: lead.status, ownerId: lead.ownerId };
  }
}

/** The refusal to record something of a merged lead, whose person is served by the other one. */
export function recordedElsewhere(into: string, lead: ConstructorParameters<typeof LeadStateError>[1]): LeadStateError {
  return new LeadStateError(`It is merged into the lead ${into}: report it of that lead`, lead);
}

/** The refusal to reopen a merged lead, or to change why it was closed. */
export function mergedRefusal(into: string, lead: ConstructorParameters<typeof LeadStateError>[1]): LeadStateError {
  return new LeadStateError(`It is merged into the lead ${into}: take that back (unmerge) instead`, lead);
}

/** 409: two leads that cannot be merged, or whose merging cannot be taken back. */
export class NotMergeableError extends defineRefusal('not-mergeable', 'conflict', 'These leads cannot be merged') {
  override readonly facts: { readonly why: NotMergeable };

  constructor(why: NotMergeable, what: string) {
    super(what);
    this.facts = { why };
  }
}
type NotMergeable = 'mergedAlready' | 'intoMerged' | 'intoClosed' | 'testLead' | 'hasDeals' | 'notMerged' | 'openAgain';

/** 409: the personal data was erased, and nothing is added to the lead. */
export class LeadErasedError extends defineRefusal('lead-erased', 'conflict', 'The lead was erased') {
  override readonly facts: { readonly erasedAt: string };

  constructor(erasedAt: Instant) {
    super(
      `The personal data of this lead was erased at ${toIso(erasedAt)}: nothing more happens to it. If the person asks again, send a new lead.`,
    );
    this.facts = { erasedAt: toIso(erasedAt) };
  }
}

/** 409: whoever closes a lead decides about its open deal too. */
export class OpenDealsError extends defineRefusal('open-deals', 'conflict', 'The lead has an open deal') {
  override readonly facts: { readonly dealIds: readonly string[] };

  constructor(deals: readonly { readonly id: string; readonly name: string }[]) {
    const named = deals.map(({ id, name }) => `"${name}" (${id})`).join(', ');
    super(
      `This lead has the open deal ${named}. Choose what becomes of it: send \`"deals": "lose"\` to lose it for the same reason, or \`"deals": "keep"\` to leave it open.`,
    );
    this.facts = { dealIds: deals.map(({ id }) => id) };
  }
}

/** 409: another lead has this source and external id. */
export class LeadExistsError extends defineRefusal('lead-exists', 'conflict', 'Another lead has this id') {
  override readonly facts: { readonly leadId: string };

  constructor(leadId: string) {
    super(`Another lead, ${leadId}, has this source and external id already.`);
    this.facts = { leadId };
  }
}

/** 409: its owner may not decline it, or may not any more. */
export class NotDeclinableError extends defineRefusal('not-declinable', 'conflict', 'It cannot be declined') {
  override readonly facts: { readonly why: 'noPool' | 'notDealt' | 'notAllowed' | 'touched' | 'tooLate' | 'tooMany' };

  constructor(why: NotDeclinableError['facts']['why'], detail: string) {
    super(detail);
    this.facts = { why };
  }
}

/** 409: the lead counts as a turn of its former owner. */
export class NotCreditableError extends defineRefusal('not-creditable', 'conflict', 'It cannot be credited back') {
  override readonly facts: { readonly why: 'notJunk' | 'notDealt' | 'tooLate' | 'noMember' };

  constructor(why: NotCreditableError['facts']['why'], detail: string) {
    super(detail);
    this.facts = { why };
  }
}

/** 409: it was offered, but somebody already owns it. */
export class AlreadyClaimedError extends defineRefusal('already-claimed', 'conflict', 'The lead has an owner already') {
  override readonly facts: { readonly ownerId: string; readonly since: string };

  constructor(by: {
    readonly ownerId: string;
    readonly name: string;
    readonly since: string;
    /** The same instant, worded for people. */
    readonly sinceInWords: string;
    readonly isClaimed: boolean;
  }) {
    const { name, sinceInWords: since } = by;
    super(by.isClaimed ? `${name} claimed it at ${since}.` : `${name} has had it since ${since}.`);
    this.facts = { ownerId: by.ownerId, since: by.since };
  }
}

/** 409: it is not offered, or not to this rep. */
export class NotClaimableError extends defineRefusal('not-claimable', 'conflict', 'It cannot be claimed') {
  override readonly facts: { readonly why: 'notOffered' | ClaimRefusal['excludedBy'] };

  constructor(why: NotClaimableError['facts']['why'], detail: string) {
    super(detail);
    this.facts = { why };
  }
}

export class OwnerChangedError extends defineRefusal('owner-changed', 'conflict', 'The owner has changed') {
  override readonly facts: { readonly ownerId: string | null };

  constructor(ownerId: string | null) {
    super(ownerId === null ? 'The lead has no owner now.' : `The lead is owned by ${ownerId} now.`);
    this.facts = { ownerId };
  }
}

/** 409: the disposition is too old to be corrected. */
export class CorrectionTooLateError extends defineRefusal('correction-too-late', 'conflict', 'Too late to correct it') {
  override readonly facts: { readonly decidedAt: string };

  constructor(decidedAt: Instant) {
    super(
      `It was closed at ${toIso(decidedAt)}, more than a day ago, and the ad platform may have been notified: reopen it, which takes the disposition back, and close it again.`,
    );
    this.facts = { decidedAt: toIso(decidedAt) };
  }
}

export class MilestoneReversedError extends defineRefusal(
  'milestone-reversed',
  'conflict',
  'The milestone was reversed',
) {
  override readonly facts: { readonly milestoneId: string; readonly reversedAt: string };

  constructor({ id, reversedAt }: { readonly id: string; readonly reversedAt: Instant | null }) {
    super('The milestone was reversed: it is worth nothing any more. Report it again if it was reached after all.');
    this.facts = { milestoneId: id, reversedAt: toIso(reversedAt!) };
  }
}

/** 409: the leads closed in bulk may have been worked on since. */
export class UndoTooLateError extends defineRefusal('undo-too-late', 'conflict', 'Too late to undo it') {
  override readonly facts: { readonly madeAt: string; readonly endedAt: string };

  constructor({ madeAt, endedAt }: { readonly madeAt: Instant; readonly endedAt: Instant }) {
    super(`The leads were closed by ${toIso(endedAt)}, more than 15 minutes ago: reopen those that should be open.`);
    this.facts = { madeAt: toIso(madeAt), endedAt: toIso(endedAt) };
  }
}

/** 409: a job that still runs cannot be undone. */
export class BulkRunningError extends defineRefusal('bulk-running', 'conflict', 'A job is still running') {
  override readonly facts: { readonly jobId: string };

  constructor(jobId: string) {
    super(
      `The job ${jobId} is still going through these leads: cancel it (DELETE /v1/jobs/${jobId}), or wait until it is over, and try again.`,
    );
    this.facts = { jobId };
  }
}

/** A rep has made fewer attempts than the reason asks for. */
export class TooFewAttemptsError extends InvalidRequestError {
  override readonly facts: Readonly<Record<string, unknown>>;

  constructor(message: string, progress: Readonly<Record<string, unknown>>) {
    super([fault('/reason', 'tooFewAttempts', message)]);
    this.facts = { progress };
  }
}
