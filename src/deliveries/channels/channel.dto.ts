import { type Static, Type } from '@sinclair/typebox';
import { oneOf } from '../../platform/answer.js';
import { CHANNEL_KINDS } from './channel.js';

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
      description: 'What it is called; no two channels have one name, without case.',
    }),
    kind: oneOf(CHANNEL_KINDS, { description: 'Where it is. It stays what it is.' }),
    settings: Type.Object(
      {
        channelId: Type.Optional(
          Type.String({
            pattern: '^[CGD][A-Z0-9]{2,30}$',
            description: 'Of Slack: the id of the channel, such as C0123456789. The bot has to be a member of it.',
          }),
        ),
        botToken: secret(500, 'Of Slack: the token of the bot, which begins with `xoxb-`. Never answered.'),
        signingSecret: secret(
          200,
          'Of Slack: by what it signs that somebody pressed a button. Sent together with `botToken`, and never answered.',
        ),
        url: secret(
          2_000,
          'Of Teams: the address of the workflow "Post to a channel when a webhook request is received". It lets in whoever knows it, and is never answered.',
        ),
      },
      {
        ...closed,
        description:
          'What the kind asks for: of `slack` `channelId`, `botToken` and `signingSecret`, of `teams` `url`. What is secret stays as it is where it is left out of a replacement.',
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
