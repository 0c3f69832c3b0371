import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { instant, nullable, oneOf, thing } from '../../platform/answer.js';
import { CHANNEL_KINDS, STOPPED_BECAUSE } from './channel.js';

const closed = { additionalProperties: false } as const;
const CONCERNED_MAX = 200;

const secret = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, writeOnly: true, description }));

const concerned = (what: string) =>
  Type.Array(Type.String({ format: 'uuid' }), {
    maxItems: CONCERNED_MAX,
    default: [],
    description: `The ${what} it is told about. With neither pools nor teams nothing is posted to it.`,
  });

export const ChannelBody = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Its name, unique among channels, compared without case.',
    }),
    kind: oneOf(CHANNEL_KINDS, { description: 'The kind of channel. It cannot be changed.' }),
    settings: Type.Object(
      {
        channelId: Type.Optional(
          Type.String({
            pattern: '^[CGD][A-Z0-9]{2,30}$',
            description: 'Slack: the id of the channel, such as C0123456789. The bot has to be a member of it.',
          }),
        ),
        botToken: secret(500, 'Slack: the token of the bot, which begins with `xoxb-`. Never answered.'),
        signingSecret: secret(
          200,
          'Slack: the signing secret, which proves that somebody pressed a button. Sent together with `botToken`, and never answered.',
        ),
        url: secret(
          2_000,
          'Teams: the URL of the workflow "Post to a channel when a webhook request is received". It is a secret, and never answered.',
        ),
      },
      {
        ...closed,
        description:
          'The settings of the kind: `channelId`, `botToken` and `signingSecret` for `slack`, `url` for `teams`. Secrets that are left out of a replacement stay as they are.',
      },
    ),
    poolIds: concerned('pools'),
    teamIds: concerned('teams'),
  },
  closed,
);
export type ChannelBody = Static<typeof ChannelBody>;

/** What is sealed of the settings. */
export type ChannelSecrets = Omit<ChannelBody['settings'], 'channelId'>;

/** As it is kept: what is secret stands by itself. */
export type ChannelDocument = ChannelBody & { readonly secrets?: ChannelSecrets };

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
