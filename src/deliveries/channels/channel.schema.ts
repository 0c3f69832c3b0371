import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { instant, nullable, object, objectSchema, oneOf, optionalText, text } from '../../platform/input/schema.js';
import { CHANNEL_KINDS, STOPPED_BECAUSE } from './channel.js';

const CONCERNED_MAX = 200;

const secret = (maxLength: number, description: string, more: { minLength?: number } = {}) =>
  optionalText(maxLength, description, { writeOnly: true, ...more });

const concerned = (what: string) =>
  Type.Array(Type.String({ format: 'uuid' }), {
    maxItems: CONCERNED_MAX,
    default: [],
    description: `The ${what} whose events are posted to it. With neither pools nor teams, nothing is posted.`,
  });

export const ChannelBody = object({
  name: text(200, 'Its name, unique among channels, compared without case.'),
  kind: oneOf(CHANNEL_KINDS, { description: 'The kind of channel. It cannot be changed.' }),
  settings: object(
    {
      channelId: Type.Optional(
        Type.String({
          pattern: '^[CGD][A-Z0-9]{2,30}$',
          description: 'Slack: the id of the channel, such as C0123456789. The bot has to be a member of it.',
        }),
      ),
      botToken: secret(500, 'Slack: the token of the bot, which begins with `xoxb-`. Never shown.'),
      signingSecret: secret(
        200,
        'Slack: the signing secret, which authenticates button presses. Required together with `botToken`, and never shown.',
        // Slack's have 32 letters; whoever guesses one presses buttons in the name of others.
        { minLength: 16 },
      ),
      url: secret(
        2_000,
        'Teams: the URL of the workflow "Post to a channel when a webhook request is received". It is a secret and never shown.',
      ),
    },
    {
      description:
        'The settings of the kind: `channelId`, `botToken` and `signingSecret` for `slack`, `url` for `teams`. Secrets that are left out of a replacement stay as they are.',
    },
  ),
  poolIds: concerned('pools'),
  teamIds: concerned('teams'),
});
export type ChannelBody = Static<typeof ChannelBody>;

export type ChannelSecrets = Omit<ChannelBody['settings'], 'channelId'>;

export type ChannelDocument = ChannelBody & { readonly secrets?: ChannelSecrets };

const StoppedSchema = objectSchema('StoppedChannel', 'The stop of a channel.', {
  at: instant('Since when.'),
  why: oneOf(STOPPED_BECAUSE, {
    description:
      '`refused`: the bot may no longer post, or the channel does not exist; `failing`: every post failed for three days.',
  }),
  note: nullable(Type.String(), 'The error.'),
});

export const ChannelSchema = resourceOf('Channel', 'A Slack or Teams channel.', ChannelBody, {
  ...WARNINGS,
  secretsSetAt: nullable(instant, 'When its secrets were set.'),
  stopped: nullable(
    StoppedSchema,
    'When and why it was stopped: posts wait until a person replaces the channel. Null if it is not stopped.',
  ),
  leftOut: Type.Optional(
    Type.Integer({
      minimum: 0,
      description:
        'Only when a replacement resumes a stopped channel: the number of waiting posts that are not sent, because they are more than three days old. `GET /v1/deliveries` lists them as `withdrawn`.',
    }),
  ),
});
