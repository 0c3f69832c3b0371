import { type TProperties, Type } from '@sinclair/typebox';
import { closed, id, instant, nullable } from '../platform/answer.js';
import type { EventType } from './event.js';
import { count, type EventShape, facts, flag, ids, maybe, of, word } from './event-shape.js';
import { HANDOFF_EVENTS } from './handoff-event-data.schema.js';

/** What every event about a deal says of it, as it is then. */
const DEAL = {
  accountId: nullable(id('The account; null if not known.')),
  ownerRepId: nullable(id('The owner; null for none.')),
  amount: nullable(word('The amount as a decimal; null if not known.')),
  currency: nullable(word('The currency (ISO 4217); null without an amount.')),
};
const ACCOUNT = {
  type: word('The type, such as prospect or customer.'),
  ownerRepId: nullable(id('The account manager; null for none.')),
  roles: maybe(
    Type.Object(
      {
        sales: maybe(id('The salesperson.')),
        manager: maybe(id('The account manager after the handover.')),
        delivery: maybe(id('The rep who delivers.')),
      },
      { additionalProperties: false, description: 'Other reps, by role.' },
    ),
  ),
};
const creditedTurn = {
  assignmentId: id('The assignment that is credited back.'),
  repId: id('Who had it.'),
  poolId: id('The pool that had dealt it.'),
};

const fields = Type.Array(word('The name of the field, such as term.endsOn.'), {
  description: 'The fields that changed.',
});

/** What the events of accounts and deals hold. */
const DEAL_EVENTS = {
  'account.created': of(['account'], 'An account was created.', ACCOUNT),
  'account.updated': of(['account'], 'It was updated.', { ...ACCOUNT, fields }),
  'deal.created': of(['deal'], 'A deal was created.', {
    ...DEAL,
    leadId: nullable(id('The id of the lead that it came from; null for none.')),
  }),
  'deal.updated': of(['deal'], 'It was updated.', {
    ...DEAL,
    fields,
    formerAmount: maybe(nullable(word('The former amount, if the amount or the currency changed.'))),
    formerCurrency: maybe(nullable(word('Its currency.'))),
    reason: maybe(word('The code of the reason for which it was lost, if that has become known.')),
  }),
  'deal.won': of(['deal'], 'The deal was won.', { ...DEAL, wonAt: instant('Since when.') }),
  'deal.delivered': of(['deal'], 'The deal was delivered.', { ...DEAL, deliveredAt: instant('Since when.') }),
  'deal.lost': of(['deal'], 'The deal was lost.', {
    ...DEAL,
    reason: maybe(nullable(word('The code of the reason; null if no reason of the taxonomy was given.'))),
  }),
  'deal.reopened': of(['deal'], 'The deal was reopened.', {
    ...DEAL,
    from: word('The former status: won or lost.'),
    why: word('Whether a person did it, or the reversal of the milestone that had won its lead.'),
    milestoneId: maybe(id('The id of the milestone that won its lead, which is reversed with it.')),
    dispositionId: maybe(id('The id of the disposition that closed its lead, which is reversed with it.')),
  }),
};

const ofLead = (description: string, fields: TProperties): EventShape => ({
  description,
  about: ['lead'],
  data: facts(fields),
});
/** What every event about a promise says of it. */
const CLOCK = {
  clockId: id('The id of the clock.'),
  kind: word('Its kind, such as firstTouch, leadResponse or followUp.'),
  repId: nullable(id('The rep who owes it; null for the company or nobody.')),
  dueAt: nullable(instant('The deadline; null for none.')),
  step: maybe(
    count('For a cadence, the step, from 1. For a handoff, the number of the receiver or question; 0 for the giver.'),
  ),
  opensAt: maybe(instant('When its window opens.')),
  outOfReach: maybe(flag('True if the hours in which it counts do not come within ten years.')),
};
/** What is to be done, of a step. */
const ASKED = {
  steps: maybe(count('The number of steps of the cadence.', 1)),
  kinds: maybe(Type.Array(word('A kind of touch.'), { description: 'The kinds of touch that keep it.' })),
};
/** Of handoffs. */
const SPENT = Type.Number({ minimum: 0, description: 'For a handoff, the working time from its start until then.' });
const ofClock = (description: string, fields: TProperties = {}): EventShape =>
  of(['lead', 'handoff'], description, { ...CLOCK, ...fields });

const poolId = nullable(id('The id of the pool; null outside the pools.'));
const rule = nullable(word('The rule that matched; null for none.'));
/** Where a lead goes, and what brings it there. */
const PLACE = {
  assignmentId: id('The id of the new assignment.'),
  poolId,
  rule,
  cause: word('The cause, such as intake, breach or manual.'),
  clockId: maybe(id('The id of the clock that was missed.')),
  kind: maybe(word('The kind of that clock.')),
  within: maybe(nullable(word('The time that it allowed; null for no deadline.'))),
  absenceId: maybe(id("The id of the former owner's absence.")),
  coversRepId: maybe(id('The absent rep for whom the owner stands in.')),
  inactive: maybe(flag('True if the former owner has left.')),
  milestone: maybe(word('The milestone at which it was handed over.')),
  undoes: maybe(id('The id of the assignment that is undone.')),
  bulkId: maybe(id('The id of the reassignment of many leads that it is part of, or that is undone.')),
  reason: maybe(word('The reason, if it was moved otherwise.')),
};
const repId = id('The new owner.');

const DISPOSITION = {
  dispositionId: id('The id of the disposition.'),
  category: word('The category: nurture, recycle, suppress or lost.'),
  reason: word('The code of the reason.'),
  intent: word('What the reason means to ad platforms.'),
  returnsAt: nullable(instant('When the lead comes back; null for never.')),
  forGood: maybe(flag('True if it was recycled as often as its policy allows, and stays closed.')),
};

const milestoneId = id('The id of the milestone.');
const milestone = word('Its name.');
const value = Type.Object(
  { amount: word('A decimal.'), currency: word('ISO 4217.') },
  { ...closed, description: 'Its value.' },
);
const touch = {
  touchId: id('The id of the touch.'),
  repId: nullable(id('The rep; null for none.')),
  kind: word('Its kind, such as call or email.'),
};
const AWAY = {
  absenceId: maybe(id('The id of the absence.')),
  until: maybe(instant('Its end, if it has one.')),
  cause: maybe(word('The cause, if it was neither an absence nor a person.')),
};
const SILENT_SOURCE = {
  source: word('Its code.'),
  since: instant('When its last lead before the silence came.'),
  silentAfter: maybe(word('How long it may be silent, a duration; absent where its own rhythm says so.')),
};
const SILENCE = {
  keyId: id('The id of the program’s key.'),
  since: instant('When touches stopped coming.'),
  isHeld: Type.Boolean({ description: 'Whether enforcement is held for that reason.' }),
};
const scope = Type.Union(
  [
    Type.Literal('all'),
    facts({ source: word('A source.') }),
    facts({ poolId: id('A pool.') }),
    facts({ policyId: id('A policy.') }),
  ],
  { description: 'Which leads.' },
);
const toWhom = Type.Union(
  [word('By their position.'), facts({ repId: id('A rep.') }), facts({ teamId: id('A team.') })],
  {
    description: 'The recipient named by the policy.',
  },
);

/**
 * What each type of event holds: served to whoever reads events (`GET /v1/events/schemas`), and held against every event
 * that any test makes. A type without an entry does not compile.
 */
export const EVENT_SHAPES = {
  'lead.received': ofLead('A lead was received.', {
    source: word('Its source.'),
    channel: maybe(word('The channel.')),
    campaign: maybe(word('The campaign.')),
    submittedAt: maybe(instant('When it was submitted, according to its source.')),
    issues: maybe(Type.Array(word('A warning about it.'), { description: 'Warnings about it.' })),
    test: Type.Boolean({ description: 'Whether it is a test lead.' }),
    duplicateOf: maybe(id('The lead of the same person, where its source links them.')),
    policy: nullable(
      facts({ id: id('The id of the policy.'), version: count('Its version.', 1) }),
      'The SLA policy that applies; null for none.',
    ),
  }),
  'lead.updated': ofLead('A lead was updated, or moved without a change of owner.', {
    fields: Type.Array(word('The name of a field, such as contact.email.'), {
      description: 'The fields that changed.',
    }),
    formerPolicyVersion: maybe(count('The former version of its policy, if that changed.')),
    policy: maybe(facts({ id: id('The id of the policy.'), version: count('Its version.', 1) })),
  }),
  'lead.assigned': ofLead('A lead without an owner was assigned.', { ...PLACE, repId }),
  'lead.queued': ofLead(
    'A lead went to the queue, because nobody could take it, or to a queue to which its rule sends it.',
    {
      ...PLACE,
      fromRepId: maybe(id('Its assignments.')),
      queueId: maybe(id('The id of the named queue; absent for the queue of leads that nobody can take.')),
      why: maybe(word('The reason, such as offHours, nobodyEligible, noPool, noTestPool, rule, limit or shadow.')),
    },
  ),
  'lead.reassigned': ofLead('A lead moved from one owner to another.', {
    ...PLACE,
    repId,
    fromRepId: id('Its assignments.'),
  }),
  'lead.offered': ofLead('A lead was offered to members of a pool, and whoever claims it first gets it.', {
    ...PLACE,
    fromRepId: maybe(id('Its former owner.')),
    offeredTo: count('How many members could take it just then.', 1),
    until: instant('When it is dealt in turn if nobody has claimed it.'),
  }),
  'lead.claimed': ofLead('Somebody claimed a lead. That it is theirs is said by the event that follows.', {
    assignmentId: id('The assignment that ended: the time in which it was offered.'),
    repId: id('Who claimed it.'),
    poolId: nullable(id('The pool that had offered it; null for a lead in a named queue.')),
    queueId: maybe(id('The named queue in which it waited; absent for an offered lead.')),
  }),
  'lead.inquired': ofLead('The person of a lead has sent another form.', {
    inquiryId: id('The inquiry.'),
    source: word('The source of the form.'),
    channel: maybe(word('The channel of the form.')),
    campaign: maybe(word('The campaign of the form.')),
    matchedBy: word('By what the person was known: `email`, `phone` or `clickId`.'),
    became: word('`joined`: the lead was open. `woken`: it was closed, and is open again.'),
  }),
  'lead.merged': ofLead('Two leads of one person were merged. Told of both.', {
    inquiryId: id('What the merged lead is in the other.'),
    intoLeadId: maybe(id('Of the merged lead: the other.')),
    mergedLeadId: maybe(id('Of the other: the merged lead.')),
  }),
  'lead.unmerged': ofLead('The merging of two leads was taken back. Told of both.', {
    inquiryId: id('What the merged lead was in the other.'),
    intoLeadId: maybe(id('Of the merged lead: the other.')),
    mergedLeadId: maybe(id('Of the other: the merged lead.')),
  }),
  'lead.declined': ofLead('Its owner declined a lead. Where it went is said by the event that follows.', {
    assignmentId: id('The assignment that was declined.'),
    repId,
    poolId: id('The pool that had dealt it.'),
    reason: word('Why: `wrongOwner`, `conflict`, `noTime` or `other`.'),
    countsAsTurn: Type.Boolean({ description: 'Whether it counts as a turn of theirs all the same.' }),
  }),
  'lead.credited': ofLead('A lead that was junk takes no turn of whoever had it.', creditedTurn),
  'lead.creditWithdrawn': ofLead('A lead that was credited back counts as a turn after all.', creditedTurn),
  'lead.touched': ofLead('A touch was recorded.', {
    ...touch,
    direction: word('Outbound or inbound.'),
    outcome: word('The outcome.'),
    occurredAt: instant('When it happened.'),
    automated: Type.Boolean({ description: 'Whether it was automated.' }),
    durationSeconds: maybe(count('Its duration.')),
  }),
  'lead.touchVoided': ofLead('A touch was voided.', touch),
  'lead.milestone': ofLead('A milestone was reached.', {
    milestoneId,
    name: milestone,
    occurredAt: instant('When it was reached.'),
    value: maybe(value),
  }),
  'lead.milestoneRevalued': ofLead('The value of a milestone changed.', {
    ...{ milestoneId, name: milestone, value },
    dealId: maybe(id('The deal whose amount changed, if that is why.')),
  }),
  'lead.milestoneReversed': ofLead('A milestone was reversed.', {
    ...{ milestoneId, name: milestone },
    dealId: maybe(id('The deal that is no longer won, if that is why.')),
  }),
  'lead.decisionRequested': ofLead(
    'The deal of a lead was lost and the lead stays open: its owner, or whoever owns it next, has to decide what becomes of it.',
    { dealId: id('The id of the deal.') },
  ),
  'lead.decisionWithdrawn': ofLead(
    'A deal is open: the decision that its loss, or that of another one, had requested is no longer owed.',
    {
      dealId: id('The deal whose loss had requested it.'),
      openDealId: maybe(id('The deal that is open, where that is another one.')),
    },
  ),
  'lead.disposed': ofLead('A lead was closed with a reason.', {
    ...DISPOSITION,
    restsOn: maybe(ids('The touches that prove that the person could not be reached.')),
    suppressionId: maybe(id('The suppression that closed it on arrival.')),
    dealId: maybe(id('The deal that was lost, if that closed it.')),
    rule: maybe(word('The routing rule that closed it on arrival.')),
  }),
  'lead.corrected': ofLead('The disposition was corrected.', {
    ...DISPOSITION,
    supersedes: id('The former disposition.'),
  }),
  'lead.reopened': ofLead('A lead was reopened in a new cycle.', {
    by: word('Who caused it: a person or the contact.'),
    cycle: count('The new cycle.', 2),
    bulkId: maybe(id('The id of the bulk closing that was undone.')),
    dealId: maybe(id('The deal that was reopened, if that reopened it.')),
    inquiryId: maybe(id('The form by which the contact asked again.')),
  }),
  'lead.woken': ofLead('A nurtured or recycled lead came back in a new cycle.', {
    clockId: id('The id of the clock that brought it back.'),
    from: word('The former status: nurture or recycle.'),
    cycle: count('The new cycle.', 2),
  }),
  'lead.erased': ofLead('The personal data of a lead was erased.', { erasureId: id('The id of the erasure.') }),
  'sla.started': ofClock('A clock started.', {
    ...ASKED,
    paused: maybe(flag('True if it is paused from the start.')),
    by: maybe(word('`dealLost`: its deal was lost, so its owner has to decide what becomes of it.')),
    dealId: maybe(id('That deal.')),
  }),
  'sla.warned': ofClock('Its owner was reminded before the deadline.', {
    share: Type.Number({ minimum: 0, maximum: 100, description: 'The share of the time that has passed, in percent.' }),
  }),
  'sla.breached': ofClock('The deadline passed.', {
    wouldHave: maybe(
      Type.Array(word("What the policy's mode left undone."), {
        description: "The actions that the policy's mode left undone.",
      }),
    ),
  }),
  'sla.met': ofClock('The promise was kept.', {
    metAt: instant('When.'),
    late: maybe(flag('True if it was met after the deadline; it remains a breach.')),
    acknowledgedAt: maybe(instant('When its owner accepted the lead, where that is what was promised.')),
    workingSeconds: maybe(SPENT),
  }),
  'sla.corrected': ofClock('The result of a clock was corrected.', {
    metAt: nullable(instant('When it was met; null if it was not.')),
    breachedAt: maybe(instant('When the miss was recorded.')),
    state: maybe(word('Its state now.')),
    why: maybe(word('The cause of the correction.')),
  }),
  'sla.struck': ofClock('A miss was struck: it no longer counts, because it was nobody’s fault.', {
    missedAt: instant('When the miss had been recorded.'),
    state: word('Its state now: still breached if only the counting ends, else what it would be without the miss.'),
    metAt: nullable(instant('When it was met, on time or late; null if it was not.')),
    why: word('`reason`: a person gave a reason. `policy`: the version of the policy was a mistake.'),
    versionBefore: maybe(Type.Integer({ description: 'The version of the policy under which it was not yet due.' })),
  }),
  'sla.escalated': ofClock('People were notified of a miss.', {
    to: maybe(toWhom),
    toRepId: maybe(nullable(id('The rep who was notified; null for nobody.'))),
    toTeamId: maybe(id('The team that was notified, or in whose place somebody was.')),
    toRepIds: maybe(ids('The members of the team who were notified.')),
    insteadOf: maybe(ids('The reps who were passed over because they are away.')),
    why: word('The cause, such as policy, repeat, reminder, nobodyElse or maxReassignments.'),
  }),
  'sla.cancelled': ofClock('A clock was cancelled.', {
    ...ASKED,
    reason: word('The reason.'),
    by: maybe(word('What ended it, if it was not a touch.')),
  }),
  'sla.replanned': ofClock('The deadline of a clock changed.', {
    formerDueAt: nullable(instant('The former deadline; null for none.')),
    why: word('What changed.'),
    calendarId: nullable(id('The calendar; null for elapsed time.')),
    grace: maybe(flag("True if its owner got the policy's grace.")),
  }),
  'sla.paused': ofClock('A clock was paused.', {
    pausedAt: instant('Since when.'),
    resumesAt: nullable(instant('When it ends; null if that is not known.')),
    pauseId: maybe(id('The id of the pause.')),
    by: maybe(word('Who paused it: a person, or the condition of the policy.')),
  }),
  'sla.resumed': ofClock('A clock was resumed.'),
  'sla.acknowledged': ofClock('The owner acknowledged the lead, which delays the move after a miss.', {
    holds: word('The delay, a duration.'),
  }),
  'sla.held': ofClock('A miss was recorded, but nothing was done because enforcement is held.', {
    holdId: id('The id of the hold.'),
  }),
  ...DEAL_EVENTS,
  'rep.away': of(['rep'], 'A rep is away.', AWAY),
  'rep.back': of(['rep'], 'A rep is back.', AWAY),
  'config.changed': of(
    [
      'rep',
      'team',
      'pool',
      'calendar',
      'policy',
      'policyOrder',
      'reason',
      'list',
      'queue',
      'source',
      'routing',
      'settings',
      'destination',
      'channel',
      'handoffKind',
      'handoffKindOrder',
      'recordConnector',
      'crmConnection',
      'webhook',
      'key',
    ],
    'A configuration document changed.',
    {
      kind: word('What was.'),
      version: maybe(count('Its new version.', 1)),
      change: word('What happened, such as created, replaced or deleted; of routing rules also planned or withdrawn.'),
      effectiveAt: maybe(instant('Of routing rules that are planned or withdrawn: when they were to take effect.')),
      plannedAt: maybe(instant('Of routing rules that were planned: when.')),
      restores: maybe(count('The earlier version that it restores.', 1)),
      policyIds: maybe(ids('Policies, in their new order.')),
      kindIds: maybe(ids('Kinds of handoff, in their new order.')),
      absenceId: maybe(id('The id of the absence.')),
      from: maybe(instant('When it starts.')),
      to: maybe(instant('When it ends.')),
      openLeads: maybe(word('What happens to their open leads.')),
      leavesAt: maybe(instant('When they are to leave.')),
      coverRepId: maybe(id('Who stands in for them.')),
    },
  ),
  'feedback.sent': of(['destination'], 'A batch of conversions was sent to an ad platform.', {
    batchId: maybe(id('The id of the batch.')),
    sent: count('The number of accepted items.'),
    failed: count('The number of rejected items.'),
  }),
  'feedback.expired': of(['destination'], 'Items expired before they were sent.', {
    deliveries: count('The count.', 1),
  }),
  'suppression.added': of(['suppression'], 'A suppression was added.', {
    kind: word('The kind of identifier: email, phone or domain.'),
    reason: word('The code of the reason.'),
    until: nullable(instant('When it ends; null for never.')),
    leadId: maybe(id('The lead whose disposition created it.')),
  }),
  'suppression.lifted': of(['suppression'], 'A suppression was lifted.', { why: word('The reason.') }),
  'hold.begun': of(['hold'], 'A hold began.', {
    scope,
    until: nullable(instant('When it ends; null if it lasts until somebody ends it.')),
    by: word('Who began it: a person, the storm breaker or the silence alarm.'),
    keyId: maybe(id('The id of the key that stopped reporting.')),
    moves: maybe(count('The number of moves that were allowed.', 1)),
    per: maybe(word('The span in which they were allowed, a duration.')),
  }),
  'hold.ended': of(['hold'], 'A hold ended.', { why: word('The reason.') }),
  'source.silent': of(['source'], 'No leads come from a source any more.', SILENT_SOURCE),
  'source.back': of(['source'], 'Leads come from a source again.', SILENT_SOURCE),
  'touches.silent': of(['key'], 'A program stopped reporting touches.', SILENCE),
  'touches.back': of(['key'], 'The program reports touches again.', SILENCE),
  'system.heartbeat': of(['system'], 'Somebody enforces.', {
    overdueClocks: count('The number of clocks that are overdue and not yet enforced.'),
  }),
  ...HANDOFF_EVENTS,
} satisfies Record<EventType, EventShape>;
