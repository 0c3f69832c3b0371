import { type TProperties, Type } from '@sinclair/typebox';
import { id, instant, nullable } from '../platform/input/schema.js';
import { OWNED_TYPES } from '../vocabulary/subjects.js';
import { count, type EventShape, facts, flag, ids, maybe, of, word } from './event-shape.js';

/** The state of the clock, in every event about a promise. */
const CLOCK = {
  clockId: id('The id of the clock.'),
  kind: word('Its kind, such as firstTouch, leadResponse or followUp.'),
  repId: nullable(id('The rep who owes it; null if the company owes it, or no person does.')),
  dueAt: nullable(instant('The deadline; null for none.')),
  step: maybe(
    count('For a cadence, the step, from 1. For a handoff, the number of the receiver or question; 0 for the giver.'),
  ),
  opensAt: maybe(instant('When its window opens, or the meeting takes place for which a decision waits.')),
  outOfReach: maybe(flag('True if the hours in which it counts do not come within ten years.')),
};
/** For a step of a cadence: what is required. */
const REQUIREMENTS = {
  steps: maybe(count('The number of steps of the cadence.', 1)),
  kinds: maybe(Type.Array(word('A kind of touch.'), { description: 'The kinds of touch that keep it.' })),
};
const SPENT = Type.Number({ minimum: 0, description: 'For a handoff, the working time from its start until then.' });
const ofClock = (description: string, fields: TProperties = {}): EventShape =>
  of(OWNED_TYPES, description, { ...CLOCK, ...fields });

const toWhom = Type.Union(
  [word('By their position.'), facts({ repId: id('A rep.') }), facts({ teamId: id('A team.') })],
  {
    description: 'The recipient named by the policy.',
  },
);

const COVER = id('For a deal whose owner is away: the cover, who was notified as well.');

export const SLA_EVENTS = {
  'sla.started': ofClock('A clock started.', {
    ...REQUIREMENTS,
    paused: maybe(flag('True if it is paused from the start.')),
    by: maybe(word('`dealLost`: its deal was lost, so its owner has to decide what becomes of it.')),
    dealId: maybe(id('That deal.')),
  }),
  'sla.warned': ofClock('Its owner was reminded before the deadline.', {
    share: Type.Number({ minimum: 0, maximum: 100, description: 'The share of the time that has passed, in percent.' }),
    coverRepId: maybe(COVER),
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
    acknowledgedAt: maybe(instant('When its owner accepted the lead, if that was the promise.')),
    workingSeconds: maybe(SPENT),
  }),
  'sla.corrected': ofClock('The result of a clock was corrected.', {
    metAt: nullable(instant('When it was met; null if it was not.')),
    breachedAt: maybe(instant('When the miss was recorded.')),
    state: maybe(word('Its state now.')),
    why: maybe(word('The cause of the correction.')),
  }),
  'sla.struck': ofClock('A miss was struck: it no longer counts.', {
    missedAt: instant('When the miss had been recorded.'),
    state: word('Its state now: still breached if only the counting ends, else what it would be without the miss.'),
    metAt: nullable(instant('When it was met, on time or late; null if it was not.')),
    why: word('`reason`: a person gave a reason. `policy`: the version of the policy was a mistake.'),
    versionBefore: maybe(Type.Integer({ description: 'The version of the policy under which it was not yet due.' })),
  }),
  'sla.escalated': ofClock('People were notified of a miss.', {
    to: maybe(toWhom),
    toRepId: maybe(nullable(id('The rep who was notified; null for none.'))),
    toTeamId: maybe(id('The team that was notified, or in place of which a rep was.')),
    toRepIds: maybe(ids('rep', 'The members of the team who were notified.')),
    insteadOf: maybe(ids('rep', 'The reps who were passed over because they are away.')),
    coverRepId: maybe(COVER),
    why: word('The cause, such as policy, repeat, reminder, nobodyElse or maxReassignments.'),
  }),
  'sla.cancelled': ofClock('A clock was cancelled.', {
    ...REQUIREMENTS,
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
};
