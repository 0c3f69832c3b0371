import { Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { RepBody } from '../../people/rep.dto.js';
import { instant, pageOf } from '../../platform/answer.js';

export const RepSchema = resourceOf('Rep', 'Somebody who owns leads.', RepBody, {
  timeZone: Type.String({ description: 'Their IANA time zone: their own, else that of the settings.' }),
  available: Type.Boolean({ description: 'Whether new leads may come; running clocks run on.' }),
  unavailableUntil: Type.Optional(instant('When they become available again by themselves.')),
});

export const RepPage = pageOf(RepSchema);
