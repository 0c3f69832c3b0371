import { type Static, Type } from '@sinclair/typebox';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { ODDITY_CODES } from '../directory/warnings.js';
import { oneOf, thing } from '../platform/answer.js';

const WARNING_CODES: string[] = [...ODDITY_CODES, 'enforcementHeld', 'leadsForNobody', 'secretsUnreadable'];
SETUP_CHECKS.each(({ codes }) => WARNING_CODES.push(...codes));

const MissingSchema = thing('Missing', 'Something without which leads are not served as promised.', {
  code: oneOf(['noReps', 'nobodyRouted', 'noRules', 'noQueueOwner', 'noPolicies'], {
    description: 'What is missing, for programs.',
  }),
  text: Type.String({ description: 'What it means, and what to do.' }),
});
/** Something without which leads are not served as promised. */
export type Missing = Static<typeof MissingSchema>;

const OdditySchema = thing('Oddity', 'Something that works, but hardly as it was meant.', {
  code: Type.Unsafe<string>({ type: 'string', enum: WARNING_CODES, description: 'What is odd.' }),
  text: Type.String({ description: 'What it means, and the request that mends it.' }),
});

export const SetupSchema = thing('Setup', 'Whether leads can be served.', {
  ready: Type.Boolean({ description: 'Whether nothing is missing.' }),
  missing: Type.Array(MissingSchema, { description: 'The first step first.' }),
  warnings: Type.Array(OdditySchema, { description: 'What works, but hardly as it was meant.' }),
});
