import { describe, expect, it } from '@jest/globals';
import type { LeadClock } from '../../src/clocks/clock.js';
import type { PolicyBody } from '../../src/sla/policy.dto.js';
import type { SlaPolicy } from '../../src/sla/policy.js';
import type { TouchFacts } from '../../src/sla/what-counts.js';
import { policy } from '../sla/sla.builder.js';
import { HOUR } from '../support/instants.js';
import { RECEIVED } from './lifecycle.builder.js';
import { WorkedLead } from './worked-lead.builder.js';

type Act = (lead: WorkedLead) => void;
/** What is promised, what happens, and what the promises to the lead then are: Ann's, unless they name another rep. */
type Case = [name: string, given: SlaPolicy, when: readonly Act[], then: readonly string[]];

const at =
  (hours: number, ...acts: readonly Act[]): Act =>
  (lead) => {
    lead.wait(RECEIVED + hours * HOUR - lead.now);
    for (const act of acts) act(lead);
  };
const touch =
  (kind: TouchFacts['kind'], outcome: TouchFacts['outcome'] = 'noAnswer', facts: Partial<TouchFacts> = {}): Act =>
  (lead) =>
    lead.touch({ kind, outcome, ...facts });
const CALL = touch('call');
const TALK = touch('call', 'connected');
const EMAIL = touch('email', 'sent');
const REPLY = touch('email', 'replied', { direction: 'inbound' });
const GOODBYE = touch('email', 'replied', { direction: 'inbound', goodbye: true });
const NO_SHOW = touch('meeting', 'noShow');
const CANCELLED = touch('meeting', 'cancelled');
const BOOKED = touch('meeting', 'booked');
const bookedFor = (hours: number) => touch('meeting', 'booked', { meetingAt: RECEIVED + hours * HOUR });
const callAt = (hours: number, facts: Partial<TouchFacts> = {}) =>
  touch('call', 'noAnswer', { occurredAt: RECEIVED + hours * HOUR, ...facts });
const give =
  (repId: string): Act =>
  (lead) =>
    lead.give(repId);
const pause =
  (hours: number): Act =>
  (lead) =>
    lead.pause(hours * HOUR);
const takeBack =
  (which: number): Act =>
  (lead) =>
    lead.takeBack(which);
const qualify: Act = (lead) => lead.reach('qualified');
const lose: Act = (lead) => lead.lose();

/** Returns a clock in words, with its instants in hours since the lead was received. */
function words({
  kind,
  step,
  repId,
  state,
  opensAt,
  dueAt,
  metAt,
  breachedAt,
  endReason,
  pausedAt,
}: LeadClock): string {
  const hour = (instant: number | null) => (instant === null ? '' : `${(instant - RECEIVED) / HOUR}`);
  const what = [kind, step ?? '', repId === 'ann' || repId === null ? '' : `of ${repId}`].filter(Boolean).join(' ');
  if (pausedAt !== null) return `${what}: paused`;
  if (state === 'running')
    return `${what}: due ${[opensAt, dueAt]
      .filter((each) => each !== null)
      .map(hour)
      .join('–')}`;
  if (state === 'cancelled') return `${what}: off, ${endReason}`;
  return [
    `${what}: ${state}`,
    breachedAt !== null && `missed ${hour(breachedAt)}`,
    metAt !== null && `kept ${hour(metAt)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function clocksAfter(given: SlaPolicy, when: readonly Act[]): string[] {
  const lead = new WorkedLead(given, ['ann', 'bo', 'cy']);
  for (const act of when) act(lead);
  return lead.leadCase.clocks.filter(({ target }) => target !== null).map(words);
}

const promise = (body: Partial<PolicyBody> = {}, firstTouch: Partial<PolicyBody['firstTouch']> = {}) =>
  policy({ within: 'PT1H', ...firstTouch }, body);
type FollowUp = NonNullable<PolicyBody['followUp']>;
const STOPS: FollowUp['stopOn'] = ['connected', 'replied', 'booked', 'held'];
const follow = (steps: FollowUp['steps'], fields: Partial<FollowUp> = {}): FollowUp => ({
  ...{ steps, stopOn: STOPS, onMiss: [{ after: 'PT0S', do: 'remind' }] },
  ...fields,
});
const TWO_STEPS: FollowUp['steps'] = [
  { kinds: ['call'], after: 'P1D', within: 'PT4H' },
  { kinds: ['email', 'sms'], after: 'P2D', within: 'P1D' },
];
const CADENCE = follow(TWO_STEPS);
const callAfter = (after: string): FollowUp['steps'][number] => ({ kinds: ['call'], after, within: 'PT1H' });
const TO_MEET: FollowUp['steps'] = [callAfter('PT0S'), { kinds: ['email'], after: 'PT0S', within: 'PT1H' }];
const CALL_LATER = follow([callAfter('PT1H')]);

const check = (_: string, given: SlaPolicy, when: readonly Act[], then: readonly string[]) =>
  expect(clocksAfter(given, when)).toEqual(then);

describe('a cadence', () => {
  it.each<Case>([
    [
      'ends with contact, and then a decision is due, which closing makes',
      promise({ followUp: CADENCE, decideWithin: 'P5D' }),
      [CALL, at(1, REPLY), at(48, lose)],
      ['firstTouch: met, kept 0', 'followUp 1: off, contact', 'decide: met, kept 48'],
    ],
    [
      'goes on after a goodbye, which is no contact',
      promise({ followUp: CADENCE, decideWithin: 'P5D' }),
      [CALL, at(1, GOODBYE)],
      ['firstTouch: met, kept 0', 'followUp 1: due 24–28'],
    ],
    [
      'ends with a milestone',
      promise({ followUp: CADENCE }),
      [EMAIL, qualify],
      ['firstTouch: met, kept 0', 'followUp 1: off, contact'],
    ],
    [
      'ends with its lead as closed, and not by contact',
      promise({ followUp: CADENCE, decideWithin: 'P5D' }),
      [CALL, lose],
      ['firstTouch: met, kept 0', 'followUp 1: off, closed'],
    ],
    [
      'is taken over with the time of a window that is not open yet',
      promise({ followUp: CADENCE }),
      [CALL, at(2, give('bo'))],
      ['firstTouch: met, kept 0', 'followUp 1: off, reassigned', 'followUp 1 of bo: due 24–28'],
    ],
    [
      'is taken over in an open window, which starts again',
      promise({ followUp: CADENCE }),
      [CALL, at(27, give('bo'))],
      ['firstTouch: met, kept 0', 'followUp 1: off, reassigned', 'followUp 1 of bo: due 31'],
    ],
    [
      'goes on with the next step once its new owner has kept the one that they took over',
      promise({ followUp: CADENCE }),
      [CALL, at(2, give('bo')), at(27.5, CALL)],
      [
        'firstTouch: met, kept 0',
        'followUp 1: off, reassigned',
        'followUp 1 of bo: met, kept 27.5',
        'followUp 2 of bo: due 75.5–99.5',
      ],
    ],
    [
      'is judged by when a touch happened, whenever it is reported',
      promise({ followUp: CADENCE }),
      [CALL, at(29, callAt(25))],
      ['firstTouch: met, kept 0', 'followUp 1: met, missed 28, kept 25', 'followUp 2: due 76–100'],
    ],
    [
      'is judged so when its lead is closed, too',
      promise({ followUp: CADENCE }),
      [CALL, at(29, lose, callAt(25))],
      ['firstTouch: met, kept 0', 'followUp 1: met, missed 28, kept 25', 'followUp 2: off, closed'],
    ],
    [
      'resumes after a no-show at the step that contact had ended, also if no decision is required',
      promise({ followUp: CADENCE }),
      [NO_SHOW, CALL, at(24, CALL, touch('sms', 'replied')), at(48, NO_SHOW)],
      ['firstTouch: met, kept 0', 'followUp 1: met, kept 24', 'followUp 2: off, contact', 'followUp 2: due 96–120'],
    ],
    [
      'begins after a no-show if contact came with the first touch',
      promise({ followUp: CADENCE }),
      [touch('call', 'booked'), at(48, NO_SHOW)],
      ['firstTouch: met, kept 0', 'followUp 1: due 72–76'],
    ],
    [
      'does not resume after a no-show once the lead has reached a milestone',
      promise({ followUp: CADENCE, decideWithin: 'P5D' }),
      [CALL, qualify, at(24, NO_SHOW)],
      ['firstTouch: met, kept 0', 'followUp 1: off, contact'],
    ],
    [
      'begins although the lead was reached, in a way that the policy does not count as contact',
      promise({ followUp: follow(TWO_STEPS, { stopOn: ['booked'] }), decideWithin: 'P5D' }),
      [TALK],
      ['firstTouch: met, kept 0', 'followUp 1: due 24–28'],
    ],
    [
      'begins although the touch that counts was no attempt',
      promise(
        { followUp: CADENCE },
        { counts: [{ direction: 'outbound' }, { direction: 'outbound', outcomes: ['wrongNumber'] }] },
      ),
      [touch('call', 'wrongNumber')],
      ['firstTouch: met, kept 0', 'followUp 1: due 24–28'],
    ],
    [
      'begins for an owner who owes no first touch, because the former one was in time',
      promise({ followUp: CADENCE }, { by: 'owner', onBreach: [{ after: 'PT0S', do: 'reassign' }] }),
      [at(1 + 1 / 60, callAt(0.25, { repId: 'ann' }))],
      [
        'firstTouch: met, missed 1, kept 0.25',
        'firstTouch of bo: off, alreadyTouched',
        'followUp 1 of bo: due 24.25–28.25',
      ],
    ],
  ])('%s', check);
});

describe('a decision', () => {
  it.each<Case>([
    [
      'is due after the first touch if there is no cadence, and is made by a milestone',
      promise({ decideWithin: 'P5D' }),
      [TALK, at(24, qualify)],
      ['firstTouch: met, kept 0', 'decide: met, kept 24'],
    ],
    [
      'is not due while only the lead has replied: its owner still owes the first touch',
      promise({ decideWithin: 'P5D' }),
      [at(0.25, REPLY)],
      ['firstTouch: due 1'],
    ],
    [
      'is due once the owner who still owed the first touch has called',
      promise({ decideWithin: 'P5D' }),
      [at(0.25, REPLY), at(1.5, CALL)],
      ['firstTouch: breached, missed 1', 'firstTouch of bo: met, kept 1.5', 'decide of bo: due 121.5'],
    ],
    [
      'is postponed by a booked meeting',
      promise({ followUp: CADENCE, decideWithin: { within: 'P5D', meetings: 1 } }),
      [TALK, at(24, touch('meeting', 'booked'))],
      ['firstTouch: met, kept 0', 'decide: met, kept 24', 'decide: due 144'],
    ],
    [
      'is not postponed by more meetings than the policy allows',
      promise({ followUp: CADENCE, decideWithin: { within: 'P5D', meetings: 1 } }),
      [TALK, at(24, touch('meeting', 'booked')), at(48, touch('meeting', 'booked'))],
      ['firstTouch: met, kept 0', 'decide: met, kept 24', 'decide: due 144'],
    ],
    [
      'gives way to the follow-up after a no-show, and has its whole time after the next contact',
      promise({ followUp: CADENCE, decideWithin: { within: 'P5D', meetings: 1 } }),
      [TALK, at(24, touch('meeting', 'booked')), at(72, NO_SHOW, TALK)],
      [
        'firstTouch: met, kept 0',
        'decide: met, kept 24',
        'decide: off, noShow',
        'followUp 1: off, contact',
        'decide: due 192',
      ],
    ],
    [
      'gives way to the follow-up after a cancelled meeting, as after a no-show',
      promise({ followUp: CADENCE, decideWithin: { within: 'P5D', meetings: 1 } }),
      [TALK, at(24, BOOKED), at(72, CANCELLED)],
      ['firstTouch: met, kept 0', 'decide: met, kept 24', 'decide: off, meetingCancelled', 'followUp 1: due 96–100'],
    ],
    [
      'waits for the meeting that was booked, also if that is moved, and for another owner',
      promise({ followUp: CADENCE, decideWithin: { within: 'P5D', meetings: 2 } }),
      [TALK, at(24, bookedFor(240)), at(30, bookedFor(100)), at(31, give('bo'))],
      [
        'firstTouch: met, kept 0',
        'decide: met, kept 24',
        'decide: met, kept 30',
        'decide: off, reassigned',
        'decide of bo: due 100–220',
      ],
    ],
    [
      'waits for the meeting that the person books by themselves, where that keeps the first touch',
      promise({ decideWithin: 'P5D' }, { counts: [{ kind: 'meeting', direction: 'inbound', outcomes: ['booked'] }] }),
      [at(0.25, touch('meeting', 'booked', { direction: 'inbound', meetingAt: RECEIVED + 240 * HOUR }))],
      ['firstTouch: met, kept 0.25', 'decide: due 240–360'],
    ],
    [
      'does not wait for a meeting that does not take place',
      promise({ followUp: CADENCE, decideWithin: { within: 'P5D', meetings: 1 } }),
      [TALK, at(24, bookedFor(240)), at(72, CANCELLED)],
      ['firstTouch: met, kept 0', 'decide: met, kept 24', 'decide: off, meetingCancelled', 'followUp 1: due 96–100'],
    ],
    [
      'goes on if a meeting is moved: it is cancelled and booked at one instant, in whatever order that is reported',
      promise({ followUp: CADENCE, decideWithin: { within: 'P5D', meetings: 2 } }),
      [TALK, at(24, BOOKED), at(72, BOOKED, CANCELLED)],
      ['firstTouch: met, kept 0', 'decide: met, kept 24', 'decide: met, kept 72', 'decide: due 192'],
    ],
  ])('%s', check);
});

describe('a touch that is taken back', () => {
  it.each<Case>([
    [
      'leaves the promise kept by another touch, at its instant',
      promise(),
      [CALL, at(0.25, CALL, takeBack(0))],
      ['firstTouch: met, kept 0.25'],
    ],
    [
      'lets the clocks run on to their deadlines',
      promise({}, { leadWithin: 'PT2H' }),
      [at(0.25, CALL, takeBack(0))],
      ['firstTouch: due 1', 'leadResponse: due 2'],
    ],
    [
      'restores the miss that it had corrected, and moves the lead only once',
      promise(),
      [at(1, callAt(0.25, { repId: 'ann' }), takeBack(0))],
      ['firstTouch: breached, missed 1', 'firstTouch of bo: due 2'],
    ],
    [
      'runs the step again that it had met, and ends the one that began',
      promise({ followUp: follow(TO_MEET) }),
      [touch('sms', 'sent'), at(0.25, CALL, takeBack(1))],
      ['firstTouch: met, kept 0', 'followUp 1: due 0–1', 'followUp 2: off, touchVoided'],
    ],
    [
      'ends all steps if it was the first touch',
      promise({ followUp: follow(TO_MEET) }),
      [touch('sms', 'sent'), at(0.25, CALL, takeBack(1), takeBack(0))],
      ['firstTouch: due 1', 'followUp 1: off, touchVoided', 'followUp 2: off, touchVoided'],
    ],
    [
      'runs a step again, after whose miss the next one begins',
      promise({ followUp: follow(TO_MEET) }),
      [touch('sms', 'sent'), at(0.25, CALL, takeBack(1)), at(1)],
      [
        'firstTouch: met, kept 0',
        'followUp 1: breached, missed 1',
        'followUp 2: off, touchVoided',
        'followUp 2: due 1–2',
      ],
    ],
    [
      'restores the cadence if it was the contact, and ends the decision',
      promise({ followUp: CALL_LATER, decideWithin: 'P1D' }),
      [EMAIL, at(0.25, touch('chat', 'connected'), takeBack(1))],
      ['firstTouch: met, kept 0', 'followUp 1: due 1–2', 'decide: off, touchVoided'],
    ],
    [
      'restores the cadence if it was the contact and no decision is required',
      promise({ followUp: CALL_LATER }),
      [EMAIL, at(0.25, touch('chat', 'connected'), takeBack(1))],
      ['firstTouch: met, kept 0', 'followUp 1: due 1–2'],
    ],
    [
      'leaves the decision if another touch was contact too',
      promise({ followUp: CALL_LATER, decideWithin: 'P1D' }),
      [EMAIL, at(0.25, touch('chat', 'connected')), at(0.5, TALK, takeBack(1))],
      ['firstTouch: met, kept 0', 'followUp 1: met, kept 0.5', 'decide: due 24.25'],
    ],
    [
      'leaves the steps that follow from the other touches',
      promise({ followUp: follow([callAfter('PT0S'), callAfter('PT0S'), callAfter('PT0S')]) }),
      [EMAIL, at(0.25, CALL), at(0.5, CALL, takeBack(1))],
      [
        'firstTouch: met, kept 0',
        'followUp 1: met, kept 0.5',
        'followUp 2: due 0.25–1.25',
        'followUp 3: off, touchVoided',
      ],
    ],
    [
      'gives the first touch back to the rep who took over the step that it began',
      promise({ followUp: CALL_LATER }),
      [EMAIL, at(0.25, give('bo'), takeBack(0))],
      [
        'firstTouch: off, reassigned',
        'followUp 1: off, touchVoided',
        'followUp 1 of bo: off, touchVoided',
        'firstTouch of bo: due 1.25',
      ],
    ],
    [
      'is followed by a step again once the new owner calls',
      promise({ followUp: CALL_LATER, decideWithin: 'P1D' }),
      [CALL, at(0.25, give('bo'), takeBack(0)), at(0.5, CALL)],
      [
        'firstTouch: off, reassigned',
        'followUp 1: off, touchVoided',
        'followUp 1 of bo: off, touchVoided',
        'firstTouch of bo: met, kept 0.5',
        'followUp 1 of bo: due 1.5–2.5',
      ],
    ],
    [
      'is followed by a decision again once the new owner reaches the lead',
      promise({ followUp: CALL_LATER, decideWithin: 'P1D' }),
      [TALK, at(0.25, give('bo'), takeBack(0)), at(0.5, TALK)],
      [
        'firstTouch: off, reassigned',
        'decide: off, touchVoided',
        'decide of bo: off, touchVoided',
        'firstTouch of bo: met, kept 0.5',
        'decide of bo: due 24.5',
      ],
    ],
    [
      'leaves a paused lead with a paused clock',
      promise({ followUp: CALL_LATER }),
      [EMAIL, pause(3), takeBack(0)],
      ['firstTouch: paused', 'followUp 1: off, touchVoided'],
    ],
  ])('%s', check);
});

describe('a missed first touch', () => {
  const measured = promise({}, { onBreach: [] });

  it.each<Case>([
    ['is answered late by a call', measured, [at(2, CALL)], ['firstTouch: breached, missed 1, kept 2']],
    [
      'is corrected by a call in time, also of a closed lead',
      measured,
      [at(2, lose, callAt(1))],
      ['firstTouch: met, missed 1, kept 1'],
    ],
    [
      'is not answered by a call after its lead was closed',
      measured,
      [at(2, lose), at(3, CALL)],
      ['firstTouch: breached, missed 1'],
    ],
  ])('%s', check);
});
