import { Type } from '@sinclair/typebox';
import { WORTH } from '../../platform/input/formats.js';
import { object, oneOf, optionalText, text } from '../../platform/input/schema.js';
import { HASHED_CONTACT, type HashedContact } from '../person/identifiers.js';
import { SURVIVED } from './survived-rules.js';

/** An id of a platform: up to 19 digits, too many for a number, so it is text. */
export const digits = (description: string) => Type.String({ pattern: '^\\d{1,19}$', description });

/** The name of an event on a platform. The platform's mapping fixes it, so it is compared exactly. */
export const eventName = (description: string) => text(100, description);

/** The CRM's name, which platforms show as the source of events. */
export const crmName = optionalText(100, 'The CRM that events come from.', { default: 'Touchline' });

export const hashedContact = Type.Optional(
  oneOf(HASHED_CONTACT, {
    default: 'withClickId',
    description:
      'When the hashed email address and phone number are sent: only with an identifier of the platform (the default), `never`, or `always`, which also reports people whom the platform may not know.',
  }),
);

export function hashedContactOf(settings: { readonly hashedContact?: HashedContact }): HashedContact {
  return settings.hashedContact ?? 'withClickId';
}

export const sentValue = Type.Optional(
  Type.Union(
    [
      Type.Literal('milestone'),
      Type.String({
        pattern: SURVIVED,
        examples: ['survived:P30D'],
        description:
          'Of a win: its value, and once more what is left of it some days after its contract began. "survived:P30D" means after 30 days.',
      }),
      object({
        amount: Type.String({
          pattern: '^\\d{1,15}(\\.\\d{1,4})?$',
          description: WORTH,
        }),
        currency: Type.String({ format: 'currency', description: 'The code of a currency (ISO 4217), such as EUR.' }),
      }),
    ],
    {
      description:
        '"milestone" (the value of the milestone), "survived:P30D" (of a win: the same, and once more what is left of it 30 days after its contract began), or { "amount", "currency" }. Without it no value is sent.',
    },
  ),
);
