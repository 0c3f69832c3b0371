import { Type } from '@sinclair/typebox';
import { BEHIND_MAX } from '../events/feed.js';
import { WAITINGS } from '../leads/lead.js';
import { instant, nullable, oneOf, thing } from '../platform/answer.js';

const COUNT = Type.Integer({ minimum: 0, description: 'How many.' });
const oldest = nullable(
  instant('Since when the oldest has waited.'),
  'Since when the oldest has waited; null for none.',
);

const FollowerSchema = thing('Follower', 'What follows the ledger by its own place in it.', {
  name: Type.String({ description: 'Its name.' }),
  behind: Type.Integer({
    minimum: 0,
    maximum: BEHIND_MAX,
    description: `How many events it has not gone through yet. Beyond ${BEHIND_MAX.toLocaleString('en')} nobody counts on.`,
  }),
  lagSeconds: nullable(
    Type.Number({ minimum: 0 }),
    'For how long the oldest of these events has been there, in elapsed seconds; null if there is none.',
  ),
});

const WaitingSchema = thing('WaitingLeads', 'Leads that wait.', {
  waiting: oneOf(WAITINGS, { description: 'What they wait for.' }),
  test: Type.Boolean({ description: 'Whether they are tests.' }),
  count: COUNT,
  oldestAt: oldest,
});
const QueueSchema = thing('WaitingInQueue', 'Leads that wait in a named queue.', {
  queue: Type.String({ description: 'The name of the queue.' }),
  count: COUNT,
  oldestAt: oldest,
});

export const SystemSchema = thing('System', 'Whether what is due is done, on all nodes.', {
  serverTime: instant('The time of the server.'),
  version: Type.String({ description: 'The version of the node that answers.' }),
  due: thing('DueClocks', 'Clocks that are due and not yet acted on.', {
    count: COUNT,
    oldestAt: nullable(
      instant('Since when the oldest has been due.'),
      'Since when the oldest has been due; null for none.',
    ),
    latenessSeconds: Type.Number({
      minimum: 0,
      description: 'For how long the oldest has been due, in elapsed seconds; 0 for none.',
    }),
  }),
  waiting: Type.Array(WaitingSchema, { description: 'Leads that wait, by what for.' }),
  queues: Type.Array(QueueSchema, { description: 'The named queues.' }),
  feedLagSeconds: Type.Integer({
    minimum: 0,
    description:
      'For how long the oldest running transaction has held back the feed and all followers, in whole elapsed seconds.',
  }),
  followers: Type.Array(FollowerSchema, { description: 'What follows the ledger, whoever is furthest behind first.' }),
  jobs: Type.Integer({ minimum: 0, description: 'Jobs that are under way or wait for their turn.' }),
  holds: Type.Integer({ minimum: 0, description: 'Holds on enforcement that are on.' }),
});
