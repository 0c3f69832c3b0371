import { type TProperties, Type } from '@sinclair/typebox';
import { closed, id, instant, nullable } from '../platform/answer.js';
import type { EventType } from './event.js';
import { count, type EventShape, facts, flag, ids, maybe, of, word } from './event-shape.js';
import { HANDOFF_EVENTS } from './handoff-event-data.schema.js';

/** What every event about a deal says of it, as it is then. */
const DEAL = {
  accountId: nullable(id('With whom; null where that is not known.')),
  ownerRepId: nullable(id('Whose it is; null for nobody’s.')),
  amount: nullable(word('A decimal: what it is worth; null where that is not known.')),
  currency: nullable(word('ISO 4217; null with the amount.')),
};
const ACCOUNT = {
  type: word('What it is to us, such as prospect or customer.'),
  ownerRepId: nullable(id('Who looks after it; null for nobody.')),
  roles: maybe(
    Type.Object(
      {
        sales: maybe(id('Who sells to it.')),
        manager: maybe(id('Who looks after it since somebody has taken it over.')),
        delivery: maybe(id('Who delivers to it.')),
      },
      { additionalProperties: false, description: 'Who has to do with it besides.' },
    ),
  ),
};
const fields = Type.Array(word('Its name, such as term.endsOn.'), { description: 'What is different now.' });

/** What the events of accounts and deals hold. */
const DEAL_EVENTS = {
  'account.created': of(['account'], 'An account is known.', ACCOUNT),
  'account.updated': of(['account'], 'Something else is told of it.', { ...ACCOUNT, fields }),
  'deal.created': of(['deal'], 'Something may be sold to somebody.', {
    ...DEAL,
    leadId: nullable(id('Of the lead that it came from; null for none.')),
  }),
  'deal.updated': of(['deal'], 'Something else is told of it.', { ...DEAL, fields }),
  'deal.won': of(['deal'], 'It is sold.', { ...DEAL, wonAt: instant('Since when.') }),
  'deal.delivered': of(['deal'], 'What was sold is delivered.', { ...DEAL, deliveredAt: instant('Since when.') }),
  'deal.lost': of(['deal'], 'It will not be sold.', {
    ...DEAL,
    reason: maybe(nullable(word('The code of the reason; null where nobody said why in terms of the taxonomy.'))),
  }),
  'deal.reopened': of(['deal'], 'It is open again.', {
    ...DEAL,
    from: word('What it was: won or lost.'),
    why: word('By a person, or because the milestone was reversed by which its lead was won.'),
    milestoneId: maybe(id('Of the milestone by which its lead was won with it, which is reversed.')),
    dispositionId: maybe(id('Of the disposition that closed its lead with it, which is taken back.')),
  }),
};

const ofLead = (description: string, fields: TProperties): EventShape => ({
  description,
  about: ['lead'],
  data: facts(fields),
});
/** What every event about a promise says of it. */
const CLOCK = {
  clockId: id('Of the clock.'),
  kind: word('Its kind, such as firstTouch, leadResponse or followUp.'),
  repId: nullable(id('Who promised; null where the company did, or nobody.')),
  dueAt: nullable(instant('By when; null where it never is.')),
  step: maybe(
    count('Of the cadence, from 1; of a handoff the number of the receiver or question, 0 of whoever gives.'),
  ),
  opensAt: maybe(instant('When its window opens.')),
  outOfReach: maybe(flag('There is no time in which it could be kept.')),
};
/** What is to be done, of a step. */
const ASKED = {
  steps: maybe(count('So many the cadence has.', 1)),
  kinds: maybe(Type.Array(word('A kind of touch.'), { description: 'Of touches that keep it.' })),
};
/** Of handoffs. */
const SPENT = Type.Number({ minimum: 0, description: 'Working time from its beginning until then, of a handoff.' });
const ofClock = (description: string, fields: TProperties = {}): EventShape =>
  of(['lead', 'handoff'], description, { ...CLOCK, ...fields });

const poolId = nullable(id('Of the pool; null past the pools.'));
const rule = nullable(word('The rule by which; null by none.'));
/** Where a lead goes, and what brings it there. */
const PLACE = {
  assignmentId: id('Of the assignment that begins.'),
  poolId,
  rule,
  cause: word('What brought it there, such as intake, breach or manual.'),
  clockId: maybe(id('Of the promise that was missed.')),
  kind: maybe(word('Of that promise.')),
  within: maybe(nullable(word('How long it gave; null where it had no end.'))),
  absenceId: maybe(id('Of the absence of whoever had it.')),
  inactive: maybe(flag('Whoever had it has left.')),
  undoes: maybe(id('Of the assignment that is undone.')),
  reason: maybe(word('Why, where it was moved by other means.')),
};
const repId = id('Who has it now.');

const DISPOSITION = {
  dispositionId: id('Of the disposition.'),
  category: word('Nurture, recycle, suppress or lost.'),
  reason: word('The code of the reason.'),
  intent: word('What platforms may be told.'),
  returnsAt: nullable(instant('When it comes back; null for never.')),
  forGood: maybe(flag('It has been recycled as often as its policy lets it.')),
};

const milestoneId = id('Of the milestone.');
const milestone = word('Its name.');
const value = Type.Object(
  { amount: word('A decimal.'), currency: word('ISO 4217.') },
  { ...closed, description: 'Its value.' },
);
const touch = {
  touchId: id('Of the touch.'),
  repId: nullable(id('Whose; null where nobody’s.')),
  kind: word('Its kind, such as call or email.'),
};
const AWAY = {
  absenceId: maybe(id('Of the absence.')),
  until: maybe(instant('Until when, where that was said.')),
  cause: maybe(word('What brought it about, where it was neither an absence nor said by hand.')),
};
const SILENCE = {
  keyId: id('Of the key of the program.'),
  since: instant('Since when nothing came.'),
  isHeld: Type.Boolean({ description: 'Whether enforcement is held because of it.' }),
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
const toWhom = Type.Union([word('By their place.'), facts({ repId: id('A rep.') }), facts({ teamId: id('A team.') })], {
  description: 'Whom the policy meant.',
});

/**
 * What each type of event holds: served to whoever reads events (`GET /v1/events/schemas`), and held against every event
 * that any test makes. A type without an entry does not compile.
 */
export const EVENT_SHAPES = {
  'lead.received': ofLead('A lead came in.', {
    source: word('Where it came from.'),
    channel: maybe(word('By which channel.')),
    campaign: maybe(word('Of which campaign.')),
    submittedAt: maybe(instant('When it was sent, as its sender says.')),
    issues: maybe(Type.Array(word('What is odd about it.'), { description: 'All that is odd about it.' })),
    test: Type.Boolean({ description: 'Whether it is a test.' }),
    policy: nullable(
      facts({ id: id('Of the policy.'), version: count('Its version.', 1) }),
      'By which promises are made; null for none.',
    ),
  }),
  'lead.updated': ofLead('Something turned out about a lead, or it was put elsewhere without a new owner.', {
    fields: Type.Array(word('Such as contact.email.'), { description: 'What is different.' }),
    formerPolicyVersion: maybe(count('Of its policy, where that is different.')),
    policy: maybe(facts({ id: id('Of the policy.'), version: count('Its version.', 1) })),
  }),
  'lead.assigned': ofLead('Somebody has a lead that nobody had.', { ...PLACE, repId }),
  'lead.queued': ofLead('Nobody can have it now: it waits.', {
    ...PLACE,
    fromRepId: maybe(id('Who had it.')),
    why: maybe(word('Such as offHours, nobodyEligible, noPool or noTestPool.')),
  }),
  'lead.reassigned': ofLead('It went from one owner to another.', { ...PLACE, repId, fromRepId: id('Who had it.') }),
  'lead.touched': ofLead('Somebody tried to reach the person, or was reached by them.', {
    ...touch,
    direction: word('Outbound or inbound.'),
    outcome: word('What came of it.'),
    occurredAt: instant('When it was.'),
    automated: Type.Boolean({ description: 'Whether a program did it by itself.' }),
    durationSeconds: maybe(count('How long it took.')),
  }),
  'lead.touchVoided': ofLead('A touch was none.', touch),
  'lead.milestone': ofLead('It got further.', {
    milestoneId,
    name: milestone,
    occurredAt: instant('When it did.'),
    value: maybe(value),
  }),
  'lead.milestoneRevalued': ofLead('A milestone is worth something else.', { milestoneId, name: milestone, value }),
  'lead.milestoneReversed': ofLead('A milestone was none.', { milestoneId, name: milestone }),
  'lead.disposed': ofLead('It was closed, with a reason.', {
    ...DISPOSITION,
    restsOn: maybe(ids('The touches that prove it.')),
    suppressionId: maybe(id('By which it was kept out.')),
  }),
  'lead.corrected': ofLead('The reason was another one.', {
    ...DISPOSITION,
    supersedes: id('The former disposition.'),
  }),
  'lead.reopened': ofLead('It is open again, as a new cycle.', {
    by: word('A person, or the contact.'),
    cycle: count('The new one.', 2),
    bulkId: maybe(id('Of the closing of many that was undone.')),
  }),
  'lead.woken': ofLead('Its time has come: it is open again, as a new cycle.', {
    clockId: id('Of the clock that waited.'),
    from: word('Nurture or recycle.'),
    cycle: count('The new one.', 2),
  }),
  'lead.erased': ofLead('What was known of the person is gone.', { erasureId: id('Of the erasure.') }),
  'sla.started': ofClock('A promise begins, or a wait.', {
    ...ASKED,
    paused: maybe(flag('It stands still at first.')),
    by: maybe(word('`dealLost`: its deal is lost, and somebody has to decide what becomes of it.')),
  }),
  'sla.warned': ofClock('Its owner was reminded before the deadline.', {
    share: Type.Number({ minimum: 0, maximum: 100, description: 'How much of its time has gone, in percent.' }),
  }),
  'sla.breached': ofClock('The deadline passed.', {
    wouldHave: maybe(
      Type.Array(word('What would be done.'), { description: 'What is not, as the policy does not enforce.' }),
    ),
  }),
  'sla.met': ofClock('The promise was kept.', {
    metAt: instant('When.'),
    late: maybe(flag('After the deadline: it stays a breach.')),
    workingSeconds: maybe(SPENT),
  }),
  'sla.corrected': ofClock('It turned out otherwise than it was judged.', {
    metAt: nullable(instant('When it was kept; null where it was not.')),
    breachedAt: maybe(instant('When it was judged missed.')),
    state: maybe(word('How it stands now.')),
    why: maybe(word('What it turned out by.')),
  }),
  'sla.struck': ofClock('A miss counts no more, as it was nobody’s fault.', {
    missedAt: instant('When it had been judged missed.'),
    state: word(
      'How it stands now: still breached where only the counting ends, else what it would be without the miss.',
    ),
    metAt: nullable(instant('When it was kept, in time or late; null where it was not.')),
    why: word('`reason`, of a person, or `policy`, as the version of the policy was a mistake.'),
    versionBefore: maybe(Type.Integer({ description: 'The version of the policy by which it was not due yet.' })),
  }),
  'sla.escalated': ofClock('People were told of a miss.', {
    to: maybe(toWhom),
    toRepId: maybe(nullable(id('Who was told; null where there is nobody.'))),
    toTeamId: maybe(id('The team that was told, or in whose place somebody was.')),
    toRepIds: maybe(ids('Who of the team was told.')),
    insteadOf: maybe(ids('Who is away and was to be told.')),
    why: word('Such as policy, repeat, reminder, nobodyElse or maxReassignments.'),
  }),
  'sla.cancelled': ofClock('It is not promised any more.', {
    ...ASKED,
    reason: word('The reason.'),
    by: maybe(word('What brought contact about, where it was no touch.')),
  }),
  'sla.replanned': ofClock('It is due at another time.', {
    formerDueAt: nullable(instant('When it was due before; null for never.')),
    why: word('What changed.'),
    calendarId: nullable(id('By which it is counted; null around the clock.')),
    grace: maybe(flag('Its owner was given time to act.')),
  }),
  'sla.paused': ofClock('It stands still.', {
    pausedAt: instant('Since when.'),
    resumesAt: nullable(instant('Until when; null where that is not known.')),
    pauseId: maybe(id('Of the pause.')),
    by: maybe(word('A person, or the condition of the policy.')),
  }),
  'sla.resumed': ofClock('It ticks again.'),
  'sla.acknowledged': ofClock('Its owner knows of the lead: a miss waits.', { holds: word('How long, a duration.') }),
  'sla.held': ofClock('Something was due and not done, as enforcement is held.', { holdId: id('Of the hold.') }),
  ...DEAL_EVENTS,
  'rep.away': of(['rep'], 'Somebody gets no new leads for now.', AWAY),
  'rep.back': of(['rep'], 'Somebody gets leads again.', AWAY),
  'config.changed': of(
    [
      'rep',
      'team',
      'pool',
      'calendar',
      'policy',
      'policyOrder',
      'reason',
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
    'Something was set otherwise.',
    {
      kind: word('What was.'),
      version: maybe(count('Its new version.', 1)),
      change: word('Such as created, replaced or deleted.'),
      restores: maybe(count('The earlier version that it restores.', 1)),
      policyIds: maybe(ids('Policies, in their new order.')),
      kindIds: maybe(ids('Kinds of handoff, in their new order.')),
      absenceId: maybe(id('Of the absence.')),
      from: maybe(instant('When it begins.')),
      to: maybe(instant('When it ends.')),
      openLeads: maybe(word('What becomes of their leads.')),
    },
  ),
  'feedback.sent': of(['destination'], 'Ad platforms were told.', {
    batchId: maybe(id('Of the batch.')),
    sent: count('So many were taken.'),
    failed: count('So many were not.'),
  }),
  'feedback.expired': of(['destination'], 'What was to be told can be told no longer.', {
    deliveries: count('So many.', 1),
  }),
  'suppression.added': of(['suppression'], 'Leads of somebody are kept out from now on.', {
    kind: word('Email, phone or domain.'),
    reason: word('The code of the reason.'),
    until: nullable(instant('Until when; null for good.')),
    leadId: maybe(id('The lead whose closing says so.')),
  }),
  'suppression.lifted': of(['suppression'], 'Leads of somebody are taken again.', { why: word('The reason.') }),
  'hold.begun': of(['hold'], 'Enforcement is held.', {
    scope,
    until: nullable(instant('Until when; null until somebody ends it.')),
    by: word('A person, the storm breaker, or the alarm of silence.'),
    keyId: maybe(id('Of the key that fell silent.')),
    moves: maybe(count('So many moves were allowed.', 1)),
    per: maybe(word('In so long, a duration.')),
  }),
  'hold.ended': of(['hold'], 'It is held no longer.', { why: word('The reason.') }),
  'touches.silent': of(['key'], 'No touches come any more from a program.', SILENCE),
  'touches.back': of(['key'], 'They come again.', SILENCE),
  'system.heartbeat': of(['system'], 'Somebody enforces.', { overdueClocks: count('So many are due and not done.') }),
  ...HANDOFF_EVENTS,
} satisfies Record<EventType, EventShape>;
