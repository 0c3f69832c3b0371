import { Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { instant, nullable, oneOf, thing } from '../../platform/answer.js';
import { ChannelBody } from './channel.dto.js';
import { STOPPED_BECAUSE } from './channel.js';

const StoppedSchema = thing('StoppedChannel', 'That nothing is posted to a channel.', {
  at: instant('Since when.'),
  why: oneOf(STOPPED_BECAUSE, {
    description:
      '`refused`: the bot may not post any more, or there is no such channel; `failing`: for three days nothing has got there.',
  }),
  note: nullable(Type.String(), 'What was answered.'),
});

export const ChannelSchema = resourceOf(
  'Channel',
  'A place of many people, to which what concerns them is posted.',
  ChannelBody,
  {
    secretsSetAt: nullable(instant('Since when it has its secrets.'), 'Since when it has these secrets.'),
    stopped: nullable(
      StoppedSchema,
      'That nothing is posted until somebody replaces the channel: what happens meanwhile waits; null where it is posted.',
    ),
    leftOut: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          'Only where a replacement lets a channel that was stopped go on: how much of what had waited is not posted any more, because it is more than three days old. `GET /v1/deliveries` lists it as `withdrawn`.',
      }),
    ),
  },
);
