import type { LeadClock, LeadClockKind } from '../clocks/clock.js';
import type { Pause } from '../clocks/pause.js';
import type { Person } from '../contact/reach.js';
import type { LeadDocument, LeadState } from '../leads/lead.js';
import type { Actor } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import type { Tenure } from '../routing/assignments/assignment.js';
import type { SlaPolicy } from '../sla/policy.js';
import type { PolicyOf } from '../sla/policy.store.js';
import { ACCEPTANCE, UNPROMISED_DECISION } from '../sla/unpromised.js';
import type { OpenAssignment, OwnedSubject } from './subject.js';

/** The policies of clocks that the lead's policy did not promise. */
const UNPROMISED: Partial<Record<LeadClockKind, SlaPolicy>> = { decide: UNPROMISED_DECISION, accept: ACCEPTANCE };

/** What is read of a lead when it is opened. */
export interface OpenedLead {
  readonly lead: LeadState;
  readonly before: LeadState | null;
  readonly document: LeadDocument | null;
  readonly person?: Person | null;
  readonly policy?: SlaPolicy | null;
  readonly archive?: PolicyOf;
  readonly tenures?: readonly Tenure[];
  readonly clocks?: readonly LeadClock[];
  readonly pauses?: readonly Pause[];
  readonly actor?: Actor;
  readonly arrival?: ArrivalOfLead;
}

/** How a new lead came in: by itself, in a request with many others, or long after its person had made the request. */
type ArrivalOfLead = 'live' | 'withMany' | 'late';

/** A lead with everything that decisions about it need. The unit of work replaces the parts that change. */
export class LeadCase implements OwnedSubject {
  readonly subjectType = 'lead';
  lead: LeadState;
  /** The state as it was read; what differs from it is written. Null for a new lead. */
  readonly before: LeadState | null;
  /** The document of the lead; read only if rules or sentences need it. */
  document: LeadDocument | null;
  /** How the person may be reached; read if the policy needs no more of the document than that. */
  private readonly knownPerson: Person | null;
  /** The policy of its present cycle; null if none matched. */
  policy: SlaPolicy | null;
  assignment: OpenAssignment | null;
  /** All tenures so far, as read. */
  tenures: readonly Tenure[];
  /** All clocks of the present cycle, and others that still run. */
  clocks: LeadClock[];
  pauses: Pause[];
  /** Whether this work has undone what had closed the lead, so that its cycle goes on. */
  isClosingUndone = false;
  readonly actor: Actor | undefined;
  /** `live` for a lead that was there before. */
  readonly arrival: ArrivalOfLead;
  private readonly archive: PolicyOf;

  constructor(opened: OpenedLead) {
    const {
      lead,
      before,
      document,
      person = null,
      policy = null,
      archive = () => null,
      tenures = [],
      clocks = [],
      pauses = [],
      actor,
      arrival = 'live',
    } = opened;
    this.lead = lead;
    this.before = before;
    this.document = document;
    this.knownPerson = person;
    this.policy = policy;
    this.archive = archive;
    this.assignment = tenures.find((tenure) => tenure.untilAt === null) ?? null;
    this.tenures = tenures;
    this.clocks = [...clocks];
    this.pauses = [...pauses];
    this.actor = actor;
    this.arrival = arrival;
  }

  get subjectId(): string {
    return this.lead.id;
  }

  get ownerId(): string | null {
    return this.lead.ownerId;
  }

  get latestAt(): Instant | null {
    return this.before?.updatedAt ?? null;
  }

  get latestXid(): string | null {
    return this.lead.eventXid;
  }

  policyOf({ kind, policyId, policyVersion }: LeadClock): SlaPolicy | null {
    if (policyId === null) return UNPROMISED[kind] ?? null;
    const isPresent = policyId === this.policy?.id && policyVersion === this.policy?.version;
    return isPresent ? this.policy : this.archive({ policyId, policyVersion });
  }

  /** Returns how the person may be reached. @throws Error if it has not been read, which is a fault of the program */
  get person(): Person {
    const person = this.document ?? this.knownPerson;
    if (person === null) throw new Error(`Of lead ${this.lead.id} it has not been read how the person may be reached`);
    return person;
  }

  numberEvent(at: Instant): number {
    // `before` must stay as it was read.
    if (this.lead === this.before) this.lead = { ...this.lead };
    this.lead.eventSeq += 1;
    this.lead.updatedAt = at;
    return this.lead.eventSeq;
  }
}
