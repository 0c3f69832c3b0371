import { type Static, Type } from '@sinclair/typebox';
import { ODDITY_CODES } from '../directory/warnings.js';
import { KIND_ODDITY_CODES } from '../handoffs/kinds/kind-warnings.js';
import { oneOf, thing } from '../platform/answer.js';

/** Of what deals come from and records are made in. */
const TOOL_ODDITY_CODES = [
  'recordConnectorFailing',
  'crmConnectionFailing',
  'mailServerFailing',
  'crmConnectionWithoutSecret',
  'secretsUnreadable',
] as const;

const MissingSchema = thing('Missing', 'Something without which leads are not served as promised.', {
  code: oneOf(['noReps', 'nobodyRouted', 'noRules', 'noQueueOwner', 'noPolicies'], {
    description: 'What is missing, for programs.',
  }),
  text: Type.String({ description: 'What it means, and what to do.' }),
});
/** Something without which leads are not served as promised. */
export type Missing = Static<typeof MissingSchema>;

const OdditySchema = thing('Oddity', 'Something that works, but hardly as it was meant.', {
  code: oneOf(
    [
      ...ODDITY_CODES,
      ...KIND_ODDITY_CODES,
      'enforcementHeld',
      'leadsForNobody',
      'linksLeadHere',
      'channelToldNothing',
      ...TOOL_ODDITY_CODES,
    ],
    {
      description: 'What is odd.',
    },
  ),
  text: Type.String({ description: 'What it means, and the request that mends it.' }),
});

export const SetupSchema = thing('Setup', 'Whether leads can be served.', {
  ready: Type.Boolean({ description: 'Whether nothing is missing.' }),
  missing: Type.Array(MissingSchema, { description: 'The first step first.' }),
  warnings: Type.Array(OdditySchema, { description: 'What works, but hardly as it was meant.' }),
});
