import { warningsOfQueue } from '../../directory/warnings.js';
import { normalisedQueue, QueueBody } from '../../routing/queue.dto.js';
import { resourceController } from '../resource.controller.js';
import { QUEUE } from './queue.kind.js';
import { QueueSchema } from './queue.schema.js';

export const QueuesController = resourceController({
  path: 'queues',
  tag: 'Routing',
  one: 'a queue',
  many: 'queues',
  kind: QUEUE,
  body: QueueBody,
  schema: QueueSchema,
  normalise: normalisedQueue,
  warningsOf: warningsOfQueue,
});
