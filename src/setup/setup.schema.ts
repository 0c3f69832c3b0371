import { type Static, Type } from '@sinclair/typebox';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { ODDITY_CODES } from '../directory/warnings.js';
import { nullable, oneOf, thing } from '../platform/answer.js';

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
  text: Type.String({ description: 'What it means, and the request that corrects it.' }),
});

export const SetupSchema = thing('Setup', 'Whether leads can be served.', {
  ready: Type.Boolean({ description: 'Whether nothing is missing.' }),
  missing: Type.Array(MissingSchema, { description: 'The first step first.' }),
  warnings: Type.Array(OdditySchema, { description: 'What works, but hardly as it was meant.' }),
});

export const LiveSchema = thing('Live', 'Whether the node is alive.', {
  status: oneOf(['ok', 'stuck'], { description: '`stuck`: the engine waits for something that will not come.' }),
});

export const ReadySchema = thing('Ready', 'Whether the node takes requests.', {
  status: oneOf(['ok', 'unavailable', 'stopping'], {
    description: 'All of the following together; `stopping`: the node was told to stop, and still answers for a while.',
  }),
  database: oneOf(['ok', 'unreachable'], { description: 'Whether it answers.' }),
  engine: oneOf(['ok', 'still'], { description: '`still`: no step for 15 seconds.' }),
  eventLoop: oneOf(['ok', 'held'], {
    description: '`held`: within the last seconds requests have waited for more than a second again and again.',
  }),
  disk: oneOf(['ok', 'full'], {
    description:
      '`full`: the database cannot write, or hardly: less than 16 MiB are left in the data folder, or a database of your own said so within the last minute.',
  }),
  diskFreeBytes: nullable(
    Type.Integer({ minimum: 0 }),
    'What is left on the disk of the data folder; null with a database of your own.',
  ),
  overdueClocks: nullable(
    Type.Integer({ minimum: 0 }),
    'Clocks that have been due for longer than any backlog takes; null when the database cannot be asked.',
  ),
  enforcementHolds: nullable(
    Type.Integer({ minimum: 0 }),
    'Holds on enforcement that are on: nothing moves and nobody is told of what they cover, and the node is ready all the same. Which, and why, is said by `GET /v1/setup` to whoever has a key. Null when the database cannot be asked.',
  ),
});
