import { resourceController } from '../../admin/resource.controller.js';
import { toIso } from '../../platform/duration.js';
import { instantOf } from '../../platform/formats.js';
import { DestinationBody } from './destination.dto.js';
import { DESTINATION } from './destination.kind.js';
import { DestinationSchema } from './destination.schema.js';

export const DestinationsController = resourceController({
  path: 'feedback/destinations',
  tag: 'Feedback',
  one: 'a feedback destination',
  many: 'feedback destinations',
  kind: DESTINATION,
  body: DestinationBody,
  schema: DestinationSchema,
  readers: ['feedback'],
  normalise: ({ startAt, ...body }) => ({
    ...body,
    ...(startAt !== undefined && { startAt: toIso(instantOf(startAt)) }),
  }),
});
