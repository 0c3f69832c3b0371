import { Type } from '@sinclair/typebox';
import { at, list, record, text, word } from '../leads/held.schema.js';
import { nulled, type PersonalData } from '../leads/personal-data.js';
import { instant, nullable, objectSchema, oneOf } from '../platform/input/schema.js';
import { DELIVERY_KINDS, DELIVERY_STATES } from './delivery.js';
import { PLATFORM_NAMES } from './platform.js';

const SentToPlatformSchema = objectSchema(
  'HeldToldToPlatform',
  'An item about the lead that was sent, or was to be sent, to an ad platform.',
  {
    platform: oneOf(PLATFORM_NAMES, { description: 'The ad platform.' }),
    kind: oneOf(DELIVERY_KINDS, { description: 'The kind of the item.' }),
    stage: word('The stage that the lead had reached, or its disposition.'),
    state: oneOf(DELIVERY_STATES, { description: 'The state of the item.' }),
    knownBy: word('The key by which the platform knows the item.'),
    identifiers: nullable(
      Type.Array(word('The name of an identifier.')),
      'The identifiers of the person with which it was sent; null if it was never sent.',
    ),
    consent: record('What the person allowed then'),
    amount: text('Its value, a decimal number; null if it has none.'),
    currency: text('The currency of its value; null if it has none.'),
    eventAt: instant('When it happened.'),
    sentAt: at('When it was sent; null if it was never sent.'),
    acceptedAt: at('When it was accepted; null if it was not.'),
    answer: text('The platform’s answer; null if there is none.'),
  },
);

export const PERSONAL_DATA_OF_FEEDBACK: PersonalData = {
  tables: {
    feedback_delivery: {
      of: 'lead_id',
      section: 'toldToPlatforms',
      personal: nulled('error_message', 'platformAnswers', 'answer'),
      facts: {
        platform: 'platform',
        kind: 'kind',
        stage: 'stage',
        state: 'state',
        amount: 'amount',
        currency: 'currency',
        knownBy: 'dedup_key',
        identifiers: 'identifiers_sent',
        consent: 'consent_sent',
        eventAt: 'event_at',
        sentAt: 'sent_at',
        acceptedAt: 'accepted_at',
      },
    },
  },
  sections: {
    toldToPlatforms: { schema: list(SentToPlatformSchema, 'What was sent to ad platforms about the lead.') },
  },
};
