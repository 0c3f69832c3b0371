import { Type } from '@sinclair/typebox';
import { id, instant, nullable, oneOf, thing } from '../platform/answer.js';
import { CLOCK_STATES, LEAD_CLOCK_KINDS } from './clock.js';
import { leadRulesOf } from './kinds.js';

/** A clock in the answers about its lead. */
export const ClockSchema = thing('Clock', 'A promise, or something that will happen by itself.', {
  id: id('Of the clock.'),
  kind: oneOf(LEAD_CLOCK_KINDS, { description: kindsDescribed() }),
  state: oneOf([...CLOCK_STATES, 'paused'], {
    description:
      'Whether it runs, stands still, was kept, was missed, or ended otherwise. A breach that turns out to have been none becomes `met`.',
  }),
  repId: Type.Optional(id('The owner it holds to account.')),
  startedAt: instant('When it began.'),
  step: Type.Optional(Type.Integer({ minimum: 1, description: 'Of a cadence: which step it is.' })),
  opensAt: Type.Optional(instant('Of a step: when its window opens; it may be kept before.')),
  dueAt: nullable(instant('The deadline; null where it only measures, and while nobody knows how long it is paused.')),
  outOfReach: Type.Optional(
    Type.Boolean({
      description:
        'Of one that runs without a deadline though a time was promised: the hours in which it counts do not come within ten years. It gets one as soon as they do.',
    }),
  ),
  remainingSeconds: nullable(
    Type.Integer({ minimum: 0 }),
    'Whole seconds until it is due, in the time that was promised: working or elapsed. Of a clock that stands still what it has left. Null unless it runs towards a deadline.',
  ),
  ticking: Type.Boolean({
    description: 'Whether its time runs down now: not while it is paused, and not while its calendar is closed.',
  }),
  resumesAt: Type.Optional(
    instant('When its time runs down again: where it does not tick now, and where that is known.'),
  ),
  pausedAt: Type.Optional(instant('Since when it is paused.')),
  graceUntil: Type.Optional(
    instant('Before then it was not made due: a change had it due earlier, and its owner was to be told first.'),
  ),
  acknowledgedAt: Type.Optional(
    instant('When its owner said that they know of it: should they miss it, the lead moves so much later.'),
  ),
  metAt: Type.Optional(instant('When the promise was kept; after a breach too.')),
  breachedAt: Type.Optional(instant('When the breach was enforced: never before `dueAt`.')),
  struckBreachAt: Type.Optional(
    instant(
      'When the breach was enforced that was struck last. Where it equals `breachedAt`, the promise no longer counts as missed; otherwise it has run again since.',
    ),
  ),
  target: Type.Optional(
    Type.String({ description: 'The time promised, a duration as the policy has it.', examples: ['PT5M'] }),
  ),
  endReason: Type.Optional(Type.String({ description: 'Why it was cancelled.' })),
});

function kindsDescribed(): string {
  const described = LEAD_CLOCK_KINDS.flatMap((kind) => {
    const { description } = leadRulesOf({ kind });
    return description === null ? [] : [`\`${kind}\`: ${description}.`];
  });
  return [...described, 'The others bring it back.'].join(' ');
}
