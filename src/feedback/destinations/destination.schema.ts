import { Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { instant, nullable, oneOf, thing } from '../../platform/answer.js';
import { DestinationBody } from './destination.dto.js';
import { STOPPED_BECAUSE } from './destination.js';

const StoppedSchema = thing('StoppedDestination', 'That nothing is handed out.', {
  at: instant('Since when.'),
  why: oneOf(STOPPED_BECAUSE, {
    description:
      '`person`: somebody stopped it; `account`: the platform takes nothing of the account; `retractions`: more would be taken back within a day than it may.',
  }),
  note: nullable(
    Type.String(),
    'In the words of whoever stopped it, or the code of the platform, whose words stand with the items (`error`).',
  ),
});

export const DestinationSchema = resourceOf(
  'FeedbackDestination',
  'An account of an ad platform, and what it is told of leads.',
  Type.Omit(DestinationBody, ['credentials']),
  {
    credentialsSetAt: nullable(
      instant('Since when it has credentials.'),
      'Since when it has these credentials, which are never answered; null: it has none.',
    ),
    stopped: nullable(StoppedSchema, 'That nothing is handed out until somebody resumes it; null where it is.'),
  },
);
