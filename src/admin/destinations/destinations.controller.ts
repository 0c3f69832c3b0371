import { DestinationBody } from '../../feedback/destination.dto.js';
import { instantOf } from '../../platform/formats.js';
import { toIso } from '../../platform/instant.js';
import { resourceController } from '../resource.controller.js';
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
