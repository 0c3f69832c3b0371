import { type Static, Type } from '@sinclair/typebox';
import { id, instant, nullable, oneOf, thing } from '../../platform/answer.js';
import { DELIVERY_KINDS, DELIVERY_STATES } from '../delivery.js';

const BatchItemSchema = thing('FeedbackBatchItem', 'An item that is handed out.', {
  id: id('Of the item, by which it is reported on.'),
  leadId: id('The lead.'),
  kind: oneOf(DELIVERY_KINDS, { description: 'What is told of it.' }),
  dedupKey: Type.String({ description: 'By which the platform knows it.' }),
  sendBefore: nullable(
    instant('The platform takes it until then.'),
    'The platform takes it until then; null: whenever.',
  ),
});

const TargetSchema = thing('FeedbackTarget', 'Where a body goes.', {
  method: oneOf(['POST'], { description: 'How it is sent.' }),
  url: Type.String({ description: 'The address; empty where a program of one’s own has told none.' }),
  headers: Type.Record(Type.String(), Type.String(), {
    description: 'Headers that it needs beside the credentials of whoever posts it.',
  }),
  items: Type.Array(id('An item.'), { description: 'The items in it, in the order of the body.' }),
});

export const BatchSchema = thing('FeedbackBatch', 'What a platform is to be told next.', {
  batchId: nullable(id('Of the batch.'), 'Of the batch; null where nothing is due.'),
  leasedUntil: nullable(
    instant('Until when nobody else gets it.'),
    'Until when nobody else gets it; what is not reported on by then is offered again under the same keys.',
  ),
  items: Type.Array(BatchItemSchema, { description: 'What is in it.' }),
  requests: Type.Optional(
    Type.Array(Type.Object({}, { additionalProperties: true }), {
      description:
        'Bodies, ready to be posted as they are. They hold numbers of up to 17 digits: post the text of each, do not parse it.',
    }),
  ),
  targets: Type.Optional(Type.Array(TargetSchema, { description: 'Where each of `requests` goes, in their order.' })),
  csv: Type.Optional(Type.String({ description: 'A file, ready to be uploaded.' })),
  fileName: Type.Optional(Type.String({ description: 'What is in it.' })),
});

export const ReportedSchema = thing('FeedbackReported', 'What has become of a batch.', {
  batchId: id('Of the batch.'),
  items: Type.Array(
    thing('FeedbackReportedItem', 'An item that was reported on.', {
      id: id('Of the item.'),
      state: oneOf(DELIVERY_STATES, { description: 'What it is now.' }),
      notBefore: nullable(
        instant('It is offered again then.'),
        'It is offered again then at the earliest; null where it is not.',
      ),
    }),
    { description: 'Those that have changed.' },
  ),
  stopped: Type.Boolean({
    description: 'Whether the destination is stopped, because the platform takes nothing of the account.',
  }),
});
export type ReportedView = Static<typeof ReportedSchema>;
