import { resourceOf } from '../../configuration/resource.schema.js';
import { warningsOfQueue } from '../../directory/warnings.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { normalisedQueue, QueueBody } from '../../routing/queues/queue.dto.js';
import { resourceController } from '../resource.controller.js';
import { QUEUE } from './queue.kind.js';

export const QueuesController = resourceController({
  path: 'queues',
  tag: 'Routing',
  one: 'a queue',
  many: 'queues',
  kind: QUEUE,
  body: QueueBody,
  schema: resourceOf('Queue', 'A queue in which leads wait until a person assigns them.', QueueBody, WARNINGS),
  normalise: normalisedQueue,
  warningsOf: warningsOfQueue,
});
