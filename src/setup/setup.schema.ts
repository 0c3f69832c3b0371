import { type Static, Type } from '@sinclair/typebox';
import { ODDITY_CODES } from '../directory/configuration-warning.js';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { nullable, objectSchema, oneOf } from '../platform/input/schema.js';

const WARNING_CODES: string[] = [
  ...ODDITY_CODES,
  'enforcementHeld',
  'leadsForNobody',
  'numbersUnread',
  'offboardingHeldUp',
  'secretsUnreadable',
];
SETUP_CHECKS.each(({ codes }) => WARNING_CODES.push(...codes));

const MissingSchema = objectSchema('Missing', 'A missing step of the setup.', {
  code: oneOf(['noReps', 'nobodyRouted', 'noRules', 'noQueueOwner', 'noPolicies'], {
    description: 'The code of what is missing.',
  }),
  text: Type.String({ description: 'What it means, and what to do.' }),
});
export type MissingStep = Static<typeof MissingSchema>;

const OdditySchema = objectSchema(
  'Oddity',
  'A warning about something that works but is probably not what was intended.',
  {
    code: Type.Unsafe<string>({ type: 'string', enum: WARNING_CODES, description: 'The code of the warning.' }),
    text: Type.String({ description: 'What it means, and the request that corrects it.' }),
  },
);

export const SetupSchema = objectSchema('Setup', 'Whether leads can be served.', {
  ready: Type.Boolean({ description: 'Whether nothing is missing.' }),
  missing: Type.Array(MissingSchema, { description: 'The first step first.' }),
  warnings: Type.Array(OdditySchema, { description: 'What works but is probably not what was intended.' }),
});

export const LiveSchema = objectSchema('Live', 'Whether the node is alive.', {
  status: oneOf(['ok', 'stuck'], { description: '`stuck`: the engine makes no progress.' }),
});

const CHECKS = Type.Object({
  database: oneOf(['ok', 'unreachable'], { description: 'Whether it answers.' }),
  engine: oneOf(['ok', 'still'], { description: '`still`: no step for 15 seconds.' }),
  eventLoop: oneOf(['ok', 'held'], {
    description: '`held`: in the last seconds, requests repeatedly waited for more than a second.',
  }),
  disk: oneOf(['ok', 'full'], {
    description:
      '`full`: the database cannot write: the data folder has less than 16 MiB left, or your own database reported a full disk within the last minute.',
  }),
  clock: oneOf(['ok', 'still'], {
    description:
      '`still`: the clock of the database was set back. Nothing falls due until it has caught up. The node is ready all the same.',
  }),
  diskFreeBytes: nullable(
    Type.Integer({ minimum: 0 }),
    'The free space on the disk of the data folder; null with your own database.',
  ),
  overdueClocks: nullable(
    Type.Integer({ minimum: 0 }),
    'The number of clocks that are overdue for longer than a backlog explains; null if the database does not answer.',
  ),
  enforcementHolds: nullable(
    Type.Integer({ minimum: 0 }),
    'The number of holds in force, during which nothing moves and nobody is notified. The node is ready all the same. `GET /v1/setup` lists them. Null if the database does not answer.',
  ),
});

export const ReadySchema = objectSchema('Ready', 'Whether the node accepts requests.', {
  status: oneOf(['ok', 'unavailable', 'stopping'], {
    description:
      'The following checks together, which are for keys with the scope `read` and left out for others; `stopping`: the node is shutting down and still answers for a while.',
  }),
  ...Type.Partial(CHECKS).properties,
});
