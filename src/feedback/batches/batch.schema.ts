import { type Static, Type } from '@sinclair/typebox';
import { id, instant, nullable, objectSchema, oneOf } from '../../platform/input/schema.js';
import { DELIVERY_KINDS, DELIVERY_STATES } from '../delivery.js';

const BatchItemSchema = objectSchema('FeedbackBatchItem', 'An item of a batch.', {
  id: id('The id of the item, with which its result is reported.'),
  leadId: id('The lead.'),
  kind: oneOf(DELIVERY_KINDS, { description: 'The kind of the item.' }),
  dedupKey: Type.String({ description: 'The key by which the platform identifies it.' }),
  sendBefore: nullable(instant, 'The end of the platform’s window; null for none.'),
});

const TargetSchema = objectSchema('FeedbackTarget', 'The target of a body.', {
  method: oneOf(['POST'], { description: 'The HTTP method.' }),
  url: Type.String({ description: 'The URL; empty if your own program has set none.' }),
  headers: Type.Record(Type.String(), Type.String(), {
    description: 'The headers that it needs besides your credentials.',
  }),
  items: Type.Array(id('An item.'), { description: 'The items in it, in the order of the body.' }),
});

export const BatchSchema = objectSchema('FeedbackBatch', 'The next batch for a platform.', {
  batchId: nullable(id, 'The id of the batch; null if nothing is due.'),
  leasedUntil: nullable(
    instant,
    'The end of the lease. Items whose result is not reported by then are offered again under the same keys.',
  ),
  items: Type.Array(BatchItemSchema, { description: 'The items of the batch.' }),
  requests: Type.Optional(
    Type.Array(Type.Object({}, { additionalProperties: true }), {
      description:
        'Bodies, ready to be posted unchanged. They hold numbers of up to 17 digits, so post the text and do not parse it.',
    }),
  ),
  targets: Type.Optional(
    Type.Array(TargetSchema, { description: 'The target of each of `requests`, in the same order.' }),
  ),
  csv: Type.Optional(Type.String({ description: 'A file, ready to be uploaded.' })),
  fileName: Type.Optional(Type.String({ description: 'The items of the batch.' })),
});

export const ReportedSchema = objectSchema('FeedbackReported', 'The result of a report.', {
  batchId: id('The id of the batch.'),
  items: Type.Array(
    objectSchema('FeedbackReportedItem', 'An item with its new state.', {
      id: id('The id of the item.'),
      state: oneOf(DELIVERY_STATES, { description: 'Its state.' }),
      notBefore: nullable(instant, 'The earliest time at which it is offered again; null if it is not.'),
    }),
    { description: 'The items that changed.' },
  ),
  stopped: Type.Boolean({
    description: 'Whether the destination was stopped because the platform rejects the account.',
  }),
});
export type ReportedView = Static<typeof ReportedSchema>;
