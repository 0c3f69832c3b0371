import { resourceOf } from '../../configuration/resource.schema.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { QueueBody } from '../../routing/queue.dto.js';

export const QueueSchema = resourceOf(
  'Queue',
  'A queue in which leads wait until a person assigns them.',
  QueueBody,
  WARNINGS,
);
