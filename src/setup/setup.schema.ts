import { type Static, Type } from '@sinclair/typebox';
import { oneOf, thing } from '../platform/answer.js';

const MissingSchema = thing('Missing', {
  code: oneOf(['noReps', 'nobodyRouted', 'noRules', 'noQueueOwner', 'noPolicies']),
  text: Type.String({ description: 'What it means, and what to do' }),
});
/** Something without which leads are not served as promised. */
export type Missing = Static<typeof MissingSchema>;

const OdditySchema = thing('Oddity', {
  code: oneOf([
    'ruleWithoutAnybody',
    'fallbackWithoutAnybody',
    'ruleHidden',
    'policyHidden',
    'repWithoutPool',
    'repInTwoTeams',
  ]),
  text: Type.String({ description: 'What it means, and the request that mends it' }),
});
/** Something that works, but hardly as it was meant. */
export type Oddity = Static<typeof OdditySchema>;

export const SetupSchema = thing('Setup', {
  ready: Type.Boolean({ description: 'Whether nothing is missing' }),
  missing: Type.Array(MissingSchema, { description: 'The first step first' }),
  warnings: Type.Array(OdditySchema, { description: 'What works, but hardly as it was meant' }),
});
