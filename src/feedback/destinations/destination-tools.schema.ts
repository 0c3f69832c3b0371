import { type Static, Type } from '@sinclair/typebox';
import { id, instant, nullable, oneOf, thing } from '../../platform/answer.js';
import { WITHHELD_WORDS, type WithheldReason } from '../delivery.js';
import { DeliverySchema } from '../delivery.schema.js';
import { WAITING_WORDS, type WaitingReason } from '../dispatch/waiting.js';

const closed = { additionalProperties: false } as const;

export const StopBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, description: 'The reason.' }) },
  closed,
);
export type StopBody = Static<typeof StopBody>;

export const PreviewBody = Type.Object({ leadId: Type.String({ format: 'uuid', description: 'The lead.' }) }, closed);
export type PreviewBody = Static<typeof PreviewBody>;

export const TestBody = Type.Object(
  {
    testEventCode: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9_-]{1,100}$',
        description: 'letters, digits, - and _: the code that Meta or TikTok shows for test events',
      }),
    ),
  },
  closed,
);
export type TestBody = Static<typeof TestBody>;

export const TEST_VERDICTS = ['taken', 'refused', 'busy', 'accountBroken'] as const;
export type TestVerdict = (typeof TEST_VERDICTS)[number];

export const TestSchema = thing('FeedbackTest', 'What a platform says of one conversion of nobody.', {
  posted: Type.Boolean({ description: 'Whether it was posted.' }),
  why: nullable(Type.String(), 'Why it was not posted, in words; null where it was.'),
  verdict: nullable(
    oneOf(TEST_VERDICTS, {
      description:
        '`taken`; `refused`: the account works, and not this conversion; `busy`: nothing came, or later; `accountBroken`: the platform takes nothing of the account.',
    }),
    'What the answer means; null where there is none.',
  ),
  code: nullable(Type.String(), 'As the platform calls what it refuses; null where it takes it, or was not asked.'),
  answer: nullable(
    thing('FeedbackTestAnswer', 'What the platform said.', {
      status: nullable(Type.Integer(), 'The status; null where no answer came in time.'),
      message: Type.String({ description: 'What it said, shortened.' }),
      requestId: nullable(Type.String(), 'By what the platform finds the request again; null where it says nothing.'),
    }),
    'What the platform said; null where it was not asked.',
  ),
  request: nullable(
    thing('FeedbackTestRequest', 'The request, ready to be posted, without credentials.', {
      method: oneOf(['POST'], { description: 'How it is sent.' }),
      url: Type.String({ description: 'The address.' }),
      headers: Type.Record(Type.String(), Type.String(), { description: 'Headers that it needs beside credentials.' }),
      body: Type.Object({}, { additionalProperties: true, description: 'The body; numbers have up to 17 digits.' }),
    }),
    'The request; null where no rule sends an event, or where conversions are told by files.',
  ),
});

export const PreviewSchema = thing('FeedbackPreview', 'What a destination would be told of a lead.', {
  told: Type.Boolean({ description: 'Whether it is told of this lead at all.' }),
  why: nullable(Type.String(), 'Why it is not, in words; null where it is.'),
  items: Type.Array(DeliverySchema, {
    description:
      'All that follows of what has happened to the lead, as if it were posted when it is due and accepted at once, and nothing more happened. Nothing of it is kept.',
  }),
  requests: Type.Array(Type.Object({}, { additionalProperties: true }), {
    description: 'The bodies that would be posted, in their order, each with one item.',
  }),
  files: Type.Array(Type.String(), { description: 'The files that would be uploaded, in their order.' }),
});

const counted = (name: string, description: string) =>
  Type.Array(
    thing(name, 'How often something happened.', {
      name: Type.String({ description: 'What.' }),
      count: Type.Integer({ description: 'How often.' }),
    }),
    { description },
  );

/** What came of a batch as a whole. */
export const LAST_RESULTS = ['taken', 'partly', 'later', 'refused', 'unreported'] as const;

export const HealthSchema = thing('FeedbackHealth', 'How a destination is doing.', {
  stopped: Type.Boolean({ description: 'Whether nothing is handed out.' }),
  shadow: Type.Boolean({
    description:
      'Whether the mode is `shadow`: the numbers are of what would have been told, as if it were accepted when it is due.',
  }),
  lastSentAt: nullable(instant('When something was sent last.'), 'When something was sent last; null: never.'),
  lastAcceptedAt: nullable(
    instant('When something was accepted last.'),
    'When something was accepted last; null: never.',
  ),
  lastBatch: nullable(
    thing('FeedbackLastBatch', 'What was handed out last, to the program itself or to a job.', {
      batchId: id('Of the batch.'),
      items: Type.Integer({ description: 'How many items were in it.' }),
      leasedAt: instant('When it was handed out.'),
      reportedAt: nullable(instant('When it was reported on.'), 'When it was reported on; null: not yet, or never.'),
      result: oneOf(LAST_RESULTS, {
        description:
          '`taken`: all of it; `partly`; `later`: nothing was taken, and it is tried again; `refused`: nothing was taken; `unreported`: nobody has said what became of it.',
      }),
      taken: Type.Integer({ description: 'Items that the platform has taken.' }),
      failed: Type.Integer({ description: 'Items that it takes never.' }),
      again: Type.Integer({ description: 'Items that are tried again.' }),
      error: nullable(
        thing('FeedbackLastError', 'What the platform said of those that it did not take, most often.', {
          code: Type.String({ description: 'As the platform calls it; `noAnswer` where none came.' }),
          message: Type.String({ description: 'In words.' }),
        }),
        'What the platform said of those that it did not take, most often; null: nothing, or something else by now.',
      ),
    }),
    'What was handed out last, within the last 30 days; null: nothing.',
  ),
  push: nullable(
    thing('FeedbackPush', 'How the program itself posts.', {
      failures: Type.Integer({
        description: 'How often, one after another, the platform was busy, did not answer, or gave no token.',
      }),
      nextAt: nullable(
        instant('When it posts next.'),
        'When it posts next, about; null where nothing waits, or the destination is stopped.',
      ),
    }),
    'How the program itself posts; null where it does not.',
  ),
  backlog: thing('FeedbackBacklog', 'What is still to be told.', {
    pending: Type.Integer({ description: 'What waits, also for its time to come.' }),
    due: Type.Integer({ description: 'What of it has come to its time.' }),
    nextDueAt: nullable(
      instant('When the next has come to its time.'),
      'When the next of those that wait for their time has come to it; null: none does.',
    ),
    waiting: Type.Array(
      thing('FeedbackWaiting', 'How many wait for something.', {
        name: oneOf(Object.keys(WAITING_WORDS) as WaitingReason[], { description: 'What for.' }),
        why: Type.String({ description: 'In words.' }),
        count: Type.Integer({ description: 'How many.' }),
      }),
      { description: 'What of it cannot be fetched now, and why, most of them first.' },
    ),
    leased: Type.Integer({ description: 'What somebody has fetched and not reported on.' }),
    awaitingOutcome: Type.Integer({ description: 'What was sent, and nobody has said whether it was accepted.' }),
    oldestEventAt: nullable(
      instant('When the oldest that is due happened.'),
      'When the oldest that is due happened; null: nothing is due.',
    ),
    firstEndsAt: nullable(
      instant('Until when the first of them can be told.'),
      'Until when the first of them can be told; null: nothing that is due ends.',
    ),
    secondsLeft: nullable(Type.Integer(), 'How long that is from now; null: nothing that is due ends.'),
  }),
  since: instant('The numbers below are from then on: of the last 30 days.'),
  accepted: Type.Integer({ description: 'What the platform has accepted.' }),
  expired: Type.Integer({ description: 'What could be told no longer before anybody fetched it.' }),
  retracted: Type.Integer({ description: 'Conversions that were taken back.' }),
  countWrong: Type.Integer({
    description:
      'Conversions that count although they should not: they are worth nothing, which is all the platform can do.',
  }),
  failed: counted('FeedbackFailed', 'What the platform has refused for good, by its codes.'),
  withheld: Type.Array(
    thing('FeedbackWithheld', 'How often something was not told.', {
      name: oneOf(Object.keys(WITHHELD_WORDS) as WithheldReason[], { description: 'Why it was not.' }),
      why: Type.String({ description: 'In words.' }),
      count: Type.Integer({ description: 'How often.' }),
    }),
    { description: 'What was not told, by reason.' },
  ),
  campaigns: Type.Array(
    thing('FeedbackCampaign', 'What a campaign brings.', {
      campaign: nullable(Type.String(), 'The campaign; null where leads name none.'),
      leads: Type.Integer({ description: 'Leads of it that the platform knows, received in that time.' }),
      junk: Type.Integer({ description: 'Those of them that never existed, were no prospects or were there already.' }),
      junkRate: Type.Number({ description: 'The share of junk.' }),
    }),
    { description: 'Those with the most junk first, 50 at most.' },
  ),
});
export type HealthView = Static<typeof HealthSchema>;
