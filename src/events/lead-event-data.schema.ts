import { type TProperties, Type } from '@sinclair/typebox';
import { id, instant, nullable, object } from '../platform/input/schema.js';
import { count, type EventShape, facts, flag, ids, maybe, word } from './event-shape.js';

const ofLead = (description: string, fields: TProperties): EventShape => ({
  description,
  about: ['lead'],
  data: facts(fields),
});

const poolId = nullable(id('The id of the pool; null outside the pools.'));
const rule = nullable(word('The rule that matched; null for none.'));
/** Where a lead goes, and why. */
const PLACE = {
  assignmentId: id('The id of the new assignment.'),
  poolId,
  rule,
  cause: word('The cause, such as intake, breach or manual.'),
  clockId: maybe(id('The id of the clock that was missed.')),
  kind: maybe(word('The kind of that clock.')),
  within: maybe(nullable(word('The time that it allowed; null for no deadline.'))),
  absenceId: maybe(id("The id of the former owner's absence.")),
  coversRepId: maybe(id('The absent rep whom the owner covers for.')),
  inactive: maybe(flag('True if the former owner has left.')),
  asked: maybe(flag('True if it opens for the owner of its deal because the person has asked again.')),
  milestone: maybe(word('The milestone at which it was handed over.')),
  dealt: maybe(flag('True if its pool dealt it in turn. Otherwise, the pool is where its later owners come from.')),
  touchKind: maybe(word('How the person got in touch who brought it back, such as call.')),
  insteadOf: maybe(ids('rep', 'The rep who would have got it, but is away or has left.')),
  undoes: maybe(id('The id of the assignment that is undone.')),
  bulkId: maybe(id('The id of the reassignment of many leads that it is part of, or that is undone.')),
  reason: maybe(word('The reason, if it was moved otherwise.')),
};
const repId = id('The new owner.');

const WITHOUT_ATTEMPTS = flag('True if attempts are missing on which the reason rests.');
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
const value = object({ amount: word('A decimal.'), currency: word('ISO 4217.') }, { description: 'Its value.' });
const touch = {
  touchId: id('The id of the touch.'),
  repId: nullable(id('The rep; null for none.')),
  kind: word('Its kind, such as call or email.'),
};
const creditedTurn = {
  assignmentId: id('The assignment that is credited back.'),
  repId: id('Who had it.'),
  poolId: id('The pool that had dealt it.'),
};

export const LEAD_EVENTS = {
  'lead.received': ofLead('A lead was received.', {
    source: word('Its source.'),
    channel: maybe(word('The channel.')),
    campaign: maybe(word('The campaign.')),
    submittedAt: maybe(instant('When it was submitted, according to its source.')),
    issues: maybe(Type.Array(word('A warning about it.'), { description: 'Warnings about it.' })),
    test: Type.Boolean({ description: 'Whether it is a test lead.' }),
    imported: maybe(flag('True if it was brought along with its past, by an import of history.')),
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
    'A lead went to the queue because nobody could take it, or to the named queue to which its rule sends it.',
    {
      ...PLACE,
      fromRepId: maybe(id('Its former owner.')),
      queueId: maybe(id('The id of the named queue; absent for the queue of leads that nobody can take.')),
      why: maybe(word('The reason, such as offHours, nobodyEligible, noPool, noTestPool, rule, limit or shadow.')),
    },
  ),
  'lead.queueOverdue': ofLead(
    'A lead has been in a named queue for longer than the queue promises. It stays there. This is no miss of a rep.',
    {
      queueId: id('The queue.'),
      within: word('The time that the queue promises, a duration.'),
      dueAt: nullable(instant('By when the lead was to be out of it; null if it is not known any more.')),
      ownerRepId: nullable(id('The rep who is notified of the queue; null for none.')),
      toRepIds: maybe(
        ids('rep', 'Who was notified; none if there is nobody. Absent if earlier ones that are left were announced.'),
      ),
      insteadOf: maybe(ids('rep', 'The reps who were passed over because they are away.')),
    },
  ),
  'lead.reassigned': ofLead('A lead moved from one owner to another.', {
    ...PLACE,
    repId,
    fromRepId: id('Its former owner.'),
  }),
  'lead.offered': ofLead('A lead was offered to members of a pool; the first to claim it gets it.', {
    ...PLACE,
    fromRepId: maybe(id('Its former owner.')),
    offeredTo: count('How many members could take it at that time.', 1),
    until: instant('When it is dealt in turn if nobody has claimed it.'),
  }),
  'lead.claimed': ofLead('A rep claimed a lead. The next event assigns it to them.', {
    assignmentId: id('The assignment that ended: the period in which the lead was offered.'),
    repId: id('Who claimed it.'),
    poolId: nullable(id('The pool that had offered it; null for a lead in a named queue.')),
    queueId: maybe(id('The named queue in which it waited; absent for an offered lead.')),
  }),
  'lead.inquired': ofLead('The person of a lead sent another form.', {
    inquiryId: id('The inquiry.'),
    source: word('The source of the form.'),
    channel: maybe(word('The channel of the form.')),
    campaign: maybe(word('The campaign of the form.')),
    matchedBy: word('How the person was recognised: `email`, `phone` or `clickId`.'),
    became: word('`joined`: the lead was open. `woken`: it was closed, and is open again.'),
    firstTouch: maybe(
      word(
        'For a lead that was open: whether a first touch is owed. `begins`: because of this form. `stillOwed`: one was owed already. `waits`: the lead has no owner yet. `none`: not.',
      ),
    ),
  }),
  'lead.merged': ofLead('Two leads of one person were merged. Each of them has this event.', {
    inquiryId: id('The inquiry that the merged lead became in the other.'),
    intoLeadId: maybe(id('For the merged lead: the other.')),
    mergedLeadId: maybe(id('For the other: the merged lead.')),
  }),
  'lead.unmerged': ofLead('The merging of two leads was taken back. Each of them has this event.', {
    inquiryId: id('The inquiry that the merged lead was in the other.'),
    intoLeadId: maybe(id('For the merged lead: the other.')),
    mergedLeadId: maybe(id('For the other: the merged lead.')),
  }),
  'lead.inquiryErased': ofLead(
    'A form that had joined a lead was erased for the person who sent it. The lead stays as it is.',
    { inquiryId: id('The inquiry.'), erasureId: id('The id of the erasure.') },
  ),
  'lead.declined': ofLead('The owner of a lead declined it. The next event says where it went.', {
    assignmentId: id('The assignment that was declined.'),
    repId: id('Who declined it.'),
    poolId: id('The pool that had dealt it.'),
    reason: word('Why: `wrongOwner`, `conflict`, `noTime` or `other`.'),
    countsAsTurn: Type.Boolean({ description: 'Whether it still counts as a turn of theirs.' }),
  }),
  'lead.credited': ofLead('A junk lead no longer counts as a turn of the rep who had it.', creditedTurn),
  'lead.creditWithdrawn': ofLead('A lead that was credited back counts as a turn after all.', creditedTurn),
  'lead.touched': ofLead('A touch was recorded.', {
    ...touch,
    direction: word('Outbound or inbound.'),
    outcome: word('The outcome.'),
    occurredAt: instant('When it happened.'),
    automated: Type.Boolean({ description: 'Whether it was automated.' }),
    goodbye: maybe(Type.Boolean({ description: 'Whether the person only said goodbye; left out if not.' })),
    meetingAt: maybe(instant('When the meeting that was booked takes place.')),
    durationSeconds: maybe(count('Its duration.')),
  }),
  'lead.touchVoided': ofLead('A touch was voided.', touch),
  'lead.noted': ofLead('Somebody added a note to a lead.', { noteId: id('The note.') }),
  'lead.milestone': ofLead('A milestone was reached.', {
    milestoneId,
    name: milestone,
    occurredAt: instant('When it was reached.'),
    value: maybe(value),
  }),
  'lead.milestoneRevalued': ofLead('The value of a milestone changed.', {
    milestoneId,
    name: milestone,
    value,
    dealId: maybe(id('The deal whose amount changed, if that is why.')),
  }),
  'lead.milestoneReversed': ofLead('A milestone was reversed.', {
    milestoneId,
    name: milestone,
    dealId: maybe(id('The deal that is no longer won, if that is why.')),
  }),
  'lead.decisionRequested': ofLead(
    'The deal of a lead was lost and the lead stays open: its owner, or the next one, has to decide what happens to it.',
    { dealId: id('The id of the deal.') },
  ),
  'lead.decisionWithdrawn': ofLead(
    'A deal is open, so the decision requested after the loss of this deal or another one is no longer due.',
    {
      dealId: id('The deal whose loss had requested the decision.'),
      openDealId: maybe(id('The open deal, if it is another one.')),
    },
  ),
  'lead.disposed': ofLead('A lead was closed with a reason.', {
    ...DISPOSITION,
    restsOn: maybe(ids('touch', 'The touches that prove that the person could not be reached.')),
    withoutAttempts: maybe(WITHOUT_ATTEMPTS),
    suppressionId: maybe(id('The suppression that closed it on arrival.')),
    suppressed: maybe(
      facts({
        kind: word('What of the lead is suppressed: email, phone or domain.'),
        since: instant('When the suppression was made.'),
        leadId: maybe(id('The lead whose closing made it; absent if it was entered in the list.')),
      }),
    ),
    dealId: maybe(id('The deal that was lost, if that closed it.')),
    rule: maybe(word('The routing rule that closed it on arrival.')),
  }),
  'lead.corrected': ofLead('The disposition was corrected.', {
    ...DISPOSITION,
    supersedes: id('The former disposition.'),
    withoutAttempts: maybe(WITHOUT_ATTEMPTS),
  }),
  'lead.reopened': ofLead(
    'A lead was reopened, in a new cycle unless what had closed it was undone; or the person of an open lead to whom nobody owed a first touch asked again, which begins a new cycle.',
    {
      by: word('Who caused it: a person or the contact.'),
      cycle: count('Its cycle: a new one, or the same if the closing of many leads or a merge was undone.', 1),
      bulkId: maybe(id('The id of the bulk closing that was undone.')),
      dealId: maybe(id('The deal because of which it was reopened.')),
      why: maybe(
        word(
          'What happened to that deal: dealReopened, dealOpened or dealWon; or unmerged; or promised: a lead that was brought along got its first promise.',
        ),
      ),
      inquiryId: maybe(id('The form that the contact sent.')),
      touchId: maybe(id('The touch by which the contact asked.')),
      touchKind: maybe(word('The kind of that touch.')),
    },
  ),
  'lead.woken': ofLead('A nurtured or recycled lead came back in a new cycle.', {
    clockId: id('The id of the clock that brought it back.'),
    from: word('The former status: nurture or recycle.'),
    cycle: count('The new cycle.', 1),
  }),
  'lead.erased': ofLead('The personal data of a lead was erased.', { erasureId: id('The id of the erasure.') }),
};
