import { resourceController } from '../../admin/resource.controller.js';
import { instantOf } from '../../platform/input/formats.js';
import { toIso } from '../../platform/values/duration.js';
import { DestinationBody } from './destination.dto.js';
import { DESTINATION } from './destination.kind.js';
import { DestinationSchema } from './destination.schema.js';

const SENDS_NOTHING = { pointer: '/rules', message: 'Nothing is sent, as no rule says what: add one to `rules`.' };

export const DestinationsController = resourceController({
  path: 'feedback/destinations',
  tag: 'Feedback',
  one: 'a feedback destination',
  many: 'feedback destinations',
  kind: DESTINATION,
  body: DestinationBody,
  schema: DestinationSchema,
  readers: ['feedback'],
  warningsOf: (_content, _id, { rules }) => (rules.length === 0 ? [SENDS_NOTHING] : []),
  normalise: ({ startAt, ...body }) => ({
    ...body,
    ...(startAt !== undefined && { startAt: toIso(instantOf(startAt)) }),
  }),
});
