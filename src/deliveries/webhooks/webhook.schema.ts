import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { instant, nullable, oneOf, thing } from '../../platform/answer.js';
import { PAUSED_BECAUSE } from '../endpoint.js';
import { WebhookBody } from './webhook.dto.js';

const PausedSchema = thing('PausedWebhook', 'That nothing is sent to a webhook.', {
  at: instant('Since when.'),
  why: oneOf(PAUSED_BECAUSE, {
    description:
      '`gone`: it answered 410; `failing`: for three days nothing has reached it; `person`: somebody paused it.',
  }),
  note: nullable(Type.String(), 'In the words of whoever paused it.'),
});

const SHOWN = {
  secretSetAt: nullable(instant('Since when it has its secret.'), 'Since when it has this secret.'),
  paused: nullable(
    PausedSchema,
    'That nothing is sent until somebody resumes it: what happens meanwhile waits; null where it is sent.',
  ),
};

export const WebhookSchema = resourceOf('Webhook', 'An address to which events are posted.', WebhookBody, SHOWN);

export const NewWebhookSchema = resourceOf('NewWebhook', 'A webhook, with its secret.', WebhookBody, {
  ...SHOWN,
  secret: Type.String({
    description: 'By which requests are signed, answered only this once: `whsec_` and a key in base64.',
  }),
});

export const ReplayedSchema = thing('Replayed', 'That events are sent once more.', {
  deliveries: Type.Integer({ description: 'How many there are.' }),
});

export const RotatedSchema = thing('RotatedSecret', 'Another secret.', {
  secret: Type.String({ description: 'By which requests are signed from now on, answered only this once.' }),
  formerUntil: nullable(
    instant('Until then requests are signed by the former secret too.'),
    'Until then requests are signed by the former secret too; null: they are not, because it cannot be read with this `SECRETS_KEY`.',
  ),
});
export type RotatedView = Static<typeof RotatedSchema>;
