import { describe, expect, it } from '@jest/globals';
import type { LedgerRow } from '../../src/events/event.js';
import { namesOf } from '../../src/leads/lead.js';
import { causeWords } from '../../src/leads/placing-sentences.js';
import { sentenceOf } from '../../src/leads/timeline.js';
import { aDirectory } from './directory.builder.js';

const names = namesOf(
  aDirectory({
    reps: [
      { id: 'ann', name: 'Ann' },
      { id: 'bo', name: 'Bo' },
    ],
    pools: [{ id: 'dach', name: 'DACH' }],
    teams: [{ id: 'inbound', name: 'Inbound', repIds: ['ann', 'bo'] }],
    calendars: [{ id: 'office', name: 'Office' }],
    sources: [{ id: 'site', code: 'web-de', label: 'German website', aliases: ['website-de'] }],
    reasons: [{ code: 'price', label: 'Too expensive' }],
  }),
  'Europe/Berlin',
);
const say = (type: LedgerRow['type'], data: Record<string, unknown>, notes = {}) =>
  sentenceOf({ type, data }, names, new Map(Object.entries(notes)));
const DUE = '2026-03-02T15:05:00.000Z';
const LOCAL = 'Mon 2 Mar 2026, 16:05 (Europe/Berlin)';

describe('the sentence of an event', () => {
  it.each<[LedgerRow['type'], Record<string, unknown>, string]>([
    ['lead.received', { source: 'web' }, 'Received from web'],
    ['lead.received', { source: 'web', test: true }, 'Received from web as a test'],
    ['lead.updated', { fields: ['channel', 'contact.name'] }, 'Updated: channel, contact.name'],
    [
      'lead.updated',
      { fields: ['policy'], formerPolicyVersion: 1, policy: { id: 'gone', version: 2 } },
      'Its policy is now version 2 of policy gone',
    ],
    ['sla.started', { kind: 'nurtureWake', dueAt: DUE }, `It comes back on ${LOCAL}`],
    ['sla.started', { kind: 'recycle', dueAt: DUE }, `It comes back on ${LOCAL}`],
    ['lead.received', { source: 'Website-DE' }, 'Received from German website'],
    [
      'lead.assigned',
      { repId: 'ann', poolId: 'dach', cause: 'intake', dealt: true },
      'Assigned to Ann from DACH, when it came in',
    ],
    [
      'lead.assigned',
      { repId: 'ann', poolId: 'dach', cause: 'claim' },
      'Assigned to Ann from DACH, who claimed it first',
    ],
    // Its pool stays, but did not deal it.
    ['lead.assigned', { repId: 'ann', poolId: 'dach', cause: 'manual' }, 'Assigned to Ann, by hand'],
    [
      'lead.assigned',
      { repId: 'ann', poolId: 'dach', cause: 'inquiry' },
      'Assigned to Ann, after the person asked again',
    ],
    [
      'lead.assigned',
      { repId: 'bo', poolId: 'dach', cause: 'inquiry', dealt: true, insteadOf: ['ann'] },
      'Assigned to Bo from DACH, after the person asked again, as Ann is away',
    ],
    [
      'lead.assigned',
      { repId: 'bo', poolId: 'dach', cause: 'inquiry', dealt: true, insteadOf: ['ann'], inactive: true },
      'Assigned to Bo from DACH, after the person asked again, as Ann has left',
    ],
    [
      'lead.assigned',
      { repId: 'bo', poolId: 'dach', cause: 'absence', dealt: true, insteadOf: ['ann'] },
      'Assigned to Bo from DACH, as Ann is away',
    ],
    [
      'lead.assigned',
      { repId: 'ann', poolId: null, cause: 'reopen', touchKind: 'call' },
      'Assigned to Ann, after the person called',
    ],
    ['lead.assigned', { repId: 'ann', poolId: null, cause: 'given' }, 'Assigned to Ann, as its source requested'],
    [
      'lead.queued',
      { poolId: 'dach', why: 'offHours' },
      'Waits in the queue of DACH: nobody who could take it is at work',
    ],
    [
      'lead.queued',
      { poolId: null, why: 'noPool' },
      'Waits in the queue: no rule matches, and there is no fallback pool',
    ],
    ['lead.queued', { poolId: 'dach', why: 'nobodyEligible' }, 'Waits in the queue of DACH: nobody can take it'],
    ['lead.queued', { poolId: 'dach', cause: 'reopen' }, 'Back in the queue of DACH: what had closed it was undone'],
    [
      'lead.queued',
      { fromRepId: 'ann', poolId: 'dach', cause: 'absence', inactive: true, why: 'nobodyEligible' },
      'Moved from Ann into the queue of DACH: Ann has left; nobody can take it',
    ],
    [
      'lead.reassigned',
      { fromRepId: 'ann', repId: 'bo', cause: 'breach', kind: 'firstTouch', within: 'PT5M' },
      'Moved from Ann to Bo: no first touch within 5 minutes',
    ],
    [
      'lead.reassigned',
      { fromRepId: 'ann', repId: 'bo', cause: 'breach', kind: 'firstTouch', within: 'P1DT1H30M' },
      'Moved from Ann to Bo: no first touch within 1 day 1 hour 30 minutes',
    ],
    ['lead.reassigned', { fromRepId: 'ann', repId: 'bo', cause: 'absence' }, 'Moved from Ann to Bo: Ann is away'],
    [
      'lead.reassigned',
      { fromRepId: 'ann', repId: 'bo', cause: 'absence', inactive: true },
      'Moved from Ann to Bo: Ann has left',
    ],
    [
      'lead.touched',
      { repId: 'ann', direction: 'outbound', kind: 'email', outcome: 'sent', automated: true },
      'Automated: e-mail, sent',
    ],
    [
      'lead.touched',
      { repId: 'ann', direction: 'inbound', kind: 'email', outcome: 'bounced', automated: true },
      'Automated, from the contact: e-mail, bounced',
    ],
    [
      'lead.touched',
      { repId: null, direction: 'outbound', kind: 'call', outcome: 'noAnswer' },
      'Somebody: call, no answer',
    ],
    ['sla.breached', { kind: 'firstTouch', wouldHave: [] }, 'First touch was missed'],
    [
      'lead.touched',
      { repId: 'ann', direction: 'outbound', kind: 'call', outcome: 'connected' },
      'Ann: call, connected',
    ],
    [
      'lead.touched',
      { repId: 'ann', direction: 'inbound', kind: 'email', outcome: 'replied' },
      'The contact: e-mail, replied',
    ],
    [
      'lead.touched',
      { repId: 'ann', direction: 'inbound', kind: 'email', outcome: 'replied', goodbye: true },
      'The contact: e-mail, replied, only to say goodbye',
    ],
    [
      'lead.touched',
      { repId: 'ann', direction: 'outbound', kind: 'call', outcome: 'noAnswer' },
      'Ann: call, no answer',
    ],
    [
      'sla.cancelled',
      { kind: 'firstTouch', reason: 'alreadyTouched' },
      'First touch is no longer owed: the lead had been touched before',
    ],
    ['lead.milestone', { name: 'won' }, 'Won'],
    ['lead.milestone', { name: 'won', value: { amount: '80.00', currency: 'EUR' } }, 'Won, worth EUR 80.00'],
    ['lead.disposed', { category: 'suppress', reason: 'spam' }, 'Closed as suppressed: spam'],
    [
      'lead.disposed',
      { category: 'suppress', reason: 'spam', suppressionId: 's', suppressed: { kind: 'phone', since: DUE } },
      `Closed as it came in, because its phone number has been suppressed since ${LOCAL}, by an entry in the list: spam`,
    ],
    [
      'lead.disposed',
      {
        category: 'suppress',
        reason: 'spam',
        suppressionId: 's',
        suppressed: { kind: 'email', since: DUE, leadId: 'l' },
      },
      `Closed as it came in, because its e-mail address has been suppressed since ${LOCAL}, when another lead was closed: spam`,
    ],
    [
      'lead.inquired',
      { source: 'web-de', matchedBy: 'email', became: 'joined', firstTouch: 'begins' },
      'The person asked again: a form from German website, known by their e-mail address. A first touch is owed because of it',
    ],
    [
      'lead.inquired',
      { source: 'web', matchedBy: 'phone', became: 'joined', firstTouch: 'stillOwed' },
      'The person asked again: a form from web, known by their phone number. The first touch is still owed',
    ],
    [
      'lead.inquired',
      { source: 'web', matchedBy: 'phone', became: 'joined', firstTouch: 'none' },
      'The person asked again: a form from web, known by their phone number. No first touch is owed because of it',
    ],
    [
      'lead.inquired',
      { source: 'web', matchedBy: 'phone', became: 'woken' },
      'The person asked again, which brings it back: a form from web, known by their phone number',
    ],
    ['lead.milestone', { name: 'qualified' }, 'Qualified'],
    ['lead.disposed', { category: 'lost', reason: 'price' }, 'Closed as lost: Too expensive'],
    [
      'lead.disposed',
      { category: 'nurture', reason: 'not_now', returnsAt: DUE },
      `Set aside until later: not_now, back on ${LOCAL}`,
    ],
    ['lead.updated', { fields: ['waiting'] }, 'Stays with its owner: it no longer waits for somebody else'],
    [
      'lead.updated',
      { fields: ['poolId', 'waiting'] },
      'Updated: poolId. Stays with its owner: it no longer waits for somebody else',
    ],
    ['lead.reopened', { by: 'contact' }, 'A new cycle: the person asked again'],
    ['lead.reopened', { by: 'contact', inquiryId: 'i' }, 'A new cycle: the person sent another form'],
    ['lead.reopened', { by: 'contact', touchKind: 'sms' }, 'A new cycle: the person sent a text message'],
    ['lead.reopened', { by: 'person', why: 'unmerged' }, 'Open again, because its merging was taken back'],
    ['lead.reopened', { by: 'person', why: 'dealWon', dealId: 'd' }, 'Open again, because its deal was won'],
    ['lead.reopened', { by: 'person' }, 'Reopened by hand'],
    ['lead.reopened', { by: 'person', bulkId: 'many' }, 'Reopened: the closing of many leads was undone'],
    ['lead.woken', { from: 'nurture' }, 'Woken from nurture'],
    ['lead.woken', { from: 'recycle' }, 'Back from recycling'],
    ['sla.started', { kind: 'firstTouch', dueAt: DUE }, `First touch is due by ${LOCAL}`],
    ['sla.started', { kind: 'leadResponse', dueAt: null }, 'First response is measured without a deadline'],
    ['sla.started', { kind: 'leadResponse', dueAt: null, paused: true }, 'First response is owed, but paused'],
    [
      'sla.warned',
      { repId: 'ann', share: 0.5, dueAt: DUE },
      `Ann was warned: 50% of the time is used, due by ${LOCAL}`,
    ],
    ['sla.breached', { kind: 'firstTouch', dueAt: DUE }, `First touch was missed: it was due by ${LOCAL}`],
    ['sla.breached', { kind: 'firstTouch', wouldHave: ['reassign'] }, 'First touch was missed (only recorded)'],
    ['sla.met', { kind: 'firstTouch', metAt: DUE }, `First touch was on time: ${LOCAL}`],
    ['sla.met', { kind: 'leadResponse', dueAt: null, metAt: DUE }, `First response was made: ${LOCAL}`],
    ['sla.met', { kind: 'firstTouch', metAt: DUE, late: true }, `First touch was late: ${LOCAL}`],
    [
      'sla.corrected',
      { kind: 'firstTouch', metAt: DUE },
      `First touch was on time after all: a touch on ${LOCAL} was reported after the deadline`,
    ],
    ['sla.escalated', { toRepId: 'bo', why: 'nobodyElse' }, 'Bo was notified: nobody else can take the lead'],
    [
      'sla.escalated',
      { toRepId: 'bo', insteadOf: ['ann'], why: 'policy' },
      'Bo was notified, as Ann is away: the deadline for the answer was missed',
    ],
    [
      'sla.escalated',
      { toRepId: 'bo', insteadOf: ['ann', 'cy'], why: 'policy' },
      'Bo was notified, as Ann and rep cy are away: the deadline for the answer was missed',
    ],
    [
      'sla.escalated',
      { toRepId: 'bo', insteadOf: ['1', '2', '3', '4', '5', '6'], why: 'policy' },
      'Bo was notified, as rep 1, rep 2, rep 3, rep 4, rep 5, and rep 6 are away: the deadline for the answer was missed',
    ],
    [
      'sla.escalated',
      { toRepId: 'bo', insteadOf: ['1', '2', '3', '4', '5', '6', '7'], why: 'policy' },
      'Bo was notified, as rep 1, rep 2, rep 3, rep 4, rep 5, and 2 others are away: the deadline for the answer was missed',
    ],
    [
      'sla.escalated',
      { toTeamId: 'inbound', toRepIds: ['ann', 'bo'], why: 'policy' },
      'The team Inbound was notified (Ann and Bo): the deadline for the answer was missed',
    ],
    [
      'sla.escalated',
      { toRepId: 'bo', toTeamId: 'inbound', insteadOf: ['ann'], why: 'policy' },
      'Bo was notified in place of the team Inbound, as Ann is away: the deadline for the answer was missed',
    ],
    [
      'sla.escalated',
      { toRepId: 'bo', toTeamId: 'gone', why: 'policy' },
      'Bo was notified in place of the team gone: the deadline for the answer was missed',
    ],
    [
      'sla.escalated',
      { kind: 'firstTouch', toRepId: 'bo', why: 'repeat' },
      'Bo was notified: the deadline for the first touch was missed, and there has been no first touch since',
    ],
    [
      'sla.escalated',
      { kind: 'firstTouch', repId: 'ann', toRepId: 'bo', why: 'policy' },
      'Bo was notified: Ann missed the deadline for the first touch',
    ],
    [
      'sla.escalated',
      { kind: 'followUp', step: 2, repId: 'ann', toTeamId: 'inbound', toRepIds: ['ann', 'bo'], why: 'policy' },
      'The team Inbound was notified (Ann and Bo): Ann missed the deadline for step 2 of the follow-up',
    ],
    [
      'sla.escalated',
      { kind: 'leadResponse', repId: null, toRepId: 'bo', why: 'policy' },
      'Bo was notified: the deadline for the first response was missed',
    ],
    [
      'sla.escalated',
      { kind: 'decide', repId: 'ann', toRepId: 'ann', why: 'reminder' },
      'Ann was notified: the deadline for the decision was missed, and it is still to be done',
    ],
    [
      'sla.escalated',
      { kind: 'followUp', step: 1, repId: 'ann', toRepId: 'ann', why: 'reminder' },
      'Ann was notified: the deadline for step 1 of the follow-up was missed',
    ],
    [
      'sla.cancelled',
      { kind: 'followUp', step: 1, reason: 'contact' },
      'Follow-up (step 1) is no longer owed: the contact was reached',
    ],
    [
      'sla.cancelled',
      { kind: 'followUp', step: 1, reason: 'contact', by: 'milestone' },
      'Follow-up (step 1) is no longer owed: the lead reached a milestone',
    ],
    [
      'sla.escalated',
      { toRepId: null, why: 'maxReassignments' },
      'There was nobody to notify: the lead has moved as often as its policy allows',
    ],
    ['sla.cancelled', { kind: 'firstTouch', reason: 'closed' }, 'First touch is no longer owed: the lead was closed'],
  ])('%s %j', (type, data, sentence) => expect(say(type, data)).toBe(sentence));

  it('names the rep who did it', () => {
    const by = (data: Record<string, unknown>) =>
      sentenceOf({ type: 'lead.reopened', data: { by: 'person', ...data }, actorType: 'rep', actorId: 'ann' }, names);
    expect([by({}), by({ bulkId: 'many' })]).toEqual([
      'Reopened by Ann',
      'Reopened: Ann undid the closing of many leads',
    ]);
    const touched = { repId: null, direction: 'outbound', kind: 'call', outcome: 'noAnswer' };
    expect(sentenceOf({ type: 'lead.touched', data: touched, actorType: 'rep', actorId: 'bo' }, names)).toBe(
      'Bo: call, no answer',
    );
  });

  it('quotes the note of the assignment, or else the reason in the ledger', () => {
    const data = { fromRepId: 'ann', repId: 'bo', cause: 'manual', assignmentId: 'a1', reason: 'other' };
    expect(say('lead.reassigned', data, { a1: 'speaks French' })).toBe(
      'Moved from Ann to Bo: by hand (“speaks French”)',
    );
    expect(say('lead.reassigned', data)).toBe('Moved from Ann to Bo: by hand (“other”)');
  });

  it('names an unknown kind of clock as the event does', () => {
    expect(say('sla.cancelled', { kind: 'renewal', reason: 'closed' })).toBe(
      'Renewal is no longer owed: the lead was closed',
    );
  });
});

describe('the reason why a clock was re-planned', () => {
  const because = (data: object) => say('sla.replanned', { kind: 'firstTouch', repId: 'ann', dueAt: DUE, ...data });
  const anew = `First touch is now due by ${LOCAL}`;

  it.each([
    ['calendarChanged', `${anew}: the calendar Office was changed`],
    ['otherCalendar', `${anew}: it now goes by the calendar Office`],
    ['timeZone', `${anew}: the time zone of Ann was changed`],
    ['absences', `${anew}: the absences of Ann were changed`],
  ])('is given: %s', (why, sentence) => expect(because({ why, calendarId: 'office' })).toBe(sentence));

  it('is left out if the event has none', () => expect(because({})).toBe(anew));

  it('mentions a grace period in words that fit both near and past deadlines', () =>
    expect(because({ why: 'policyChanged', grace: true })).toBe(
      `${anew}: its policy was changed, for what is open too; less than the policy's grace was left, so its owner has until then`,
    ));
});

describe('a cause', () => {
  it('has its words, and is shown verbatim if it is unknown', () => {
    expect([causeWords({ cause: 'queue' }), causeWords({ cause: 'lottery' })]).toEqual([
      'after it had waited',
      'lottery',
    ]);
  });

  it('of an absence names the rep who is away or has left', () => {
    const away = { cause: 'absence' };
    expect([causeWords(away), causeWords(away, 'Ann'), causeWords(away, 'you')]).toEqual([
      'its owner is away',
      'Ann is away',
      'you are away',
    ]);
    const left = { ...away, inactive: true };
    expect([causeWords(left, 'Ann'), causeWords(left, 'you')]).toEqual(['Ann has left', 'you have left']);
  });

  it('of a miss names what was due', () => {
    const missed = (kind: string) => causeWords({ cause: 'breach', kind });
    expect([missed('firstTouch'), missed('leadResponse')]).toEqual([
      'no first touch in time',
      'no first response in time',
    ]);
  });
});
