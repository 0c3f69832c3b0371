import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES, INTENTS } from '../../disposition/taxonomy.js';
import { withFaultWords } from '../../platform/fault-words.js';
import { STAGE_OF_MILESTONE } from '../delivery.js';
import { PLATFORM_NAMES } from '../platform.js';
import { oneOf } from './settings-shapes.js';

const closed = { additionalProperties: false } as const;

export const MODES = ['live', 'shadow'] as const;
export type Mode = (typeof MODES)[number];

export const LEAD_COUNTERS = ['touchline', 'tag'] as const;
export type LeadCountedBy = (typeof LEAD_COUNTERS)[number];

const ReasonCode = Type.Optional(
  withFaultWords(
    Type.String({ pattern: '^[a-z0-9][a-z0-9_]{0,63}$', description: 'This reason alone, by its code.' }),
    {
      pattern: 'Expected the code of a reason, such as no_budget_now.',
    },
  ),
);

const OnBody = Type.Union(
  [
    Type.Object(
      {
        milestone: oneOf(Object.keys(STAGE_OF_MILESTONE) as (keyof typeof STAGE_OF_MILESTONE)[], {
          description: 'A lead that has come so far; `received` is the new lead.',
        }),
      },
      closed,
    ),
    Type.Object(
      {
        intent: oneOf(
          INTENTS.filter((intent) => intent !== 'reversed'),
          { description: 'A lead that is closed with a reason of this intent.' },
        ),
        reason: ReasonCode,
      },
      closed,
    ),
    Type.Object(
      { category: oneOf(CATEGORIES, { description: 'A lead that is closed so.' }), reason: ReasonCode },
      closed,
    ),
  ],
  { description: 'What happened: { "milestone" }, or { "intent" | "category", "reason"? } of a disposition.' },
);

const RuleBody = Type.Object(
  {
    on: OnBody,
    send: Type.Object(
      {},
      {
        additionalProperties: true,
        description:
          'What the platform is told: the fields of its platform, which stand there too, and `value`; or `{ "retract": milestone }`, or `{ "restate": milestone, "value" }`.',
      },
    ),
  },
  closed,
);

export const DestinationBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, description: 'Its name for people.' }),
    platform: oneOf(PLATFORM_NAMES, { description: 'Who is told. It stays what it is.' }),
    settings: Type.Object(
      {},
      {
        additionalProperties: true,
        description:
          'The account, and how it is told: the fields depend on the platform, and stand under *What each platform is told by* on the page on the API.',
      },
    ),
    sources: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        minItems: 1,
        maxItems: 100,
        description:
          'Of which sources it is told, compared without case. Without it, of every lead by which the platform can know it.',
      }),
    ),
    startAt: Type.Optional(
      Type.String({
        format: 'instant',
        description: 'It is told of what happens from then on; by default from when it is made. It stays what it is.',
      }),
    ),
    mode: oneOf(MODES, {
      default: 'live',
      description:
        '`shadow`: everything is worked out and can be looked at, nothing is handed out, and what was due counts as told. To pause what is live, stop it: what happens to leads in shadow is not told later, and what was told of them before stays as it is.',
    }),
    leadCountedBy: oneOf(LEAD_COUNTERS, {
      default: 'touchline',
      description:
        '`tag`: a tag on the website counts new leads; only what becomes of them is told, by the `transactionId` or `eventId` of the lead.',
    }),
    rules: Type.Array(RuleBody, {
      maxItems: 50,
      default: [],
      description:
        'What is told of what. Of several that a disposition fits the first that sends an event does; what changes or takes back applies together.',
    }),
    quarantine: Type.String({
      format: 'durationOrZero',
      default: 'PT24H',
      description:
        'So long, in elapsed time, a platform that takes nothing back is not told of a new lead, counted from when it was received; `PT0S` for not at all, `P5D` at most. Of a lead that came late it is told a day before the platform’s time is over, or at once.',
    }),
    retractAfter: Type.String({
      format: 'durationOrZero',
      default: 'PT24H',
      description:
        'What takes back, and whatever else follows of a disposition, waits so long in elapsed time. Within a day it can be corrected, and what has been taken back stays so. Where a platform would not take it by then, it leaves a day before the platform’s time is over, or at once.',
    }),
    retractionsPerDay: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 500,
      description:
        'More are not handed out within 24 hours: the destination stops, and the owner of the queue is told. Whoever resumes it then lets all go that was due by then, and what follows is counted anew.',
    }),
    credentials: Type.Optional(
      Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()], {
        description:
          'The fields by which the platform knows who posts, or null: they depend on the platform, and stand there too. Written and never read: it is kept sealed, and `credentialsSetAt` says since when. Without it they stay as they are; null takes them away.',
      }),
    ),
    push: Type.Boolean({
      default: false,
      description:
        'Whether requests are posted by the program itself, about once a minute, with these credentials. Else they wait to be fetched.',
    }),
  },
  closed,
);
export type DestinationBody = Static<typeof DestinationBody>;
export type DestinationRule = Static<typeof RuleBody>;
export type RuleOn = Static<typeof OnBody>;
