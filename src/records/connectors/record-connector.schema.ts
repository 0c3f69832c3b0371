import { Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { WARNINGS } from '../../documents/warning.schema.js';
import { instant, nullable } from '../../platform/answer.js';
import { RecordConnectorBody } from './record-connector.dto.js';

export const RecordConnectorSchema = resourceOf(
  'RecordConnector',
  'How a record is made in the tool of a receiver.',
  Type.Omit(RecordConnectorBody, ['auth']),
  {
    authSetAt: nullable(
      instant('Since when it has this "auth".'),
      'Since when it has this `auth`, which is never answered; null: it has none.',
    ),
    ...WARNINGS,
  },
);
