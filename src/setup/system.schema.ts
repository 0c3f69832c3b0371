import { Type } from '@sinclair/typebox';
import { BEHIND_MAX } from '../events/feed.js';
import { WAITINGS } from '../leads/lead.js';
import { instant, nullable, objectSchema, oneOf } from '../platform/input/schema.js';

const COUNT = Type.Integer({ minimum: 0, description: 'How many.' });
const oldest = nullable(instant, 'Since when the oldest has waited; null for none.');

const FollowerSchema = objectSchema('Follower', 'A follower of the ledger, which keeps its own place in it.', {
  name: Type.String({ description: 'Its name.' }),
  behind: Type.Integer({
    minimum: 0,
    maximum: BEHIND_MAX,
    description: `The number of events that it has not processed yet. A number of ${BEHIND_MAX.toLocaleString('en')} means that many or more.`,
  }),
  lagSeconds: nullable(
    Type.Number({ minimum: 0 }),
    'For how long the oldest of these events has existed, in elapsed seconds; null if there is none.',
  ),
});

const WaitingSchema = objectSchema('WaitingLeads', 'Leads that wait.', {
  waiting: oneOf(WAITINGS, { description: 'What they wait for.' }),
  test: Type.Boolean({ description: 'Whether they are tests.' }),
  count: COUNT,
  oldestAt: oldest,
});
const QueueSchema = objectSchema('WaitingInQueue', 'Leads that wait in a named queue.', {
  queue: Type.String({ description: 'The name of the queue.' }),
  count: COUNT,
  oldestAt: oldest,
});

export const SystemSchema = objectSchema('System', 'Whether due work is done, on all nodes.', {
  serverTime: instant('The time of the server.'),
  version: Type.String({ description: 'The version of the node that answers.' }),
  due: objectSchema('DueClocks', 'Clocks that are due and not yet acted on.', {
    count: COUNT,
    oldestAt: nullable(instant, 'Since when the oldest has been due; null for none.'),
    latenessSeconds: Type.Number({
      minimum: 0,
      description: 'For how long the oldest has been due, in elapsed seconds; 0 for none.',
    }),
  }),
  waiting: Type.Array(WaitingSchema, { description: 'Waiting leads, by what they wait for.' }),
  queues: Type.Array(QueueSchema, { description: 'The named queues.' }),
  feedLagSeconds: Type.Integer({
    minimum: 0,
    description:
      'For how long the oldest running transaction has held back the feed and all followers, in whole elapsed seconds.',
  }),
  followers: Type.Array(FollowerSchema, { description: 'The followers of the ledger, the furthest behind first.' }),
  jobs: Type.Integer({ minimum: 0, description: 'Jobs that are running or wait for their turn.' }),
  holds: Type.Integer({ minimum: 0, description: 'Active holds on enforcement.' }),
});
