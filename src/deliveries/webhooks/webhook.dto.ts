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
        'Where events are posted to: an address of the public network that begins with `https://`, without a user or a fragment. Hosts of one’s own are named by the operator in `PRIVATE_HOSTS`.',
    }),
    types: Type.Array(
      oneOf([...EVENT_KINDS, ...EVENT_TYPES], { description: 'One of them, or all of a kind, such as `lead.*`.' }),
      { minItems: 1, maxItems: 100, description: 'Of which events it is told.' },
    ),
  },
  closed,
);
export type WebhookBody = Static<typeof WebhookBody>;

/** What is kept of it: its secret, which nobody sends, is made with it. */
export type WebhookDocument = WebhookBody & { readonly secret?: string };

export const PauseWebhookBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, description: 'For whoever wonders why it is told nothing.' }) },
  closed,
);
export type PauseWebhookBody = Static<typeof PauseWebhookBody>;

export const ReplayBody = Type.Object(
  {
    from: Type.String({ format: 'instant', description: 'Events that happened then or later.' }),
    to: Type.String({ format: 'instant', description: 'And before then.' }),
    failed: Type.Boolean({ default: false, description: 'Only those that were given up.' }),
  },
  closed,
);
export type ReplayBody = Static<typeof ReplayBody>;
