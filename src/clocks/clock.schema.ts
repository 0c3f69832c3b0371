import { Type } from '@sinclair/typebox';
import { id, instant, nullable, objectSchema, oneOf, optionalFlag } from '../platform/input/schema.js';
import { CLOCK_STATES, LEAD_CLOCK_KINDS } from './clock.js';
import { leadRulesOf } from './kinds.js';

/** A clock as the API returns it with its lead. */
export const ClockSchema = objectSchema(
  'Clock',
  'A clock: a promise with a deadline, or an action that is scheduled.',
  {
    id: id('The id of the clock.'),
    kind: oneOf(LEAD_CLOCK_KINDS, { description: kindsDescribed() }),
    state: oneOf([...CLOCK_STATES, 'paused'], {
      description:
        'Whether it is running or paused, was met or missed, or ended otherwise. A breach that is corrected becomes `met`.',
    }),
    repId: Type.Optional(id('The owner who owes it.')),
    startedAt: instant('When it began.'),
    step: Type.Optional(Type.Integer({ minimum: 1, description: 'For a cadence, the step.' })),
    opensAt: Type.Optional(
      instant(
        'For a step, when its window opens; a touch before that counts too. For a decision, the meeting from which its time counts.',
      ),
    ),
    dueAt: nullable(instant('The deadline; null if it only measures, or if it is paused without an end.')),
    outOfReach: optionalFlag(
      'True if it has no deadline because the hours in which it counts do not come within ten years. It gets one as soon as they do.',
    ),
    remainingSeconds: nullable(
      Type.Integer({ minimum: 0 }),
      'Whole seconds until it is due, in working or elapsed time as promised; for a paused clock, the time that it has left. Null without a deadline.',
    ),
    ticking: Type.Boolean({
      description: 'Whether its time is running now: not while it is paused or its calendar is closed.',
    }),
    ticksUntil: Type.Optional(
      instant('When its calendar closes, if its time runs now and that is before its deadline.'),
    ),
    resumesAt: Type.Optional(instant('When its time runs again, if it does not now and that is known.')),
    pausedAt: Type.Optional(instant('When it was paused.')),
    graceUntil: Type.Optional(
      instant(
        'The earliest deadline after a change that would have made it due sooner, so that its owner is notified first.',
      ),
    ),
    acknowledgedAt: Type.Optional(
      instant("When its owner acknowledged it. If they miss it, the lead moves later by the policy's `acknowledge`."),
    ),
    metAt: Type.Optional(instant('When the promise was kept, even after a breach.')),
    breachedAt: Type.Optional(instant('When the breach was enforced: never before `dueAt`.')),
    struckBreachAt: Type.Optional(
      instant(
        'When the breach that was struck last had been enforced. If it equals `breachedAt`, the promise no longer counts as missed; otherwise it has run again since.',
      ),
    ),
    target: Type.Optional(
      Type.String({ description: 'The time promised, a duration as the policy has it.', examples: ['PT5M'] }),
    ),
    endReason: Type.Optional(Type.String({ description: 'Why it was cancelled.' })),
  },
);

function kindsDescribed(): string {
  const described = LEAD_CLOCK_KINDS.flatMap((kind) => {
    const { description } = leadRulesOf({ kind });
    return description === null ? [] : [`\`${kind}\`: ${description}.`];
  });
  return [...described, 'The others bring it back.'].join(' ');
}
