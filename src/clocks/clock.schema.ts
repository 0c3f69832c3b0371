import { Type } from '@sinclair/typebox';
import { id, instant, nullable, oneOf, thing } from '../platform/answer.js';
import { CLOCK_STATES, LEAD_CLOCK_KINDS } from './clock.js';
import { rulesOf } from './kinds.js';

/** A clock as its lead shows it. */
export const ClockSchema = thing('Clock', {
  id: id(),
  kind: oneOf(LEAD_CLOCK_KINDS, { description: kindsDescribed() }),
  state: oneOf(CLOCK_STATES),
  repId: Type.Optional(id({ description: 'The owner it holds to account' })),
  startedAt: instant(),
  dueAt: nullable(instant(), { description: 'Null where it only measures' }),
  remainingSeconds: nullable(Type.Integer({ minimum: 0 }), {
    description: 'Working seconds until it is due; null unless it runs towards a deadline',
  }),
  metAt: Type.Optional(instant({ description: 'When the promise was kept; after a breach too' })),
  breachedAt: Type.Optional(instant({ description: 'When the breach was enforced: never before `dueAt`' })),
  target: Type.Optional(Type.String({ description: 'The time promised, as the policy has it', examples: ['PT5M'] })),
  endReason: Type.Optional(Type.String({ description: 'Why it was cancelled' })),
});

function kindsDescribed(): string {
  const described = LEAD_CLOCK_KINDS.flatMap((kind) => {
    const { description } = rulesOf({ kind });
    return description === null ? [] : [`\`${kind}\`: ${description}.`];
  });
  return [...described, 'The others bring it back'].join(' ');
}
