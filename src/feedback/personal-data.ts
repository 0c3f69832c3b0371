import { Type } from '@sinclair/typebox';
import { at, list, record, text, word } from '../leads/held.schema.js';
import { nulled, type PersonalData } from '../leads/personal-data.js';
import { instant, nullable, oneOf, thing } from '../platform/answer.js';
import { DELIVERY_KINDS, DELIVERY_STATES } from './delivery.js';
import { PLATFORM_NAMES } from './platform.js';

const ToldToPlatform = thing('HeldToldToPlatform', 'Something that an ad platform was told of it, or was to be told.', {
  platform: oneOf(PLATFORM_NAMES, { description: 'The ad platform.' }),
  kind: oneOf(DELIVERY_KINDS, { description: 'What it was told.' }),
  stage: word('How far the lead had come, or what became of it.'),
  state: oneOf(DELIVERY_STATES, { description: 'What has become of that.' }),
  knownBy: word('By what the platform knows it.'),
  identifiers: nullable(
    Type.Array(word('What was counted.')),
    'By which of what is known of the person it went; null where it never left.',
  ),
  consent: record('What the person allowed then'),
  amount: text('What it was worth, a decimal number; null where nothing was told.'),
  currency: text('In which currency; null where nothing was told.'),
  eventAt: instant('When it happened.'),
  sentAt: at('When it was sent; null where it never left.'),
  acceptedAt: at('When it was accepted; null where it was not.'),
  answer: text('What the platform said of it; null for nothing.'),
});

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
  sections: { toldToPlatforms: { schema: list(ToldToPlatform, 'What ad platforms were told of it.') } },
};
