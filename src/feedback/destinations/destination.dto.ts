import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES, INTENTS } from '../../disposition/disposition.js';
import { withFaultWords } from '../../platform/input/fault-words.js';
import { flag, object, oneOf, optionalInstant, text } from '../../platform/input/schema.js';
import { STAGE_OF_MILESTONE } from '../delivery.js';
import { PLATFORM_NAMES } from '../platform.js';
import { CREDENTIALS_FORMS, SEND_FORMS, SETTINGS_FORMS } from './platform-forms.js';

const MODES = ['live', 'shadow'] as const;
export type SendingMode = (typeof MODES)[number];

const LEAD_COUNTERS = ['touchline', 'tag'] as const;
export type LeadCountedBy = (typeof LEAD_COUNTERS)[number];

const ReasonCode = Type.Optional(
  withFaultWords(Type.String({ pattern: '^[a-z0-9][a-z0-9_]{0,63}$', description: 'Only this reason, by its code.' }), {
    pattern: 'Expected the code of a reason, such as no_budget_now.',
  }),
);

const OnBody = Type.Union(
  [
    object({
      milestone: oneOf(Object.keys(STAGE_OF_MILESTONE) as (keyof typeof STAGE_OF_MILESTONE)[], {
        description: 'A lead that reached this milestone; `received` is the new lead.',
      }),
    }),
    object({
      intent: oneOf(
        INTENTS.filter((intent) => intent !== 'reversed'),
        { description: 'A lead closed with a reason of this intent.' },
      ),
      reason: ReasonCode,
    }),
    object({ category: oneOf(CATEGORIES, { description: 'A lead closed with this category.' }), reason: ReasonCode }),
  ],
  {
    description:
      'The event: a `milestone`, or the `intent` or `category` of a disposition, with a `reason` or without.',
  },
);

const RuleBody = object({
  on: OnBody,
  send: Type.Object(
    {},
    {
      ...SEND_FORMS,
      additionalProperties: true,
      description:
        'What is sent: the fields of the platform, described in the same place, and `value`; or `{ "retract": milestone }`, or `{ "restate": milestone, "value" }`.',
    },
  ),
});

export const DestinationBody = object({
  name: text(200, 'Its name for people.'),
  platform: oneOf(PLATFORM_NAMES, { description: 'The ad platform. It cannot be changed.' }),
  settings: Type.Object(
    {},
    {
      ...SETTINGS_FORMS,
      additionalProperties: true,
      description:
        'The account and how it is addressed. The fields depend on the platform: see *What each platform is told by* on the first page of the documentation.',
    },
  ),
  sources: Type.Optional(
    Type.Array(text(200), {
      minItems: 1,
      maxItems: 100,
      description:
        'The sources whose leads are sent, compared without case. By default all leads that the platform can recognise.',
    }),
  ),
  startAt: optionalInstant('Events from this instant on are sent; by default from its creation. It cannot be changed.'),
  mode: oneOf(MODES, {
    default: 'live',
    description:
      '`shadow`: everything is planned and can be inspected, but nothing is handed out, and what was due counts as sent. To pause a live destination, stop it instead: events in shadow are never sent later, and what was sent before is not changed.',
  }),
  leadCountedBy: oneOf(LEAD_COUNTERS, {
    default: 'touchline',
    description:
      '`tag`: a tag on the website counts new leads, so only their outcomes are sent, by the `transactionId` or `eventId` of the lead.',
  }),
  rules: Type.Array(RuleBody, {
    maxItems: 50,
    default: [],
    description:
      'The rules for what is sent and when. If several rules match a disposition, the first that sends an event applies, and so do all that restate or retract.',
  }),
  quarantine: Type.String({
    format: 'durationOrZero',
    default: 'PT24H',
    description:
      'How long a new lead is held back from a platform that accepts no retractions, in elapsed time from its receipt: `PT0S` for not at all, `P5D` at most. A lead that came late is sent a day before the platform’s window closes, or at once.',
  }),
  retractAfter: Type.String({
    format: 'durationOrZero',
    default: 'PT24H',
    description:
      'How long retractions and other consequences of a disposition wait, in elapsed time: a disposition can be corrected within a day, and a retraction is final. If the platform’s window closes earlier, they are sent a day before that, or at once.',
  }),
  retractionsPerDay: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: 500,
    description:
      'The most retractions within 24 hours. Beyond that the destination stops, and the owner of the queue is notified. Resuming it releases all that was due by then and starts the count again.',
  }),
  credentials: Type.Optional(
    Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()], {
      ...CREDENTIALS_FORMS,
      description:
        'The credentials for posting, or null. The fields depend on the platform and are described in the same place. They are stored encrypted and never returned; `credentialsSetAt` shows when they were set. If left out, they stay; null removes them.',
    }),
  ),
  push: flag(
    false,
    'Whether Touchline posts requests itself, about once a minute, with these credentials. Otherwise they wait to be fetched.',
  ),
});
export type DestinationBody = Static<typeof DestinationBody>;
export type DestinationRule = Static<typeof RuleBody>;
export type RuleOn = Static<typeof OnBody>;
