import { resourceOf } from '../../configuration/resource.schema.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { QueueBody } from '../../routing/queue.dto.js';

export const QueueSchema = resourceOf(
  'Queue',
  'Where leads wait until a person gives them to somebody.',
  QueueBody,
  WARNINGS,
);
