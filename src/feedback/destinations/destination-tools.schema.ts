import { type Static, Type } from '@sinclair/typebox';
import { id, instant, nullable, object, objectSchema, oneOf, text } from '../../platform/input/schema.js';
import { WITHHELD_WORDS, type WithheldReason } from '../delivery.js';
import { DeliverySchema } from '../delivery.schema.js';
import { WAITING_WORDS, type WaitingReason } from '../dispatch/waiting.js';

export const StopBody = object({ reason: text(500, 'The reason.') });
export type StopBody = Static<typeof StopBody>;

export const DestinationPreviewBody = object({ leadId: id('The lead.') });
export type DestinationPreviewBody = Static<typeof DestinationPreviewBody>;

export const TestBody = object({
  testEventCode: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{1,100}$',
      description: 'letters, digits, - and _: the code that Meta or TikTok shows for test events',
    }),
  ),
});
export type TestBody = Static<typeof TestBody>;

const TEST_VERDICTS = ['taken', 'refused', 'busy', 'accountBroken'] as const;
export type TestVerdict = (typeof TEST_VERDICTS)[number];

export const TestSchema = objectSchema('FeedbackTest', 'A platform’s answer to a made-up conversion.', {
  posted: Type.Boolean({ description: 'Whether it was posted.' }),
  why: nullable(Type.String(), 'Why it was not posted; null if it was.'),
  verdict: nullable(
    oneOf(TEST_VERDICTS, {
      description:
        '`taken`: accepted. `refused`: the account works, but the conversion was rejected. `busy`: no answer, or a request to try later. `accountBroken`: the platform rejects the account.',
    }),
    'What the answer means; null if there is none.',
  ),
  code: nullable(Type.String(), 'The platform’s error code; null if it accepted the conversion or nothing was posted.'),
  answer: nullable(
    objectSchema('FeedbackTestAnswer', 'The platform’s answer.', {
      status: nullable(Type.Integer(), 'The HTTP status; null if no answer came in time.'),
      message: Type.String({ description: 'The body of the answer, shortened.' }),
      requestId: nullable(Type.String(), 'The platform’s id of the request; null if it gives none.'),
    }),
    'The platform’s answer; null if nothing was posted.',
  ),
  request: nullable(
    objectSchema('FeedbackTestRequest', 'The request, ready to be posted, without credentials.', {
      method: oneOf(['POST'], { description: 'The HTTP method.' }),
      url: Type.String({ description: 'The address.' }),
      headers: Type.Record(Type.String(), Type.String(), {
        description: 'The headers that it needs besides credentials.',
      }),
      body: Type.Object({}, { additionalProperties: true, description: 'The body; numbers have up to 17 digits.' }),
    }),
    'The request; null if no rule sends an event or conversions are sent in files.',
  ),
});

export const PreviewSchema = objectSchema('FeedbackPreview', 'What would be sent to a destination about a lead.', {
  told: Type.Boolean({ description: 'Whether it receives this lead at all.' }),
  why: nullable(Type.String(), 'Why it does not; null if it does.'),
  items: Type.Array(DeliverySchema, {
    description:
      'Everything that follows from the lead’s history, as if each item were posted when it is due and accepted at once. Nothing is stored.',
  }),
  requests: Type.Array(Type.Object({}, { additionalProperties: true }), {
    description: 'The bodies that would be posted, in their order, each with one item.',
  }),
  files: Type.Array(Type.String(), { description: 'The files that would be uploaded, in their order.' }),
});

const counted = (name: string, description: string) =>
  Type.Array(
    objectSchema(name, 'A count.', {
      name: Type.String({ description: 'What was counted.' }),
      count: Type.Integer({ description: 'The count.' }),
    }),
    { description },
  );

const LAST_RESULTS = ['taken', 'partly', 'later', 'refused', 'unreported'] as const;

export const HealthSchema = objectSchema('FeedbackHealth', 'The health of a destination.', {
  stopped: Type.Boolean({ description: 'Whether it is stopped.' }),
  shadow: Type.Boolean({
    description:
      'Whether the mode is `shadow`. The numbers then say what would have been sent, as if each item were accepted when it is due.',
  }),
  lastSentAt: nullable(instant, 'When an item was last sent; null for never.'),
  lastAcceptedAt: nullable(instant, 'When an item was last accepted; null for never.'),
  lastBatch: nullable(
    objectSchema('FeedbackLastBatch', 'The last batch, whether Touchline posted it or a job fetched it.', {
      batchId: id('The id of the batch.'),
      items: Type.Integer({ description: 'The number of items in it.' }),
      leasedAt: instant('When it was leased.'),
      reportedAt: nullable(instant, 'When its result was reported; null if it was not.'),
      result: oneOf(LAST_RESULTS, {
        description:
          '`taken`: all items were accepted; `partly`: some were; `later`: none were, and they are tried again; `refused`: none were; `unreported`: the result was not reported.',
      }),
      taken: Type.Integer({ description: 'Accepted items.' }),
      failed: Type.Integer({ description: 'Items that were rejected for good.' }),
      again: Type.Integer({ description: 'Items that will be tried again.' }),
      error: nullable(
        objectSchema('FeedbackLastError', 'The most frequent error of the items that were not accepted.', {
          code: Type.String({ description: 'The platform’s error code; `noAnswer` if none came.' }),
          message: Type.String({ description: 'The message.' }),
        }),
        'The most frequent error of the items that were not accepted; null for none.',
      ),
    }),
    'The last batch of the last 30 days; null for none.',
  ),
  push: nullable(
    objectSchema('FeedbackPush', 'How Touchline’s own posting is doing.', {
      failures: Type.Integer({
        description: 'How often in a row the platform was busy, did not answer or gave no token.',
      }),
      nextAt: nullable(instant, 'About when it posts next; null if nothing waits or the destination is stopped.'),
    }),
    'How Touchline’s own posting is doing; null if it does not post.',
  ),
  backlog: objectSchema('FeedbackBacklog', 'The items still to be sent.', {
    pending: Type.Integer({ description: 'Items that wait, including those that are not yet due.' }),
    due: Type.Integer({
      description:
        'Pending items that can be sent now, or could if the destination were not stopped. Items that wait for anything else are not due.',
    }),
    nextDueAt: nullable(instant, 'When the next pending item becomes due; null for none.'),
    waiting: Type.Array(
      objectSchema('FeedbackWaiting', 'Items that wait, by reason.', {
        name: oneOf(Object.keys(WAITING_WORDS) as WaitingReason[], { description: 'The reason.' }),
        why: Type.String({ description: 'The message.' }),
        count: Type.Integer({ description: 'How many.' }),
      }),
      { description: 'Items that cannot be fetched now, by reason, the most first.' },
    ),
    leased: Type.Integer({ description: 'Items that were fetched and whose result was not reported.' }),
    awaitingOutcome: Type.Integer({ description: 'Items that were sent and not yet confirmed as accepted.' }),
    oldestEventAt: nullable(instant, 'When the oldest due item happened; null if nothing is due.'),
    firstEndsAt: nullable(instant, 'The earliest end of a window among due items; null for none.'),
    secondsLeft: nullable(Type.Integer(), 'The time until then; null for none.'),
  }),
  since: instant('The start of the last 30 days, which the numbers below cover.'),
  accepted: Type.Integer({ description: 'Accepted items.' }),
  expired: Type.Integer({ description: 'Items that expired before they were fetched.' }),
  retracted: Type.Integer({ description: 'Conversions that were retracted.' }),
  countWrong: Type.Integer({
    description:
      'Conversions that should not count but cannot be retracted on this platform; their value was set to zero.',
  }),
  failed: counted('FeedbackFailed', 'Items that were rejected for good, by the platform’s code.'),
  withheld: Type.Array(
    objectSchema('FeedbackWithheld', 'A count of withheld items.', {
      name: oneOf(Object.keys(WITHHELD_WORDS) as WithheldReason[], { description: 'The reason.' }),
      why: Type.String({ description: 'The message.' }),
      count: Type.Integer({ description: 'The count.' }),
    }),
    { description: 'Withheld items, by reason.' },
  ),
  campaigns: Type.Array(
    objectSchema('FeedbackCampaign', 'The junk leads of a campaign.', {
      campaign: nullable(Type.String(), 'The campaign; null for leads without one.'),
      leads: Type.Integer({ description: 'Its leads of that time that the platform can recognise.' }),
      junk: Type.Integer({ description: 'Those of these leads that were fake, not prospects or duplicates.' }),
      junkRate: Type.Number({ description: 'The share of junk.' }),
    }),
    { description: 'Most junk first, 50 at most.' },
  ),
});
export type HealthView = Static<typeof HealthSchema>;
