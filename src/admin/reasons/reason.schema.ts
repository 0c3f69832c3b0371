import { resourceOf } from '../../configuration/resource.schema.js';
import { ReasonBody } from '../../disposition/reason.dto.js';

export const ReasonSchema = resourceOf('Reason', ReasonBody);
