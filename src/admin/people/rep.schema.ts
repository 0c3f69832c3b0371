import { Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { RepBody } from '../../people/rep.dto.js';
import { instant, pageOf } from '../../platform/answer.js';

export const RepSchema = resourceOf('Rep', RepBody, {
  timeZone: Type.String({ description: 'Their own, else that of the settings' }),
  available: Type.Boolean({ description: 'Whether new leads may come; running clocks run on' }),
  unavailableUntil: Type.Optional(instant({ description: 'When they become available again by themselves' })),
});

export const RepPage = pageOf(RepSchema);
