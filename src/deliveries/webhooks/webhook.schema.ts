import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { EVENT_KINDS, EVENT_TYPES } from '../../events/event.js';
import { flag, instant, nullable, object, objectSchema, oneOf, text } from '../../platform/input/schema.js';
import { PAUSED_BECAUSE } from '../endpoint.js';

export const WebhookBody = object({
  url: text(
    2_000,
    'Where events are posted: a public `https://` URL without a user or a fragment. The operator can allow private hosts in `PRIVATE_HOSTS`.',
  ),
  types: Type.Array(
    oneOf([...EVENT_KINDS, ...EVENT_TYPES], { description: 'A type, or a group of types such as `lead.*`.' }),
    { minItems: 1, maxItems: 100, description: 'The events that it gets.' },
  ),
});
export type WebhookBody = Static<typeof WebhookBody>;

/** What is stored. The secret is generated when the webhook is created. */
export type WebhookDocument = WebhookBody & { readonly secret?: string };

export const PauseWebhookBody = object({ reason: text(500, 'The reason, for others who look at it.') });
export type PauseWebhookBody = Static<typeof PauseWebhookBody>;

export const WebhookReplayBody = object({
  from: Type.String({ format: 'instant', description: 'Events at this instant or later.' }),
  to: Type.String({ format: 'instant', description: 'Events before this instant.' }),
  failed: flag(false, 'Only deliveries that were given up.'),
});
export type WebhookReplayBody = Static<typeof WebhookReplayBody>;

const PausedSchema = objectSchema('PausedWebhook', 'The pause of a webhook.', {
  at: instant('Since when.'),
  why: oneOf(PAUSED_BECAUSE, {
    description:
      '`gone`: it answered 410; `failing`: every delivery failed for three days; `person`: somebody paused it.',
  }),
  note: nullable(Type.String(), 'The reason given.'),
});

const SHOWN = {
  secretSetAt: nullable(instant, 'When its secret was set.'),
  paused: nullable(
    PausedSchema,
    'When and why it was paused: events wait until a person resumes it. Null if it is not paused.',
  ),
};

export const WebhookSchema = resourceOf('Webhook', 'An address to which events are posted.', WebhookBody, SHOWN);

export const NewWebhookSchema = resourceOf('NewWebhook', 'A webhook, with its secret.', WebhookBody, {
  ...SHOWN,
  secret: Type.String({
    description: 'The secret that signs requests, shown only in this answer: `whsec_` and a key in base64.',
  }),
});

export const ReplayedSchema = objectSchema('Replayed', 'A redelivery of events.', {
  deliveries: Type.Integer({ description: 'How many there are.' }),
});

export const RotatedSchema = objectSchema('RotatedSecret', 'Another secret.', {
  secret: Type.String({ description: 'The new secret that signs requests, shown only in this answer.' }),
  formerUntil: nullable(
    instant,
    'Until when requests are signed with the former secret too; null if they are not, because it cannot be decrypted with this `SECRETS_KEY`.',
  ),
});
export type RotatedView = Static<typeof RotatedSchema>;
