import { Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { instant, nullable, objectSchema, oneOf } from '../../platform/input/schema.js';
import { DestinationBody } from './destination.dto.js';
import { STOPPED_BECAUSE } from './destination.js';

const StoppedSchema = objectSchema('StoppedDestination', 'The stop of a destination.', {
  at: instant('Since when.'),
  why: oneOf(STOPPED_BECAUSE, {
    description:
      '`person`: a person stopped it; `account`: the platform rejects the account; `retractions`: more would be retracted within a day than `retractionsPerDay` allows.',
  }),
  note: nullable(
    Type.String(),
    'The reason given, or the code of the platform, whose message is in `error` of the items.',
  ),
});

export const DestinationSchema = resourceOf(
  'FeedbackDestination',
  'An account at an ad platform, with the rules for what is sent to it.',
  Type.Omit(DestinationBody, ['credentials']),
  {
    credentialsSetAt: nullable(instant, 'When its credentials were set, which are never shown; null if it has none.'),
    stopped: nullable(StoppedSchema, 'Why it is stopped, until it is resumed; null if it is not.'),
    ...WARNINGS,
  },
);
