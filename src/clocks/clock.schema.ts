import { Type } from '@sinclair/typebox';
import { id, instant, nullable, oneOf, thing } from '../platform/answer.js';
import { CLOCK_STATES, LEAD_CLOCK_KINDS } from './clock.js';
import { leadRulesOf } from './kinds.js';

/** A clock as its lead shows it. */
export const ClockSchema = thing('Clock', 'A promise, or something that will happen by itself.', {
  id: id('Of the clock.'),
  kind: oneOf(LEAD_CLOCK_KINDS, { description: kindsDescribed() }),
  state: oneOf(CLOCK_STATES, {
    description:
      'Whether it runs, was kept, was missed, or ended otherwise. A breach that turns out to have been none becomes `met`.',
  }),
  repId: Type.Optional(id('The owner it holds to account.')),
  startedAt: instant('When it began.'),
  step: Type.Optional(Type.Integer({ minimum: 1, description: 'Of a cadence: which step it is.' })),
  opensAt: Type.Optional(instant('Of a step: when its window opens; it may be kept before.')),
  dueAt: nullable(instant('The deadline; null where it only measures.')),
  remainingSeconds: nullable(
    Type.Integer({ minimum: 0 }),
    'Whole seconds until it is due, in the time that was promised: working or elapsed. Null unless it runs towards a deadline.',
  ),
  metAt: Type.Optional(instant('When the promise was kept; after a breach too.')),
  breachedAt: Type.Optional(instant('When the breach was enforced: never before `dueAt`.')),
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
