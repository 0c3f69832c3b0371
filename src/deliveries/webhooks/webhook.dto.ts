import { type Static, Type } from '@sinclair/typebox';
import { EVENT_KINDS, EVENT_TYPES } from '../../events/event.js';
import { oneOf } from '../../platform/answer.js';

const closed = { additionalProperties: false } as const;

export const WebhookBody = Type.Object(
  {
    url: Type.String({
      minLength: 1,
      maxLength: 2_000,
      description:
        'Where events are posted: a public `https://` URL without a user or a fragment. The operator can allow private hosts in `PRIVATE_HOSTS`.',
    }),
    types: Type.Array(
      oneOf([...EVENT_KINDS, ...EVENT_TYPES], { description: 'A type, or a group of types such as `lead.*`.' }),
      { minItems: 1, maxItems: 100, description: 'The events that it gets.' },
    ),
  },
  closed,
);
export type WebhookBody = Static<typeof WebhookBody>;

/** What is kept of it: its secret, which nobody sends, is made with it. */
export type WebhookDocument = WebhookBody & { readonly secret?: string };

export const PauseWebhookBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, description: 'Why, for others who look at it.' }) },
  closed,
);
export type PauseWebhookBody = Static<typeof PauseWebhookBody>;

export const ReplayBody = Type.Object(
  {
    from: Type.String({ format: 'instant', description: 'Events at this instant or later.' }),
    to: Type.String({ format: 'instant', description: 'Events before this instant.' }),
    failed: Type.Boolean({ default: false, description: 'Only deliveries that were given up.' }),
  },
  closed,
);
export type ReplayBody = Static<typeof ReplayBody>;
